"""The interface answers whatever its description allows, and much that it does not, and never with a 500."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from actions import accounts
from actions.proof import verify
from tests.office import PACKAGE, REPORT, SCHEME, office
from tests.pages import Visitor, program, visitor

if TYPE_CHECKING:
    from pathlib import Path

    import httpx
    from schemathesis import Case

    from tests.office import Office

#: What stands for ids, so that acts reach what they act on.
REAL = [SCHEME, PACKAGE, REPORT, "scheme/south", "package/east"]
ROLES = ("coordinator", "unit", "leader", "auditor")


def token(made: Office, role: str) -> str:
    """A new token of an account with this role."""
    account = accounts.for_play(made.house, role, "north" if role == "unit" else None)
    return program(made.house, account.name).token


def aimed(case: Case, made: Office, key: str) -> None:
    """Let a case be about a real obligation of the campaign."""
    for name, real in (("campaign", made.key), ("key", f"{made.key}/{key}"), ("kind", "decision")):
        if name in case.path_parameters:
            case.path_parameters[name] = real
    if isinstance(case.body, dict) and "ids" in case.body:
        case.body["ids"] = [f"{made.key}/{key}"]
    if isinstance(case.body, dict) and "unit" in case.body:
        case.body["unit"] = "north"


def sent(case: Case, by: str, one: Visitor) -> httpx.Response:
    """Send a case as a program would."""
    said = case.as_transport_kwargs(base_url=f"http://{one.host}")
    known = {
        name: said[name] for name in ("method", "url", "params", "data", "files", "json") if name in said
    }
    headers = {k: v for k, v in (said["headers"] or {}).items() if k.lower() not in {"cookie", "host"}}
    ready = requests.Request(**known, headers=headers).prepare()
    body = ready.body or b""
    assert isinstance(body, str | bytes)
    told = {k: str(v) for k, v in ready.headers.items() if k.lower() != "content-length"}
    told["Authorization"] = f"Bearer {by}"
    path = ready.url.removeprefix(f"http://{one.host}") if ready.url else "/"
    return one.send(case.method, path, told, body.encode() if isinstance(body, str) else body)


def tried(made: Office, examples: int, *, seeded: int, until: float | None = None) -> dict[int, int]:
    """Try every operation `examples` times with requests that fit and that do not; answers by status."""
    tokens = {role: token(made, role) for role in ROLES}
    one, answers = visitor(made.house), dict[int, int]()
    schema = schemathesis.openapi.from_dict(one.get("/api/v1/openapi.json").json())
    made.move("2017-06-26T10:00")
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        cases = st.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        )

        # Mostly who may, and mostly about something that there is.
        roles = [*operation.definition.raw["x-roles"] * 3, *ROLES]

        @seed(seeded)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            derandomize=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases, role=st.sampled_from(roles), key=st.sampled_from([*REAL, ""]))
        def attempt(case: Case, role: str, key: str) -> None:
            if until is not None and time.monotonic() > until:
                return
            if key:
                aimed(case, made, key)
            answer = sent(case, tokens[role], one)
            answers[answer.status_code] = answers.get(answer.status_code, 0) + 1
            assert answer.status_code < 500, (case.method, case.path, case.body, answer.text)
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json", answer.text

        attempt()
    return answers


@pytest.mark.slow
def test_nothing_that_is_sent_is_answered_by_an_error_of_ours(tmp_path: Path) -> None:
    made = office(tmp_path)
    answers = tried(made, 8, seeded=7)
    assert {200, 403, 404, 409, 422} <= set(answers), answers
    assert verify(made.house, rebuilding=True).faults == ()


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_two_minutes_of_it_bring_no_error_and_leave_the_record_sound(tmp_path: Path) -> None:
    """New requests as long as there is time; the seed of each round is told where one fails."""
    made, answers, rounds = office(tmp_path), 0, 0
    until = time.monotonic() + 120
    while time.monotonic() < until:
        rounds += 1
        answers += sum(tried(made, 20, seeded=rounds, until=until).values())
    assert answers > 1000
    assert verify(made.house, rebuilding=True).faults == ()
