"""Office hours: where a date becomes an instant, and the next opening on a working day."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from deadlines.office import Office
from tests.instants import NATIONAL, OFFICE, at


def test_a_day_begins_opens_closes_and_ends_in_the_offices_own_zone() -> None:
    day = date(2017, 10, 27)
    found = (OFFICE.at(day), OFFICE.opening(day), OFFICE.closing(day), OFFICE.end(day))
    assert found == (
        at("2017-10-27T00:00"),
        at("2017-10-27T08:30"),
        at("2017-10-27T17:30"),
        at("2017-10-28T00:00"),
    )
    assert {instant.tzinfo for instant in found} == {ZoneInfo("Asia/Shanghai")}
    assert OFFICE.at(day, time(12)) == datetime(2017, 10, 27, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "opening"),
    [
        ("2017-09-29T08:29", "2017-09-29T08:30"),
        ("2017-09-29T08:30", "2017-09-29T08:30"),
        # Saturday 30 September is worked, then eight days are off
        ("2017-09-29T08:31", "2017-09-30T08:30"),
        ("2017-09-30T09:00", "2017-10-09T08:30"),
        ("2017-10-05T03:00", "2017-10-09T08:30"),
    ],
)
def test_the_next_opening_is_on_a_working_day_and_may_be_now(after: str, opening: str) -> None:
    assert OFFICE.next_opening(at(after), NATIONAL) == at(opening)
    assert OFFICE.next_opening(at(after).astimezone(UTC), NATIONAL) == at(opening)


def test_another_zone_has_its_own_midnight() -> None:
    urumqi = Office("Asia/Urumqi", time(10), time(19))
    assert urumqi.end(date(2017, 10, 27)) == datetime(2017, 10, 27, 18, tzinfo=UTC)
