"""Rungs by progress against time: an exact second, office hours, a ladder that only rises, each rung once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from campaigns.converting import converted
from campaigns.declaration import Rung
from campaigns.ladder import RUNG, Dated, Pace, falling, rising, share_gone
from campaigns.lifecycle import attention, due_steps
from campaigns.redating import CORRECTED, redated
from deadlines.language import Rule
from deadlines.resolve import resolve
from tests.bad_declarations.slips import SOUND, faults, loaded
from tests.instants import NATIONAL, OFFICE
from tests.october import REPORT, at
from tests.one_record import due

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.events import Event
    from campaigns.lifecycle import Tracked

OCTOBER = Dated(at("2017-10-01"), at("2017-10-27T17:30"), at("2017-10-29"), date(2017, 10, 28))
#: Anything from an hour to half a year, opening at any second of 2016 and 2017.
SECONDS = st.integers(int(at("2016-01-01").timestamp()), int(at("2017-12-31").timestamp()))
LENGTHS = st.integers(0, 183 * 86400)
PERCENT = st.integers(1, 300)


def rung(gone: str | None = None, **more: Any) -> Rung:
    said = {"rung": "remind", "to": "liaison", **({"gone": gone} if gone else {}), **more}
    return Rung.model_validate(said)


def pace(*rungs: Rung) -> Pace:
    return Pace(rungs, NATIONAL, OFFICE, (("office", "netreg/office"),))


def fired(ladder: Pace, dated: Dated = OCTOBER) -> list[tuple[str, int]]:
    steps = ladder.steps(*dated)
    return [(f"{step.at:%m-%d %H:%M:%S}", step.rung) for step in steps if step.kind == RUNG]


# --- the formula ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gone", "urgent", "waits"),
    [
        ("50%", "10-14 08:45:00", "10-16 08:30:00"),  # a Saturday
        ("75%", "10-21 01:07:30", "10-23 08:30:00"),  # a Saturday, at night
        ("90%", "10-25 01:21:00", "10-25 08:30:00"),  # a Wednesday, at night
        ("99%", "10-27 11:05:06", "10-27 11:05:06"),  # a Friday, in office hours
        ("100%", "10-27 17:30:00", "10-27 17:30:00"),  # the target itself
        ("110%", "10-30 09:39:00", "10-30 09:39:00"),  # past the breach
    ],
)
def test_octobers_report_is_so_far_at_these_seconds_and_told_in_office_hours(
    gone: str, urgent: str, waits: str
) -> None:
    assert fired(pace(rung(gone, urgent=True))) == [(urgent, 0)]
    assert fired(pace(rung(gone))) == [(waits, 0)]


@given(SECONDS, LENGTHS, PERCENT)
def test_the_instant_is_the_first_whole_second_at_which_so_much_is_gone(
    first: int, length: int, percent: int
) -> None:
    since, target = (datetime.fromtimestamp(s, UTC) for s in (first, first + length))
    found = share_gone(percent, since, target)
    passed = found - since
    assert passed.microseconds == 0
    gone = passed // timedelta(seconds=1)
    assert gone >= Fraction(percent, 100) * length
    assert gone == 0 or gone - 1 < Fraction(percent, 100) * length
    assert share_gone(100, since, target) == target


@given(SECONDS, LENGTHS, PERCENT, PERCENT, st.integers(0, 10**7))
def test_it_rises_with_the_share_and_moves_with_the_time_whatever_the_zone(
    first: int, length: int, one: int, other: int, later: int
) -> None:
    since, target = (datetime.fromtimestamp(s, UTC) for s in (first, first + length))
    low, high = sorted((one, other))
    assert share_gone(low, since, target) <= share_gone(high, since, target)
    moved = timedelta(seconds=later)
    assert share_gone(one, since + moved, target + moved) == share_gone(one, since, target) + moved
    abroad = ZoneInfo("America/Los_Angeles")
    assert share_gone(one, since.astimezone(abroad), target.astimezone(abroad)) == share_gone(
        one, since, target
    )


@given(SECONDS)
def test_office_hours_are_the_next_there_are_and_never_a_day_off(second: int) -> None:
    before = datetime.fromtimestamp(second, UTC)
    found = OFFICE.in_hours(before, NATIONAL)
    assert found >= before
    assert NATIONAL.is_working(found.date())
    assert OFFICE.opening(found.date()) <= found <= OFFICE.closing(found.date())
    # Whatever lies between is no office hour.
    assert found == before or (
        found == OFFICE.opening(found.date())
        and all(
            not NATIONAL.is_working(day) or OFFICE.closing(day) < before
            for day in (
                before.astimezone(OFFICE.zone).date() + timedelta(days=n)
                for n in range((found.date() - before.astimezone(OFFICE.zone).date()).days)
            )
        )
    )


# --- a ladder that only rises --------------------------------------------------------------------------------

SIDES = st.one_of(
    PERCENT.map(lambda percent: {"gone": f"{percent}%"}),
    st.builds(
        lambda side, of, days: {side: of, "working_days": days},
        st.sampled_from(["before", "on", "after"]),
        st.sampled_from(["target", "breach"]),
        st.integers(0, 12),
    ),
)
RUNGS = st.builds(
    lambda side, kind, urgent: Rung.model_validate(
        {"rung": kind, "to": "liaison", "urgent": urgent, "confirm": "nobody", **side}
    ),
    SIDES,
    st.sampled_from(["remind", "urge", "supervise"]),
    st.booleans(),
)
LADDERS = st.lists(RUNGS, max_size=6).map(lambda rungs: pace(*rungs))
LASTS = st.dates(date(2017, 9, 1), date(2017, 12, 1))


@st.composite
def dates(draw: st.DrawFn) -> Dated:
    """The dates of an obligation that opened up to two months before its last day."""
    last = draw(LASTS)
    opens = OFFICE.at(last) - timedelta(minutes=draw(st.integers(0, 60 * 24 * 60)))
    found = resolve(Rule(text="报送", on=last), calendar=NATIONAL, office=OFFICE, opens=opens)
    assert found.target is not None
    assert found.breach is not None
    return Dated(opens, found.target, found.breach, last)


@settings(deadline=None)
@given(LADDERS, dates())
def test_for_every_obligation_the_ladder_rises_and_each_rung_comes_once(ladder: Pace, dated: Dated) -> None:
    own = ladder.instants(dated)
    steps = [step for step in ladder.steps(*dated) if step.kind == RUNG]
    assert [step.rung for step in steps] == [index for index, _ in own]  # as declared, each once, none lost
    for place, step in enumerate(steps):
        assert step.at == min(when for _, when in own[place:])
    if falling(own) is None:
        assert [(step.rung, step.at) for step in steps] == own
    assert all(step.at >= dated.opens for step in steps if dated.opens is not None)


@settings(deadline=None)
@given(LADDERS, dates())
def test_no_rung_has_an_instant_of_its_own_on_a_day_off_unless_it_is_urgent(
    ladder: Pace, dated: Dated
) -> None:
    for index, when in ladder.instants(dated):
        assert ladder.rungs[index].urgent or NATIONAL.is_working(when.date())


def test_where_the_time_is_short_a_lower_rung_comes_with_the_higher_one() -> None:
    """Thirteen days are enough for the half before the last two working days; three are not."""
    shares, edges = rung("50%"), rung(before="target", working_days=2, to=["deputy"])
    ladder = pace(shares, edges)
    long = Dated(at("2017-10-16"), at("2017-10-27T17:30"), at("2017-10-29"), date(2017, 10, 28))
    assert fired(ladder, long) == [("10-23 08:30:00", 0), ("10-25 08:30:00", 1)]
    short = replace_opening(long, "2017-10-25")
    assert ladder.instants(short) == [(0, at("2017-10-26T08:45")), (1, at("2017-10-25T08:30"))]
    assert fired(ladder, short) == [("10-25 08:30:00", 0), ("10-25 08:30:00", 1)]
    assert falling(ladder.instants(short)) == (0, 1)


def test_a_rung_from_before_the_opening_is_left_out_and_pulls_nothing_down() -> None:
    ladder = pace(rung("50%"), rung(before="target", working_days=2))
    late = replace_opening(OCTOBER, "2017-10-26T09:00")
    assert fired(ladder, late) == [("10-27 08:30:00", 0)]


def replace_opening(dated: Dated, opens: str) -> Dated:
    return dated._replace(opens=at(opens))


def test_rungs_that_rise_keep_their_instants_and_those_that_fall_come_together() -> None:
    first, second, third = (at(f"2017-10-{day}T08:30") for day in (10, 12, 11))
    assert rising([(0, first), (1, second)]) == [(0, first), (1, second)]
    assert rising([(4, first), (7, second), (5, third)]) == [(4, first), (7, third), (5, third)]
    assert rising([]) == []


# --- of one obligation ---------------------------------------------------------------------------------------


def told(events: list[Event]) -> list[tuple[str, str]]:
    return [
        (f"{event.effective:%m-%d %H:%M}", str(event.data.get("gone", event.data.get("rung", event.kind))))
        for event in events
    ]


LADDER = pace(
    rung("50%"), rung("75%"), rung("90%", rung="urge"), rung(rung="urge", after="breach", working_days=1)
)


def waked(row: Tracked, *wakes: datetime) -> list[Event]:
    found: list[Event] = []
    for now in wakes:
        events = due_steps(row, LADDER, now)
        for event in events:
            status = "open" if event.kind == "opened" else row.status
            row = replace(row, status=status, judged=event.effective)
        found += events
    return found


def test_judged_once_after_everything_each_rung_carries_the_second_at_which_it_was_reached() -> None:
    events = waked(REPORT, at("2017-12-24"))
    assert told(events) == [
        ("10-01 00:00", "opened"),
        ("10-16 08:30", "50"),
        ("10-23 08:30", "75"),
        ("10-25 08:30", "90"),
        ("10-29 00:00", "became_overdue"),
        ("10-30 08:30", "urge"),
    ]
    reasons = [n.get("reason") for event in events for n in event.data.get("notices", [])]
    assert reasons == ["stale", "stale", "superseded", None]


@settings(deadline=None)
@given(st.lists(st.integers(0, 60 * 24 * 60), min_size=1, max_size=12))
def test_however_often_somebody_looks_each_rung_is_reached_once_at_the_same_instant(
    minutes: list[int],
) -> None:
    start, end = at("2017-09-15"), at("2017-12-01")
    often = waked(REPORT, *[start + timedelta(minutes=minute) for minute in sorted(minutes)], end)
    assert told(often) == told(waked(REPORT, end))


def test_what_has_no_date_or_no_opening_has_no_share_of_it() -> None:
    undated = replace(REPORT, target=None, breach=None, last_day=None)
    assert told(waked(undated, at("2018-06-01"))) == [("10-01 00:00", "opened")]
    unopened = replace(REPORT, opens=None, status="open")
    assert told(waked(unopened, at("2018-06-01"))) == [
        ("10-29 00:00", "became_overdue"),
        ("10-30 08:30", "urge"),
    ]


def test_where_opening_and_target_are_one_instant_all_the_time_is_gone_at_once() -> None:
    at_once = Dated(at("2017-10-27T10:00"), at("2017-10-27T10:00"), at("2017-10-28"), date(2017, 10, 27))
    assert fired(pace(rung("50%"), rung("150%")), at_once) == [("10-27 10:00:00", 0), ("10-27 10:00:00", 1)]
    # Born in the evening, due the same day: nobody is told at night unless it is urgent.
    evening = Dated(at("2017-10-27T20:30"), at("2017-10-28"), at("2017-10-28"), date(2017, 10, 27))
    assert fired(pace(rung("50%")), evening) == [("10-30 08:30:00", 0)]
    assert fired(pace(rung("50%", urgent=True)), evening) == [("10-27 22:15:00", 0)]


def test_time_that_runs_from_a_later_instant_is_counted_from_there() -> None:
    """After eight days on which the clock stood, and a target as much later: eight days later, too."""
    eight = timedelta(days=8)
    moved = OCTOBER._replace(target=OCTOBER.target + eight, breach=OCTOBER.breach + eight)
    assert OCTOBER.opens is not None
    urgent = pace(rung("50%", urgent=True))
    assert fired(urgent, moved) == [("10-18 08:45:00", 0)]
    assert fired(urgent, moved._replace(runs_from=OCTOBER.opens + eight)) == [("10-22 08:45:00", 0)]


def test_an_opening_that_was_corrected_takes_the_days_of_a_pause_with_it_and_tells_no_rung_again() -> None:
    row = replace(REPORT, status="open", judged=at("2017-10-17"), runs_from=at("2017-10-05"))
    now = at("2017-10-17T12:00")
    later = replace(due("10-28"), opens=at("2017-10-03"))
    event = redated(row, later, LADDER, now, cause=CORRECTED)
    assert event.data["runs_from"] == "2017-10-07T00:00:00+08:00"
    # The same dates: half of the time is gone at 08:45 on the 17th now, and was told on the 16th.
    dates = (event.data["target"], event.data["judged"], event.data["attention"])
    assert dates == tuple(f"2017-10-{then}:00+08:00" for then in ("27T17:30", "17T08:45", "23T08:30"))


def test_the_next_look_is_the_next_share() -> None:
    assert attention(replace(REPORT, status="open", judged=at("2017-10-16T08:30")), LADDER) == at(
        "2017-10-23T08:30"
    )


# --- as it is declared ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["50%", "50 %", "50％", "５０%", "５０％"])
def test_a_share_is_written_with_its_sign_wide_or_not_and_stored_as_written(said: str) -> None:
    found = rung(said)
    assert found == rung("50%")
    stored = found.model_dump_json(exclude_none=True)
    assert '"gone":"50%"' in stored
    assert Rung.model_validate_json(stored) == found


@pytest.mark.parametrize("said", ["0%", "301%", "50", "0.5", "12.5%", "-5%", "%", "half", "五十%"])
def test_what_is_no_share_is_refused(said: str) -> None:
    with pytest.raises(ValidationError, match="share_form"):
        rung(said)


def test_in_chinese_keys_it_is_the_same_and_a_fault_speaks_chinese(tmp_path: Path) -> None:
    said = "{层级: 提醒, 已用时间: 50%, 发给: 联络员}"
    text = SOUND.replace("{rung: remind, before: target, working_days: 3, to: liaison}", said)
    assert loaded(tmp_path, text).declaration.ladders["usual"][0] == rung("50%")
    chinese = converted(text, "campaigns.yaml", "zh")
    assert "已用时间: 50%" in chinese
    (fault,) = faults(tmp_path, chinese.replace("已用时间: 50%", "已用时间: 50%, 工作日: 3"))
    line = next(n for n, one in enumerate(chinese.split("\n"), 1) if "已用时间" in one)
    assert (fault.code, fault.line) == ("share_with_days", line)
    assert fault.message() == "已用时间 按时间的比例算，不与 工作日 同用"
