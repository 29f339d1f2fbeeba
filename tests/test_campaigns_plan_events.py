"""What a recorded event opens: counted from it, from a deadline it opened, from one that nothing opens."""

import json
from datetime import date
from pathlib import Path

import pytest

from campaigns.happened import Happened
from campaigns.plan import Plan, Planner
from deadlines.law import NotAllowedError
from tests.october import CHINA
from tests.whole_language import KEY, changed, instants, planner, spelled


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Planner:
    return planner(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def plan(whole: Planner) -> Plan:
    return whole.plan()


def test_a_rule_of_law_gives_the_length_that_the_campaign_leaves_out(whole: Planner) -> None:
    one = whole.on_event("disclosure", "south", Happened("7号", date(2017, 9, 27)))
    assert one.id == f"{KEY}/disclosure/south/7号"
    assert instants(one.deadline.target, one.deadline.breach) == ["10-12T17:30", "10-13T00:00"]
    law = json.loads(one.deadline.certificate)["law"]
    assert law["number"] == "国办发〔2015〕51号"


def test_what_counts_from_a_deadline_that_an_event_opened_is_opened_by_the_same_event(whole: Planner) -> None:
    one = whole.on_event("confirmation", "north", Happened("7号", date(2017, 9, 27)))
    assert one.id == f"{KEY}/confirmation/north/7号"
    # 10-12 is the last permitted day of the disclosure: 13, 16, 17.
    assert spelled(one) == ["10-12T00:00", "10-17T17:30", "10-18T00:00"]
    trigger = json.loads(one.deadline.certificate)["facts"]["trigger"]
    assert trigger == {"event": "disclosure", "day": "2017-10-12", "of": f"{KEY}/disclosure/north/7号"}


def test_what_an_event_opens_may_count_from_a_deadline_that_no_event_opens(
    whole: Planner, plan: Plan
) -> None:
    one = whole.on_event("annexed", "south", Happened("7号", date(2017, 9, 27)))
    trigger = json.loads(one.deadline.certificate)["facts"]["trigger"]
    (base,) = [planned for planned in plan.obligations if planned.id == trigger["of"]]
    assert (base.id, trigger["day"]) == (f"{KEY}/draft/south", str(base.deadline.last_day))
    # Two days before 28 November is a Sunday: it is asked for on Friday.
    assert spelled(one) == ["09-27T00:00", "11-24T17:30", "11-27T00:00"]


def test_an_office_that_an_event_opens_a_task_for_counts_from_the_first_units_deadline(
    whole: Planner,
) -> None:
    one = whole.on_event("annexed", "netoffice", Happened("7号", date(2017, 9, 27)))
    assert json.loads(one.deadline.certificate)["facts"]["trigger"]["of"] == f"{KEY}/draft/north"


def test_a_problem_of_half_past_eight_in_the_evening_is_due_by_midnight_and_in_24_hours(
    whole: Planner,
) -> None:
    event = Happened.read("3号", "2017-09-30T20:30", CHINA)
    overnight = whole.on_event("overnight", "north", event).deadline
    assert instants(overnight.opens, overnight.target, overnight.breach) == [
        "09-30T20:30",
        "10-01T00:00",
        "10-01T00:00",
    ]
    alarm = whole.on_event("alarm", "north", event).deadline
    assert instants(alarm.opens, alarm.target, alarm.breach) == ["09-30T20:30", "10-01T20:30", "10-01T20:30"]


def test_hours_are_refused_for_an_event_of_which_only_the_day_is_known(whole: Planner) -> None:
    with pytest.raises(NotAllowedError) as caught:
        whole.on_event("alarm", "north", Happened("3号", date(2017, 9, 30)))
    assert caught.value.code == "needs_instant"


@pytest.mark.parametrize(
    ("written", "number", "day", "text"),
    [
        ("2017-09-27", "1", date(2017, 9, 27), "2017-09-27"),
        ("2017-09-27T20:30", "1", date(2017, 9, 27), "2017-09-27T20:30"),
        ("2017-09-27T20:30:00+00:00", "1", date(2017, 9, 28), "2017-09-28T04:30"),
    ],
)
def test_an_event_is_read_by_its_day_in_the_campaigns_zone_and_written_the_same(
    written: str, number: str, day: date, text: str
) -> None:
    event = Happened.read(number, written, CHINA)
    assert (event.day, event.text) == (day, text)
    assert Happened.read(number, event.text, CHINA) == event


def test_what_an_event_opens_may_count_from_the_document(tmp_path: Path) -> None:
    """A task for each decision whose date is the same for all of them: the decision is not what it counts from."""
    new = changed(tmp_path, ("rule: 双公示, after: {event: decision}", "after: {event: issued, months: 5}"))
    one = new.on_event("disclosure", "north", Happened("7号", date(2017, 9, 27)))
    assert instants(one.deadline.opens, one.deadline.breach) == ["09-27T00:00", "11-17T00:00"]
    assert json.loads(one.deadline.certificate)["facts"]["trigger"]["event"] == "issued"


def test_the_event_that_opens_a_window_does_not_close_it_unless_it_is_the_one_that_ends_it(
    tmp_path: Path,
) -> None:
    window = "window: {{from: 2017-07, until: {{event: {event}, backstop: 2017-11/end}}}}"
    other = changed(tmp_path, ("same_day: {event: exposed}", window.format(event="closing")))
    decided = Happened("1号", date(2017, 9, 27))
    assert instants(other.on_event("overnight", "north", decided).deadline.closes) == ["12-01T00:00"]
    same = changed(tmp_path, ("same_day: {event: exposed}", window.format(event="exposed")))
    assert instants(same.on_event("overnight", "north", decided).deadline.closes) == ["09-28T00:00"]
