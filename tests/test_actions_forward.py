"""Time goes on in a simulated folder, by a press: what comes due is told, other units hand in what they would."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.clock import FolderClock, RealClock
from actions.forward import DAY, forward
from actions.house import ActionError, build
from actions.launch import launch
from actions.proof import verify
from actions.rehearse import OFFICE
from actions.settings import Settings
from campaigns.lifecycle import OPENED
from store import history, obligations
from tests.cast import KEY, ZONE, declare, moment, small_yaml
from tests.pages import account, signed_in, visitor
from web.door import Door

if TYPE_CHECKING:
    from pathlib import Path

    from actions.house import House

BEGUN = moment("2017-06-19T09:00")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The small action, launched on simulated data on 19 June 2017."""
    data = tmp_path / "data"
    found = build(Settings(data=data, file=tmp_path / "campaigns.yaml"), FolderClock(data, at=BEGUN))
    launch(found, declare(tmp_path, small_yaml()), KEY, OFFICE)
    return found


def kinds(house: House) -> list[str]:
    with house.store.read() as connection:
        return [body["kind"] for body in history.bodies(connection, KEY)]


def test_a_day_is_a_day_and_is_kept(house: House) -> None:
    assert forward(house).now == BEGUN + DAY
    assert house.now() == BEGUN + DAY
    assert FolderClock(house.settings.data).now() == BEGUN + DAY


def test_weeks_bring_openings_letters_filings_and_what_is_late_and_the_record_holds(house: House) -> None:
    brought: dict[str, int] = {}
    letters = 0
    for _ in range(45):
        done = forward(house)
        letters += done.letters.get("sent", 0)
        brought = {
            kind: brought.get(kind, 0) + done.brought.get(kind, 0) for kind in {*brought, *done.brought}
        }
    assert brought["filed"] > 0
    assert brought["opened"] > 0
    assert letters > 0
    assert house.now() == BEGUN + timedelta(days=45)
    found = verify(house, rebuilding=True)
    assert found.faults == ()
    # Nothing is left behind that had come due by now.
    with house.store.read() as connection:
        seconds = obligations.next_attention(connection, KEY)
    assert seconds is None or seconds > house.now().timestamp()


def test_days_one_by_one_and_all_at_once_bring_the_same_filings(house: House, tmp_path: Path) -> None:
    for _ in range(30):
        forward(house)
    data = tmp_path / "other"
    other = build(Settings(data=data, file=tmp_path / "campaigns.yaml"), FolderClock(data, at=BEGUN))
    launch(other, declare(tmp_path, small_yaml()), KEY, OFFICE)
    forward(other, timedelta(days=30))
    assert kinds(other) == kinds(house)


def test_nothing_is_filed_twice(house: House) -> None:
    with house.store.read() as connection:
        rows = [row.id for row in obligations.everything(connection, KEY, ZONE) if row.status == OPENED]
    assert rows
    forward(house, timedelta(days=60))
    with house.store.read() as connection:
        twice = [row for row in obligations.everything(connection, KEY, ZONE) if row.filings > 1]
    assert twice == []


def test_real_time_is_nobodys_to_move(house: House) -> None:
    house.clock = RealClock()
    with pytest.raises(ActionError, match="只有演示数据"):
        forward(house)


def test_the_button_is_there_in_play_alone(house: House) -> None:
    account(house, "leader-1", "leader")
    one = signed_in(house, "leader-1")
    assert "快进一天" in one.get("/leader").text
    answer = one.post("/play/forward", {"next": "/leader"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/leader")
    assert house.now() == BEGUN + DAY
    # Elsewhere than on this machine nobody moves time.
    far = signed_in(house, "leader-1", Door("0.0.0.0", plain_http=True))  # noqa: S104 - nothing is bound
    assert "快进一天" not in far.get("/leader").text
    assert far.post("/play/forward").status_code == 404
    assert house.now() == BEGUN + DAY
    assert visitor(house).post("/play/forward").status_code in {303, 403}
    assert house.now() == BEGUN + DAY
