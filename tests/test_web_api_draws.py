"""Draws for programs: announced, done once with the published seed, read; as on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from actions.draw import perform
from actions.proof import verify
from tests.cast import COORDINATOR, KEY, moment
from tests.programs import V1, made, of, problem, told
from tests.test_actions_draw import FORM, PEOPLE, SEED, SHOPS

if TYPE_CHECKING:
    import httpx

    from tests.office import Office
    from tests.pages import Program

__all__ = ["made"]
ALL = f"{V1}/campaigns/{KEY}/draws"
DRAW = f"{ALL}/scheme/2017-Q3"
SAID = {"draw": "scheme/2017-Q3", "by": ["风险"], "take": {"高": "50%", "低": "10%"}, "form": FORM}
SAID |= {"source": "双色球第2017083期", "seed_at": "2017-06-25T21:15:00+08:00"}


def say(one: Program, said: dict[str, Any], people: str = PEOPLE, **headers: str) -> httpx.Response:
    files = [("inspectors", ("people.csv", people.encode())), ("targets", ("shops.csv", SHOPS.encode()))]
    return one.upload(ALL, {"announcement": json.dumps(said)}, files, **headers)


def test_a_draw_is_announced_done_once_and_read(made: Office) -> None:
    made.move("2017-06-20T10:00")
    office_ = of(made, "coordinator")
    first, again = (say(office_, SAID, idempotency_key="k") for _ in range(2))
    assert told(first) == told(again)
    assert len(made.bodies(kind="draw_announced")) == 1
    problem(office_.post(f"{DRAW}/seed", {"seed": SEED}), 409, "refused")
    made.move("2017-06-25T21:15")
    done, repeated = (office_.post(f"{DRAW}/seed", {"seed": SEED}, idempotency_key="seed") for _ in range(2))
    assert told(done) == told(repeated)
    problem(office_.post(f"{DRAW}/seed", {"seed": SEED}), 409, "refused")
    [event] = made.bodies(kind="drawn")
    assert (event["actor"]["role"], event["data"]["seed"]) == ("coordinator", SEED)
    assert told(done)["draw"]["digest"] == event["data"]["digest"]
    for role in ("leader", "auditor"):
        read = of(made, role).get(DRAW)
        assert told(read) == told(done)
        assert "检查员1号" not in read.text
    assert verify(made.house, rebuilding=True).faults == ()


def test_what_a_part_of_a_form_holds_is_described(made: Office) -> None:
    schemas = told(of(made, "coordinator").get(f"{V1}/openapi.json"))["components"]["schemas"]
    assert "seed_at" in schemas["Announcement"]["properties"]
    assert schemas["Submission"]["properties"]["files"]["items"] == {"$ref": "#/components/schemas/Attached"}
    assert "kind" in schemas["Attached"]["properties"]


def test_the_draw_is_the_one_of_the_command_line(made: Office) -> None:
    made.move("2017-06-20T10:00")
    told(say(of(made, "coordinator"), SAID))
    made.move("2017-06-25T21:15")
    found = perform(made.house, f"{KEY}/scheme/2017-Q3", SEED, COORDINATOR)
    assert found.seed.at == moment("2017-06-25T21:15")
    assert told(of(made, "auditor").get(DRAW))["draw"] == json.loads(json.dumps(found.as_json()))


def test_what_cannot_be_drawn_is_refused_and_to_whom(made: Office) -> None:
    made.move("2017-06-20T10:00")
    office_ = of(made, "coordinator")
    faulty = problem(say(office_, SAID, "编号,姓名\nZ1\n"), 409, "refused")
    assert faulty["errors"][0]["pointer"].startswith("/body/people.csv/")
    problem(say(office_, {**SAID, "draw": "none"}), 409, "refused")
    problem(say(office_, {**SAID, "each": 0}), 422, "invalid")
    wrong = problem(say(office_, {**SAID, "seed_at": "2017-06-25T21:15:00"}), 422, "invalid")
    assert wrong["errors"][0]["pointer"] == "/body/announcement/seed_at"
    problem(office_.get(DRAW), 409, "refused")
    problem(of(made, "leader").get(f"{V1}/campaigns/none/draws/scheme"), 404, "unknown")
    problem(of(made, "unit").get(DRAW), 403, "role")
    for role in ("unit", "leader", "auditor"):
        problem(say(of(made, role), SAID), 403, "role")
        problem(of(made, role).post(f"{DRAW}/seed", {"seed": SEED}), 403, "role")
    assert made.bodies(kind="draw_announced") == []
