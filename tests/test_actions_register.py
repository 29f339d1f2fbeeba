"""Several at once: what came another way is registered in one transaction, each with its receipt, or none is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.house import ActionError
from actions.proof import verify
from actions.submit import Handed, Submission, register
from campaigns.events import Actor
from campaigns.evidence import lack_text
from campaigns.lights import verdict
from tests.cast import COORDINATOR, KEY, declare, papers, small_yaml, stage

if TYPE_CHECKING:
    from pathlib import Path

    from actions.submit import Submitted
    from tests.cast import Stage

JULY = tuple(f"report/{unit}/2017-06" for unit in ("north", "south", "east"))
AT = "2017-06-30T09:00"


def registered(made: Stage, paths: tuple[str, ...] = JULY, **more: object) -> tuple[Submitted, ...]:
    """Register what came by OA on the 28th at 16:40, two days later."""
    received = made.move("2017-06-28T16:40")
    made.move(AT)
    submission = Submission(by_office=True, via="OA", received=received, **more)  # type: ignore[arg-type]
    return register(made.house, [f"{KEY}/{path}" for path in paths], submission, COORDINATOR)


def untouched(made: Stage) -> tuple[object, ...]:
    """All that a refusal must leave as it was."""
    told = [made.sql(f"SELECT * FROM {table}") for table in ("filings", "notices", "letters")]  # noqa: S608
    return made.history_rows(), told


def test_each_has_its_receipt_and_its_letter_and_is_judged_by_the_common_instant(tmp_path: Path) -> None:
    made = stage(tmp_path)
    done = registered(made)
    assert [one.id for one in done] == [f"{KEY}/{path}" for path in JULY]
    assert len({one.number for one in done}) == 3
    assert {one.hash for one in done} == {made.head()["hash"]}
    for path in JULY:
        row = made.row(path)
        assert (row.status, verdict(row), row.first_received) == ("closed", "in_time", done[0].received)
        filed = made.bodies(path, "filed")[0]["data"]
        assert (filed["channel"], filed["registrar"]) == ("OA", "office")
    made.deliver(AT)
    letters = [one for one in made.letters() if one["class"] == "receipt"]
    assert {one["recipient"] for one in letters} == {f"{unit}/liaison" for unit in ("north", "south", "east")}
    assert verify(made.house, rebuilding=True).faults == ()


def test_one_that_is_closed_or_unknown_keeps_all_of_them_out(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.submit("report/south/2017-06", "2017-06-27T09:00")
    made.run(AT)
    before = untouched(made)
    with pytest.raises(ActionError, match="已办结"):
        registered(made)
    with pytest.raises(ActionError, match="没有承办事项"):
        registered(made, ("report/north/2017-06", "report/west/2017-06"))
    with pytest.raises(ActionError, match="同一个专项行动"):
        register(made.house, [f"{KEY}/{JULY[0]}", "other/x/y"], Submission(by_office=True), COORDINATOR)
    assert untouched(made) == before


def test_what_one_of_them_lacks_is_said_of_each(tmp_path: Path) -> None:
    done = registered(stage(tmp_path), JULY[:2], lacks=("缺统计表",))
    assert [(one.closed, [lack["title"] for lack in one.lacking]) for one in done] == [
        (False, ["缺统计表"])
    ] * 2


def test_an_id_said_twice_is_registered_once(tmp_path: Path) -> None:
    assert [one.version for one in registered(stage(tmp_path), (JULY[0], JULY[0]))] == [1]


def test_material_belongs_to_one_and_units_file_one_by_one(tmp_path: Path) -> None:
    made = stage(tmp_path)
    [paper] = papers(tmp_path / "in", paper__txt="x")
    before = untouched(made)
    for more in (
        {"files": (Handed(paper, "document"),)},
        {"texts": {"开展情况": "正常"}},
        {"forms": {"table": {("shops", ""): "3"}}},
    ):
        with pytest.raises(ActionError, match="属于一件事项"):
            registered(made, JULY, **more)
    own = [f"{KEY}/report/north/2017-{month}" for month in ("06", "07")]
    with pytest.raises(ActionError, match="逐件报送"):
        register(made.house, own, Submission(zero=True), Actor("unit", "north"))
    with pytest.raises(ActionError, match="督办员"):
        register(made.house, own, Submission(by_office=True), Actor("unit", "north"))
    assert untouched(made) == before
    assert not made.house.files.exists()


def test_a_lead_registered_with_those_who_help_is_not_told_that_they_are_missing(tmp_path: Path) -> None:
    joint = """      joint:
        title: 联合检查总结
        lead: north
        cooperating: [south, east]
        deadline: {text: 7月14日前, on: 2017-07-14}
        contribution: {deadline: {text: 7月7日前, on: 2017-07-07}, deliverables: [{kind: text, title: 本区情况}]}
        deliverables: [{kind: text, title: 总结}]
"""
    made = stage(tmp_path, declare(tmp_path, small_yaml() + joint))
    done = registered(made, ("joint/north", "joint/south", "joint/east"))
    assert [one.id.rpartition("/")[2] for one in done] == ["north", "south", "east"]
    assert done[0].doubts == ()
    alone = stage(tmp_path / "alone", declare(tmp_path / "alone", small_yaml() + joint))
    [lead, _] = registered(alone, ("joint/north", "joint/south"))
    assert [lack_text(one) for one in lead.doubts] == ["配合单位未反馈：东堤区局"]
