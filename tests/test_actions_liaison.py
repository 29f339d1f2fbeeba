"""Liaison and substitute: letters go where the unit says, on the days it says, and no address is history."""

from __future__ import annotations

import json
from datetime import date
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from actions.deliver import deliver
from actions.house import ActionError
from actions.liaison import Away, liaison, name_liaison
from actions.load_notice import load
from actions.proof import verify
from campaigns.absence import Absence, refuse_span, standing_in
from campaigns.events import OFFICE_CHAIN, Actor
from campaigns.faults import RefusalError
from store import history
from tests.cast import COORDINATOR, declare, notice_of_2099, small_yaml, stage

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from tests.cast import Stage

NORTH, SOUTH = Actor("unit", "north"), Actor("unit", "south")
OWN, OTHER, DEPUTED = "north@haicheng.example", "desk2@haicheng.example", "deputed@haicheng.example"
#: From Monday 26 to Wednesday 28 June; the reminder of Wednesday falls on the last of them.
AWAY = Away(date(2017, 6, 26), date(2017, 6, 28), DEPUTED)


def office_chain(made: Stage) -> list[tuple[str, dict[str, object], str]]:
    """Kind, data and role of each event in the office's own chain."""
    with made.house.store.read() as connection:
        bodies = list(history.bodies(connection, OFFICE_CHAIN))
    return [(body["kind"], body["data"], body["actor"]["role"]) for body in bodies]


def posted(made: Stage, recipient: str = "north/liaison") -> list[tuple[str, str]]:
    """The day and the To line of each letter to `recipient`, read from the files that were written."""
    folder = made.house.settings.data / "outbox"
    written = {read["Message-ID"]: read for read in _letters(folder)}
    mine = [one for one in made.letters() if one["recipient"] == recipient]
    return [(one["day"], str(written[one["message_id"]]["To"])) for one in mine]


def _letters(folder: Path) -> list[EmailMessage]:
    return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.rglob("*.eml"))]


def play(made: Stage) -> None:
    """Reminders of 23 and 28 June, and the urging of the 29th."""
    for day in ("23", "26", "28", "29"):
        made.tick(f"2017-06-{day}T09:00")


def test_on_days_of_absence_the_substitute_gets_the_letters_and_the_liaison_none(tmp_path: Path) -> None:
    made = stage(tmp_path)
    name_liaison(made.house, "north", NORTH, away=AWAY)
    play(made)
    stand_in = f"北山区局（代理联络员） <{DEPUTED}>"
    assert posted(made) == [
        ("2017-06-23", f"北山区局 <{OWN}>"),
        ("2017-06-28", stand_in),
        ("2017-06-29", f"北山区局 <{OWN}>"),
    ]
    assert {to for _, to in posted(made, "south/liaison")} == {"南塘区局 <south@haicheng.example>"}
    # Who stands in is in the address alone: notices keep their keys, and the text its words.
    assert {n["recipient"] for n in made.notices("report/north/2017-06")} == {"north/liaison"}
    assert not [one for one in made.letters() if "代理联络员" in one["subject"]]
    assert verify(made.house, rebuilding=True).faults == ()


@pytest.mark.parametrize(
    ("when", "to"), [("27T23:59", OWN), ("28T00:00", DEPUTED), ("29T23:59", DEPUTED), ("30T00:00", OWN)]
)
def test_the_first_and_the_last_day_count_to_their_last_minute(tmp_path: Path, when: str, to: str) -> None:
    made = stage(tmp_path)
    days = Away(date(2017, 6, 28), date(2017, 6, 29), DEPUTED)
    name_liaison(made.house, "north", NORTH, away=days)
    made.submit("report/north/2017-06", f"2017-06-{when}")
    deliver(made.house, made.house.now(), only="receipt")
    [letter] = [one for one in made.letters() if one["class"] == "receipt"]
    assert (letter["recipient"], letter["address"]) == ("north/liaison", to)


def test_of_two_absences_on_one_day_the_one_named_later_counts(tmp_path: Path) -> None:
    made = stage(tmp_path)
    name_liaison(made.house, "north", NORTH, away=AWAY)
    name_liaison(made.house, "north", NORTH, away=Away(date(2017, 6, 28), date(2017, 6, 28), OWN))
    play(made)
    assert OWN in dict(posted(made))["2017-06-28"]
    known = liaison(made.house, "北山区局", NORTH).absences
    assert known == ()  # on the 29th both are over
    spans = [Absence("u", "liaison", date(2017, 1, day), date(2017, 1, 9), "n", str(day)) for day in (1, 5)]
    found = [standing_in(spans, "u", "liaison", date(2017, 1, day)) for day in (4, 5, 10)]
    assert [one and one.address for one in found] == ["1", "5", None]
    assert standing_in(spans, "u", "deputy", date(2017, 1, 5)) is None


def test_a_named_liaison_gets_the_letters_also_after_the_campaign_is_launched_again(tmp_path: Path) -> None:
    made = stage(tmp_path)
    assert name_liaison(made.house, "北山区局", NORTH, contact=OTHER).address == OTHER
    assert made.launch("2017-06-19T09:00").contacts == 0
    assert made.launch("2017-06-20T09:00").contacts == 0
    play(made)
    assert {to for _, to in posted(made)} == {f"北山区局 <{OTHER}>"}
    # What the declaration says anew is newer.
    made.declared = declare(tmp_path, small_yaml().replace(OWN, "new@haicheng.example"))
    assert made.launch("2017-06-30T09:00").contacts == 1
    assert liaison(made.house, "north", COORDINATOR).address == "new@haicheng.example"
    rows = made.sql(
        "SELECT address, named FROM contacts WHERE unit = 'north' AND role = 'liaison' ORDER BY loaded"
    )
    assert [(row["address"], row["named"]) for row in rows] == [
        (OWN, 0),
        (OTHER, 1),
        ("new@haicheng.example", 0),
    ]


def test_the_office_chain_says_that_and_when_and_by_whom_and_no_address(tmp_path: Path) -> None:
    made = stage(tmp_path)
    name_liaison(made.house, "north", NORTH, contact=OTHER, away=AWAY)
    name_liaison(made.house, "south", COORDINATOR, contact="south2@haicheng.example")
    name_liaison(made.house, "south", COORDINATOR, contact="south2@haicheng.example")  # nothing new
    told = office_chain(made)
    assert [(kind, role) for kind, _, role in told] == [
        ("chain_opened", "unit"),
        ("liaison_named", "unit"),
        ("substitute_named", "unit"),
        ("liaison_named", "coordinator"),
    ]
    assert told[2][1] == {"unit": "north", "first": "2017-06-26", "last": "2017-06-28"}
    whole = json.dumps([body["body"] for body in made.sql("SELECT body FROM history")], ensure_ascii=False)
    assert "@" not in whole
    load(made.house, notice_of_2099(tmp_path / "notices"), COORDINATOR)
    assert [kind for kind, *_ in office_chain(made)][-1] == "calendar_loaded"
    assert verify(made.house, rebuilding=True).faults == ()


@pytest.mark.parametrize(
    ("unit", "actor", "more", "said"),
    [
        ("south", NORTH, {"contact": OTHER}, "自己的联络员"),
        ("南塘区局", NORTH, {"away": AWAY}, "自己的联络员"),
        ("north", Actor("leader"), {"contact": OTHER}, "办公室"),
        ("north", Actor("auditor"), {"away": AWAY}, "办公室"),
        ("nroth", COORDINATOR, {"contact": OTHER}, "是不是“north”"),
        ("north", NORTH, {"contact": "desk2"}, "不是邮箱地址"),
        ("north", NORTH, {"contact": "a@b.example\r\nBcc: x@y.example"}, "不是邮箱地址"),
        ("north", NORTH, {"contact": "王某 <wang@tj.example>"}, "不是邮箱地址"),
        ("north", NORTH, {"contact": "王@tj.example"}, "不是邮箱地址"),
        ("north", NORTH, {"contact": f"{'a' * 250}@tj.example"}, "不是邮箱地址"),
        ("north", NORTH, {"contact": OTHER, "away": Away(AWAY.first, AWAY.last, "nobody")}, "不是邮箱地址"),
        ("north", NORTH, {"away": Away(AWAY.last, AWAY.first, DEPUTED)}, "没有一天"),
        ("north", NORTH, {"away": Away(date(2017, 6, 1), date(2017, 6, 18), DEPUTED)}, "已经过去"),
        ("north", NORTH, {"away": Away(AWAY.first, date(2071, 6, 28), DEPUTED)}, "超过366天"),
    ],
)
def test_what_cannot_be_named_is_refused_with_nothing_written(
    tmp_path: Path, unit: str, actor: Actor, more: dict[str, object], said: str
) -> None:
    made = stage(tmp_path)
    before = made.sql("SELECT * FROM contacts"), made.history_rows()
    with pytest.raises(RefusalError, match=said):
        name_liaison(made.house, unit, actor, **more)  # type: ignore[arg-type]
    assert (made.sql("SELECT * FROM contacts"), made.history_rows()) == before
    assert made.sql("SELECT * FROM absences") == []


def test_a_span_may_end_today_and_last_a_year_and_no_longer() -> None:
    today = date(2017, 6, 19)
    refuse_span(date(2017, 6, 1), today, today)
    refuse_span(date(2017, 1, 1), date(2018, 1, 1), today)
    with pytest.raises(RefusalError, match="超过366天"):
        refuse_span(date(2017, 1, 1), date(2018, 1, 2), today)


def test_a_unit_sees_its_own_mailbox_and_no_other(tmp_path: Path) -> None:
    made = stage(tmp_path)
    name_liaison(made.house, "north", NORTH, away=AWAY)
    found = liaison(made.house, "north", NORTH)
    assert (found.unit, found.name, found.address) == ("north", "北山区局", OWN)
    assert [one.address for one in found.absences] == [DEPUTED]
    with pytest.raises(ActionError, match="自己的联络员"):
        liaison(made.house, "north", SOUTH)
    with pytest.raises(ActionError, match="还没有启动"):
        liaison(stage(tmp_path / "empty", launched=None).house, "north", COORDINATOR)
