"""The YAML reader: text stays text, every place is known, and no file is too hostile to be answered."""

from itertools import pairwise
from pathlib import Path

import pytest

from campaigns.faults import Fault, FaultsError
from campaigns.nodes import MAX_DEPTH, MOST_FAULTS, Items, Node, Pairs, Scalar, parse
from tests.bad_declarations.slips import SOUND, faults, loaded


def fault_of(text: str) -> Fault:
    with pytest.raises(FaultsError) as caught:
        parse(text, "f")
    (fault,) = caught.value.faults
    return fault


def scalar(text: str) -> str:
    root = parse(f"key: {text}\n", "f")
    assert isinstance(root, Pairs)
    value = root.get("key")
    assert isinstance(value, Scalar)
    return value.value


@pytest.mark.parametrize("text", ["{" + "a: 1, " * 5_000 + "}", "\x01\n" * 5_000])
def test_of_very_many_faults_the_first_are_told(text: str) -> None:
    with pytest.raises(FaultsError) as caught:
        parse(text, "f")
    assert len(caught.value.faults) == MOST_FAULTS


@pytest.mark.parametrize(
    "written",
    [
        "17:00",
        "0012345678",
        "no",
        "yes",
        "2017-06",
        "2017-06-16",
        "1_000",
        "1e3",
        "0x10",
        "null",
        ".inf",
        "=",
        "<<",
    ],
)
def test_nothing_is_typed_by_its_looks(written: str) -> None:
    assert scalar(written) == written


def test_a_phone_number_and_a_word_like_no_stay_text_in_the_declaration(tmp_path: Path) -> None:
    text = SOUND.replace("name: 网络商品交易监管处", "name: 0012345678").replace("示例行动", "no")
    text = text.replace("text: 11月中下旬", "text: 2017-06")
    declaration = loaded(tmp_path, text).declaration
    assert declaration.units["netreg"].name == "0012345678"
    assert declaration.campaigns["demo"].title == "no"
    assert declaration.campaigns["demo"].phases["summary"].text == "2017-06"


def test_a_time_of_day_is_not_read_as_sixty_times_seventeen(tmp_path: Path) -> None:
    text = SOUND.replace("on: 2017-12-01", "on: 2017-12-01, time: 17:00")
    rule = loaded(tmp_path, text).declaration.campaigns["demo"].tasks["report"].deadline
    assert f"{rule.time}" == "17:00:00"
    wide = SOUND.replace("on: 2017-12-01", "on: 2017-12-01, time: 17：00")
    assert loaded(tmp_path, wide).declaration.campaigns["demo"].tasks["report"].deadline.time == rule.time


def test_a_field_left_empty_is_as_if_it_were_not_there_and_a_quoted_null_is_text(tmp_path: Path) -> None:
    assert loaded(tmp_path, SOUND.replace("contact: netreg@tj.example", "contact: ")).warnings == ()
    (fault,) = faults(tmp_path, SOUND.replace("title: 示例行动", "title:"))
    assert (fault.code, fault.line) == ("want_text", 21)
    assert fault.message() == "此处应是文字，写的是（空）"
    assert loaded(tmp_path, SOUND.replace("示例行动", '"null"')).declaration.campaigns["demo"].title == "null"


def test_every_node_knows_its_line_and_column_in_characters() -> None:
    root = parse("甲: [乙, {丙: 丁}]\n戊:\n  - 己\n", "f")
    assert isinstance(root, Pairs)
    (first, items), (second, listed) = root.pairs
    assert isinstance(items, Items)
    assert isinstance(listed, Items)
    inner = items.items[1]
    assert isinstance(inner, Pairs)
    places: list[Node] = [first, items, items.items[0], inner, inner.pairs[0][1], second, listed.items[0]]
    assert [(node.mark.line, node.mark.column) for node in places] == [
        (1, 1), (1, 4), (1, 5), (1, 8), (1, 12), (2, 1), (3, 5)
    ]  # fmt: skip


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert loaded(tmp_path, "\ufeff" + SOUND).declaration.duban == "1"


def test_line_ends_of_windows_change_no_place(tmp_path: Path) -> None:
    text = SOUND.replace("office: netreg", "office: netrag").replace("\n", "\r\n")
    (fault,) = faults(tmp_path, text)
    assert (fault.code, fault.line, fault.column) == ("unknown_unit", 24, 13)


def test_all_duplicate_keys_are_told_not_only_the_first() -> None:
    with pytest.raises(FaultsError) as caught:
        parse("a: 1\nb: 2\na: 3\nc: {d: 1, d: 2}\nb: 4\n", "f")
    assert [(f.code, f.line, f.values["first"]) for f in caught.value.faults] == [
        ("duplicate_key", 3, 1),
        ("duplicate_key", 4, 4),
        ("duplicate_key", 5, 2),
    ]


@pytest.mark.parametrize(
    "bomb", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "[" * 100_000 + "]" * 100_000]
)
def test_a_depth_bomb_is_told_at_its_forty_first_level(bomb: str) -> None:
    fault = fault_of(bomb)
    assert fault.code == "too_deep"
    assert fault.values == {"limit": MAX_DEPTH}


def test_forty_levels_are_read() -> None:
    assert isinstance(parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f"), Items)


def test_an_alias_bomb_is_told_at_its_first_alias() -> None:
    names = "abcdefghijkl"
    lines = ["a: &a [笑, 笑, 笑]"] + [
        f"{new}: &{new} [*{old}, *{old}, *{old}]" for old, new in pairwise(names)
    ]
    fault = fault_of("\n".join(lines))
    assert (fault.code, fault.line, fault.column) == ("alias", 2, 8)


def test_a_file_of_three_megabytes_is_refused_before_it_is_read() -> None:
    assert fault_of("甲: " + "x" * 3_000_000).code == "too_large"
    assert fault_of("字" * 700_000).code == "too_large"


@pytest.mark.slow
@pytest.mark.parametrize(
    "crowd",
    [
        "[" + "[]," * 600_000 + "]",
        "".join(f"k{number}: 1\n" for number in range(150_000)),
        "{" + "a," * 900_000 + "}",
    ],
)
def test_a_crowd_of_nodes_is_refused(crowd: str) -> None:
    with pytest.raises(FaultsError) as caught:
        parse(crowd, "f")
    assert {fault.code for fault in caught.value.faults} <= {"too_many", "duplicate_key"}


def test_a_thousand_unknown_names_are_answered_with_some_of_them(tmp_path: Path) -> None:
    crowd = ", ".join(f"单位{number}" for number in range(20_000))
    found = faults(tmp_path, SOUND.replace("responsible: districts", f"responsible: [{crowd}]"))
    assert {fault.code for fault in found} == {"unknown_unit"}
    assert len(found) == 200


def test_an_invisible_character_is_named_wherever_it_hides() -> None:
    text = SOUND.replace("示例行动", "示例\x00行动").replace("收尾", "收\x9f尾")
    with pytest.raises(FaultsError) as caught:
        parse(text, "f")
    assert [(f.code, f.line, f.column, f.values["code"]) for f in caught.value.faults] == [
        ("bad_character", 21, 14, "U+0000"),
        ("bad_character", 28, 25, "U+009F"),
    ]


def test_what_follows_the_root_is_not_passed_over_silently() -> None:
    assert fault_of("{a: b} c").code == "not_yaml"
    assert fault_of("a: b\n---\nc: d\n").code == "second_document"
    assert fault_of("a: b\n} c\n").line == 2


def test_an_unclosed_bracket_at_the_end_of_the_file_points_into_the_file() -> None:
    assert (fault_of("a: {b: {").line, fault_of("a: [b, c\n").column) == (1, 4)


def test_a_file_that_is_not_utf_8_is_told_on_its_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, SOUND.encode() + "# 备注".encode("gb18030"))
    assert (fault.code, fault.line) == ("not_utf8", SOUND.count("\n") + 1)
