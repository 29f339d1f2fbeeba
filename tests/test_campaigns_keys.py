"""Keys in English and in Chinese: one table, complete, read in any mixture, and named as they are written."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Literal, get_args, get_origin

import pytest

from actions.declared import load
from campaigns.converting import converted
from campaigns.declaration import Declaration
from campaigns.keys import (
    CHOICES,
    ELSEWHERE,
    OPEN_CHOICES,
    TWINS,
    english,
    fields,
    in_chinese,
    twin,
    worded_for,
)
from campaigns.nodes import parse
from campaigns.reading import read
from campaigns.tongues import Place, places, translate
from campaigns.wording import WORDING
from tests.bad_declarations.slips import SOUND, Slip, faults, loaded, named, slips
from tests.cast import REAL_FILE, calendars, declare
from tests.two_tongues import in_chinese_keys, tokens, with_keys
from tests.whole_language import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import BaseModel

A_CHINESE_WORD = re.compile(r"[\u4e00-\u9fff]{1,8}")


def reachable(place: Place | None = None) -> dict[str, Place]:
    """Every place of a declaration below `place`, by model and field."""
    found: dict[str, Place] = {}
    waiting = [place or Place((Declaration,))]
    seen: set[type[BaseModel]] = set()
    while waiting:
        at = waiting.pop()
        waiting += [at.below] if at.below else []
        for model in set(at.models) - seen:
            seen.add(model)
            below = places(model)
            found |= {f"{model.__name__}.{name}": one for name, one in below.items()}
            waiting += below.values()
    return found


def models() -> set[type[BaseModel]]:
    return {Declaration} | {model for at in reachable().values() for model in (*at.models, *below(at))}


def below(at: Place) -> Iterator[type[BaseModel]]:
    if at.below is not None:
        yield from (*at.below.models, *below(at.below))


# --- the table ----------------------------------------------------------------------------------------------


def test_every_field_of_every_declared_model_has_a_chinese_twin() -> None:
    asked = {(model.__name__, name) for model in models() for name in fields(model)}
    assert len(asked) > 100
    without = {pair for pair in asked if not A_CHINESE_WORD.fullmatch(twin(*pair))}
    assert without == set()


def test_no_twin_stands_for_two_fields_of_one_model() -> None:
    for model in models():
        twins = [twin(model.__name__, name) for name in fields(model)]
        assert sorted(twins) == sorted(set(twins)), model.__name__
        assert len(english(model)) == 2 * len(twins)


def test_where_a_mapping_may_be_one_of_several_models_a_key_still_means_one_thing() -> None:
    for at in reachable().values():
        for one, other in combinations(at.models, 2):
            both = english(one).keys() & english(other).keys()
            assert [key for key in both if english(one)[key] != english(other)[key]] == []


def test_the_table_names_nothing_that_is_not_declared() -> None:
    asked = {(model.__name__, name) for model in models() for name in fields(model)}
    assert set(ELSEWHERE) - asked == set()
    assert set(OPEN_CHOICES) - asked == set()
    assert set(TWINS) - {name for _, name in asked} == set()


def test_every_fixed_word_that_is_a_value_has_one_chinese_twin() -> None:
    words = {
        word
        for model in models()
        for field in model.model_fields.values()
        for word in literals(field.annotation)
    }
    assert {word for word in words - {"1"} if word not in CHOICES} == set()
    assert set(CHOICES) - words - {word for some in OPEN_CHOICES.values() for word in some} == {
        "true",
        "false",
    }
    for name, at in reachable().items():
        chosen = dict(at.choices)
        assert len(chosen) == 2 * len(set(chosen.values())), name


def literals(annotation: object) -> set[str]:
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {word for part in get_args(annotation) for word in literals(part)}


def test_names_that_people_choose_are_never_translated() -> None:
    """A unit, a task or a form may be called like any field of the table."""
    text = SOUND.replace("  binhai:", "  任务:").replace("demo:", "专项行动:").replace("usual", "期限")
    declaration, _ = read(text.replace("table", "units"), "f")
    assert list(declaration.units)[-1] == "任务"
    assert list(declaration.campaigns) == ["专项行动"]
    assert (list(declaration.forms), list(declaration.ladders)) == (["units"], ["期限"])


@pytest.mark.parametrize("word", ["issued", "发文日"])
def test_no_event_is_called_like_the_date_of_the_document(word: str, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, SOUND.replace("events:\n", f"events:\n  {word}: {{title: 发文}}\n"))
    assert (fault.code, fault.line, fault.column) == ("reserved_key", 16, 3)


# --- reading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [SOUND, WHOLE], ids=["sound", "whole"])
def test_both_languages_and_any_mixture_declare_the_same(text: str) -> None:
    expected, _ = read(text, "f")
    chinese = in_chinese_keys(text)
    assert "tasks:" not in chinese
    assert read(chinese, "f")[0] == expected
    for seed in range(20):
        assert read(with_keys(text, seed), "f")[0] == expected


def test_places_are_those_of_the_file_whatever_its_language() -> None:
    _, source = read(in_chinese_keys(SOUND), "f")
    for path in (("campaigns", "demo", "tasks", "report", "deadline", "on"), ("units", "netreg", "contact")):
        mark = source.mark(path, key=True)
        said = source.lines_of(source.file)[mark.line - 1][mark.column - 1 : mark.column - 1 + mark.length]
        assert said in {"定于", "联系邮箱"}
        value = source.mark(path)
        assert source.lines_of(source.file)[value.line - 1][value.column - 1 :].startswith(
            ("2017-12-01", "netreg@tj")
        )


def test_one_field_written_in_two_languages_stands_twice(tmp_path: Path) -> None:
    text = SOUND.replace("        phase: summary\n", "        phase: summary\n        所属阶段: summary\n")
    (fault,) = faults(tmp_path, text)
    assert (fault.code, fault.line, fault.column) == ("duplicate_key", 34, 9)
    assert fault.message() == "字段“所属阶段”重复，第33行已写过"


def test_a_field_is_not_called_by_its_name_in_the_program(tmp_path: Path) -> None:
    (fault, *_) = faults(tmp_path, SOUND.replace("{from: 2017-06,", "{from_: 2017-06,"))
    assert {f.code for f in (fault, *_)} == {"unknown_key", "missing"}


# --- faults in the file's own language ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong", "hint"),
    [
        ("报送材料:", "报送项:", "报送材料"),
        ("单位:\n", "单元:\n", "单位"),
        ("联系邮箱: netreg", "联系邮件: netreg", "联系邮箱"),
        ("工作日: 7", "工作曰: 7", "工作日"),
        ("发文日期: 2017", "发文日子: 2017", "发文日期"),
        ("责任单位: districts", "责任部门: districts", "责任单位"),
        ("时段: 2017-11/mid-late", "windw: 2017-11/mid-late", "时段"),
    ],
)
def test_a_suggestion_comes_in_the_language_of_the_file(
    right: str, wrong: str, hint: str, tmp_path: Path
) -> None:
    text = in_chinese_keys(SOUND)
    assert right in text
    found = [f for f in faults(tmp_path, text.replace(right, wrong, 1)) if f.code == "unknown_key"]
    assert [fault.hint() for fault in found] == [f"是不是“{hint}”？"]


def test_a_chinese_key_in_an_english_file_is_compared_with_chinese_ones(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, SOUND.replace("        deliverables:", "        报送项:"))
    assert (fault.message(), fault.hint()) == ("不认识的字段“报送项”", "是不是“报送材料”？")


def test_what_is_missing_is_named_in_the_language_of_the_file(tmp_path: Path) -> None:
    text = in_chinese_keys(SOUND).replace("    标题: 示例行动\n", "")
    (fault,) = faults(tmp_path, text)
    assert (fault.message(), fault.hint()) == ("缺少“标题”", "请补上“标题: …”")
    assert (fault.message("en"), fault.hint("en")) == ("“标题” is missing", "add “标题: …”")


def test_a_field_is_named_as_it_is_written_in_a_mixed_file(tmp_path: Path) -> None:
    asked = "deadline: {text: 十一月, window: 2017-11, 遇休息日: following, time: 下班}"
    (fault,) = faults(tmp_path, SOUND.replace("deadline: {text: 12月1日前, on: 2017-12-01}", asked))
    assert fault.message() == "“time, 遇休息日”不能与“window”同用"
    assert fault.hint() == "请删去“time, 遇休息日”，或写成：by: 2017-11, time: 下班, 遇休息日: following"


def test_words_to_choose_from_are_shown_in_the_language_of_the_file(tmp_path: Path) -> None:
    text = in_chinese_keys(SOUND).replace("层级: 催办", "层级: 催半")
    (fault,) = faults(tmp_path, text)
    assert fault.message() == "“催半”不在可选之列：提醒, 催办, 督办, 通报, 工作约谈"
    assert fault.hint() == "是不是“催办”？"


SLIPS = [slip for slip in slips("shape", "days", "anchors", "names", "doubts", "bureau") if slip.old in SOUND]


@pytest.mark.parametrize("slip", SLIPS, ids=named)
def test_a_slip_in_a_chinese_file_is_the_same_fault_on_the_same_line(slip: Slip, tmp_path: Path) -> None:
    """Whatever is wrong in English keys is as wrong in Chinese ones, and is said there."""
    ours = told(tmp_path, slip.text)
    theirs = told(tmp_path, in_chinese_keys(slip.text))
    assert theirs == ours


def told(folder: Path, text: str) -> list[tuple[str, int]]:
    found = [fault for fault in all_faults(folder, text) if all(fault.message(lang) for lang in ("zh", "en"))]
    return [(fault.code, fault.line) for fault in found]


def all_faults(folder: Path, text: str) -> tuple:
    try:
        return loaded(folder, text).warnings
    except AssertionError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever else comes is shown by its type
        return getattr(error, "faults", ())


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip.mended], ids=named)
def test_the_form_that_is_proposed_to_a_chinese_file_can_be_written_into_it(
    slip: Slip, tmp_path: Path
) -> None:
    (fault,) = [f for f in faults(tmp_path, in_chinese_keys(slip.text)) if f.code == slip.code]
    mended = in_chinese_keys(SOUND.replace(slip.old, slip.mended.replace("@", "占位: 0")))
    assert loaded(tmp_path, mended.replace("占位: 0", fault.values["nearest"])).declaration.campaigns


def test_no_hint_to_a_chinese_file_names_an_english_key() -> None:
    """By the wordings themselves: what is left in Latin letters is no field."""
    left = set[str]()
    for code, (chinese, _) in WORDING.items():
        for text in chinese:
            said = re.sub(r"\{\w+\}", "", worded_for("zh", "zh", text))
            words = re.findall(r"(?<![\w./@-])[a-z_]+(?![\w./@-])", said)
            left |= {f"{code}: {word}" for word in words if in_chinese(word) != word}
    assert {one for one in left if not one.endswith((": true", ": false", ": duban"))} == set()


def test_the_language_of_a_file_is_that_of_most_of_its_keys() -> None:
    assert translate(parse(SOUND, "f"), Declaration, "f").tongue == "en"
    assert translate(parse(in_chinese_keys(SOUND), "f"), Declaration, "f").tongue == "zh"
    assert translate(parse("{}", "f"), Declaration, "f").tongue == "en"


# --- an example ---------------------------------------------------------------------------------------------

EXAMPLE = REAL_FILE.parent / "docs" / "examples" / "qinghe-2024.yaml"


def test_the_chinese_example_has_no_english_key_and_no_fault() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    words = tokens(text)
    assert [token.written for token in words if token.written != token.chinese] == []
    assert len({token.english for token in words if token.key}) > 60
    declared = load(EXAMPLE, calendars())
    assert [fault.code for fault in declared.warnings] == ["unassigned_task", "undated_task"]
    addresses = re.findall(r"[\w-]+@[\w.]+", text)
    assert addresses
    assert all(address.endswith(".example") for address in addresses)


def test_the_plan_of_the_chinese_example_is_that_of_its_english_twin(tmp_path: Path) -> None:
    chinese = load(EXAMPLE, calendars())
    english = declare(tmp_path, converted(EXAMPLE.read_text(encoding="utf-8"), "f", "en"))
    assert english.declaration == chinese.declaration
    assert english.planner("qinghe-2024").plan() == chinese.planner("qinghe-2024").plan()
    assert english.planner("qinghe-2024").plan().dated == 19
