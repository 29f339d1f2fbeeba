"""History is the truth: bodies applied in order give the rows, and nothing is passed over."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.events import Actor, Event, body
from campaigns.fold import KEYS, apply, fold, seconds, tracked
from campaigns.fold import Memory as Rows

CHINA = ZoneInfo("Asia/Shanghai")
PLANNED = {
    "task": "report",
    "unit": "binhai",
    "role": "responsible",
    "period": "2017-10",
    "item": None,
    "line": 30,
    "kind": "every",
    "opens": "2017-10-01T00:00:00+08:00",
    "target": "2017-10-27T17:30:00+08:00",
    "breach": "2017-10-29T00:00:00+08:00",
    "last_day": "2017-10-28",
    "provisional": False,
    "certificate": "{}",
    "past": None,
    "status": "pending",
    "attention": "2017-10-01T00:00:00+08:00",
}
REMINDED = {
    "attention": "2017-10-29T00:00:00+08:00",
    "rung": "remind",
    "step": 0,
    "notices": [
        {
            "version": 1,
            "occasion": "rung:0",
            "recipient": "binhai/liaison",
            "class": "digest",
            "state": "new",
        },
        {
            "version": 1,
            "occasion": "rung:0",
            "recipient": "binhai/head",
            "class": "digest",
            "state": "waiting",
        },
    ],
    "withdrawn": [],
}
NOTICE = ("demo", 1, 1, "rung:0", "binhai/liaison")


def told(
    sequence: int, kind: str, effective: str, data: dict[str, Any], number: int | None = 1
) -> dict[str, Any]:
    instant = datetime.fromisoformat(effective).replace(tzinfo=CHINA)
    event = Event(kind, instant, number, "demo/report/binhai/2017-10" if number else None, data)
    actor = Actor("system", channel="wake").as_json()
    noticed = instant.isoformat()
    return body(event, campaign="demo", sequence=sequence, noticed=noticed, actor=actor, revision=1)


def story() -> list[dict[str, Any]]:
    filed = {
        "version": 1,
        "received": "2017-10-30T09:00:00+08:00",
        "registered": "2017-10-30T09:00:00+08:00",
        "first_received": "2017-10-30T09:00:00+08:00",
        "channel": "system",
        "registrar": None,
        "zero": False,
        "files": [{"kind": "form", "name": "a.xlsx", "size": 3, "sha256": "0" * 64}],
        "fields": {},
        "lacking": [],
        "doubts": [],
        "note": None,
        "done_on": None,
        "notices": [],
        "withdrawn": [[1, "rung:0", "binhai/liaison", "filed"]],
    }
    return [
        told(1, "launched", "2017-06-19T09:00", {}, None),
        told(2, "planned", "2017-06-19T09:00", PLANNED),
        told(3, "opened", "2017-10-01T00:00", {"attention": "2017-10-24T08:30:00+08:00"}),
        told(4, "rung_reached", "2017-10-24T08:30", REMINDED),
        told(5, "became_overdue", "2017-10-29T00:00", {"attention": None}),
        told(6, "filed", "2017-10-30T09:00", filed),
        told(7, "closed", "2017-10-30T09:00", {"how": "filed"}),
    ]


def row_after(events: int) -> dict[str, Any]:
    return fold(story()[:events]).tables["obligations"]["demo", 1]


def test_an_unknown_kind_of_event_is_an_error_and_never_passed_over() -> None:
    with pytest.raises(KeyError, match="extended"):
        fold([*story(), told(8, "extended", "2017-10-31T09:00", {})])


def test_a_planned_obligation_has_its_row_and_its_first_deadline() -> None:
    row = row_after(2)
    assert (row["status"], row["version"], row["filings"], row["judged"]) == ("pending", 1, 0, None)
    assert row["breach"] == int(datetime(2017, 10, 29, tzinfo=CHINA).timestamp())
    deadline = fold(story()).tables["deadlines"]["demo", 1, 1]
    assert (deadline["last_day"], deadline["cause"], deadline["breach"]) == (
        "2017-10-28",
        "planned",
        row["breach"],
    )


def test_each_event_moves_the_row_to_its_own_instant() -> None:
    opened, overdue = row_after(3), row_after(5)
    assert (opened["status"], opened["judged"]) == ("open", seconds("2017-10-01T00:00:00+08:00"))
    assert (overdue["status"], overdue["attention"]) == ("open", None)
    assert overdue["judged"] == seconds("2017-10-29T00:00:00+08:00")
    closed = row_after(7)
    assert (closed["status"], closed["how"], closed["filings"]) == ("closed", "filed", 1)
    assert closed["closed_at"] == seconds("2017-10-30T09:00:00+08:00")


def test_a_notice_ends_once_as_withdrawn_sent_or_signed_first() -> None:
    assert fold(story()[:4]).tables["notices"][NOTICE]["state"] == "new"
    withdrawn = fold(story()).tables["notices"][NOTICE]
    assert (withdrawn["state"], withdrawn["reason"]) == ("withdrawn", "filed")
    ended = {"state": "sent", "reason": None, "notices": [[1, 1, "rung:0", "binhai/liaison"]]}
    sent = fold([*story()[:4], told(5, "notices_ended", "2017-10-24T09:00", ended, None)])
    assert sent.tables["notices"][NOTICE]["state"] == "sent"
    signed = fold(
        [*story()[:4], told(5, "signed", "2017-10-24T09:00", {"notice": [1, "rung:0", "binhai/head"]})]
    )
    assert signed.tables["notices"]["demo", 1, 1, "rung:0", "binhai/head"]["state"] == "new"


def test_files_are_kept_in_their_order_and_every_table_has_its_key() -> None:
    tables = fold(story()).tables
    assert list(tables["files"]) == [("demo", 1, 1, 1)]
    assert set(tables) == set(KEYS)


def test_folding_twice_gives_the_same_and_folding_on_gives_what_folding_all_gives() -> None:
    whole = fold(story()).tables
    rows = Rows()
    for one in story():
        apply(one, rows)
    assert rows.tables == whole == fold(story()).tables


def test_a_row_is_judged_as_the_value_it_was_written_from() -> None:
    row = tracked(row_after(5), CHINA)
    assert (row.id, row.status, row.period) == ("demo/report/binhai/2017-10", "open", "2017-10")
    assert row.target == datetime(2017, 10, 27, 17, 30, tzinfo=CHINA)
    assert row.last_day is not None
    assert (row.last_day.isoformat(), row.done_on) == ("2017-10-28", None)


def test_whole_seconds_are_the_same_whatever_offset_they_were_written_in() -> None:
    assert seconds("2017-10-29T00:00:00+08:00") == seconds("2017-10-28T16:00:00+00:00")
    assert seconds(None) is None
