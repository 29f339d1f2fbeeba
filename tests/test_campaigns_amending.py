"""The plan against the record: which obligations an amendment adds, moves, rewords, gives back and takes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from campaigns.amending import Comparison, as_planned, because, compare, withdrawn
from campaigns.ladder import with_earlier
from campaigns.lifecycle import OpenNotice
from campaigns.plan import Planned
from campaigns.redating import restored
from tests.instants import resolved
from tests.october import at
from tests.one_record import NOON, PACE, USUAL, Record, due, row

if TYPE_CHECKING:
    from campaigns.lifecycle import Tracked
    from deadlines.resolve import Deadline

PARTS = ("added", "moved", "reworded", "restored", "withdrawn", "kept", "same")


def planned(tracked: Tracked, deadline: Deadline, **changes: Any) -> Planned:
    """What the plan says of the obligation on record."""
    named = {
        name: getattr(tracked, name) for name in ("id", "task", "unit", "role", "period", "item", "past")
    }
    return Planned(**{**named, "deadline": deadline, **changes})


def compared(tracked: Tracked, *plan: Planned, before: str | None = None) -> list[str]:
    """The parts in which the obligation `tracked`, with the deadline of 20 October, or the plan stands."""
    known = {} if before is None else {tracked.id: before}
    found = compare([tracked], {tracked.number: due("10-20").certificate}, plan, NOON, before=known)
    return [part for part in PARTS if getattr(found, part)]


OPEN = row("10-20")
#: The same, due a week before it is looked at.
LATE = row("10-09")


@pytest.mark.parametrize(
    ("status", "part"),
    [
        ("pending", "moved"),
        ("open", "moved"),
        ("submitted", None),
        ("closed", None),
        ("withdrawn", "restored"),
    ],
)
def test_another_date_moves_what_is_open_and_leaves_what_was_filed(status: str, part: str | None) -> None:
    tracked = replace(OPEN, status=status)
    assert compared(tracked, planned(tracked, due("10-25"))) == ([part] if part else [])


@pytest.mark.parametrize(
    ("status", "part"),
    [
        ("pending", "withdrawn"),
        ("open", "withdrawn"),
        ("submitted", "kept"),
        ("closed", "kept"),
        ("withdrawn", None),
    ],
)
def test_what_is_no_longer_asked_for_is_withdrawn_unless_something_was_filed(
    status: str, part: str | None
) -> None:
    assert compared(replace(OPEN, status=status)) == ([part] if part else [])


def test_what_is_overdue_stays_owed() -> None:
    assert compared(LATE) == ["kept"]
    assert compared(replace(LATE, breach=NOON)) == ["kept"]
    assert compared(replace(LATE, breach=at("2017-10-16T12:00:01"))) == ["withdrawn"]


def test_what_was_past_from_the_start_or_has_no_date_is_withdrawn() -> None:
    assert compared(replace(LATE, past="launch")) == ["withdrawn"]
    assert compared(replace(OPEN, target=None, breach=None, last_day=None)) == ["withdrawn"]


def test_the_same_certificate_is_the_same() -> None:
    assert compared(OPEN, planned(OPEN, due("10-20"))) == ["same"]


def test_the_same_date_by_another_phrase_is_reworded() -> None:
    other = resolved(on="2017-10-20", opens="2017-10-01", source="六")
    assert other.certificate != due("10-20").certificate
    assert compared(OPEN, planned(OPEN, other)) == ["reworded"]


def test_the_same_date_in_another_part_is_reworded() -> None:
    assert compared(OPEN, planned(OPEN, due("10-20"), role="cooperating")) == ["reworded"]


def test_what_differs_from_the_record_for_another_reason_than_the_declaration_is_left_as_it_is() -> None:
    new = due("10-25")
    assert compared(OPEN, planned(OPEN, new), before=new.certificate) == ["same"]
    assert compared(OPEN, planned(OPEN, new), before=due("10-24").certificate) == ["moved"]


def test_an_earlier_date_that_still_waits_for_its_announcement_is_not_moved_again() -> None:
    waits = replace(OPEN, target=due("10-18").target)
    found = compare([waits], {waits.number: due("10-18").certificate}, [planned(waits, due("10-18"))], NOON)
    assert found.same == (waits,)
    assert found.empty


def test_what_is_new_is_added_only_where_it_lies_ahead() -> None:
    for day, parts in (("10-15", []), ("10-16", ["added"]), ("10-20", ["added"])):
        one = planned(OPEN, due(day))
        found = compare([], {}, [one], NOON)
        assert [part for part in PARTS if getattr(found, part)] == parts
    assert compare([], {}, [planned(OPEN, due("10-15"))], due("10-15").breach or NOON).added == ()


def test_what_was_withdrawn_comes_back_only_where_it_lies_ahead() -> None:
    gone = replace(OPEN, status="withdrawn")
    assert compared(gone, planned(gone, due("10-20"))) == ["restored"]
    assert compared(gone, planned(gone, due("10-15"))) == []


def test_what_is_without_a_date_and_new_is_added() -> None:
    found = compare([], {}, [planned(OPEN, resolved(undated={}, opens="2017-10-01"))], NOON)
    assert len(found.added) == 1


def test_nothing_against_nothing_is_empty() -> None:
    assert compare([], {}, [], NOON) == Comparison((), (), (), (), (), (), ())
    assert compare([], {}, [], NOON).empty


def test_whoever_is_chased_is_not_let_go_by_a_date_before_the_launch() -> None:
    assert as_planned(OPEN, planned(OPEN, due("10-09"), past="launch")).past is None
    past = replace(OPEN, past="launch")
    assert as_planned(past, planned(past, due("10-20"), past=None)).past is None
    assert as_planned(past, planned(past, due("10-12"), past="launch")).past == "launch"


def test_withdrawing_takes_back_every_notice_that_has_not_left() -> None:
    record = Record(OPEN)
    record.wake(at("2017-10-17T09:00"))
    unsent = record.unsent
    assert unsent == [OpenNotice(1, "rung:0", f"{OPEN.unit}/liaison", "new")]
    record.append(withdrawn(record.row, at("2017-10-17T10:00"), unsent))
    news = [OpenNotice(1, "withdrawn:1", f"{OPEN.unit}/liaison", "new")]
    assert (record.row.status, record.unsent) == ("withdrawn", news)
    assert record.row.breach == OPEN.breach
    assert record.wake(at("2017-12-01T09:00")) == []


def test_what_is_owed_again_goes_on_with_what_lies_ahead() -> None:
    record = Record(OPEN)
    record.wake(at("2017-10-17T09:00"))
    record.append(withdrawn(record.row, at("2017-10-17T10:00"), record.unsent))
    record.append(restored(record.row, due("10-20"), PACE, at("2017-10-18T10:00"), cause="amended"))
    assert (record.row.status, record.row.version) == ("open", 2)
    steps = [event.data.get("step", event.kind) for event in record.wake(at("2017-11-01T09:00"))]
    assert steps == [1, "became_overdue", 2, 3]


def test_what_is_owed_again_later_opens_when_its_time_comes() -> None:
    gone = replace(OPEN, status="withdrawn")
    later = resolved(on="2017-11-20", opens="2017-11-01")
    event = restored(gone, later, PACE, NOON, cause="amended")
    assert (event.data["status"], event.data["judged"]) == ("pending", None)
    assert event.data["attention"] == "2017-11-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "补充通知将“甲”改为“乙”"), ("en", "an amendment says “乙” instead of “甲”")]
)
def test_the_reason_names_both_phrases(lang: str, said: str) -> None:
    old, new = (
        resolved(on=f"2017-10-{day}", opens="2017-10-01", text=text).certificate
        for day, text in ((20, "甲"), (25, "乙"))
    )
    assert because(old, new, lang) == [said]
    assert because(old, old, lang)[0] in {"补充通知", "an amendment"}


# --- rungs keep their index ---------------------------------------------------------------------------------

FIRST, ON_THE_DAY, URGE, SUPERVISE = USUAL


def test_a_rung_keeps_its_index_whatever_is_put_before_it() -> None:
    known, climbed = with_earlier((), USUAL)
    assert (known, climbed) == (USUAL, (0, 1, 2, 3))
    early = replace_days(FIRST, 5)
    known, climbed = with_earlier(known, (early, FIRST, URGE))
    assert (known, climbed) == ((*USUAL, early), (4, 0, 2))
    assert with_earlier(known, USUAL) == (known, (0, 1, 2, 3))


def test_the_same_rung_twice_in_one_ladder_is_two() -> None:
    assert with_earlier((), (FIRST, FIRST)) == ((FIRST, FIRST), (0, 1))


def test_only_the_newest_ladder_is_climbed_and_in_its_order() -> None:
    known, climbed = with_earlier(USUAL, (replace_days(FIRST, 5), URGE))
    pace = replace(PACE, rungs=known, climbed=climbed)
    steps = pace.steps(OPEN.opens, OPEN.target, OPEN.breach, OPEN.last_day)
    assert [step.rung for step in steps if step.kind == "rung"] == [4, 2]


def replace_days(rung: Any, days: int) -> Any:
    """The rung, so many working days away."""
    return rung.model_copy(update={"working_days": days})
