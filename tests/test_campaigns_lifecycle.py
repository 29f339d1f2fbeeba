"""What time alone brings about: once, at its true instant, however late somebody looks."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.declaration import Rung
from campaigns.events import Event
from campaigns.ladder import Pace
from campaigns.lifecycle import OpenNotice, Tracked, attention, due_steps
from deadlines.office import Office
from deadlines.workdays import WorkCalendar
from tests.october import REPORT, at

USUAL = (
    Rung(rung="remind", before="target", working_days=3, to=("liaison",)),
    Rung(rung="remind", on="target", to=("liaison",)),
    Rung(rung="urge", after="breach", working_days=1, to=("liaison",)),
    Rung(rung="supervise", after="breach", working_days=3, to=("deputy", "office"), confirm="office"),
    Rung(rung="urge", after="breach", working_days=5, to=("liaison", "deputy"), urgent=True),
)
OFFICE = Office("Asia/Shanghai", time(8, 30), time(17, 30))
PACE = Pace(USUAL, WorkCalendar.national(), OFFICE, (("office", "netreg/office"),))


ALL = [
    ("opened", "10-01 00:00"),
    ("rung_reached", "10-24 08:30"),
    ("rung_reached", "10-27 08:30"),
    ("became_overdue", "10-29 00:00"),
    ("rung_reached", "10-30 08:30"),
    ("rung_reached", "11-01 08:30"),
    ("rung_reached", "11-03 08:30"),
]


def told(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.kind, f"{event.effective:%m-%d %H:%M}") for event in events]


def states(events: list[Event]) -> list[tuple[str, str, str, str | None]]:
    """Occasion, recipient, state and reason of every notice that the events bring."""
    notices = [notice for event in events for notice in event.data.get("notices", [])]
    return [(n["occasion"], n["recipient"], n["state"], n.get("reason")) for n in notices]


def advanced(row: Tracked, events: list[Event]) -> Tracked:
    """The row after its events, as the store keeps it."""
    for event in events:
        row = replace(row, status="open" if event.kind == "opened" else row.status, judged=event.effective)
    return row


def waked(*wakes: datetime) -> list[Event]:
    """All events of the report when somebody looks at each instant of `wakes`, in order."""
    row, found, unsent = REPORT, [], dict[tuple[str, str], OpenNotice]()
    for now in wakes:
        events = due_steps(row, PACE, now, list(unsent.values()))
        for event in events:
            for _, occasion, recipient, _ in event.data.get("withdrawn", []):
                del unsent[occasion, recipient]
            for n in event.data.get("notices", []):
                if n["state"] == "new":
                    unsent[n["occasion"], n["recipient"]] = OpenNotice(
                        1, n["occasion"], n["recipient"], "new"
                    )
        row = advanced(row, events)
        found += events
    return found


def test_judged_once_after_everything_every_transition_carries_its_own_instant() -> None:
    assert told(waked(at("2017-12-24T12:00"))) == ALL


def test_nothing_is_overdue_before_the_very_instant_of_breach() -> None:
    before = told(waked(at("2017-10-28T23:59:59")))
    assert before == ALL[:3]
    assert told(waked(at("2017-10-28T23:59:59"), at("2017-10-29"))) == ALL[:4]


def test_waking_twice_at_one_instant_brings_nothing_new() -> None:
    now = at("2017-10-30T09:00")
    assert told(waked(now, now, now)) == ALL[:5]


def test_days_in_another_zone_change_no_instant() -> None:
    los_angeles = at("2017-10-29").astimezone(ZoneInfo("America/Los_Angeles"))
    assert told(due_steps(REPORT, PACE, los_angeles)) == ALL[:4]


WAKES = st.lists(st.integers(0, 60 * 24 * 60), min_size=1, max_size=12)


@settings(deadline=None)
@given(WAKES)
def test_however_often_somebody_looks_the_same_transitions_come_to_be(minutes: list[int]) -> None:
    start, end = at("2017-09-15"), at("2017-12-01")
    often = waked(*[start + timedelta(minutes=minute) for minute in sorted(minutes)], end)
    once = waked(end)

    def bare(event: Event) -> tuple[Any, ...]:
        data = {k: v for k, v in event.data.items() if k not in {"notices", "withdrawn"}}
        who = [(n["occasion"], n["recipient"], n["class"]) for n in event.data.get("notices", [])]
        return event.kind, event.effective, event.number, event.obligation, data, who

    assert [bare(event) for event in often] == [bare(event) for event in once]


@settings(deadline=None)
@given(WAKES)
def test_every_notice_is_recorded_once_and_nobody_waits_for_two(minutes: list[int]) -> None:
    start = at("2017-09-15")
    events = waked(*[start + timedelta(minutes=minute) for minute in sorted(minutes)])
    keys = [(occasion, who) for occasion, who, _, _ in states(events)]
    assert len(keys) == len(set(keys))
    withdrawn = {(o, w) for event in events for _, o, w, _ in event.data.get("withdrawn", [])}
    going = [(o, who) for o, who, state, _ in states(events) if state == "new" and (o, who) not in withdrawn]
    assert len({who for _, who in going}) == len(going)


def test_each_event_names_the_next_instant_at_which_somebody_must_look() -> None:
    events = waked(at("2017-12-24"))
    following = [event.effective.isoformat() for event in events[1:]]
    assert [event.data["attention"] for event in events] == [*following, None]
    assert attention(REPORT, PACE) == at("2017-10-01")
    assert attention(advanced(REPORT, events[:1]), PACE) == at("2017-10-24T08:30")
    assert attention(advanced(REPORT, events), PACE) is None


def test_on_time_a_reminder_goes_to_the_liaison_and_a_superior_waits_for_a_signature() -> None:
    assert states(waked(at("2017-10-24T08:30"))) == [("rung:0", "heping/liaison", "new", None)]
    late = waked(at("2017-10-31"), at("2017-11-01T08:30"))
    assert states(late)[-3:] == [
        ("rung:3", "heping/deputy", "waiting", None),
        ("rung:3", "netreg/office", "waiting", None),
        ("to_sign:3", "netreg/office", "new", None),
    ]


def test_after_downtime_stale_reminders_are_withdrawn_and_each_gets_the_highest_rung_meant_for_them() -> None:
    assert states(waked(at("2017-11-10"))) == [
        ("rung:0", "heping/liaison", "withdrawn", "stale"),
        ("rung:1", "heping/liaison", "withdrawn", "stale"),
        ("rung:2", "heping/liaison", "withdrawn", "superseded"),
        ("rung:3", "heping/deputy", "withdrawn", "superseded"),
        ("rung:3", "netreg/office", "waiting", None),
        ("to_sign:3", "netreg/office", "new", None),
        ("rung:4", "heping/liaison", "new", None),
        ("rung:4", "heping/deputy", "new", None),
    ]


def test_two_reminders_missed_become_one() -> None:
    assert states(waked(at("2017-10-28T09:00"))) == [
        ("rung:0", "heping/liaison", "withdrawn", "superseded"),
        ("rung:1", "heping/liaison", "new", None),
    ]


def test_what_waits_for_a_signature_supersedes_nothing() -> None:
    urged = OpenNotice(1, "rung:2", "heping/deputy", "new")
    row = advanced(REPORT, waked(at("2017-10-31")))
    (supervised,) = due_steps(row, PACE, at("2017-11-01T09:00"), [urged])
    assert supervised.data["withdrawn"] == []


def test_an_unsent_lower_notice_is_withdrawn_by_a_higher_one_for_the_same_recipient() -> None:
    unsent = [
        OpenNotice(1, "rung:1", "heping/liaison", "new"),
        OpenNotice(1, "receipt:1", "heping/liaison", "new"),
        OpenNotice(1, "rung:1", "hedong/liaison", "new"),
    ]
    row = advanced(REPORT, waked(at("2017-10-29")))
    (urged,) = due_steps(row, PACE, at("2017-10-30T08:30"), unsent)
    assert urged.data["withdrawn"] == [[1, "rung:1", "heping/liaison", "superseded"]]


def test_an_urgent_rung_is_no_digest_and_notices_carry_the_deadlines_version() -> None:
    second = replace(REPORT, version=2)
    events = due_steps(second, PACE, at("2017-11-03T08:30"))
    classes = [n["class"] for event in events for n in event.data.get("notices", [])]
    assert classes == ["digest"] * 6 + ["urgent"] * 2
    assert {n["version"] for event in events for n in event.data.get("notices", [])} == {2}


@pytest.mark.parametrize(
    "row",
    [
        replace(REPORT, status="submitted", filings=1, first_received=at("2017-10-26")),
        replace(REPORT, status="closed", how="filed", closed_at=at("2017-10-26")),
        replace(REPORT, status="open", past="launch"),
        replace(REPORT, status="open", past="issue"),
        replace(REPORT, status="suspended"),
        replace(REPORT, status="withdrawn"),
    ],
    ids=["submitted", "closed", "past at launch", "past at issue", "suspended", "withdrawn"],
)
def test_what_is_filed_closed_or_was_past_from_the_start_is_left_alone(row: Tracked) -> None:
    assert due_steps(row, PACE, at("2018-06-01")) == []
    assert attention(row, PACE) is None


def test_what_has_no_date_opens_and_then_rests() -> None:
    undated = replace(REPORT, target=None, breach=None, last_day=None)
    events = due_steps(undated, PACE, at("2018-06-01"))
    assert told(events) == [("opened", "10-01 00:00")]
    assert events[0].data == {"attention": None}
