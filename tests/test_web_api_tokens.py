"""The interface for programs: its tokens, who may what with them, and its description."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from actions import accounts, tokens
from actions.house import ActionError
from actions.proof import verify
from campaigns.events import OFFICE_CHAIN, SYSTEM, Actor
from store import history
from tests.office import SCHEME
from tests.pages import Program, Visitor, routes, signed_in
from tests.programs import V1, made, named, of, one, problem, told
from tests.words import is_chinese
from web.app import create
from web.problems import KINDS
from web.rules import rule_of

if TYPE_CHECKING:
    from tests.office import Office

__all__ = ["made"]


# --- tokens -------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once_kept_as_a_hash_and_its_making_and_revoking_are_history(made: Office) -> None:
    given = tokens.make(made.house, "Demo-North", SYSTEM, label="填报系统")
    kept = repr([made.sql("SELECT * FROM tokens"), made.sql("SELECT body FROM history")])
    assert given.token not in kept
    assert [(row.account, row.label) for row in tokens.everything(made.house)] == [("demo-north", "填报系统")]
    assert told(Program(create(made.house), given.token).get(f"{V1}/campaigns"))
    tokens.revoke(made.house, given.id, SYSTEM)
    tokens.revoke(made.house, given.id, SYSTEM)
    problem(Program(create(made.house), given.token).get(f"{V1}/campaigns"), 401, "token")
    with made.house.store.read() as connection:
        kinds = [body["kind"] for body in history.bodies(connection, OFFICE_CHAIN)]
    assert kinds[-2:] == ["token_made", "token_revoked"]
    assert verify(made.house, rebuilding=True).faults == ()


def test_a_token_that_was_put_there_past_the_program_is_named(made: Office) -> None:
    given = tokens.make(made.house, "demo-north", SYSTEM)
    tokens.revoke(made.house, given.id, SYSTEM)
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE tokens SET revoked = 0")
    assert verify(made.house, rebuilding=True).faults != ()


def test_only_an_administrator_makes_or_revokes_tokens(made: Office) -> None:
    given = tokens.make(made.house, "demo-north", SYSTEM)
    for act in (
        lambda a: tokens.make(made.house, "demo-north", a),
        lambda a: tokens.revoke(made.house, given.id, a),
    ):
        with pytest.raises(ActionError, match="管理员"):
            act(Actor("coordinator"))
    for wrong in ("", "x", "%"):
        with pytest.raises(ActionError, match="没有编号"):
            tokens.revoke(made.house, wrong, SYSTEM)
    with pytest.raises(ActionError, match="没有可用的账号"):
        tokens.make(made.house, "nobody", SYSTEM)


def test_without_a_good_token_nothing_is_answered_whatever_the_cookies(made: Office) -> None:
    bad = ("", "x", "duban_x", of(made, "unit").token[:-1])
    for token in bad:
        answer = Program(create(made.house), token).get(f"{V1}/campaigns")
        assert answer.headers["www-authenticate"].startswith("Bearer")
        problem(answer, 401, "token")
    problem(signed_in(made.house, "demo-north").get(f"{V1}/campaigns"), 401, "token")
    disabled = of(made, "leader")
    accounts.disable(made.house, "demo-leader", SYSTEM)
    problem(disabled.get(f"{V1}/campaigns"), 401, "token")


def test_a_token_opens_no_page_and_forms_with_cookies_still_have_to_be_our_own(made: Office) -> None:
    mine = of(made, "coordinator")
    assert mine.get("/coordinator").headers["location"].startswith("/sign-in")
    assert mine.post("/sign-out").status_code == 403
    browser = signed_in(made.house, "demo-coordinator")
    body = json.dumps({"ids": [f"{made.key}/{SCHEME}"]}).encode()
    said = {"authorization": f"Bearer {mine.token}", "content-type": "application/json"}
    assert browser.send("POST", f"{V1}/acceptances", said, body).status_code == 403
    foreign = Visitor(create(made.house))
    assert (
        foreign.send("POST", f"{V1}/acceptances", {"content-type": "application/json"}, body).status_code
        == 403
    )


# --- who may ------------------------------------------------------------------------------------------------


def test_a_role_that_may_not_is_told_so_and_the_administrator_may_nothing(made: Office) -> None:
    problem(of(made, "unit").post(f"{V1}/acceptances", {"ids": [f"{made.key}/{SCHEME}"]}), 403, "role")
    problem(of(made, "auditor").post(one(SCHEME, made, "waiver"), {"reason": "无"}), 403, "role")
    problem(of(made, "unit").get(f"{V1}/campaigns/{made.key}/status"), 403, "role")
    problem(of(made, "administrator").get(f"{V1}/campaigns"), 403, "role")


def test_to_a_unit_what_is_another_ones_does_not_exist(made: Office) -> None:
    mine = of(made, "unit")
    unknown = problem(mine.get(one("scheme/nobody", made)), 404, "unknown")
    assert problem(mine.get(one("scheme/south", made)), 404, "unknown") == unknown
    asked = {"until": "2017-07-20", "reason": "人手不足", "progress": "一半"}
    assert (
        problem(mine.post(one("package/south", made, "extension-request"), asked), 404, "unknown") == unknown
    )
    zero = {"submission": json.dumps({"zero": True})}
    assert problem(mine.upload(one("scheme/south", made, "submissions"), zero, []), 404, "unknown") == unknown
    found = told(mine.get(f"{V1}/campaigns/{made.key}/obligations"))
    assert {row["unit"] for row in found["obligations"]} == {"north"}
    assert told(mine.get(f"{V1}/campaigns/{made.key}/obligations?unit=south"))["obligations"] == []
    [campaign] = told(mine.get(f"{V1}/campaigns"))["campaigns"]
    assert campaign["units"] == {"north": "北山区局"}
    assert "south" not in mine.get(one(SCHEME, made)).text


# --- its description ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_description_names_every_route_with_its_roles_in_either_language(made: Office, lang: str) -> None:
    found = told(Visitor(create(made.house)).get(f"{V1}/openapi.json?lang={lang}"))
    rules = {
        (method.lower(), route.path.replace(":path", "")): rule_of(route.endpoint)
        for method, route in routes(create(made.house))
        if route.path.startswith(V1) and route.include_in_schema
    }
    said = {(method, path): entry for path, some in found["paths"].items() for method, entry in some.items()}
    assert set(said) == set(rules)
    for key, operation in said.items():
        rule = rules[key]
        assert rule is not None
        assert operation["x-roles"] == sorted(rule.roles)
        assert is_chinese(operation["summary"]) == (lang == "zh")
        assert "200" in operation["responses"]
    names = [operation["operationId"] for operation in said.values()]
    assert len(names) == len(set(names))
    page = signed_in(made.house, named("auditor")).get(f"/api?lang={lang}")
    assert page.status_code == 200
    for _, path in said:
        assert path in page.text
    for kind in (*KINDS.values(), "malformed", "key-reused", "failed"):
        assert f'id="{kind}"' in page.text
