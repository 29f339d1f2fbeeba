"""How document 001 stands at an instant, counted by unit and by phase."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.declared import load
from campaigns.ladder import Pace
from campaigns.lifecycle import Tracked
from campaigns.plan import Planner
from campaigns.schemes import Gap
from campaigns.standing import Standing, standing
from deadlines.calendars import Calendars

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.yaml"
CHINA = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.fixture(scope="module")
def planner() -> Planner:
    return load(CAMPAIGNS, Calendars.packaged()).planner("tianjin-2017", Calendars.packaged())


def rows(planner: Planner) -> list[Tracked]:
    """Every obligation of the plan, open and unfiled."""
    return [
        Tracked(
            number=number,
            id=one.id,
            task=one.task,
            unit=one.unit,
            period=one.period,
            item=None,
            status="open",
            how=None,
            version=1,
            opens=one.deadline.opens,
            target=one.deadline.target,
            breach=one.deadline.breach,
            last_day=one.deadline.last_day,
            past=None,
            judged=None,
            first_received=None,
            filings=0,
        )
        for number, one in enumerate(planner.plan().obligations, 1)
    ]


def measured(planner: Planner, gap: dict[str, object]) -> Planner:
    """The same campaign under lights that measure progress against time."""
    usual = planner.declaration.lights[planner.campaign.lights]
    lights = {planner.campaign.lights: usual.model_copy(update={"progress": Gap.model_validate(gap)})}
    return replace(planner, declaration=planner.declaration.model_copy(update={"lights": lights}))


def seen(planner: Planner, tracked: list[Tracked], instant: str) -> Standing:
    ladder = planner.declaration.ladders[planner.campaign.ladder]
    return standing(planner, Pace(ladder, planner.calendar, planner.office), tracked, at(instant))


def test_where_nobody_filed_the_first_report_every_district_is_late_in_the_registrys_order(
    planner: Planner,
) -> None:
    before = seen(planner, rows(planner), "2017-06-28T23:59")
    assert (before.total.count("overdue"), before.overdue_units) == (0, ())
    after = seen(planner, rows(planner), "2017-06-29T00:00")
    assert after.total.count("overdue") == 16
    names = [u.name for u in planner.declaration.units.values() if u.kind == "district"]
    assert list(after.overdue_units) == names
    assert after.by_id["tianjin-2017/monthly-report/heping/2017-06"] == "overdue"


def test_every_obligation_is_counted_once_by_unit_once_by_phase_and_once_in_all(planner: Planner) -> None:
    found = seen(planner, rows(planner), "2017-10-26T09:00")
    for lines in (found.units, found.phases, (found.total,)):
        assert sum(sum(line.lights.values()) for line in lines) == 147
    assert found.phases_now == ("集中联合检查", "督查")


def test_a_late_filing_is_counted_as_late_and_no_longer_as_overdue(planner: Planner) -> None:
    tracked = rows(planner)
    filed = at("2017-06-29T00:00")
    tracked[0] = replace(
        tracked[0], status="closed", how="filed", first_received=filed, closed_at=filed, filings=1
    )
    found = seen(planner, tracked, "2017-06-30T09:00")
    assert (found.total.count("overdue"), found.total.late, found.total.closed) == (15, 1, 1)


def test_days_gone_are_counted_of_the_campaigns_period_and_never_leave_it(planner: Planner) -> None:
    gone = [
        seen(planner, [], instant).days_gone
        for instant in ("2017-05-01", "2017-06-01", "2017-12-31", "2018-05-01")
    ]
    assert gone == [0, 1, 214, 214]
    assert seen(planner, [], "2018-05-01").percent == 100


def done(tracked: list[Tracked], task: str, period: str | None, units: int) -> list[Tracked]:
    """The first `units` of that task and period filed on the day before they were due."""
    mine = [one.id for one in tracked if (one.task, one.period) == (task, period)][:units]
    filed = [replace(one, status="submitted", filings=1, first_received=one.target) for one in tracked]
    return [new if new.id in mine else old for old, new in zip(tracked, filed, strict=True)]


def test_progress_against_time_is_counted_for_units_phases_and_the_campaign(planner: Planner) -> None:
    """By 29 July 59 of 214 days are gone (27.6 %), and 32 reports have fallen due."""
    tracked = done(done(rows(planner), "monthly-report", "2017-06", 8), "monthly-report", "2017-07", 0)
    found = seen(measured(planner, {"yellow": 2, "red": 20}), tracked, "2017-07-29T09:00")
    assert found.total.progress is not None
    told = found.total.progress
    assert (told.done, told.of, told.gone, told.days, told.light) == (8, 32, 59, 214, "yellow")
    by_unit = {line.key: line.progress for line in found.units}
    heping = by_unit["heping"]
    assert heping is not None
    # One of two is done: ahead of the time.
    assert (heping.done, heping.of, heping.light) == (1, 2, "on_pace")
    last = by_unit["jizhou"]
    assert last is not None
    assert (last.done, last.of, last.light) == (0, 2, "red")
    phases = {line.key: line.progress for line in found.phases}
    # 21 June to 20 November: 39 of 153 days; nothing dated belongs to it.
    inspection = phases["inspection"]
    assert inspection is not None
    assert (inspection.gone, inspection.days, inspection.light) == (39, 153, "unmeasured")
    assert seen(planner, tracked, "2017-07-29T09:00").total.progress is None
