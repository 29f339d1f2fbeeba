"""Every route, for every role, with every kind of id: nobody sees what is another unit's, and nothing falls over."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from actions import accounts, tokens
from campaigns.events import SYSTEM
from tests.cast import stage
from tests.pages import address, everybody, routes, samples, signed_in, visitor
from web.app import create
from web.rules import rule_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.cast import Stage

#: What people type, paste and try.
HOSTILE = (
    "..",
    "%2e%2e%2f",
    "' OR 1=1 --",
    "<script>",
    "\N{FULLWIDTH DIGIT ONE}",
    "x" * 3000,
    "\x00",
    "🀄",
    "-1",
)
#: Answers of a route that there is nothing of this kind.
NOTHING = {400, 404, 405, 414}
#: What a program is answered whose request cannot be read, before anybody looks at the path.
UNREAD = 422


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A house with an account of each role; the unit is the north bureau."""
    found = stage(tmp_path_factory.mktemp("matrix"))
    everybody(found.house)
    return found


def kinds(made: Stage) -> Iterator[tuple[str, dict[str, str]]]:
    """A name for each kind of id, and what then stands for every parameter of a path."""
    own = samples(made)
    yield "own", own
    yield "another unit's", {name: text.replace("north", "south") for name, text in own.items()}
    yield (
        "unknown",
        {name: text.replace("north", "nowhere").replace(made.key, "no-such") for name, text in own.items()},
    )
    for bad in HOSTILE:
        yield f"hostile {bad[:12]!r}", dict.fromkeys(own, quote(bad, safe=""))


@pytest.mark.parametrize("role", [None, *accounts.ROLES])
def test_no_route_leaks_and_none_falls_over(made: Stage, role: str | None) -> None:
    one = visitor(made.house) if role is None else signed_in(made.house, f"{role}-1")
    by = bearing(made, role)
    fell, leaked = [], []
    for method, route in routes(create(made.house)):
        rule = rule_of(route.endpoint)
        assert rule is not None
        if "{" not in route.path or (rule.kind in {"roles", "bearer"} and role not in rule.roles):
            continue
        told = by if rule.kind == "bearer" else {}
        for kind, given in kinds(made):
            path = address(route, given)
            answer = one.get(path, **told) if method == "GET" else one.post(path, None, **told)
            if answer.status_code >= 500:
                fell.append((method, path[:80], kind, answer.status_code))
            if told and answer.status_code == UNREAD:
                continue
            if role == "unit" and kind != "own" and shows(answer, path):
                leaked.append((method, path[:80], kind, answer.status_code))
    assert fell == []
    assert leaked == []


def bearing(made: Stage, role: str | None) -> dict[str, str]:
    """The header by which a program is let in as this role."""
    if role is None:
        return {}
    return {"authorization": f"Bearer {tokens.make(made.house, f'{role}-1', SYSTEM).token}"}


def shows(answer: httpx.Response, path: str) -> bool:
    """Whether a unit was answered with anything but that there is no such thing."""
    about_a_unit = "south" in path or "nowhere" in path or "no-such" in path
    return about_a_unit and answer.status_code not in NOTHING


def test_what_is_another_units_and_what_there_never_was_look_alike(made: Stage) -> None:
    one, by = signed_in(made.house, "unit-1"), bearing(made, "unit")
    own, found = samples(made), []
    for method, route in routes(create(made.house)):
        rule = rule_of(route.endpoint)
        if rule is None or "unit" not in rule.roles or "key:path" not in route.path:
            continue
        told = by if rule.kind == "bearer" else {}
        texts = []
        for other in ("south", "nowhere"):
            path = address(route, own | {"key:path": own["key:path"].replace("north", other)})
            answer = one.get(path, **told) if method == "GET" else one.post(path, None, **told)
            # A program's request is read before its path is: one that cannot be read says so of both.
            assert answer.status_code == 404 or (told and answer.status_code == UNREAD), (method, path)
            texts.append((answer.status_code, answer.text.replace(other, "")))
        assert texts[0] == texts[1], route.path
        found.append(route.path)
    assert found
