"""The glossary has both languages, each word once, and the words that the program shows."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from campaigns.declaration import Rung
from campaigns.lights import NONE, SHOWN, Shown
from tests.documents import prose, read, rows

GLOSSARY = rows(read("docs/glossary.md"))
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
#: A light that is shown in another form than the word it stands for.
ITSELF = {"已办结": ("办结", "close")}


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[0])
def test_a_word_has_both_languages_and_a_meaning(row: list[str]) -> None:
    english, chinese, meaning = row
    assert LATIN.search(english)
    assert not HAN.search(english)
    assert HAN.search(chinese)
    assert not LATIN.search(chinese)
    assert LATIN.search(meaning)


def test_no_word_has_two_meanings() -> None:
    english, chinese, _ = zip(*GLOSSARY, strict=True)
    assert len(set(english)) == len(english)
    assert len(set(chinese)) == len(chinese)


@pytest.mark.parametrize("light", [light for name, light in SHOWN.items() if name != NONE])
def test_every_light_is_explained_by_the_word_that_is_shown(light: Shown) -> None:
    chinese, english = ITSELF.get(light.zh, (light.zh, light.en))
    assert [each[0] for each in GLOSSARY if each[1] == chinese] == [english]


def test_every_rung_is_explained() -> None:
    rungs = set(get_args(Rung.model_fields["rung"].annotation))
    assert rungs - {english for english, *_ in GLOSSARY} == set()


def test_what_is_kept_for_later_stands_apart() -> None:
    used, _, later = prose(read("docs/glossary.md")).partition("\n## Kept for later\n")
    assert {row[0] for row in rows(later)}.isdisjoint({row[0] for row in rows(used)})
    assert len(rows(used)) > len(rows(later)) > 0
