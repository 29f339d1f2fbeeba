"""Every document: its links lead somewhere, and it knows nothing of the machine it was written on."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.documents import HOUSE, documents, prose

if TYPE_CHECKING:
    from pathlib import Path

A_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
OUTSIDE = re.compile(r"[a-z]+:")
ABSOLUTE = re.compile(
    r"(?<![\w.:/>~…-])/(?:bin|etc|home|mnt|opt|root|srv|tmp|usr|var|Users|work)\b|\b[A-Z]:\\|(?:file)://"
)


@pytest.fixture(params=documents(), ids=lambda path: path.relative_to(HOUSE).as_posix())
def document(request: pytest.FixtureRequest) -> Path:
    """Each document in turn."""
    found: Path = request.param
    return found


def test_links_within_the_house_lead_to_something(document: Path) -> None:
    targets = A_LINK.findall(prose(document.read_text(encoding="utf-8")))
    inside = [target for target in targets if not OUTSIDE.match(target)]
    assert [target for target in inside if not (document.parent / target.partition("#")[0]).exists()] == []


def test_no_document_names_a_place_on_some_machine(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert ABSOLUTE.findall(text) == []


def test_a_document_has_one_title_and_skips_no_level(document: Path) -> None:
    marks = re.findall(r"^(#+) ", prose(document.read_text(encoding="utf-8")), re.MULTILINE)
    levels = [len(each) for each in marks]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= before + 1 for before, later in pairwise(levels))


def test_the_pages_that_a_reader_needs_are_there() -> None:
    names = {path.relative_to(HOUSE).as_posix() for path in documents()}
    pages = {f"docs/{name}.md" for name in ("architecture", "glossary", "lifecycle", "operating")}
    assert names >= {"README.md", "README.zh-CN.md", "CHANGELOG.md", "docs/decisions/README.md", *pages}
