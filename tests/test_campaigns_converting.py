"""Keys in the other language: the words of the table are replaced, and every other character stays."""

from __future__ import annotations

import pytest

from campaigns.converting import converted
from campaigns.faults import FaultsError
from campaigns.reading import read
from tests.bad_declarations.slips import SOUND
from tests.cast import REAL_FILE, small_yaml
from tests.test_campaigns_fuzz import mutated
from tests.two_tongues import in_chinese_keys, with_keys
from tests.whole_language import WHOLE

TEXTS = {"real": REAL_FILE.read_text(encoding="utf-8"), "whole": WHOLE, "small": small_yaml(), "sound": SOUND}

ODD = """\
# tasks: 任务
"duban":   1      # the key stands in quotes, and duban: in a comment
'defaults' : {"timezone": Asia/Shanghai, office_hours: "08:30-17:30"}   # units: {}
units: {任务: {name: "units: tasks", kind: kind}, b: {"name": 'title', "kind": "text", parent: 任务}}
? ladders
: {usual: [{rung: "remind", before: 'target', to: [liaison, deputy]}]}
lights: {usual: {yellow: {before: target}, red: {after: breach}}}
campaigns:
  tasks:
    title: |
      tasks: responsible
      deadline
    document: {issuer: 任务, issued: 2017-06-16, "t\\x69tle": remind}
    office: 任务
    period: {from: 2017-06, to: 2017-12}
    ladder: usual
    lights: usual
    unknown: {tasks: title}
    tasks: {title: {title: title, responsible: b, deadline: {text: on, on: 2017-12-01, time: close_of_business}}}
"""


@pytest.mark.parametrize("name", TEXTS)
def test_what_began_in_one_language_comes_back_to_the_byte(name: str) -> None:
    english = TEXTS[name]
    chinese = converted(english, "f", "zh")
    assert chinese == in_chinese_keys(english) != english
    assert converted(chinese, "f", "en") == english
    assert converted(converted(chinese, "f", "en"), "f", "zh") == chinese
    assert converted(chinese, "f", "zh") == chinese


@pytest.mark.parametrize("seed", range(10))
def test_a_mixture_becomes_one_language_and_says_the_same(seed: int) -> None:
    mixed = with_keys(WHOLE, seed)
    assert converted(mixed, "f", "en") == WHOLE
    assert read(converted(mixed, "f", "zh"), "f")[0] == read(WHOLE, "f")[0]


def test_comments_quotes_texts_and_names_of_peoples_own_stay_as_they_are() -> None:
    lines = converted(ODD, "f", "zh").split("\n")
    assert lines[0] == "# tasks: 任务"
    assert lines[1] == '"督办":   1      # the key stands in quotes, and duban: in a comment'
    assert lines[2] == '\'默认\' : {"时区": Asia/Shanghai, 办公时间: "08:30-17:30"}   # units: {}'
    assert lines[3].startswith(
        '单位: {任务: {名称: "units: tasks", 类别: kind}, b: {"名称": \'title\', "类别": "text"'
    )
    assert lines[4:6] == [
        "? 督办层级",
        ": {usual: [{层级: \"提醒\", 之前: '请报时间', 发给: [联络员, 分管领导]}]}",
    ]
    assert lines[8:12] == ["  tasks:", "    标题: |", "      tasks: responsible", "      deadline"]
    assert lines[12].endswith('"t\\x69tle": remind}')
    assert lines[17] == "    unknown: {tasks: title}"
    assert lines[18].startswith(
        "    任务: {title: {标题: title, 责任单位: b, 期限: {原文: on, 定于: 2017-12-01, 时刻: 下班}}}"
    )
    assert converted("\n".join(lines), "f", "en") == ODD


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_stay(end: str) -> None:
    text = SOUND.replace("\n", end)
    assert converted(text, "f", "zh") == in_chinese_keys(SOUND).replace("\n", end)


@pytest.mark.parametrize("text", ["", "a: [", "units: {}\n单位: {}\n", "units: {}\nunits: {}\n", "a: &b c"])
def test_what_cannot_be_read_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(FaultsError) as refused:
        converted(text, "f", "zh")
    assert all(fault.line in {1, 2} and fault.message() for fault in refused.value.faults)


@pytest.mark.parametrize("text", ["[]", "任务", "- tasks\n", "campaigns: [tasks]\n", "units: {a: [b: {}]}\n"])
def test_what_has_another_shape_is_converted_as_far_as_it_is_known(text: str) -> None:
    assert converted(converted(text, "f", "zh"), "f", "en") == text


def tried(text: str) -> str | tuple[int, ...]:
    """`text` in Chinese keys, or the lines of what stands in the way."""
    try:
        return converted(text, "f", "zh")
    except FaultsError as refused:
        return tuple(fault.line for fault in refused.faults)


@pytest.mark.parametrize("seed", range(40))
def test_after_any_accident_a_file_is_converted_without_loss_or_refused_with_a_line(seed: int) -> None:
    text = mutated(seed)
    chinese = tried(text)
    if isinstance(chinese, tuple):
        assert 0 < min(chinese) <= max(chinese) <= text.count("\n") + 1
        return
    english = converted(chinese, "f", "en")
    assert converted(english, "f", "zh") == chinese
    assert len(english.splitlines()) == len(text.splitlines())
