"""CSV files as people save them: in either encoding, with or without a heading, by key or by title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.form_sheet import cells, decoded
from campaigns.forms import Form

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    {"key": "shops", "title": "检查网店", "unit": "个"},
    {"key": "cases", "title": "查处案件", "unit": "件"},
]


def form(**more: Any) -> Form:
    return Form.model_validate({"title": "统计表", "rows": ROWS, **more})


ONE = form()
TWO = form(columns=["本月", "累计"])
WHOLE = {("shops", ""): "12", ("cases", ""): "3"}
BOTH = {("shops", "本月"): "12", ("shops", "累计"): "20", ("cases", "本月"): "3", ("cases", "累计"): "5"}


def test_utf8_with_and_without_its_mark_and_gbk_are_the_same_text(tmp_path: Path) -> None:
    text = "项目,数值\n检查网店,12\n"
    file = tmp_path / "表.csv"
    for encoding in ("utf-8", "utf-8-sig", "gbk"):
        file.write_text(text, encoding=encoding, newline="\r\n")
        found = decoded(file.read_bytes())
        assert found is not None
        assert cells(ONE, found) == ({("shops", ""): "12"}, [])


def test_the_mark_of_utf8_is_no_part_of_the_first_row() -> None:
    found = decoded(b"\xef\xbb\xbfshops,12\n")
    assert found is not None
    assert cells(ONE, found) == ({("shops", ""): "12"}, [])


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x00\x00", b"\xff\xfe\x01\x00", b"\xff\xff\xff", b"1" * 1_000_001]
)
def test_what_is_no_text_is_none(content: bytes) -> None:
    assert decoded(content) is None


@pytest.mark.parametrize(
    "text",
    [
        "项目,数值\n检查网店,12\n查处案件,3\n",
        "检查网店,12\n查处案件,3\n",
        "shops,12\ncases,3\n",
        "检查网店,个,12\n查处案件,件,3\n",
        "专项行动统计表,,\n\n指标,计量单位,本期数\n检查网店,个,12\n查处案件,件,3\n填报人：李某,,\n",
        "项目\t数值\n检查网店\t12\n查处案件\t3\n",
        '"项目","数值"\n"检查网店","12"\n"查处案件","3"\n',
        " 检查网店 , 12 \n查处案件,3,,,\n",
    ],
)
def test_one_column_is_found_however_the_table_was_laid_out(text: str) -> None:
    found = cells(ONE, text)
    assert found is not None
    assert {cell: said.strip() for cell, said in found[0].items()} == WHOLE
    assert found[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "项目,本月,累计\n检查网店,12,20\n查处案件,3,5\n",
        "项目,计量单位,累计,本月\n检查网店,个,20,12\n查处案件,件,5,3\n",
        "检查网店,12,20\n查处案件,3,5\n",
        "检查网店,个,12,20\n查处案件,件,3,5\n",
    ],
)
def test_columns_are_taken_by_their_headings(text: str) -> None:
    assert cells(TWO, text) == (BOTH, [])


def test_a_blank_cell_is_not_there_and_a_zero_is() -> None:
    assert cells(TWO, "项目,本月,累计\n检查网店,0,\n查处案件, ,5\n") == (
        {("shops", "本月"): "0", ("cases", "累计"): "5"},
        [],
    )


def test_rows_and_columns_that_are_not_declared_keep_their_names() -> None:
    found = cells(TWO, "项目,本月,去年\n检查网店,1,2\n检查网站,3,4\n")
    assert found is not None
    assert set(found[0]) == {("shops", "本月"), ("shops", "去年"), ("检查网站", "本月"), ("检查网站", "去年")}


def test_a_row_that_stands_twice_is_told_and_the_first_one_counts() -> None:
    found = cells(ONE, "检查网店,1\n检查网店,2\n")
    assert found is not None
    assert found[0] == {("shops", ""): "1"}
    assert [one["code"] for one in found[1]] == ["two_rows"]


def test_rows_of_one_title_are_told_apart_by_their_keys() -> None:
    rows = [{"key": "a", "title": "其他", "unit": "件"}, {"key": "b", "title": "其他", "unit": "件"}]
    same = Form.model_validate({"title": "表", "rows": rows})
    found = cells(same, "其他,1\na,2\nb,3\n")
    assert found is not None
    assert found[0] == {("a", ""): "2", ("b", ""): "3"}
    assert [one["code"] for one in found[1]] == ["which_row"]


@pytest.mark.parametrize("text", ["", "\n\n", "内容", "一,二\n三,四\n"])
def test_what_holds_no_row_of_the_form_is_no_table(text: str) -> None:
    found = cells(ONE, text)
    assert found is None or not any(cell[0] in {"shops", "cases"} for cell in found[0])


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    for table in (ONE, TWO):
        cells(table, text)
        cells(table, f"项目,本月,累计\n{text}")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoding(content: bytes) -> None:
    found = decoded(content)
    assert found is None or isinstance(found, str)
