"""The workbook is opened again: sheets, head, print settings, and cells that are text and never formulas."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from actions.planning import notices
from reports.breakdown import breakdown, columns
from reports.cells import as_csv, begins_formula, visible
from reports.heading import heading
from reports.plan_workbook import plan_workbook
from reports.workbook import Table, workbook
from tests.report_scenes import HOSTILE, campaign, hostile

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from campaigns.plan import Planner

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1")


def made(planner: Planner, lang: str = "zh") -> bytes:
    plan = planner.plan()
    return plan_workbook(planner, plan, notices(planner, plan.obligations), lang)


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(made(campaign("tianjin-2017")))


def test_there_are_three_sheets_and_each_has_the_head_of_the_document(book: Workbook) -> None:
    assert book.sheetnames == ["任务分解表", "提醒计划", "每周负荷"]
    for sheet in book.worksheets:
        assert sheet["A1"].value == f"2017网络市场监管专项行动{sheet.title}"
        line = str(sheet["A2"].value)
        assert "办公室：网络商品交易监管处" in line
        assert "文件：《2017网络市场监管专项行动方案》" in line
        assert "文号：未注明" in line
        assert "印发：2017年6月16日" in line


def test_the_rows_are_those_of_the_breakdown(book: Workbook) -> None:
    planner = campaign("tianjin-2017")
    sheet = book["任务分解表"]
    expected = [columns("zh"), *[row.cells for row in breakdown(planner, planner.plan())]]
    found = [tuple(row) for row in sheet.iter_rows(min_row=3, max_row=2 + len(expected), values_only=True)]
    assert found == expected
    assert "批准：" in str(sheet.cell(3 + len(expected) + 1, 1).value)


def test_every_notice_and_the_load_with_its_totals_are_there(book: Workbook) -> None:
    planner = campaign("tianjin-2017")
    told = notices(planner, planner.plan().obligations)
    assert book["提醒计划"].max_row == 3 + len(told)
    load = list(book["每周负荷"].iter_rows(min_row=3, values_only=True))
    assert load[0][0] == "单位"
    assert load[-1][0] == "合计"
    assert load[-1][-1] == 129


def test_a_sheet_prints_on_a4_landscape_with_its_head_on_every_page(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A4"
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert all(cell.alignment.wrap_text for cell in sheet[4])
        letters = [get_column_letter(at) for at in range(1, sheet.max_column + 1)]
        assert all(sheet.column_dimensions[letter].width > 5 for letter in letters)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text_and_stays_text(text: str) -> None:
    head = heading(campaign("tianjin-2017"))
    content = workbook(head, [Table("表", (text,), [(text, 7)], (10, 10))])
    sheet = opened(content)["表"]
    for cell in (sheet["A3"], sheet["A4"]):
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix
    assert (sheet["B4"].value, sheet["B4"].data_type) == (7, "n")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_hostile_titles_make_no_formula_in_the_whole_book(tmp_path: Path) -> None:
    content = made(hostile(tmp_path))
    cells = [cell for sheet in opened(content).worksheets for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == HOSTILE[1] for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert made(campaign("heping-2021")) == made(campaign("heping-2021"))


def test_a_campaign_without_tasks_has_its_sheets_too() -> None:
    book = opened(made(campaign("linyi-2022"), "en"))
    assert book.sheetnames == ["task breakdown", "notices", "load per week"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_cell_that_would_be_a_formula_stands_behind_an_apostrophe(text: str) -> None:
    ((head,), (cell, number)) = csv.reader(io.StringIO(as_csv([text], [(text, -5)]), newline=""))
    assert cell == f"'{text}"
    assert not begins_formula(cell)
    assert head == text or not begins_formula(head)
    assert number == "-5"


def test_csv_keeps_commas_quotes_and_lines() -> None:
    text = '甲,"乙"\n丙'
    assert list(csv.reader(io.StringIO(as_csv(["列"], [(text,)]), newline=""))) == [["列"], [text]]


def test_what_no_xml_file_may_hold_is_shown_as_such() -> None:
    assert visible("a\x00b\x1bc\ud800d\ufffee\n\tf") == "a\ufffdb\ufffdc\ufffdd\ufffde\n\tf"
