"""Accounts: made and changed on the office's chain, without a name and without a password in it."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from actions import accounts, passwords, signing_in
from actions.house import ActionError
from actions.passwords import BusyError, fits, hashed, one_time_password, refuse_weak
from actions.proof import verify
from actions.signing_in import From, SignInError, ThrottledError
from actions.throttle import LONGEST, SHORTEST, WINDOW, Counter, counters, failed, wait
from campaigns.events import OFFICE_CHAIN, SYSTEM, Actor
from store import history
from tests.cast import COORDINATOR, HandClock, declare, moment, small_yaml, stage
from tests.pages import OWN, account

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Stage

ADMINISTRATOR = Actor("administrator")
HERE = From("192.0.2.7")
NOW = moment("2026-03-02T09:00")


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    """A simulated house."""
    return stage(tmp_path)


def bodies(made: Stage) -> list[dict[str, object]]:
    with made.house.store.read() as connection:
        return list(history.bodies(connection, OFFICE_CHAIN))


# --- history ------------------------------------------------------------------------------------------------


def test_what_becomes_of_an_account_is_history_and_its_owner_and_password_are_not(made: Stage) -> None:
    house = made.house
    given = accounts.add(house, "Lin", "unit", ADMINISTRATOR, display="林一一", unit="北山区局")
    accounts.own_password(house, given.account, OWN, signing_in.actor_of(given.account))
    accounts.change_role(house, "lin", "leader", ADMINISTRATOR)
    accounts.disable(house, "lin", ADMINISTRATOR)
    accounts.disable(house, "lin", ADMINISTRATOR)
    accounts.enable(house, "lin", ADMINISTRATOR)
    accounts.set_password(house, "lin", ADMINISTRATOR)
    told = bodies(made)
    assert [body["kind"] for body in told] == [
        *("chain_opened", "account_created", "password_set", "account_changed"),
        *("account_disabled", "account_enabled", "password_set"),
    ]
    text = json.dumps(told, ensure_ascii=False)
    assert given.account.person in text
    for secret in ("林一一", given.password, OWN, "argon2"):
        assert secret not in text
    assert given.account.display == "林一一"
    assert verify(house, rebuilding=True).faults == ()


def test_a_role_that_was_given_past_the_program_is_named(made: Stage) -> None:
    accounts.add(made.house, "lin", "auditor", ADMINISTRATOR)
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE accounts SET role = 'coordinator'")
    (fault,) = verify(made.house, rebuilding=True).faults
    assert "accounts lin role" in fault


def test_an_erased_name_leaves_the_account_and_the_chain_whole(made: Stage) -> None:
    accounts.add(made.house, "lin", "auditor", ADMINISTRATOR, display="林一一")
    with made.house.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM people")
    assert [one.display for one in accounts.everybody(made.house)] == ["lin"]
    assert verify(made.house, rebuilding=True).faults == ()


# --- refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "role", "unit", "said"),
    [
        ("l", "leader", None, "2至40"),
        ("l in", "leader", None, "2至40"),
        ("lin\u202e", "leader", None, "2至40"),
        ("lin", "emperor", None, "角色"),
        ("lin", "unit", None, "单位"),
        ("lin", "leader", "north", "单位"),
        ("lin", "unit", "西门区局", "西门区局"),
        ("taken", "leader", None, "已有"),
        (" TAKEN", "leader", None, "已有"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_nothing_is_written(
    made: Stage, name: str, role: str, unit: str | None, said: str
) -> None:
    accounts.add(made.house, "taken", "leader", ADMINISTRATOR)
    before = bodies(made)
    with pytest.raises(ActionError, match=said):
        accounts.add(made.house, name, role, ADMINISTRATOR, unit=unit)
    assert bodies(made) == before
    assert len(accounts.everybody(made.house)) == 1


def test_only_the_administrator_has_to_do_with_accounts(made: Stage) -> None:
    accounts.add(made.house, "lin", "leader", ADMINISTRATOR)
    for actor in (COORDINATOR, Actor("unit", "north"), Actor("auditor"), Actor("leader")):
        for act in (accounts.disable, accounts.enable, accounts.set_password):
            with pytest.raises(ActionError, match="管理员"):
                act(made.house, "lin", actor)
        with pytest.raises(ActionError, match="管理员"):
            accounts.add(made.house, "other", "leader", actor)
        with pytest.raises(ActionError, match="管理员"):
            accounts.change_role(made.house, "lin", "auditor", actor)
    with pytest.raises(ActionError, match="没有账号"):
        accounts.disable(made.house, "nobody", ADMINISTRATOR)


def test_the_first_administrator_is_made_once_and_only_in_a_real_house(tmp_path: Path, made: Stage) -> None:
    assert accounts.first(made.house) is None
    clock = HandClock(moment("2017-06-19T09:00"))
    real = stage(tmp_path / "real", declare(tmp_path / "real", small_yaml()), clock=clock, launched=None)
    given = accounts.first(real.house)
    assert given is not None
    assert (given.account.role, given.account.one_time) == ("administrator", True)
    assert accounts.first(real.house) is None
    with pytest.raises(ActionError, match="演示"):
        accounts.for_play(real.house, "leader")


# --- passwords ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaa", "lin-wei 123", "x" * 201])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(ActionError):
        refuse_weak(weak, "lin-wei")


def test_a_password_fits_however_the_keyboard_writes_it_and_no_other_does() -> None:
    refuse_weak(OWN, "lin")
    kept = hashed("ＡＢＣ１２３ four words")
    assert fits(kept, "ABC123 four words")
    assert not fits(kept, "abc123 four words")
    assert not fits(None, OWN)
    assert not fits("no hash at all", OWN)


def test_one_time_passwords_differ_and_are_easy_to_type() -> None:
    some = {one_time_password() for _ in range(100)}
    assert len(some) == 100
    assert all(not set(one) & set("0o1il") and len(one) == 19 for one in some)


def test_two_passwords_are_hashed_at_a_time_and_who_waits_too_long_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0.05)
    go_on, inside = threading.Event(), threading.Semaphore(0)

    def slow(_password: str) -> str:
        inside.release()
        go_on.wait(10)
        return "hash"

    monkeypatch.setattr(passwords, "_hasher", type("Slow", (), {"hash": staticmethod(slow)}))
    some = [threading.Thread(target=hashed, args=("x",)) for _ in range(2)]
    for one in some:
        one.start()
        assert inside.acquire(timeout=10)
    with pytest.raises(BusyError):
        hashed("x")
    go_on.set()
    for one in some:
        one.join()
    assert hashed("x") == "hash"


# --- throttling ---------------------------------------------------------------------------------------------


def test_waits_double_up_to_the_longest_and_are_forgotten_after_a_while() -> None:
    one = Counter("x", 3)
    assert [wait(one, (count, 100), 100) for count in (1, 2, 3, 4, 5)] == [0, 0, 10, 20, 40]
    assert wait(one, (3, 100), 100 + SHORTEST) == 0
    assert wait(one, (60, 100), 100) == LONGEST < WINDOW
    assert wait(one, None, 100) == 0
    assert failed((9, 100), 100 + WINDOW) == 0
    assert wait(one, (60, 100), 100 + WINDOW) == 0


def test_nothing_is_counted_by_the_account_alone() -> None:
    keys = [one.key for device in (None, "own") for one in counters("lin", "192.0.2.7", device)]
    assert all("192.0.2.7" in key or "own" in key for key in keys)


def test_who_guesses_from_another_address_makes_the_owner_wait_nowhere(made: Stage) -> None:
    account(made.house, "lin", "leader")
    for _ in range(5):
        with pytest.raises(SignInError):
            signing_in.check(made.house, "lin", "wrong", From("198.51.100.1"), NOW)
    with pytest.raises(ThrottledError) as refused:
        signing_in.check(made.house, "lin", OWN, From("198.51.100.1"), NOW)
    assert refused.value.seconds == SHORTEST
    assert signing_in.check(made.house, "lin", OWN, HERE, NOW).name == "lin"


def test_one_address_cannot_go_through_many_accounts_nor_be_cleared_by_an_own_one(
    made: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(made.house, "lin", "leader")
    monkeypatch.setattr(signing_in, "fits", lambda _kept, password: password == OWN)
    for number in range(50):
        with pytest.raises(SignInError):
            signing_in.check(made.house, f"somebody-{number}", "wrong", HERE, NOW)
        if number % 4 == 0:
            signing_in.check(made.house, "lin", OWN, HERE, NOW)
    with pytest.raises(ThrottledError):
        signing_in.check(made.house, "lin", OWN, HERE, NOW)
    assert signing_in.check(made.house, "lin", OWN, From("192.0.2.8"), NOW).name == "lin"


def test_a_try_is_counted_before_it_is_judged(made: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    account(made.house, "lin", "leader")
    monkeypatch.setattr(signing_in, "fits", lambda *_: (_ for _ in ()).throw(BusyError("忙", "busy")))
    for _ in range(5):
        with pytest.raises(BusyError):
            signing_in.check(made.house, "lin", OWN, HERE, NOW)
    with pytest.raises(ThrottledError):
        signing_in.check(made.house, "lin", OWN, HERE, NOW)


def test_a_password_kept_at_another_cost_is_hashed_anew_when_it_is_next_used(made: Stage) -> None:
    account(made.house, "lin", "leader")
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(OWN)
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE passwords SET hash = ?", (cheap,))
    signing_in.check(made.house, "lin", OWN, HERE, NOW)
    (kept,) = made.sql("SELECT hash FROM passwords")
    assert not passwords.is_dated(kept["hash"])
    signing_in.check(made.house, "lin", OWN, HERE, NOW)


def test_sessions_that_are_long_over_are_let_go_of(made: Stage) -> None:
    one = account(made.house, "lin", "leader")
    old = signing_in.open_session(made.house, one, NOW)
    later = moment("2026-03-03T09:00")
    new = signing_in.open_session(made.house, one, later)
    assert len(made.sql("SELECT * FROM sessions")) == 1
    assert signing_in.signed_in(made.house, old, later) is None
    assert signing_in.signed_in(made.house, new, later) is not None
    assert signing_in.signed_in(made.house, "", later) is None
    accounts.disable(made.house, "lin", SYSTEM)
    assert signing_in.signed_in(made.house, new, later) is None
