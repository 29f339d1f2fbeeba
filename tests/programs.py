"""Programs that use the interface on the small action, one for each role; what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from actions import accounts
from tests.office import office
from tests.pages import Program, program

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.cast import Stage
    from tests.office import Office

V1 = "/api/v1"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action, and an account of each role; the unit is the north bureau."""
    found = office(tmp_path)
    for role in accounts.ROLES:
        accounts.for_play(found.house, role, "north" if role == "unit" else None)
    return found


def of(made: Stage, role: str) -> Program:
    return program(made.house, named(role))


def named(role: str) -> str:
    return "demo-north" if role == "unit" else f"demo-{role}"


def told(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """What a problem says."""
    found: dict[str, Any] = told(answer, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert found["type"] == f"/api#{kind}"
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found


def one(path: str, made: Office, act: str = "") -> str:
    return f"{V1}/obligations/{made.key}/{path}" + (f"/{act}" if act else "")
