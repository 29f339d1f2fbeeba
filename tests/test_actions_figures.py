"""Typed statistics tables from filing to roll-up: on record as typed and as read, rebuilt cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.explain import explain
from actions.house import ActionError
from actions.proof import verify
from actions.rollup import rollup
from actions.submit import Handed, Submission
from campaigns.events import Actor
from campaigns.evidence import lack_text
from tests.cast import COORDINATOR, KEY, declare, moment, papers, small_yaml, stage

if TYPE_CHECKING:
    from pathlib import Path

    from actions.submit import Submitted
    from tests.cast import Stage

FORM = """
  table:
    title: 统计表
    covers: {from: first day of the period, to: target}
    columns: [本月, 累计]
    cumulative: 累计
    signed_with: [填报人, 联系电话, 填报日期]
    rows:
      - {key: shops, title: 检查网店, unit: 个}
      - {key: bad, title: 问题网店, unit: 个}
      - {key: fines, title: 罚没款, unit: 万元, type: amount, decimals: 2}
    totals: [{row: bad, at_most: shops}]
"""
ONE_LINE = "\n  table: {title: 统计表, rows: [{key: shops, title: 检查网店, unit: 个, type: count}]}\n"
SIGNED = {"填报人": "李某", "联系电话": "0012345678", "填报日期": "2017-06-20"}
JUNE = "report/{}/2017-06"
Cells = dict[tuple[str, str], str]


def house(folder: Path, database: str | None = None) -> Stage:
    """The small action, its monthly table with two columns and a rule of agreement."""
    yaml = small_yaml()
    assert yaml.count(ONE_LINE) == 1
    return stage(folder, declare(folder, yaml.replace(ONE_LINE, FORM)), database=database)


def typed(shops: str, bad: str, fines: str, *cumulative: str) -> Cells:
    keys = ("shops", "bad", "fines")
    cells = {(key, "本月"): said for key, said in zip(keys, (shops, bad, fines), strict=True)}
    return cells | {(key, "累计"): said for key, said in zip(keys, cumulative, strict=False)}


def given(cells: Cells, **more: str) -> Submission:
    return Submission(forms={"table": cells}, texts={"开展情况": "已检查"}, fields={**SIGNED, **more})


def said(done: Submitted) -> list[str]:
    return [lack_text(one) for one in (*done.lacking, *done.doubts)]


def test_a_table_typed_in_full_closes_the_report_and_stands_on_record(tmp_path: Path) -> None:
    made = house(tmp_path)
    done = made.submit(JUNE.format("north"), "2017-06-20T10:00", given(typed("１２", "3", "1.50")))
    assert (done.closed, said(done)) == (True, [])
    rows = made.sql("SELECT * FROM form_values ORDER BY row")
    assert [(r["row"], r["column"], r["typed"], r["value"]) for r in rows] == [
        ("bad", "本月", "3", "3"),
        ("fines", "本月", "1.50", "1.5"),
        ("shops", "本月", "１２", "12"),
    ]
    assert verify(made.house, rebuilding=True).faults == ()


def test_what_cannot_be_read_or_is_blank_is_received_and_named(tmp_path: Path) -> None:
    made = house(tmp_path)
    done = made.submit(
        JUNE.format("north"), "2017-06-20T10:00", given(typed("3场", "", "1.505"), 联系电话="")
    )
    assert done.closed is False
    assert said(done) == [
        "“检查网店（本月）”填的是“3场”：只写数字，不写计量单位和其他文字；请写 3",
        "“罚没款（本月）”填的是“1.505”：小数不超过2位；请写 1.51",
        "统计表有1格未填：问题网店（本月）；没有发生请填 0",
        "缺“联系电话”",
    ]
    assert [r["value"] for r in made.sql("SELECT value FROM form_values")] == [None, None]
    assert [r["typed"] for r in made.sql("SELECT typed FROM form_values ORDER BY row")] == ["1.505", "3场"]
    assert made.row(JUNE.format("north")).first_received == moment("2017-06-20T10:00")


def test_what_does_not_agree_is_doubted_and_stops_nothing(tmp_path: Path) -> None:
    made = house(tmp_path)
    done = made.submit(JUNE.format("north"), "2017-06-20T10:00", given(typed("2", "3", "0")))
    assert (done.closed, said(done)) == (True, ["“问题网店（本月）”填3，大于2（检查网店）"])


def test_the_next_month_is_judged_by_what_was_filed_before(tmp_path: Path) -> None:
    made = house(tmp_path)
    made.submit(JUNE.format("north"), "2017-06-20T10:00", given(typed("5", "1", "0", "5", "1", "0")))
    made.submit(JUNE.format("south"), "2017-06-20T10:00", given(typed("50", "1", "0")))
    done = made.submit(
        "report/north/2017-07", "2017-07-20T10:00", given(typed("6", "0", "0", "12", "1", "0"))
    )
    assert said(done) == [
        "“检查网店（累计）”填12，上期累计加本期为11",
        "统计表有1格上期有数、本期为 0：问题网店（本月）；请核对",
    ]


def test_an_earlier_month_filed_later_is_not_judged_by_the_later_one(tmp_path: Path) -> None:
    made = house(tmp_path)
    made.submit("report/north/2017-07", "2017-07-20T10:00", given(typed("6", "2", "0")))
    done = made.submit(JUNE.format("north"), "2017-07-21T10:00", given(typed("5", "0", "0", "5", "0", "0")))
    assert said(done) == []


def test_events_without_typed_tables_keep_their_bytes(tmp_path: Path) -> None:
    made = house(tmp_path)
    made.submit(JUNE.format("north"), "2017-06-20T10:00")
    [body] = made.bodies(kind="filed")
    assert "values" not in body["data"]


def test_a_csv_file_is_kept_and_read_whatever_its_encoding(tmp_path: Path) -> None:
    made = house(tmp_path)
    text = "项目,计量单位,本月,累计\n检查网店,个,12,\n问题网店,个,3,\n罚没款,万元,1.5,\n"
    contents = {"a__csv": text.encode("gbk"), "b__csv": b"\xef\xbb\xbf" + text.encode()}
    for unit, file in zip(("north", "south"), papers(tmp_path / "in", **contents), strict=True):
        sheet = Submission(
            files=(Handed(file, "form", form="统计表"),), texts={"开展情况": "x"}, fields=dict(SIGNED)
        )
        done = made.submit(JUNE.format(unit), "2017-06-20T10:00", sheet)
        assert (done.closed, said(done)) == (True, [])
    assert {(r["row"], r["value"]) for r in made.sql("SELECT * FROM form_values")} == {
        *(("shops", "12"), ("bad", "3"), ("fines", "1.5")),
    }


def test_a_file_that_is_no_table_is_received_and_told(tmp_path: Path) -> None:
    made = house(tmp_path)
    [file] = papers(tmp_path / "in", form__xlsx=b"PK\x03\x04\x00")
    sheet = Submission(
        files=(Handed(file, "form", form="table"),), texts={"开展情况": "x"}, fields=dict(SIGNED)
    )
    done = made.submit(JUNE.format("north"), "2017-06-20T10:00", sheet)
    assert said(done) == ["“统计表”读不出表格：请另存为CSV（第一列为行名）"]
    assert len(done.files) == 1


def test_a_form_that_is_not_asked_for_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    made = house(tmp_path)
    before = made.history_rows()
    wrong = Submission(forms={"tabel": {}})
    with pytest.raises(ActionError, match="是不是“table”"):
        made.submit(JUNE.format("north"), "2017-06-20T10:00", wrong)
    with pytest.raises(ActionError, match="不要求统计表"):
        made.submit("package/north", "2017-06-20T10:00", Submission(forms={"table": {}}))
    twice = Submission(forms={"table": {}, "统计表": {}})
    with pytest.raises(ActionError, match="交了两份"):
        made.submit(JUNE.format("north"), "2017-06-20T10:00", twice)
    assert made.sql("SELECT * FROM filings") == []
    assert made.history_rows() == before


def test_a_later_version_replaces_the_figures_and_both_stay_on_record(tmp_path: Path) -> None:
    made = house(tmp_path)
    path = JUNE.format("north")
    made.submit(path, "2017-06-20T10:00", given(typed("3场", "1", "0")))
    made.submit(path, "2017-06-21T10:00", given(typed("3", "1", "0")))
    [(_, values)] = explain(made.house, f"{KEY}/{path}").figures.values()
    assert [one.value for one in values] == ["3", "1", "0"]
    assert [r["n"] for r in made.sql("SELECT count(*) AS n FROM form_values GROUP BY version")] == [3, 3]
    june = rollup(made.house, KEY, "table")
    assert june.found.cells[0].now.total == "3"
    before = rollup(made.house, KEY, "table", at=moment("2017-06-20T12:00"))
    assert (before.found.cells[0].now.total, before.found.cells[0].blank) == (None, ("north",))


def test_a_figure_that_a_later_version_leaves_blank_no_longer_counts(tmp_path: Path) -> None:
    made = house(tmp_path)
    made.submit(JUNE.format("north"), "2017-06-20T10:00", given(typed("3场", "1", "0")))
    made.submit(JUNE.format("north"), "2017-06-21T10:00", given(typed("3", "", "0")))
    for at in (None, made.house.now()):
        cells = {cell.row.key: cell for cell in rollup(made.house, KEY, "table", at=at).found.cells}
        assert (cells["bad"].now.total, cells["bad"].blank) == (None, ("north",))


def test_of_two_forms_that_are_asked_for_each_is_missed_by_itself(tmp_path: Path) -> None:
    two = "deliverables: [{kind: form, form: table}, {kind: form, form: other}"
    yaml = small_yaml().replace("deliverables: [{kind: form, form: table, zero_report: allowed}", two)
    other = "  other: {title: 另表, rows: [{key: a, title: 甲, unit: 个}]}\ncampaigns:\n"
    made = stage(tmp_path, declare(tmp_path, yaml.replace("campaigns:\n", other)))
    shops = Submission(forms={"table": {("shops", ""): "5"}}, texts={"开展情况": "已检查"})
    done = made.submit(JUNE.format("north"), "2017-06-20T10:00", shops)
    assert [(one["code"], one["got"]) for one in done.lacking] == [("missing", 0)]
    both = Submission(forms={"table": {("shops", ""): "5"}, "other": {("a", ""): "0"}}, texts=shops.texts)
    assert made.submit(JUNE.format("north"), "2017-06-21T10:00", both).closed


def test_the_roll_up_names_who_is_missing_and_adds_up_the_rest(tmp_path: Path) -> None:
    made = house(tmp_path)
    made.submit(JUNE.format("north"), "2017-06-20T10:00", given(typed("5", "1", "0.1")))
    made.submit(JUNE.format("south"), "2017-06-20T11:00")
    made.submit("report/north/2017-07", "2017-07-20T10:00", given(typed("6", "", "0.2")))
    done = rollup(made.house, KEY, "统计表")
    assert (done.found.period, done.covered and done.covered.text) == ("2017-07", "2017-07-01 – 2017-07-28")
    assert (done.found.missing, done.found.open) == (("south", "east"), ("north",))
    assert done.found.gaps == {"east": ("2017-06",)}
    totals = {cell.row.key: (cell.now.total, cell.cumulative.total) for cell in done.found.cells}
    assert totals == {"shops": ("6", "11"), "bad": (None, "1"), "fines": ("0.2", "0.3")}
    june = rollup(made.house, KEY, "table", period="2017-06").found
    assert (june.missing, june.zero) == (("east",), ("south",))
    assert (june.cells[0].now.total, june.cells[0].now.gave) == ("5", 2)


def test_the_roll_up_as_of_now_is_the_one_that_the_history_gives(tmp_path: Path) -> None:
    made = house(tmp_path)
    for number, unit in enumerate(("north", "east")):
        cells = typed(str(number + 3), "1", "0.1")
        made.submit(JUNE.format(unit), f"2017-06-2{number}T10:00", given(cells))
    for period in ("2017-06", "2017-07"):
        now = rollup(made.house, KEY, "table", period=period).found
        assert rollup(made.house, KEY, "table", period=period, at=made.house.now()).found == now


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"form": "tabel"}, "是不是“table”"),
        ({"form": "table", "period": "2017-6"}, "是不是“2017-06”"),
        ({"form": "table", "task": "package"}, "没有任务“package”"),
    ],
)
def test_names_that_there_are_not_are_refused(tmp_path: Path, names: dict[str, str], said: str) -> None:
    made = house(tmp_path)
    with pytest.raises(ActionError, match=said):
        rollup(made.house, KEY, **names)  # type: ignore[arg-type]


def test_an_altered_figure_is_found_by_the_rebuild(tmp_path: Path) -> None:
    made = house(tmp_path)
    made.submit(JUNE.format("north"), "2017-06-20T10:00", given(typed("5", "1", "0")))
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE form_values SET value = '9' WHERE row = 'shops'")
    [fault] = verify(made.house, rebuilding=True).faults
    assert "form_values" in fault
    assert "'9'" in fault


def test_the_office_may_register_the_figures_of_a_paper_form(tmp_path: Path) -> None:
    made = house(tmp_path)
    paper = Submission(forms={"table": typed("5", "1", "0")}, fields=dict(SIGNED), by_office=True, via="纸质")
    done = made.submit(JUNE.format("north"), "2017-06-20T10:00", paper, COORDINATOR)
    assert (done.closed, said(done)) == (True, [])


@pytest.mark.postgresql
def test_on_postgresql_the_figures_are_the_same(tmp_path: Path, postgresql_database: str) -> None:
    left, right = house(tmp_path / "a"), house(tmp_path / "b", postgresql_database)
    for made in (left, right):
        hostile = given(typed("1\x00", "3场", "1.5"))
        made.submit(JUNE.format("north"), "2017-06-20T10:00", hostile, Actor("unit", "north"))
        made.submit("report/north/2017-07", "2017-07-20T10:00", given(typed("6", "2", "0.2")))
        assert verify(made.house, rebuilding=True).faults == ()
    found = [rollup(made.house, KEY, "table").found for made in (left, right)]
    assert found[0] == found[1]
    assert left.head() == right.head()
    right.house.store.close()
