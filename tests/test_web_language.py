"""Two languages: nothing is left in one of them, the switch stays where it was put, every page says what it is in."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from tests.cast import stage
from tests.pages import everybody, signed_in, visitor
from tests.words import WEB, is_chinese, phrases, unmarked_in_code
from web.language import LANGUAGES, catalogues, chosen, translations

if TYPE_CHECKING:
    from tests.cast import Stage

A_VALUE = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A house with an account of each role."""
    found = stage(tmp_path_factory.mktemp("language"))
    everybody(found.house)
    return found


def english() -> dict[str, str]:
    """Every phrase of the source in English; itself where there is none."""
    return {text: translations("en").gettext(text) for text in phrases()}


# --- the catalogue ------------------------------------------------------------------------------------------


def test_every_phrase_of_the_pages_has_its_english() -> None:
    missing = [text for text, told in english().items() if not told.strip() or is_chinese(told)]
    assert missing == [], "\n" + "\n".join(f'msgid "{text}"\nmsgstr ""\n' for text in missing)


def test_no_catalogue_keeps_what_nobody_says() -> None:
    said = {text.replace("\n", "\\n") for text in phrases()}
    for path in catalogues("en"):
        kept = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
        assert [text for text in kept if text not in said] == [], path.name


def test_no_two_catalogues_say_the_same_differently() -> None:
    pattern = re.compile(r'^msgid "(.+)"\nmsgstr "(.*)"$', re.MULTILINE)
    told: dict[str, str] = {}
    for path in catalogues("en"):
        for text, in_english in pattern.findall(path.read_text(encoding="utf-8")):
            assert told.setdefault(text, in_english) == in_english, f"{path.name}: {text}"


def test_values_stand_in_both_languages() -> None:
    for text, told in english().items():
        assert sorted(A_VALUE.findall(text)) == sorted(A_VALUE.findall(told)), text


def test_no_template_says_anything_past_the_catalogue() -> None:
    found = []
    for path in sorted((WEB / "templates").rglob("*.html")):
        tokens = Environment(autoescape=True).lex(path.read_text(encoding="utf-8"))
        found += [f"{path.name}:{line} {text.strip()}" for line, kind, text in tokens if loose(kind, text)]
    assert found == []


def loose(kind: str, text: str) -> bool:
    """Whether a piece of a template is shown as it stands, and is Chinese."""
    return kind == "data" and is_chinese(text)


def test_no_code_says_anything_past_the_catalogue() -> None:
    assert list(unmarked_in_code()) == []


def test_a_catalogue_holds_no_stray_format() -> None:
    for told in english().values():
        assert [field for _, field, *_ in Formatter().parse(told) if field is not None] == []


# --- the switch ---------------------------------------------------------------------------------------------


def test_the_switch_is_kept_for_the_next_pages(made: Stage) -> None:
    one = visitor(made.house)
    assert '<html lang="zh-CN"' in one.get("/sign-in").text
    answer = one.get("/sign-in?next=/unit&lang=en")
    assert '<html lang="en"' in answer.text
    assert 'href="/sign-in?next=%2Funit&amp;lang=zh"' in answer.text
    assert '<html lang="en"' in one.get("/nothing").text
    assert '<html lang="en"' in one.sign_in("nobody").text
    assert "name or password is wrong" in one.sign_in("nobody").text
    assert '<html lang="zh-CN"' in one.get("/?lang=zh").text
    assert '<html lang="zh-CN"' in one.get("/sign-in").text


def test_an_unknown_language_is_the_usual_one(made: Stage) -> None:
    assert chosen("fr", None, "en") == "en"
    assert '<html lang="zh-CN"' in visitor(made.house).get("/sign-in?lang=fr").text
    assert set(LANGUAGES) == {"zh", "en"}


@pytest.mark.parametrize("role", ["coordinator", "unit", "leader", "auditor", "administrator"])
def test_in_english_only_what_is_chinese_in_either_language_stays_so(made: Stage, role: str) -> None:
    text = signed_in(made.house, f"{role}-1").get(f"/{role}?lang=en").text
    own = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)
    assert not is_chinese(own), own


def test_every_page_says_what_must_not_be_written_here_and_that_data_is_simulated(made: Stage) -> None:
    for path in ("/sign-in", "/nothing", "/"):
        text = visitor(made.house).get(path).text
        assert "本系统为非涉密系统，严禁上传、存储、传输涉密信息" in text
        assert "演示数据，非真实情况" in text
