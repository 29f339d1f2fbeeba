"""The interface for programs: tokens, what there is to read, each act as the command line does it, problems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from actions import accounts, tokens
from actions.house import ActionError
from actions.proof import verify
from campaigns.events import OFFICE_CHAIN, SYSTEM, Actor
from store import history
from tests.cast import statements
from tests.office import NORTH, PACKAGE, REPORT, SCHEME, office
from tests.pages import Program, Visitor, program, routes, signed_in
from tests.words import is_chinese
from web.app import create
from web.problems import KINDS
from web.rules import rule_of

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.office import Office

V1 = "/api/v1"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action, and an account of each role; the unit is the north bureau."""
    found = office(tmp_path)
    for role in accounts.ROLES:
        accounts.for_play(found.house, role, "north" if role == "unit" else None)
    return found


def of(made: Office, role: str) -> Program:
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


# --- reading ------------------------------------------------------------------------------------------------


def test_obligations_come_in_pages_that_miss_and_repeat_nothing(made: Office) -> None:
    mine, found, after = of(made, "auditor"), [], ""
    while True:
        page = told(mine.get(f"{V1}/campaigns/{made.key}/obligations?limit=4{after}"))
        found += [row["id"] for row in page["obligations"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == [row.id for row in made.rows()]
    filtered = told(mine.get(f"{V1}/campaigns/{made.key}/obligations?task=scheme&status=pending"))[
        "obligations"
    ]
    assert {row["task"] for row in filtered} == {"scheme"}
    for wrong in ("after=x", "after=-1", "after=" + "9" * 20, "limit=0", "limit=501", "status=late"):
        problem(mine.get(f"{V1}/campaigns/{made.key}/obligations?{wrong}"), 422, "invalid")
    problem(mine.get(f"{V1}/campaigns/nothing/obligations"), 404, "unknown")


def test_a_page_of_obligations_costs_the_same_whatever_its_size(made: Office) -> None:
    mine, counts = of(made, "auditor"), []
    for limit in (2, 20):
        with statements(made) as found:
            told(mine.get(f"{V1}/campaigns/{made.key}/obligations?limit={limit}"))
        counts.append(len(found))
    assert counts[0] == counts[1] < 10


def test_one_obligation_has_its_certificate_in_words_and_its_history_as_sentences(made: Office) -> None:
    made.hand_in(SCHEME, "2017-06-20T10:00")
    found = told(of(made, "unit").get(one(SCHEME, made)))
    assert found["obligation"]["status"] == "submitted"
    assert any("制定方案" in line for line in found["because"])
    assert any("报送第1版" in row["sentence"] for row in found["history"])
    assert found["simulated"] is True
    english = told(of(made, "unit").get(one(SCHEME, made), accept_language="en-GB,zh;q=0.5"))
    assert any("filed version 1" in row["sentence"] for row in english["history"])


def test_the_record_can_be_followed_and_proves_itself(made: Office) -> None:
    made.hand_in(SCHEME, "2017-06-20T10:00")
    mine, found = of(made, "auditor"), list[dict[str, Any]]()
    after: str | None = "0"
    while after is not None:
        page = told(mine.get(f"{V1}/campaigns/{made.key}/events?limit=7&after={after}"))
        found += page["events"]
        after = page["next"]
    assert [(row["sequence"], row["body"], row["previous"], row["hash"]) for row in found] == [
        (row[0], *row[2:]) for row in _links(made)
    ]
    filed = told(mine.get(f"{V1}/campaigns/{made.key}/events?kind=filed&unit=north&role=unit"))["events"]
    assert [json.loads(row["body"])["kind"] for row in filed] == ["filed"]
    assert told(mine.get(f"{V1}/campaigns/{made.key}/events?kind=filed&role=leader"))["events"] == []


def _links(made: Office) -> list[tuple[Any, ...]]:
    with made.house.store.read() as connection:
        return [tuple(row) for row in history.links(connection, made.key)]


def test_the_standing_is_what_the_command_line_says(made: Office) -> None:
    path = f"{V1}/campaigns/{made.key}/status?at=2017-07-03T09:00:00%2B08:00"
    found = told(of(made, "leader").get(path))["standing"]
    assert found["campaign"] == made.key
    assert found["simulated"] is True
    problem(
        of(made, "leader").get(f"{V1}/campaigns/{made.key}/status?at=2017-07-03T09:00:00"), 422, "invalid"
    )


# --- acts ---------------------------------------------------------------------------------------------------


def test_a_filing_with_files_is_received_and_accepted(made: Office) -> None:
    made.move("2017-06-21T10:00")
    said = {"files": [{"kind": "document", "title": "方案"}], "note": "请审阅"}
    fields = {"submission": json.dumps(said)}
    files = [("files", ("../方案\x00.txt", "方案正文".encode()))]
    receipt = told(of(made, "unit").upload(one(SCHEME, made, "submissions"), fields, files))
    assert receipt["version"] == 1
    assert receipt["lacking"] == []
    assert receipt["hash"] in [row[4] for row in _links(made)]
    [kept] = receipt["files"]
    assert (made.house.files / kept["sha256"][:2] / kept["sha256"]).read_text() == "方案正文"
    body = made.bodies(SCHEME, "filed")[0]
    assert (body["actor"]["role"], body["actor"]["unit"], body["actor"]["channel"]) == (
        "unit",
        "north",
        "api",
    )
    assert body["actor"]["account"] == "demo-north"
    done = told(of(made, "coordinator").post(f"{V1}/acceptances", {"ids": [f"{made.key}/{SCHEME}"]}))
    assert [row["status"] for row in done["decided"]] == ["closed"]


def test_what_is_lacking_is_told_and_the_filing_stands(made: Office) -> None:
    made.move("2017-06-21T10:00")
    answer = of(made, "unit").upload(
        one(PACKAGE, made, "submissions"), {"submission": '{"note": "稍后补"}'}, []
    )
    assert told(answer)["lacking"] != []
    assert made.row(PACKAGE).filings == 1


def test_typed_tables_are_taken_in(made: Office) -> None:
    made.move("2017-06-21T10:00")
    said = {"forms": {"统计表": {"shops": {"": "12"}}}, "texts": {"开展情况": "正常"}}
    answer = of(made, "unit").upload(one(REPORT, made, "submissions"), {"submission": json.dumps(said)}, [])
    assert told(answer)["lacking"] == []
    assert made.sql("SELECT value FROM form_values") == [{"value": "12"}]


def test_an_extension_is_asked_for_granted_and_refused(made: Office) -> None:
    made.move("2017-06-26T10:00")
    asked = {"until": "2017-07-20", "reason": "人手不足", "progress": "已完成一半"}
    unit, office_ = of(made, "unit"), of(made, "coordinator")
    told(unit.post(one(PACKAGE, made, "extension-request"), asked))
    [waits] = told(office_.get(f"{V1}/queue"))["waiting"]
    assert (waits["kind"], waits["id"]) == ("extension", f"{made.key}/{PACKAGE}")
    problem(office_.post(one(PACKAGE, made, "pause"), {"cause": "检验"}), 409, "refused")
    granted = told(office_.post(one(PACKAGE, made, "extension"), {}))
    assert granted["breach"].startswith("2017-07-21T00:00")
    told(unit.post(one(PACKAGE, made, "extension-request"), {**asked, "until": "2017-07-25"}))
    told(office_.post(one(PACKAGE, made, "extension-refusal"), {"reason": "不宜再延"}))
    assert made.kinds(PACKAGE)[-1] == "refused"


ACTS = [
    ("coordinator", "waiver", {"reason": "无此业务"}, "waived"),
    ("coordinator", "withdrawal", {"reason": "重复"}, "withdrawn"),
    ("leader", "instruction", {"text": "抓紧"}, "instructed"),
    ("unit", "transfer-request", {"reason": "非本单位职责", "to": "南塘区局"}, "asked"),
]


@pytest.mark.parametrize(("role", "act", "body", "kind"), ACTS)
def test_each_act_is_the_one_of_the_command_line(
    made: Office, role: str, act: str, body: dict[str, Any], kind: str
) -> None:
    told(of(made, role).post(one(PACKAGE, made, act), body))
    assert made.kinds(PACKAGE)[-1] == kind


def test_returning_reopening_and_taking_as_not_filed(made: Office) -> None:
    made.hand_in(SCHEME, "2017-06-20T10:00")
    office_, leader = of(made, "coordinator"), of(made, "leader")
    told(office_.post(one(SCHEME, made, "return"), {"reason": "缺少措施", "working_days": 3}))
    made.hand_in(SCHEME, "2017-06-21T10:00")
    told(office_.post(one(SCHEME, made, "not-filed-proposal"), {"reason": "空文件"}))
    told(leader.post(one(SCHEME, made, "not-filed")))
    made.hand_in(SCHEME, "2017-06-22T10:00")
    told(office_.post(f"{V1}/acceptances", {"ids": [f"{made.key}/{SCHEME}"]}))
    told(office_.post(one(SCHEME, made, "reopening"), {"reason": "再补"}))
    assert [
        kind for kind in made.kinds(SCHEME) if kind in {"returned", "disregarded", "accepted", "reopened"}
    ] == [*("returned", "disregarded", "accepted", "reopened")]


def test_items_are_recorded_one_by_one_and_as_a_table(made: Office) -> None:
    unit = of(made, "unit")
    item = {"kind": "decision", "unit": "north", "number": "1号", "date": "2017-06-16"}
    path = f"{V1}/campaigns/{made.key}/items"
    assert told(unit.post(path, item))["changed"] is True
    assert told(unit.post(path, item))["changed"] is False
    problem(unit.post(path, {**item, "number": "2号", "unit": "south"}), 409, "refused")
    wrong = problem(unit.post(path, {**item, "date": "yesterday"}), 422, "invalid")
    assert wrong["errors"][0]["pointer"] == "/body/date"
    table = "单位,文号,日期\n北山区局,3号,2017-06-16\n北山区局,4号,昨天\n".encode()
    bad = problem(unit.upload(f"{path}/decision/table", {}, [("table", ("t.csv", table))]), 409, "refused")
    assert [one["pointer"] for one in bad["errors"]] == ["/body/table/3"]
    good = table.replace("昨天".encode(), b"2017-06-19")
    for query, count in (("?rehearse=true", 0), ("", 2)):
        done = told(unit.upload(f"{path}/decision/table{query}", {}, [("table", ("t.csv", good))]))
        assert done["recorded"] == 2
        assert len(made.bodies(kind="recorded")) == 1 + count


def test_urging_calls_and_acknowledging(made: Office) -> None:
    made.move("2017-06-26T10:00")
    ids = {"ids": [f"{made.key}/{PACKAGE}", f"{made.key}/{SCHEME}"]}
    assert told(of(made, "leader").post(f"{V1}/urgings", {**ids, "text": "请抓紧"})) == {"count": 2}
    assert told(
        of(made, "coordinator").post(f"{V1}/calls", {**ids, "whom": "办公室主任", "reply": "马上报"})
    ) == {"count": 2}
    path = f"{V1}/campaigns/{made.key}/acknowledgement"
    assert told(of(made, "unit").post(path)) == {"changed": True}
    assert told(of(made, "unit").post(path)) == {"changed": False}
    assert {letter["class"] for letter in made.letters()} == {"urgent"}


def test_the_office_registers_what_came_another_way(made: Office) -> None:
    made.move("2017-06-26T10:00")
    body = {"ids": [f"{made.key}/{SCHEME}", f"{made.key}/scheme/south"], "via": "OA"}
    body["received"] = "2017-06-20T09:00:00+08:00"
    done = told(of(made, "coordinator").post(f"{V1}/registrations", body))["receipts"]
    assert [row["received"][:16] for row in done] == ["2017-06-20T09:00"] * 2


# --- problems -----------------------------------------------------------------------------------------------


def test_every_error_is_a_problem_in_the_language_that_is_accepted(made: Office) -> None:
    mine = of(made, "coordinator")
    problem(mine.get("/api/nothing"), 404, "unknown")
    problem(mine.post(f"{V1}/campaigns", {}), 405, "method")
    problem(mine.post(f"{V1}/acceptances", {"ids": [f"{made.key}/{SCHEME}"], "x": 1}), 422, "invalid")
    refused = mine.post(one(PACKAGE, made, "reopening"), {"reason": "再报"}, accept_language="en")
    assert "must be" in problem(refused, 409, "refused")["detail"]
    assert refused.headers["content-language"] == "en"
    chinese = problem(mine.post(one(PACKAGE, made, "reopening"), {"reason": "再报"}), 409, "refused")
    assert "只有" in chinese["detail"]
    missing = problem(mine.post(one(PACKAGE, made, "waiver"), {}), 422, "invalid")
    assert missing["errors"] == [{"pointer": "/body/reason", "detail": "缺少这一项"}]
    assert problem(mine.post(one(PACKAGE, made, "waiver"), {}, accept_language="en"), 422, "invalid")[
        "errors"
    ] == [{"pointer": "/body/reason", "detail": "This is missing"}]


def test_files_that_do_not_fit_the_description_are_refused(made: Office) -> None:
    mine, path = of(made, "unit"), one(SCHEME, made, "submissions")
    problem(mine.upload(path, {"submission": '{"files": [{"kind": "document"}]}'}, []), 422, "invalid")
    wrong = problem(mine.upload(path, {"submission": '{"files": [{"kind": "poem"}]}'}, []), 422, "invalid")
    assert wrong["errors"][0]["pointer"] == "/body/submission/files/0/kind"
    problem(mine.upload(path, {"submission": "no json"}, []), 422, "invalid")
    assert NORTH.unit == "north"
    assert made.row(SCHEME).filings == 0


# --- its description ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_description_names_every_route_with_its_roles_in_either_language(made: Office, lang: str) -> None:
    found = told(Visitor(create(made.house)).get(f"{V1}/openapi.json?lang={lang}"))
    rules = {
        (method.lower(), route.path.replace(":path", "")): rule_of(route.endpoint)
        for method, route in routes(create(made.house))
        if route.path.startswith(V1) and route.include_in_schema
    }
    said = {(method, path): one for path, some in found["paths"].items() for method, one in some.items()}
    assert set(said) == set(rules)
    for key, one in said.items():
        rule = rules[key]
        assert rule is not None
        assert one["x-roles"] == sorted(rule.roles)
        assert is_chinese(one["summary"]) == (lang == "zh")
        assert "200" in one["responses"]
    names = [one["operationId"] for one in said.values()]
    assert len(names) == len(set(names))
    page = signed_in(made.house, named("auditor")).get(f"/api?lang={lang}")
    assert page.status_code == 200
    for _, path in said:
        assert path in page.text
    for kind in (*KINDS.values(), "malformed", "key-reused", "failed"):
        assert f'id="{kind}"' in page.text
