"""Registers: read from the files that offices keep, every fault with its place, and sealed as text."""

from __future__ import annotations

import hashlib

import pytest

from campaigns.register_files import MOST_BYTES, RegisterError, read
from campaigns.registers import Entry, Register, unsealed

SHOPS = "编号,名称,行业,风险等级,回避\nS2,乙店,服装,低,\nS1,甲店,食品,高,甲集团、Z03；乙集团\n"
PEOPLE = "执法证号,姓名,单位,专业,回避\nZ01,赵一,东河区局,食品;服装,\n"


def faults(text: str | bytes, lang: str = "zh") -> list[str]:
    """What is said of a register of targets."""
    with pytest.raises(RegisterError) as error:
        read(text if isinstance(text, bytes) else text.encode(), "对象.csv", "targets")
    assert all(fault.said(lang) in error.value.said(lang) for fault in error.value.faults)
    return [fault.said(lang) for fault in error.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_file_is_read_whatever_its_encoding_and_ends_of_lines(encoding: str, ends: str) -> None:
    found = read(SHOPS.replace("\n", ends).encode(encoding), "对象.csv", "targets", "ab")
    assert found == read(SHOPS.encode(), "对象.csv", "targets", "ab")
    assert [one.key for one in found.entries] == ["S1", "S2"]
    assert found.entries[0] == Entry(
        "S1", "甲店", links=("Z03", "乙集团", "甲集团"), traits=(("行业", "食品"), ("风险等级", "高"))
    )


def test_inspectors_have_their_bureau_and_what_they_are_trained_for() -> None:
    (one,) = read(PEOPLE.encode(), "人员.csv", "inspectors").entries
    assert one == Entry("Z01", "赵一", "东河区局", ("服装", "食品"))


def test_empty_lines_and_blanks_around_a_cell_do_not_count() -> None:
    spaced = SHOPS.replace("S2,乙店", "\n , ,,,\n S2 , 乙店 ")
    assert read(spaced.encode(), "a.csv", "targets") == read(SHOPS.encode(), "a.csv", "targets")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["对象.csv:1:1: 文件是空的：首行应为列名，如 编号,名称"]),
        ("编号,名称\n", ["对象.csv:2:1: 名录库里没有一行：请填写"]),
        ("名称,行业\n甲店,食品\n", ["对象.csv:1:1: 缺少“编号”列"]),
        ("编号,,行业,行业\nS1,,,\n", ["对象.csv:1:2: 列名不能为空", "对象.csv:1:4: “行业”这一列重复"]),
        ("编号,key\nS1,S2\n", ["对象.csv:1:2: “key”这一列重复"]),
        (
            "编号,名称\nS1,甲\n,乙\nS1,丙\n丁,丁\nS5\n",
            [
                "对象.csv:3:1: 编号是空的",
                "对象.csv:4:1: 编号“S1”与第2行重复",
                "对象.csv:5:1: 编号“丁”就是名称",
                "对象.csv:6:2: 这一行有1格，列名有2个",
            ],
        ),
        ('编号,名称\nS1,"甲\n店"\nS2,\x07\n', ["对象.csv:2:2: 应为200字以内", "对象.csv:4:2: 应为200字以内"]),
        (f"编号,名称\nS1,{'甲' * 201}\n", ["对象.csv:2:2: 应为200字以内"]),
        ('编号,名称\nS1,"甲\n', ["对象.csv:2:1: 引号不成对"]),
        ("编号,名称\nS1,甲,食品\n", ["对象.csv:2:3: 这一行有3格，列名有2个"]),
    ],
)
def test_every_fault_is_told_with_file_line_and_column(text: str, said: list[str]) -> None:
    found = faults(text)
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True)), found
    assert [one.split(": ")[0] for one in faults(text, "en")] == [one.split(": ")[0] for one in found]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x00\x00",
        "编号,名称\nS1,甲\n".encode("utf-16"),
        b"\xff\xff\xff\x80",
        b"a" * (MOST_BYTES + 1),
    ],
    ids=["Excel", "UTF-16", "bytes", "too large"],
)
def test_what_is_no_csv_text_is_refused_in_words(content: bytes) -> None:
    assert faults(content) == [
        "对象.csv:1:1: 应为50MB以内的CSV文本（UTF-8或GBK）：在Excel里请另存为“CSV UTF-8”"
    ]


# --- sealed -------------------------------------------------------------------------------------------------


def test_a_sealed_register_is_text_that_any_hash_tool_knows_by_its_digest() -> None:
    found = read(SHOPS.encode(), "对象.csv", "targets", "ab12")
    assert found.sealed() == (
        "duban-register-1 targets\nsalt ab12\nkey\tname\tunit\ttags\tlinks\t行业\t风险等级\n"
        "S1\t甲店\t\t\tZ03;乙集团;甲集团\t食品\t高\nS2\t乙店\t\t\t\t服装\t低\n"
    )
    assert found.digest == hashlib.sha256(found.sealed().encode()).hexdigest()
    assert unsealed(found.sealed()) == found


def test_the_order_of_rows_and_columns_plays_no_part_and_every_cell_does() -> None:
    usual = read(SHOPS.encode(), "a.csv", "targets", "ab")
    turned = "风险等级,回避,编号,名称,行业\n高,乙集团;甲集团;Z03,S1,甲店,食品\n低,,S2,乙店,服装\n"
    assert read(turned.encode(), "b.csv", "targets", "ab").digest == usual.digest
    for was, now in (("乙店", "丙店"), ("低", "高"), ("甲集团", "丁集团"), ("S2", "S3"), ("行业", "业态")):
        assert read(SHOPS.replace(was, now).encode(), "a.csv", "targets", "ab").digest != usual.digest
    assert read(SHOPS.encode(), "a.csv", "targets", "cd").digest != usual.digest


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("S1\t", "S1 "),
        ("S1", "S3"),
        ("targets", "shops"),
        ("salt ", ""),
        ("\tname", "\tNAME"),
        ("低\n", "低"),
    ],
)
def test_a_text_that_was_not_sealed_so_is_refused(was: str, now: str) -> None:
    sealed = read(SHOPS.encode(), "a.csv", "targets", "ab").sealed()
    with pytest.raises(ValueError, match=r".*"):
        unsealed(sealed.replace(was, now, 1))


def test_names_with_other_characters_pass_through_a_seal_unchanged() -> None:
    odd = Register("targets", (Entry("甲/1=+@", "名“称”𠮷", traits=(("a=b", "'"),)),), ("a=b",), "00")
    assert unsealed(odd.sealed()) == odd
