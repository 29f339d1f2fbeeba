"""The coordinator's queue and the acts on one obligation: what is shown, what is refused, what goes on record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest
from click.testing import CliRunner

from actions.handed_in import file_of, handed_in
from actions.open_acts import open_acts
from actions.seeing import UnseenError
from cli.main import duban
from tests.cast import crowd, declare, small_yaml, stage, statements
from tests.office import (
    COORDINATOR,
    LEADER,
    NORTH,
    REPORT,
    SOUTH,
    Office,
    date,
    extend,
    hand_over,
    office,
    review,
)
from tests.pages import account, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from tests.pages import Visitor

HOME = "/coordinator/haicheng-2017"
KEY = f"haicheng-2017/{REPORT}"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action, with a coordinator called lin and a leader called ma."""
    return peopled(office(tmp_path))


def peopled(found: Office) -> Office:
    account(found.house, "lin", "coordinator")
    account(found.house, "ma", "leader")
    return found


def lin(found: Office) -> Visitor:
    return signed_in(found.house, "lin")


def plain(answer: httpx.Response) -> str:
    """The text of the page's main part, tags taken out."""
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def sent_boxes(one: Visitor, where: str, keys: list[str], *, home: str = HOME, **more: str) -> httpx.Response:
    """Send the boxes of a page that are ticked."""
    headers = {"content-type": "application/x-www-form-urlencoded", "origin": f"http://{one.host}"}
    sent = urlencode({"id": keys, **more}, doseq=True).encode()
    return one.send("POST", f"{home}/{where}", headers, sent)


def act(one: Visitor, name: str, path: str = REPORT, **typed: str) -> httpx.Response:
    """Confirm an act."""
    return one.post(f"{HOME}/act/{name}/{quote(path)}", {**typed, "confirmed": "yes"})


# --- what waits ---------------------------------------------------------------------------------------------


def test_the_first_page_says_how_each_campaign_stands_and_what_waits(made: Office) -> None:
    made.hand_in(REPORT, "2017-06-28T16:00")
    told = plain(lin(made).get("/coordinator"))
    assert "海城市网络市场行动，6月28日（星期三）" in told
    assert "待审核 1" in told


def test_the_queue_says_who_filed_what_when_and_what_it_lacks_and_whether_it_was_in_time(
    made: Office,
) -> None:
    made.hand_in(REPORT, "2017-06-28T16:00")
    made.submit("report/south/2017-06", "2017-06-30T09:30", package())
    told = plain(lin(made).get(HOME))
    assert "北山区局 月报（2017-06） 2017年6月28日（星期三）16:00 第1版 ✓ 齐全 ✓ 按时" in told
    assert "南塘区局 月报（2017-06） 2017年6月30日（星期五）09:30 第1版 ▲ 材料不齐 缺统计表 ■ 逾期" in told


def package() -> Any:
    """A report without its table."""
    from actions.submit import Submission  # noqa: PLC0415

    return Submission(texts={"开展情况": "正常"})


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("unit=north", {"北山区局"}),
        ("state=short", {"南塘区局"}),
        ("state=whole", {"北山区局"}),
        ("verdict=late", {"南塘区局"}),
        ("task=package", set()),
        ("kind=extension", set()),
        ("kind=review", {"北山区局", "南塘区局"}),
    ],
)
def test_the_queue_is_filtered(made: Office, query: str, units: set[str]) -> None:
    made.hand_in(REPORT, "2017-06-28T16:00")
    made.submit("report/south/2017-06", "2017-06-30T09:30", package())
    text = lin(made).get(f"{HOME}?{query}").text
    assert set(re.findall(r'<th scope="row">(\S+?)</th>', text)) == units


def test_many_are_accepted_after_a_look_and_nothing_before(made: Office) -> None:
    keys = [f"haicheng-2017/report/{unit}/2017-06" for unit in ("north", "south")]
    for unit in ("north", "south"):
        made.hand_in(f"report/{unit}/2017-06", "2017-06-28T16:00")
    one = lin(made)
    assert "请勾选要审核通过的事项" in plain(sent_boxes(one, "accept", []))
    before = made.history_rows()
    shown = sent_boxes(one, "accept", keys)
    assert "确认审核通过这2件？" in plain(shown)
    assert made.history_rows() == before
    assert sent_boxes(one, "accept", keys, confirmed="yes").headers["location"] == f"{HOME}?accepted=2"
    assert [made.row(f"report/{unit}/2017-06").how for unit in ("north", "south")] == ["accepted"] * 2


def test_one_that_does_not_wait_is_refused_with_all_the_others(made: Office) -> None:
    made.hand_in(REPORT, "2017-06-28T16:00")
    keys = [KEY, "haicheng-2017/report/east/2017-06"]
    for more in ({}, {"confirmed": "yes"}):
        answer = sent_boxes(lin(made), "accept", keys, **more)
        assert answer.status_code == 422
        assert "不能审核通过" in plain(answer)
    assert made.row(REPORT).status == "submitted"
    answer = sent_boxes(lin(made), "accept", ["other-2017/report/north/2017-06"], confirmed="yes")
    assert answer.status_code == 422


def test_what_changed_while_somebody_looked_is_looked_at_again(made: Office) -> None:
    made.hand_in(REPORT, "2017-06-28T16:00")
    one = lin(made)
    version = re.findall(r'name="version" value="([^"]+)"', sent_boxes(one, "accept", [KEY]).text)
    assert version == [f"{KEY}#1"]
    state = re.findall(r'name="state" value="([^"]+)"', one.post(f"{HOME}/act/accept/{REPORT}").text)[0]
    made.hand_in(REPORT, "2017-06-28T17:00")
    answer = sent_boxes(one, "accept", [KEY], version=version[0], confirmed="yes")
    assert "您核对时又有新的报送" in plain(answer)
    assert "您核对时事项又有变化" in plain(act(one, "accept", state=state))
    assert made.row(REPORT).status == "submitted"


def test_requests_of_units_are_told(made: Office) -> None:
    made.act(
        "2017-06-26T10:00", extend.ask, REPORT, NORTH, until=date(2017, 7, 5), reason="停电", progress="一半"
    )
    told = plain(lin(made).get(HOME))
    assert "北山区局 申请延期 月报（2017-06） 2017年6月26日（星期一）10:00 2017-07-05；停电；一半" in told
    assert "待批的申请" in told


# --- one obligation -----------------------------------------------------------------------------------------


def acts_on(one: Visitor, path: str) -> list[str]:
    """The acts that the page of an obligation offers."""
    text = one.get(f"{HOME}/obligation/{quote(path)}").text
    return re.findall(rf'href="{HOME}/act/(\w+)/', text)


def test_the_page_tells_everything_and_offers_only_what_may_be_done(made: Office) -> None:
    one = lin(made)
    asked = ["extend", "transfer", "waive", "withdraw", "urge", "telephone"]
    assert acts_on(one, REPORT) == asked
    made.hand_in(REPORT, "2017-06-28T16:00")
    assert acts_on(one, REPORT) == ["accept", "return", "propose_not_filed"]
    told = plain(one.get(f"{HOME}/obligation/{REPORT}"))
    for said in (
        "北山区局 月报（2017-06）",
        "待审核",
        "回执haicheng-2017-",
        "paper.txt",
        "每月28日前",
        "报送第1版",
    ):
        assert said in told
    made.act("2017-06-28T17:00", review.propose_not_filed, REPORT, reason="空文件")
    assert acts_on(one, REPORT) == ["accept", "return"]
    made.act("2017-06-28T18:00", review.take_as_not_filed, REPORT, LEADER)
    # Past its deadline it stays owed, and is not withdrawn.
    made.move("2017-06-29T08:00")
    assert acts_on(one, REPORT) == ["extend", "transfer", "waive", "urge", "telephone"]
    made.act("2017-06-29T09:00", review.waive, REPORT, reason="停业")
    assert acts_on(one, REPORT) == ["reopen"]


def test_what_came_another_way_is_registered_from_the_page_while_it_may_be(made: Office) -> None:
    one, link = lin(made), f"{HOME}/register/filing?id={KEY}"
    assert f'href="{link}"' in one.get(f"{HOME}/obligation/{REPORT}").text
    assert "北山区局" in one.get(link).text
    made.act("2017-06-26T10:00", review.waive, REPORT, COORDINATOR, reason="停业")
    assert f'href="{link}"' not in one.get(f"{HOME}/obligation/{REPORT}").text


@pytest.mark.parametrize(
    ("name", "allowed"), [("refuse_extension", False), ("resume", False), ("urge", True)]
)
def test_the_form_of_an_act_is_drawn_while_it_is_open(made: Office, name: str, *, allowed: bool) -> None:
    answer = lin(made).get(f"{HOME}/act/{name}/{REPORT}")
    assert answer.status_code == (200 if allowed else 303)


@pytest.mark.parametrize(
    "path", ["obligation/report/west/2017-06", "act/urge/report/west/2017-06", "act/burn/" + REPORT]
)
def test_what_there_is_not_is_no_page(made: Office, path: str) -> None:
    assert lin(made).get(f"{HOME}/{path}").status_code == 404
    assert lin(made).get(f"{HOME.replace('haicheng', 'other')}/{path}").status_code == 404


def test_a_file_is_given_back_to_the_office_and_to_nobody_else(made: Office) -> None:
    made.hand_in(REPORT, "2017-06-28T16:00")
    path = f"{HOME}/file/1/1/{REPORT}"
    answer = lin(made).get(path)
    assert answer.content == "方案 2017-06-28T16:00".encode()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert lin(made).get(path.replace("/1/1/", "/1/9/")).status_code == 404
    assert signed_in(made.house, "ma").get(path).status_code == 403


def test_to_a_unit_what_another_one_handed_in_is_not_there(made: Office) -> None:
    made.hand_in(REPORT, "2017-06-28T16:00")
    assert file_of(made.house, NORTH, KEY, 1, 1)[0] == "paper.txt"
    for ask in (lambda: file_of(made.house, SOUTH, KEY, 1, 1), lambda: handed_in(made.house, SOUTH, KEY)):
        with pytest.raises(UnseenError):
            ask()
    with pytest.raises(UnseenError):
        open_acts(made.house, SOUTH, "haicheng-2017", REPORT)


def test_a_form_keeps_what_was_typed_and_says_what_to_do(made: Office) -> None:
    made.hand_in(REPORT, "2017-06-28T16:00")
    answer = lin(made).post(f"{HOME}/act/return/{REPORT}", {"reason": " ", "working_days": "many"})
    assert answer.status_code == 422
    assert 'href="#reason">请填写“理由”' in answer.text
    assert 'href="#working_days">请填写1到60之间的整数' in answer.text
    assert 'value="many"' in answer.text
    answer = lin(made).post(f"{HOME}/act/return/{REPORT}", {"reason": "数字\x00不对"})
    assert 'href="#reason">请写明理由' in answer.text


def test_the_effect_is_shown_before_and_nothing_is_done(made: Office) -> None:
    made.act(
        "2017-06-26T10:00", extend.ask, REPORT, NORTH, until=date(2017, 7, 5), reason="停电", progress="一半"
    )
    one, before = lin(made), made.history_rows()
    assert 'value="2017-07-05"' in one.get(f"{HOME}/act/extend/{REPORT}").text
    told = plain(one.post(f"{HOME}/act/extend/{REPORT}", {"until": "2017-07-06"}))
    for said in (
        "截止时间由2017-06-28 24:00改为2017-07-06 24:00（批准延期）",
        "截止时间 2017年7月6日（星期四）24:00",
        "原截止时间 2017年6月28日（星期三）24:00",
        "如仍未报：催办 2017年7月7日（星期五）08:30",
        "北山区局 联络员：【演示数据，非真实情况】",
    ):
        assert said in told, told
    assert made.history_rows() == before
    assert made.row(REPORT).asks_extension


def test_who_has_second_thoughts_gets_the_form_again_with_what_was_typed(made: Office) -> None:
    answer = lin(made).post(f"{HOME}/act/urge/{REPORT}", {"text": "请尽快", "change": "yes"})
    assert answer.status_code == 200
    assert ">请尽快</textarea>" in answer.text


# --- page and command line ----------------------------------------------------------------------------------

Prepare = "Callable[[Office], object]"


def filed(found: Office) -> None:
    found.hand_in(REPORT, "2017-06-28T16:00")


def asked(found: Office) -> None:
    found.act(
        "2017-06-26T10:00", extend.ask, REPORT, NORTH, until=date(2017, 7, 5), reason="停电", progress="一半"
    )


def asked_transfer(found: Office) -> None:
    found.act("2017-06-26T10:00", hand_over.ask, REPORT, NORTH, reason="已撤并", to="south")


def waived(found: Office) -> None:
    found.act("2017-06-26T10:00", review.waive, REPORT, COORDINATOR, reason="停业")


def quiet(found: Office) -> None:
    found.move("2017-06-26T10:00")


#: Act, what came before, what is typed on the page, the words of the command line.
SAME = [
    ("accept", filed, {}, ["review", KEY, "--accept"]),
    ("return", filed, {"reason": "不符"}, ["review", KEY, "--return", "不符"]),
    (
        "return",
        filed,
        {"reason": "不符", "working_days": "5"},
        ["review", KEY, "--return", "不符", "--working-days", "5"],
    ),
    ("propose_not_filed", filed, {"reason": "空"}, ["review", KEY, "--not-filed", "空"]),
    ("reopen", waived, {"reason": "又开业"}, ["review", KEY, "--reopen", "又开业"]),
    ("extend", asked, {}, ["extend", KEY, "--grant"]),
    ("extend", asked, {"until": "2017-07-06"}, ["extend", KEY, "--grant", "--until", "2017-07-06"]),
    ("refuse_extension", asked, {"reason": "可以按时"}, ["extend", KEY, "--refuse", "可以按时"]),
    (
        "transfer",
        quiet,
        {"to": "city", "reason": "归口"},
        ["transfer", KEY, "--to", "city", "--reason", "归口"],
    ),
    ("refuse_transfer", asked_transfer, {"reason": "仍由你局"}, ["transfer", KEY, "--refuse", "仍由你局"]),
    ("waive", quiet, {"reason": "停业"}, ["waive", KEY, "--reason", "停业"]),
    ("withdraw", quiet, {"reason": "重复"}, ["waive", KEY, "--reason", "重复", "--withdraw"]),
    ("urge", quiet, {"text": "请尽快"}, ["urge", KEY, "--text", "请尽快"]),
    (
        "telephone",
        quiet,
        {"at": "2017-06-26T09:30", "whom": "科长", "reply": "今天报"},
        ["urge", KEY, "--phone", "--at", "2017-06-26T09:30", "--whom", "科长", "--reply", "今天报"],
    ),
]


@pytest.mark.parametrize(
    ("name", "prepare", "typed", "words"), SAME, ids=[f"{one[0]}-{len(one[2])}" for one in SAME]
)
def test_page_and_command_line_put_the_same_on_record(
    tmp_path: Path, name: str, prepare: Callable[[Office], object], typed: dict[str, str], words: list[str]
) -> None:
    by_page, by_command = peopled(office(tmp_path / "page")), office(tmp_path / "command")
    for found in (by_page, by_command):
        prepare(found)
        found.house.clock.set(found.house.now())  # type: ignore[attr-defined]
    before = len(by_page.bodies())
    assert act(lin(by_page), name, **typed).status_code == 303
    run = CliRunner().invoke(
        duban, [*words, "--data", str(by_command.house.settings.data), "--as", "coordinator"]
    )
    assert run.exit_code == 0, run.output
    assert [same(body) for body in by_page.bodies()] == [same(body) for body in by_command.bodies()]
    assert len(by_page.bodies()) > before


def same(body: dict[str, Any]) -> dict[str, Any]:
    """A body without through what, and by whose account, it came."""
    return {**body, "actor": {name: body["actor"].get(name) for name in ("role", "unit")}}


# --- what it costs ------------------------------------------------------------------------------------------


def test_a_page_costs_the_same_number_of_statements_however_much_waits(tmp_path: Path) -> None:
    counts = []
    for size in (3, 30):
        folder = tmp_path / str(size)
        yaml = small_yaml(only_reports=True, units=crowd(size), reviewed=True)
        base = stage(folder, declare(folder, yaml))
        found = peopled(Office(base.house, base.declared, base.key))
        for unit in crowd(size):
            found.hand_in(f"report/{unit}/2017-06", "2017-06-28T16:00")
        one = lin(found)
        for path in ("/coordinator", HOME):
            one.get(path)
            with statements(found) as heard:
                assert one.get(path).status_code == 200
            counts.append((path, len(heard)))
    assert counts[:2] == counts[2:]
