"""Links of one task, the key that signs them, and the filter by unit."""

from __future__ import annotations

import base64
import json
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from actions import devices, signing_keys
from actions.house import ActionError
from actions.links import LinkError, link_for, opened
from actions.proof import backup
from actions.seeing import (
    UnseenError,
    campaigns_seen,
    obligation_seen,
    obligations_seen,
    sees,
    unit_seen,
    units_by_urgency,
    units_seen,
)
from campaigns.events import Actor
from tests.office import COORDINATOR, LEADER, NORTH, PACKAGE, REPORT, SCHEME, SOUTH, hand_over, office, review
from tests.pages import visitor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office import Office


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small office."""
    return office(tmp_path)


def token(made: Office, path: str = REPORT) -> str:
    return link_for(made.house, f"{made.key}/{path}").removeprefix("/u/")


# --- links --------------------------------------------------------------------------------------------------


def test_a_link_opens_its_one_task_and_shows_phrase_and_instant(made: Office) -> None:
    task = opened(made.house, token(made))
    assert (task.id, task.unit, task.title, task.period) == (
        f"{made.key}/{REPORT}",
        "north",
        "月报",
        "2017-06",
    )
    text = visitor(made.house).get(f"/u/{token(made)}").text
    for said in (
        "月报",
        "2017-06",
        "北山区局",
        "每月28日前",
        "2017年6月28日（星期三）17:30",
        "24:00",
        "正常",
    ):
        assert said in text
    assert "南塘区局" not in text


def test_what_has_no_date_says_so(made: Office) -> None:
    assert "未定期限" in visitor(made.house).get(f"/u/{token(made, SCHEME)}").text


def test_a_link_dies_when_its_task_is_closed_and_lives_again_when_it_is_reopened(made: Office) -> None:
    link = token(made, PACKAGE)
    made.act("2017-07-03T09:00", review.waive, PACKAGE, reason="机构撤并")
    with pytest.raises(LinkError) as refused:
        opened(made.house, link)
    assert refused.value.over
    answer = visitor(made.house).get(f"/u/{link}")
    assert answer.status_code == 410
    assert "失效" in answer.text
    assert "总结材料" not in answer.text
    made.act("2017-07-04T09:00", review.reopen, PACKAGE, reason="仍须报送")
    assert opened(made.house, link).id == f"{made.key}/{PACKAGE}"


def test_a_link_dies_when_its_task_goes_to_another_unit(made: Office) -> None:
    link = token(made)
    made.act("2017-06-20T09:00", hand_over.transfer, REPORT, to="netoffice", reason="职责调整")
    assert visitor(made.house).get(f"/u/{link}").status_code == 410
    assert opened(made.house, token(made, "report/netoffice/2017-06")).unit == "netoffice"


def test_a_link_expires_two_months_after_the_deadline(made: Office) -> None:
    link = token(made)
    made.move("2017-08-27T23:59")
    assert opened(made.house, link).unit == "north"
    made.move("2017-08-28T00:00")
    with pytest.raises(LinkError) as refused:
        opened(made.house, link)
    assert refused.value.over


def test_a_link_that_was_altered_anywhere_opens_nothing(made: Office) -> None:
    link = token(made)
    kid, message, mac = link.split(".")
    whole = json.loads(base64.urlsafe_b64decode(message + "=" * (-len(message) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps([whole[0], "south", whole[2]]).encode()).decode().rstrip("=")
    letters = "ABab01-_.=é%"
    altered = {link[:at] + letter + link[at + 1 :] for at in range(len(link)) for letter in letters} - {link}
    altered |= {link[:at] for at in range(len(link))} | {link + letter for letter in letters}
    altered |= {f"{kid}.{forged}.{mac}", f"{kid}.{message}.", f"..{mac}", f"k2.{message}.{mac}"}
    for bad in sorted(altered):
        with pytest.raises(LinkError) as refused:
            opened(made.house, bad)
        assert not refused.value.over


def test_an_unknown_obligation_has_no_link(made: Office) -> None:
    with pytest.raises(ActionError):
        link_for(made.house, f"{made.key}/report/nowhere/2017-06")


# --- the key ------------------------------------------------------------------------------------------------


def test_the_key_is_readable_by_its_owner_alone_and_goes_into_a_backup(made: Office, tmp_path: Path) -> None:
    link = token(made)
    kept = made.house.settings.data / "keys.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    copy = backup(made.house, tmp_path / "copy") / "keys.json"
    assert copy.read_bytes() == kept.read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert kept.read_text(encoding="utf-8").count(link) == 0


def test_another_key_signs_from_then_on_and_the_former_still_opens_unless_forgotten(made: Office) -> None:
    former = token(made)
    signing_keys.rotate(made.house)
    newer = token(made)
    assert newer.partition(".")[0] != former.partition(".")[0]
    assert opened(made.house, former).id == opened(made.house, newer).id
    signing_keys.rotate(made.house, forget=True)
    for gone in (former, newer):
        with pytest.raises(LinkError):
            opened(made.house, gone)
    assert opened(made.house, token(made)).unit == "north"


def test_two_who_make_the_first_key_at_once_use_the_same(made: Office) -> None:
    some: list[str] = []
    threads = [threading.Thread(target=lambda: some.append(token(made))) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(some)) == 1
    assert opened(made.house, some[0]).unit == "north"
    assert [path.name for path in made.house.settings.data.glob(".keys*")] == []


@pytest.mark.parametrize("broken", ["", "{}", "[]", '{"current": "k1", "keys": {}}'])
def test_a_damaged_key_is_named(made: Office, broken: str) -> None:
    (made.house.settings.data / "keys.json").write_text(broken, encoding="utf-8")
    with pytest.raises(ActionError, match=r"keys\.json"):
        token(made)


def test_a_browser_is_known_again_by_its_own_mark_for_each_account(made: Office) -> None:
    given = devices.mark(made.house, "lin", None)
    both = devices.mark(made.house, "wei", given)
    assert devices.of(made.house, both, "lin") == devices.of(made.house, given, "lin") is not None
    assert devices.of(made.house, given, "wei") is None
    assert devices.of(made.house, token(made), "lin") is None
    for number in range(20):
        both = devices.mark(made.house, f"other-{number}", both)
    assert devices.of(made.house, both, "lin") is None
    assert len(both) < 2000


# --- by unit ------------------------------------------------------------------------------------------------


def test_a_unit_sees_its_own_and_nothing_tells_it_what_else_there_is(made: Office) -> None:
    own = f"{made.key}/{REPORT}"
    assert obligation_seen(made.house, NORTH, own)[1].id == own
    said = set()
    for key in (own, f"{made.key}/report/nowhere/2017-06", "no-campaign/x/y", "", "/", "office"):
        with pytest.raises(UnseenError) as refused:
            obligation_seen(made.house, SOUTH, key)
        said.add(refused.value.said("zh"))
    assert len(said) == 1
    assert {row.unit for row in obligations_seen(made.house, NORTH, made.key)} == {"north"}
    assert units_seen(made.house, NORTH) == {"north": "北山区局"}
    with pytest.raises(UnseenError):
        obligations_seen(made.house, NORTH, "nowhere")


def test_office_leader_and_auditor_see_every_unit_in_the_order_of_the_registry(made: Office) -> None:
    for actor in (COORDINATOR, LEADER, Actor("auditor")):
        assert unit_seen(actor) is None
        assert list(units_seen(made.house, actor)) == ["city", "netoffice", "north", "south", "east"]
        assert len(obligations_seen(made.house, actor, made.key)) == len(made.rows())
        assert obligation_seen(made.house, actor, f"{made.key}/{REPORT}")
        assert [record.key for record in campaigns_seen(made.house, actor)] == [made.key]


def test_a_unit_account_without_a_unit_and_one_of_no_campaign_see_nothing(made: Office) -> None:
    with pytest.raises(UnseenError):
        sees(Actor("unit"), "north")
    assert campaigns_seen(made.house, Actor("unit", "elsewhere")) == []
    assert obligations_seen(made.house, Actor("unit", "elsewhere"), made.key) == []


def test_who_is_nearest_to_being_late_comes_first(made: Office) -> None:
    made.wake("2017-06-27T10:00")
    auditor = Actor("auditor")
    assert next(iter(units_by_urgency(made.house, auditor))) == "north"
    made.hand_in("report/north/2017-06", "2017-06-27T10:05")
    assert next(iter(units_by_urgency(made.house, auditor))) == "south"
    assert set(units_by_urgency(made.house, auditor)) == set(units_seen(made.house, auditor))
