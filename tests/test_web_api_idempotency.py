"""Done once: the same key and request are answered the same, whatever breaks off and whoever is at it at once."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions import accounts
from actions.house import House
from store import tokens as store_tokens
from tests.cast import HandClock, moment
from tests.office import PACKAGE, SCHEME, office
from tests.pages import Program, program
from web.api import idempotency

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.office import Office

V1 = "/api/v1"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action on a working day."""
    found = office(tmp_path)
    found.move("2017-06-26T10:00")
    return found


def of(made: Office, role: str) -> Program:
    name = accounts.for_play(made.house, role, "north" if role == "unit" else None).name
    return program(made.house, name)


def urge(one: Program, made: Office, key: str, text: str = "请抓紧") -> httpx.Response:
    return one.post(f"{V1}/urgings", {"ids": [f"{made.key}/{PACKAGE}"], "text": text}, idempotency_key=key)


def urged(made: Office) -> int:
    return len(made.bodies(PACKAGE, "urged"))


def test_the_same_key_and_request_are_done_once_and_answered_the_same(made: Office) -> None:
    one = of(made, "coordinator")
    first, again = urge(one, made, "a"), urge(one, made, "a")
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert urged(made) == 1
    urge(one, made, "b")
    assert urged(made) == 2


def test_another_request_under_the_same_key_is_a_problem_and_is_not_done(made: Office) -> None:
    one = of(made, "coordinator")
    urge(one, made, "a")
    other = urge(one, made, "a", text="另一句")
    assert (other.status_code, other.json()["type"]) == (422, "/api#key-reused")
    elsewhere = one.post(
        f"{V1}/obligations/{made.key}/{PACKAGE}/waiver", {"reason": "无"}, idempotency_key="a"
    )
    assert elsewhere.json()["type"] == "/api#key-reused"
    assert made.kinds(PACKAGE)[-1] == "urged"
    assert urged(made) == 1


def test_a_key_is_the_accounts_own_and_lives_for_a_day(made: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = HandClock(moment("2026-03-02T09:00"))
    monkeypatch.setattr(House, "real_now", lambda _house: clock.now())
    one, other = of(made, "coordinator"), of(made, "leader")
    urge(one, made, "a")
    urge(other, made, "a", text="领导催办")
    assert urged(made) == 2
    clock.move(clock.now() + timedelta(hours=24))
    urge(one, made, "a")
    assert urged(made) == 2
    clock.move(clock.now() + timedelta(seconds=1))
    urge(one, made, "a")
    assert urged(made) == 3


def test_a_refusal_is_not_kept_for_nothing_was_done(made: Office) -> None:
    one, path = of(made, "coordinator"), f"{V1}/acceptances"
    body = {"ids": [f"{made.key}/{SCHEME}"]}
    assert one.post(path, body, idempotency_key="a").status_code == 409
    made.hand_in(SCHEME, "2017-06-26T11:00")
    assert one.post(path, body, idempotency_key="a").status_code == 200


def test_what_breaks_off_before_the_answer_is_kept_was_not_done(
    made: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    one, before = of(made, "coordinator"), made.head()
    with monkeypatch.context() as patch:
        patch.setattr(store_tokens, "keep_answer", broken)
        assert urge(one, made, "a").status_code == 500
    assert made.head() == before
    assert urge(one, made, "a").status_code == 200
    assert urged(made) == 1


def test_of_two_at_once_one_acts_and_both_are_answered(made: Office) -> None:
    one = of(made, "coordinator")
    found: list[httpx.Response] = []
    threads = [threading.Thread(target=lambda: found.append(urge(one, made, "a"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in found] == [200] * 4
    assert len({answer.content for answer in found}) == 1
    assert urged(made) == 1


@pytest.mark.postgresql
def test_on_postgresql_too_one_of_many_acts(tmp_path: Path, postgresql_database: str) -> None:
    there = office(tmp_path, database=postgresql_database)
    there.move("2017-06-26T10:00")
    test_of_two_at_once_one_acts_and_both_are_answered(there)
    there.house.store.close()


def test_files_belong_to_the_request(made: Office) -> None:
    one, path = of(made, "unit"), f"{V1}/obligations/{made.key}/{SCHEME}/submissions"
    fields = {"submission": json.dumps({"files": [{"kind": "document", "title": "方案"}]})}

    def send(content: bytes) -> httpx.Response:
        return one.upload(path, fields, [("files", ("a.txt", content))], idempotency_key="a")

    first, again, other = send("甲".encode()), send("甲".encode()), send("乙".encode())
    assert first.content == again.content
    assert other.json()["type"] == "/api#key-reused"
    assert made.row(SCHEME).filings == 1


@pytest.mark.parametrize("key", ["x" * 256, "\x7f"])
def test_a_key_that_is_none_is_refused(made: Office, key: str) -> None:
    answer = urge(of(made, "coordinator"), made, key)
    assert (answer.status_code, answer.json()["type"]) == (400, "/api#malformed")
    assert urged(made) == 0


def test_the_database_holds_no_key_and_no_request(made: Office) -> None:
    urge(of(made, "coordinator"), made, "my-own-key", text="只此一句")
    kept = repr(made.sql("SELECT account, key, request FROM answers"))
    assert "my-own-key" not in kept
    assert "只此一句" not in kept
    assert timedelta(hours=24) == idempotency.KEPT
