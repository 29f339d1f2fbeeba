"""Who may open what: every route of the pages, for every role; and what is only looked at changes nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from fastapi import APIRouter

from actions import accounts, signing_keys, tokens
from actions.links import link_for
from campaigns.events import SYSTEM
from tests.cast import listening, stage
from tests.documents import read, rows, section
from tests.pages import Visitor, address, everybody, program, routes, samples, signed_in, visitor
from web.app import create
from web.rules import PUBLIC, allowed, roles, rule_of, token
from web.visit import Here, Visit  # noqa: TC001 - FastAPI reads them

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.cast import Stage
    from web.rules import Rule


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A house with an account of each role."""
    found = stage(tmp_path_factory.mktemp("rules"))
    everybody(found.house)
    return found


def told(rule: Rule, role: str | None, answer: httpx.Response) -> bool:
    """Whether the answer is what the rule gives to this role; None: nobody is signed in."""
    if rule.kind == "bearer":
        return answer.status_code == 401
    away = answer.headers.get("location", "").startswith("/sign-in?next=")
    if rule.kind != "roles" or role in rule.roles:
        return answer.status_code not in {401, 403} and not away
    return away if role is None else answer.status_code == 403


# --- rules --------------------------------------------------------------------------------------------------


def test_every_route_declares_who_may_open_it(made: Stage) -> None:
    without = [route.path for _, route in routes(create(made.house)) if rule_of(route.endpoint) is None]
    assert without == []


def test_every_route_answers_every_role_by_its_rule(made: Stage) -> None:
    given, app, wrong = samples(made), create(made.house), []
    for role in (None, *accounts.ROLES):
        for method, route in routes(app):
            rule = rule_of(route.endpoint)
            assert rule is not None
            # One application for all: each wakes up with its first request.
            one = Visitor(app, cookies={} if role is None else signed_in(made.house, f"{role}-1").cookies)
            path = address(route, given)
            answer = one.get(path) if method == "GET" else one.post(path)
            if not told(rule, role, answer):
                wrong.append((role, method, path, answer.status_code))
    assert wrong == []


def test_every_route_for_programs_answers_every_roles_token_by_its_rule(made: Stage) -> None:
    given, wrong = samples(made), []
    for role in accounts.ROLES:
        one = program(made.house, f"{role}-1")
        for method, route in routes(one.app):
            rule = rule_of(route.endpoint)
            if rule is None or rule.kind != "bearer":
                continue
            path = address(route, given)
            answer = one.get(path) if method == "GET" else one.post(path, {})
            if (answer.status_code == 403) != (role not in rule.roles) or answer.status_code in {401, 500}:
                wrong.append((role, method, path, answer.status_code))
    assert wrong == []


def test_a_route_that_declares_nothing_is_open_to_nobody(made: Stage) -> None:
    router = APIRouter()

    @router.get("/forgotten")
    def forgotten() -> str:
        return "secret"

    app = create(made.house, extra=[router])
    assert [route.path for _, route in routes(app) if rule_of(route.endpoint) is None] == ["/forgotten"]
    for role in accounts.ROLES:
        answer = Visitor(app, cookies=signed_in(made.house, f"{role}-1").cookies).get("/forgotten")
        assert answer.status_code == 403
        assert "secret" not in answer.text


def test_what_would_be_served_past_the_rules_is_not_served_at_all(made: Stage) -> None:
    router = APIRouter()
    router.mount("/folder", create(made.house))
    with pytest.raises(TypeError, match="guarded by nobody"):
        create(made.house, extra=[router])


def test_a_token_opens_what_it_was_signed_for_and_nothing_else(made: Stage) -> None:
    router = APIRouter()

    @router.get("/feed/{token}")
    @allowed(token("feed 1"))
    def feed(visit: Here) -> str:
        return visit.told

    one = Visitor(create(made.house, extra=[router]))
    right = signing_keys.sign(made.house, "feed 1", "north")
    assert one.get(f"/feed/{right}").text == '"north"'
    other = signing_keys.sign(made.house, "feed 2", "north")
    link = link_for(made.house, f"{made.key}/report/north/2017-06").removeprefix("/u/")
    for bad in (other, link, right[:-1], right + "A", right.replace("k1.", "k2."), "x", "...", "é.é.é"):
        assert one.get(f"/feed/{bad}").status_code == 404


def test_a_rule_names_roles_that_there_are() -> None:
    with pytest.raises(ValueError, match="emperor"):
        roles("emperor")


def test_the_routes_are_the_ones_that_the_document_lists(made: Stage) -> None:
    listed = {
        (row[0], row[1].strip("`")): row[2] for row in rows(section(read("docs/pages.md"), "## Routes"))
    }
    found = {(method, route.path): rule_of(route.endpoint) for method, route in routes(create(made.house))}
    assert listed == {key: rule.said for key, rule in found.items() if rule is not None}


# --- what is only looked at ---------------------------------------------------------------------------------


def files(folder: Path) -> dict[str, str]:
    """Every file and the hash of its content, but for what SQLite keeps beside its own."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def writes_of_every_get(made: Stage, extra: list[APIRouter]) -> list[str]:
    """Open every page as every role; what reached the database and was no question, and what changed on disk."""
    given, app, found = samples(made), create(made.house, extra=extra), list[str]()
    for role in (None, *accounts.ROLES):
        one = visitor(made.house) if role is None else signed_in(made.house, f"{role}-1")
        one.app = app
        # What is for programs is opened with a token of the same account; no page asks for one.
        token = "" if role is None else tokens.make(made.house, f"{role}-1", SYSTEM).token
        before = files(made.house.settings.data)
        with listening(made, found.append):
            for method, route in routes(app):
                if method == "GET":
                    for query in ("", "?lang=en"):
                        one.get(address(route, given) + query, authorization=f"Bearer {token}")
        assert files(made.house.settings.data) == before
    # A transaction that only reads begins with a plain BEGIN.
    return [one for one in found if one != "BEGIN" and not one.lstrip().startswith("SELECT")]


def test_opening_a_page_changes_nothing(made: Stage) -> None:
    assert writes_of_every_get(made, []) == []


def test_a_page_that_changed_something_would_be_noticed(made: Stage) -> None:
    router = APIRouter()

    @router.get("/careless")
    @allowed(PUBLIC)
    def careless(visit: Here) -> str:
        accounts.for_play(visit.house, "auditor")
        return "done"

    assert writes_of_every_get(made, [router]) != []


# --- who acts -----------------------------------------------------------------------------------------------


def test_who_acts_is_the_account_that_is_signed_in(made: Stage) -> None:
    heard: list[Visit] = []
    router = APIRouter()

    @router.post("/act")
    @allowed(roles("unit"))
    def act(visit: Here) -> str:
        heard.append(visit)
        return "done"

    app = create(made.house, extra=[router])
    Visitor(app, cookies=signed_in(made.house, "unit-1").cookies).post("/act")
    (actor,) = [visit.actor for visit in heard]
    person = next(one.person for one in accounts.everybody(made.house) if one.name == "unit-1")
    assert (actor.role, actor.unit, actor.channel) == ("unit", "north", "web")
    assert (actor.account, actor.person) == ("unit-1", person)
    accounts.disable(made.house, "leader-1", SYSTEM)
    assert signed_in(made.house, "leader-1").get("/leader").status_code == 303
    accounts.enable(made.house, "leader-1", SYSTEM)
