"""What a leader does on the pages: urge and instruct, asked first, recorded, shown; and who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cast import KEY
from tests.office import REPORT, Office, office
from tests.pages import everybody, signed_in, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pages import Visitor

PAGE = f"/leader/{KEY}"
LATER = "2017-07-05T10:00"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Early in July: nobody has handed in a report."""
    found = office(tmp_path_factory.mktemp("leader"))
    everybody(found.house)
    found.tick(LATER)
    return found


@pytest.fixture
def leader(made: Office) -> Visitor:
    """The leader, signed in."""
    return signed_in(made.house, "leader-1")


def test_urging_is_asked_first_recorded_and_shown(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    mine.tick(LATER)
    one = signed_in(mine.house, "leader-1")
    ids = [f"{KEY}/report/{unit}/2017-06" for unit in ("north", "east")]
    asked = one.get(f"{PAGE}/urge?id={ids[0]}&id={ids[1]}").text
    assert "北山区局 月报（2017-06）" in asked
    assert "确认催办2件" in asked
    assert mine.bodies(kind="urged") == []
    answer = one.post(f"{PAGE}/urge", {"id": ids[1], "text": "请今天报"})
    assert answer.status_code == 303
    (body,) = mine.bodies(kind="urged")
    assert (body["obligation"], body["data"]["text"]) == (ids[1], "请今天报")
    assert (body["actor"]["role"], body["actor"]["channel"]) == ("leader", "web")
    told = text_of(one.get(answer.headers["location"]).text)
    assert "已催办1件" in told
    assert "请今天报" in told
    assert any(letter["recipient"] == "east/liaison" for letter in mine.letters())


def test_an_instruction_goes_on_record_and_to_the_office(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    one, key = signed_in(mine.house, "leader-1"), f"{KEY}/{REPORT}"
    empty = one.post(f"{PAGE}/instruct", {"id": key, "text": " "})
    assert empty.status_code == 422
    assert "请写明批示内容" in empty.text
    assert 'href="#text"' in empty.text
    answer = one.post(f"{PAGE}/instruct", {"id": key, "text": "抓紧办理"})
    (body,) = mine.bodies(kind="instructed")
    assert body["data"]["text"] == "抓紧办理"
    assert "抓紧办理" in one.get(answer.headers["location"]).text


def test_a_refusal_keeps_what_was_typed(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    mine.hand_in(REPORT, "2017-06-27T10:00")
    answer = signed_in(mine.house, "leader-1").post(
        f"{PAGE}/urge", {"id": f"{KEY}/{REPORT}", "text": "请抓紧<b>"}
    )
    assert answer.status_code == 422
    assert "请抓紧&lt;b&gt;" in answer.text
    assert "不能催办" in answer.text
    assert mine.bodies(kind="urged") == []


def test_who_may_urge_and_who_may_instruct(made: Office) -> None:
    key = f"{KEY}/report/east/2017-06"
    office_one, unit_one = signed_in(made.house, "coordinator-1"), signed_in(made.house, "unit-1")
    auditor = signed_in(made.house, "auditor-1")
    assert office_one.get(f"{PAGE}/urge?id={key}").status_code == 200
    assert office_one.get(f"{PAGE}/instruct?id={key}").status_code == 403
    assert office_one.post(f"{PAGE}/instruct", {"id": key, "text": "x"}).status_code == 403
    page = office_one.get(f"{PAGE}/obligations/report/east/2017-06").text
    assert f"{PAGE}/urge?" in page
    assert f"{PAGE}/instruct?" not in page
    for one in (unit_one, auditor):
        for path in (PAGE, f"{PAGE}/urge?id={key}", f"{PAGE}/units/north", f"{PAGE}/timeline.svg"):
            assert one.get(path).status_code == 403
        assert one.post(f"{PAGE}/urge", {"id": key}).status_code == 403
        assert one.post(f"{PAGE}/instruct", {"id": key, "text": "x"}).status_code == 403


def test_what_is_not_there_is_neither_urged_nor_told(made: Office, leader: Visitor) -> None:
    for ids in ("", f"?id={KEY}/nothing", "?id=other-2017/report/north/2017-06"):
        assert leader.get(f"{PAGE}/urge{ids}").status_code == 404
        assert leader.get(f"{PAGE}/done/urged{ids}").status_code == 404
    assert leader.get(f"{PAGE}/done/urged?id={KEY}/report/north/2017-06").status_code == 404
    assert leader.get(f"{PAGE}/done/filed?id={KEY}/report/north/2017-06").status_code == 404
    assert made.bodies(kind="urged") == []
