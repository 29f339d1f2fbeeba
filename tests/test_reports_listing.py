"""Lists that are taken away: Excel opens them rightly, nothing in them is executed."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from reports.listing import Listing

FOUND = Listing("督办清单", "截至2017年10月26日", ("单位", "项数"), [("和平区市场监管局", 3), ("=1+1", 0)])


def test_a_csv_begins_with_what_excel_knows_it_by_and_holds_no_formula() -> None:
    assert FOUND.as_csv() == "\ufeff单位,项数\r\n和平区市场监管局,3\r\n'=1+1,0\r\n".encode()


def test_a_workbook_has_title_note_heads_and_rows_and_no_formula() -> None:
    sheet = load_workbook(io.BytesIO(FOUND.as_xlsx("zh"))).worksheets[0]
    assert [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()] == [
        ["督办清单"],
        ["截至2017年10月26日"],
        ["单位", "项数"],
        ["和平区市场监管局", 3],
        ["=1+1", 0],
    ]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width


def test_an_empty_list_is_a_list() -> None:
    empty = Listing("无", "", ("单位",), [])
    assert empty.as_csv() == "\ufeff单位\r\n".encode()
    assert load_workbook(io.BytesIO(empty.as_xlsx("en"))).worksheets[0]["A3"].value == "单位"


def test_a_sheet_is_called_what_excel_takes() -> None:
    long = Listing("办理记录[2017/10]：" + "第" * 40, "", ("单位",), [])
    name = load_workbook(io.BytesIO(long.as_xlsx("zh"))).sheetnames[0]
    assert name == ("办理记录 2017 10 ：" + "第" * 40)[:31]
