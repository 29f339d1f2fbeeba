"""Any past instant: what rows say of themselves equals what the fold of the whole history says, always."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from actions import extend, hand_over, pause, review, standing
from actions.correct import correct
from actions.record import record
from actions.submit import Submission
from campaigns.brief import briefs, columns_of
from campaigns.events import Actor
from store import history
from tests.amended import EXTRA, amend, due, text
from tests.cast import COORDINATOR, declare, listening, moment, stage
from tests.office import REPORT, SCHEME, office

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.brief import Brief
    from tests.cast import Stage
    from tests.office import Office


def folded(made: Stage, at: datetime) -> list[Brief]:
    """Every obligation at `at`, by the whole history alone."""
    with made.house.store.read() as connection:
        found = made.house.on_record(connection, made.key)
        rows = standing.folded(connection, found, at).tables["obligations"]
        return briefs((columns_of(rows[key]) for key in sorted(rows)), found.zone)


def read(made: Stage, at: datetime) -> list[Brief]:
    """Every obligation at `at`, as the pages read it."""
    with made.house.store.read() as connection:
        return standing.as_of(connection, made.house.on_record(connection, made.key), at)[0]


def instants(made: Stage) -> list[datetime]:
    """Around each instant at which anything took effect or was noticed."""
    with made.house.store.read() as connection:
        told = list(history.bodies(connection, made.key))
    known = {datetime.fromisoformat(body[name]) for body in told for name in ("effective", "noticed")}
    return [at + timedelta(seconds=beside) for at in sorted(known) for beside in (-1, 0, 1)]


def assert_the_same(made: Stage) -> None:
    """At every such instant both ways give the same rows."""
    for at in instants(made):
        assert read(made, at) == folded(made, at), at


@pytest.fixture
def busy(tmp_path: Path) -> Office:
    """A summer in which everything is decided that can be."""
    made = office(tmp_path)
    ask_for_longer(made, "2017-06-20T09:00", "north")
    made.act("2017-06-21T09:00", extend.grant, "package/north")
    review_reports(made)
    made.hand_in(SCHEME, "2017-06-29T09:00")
    made.hand_in(SCHEME, "2017-06-30T09:00")
    made.act("2017-06-30T10:00", review.reopen, "report/east/2017-06", reason="又有了")
    disclose(made)
    made.act("2017-07-06T09:00", pause.pause, "verify/north/1号", cause="检验")
    made.act("2017-07-06T10:30", pause.resume, "verify/north/1号")
    made.act("2017-07-06T11:00", hand_over.transfer, "verify/south/1号", to="east", reason="职责调整")
    made.act("2017-07-07T11:00", review.withdraw, "scheme/south", reason="不再需要")
    ask_for_longer(made, "2017-07-10T11:00", "east")
    made.tick("2017-07-20T10:00")
    made.hand_in("report/north/2017-07", "2017-07-27T10:00")
    made.tick("2017-08-10T10:00")
    return made


def ask_for_longer(made: Office, when: str, unit: str) -> None:
    """A unit asks for some days more."""
    told = {"until": date(2017, 7, 21), "reason": "汛期", "progress": "一半"}
    made.act(when, extend.ask, f"package/{unit}", Actor("unit", unit), **told)


def review_reports(made: Office) -> None:
    """One zero report, one returned and accepted, one exempted."""
    made.submit(REPORT, "2017-06-26T10:00")
    made.hand_in("report/south/2017-06", "2017-06-26T11:00")
    made.act("2017-06-27T09:00", review.return_, "report/south/2017-06", reason="缺数")
    made.hand_in("report/south/2017-06", "2017-06-28T11:00")
    made.move("2017-06-28T15:00")
    review.accept(made.house, [f"{made.key}/report/south/2017-06"], COORDINATOR)
    made.act("2017-06-28T16:00", review.waive, "report/east/2017-06", reason="没有网店")


def disclose(made: Office) -> None:
    """Two decisions; one is disclosed at the second attempt."""
    made.move("2017-07-03T10:00")
    for unit, day in (("north", date(2017, 7, 3)), ("south", date(2017, 6, 28))):
        record(made.house, made.key, "decision", unit=unit, number="1号", happened=day, actor=COORDINATOR)
    tries = [
        ("north", "2017-07-04T09:00", {"公示日期": "2017-07-04"}),
        ("north", "2017-07-05T09:00", {"公示日期": "2017-07-05", "公示网址": "http://north.example/1"}),
        ("south", "2017-07-05T09:30", {"公示日期": "2017-07-03", "公示网址": "http://south.example/1"}),
    ]
    for unit, when, fields in tries:
        made.submit(f"disclosure/{unit}/1号", when, Submission(fields=fields))


def test_whatever_was_decided_a_past_instant_is_what_the_history_says(busy: Office) -> None:
    assert len({body["kind"] for body in busy.bodies()}) > 15
    assert_the_same(busy)


def test_what_only_came_and_went_is_read_without_its_history(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.hand_in(REPORT, "2017-06-27T10:00")
    made.tick("2017-07-05T10:00")
    assert_the_same(made)
    heard: list[str] = []
    with listening(made, heard.append):
        read(made, moment("2017-06-20T10:00"))
    assert [one for one in heard if "history" in one] == []


def test_amendments_and_corrections_are_told_by_the_history_too(tmp_path: Path) -> None:
    made = stage(tmp_path, declare(tmp_path, text()))
    made.tick("2017-06-26T10:00")
    happened = date(2017, 6, 26)
    record(made.house, made.key, "decision", unit="north", number="1号", happened=happened, actor=COORDINATOR)
    amend(made, text(due("07-20"), more=EXTRA.replace("DAY", "2017-07-25")), "2017-06-28T10:00")
    record(made.house, made.key, "decision", unit="south", number="2号", happened=happened, actor=COORDINATOR)
    made.move("2017-06-29T10:00")
    correct(
        made.house,
        made.key,
        "decision",
        unit="north",
        number="1号",
        actor=COORDINATOR,
        reason="看错",
        happened=date(2017, 6, 23),
    )
    made.tick("2017-07-03T10:00")
    made.submit("survey/north", "2017-07-04T10:00")
    made.tick("2017-08-01T10:00")
    assert_the_same(made)
