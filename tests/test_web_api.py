"""The interface for programs: what there is to read, each act as the command line does it, problems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from store import history
from tests.cast import statements
from tests.office import NORTH, PACKAGE, REPORT, SCHEME
from tests.programs import V1, made, of, one, problem, told

if TYPE_CHECKING:
    from tests.office import Office

__all__ = ["made"]


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
