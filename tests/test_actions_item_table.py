"""A table of items: all of it is recorded, or nothing, with a fault for every cell; in few statements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from actions import record as recording
from actions.house import ActionError
from actions.item_table import TableError, text_of
from actions.proof import verify
from actions.record import ItemsRefusedError, record_item, record_many
from actions.register import register
from campaigns import plan
from campaigns.events import Actor
from campaigns.items import OPEN, Item, counted
from deadlines.resolve import Deadline, resolve
from store.rebuild import differences
from tests.cast import COORDINATOR, KEY, stage, statements
from tests.findings import HEAD, findings, table
from tests.winter import winter

if TYPE_CHECKING:
    from pathlib import Path

    from deadlines.language import Rule
    from tests.findings import Findings

AT = "2024-03-06T10:00"


def faults(made: Findings, file: Path, *, lang: str = "zh", actor: Actor = COORDINATOR) -> list[str]:
    """What is said of the table, when nothing is written for it."""
    before = made.history_rows()
    with pytest.raises(TableError) as refused:
        made.load_table(file, actor=actor)
    assert made.history_rows() == before
    return [fault.said(lang) for fault in refused.value.faults]


@pytest.fixture
def made(tmp_path: Path) -> Findings:
    """The campaign of findings on 6 March."""
    found = findings(tmp_path)
    found.move(AT)
    return found


# --- what is read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_recorded_whatever_program_saved_it(made: Findings, tmp_path: Path, encoding: str) -> None:
    rows = [
        {"发现日期": "2024/3/5"},
        {"发现日期": "2024年3月5日", "责任单位": "城西区市场监督管理局"},
        {"发现日期": "２０２４－０３－０５", "整改时限": "2024/3/29 0:00", "种类": ""},
    ]
    found = made.load_table(table(tmp_path, *rows, encoding=encoding))
    assert (found.recorded, found.known, found.opened, found.late) == (3, 0, 6, 0)
    items = made.sql("SELECT unit, happened, due, what FROM items ORDER BY own_number")
    assert {(one["happened"], one["due"]) for one in items} == {("2024-03-05", "2024-03-29")}
    assert [(one["unit"], one["what"]) for one in items] == [
        ("chengdong", "限期整改"),
        ("chengxi", "限期整改"),
        ("chengdong", None),
    ]


def test_the_same_table_twice_changes_nothing_and_is_counted(made: Findings, tmp_path: Path) -> None:
    file = table(tmp_path, {}, {})
    made.load_table(file)
    before = made.history_rows()
    found = made.load_table(file)
    assert (found.recorded, found.known, found.opened) == (0, 2, 0)
    assert made.history_rows() == before


def test_a_rehearsal_says_what_would_be_and_writes_nothing(made: Findings, tmp_path: Path) -> None:
    before = made.history_rows()
    made.move("2024-04-02T10:00")
    found = made.load_table(table(tmp_path, {}, {}), rehearse=True)
    assert (found.recorded, found.opened, found.late) == (2, 4, 2)
    assert made.history_rows() == before


def test_heads_in_english_and_cells_in_quotes_are_read(made: Findings, tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    text = 'unit,Number,date,due,整改要求,问题\n城东区局,1号,2024-03-05,2024-03-29,"甲,\n乙",丙\n\n,,,,,\n'
    file.write_text(text, encoding="utf-8")
    assert made.load_table(file).recorded == 1
    assert made.state().item.fields == {"整改要求": "甲,\n乙", "问题": "丙"}


def test_hours_are_read_where_they_count(tmp_path: Path) -> None:
    made = winter(tmp_path, "list", "hot", "tonight", launched="2017-03-01T09:00")
    made.move("2017-03-13T09:00")
    file = tmp_path / "e.csv"
    file.write_text(
        "单位,文号,日期\n北山区局,曝1,2017/3/10 20:30\n北山区局,曝2,2017/3/10\n", encoding="utf-8"
    )
    with pytest.raises(TableError) as refused:
        recording_of(made, file)
    [fault] = refused.value.faults
    assert (fault.line, fault.column, fault.wrote) == (3, "日期", "2017/3/10")
    assert "时刻" in fault.said("zh")
    file.write_text("单位,文号,日期\n北山区局,曝1,2017/3/10 20:30\n", encoding="utf-8")
    assert recording_of(made, file).opened == 2
    assert made.row("hot/north/曝1").breach.isoformat() == "2017-03-12T20:30:00+08:00"  # type: ignore[union-attr]


def recording_of(made: object, file: Path) -> recording.RecordedMany:
    from actions.item_table import import_items  # noqa: PLC0415 - beside the one of findings

    return import_items(made.house, made.key, "exposed", file, actor=COORDINATOR)  # type: ignore[attr-defined]


# --- faults -------------------------------------------------------------------------------------------------


def test_every_fault_of_every_cell_is_told_at_once(made: Findings, tmp_path: Path) -> None:
    rows = [
        {},
        {"责任单位": "城西区居", "发现日期": "2024-02-30", "问题": ""},
        {"编号": "", "整改时限": "三月底"},
        {"编号": "督 1号", "种类": "马上"},
        {"发现日期": "2024-03-07", "整改时限": "2024-03-29"},
        {"编号": "督〔2024〕1号"},
        {"整改时限": "2024-03-04"},
    ]
    said = faults(made, table(tmp_path, *rows))
    assert [one.split("列")[0].replace("问题.csv:", "") for one in said] == [
        "3：“发现日期”",
        "3：“责任单位”",
        "3：“问题”",
        "4：“编号”",
        "4：“整改时限”",
        "5：“编号”",
        "5：“种类”",
        "6：“发现日期”",
        "7：“编号”",
        "8：“整改时限”",
    ]
    whole = "\n".join(said)
    for part in (
        "写的是“城西区居”",
        "是不是“城西区局”",
        "2024年2月没有30日",
        "“问题”要填写",
        "写的是“三月底”，不是日期，应写成 2017-09-27",
        "立行立改、限期整改、长期坚持",
        "晚于今天2024-03-06",
        "与第1件重复",
        "早于发生日期",
    ):
        assert part in whole, part
    english = "\n".join(faults(made, table(tmp_path, *rows), lang="en"))
    assert "问题.csv:3: column “责任单位” “城西区居”: unit “城西区居” is not in the registry" in english


def test_a_number_on_record_with_another_date_names_the_correction(made: Findings, tmp_path: Path) -> None:
    made.load_table(table(tmp_path, {}))
    said = faults(made, table(tmp_path, {"发现日期": "2024-03-04"}, {}))
    assert len(said) == 1
    assert "写的是“2024-03-04”，“督〔2024〕1号”已登记，日期为2024-03-05：更正请加 --correct" in said[0]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace("整改时限", "整改时间"), ["整改时间”列不认识的列，是不是“整改时限”", "整改时限"]),
        (HEAD.replace("编号", "责任单位"), ["责任单位”列这一列有两个", "文号 / 编号 / number”列缺少这一列"]),
        (HEAD.replace(",整改要求", ""), ["整改要求”列缺少这一列"]),
    ],
)
def test_a_heading_that_is_not_understood_is_told_with_the_nearest(
    made: Findings, tmp_path: Path, head: str, said: list[str]
) -> None:
    found = faults(made, table(tmp_path, {}, head=head))
    assert all(any(part in one for one in found) for part in said), found
    assert all(one.startswith("问题.csv:1：") for one in found)


def test_a_cell_beyond_the_heading_is_told(made: Findings, tmp_path: Path) -> None:
    said = faults(made, table(tmp_path, {"整改要求": "补齐,多写的"}))
    assert [one for one in said if "写的是“多写的”" in one]


def test_a_unit_records_its_own_alone(made: Findings, tmp_path: Path) -> None:
    said = faults(made, table(tmp_path, {}, {"责任单位": "城西区局"}), actor=Actor("unit", "chengdong"))
    assert len(said) == 1
    assert "问题.csv:3：“责任单位”列" in said[0]


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", "单位".encode("utf-16"), b"\xff\xff\xff"])
def test_what_is_no_text_is_refused_with_how_to_save_it(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(data)
    with pytest.raises(ActionError, match="CSV UTF-8"):
        text_of(file.read_bytes(), file.name)


def test_an_empty_table_says_which_columns_it_wants(made: Findings, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("", encoding="utf-8")
    assert len(faults(made, file)) == 6


# --- one and many -------------------------------------------------------------------------------------------


def many(size: int) -> list[Item]:
    """Findings of two units over several days."""
    fields = {"问题": "甲", "整改要求": "乙"}
    return [
        Item(
            ("城东区局", "chengxi")[n % 2],
            f"{n}号",
            date(2024, 3, 4 + n % 3),
            due=date(2024, 3, 28),
            fields=fields,
        )
        for n in range(size)
    ]


def test_many_at_once_are_the_same_record_as_one_by_one(tmp_path: Path) -> None:
    left, right = findings(tmp_path / "a"), findings(tmp_path / "b")
    for made in (left, right):
        made.move("2024-04-02T10:00")
    found = record_many(left.house, left.key, "finding", many(30), actor=COORDINATOR)
    for item in many(30):
        record_item(right.house, right.key, "finding", item, actor=COORDINATOR)
    assert (found.recorded, found.opened, found.late) == (30, 60, 30)
    assert left.history_rows() == right.history_rows()
    with left.house.store.read() as one, right.house.store.read() as other:
        assert list(differences(one, other)) == []
    assert verify(left.house, rebuilding=True).faults == ()


def test_the_number_of_statements_does_not_depend_on_how_many_items_there_are(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.move(AT)
    counts = []
    for size in (1, 10, 400):
        items = [
            Item(o.unit, f"{size}-{o.number}", o.happened, due=o.due, fields=o.fields) for o in many(size)
        ]
        with statements(made) as sent:
            record_many(made.house, made.key, "finding", items, actor=COORDINATOR)
        counts.append(len(sent))
    # The first one reads the declaration, which the connection keeps.
    assert counts[0] - 2 == counts[1] == counts[2] <= 15
    with statements(made) as sent:
        assert len(made.register().items) == 411
    assert len(sent) <= 5


def test_a_deadline_that_many_items_share_is_worked_out_once_over_all_transactions(
    made: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out = []

    def counting(rule: Rule, **facts: Any) -> Deadline:
        worked_out.append(rule.kind)
        return resolve(rule, **facts)

    monkeypatch.setattr(recording, "CHUNK", 10)
    monkeypatch.setattr(plan, "resolve", counting)
    assert record_many(made.house, made.key, "finding", many(60), actor=COORDINATOR).opened == 120
    # Found on one of three days, due on one, two steps each.
    assert sorted(worked_out) == ["after"] * 3 + ["by"] * 3


def test_a_break_between_two_transactions_is_healed_by_the_same_items_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = findings(tmp_path)
    made.move(AT)
    monkeypatch.setattr(recording, "CHUNK", 10)

    def told(done: int, total: int) -> None:
        assert total == 25
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record_many(made.house, made.key, "finding", many(25), actor=COORDINATOR, told=told)
    assert len(made.sql("SELECT 1 FROM items")) == 20
    found = record_many(made.house, made.key, "finding", many(25), actor=COORDINATOR)
    assert (found.recorded, found.known) == (5, 20)
    assert counted(made.register().items) == {OPEN: 25}
    assert verify(made.house, rebuilding=True).faults == ()


def test_many_refused_items_are_all_named_by_their_place(made: Findings) -> None:
    items = [*many(2), Item("城东区局", "甲 乙", date(2024, 3, 5)), Item("城南区局", "9号", date(2025, 1, 1))]
    before = made.history_rows()
    with pytest.raises(ItemsRefusedError) as refused:
        record_many(made.house, made.key, "finding", items, actor=COORDINATOR)
    assert [(one.place, one.part) for one in refused.value.refused] == [
        (2, "number"),
        (2, "due"),
        (2, "问题"),
        (2, "整改要求"),
        (3, "unit"),
        (3, "date"),
        (3, "due"),
        (3, "问题"),
        (3, "整改要求"),
    ]
    assert made.history_rows() == before


@pytest.mark.postgresql
def test_postgresql_holds_the_same_record(tmp_path: Path, postgresql_database: str) -> None:
    left = findings(tmp_path / "a")
    right = findings(tmp_path / "b", database=postgresql_database)
    for made in (left, right):
        made.move("2024-04-02T10:00")
        record_many(made.house, made.key, "finding", many(30), actor=COORDINATOR)
        record_many(made.house, made.key, "finding", many(40), actor=COORDINATOR)
        made.rectified("2024-04-02T11:00", "2024-03-28", "2号")
        assert verify(made.house, rebuilding=True).faults == ()
    assert left.history_rows() == right.history_rows()
    assert left.register().items == right.register().items
    right.house.store.close()


def test_decisions_of_the_small_action_take_a_table_too(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.move("2017-09-28T10:00")
    items = [Item("北山区局", f"北山罚〔2017〕{n}号", date(2017, 9, 27)) for n in range(1, 4)]
    assert record_many(made.house, KEY, "decision", items, actor=COORDINATOR).opened == 3
    assert [one.item.number for one in register(made.house, KEY).items] == [item.number for item in items]
