"""What verifying finds of deadlines that were tampered with: in the row, and where the history was forged too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from actions.proof import _recomputes, _unfounded, verify
from deadlines.certificate import canonical
from store import obligations
from tests.winter import NORTHS, NOTICE, WINTER, Winter, late_notice, winter

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

__all__ = ["late_notice"]


@pytest.fixture
def made(tmp_path: Path, late_notice: None) -> Winter:  # noqa: ARG001 - the fixture of tests.winter
    """The winter action with its notice loaded and announced, an event recorded and corrected."""
    found = winter(tmp_path)
    found.load("2016-12-05T10:00", NOTICE)
    found.deliver("2016-12-05T10:05")
    found.record("2017-01-13T20:45", "2017-01-13T20:30", "exposed", number="曝1")
    found.record("2017-01-14T10:00", "2017-01-13")
    found.correct("2017-01-14T11:00", "2017-01-12")
    return found


def certificate(made: Winter, path: str = NORTHS) -> str:
    """The certificate of the deadline in force."""
    row = made.row(path)
    with made.house.store.read() as connection:
        return obligations.certificate(connection, WINTER, row.number, row.version)


def test_every_certificate_of_every_version_recomputes_to_the_same_bytes(made: Winter) -> None:
    with made.house.store.read() as connection:
        found = [text for *_, text in obligations.certificates(connection)]
    assert len(found) > 60
    assert all(_recomputes(text, made.house.calendars) for text in found)
    assert {json.loads(text)["provisional"] for text in found} == {True, False}
    assert verify(made.house, rebuilding=True).faults == ()


def test_a_certificate_changed_in_the_row_alone_differs_from_the_history(made: Winter) -> None:
    forged = certificate(made).replace("2017-01-27T00:00", "2017-02-01T00:00")
    with made.house.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE deadlines SET certificate = ? WHERE number = ? AND version = 3",
            (forged, made.row(NORTHS).number),
        )
    assert any(
        "deadlines" in fault and "certificate" in fault
        for fault in verify(made.house, rebuilding=True).faults
    )


CHANGES: dict[str, dict[str, Any]] = {
    "a later breach": {"breach": "2017-02-01T00:00:00+08:00"},
    "a later target": {"target": "2017-01-31T17:30:00+08:00"},
    "another last day": {"last_day": "2017-01-31"},
    "provisional after all": {"provisional": True},
    "another day of the period": {"facts": {"day": "2017-01-27", "opens": "2017-01-01T00:00:00+08:00"}},
    "no notes": {"notes": []},
    "another rule": {"rule": {"text": "x", "on": "2017-01-31"}},
    "a rule that is none": {"rule": {"text": "x"}},
    "no rule": {"rule": None},
    "no facts": {"facts": None},
    "no office": {"office": {}},
    "an unknown notice": {
        "calendar": {"region": "cn", "keys": ["1999"], "first_year": 2017, "known_through": "2017-12-28"}
    },
    "an unknown region": {
        "calendar": {"region": "cn-zz", "keys": ["2017"], "first_year": 2017, "known_through": "2017-12-28"}
    },
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_certificate_forged_consistently_would_not_recompute(made: Winter, change: str) -> None:
    """In the row, in the history and in its chain: then only working the date out again tells."""
    text = certificate(made)
    assert _recomputes(text, made.house.calendars)
    forged = canonical({**json.loads(text), **CHANGES[change]})
    assert forged != text
    assert not _recomputes(forged, made.house.calendars)
    with made.house.store.write() as connection:
        values = (forged, made.row(NORTHS).number)
        connection.exec_driver_sql(
            "UPDATE deadlines SET certificate = ? WHERE number = ? AND version = 3", values
        )
        faults = list(_unfounded(connection, made.house.calendars))
    assert [fault.split("：")[0] for fault in faults] == [f"deadlines {WINTER}/{values[1]}/3"]


def test_a_certificate_of_the_first_form_is_not_recomputed_and_no_fault(made: Winter) -> None:
    assert _recomputes('{"v":1}', made.house.calendars)
