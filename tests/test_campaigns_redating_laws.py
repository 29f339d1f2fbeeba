"""Laws of moving deadlines: whatever moves when, each version is overdue once, and nothing is told twice."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.lifecycle import Tracked, attention
from campaigns.redating import announced
from tests.october import at
from tests.one_record import PACE, Record, due, moved, row

_FIRST = at("2017-09-20")
_MOMENTS = st.integers(0, 60 * 24 * 80).map(lambda minutes: _FIRST + timedelta(minutes=minutes))
_DAYS = st.dates(at("2017-10-02").date(), at("2017-11-25").date()).map(lambda day: f"{day:%m-%d}")


@settings(max_examples=300)
@given(
    old=_DAYS,
    moves=st.lists(st.tuples(_DAYS, st.booleans(), st.booleans()), min_size=1, max_size=3),
    instants=st.lists(_MOMENTS, min_size=8, max_size=8),
    looked=st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_however_dates_move_each_version_is_overdue_once_at_its_breach_and_nothing_is_told_twice(
    old: str, moves: list[tuple[str, bool, bool]], instants: list[datetime], looked: list[bool]
) -> None:
    record = Record(row(old, status="pending", judged=None))
    now, *later = sorted(instants)
    record.wake(now)
    for (day, at_once, sends), look in zip(moves, looked, strict=False):
        now = later.pop(0)
        if look:
            record.wake(now)
        _move(record, day, now, at_once=at_once)
        if sends:
            now = later.pop(0)
            _announce(record, day, now)
    end = at("2018-01-31")
    record.wake(end)
    assert attention(record.row, PACE) is None
    breaches = _breaches(record, row(old))
    overdue = record.overdue()
    assert len({version for version, _ in overdue}) == len(overdue)
    assert all(breaches[version] == when for version, when in overdue)
    # Whatever breach stands at the end is on record as passed, once.
    assert breaches[record.row.version] in [when for _, when in overdue]
    same = [(one, two) for one, two in pairwise(overdue) if one[1] == two[1]]
    assert same == []


def _move(record: Record, day: str, now: datetime, *, at_once: bool) -> None:
    """Give the obligation the deadline of `day`, and hold what then stands against the rule."""
    before = record.row
    event = moved(before, day, now, *record.unsent, at_once=at_once)
    record.append(event)
    new = due(day)
    assert before.breach is not None
    assert new.breach is not None
    waits = new.breach < before.breach and not at_once
    assert record.row.breach == (before.breach if waits else new.breach)
    assert record.row.target is not None
    assert record.row.breach is not None
    assert record.row.target <= record.row.breach
    following = attention(record.row, PACE)
    assert event.data["attention"] == (following and following.isoformat())


def _announce(record: Record, day: str, sent: datetime) -> None:
    """The announcement leaves: what binds now is neither before the rule's date nor after the old one."""
    before, new = record.row, due(day)
    event = announced(before, new.certificate, PACE, sent)
    if event is None:
        return
    record.append(event)
    assert before.breach is not None
    assert record.row.breach is not None
    assert new.breach is not None
    assert max(new.breach, sent + timedelta(days=1)) <= record.row.breach < before.breach


def _breaches(record: Record, first: Tracked) -> dict[int, datetime | None]:
    """The breach of each version."""
    found = {1: first.breach}
    for version, event in record.events:
        if event.kind == "redated":
            found[version] = datetime.fromisoformat(event.data["breach"])
    return found
