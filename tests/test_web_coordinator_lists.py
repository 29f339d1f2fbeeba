"""The coordinator's lists: all obligations, what waits for a signature, who has not filed, letters, contacts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from sqlalchemy import text as text_of_sql

from actions.launch import launch
from actions.liaison import liaison
from actions.outbox import as_sent
from actions.record import record
from cli.main import duban
from tests.cast import crowd, declare, small_yaml, stage, statements
from tests.office import COORDINATOR, LEADER, NORTH, REPORT, Office, date, extend, office, review, tell
from tests.pages import signed_in
from tests.test_web_coordinator import HOME, lin, peopled, plain, sent_boxes
from tests.words import is_chinese

if TYPE_CHECKING:
    from pathlib import Path

EAST, VERIFY = "report/east/2017-06", "verify/north/1号"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action on 10 July: the east bureau has not filed for June, and supervision waits."""
    found = peopled(office(tmp_path))
    for unit in ("north", "south"):
        found.hand_in(f"report/{unit}/2017-06", "2017-06-28T16:00")
    found.run("2017-07-10T09:00")
    found.tick("2017-07-10T09:30")
    return found


# --- all obligations ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("overdue=yes", ["东堤区局 月报（2017-06）"]),
        ("status=submitted", ["北山区局 月报（2017-06）", "南塘区局 月报（2017-06）"]),
        ("unit=east&task=report&light=not_started", ["东堤区局 月报（2017-08）"]),
        ("unit=nobody", []),
    ],
)
def test_obligations_are_listed_by_what_is_looked_for(made: Office, query: str, titles: list[str]) -> None:
    text = lin(made).get(f"{HOME}/obligations?{query}").text
    found = re.findall(r'<th scope="row">(\S+)</th><td><a [^>]+>([^<]+)</a>', text)
    assert [" ".join(one) for one in found] == titles


def test_the_list_is_taken_away_as_it_was_filtered(made: Office) -> None:
    answer = lin(made).get(f"{HOME}/obligations?overdue=yes&as=csv")
    assert answer.content.decode("utf-8-sig").splitlines()[1] == (
        "东堤区局,月报（2017-06）,在办,■ 逾期,2017-06-28 17:30,2017-06-28 24:00,,haicheng-2017/report/east/2017-06"
    )
    assert lin(made).get(f"{HOME}/obligations?as=xlsx").content.startswith(b"PK")


def test_long_lists_come_in_pages_and_cost_no_more(tmp_path: Path) -> None:
    counts = []
    for size in (3, 30):
        folder = tmp_path / str(size)
        base = stage(folder, declare(folder, small_yaml(only_reports=True, units=crowd(size), reviewed=True)))
        found = peopled(Office(base.house, base.declared, base.key))
        one = lin(found)
        for path in ("obligations", "unfiled", "contacts", "progress"):
            one.get(f"{HOME}/{path}")
            with statements(found) as heard:
                text = one.get(f"{HOME}/{path}").text
            counts.append((path, len(heard)))
            assert ("第1页，共2页" in text) == (size == 30 and path == "obligations")
    assert counts[:4] == counts[4:]
    assert "第2页，共2页" in one.get(f"{HOME}/obligations?page=99").text


# --- 待签发 -------------------------------------------------------------------------------------------------


def test_what_waits_for_a_signature_shows_its_text_and_leaves_only_when_confirmed(made: Office) -> None:
    one = lin(made)
    text = one.get(f"{HOME}/sign").text
    keys = re.findall(r'name="id" value="([^"]+)"', text)
    assert len(keys) == 2
    assert "请协调督促东堤区局尽快报送" in text
    assert "请勾选要签发的消息" in sent_boxes(one, "sign", []).text
    before = made.history_rows()
    assert "请确认：签发这1件" in plain(sent_boxes(one, "sign", keys[:1]))
    assert made.history_rows() == before
    answer = sent_boxes(one, "sign", keys[:1], confirmed="yes")
    assert answer.headers["location"] == f"{HOME}/sign?done=sign&count=1"
    assert made.bodies(EAST)[-1]["kind"] == "signed"
    assert "所选的消息已不再待签发" in sent_boxes(one, "sign", keys[:1]).text
    assert sent_boxes(one, "sign", keys[:1], confirmed="yes").status_code == 422


def test_what_is_dropped_says_why(made: Office) -> None:
    one = lin(made)
    keys = re.findall(r'name="id" value="([^"]+)"', one.get(f"{HOME}/sign").text)
    answer = sent_boxes(one, "sign", keys, do="drop", confirmed="yes", reason=" ")
    assert 'href="#reason">请写明不予签发的理由' in answer.text
    assert sent_boxes(one, "sign", keys, do="drop", confirmed="yes", reason="已电话沟通").status_code == 303
    assert [body["data"]["reason"] for body in made.bodies(EAST, "dropped")] == ["已电话沟通"] * 2
    assert "没有待签发的消息" in one.get(f"{HOME}/sign").text


def test_an_instruction_waits_to_be_passed_on(made: Office) -> None:
    tell.instruct(made.house, f"haicheng-2017/{EAST}", LEADER, text="请东堤区局本周内报送")
    assert "请东堤区局本周内报送" in lin(made).get(f"{HOME}/sign").text


@pytest.mark.parametrize("drop", [False, True])
def test_signing_on_the_page_is_signing_on_the_command_line(tmp_path: Path, *, drop: bool) -> None:
    records = []
    for name in ("page", "command"):
        found = peopled(office(tmp_path / name))
        found.run("2017-07-10T09:00")
        found.house.clock.set(found.house.now())  # type: ignore[attr-defined]
        keys = re.findall(r'name="id" value="([^"]+)"', lin(found).get(f"{HOME}/sign").text)
        more = {"do": "drop", "reason": "不必"} if drop else {}
        if name == "page":
            assert sent_boxes(lin(found), "sign", keys, confirmed="yes", **more).status_code == 303
        else:
            words = ["sign", *keys, *(["--drop", "不必"] if drop else [])]
            data = str(found.house.settings.data)
            run = CliRunner().invoke(duban, [*words, "--data", data, "--as", "coordinator"])
            assert run.exit_code == 0, run.output
        records.append([{**body, "actor": body["actor"]["role"]} for body in found.bodies()])
    assert records[0] == records[1]


# --- who has not filed --------------------------------------------------------------------------------------

JUNE = (
    "【演示数据，非真实情况】截至2017年7月10日（星期一）09:30，以下单位尚未报送6月份月报：东堤区局（共1家，应报3家）。"
    "截止时间6月28日（星期三）24:00已过，请尽快报送。已通过其他方式报送的，请告知，以便登记。"
)


def test_who_has_not_filed_is_told_in_words_to_be_pasted(made: Office) -> None:
    assert f">{JUNE}</textarea>" in lin(made).get(f"{HOME}/unfiled").text
    made.house.clock.set(made.house.now())  # type: ignore[attr-defined]
    run = CliRunner().invoke(
        duban, ["status", "--unfiled", "--json", "--data", str(made.house.settings.data)]
    )
    assert json.loads(run.output)[0]["text"] == JUNE


def test_what_came_back_and_what_is_undecided_is_told_apart(made: Office) -> None:
    made.act("2017-07-10T10:00", review.return_, REPORT, reason="不符")
    made.act(
        "2017-07-10T10:05",
        extend.ask,
        "package/north",
        NORTH,
        until=date(2017, 7, 20),
        reason="停电",
        progress="一半",
    )
    text = lin(made).get(f"{HOME}/unfiled").text
    assert "以下单位的6月份月报退回后尚未重报：北山区局（共1家）" in text
    assert (
        "以下单位尚未报送总结材料：南塘区局、东堤区局（共2家，应报3家）。另有1家延期待批：北山区局。" in text
    )


def test_all_who_have_not_filed_are_urged_at_once_after_a_look(made: Office) -> None:
    one, before = lin(made), made.history_rows()
    page = one.get(f"{HOME}/unfiled").text
    keys = [f"haicheng-2017/package/{unit}" for unit in ("north", "south", "east")]
    assert all(f'name="id" value="{key}"' in page for key in keys)
    assert "请确认：催办这3件" in plain(sent_boxes(one, "unfiled", keys))
    assert made.history_rows() == before
    assert sent_boxes(one, "unfiled", [f"haicheng-2017/{REPORT}"]).status_code == 422
    assert sent_boxes(one, "unfiled", []).status_code == 422
    assert sent_boxes(one, "unfiled", keys, text="请尽快", confirmed="yes").status_code == 303
    assert len(made.bodies(kind="urged")) == 3
    assert any("请尽快" in letter["text"] for letter in texts(made))


def texts(made: Office) -> list[dict[str, str]]:
    """Every letter's text."""
    return [{"text": as_sent(made.house, one["key"]).text} for one in made.letters()]


def test_progress_is_told_in_the_units_own_line_and_who_did_not_answer_is_named(made: Office) -> None:
    made.run("2017-07-20T09:00")
    made.act("2017-07-20T10:00", tell.respond, "visit/north", NORTH, text="已走访12家")
    one = lin(made)
    told = plain(one.get(f"{HOME}/progress"))
    assert "未回应2件" in told
    assert re.search(r"北山区局 走访 已走访12家 2017-07-20 10:00 2017-07-1\d 08:30 ✓ 已回应", told), told
    only = plain(one.get(f"{HOME}/progress?unanswered=yes"))
    assert "北山区局" not in only
    assert "南塘区局 走访 — —" in only
    lines = one.get(f"{HOME}/progress?unanswered=yes&as=csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["南塘区局", "东堤区局"]


# --- letters and contacts -----------------------------------------------------------------------------------


def test_letters_are_listed_by_state_and_read_as_they_were_sent(made: Office) -> None:
    one = lin(made)
    text = one.get("/outbox").text
    link = re.search(r'href="(/outbox/letter/[^"]*east[^"]*)"', text)
    assert link is not None
    letter = one.get(link[1]).text
    assert "east@haicheng.example" in letter
    assert "已过报送截止日" in letter
    assert "还没有信件" in one.get("/outbox?state=dead").text
    assert "东堤区局" in one.get("/outbox?as=csv").content.decode("utf-8-sig")
    assert one.get("/outbox/letter/none").status_code == 404


def test_what_failed_is_marked_and_says_why(made: Office) -> None:
    key = made.letters()[0]["key"]
    with made.house.store.write() as connection:
        change = "UPDATE letters SET state = 'dead', detail = '550 no such user' WHERE key = :key"
        connection.execute(text_of_sql(change), {"key": key})
    one = lin(made)
    told = plain(one.get("/outbox?state=dead"))
    assert "■ 无法送达" in told
    assert "550 no such user" in told
    assert "无法送达 1" in plain(one.get("/outbox"))


def test_who_has_no_mailbox_is_named_and_what_could_not_be_told(tmp_path: Path) -> None:
    yaml = small_yaml(reviewed=True).replace("contact: south@haicheng.example, ", "")
    base = stage(tmp_path, declare(tmp_path, yaml))
    found = peopled(Office(base.house, base.declared, base.key))
    found.tick("2017-06-29T09:00")
    one = lin(found)
    assert "1家单位没有联系邮箱，提醒无法送达： 南塘区市场监管局" in plain(one.get(f"{HOME}/contacts")) or (
        "1家单位没有联系邮箱，提醒无法送达： 南塘区局" in plain(one.get(f"{HOME}/contacts"))
    )
    assert "没能告知的消息" in one.get("/outbox").text
    bad = one.post(f"{HOME}/contacts/south", {"address": "nonsense"})
    assert bad.status_code == 422
    assert 'value="nonsense"' in bad.text
    assert one.post(f"{HOME}/contacts/south", {"first": "2017-07-03"}).status_code == 422
    given = {"address": "south@haicheng.example", "first": "2017-07-03", "last": "2017-07-05"}
    assert (
        one.post(f"{HOME}/contacts/south", {**given, "substitute": "li@haicheng.example"}).status_code == 303
    )
    known = liaison(found.house, "south", COORDINATOR)
    assert (known.address, [away.address for away in known.absences]) == (
        "south@haicheng.example",
        ["li@haicheng.example"],
    )
    assert "承办单位都有联系邮箱" in one.get(f"{HOME}/contacts").text
    assert one.get(f"{HOME}/contacts/west").status_code == 404


# --- the second signature -----------------------------------------------------------------------------------


def test_a_leader_signs_what_the_office_proposed(made: Office) -> None:
    made.act("2017-07-10T10:00", review.propose_not_filed, REPORT, reason="空文件")
    ma = signed_in(made.house, "ma")
    assert "空文件" in plain(ma.get("/approvals"))
    path = f"{HOME}/act/take_as_not_filed/{REPORT}"
    assert ma.get(path).status_code == 200
    assert lin(made).get(path).status_code == 303
    assert lin(made).post(path, {"confirmed": "yes"}).status_code == 422
    shown = ma.post(path)
    assert "视为未报送（第1版）" in plain(shown)
    assert ma.post(path, {"confirmed": "yes"}).headers["location"] == "/approvals?done=take_as_not_filed"
    assert made.row(REPORT).status == "open"
    assert "没有待批的" in ma.get("/approvals").text


def test_two_sign_an_extension(tmp_path: Path) -> None:
    made = peopled(office(tmp_path))
    made.move("2017-06-20T10:00")
    day = date(2017, 6, 20)
    record(made.house, made.key, "decision", unit="north", number="1号", happened=day, actor=NORTH)
    asked = {"until": date(2017, 7, 18), "reason": "检测未完", "progress": "已送检"}
    made.act("2017-06-27T10:00", extend.ask, VERIFY, NORTH, **asked)
    one, ma, path = lin(made), signed_in(made.house, "ma"), quote(VERIFY)
    assert ma.get("/approvals").text.count("检测未完") == 0
    assert f"{HOME}/act/extend/" not in one.get(f"{HOME}/obligation/{path}").text
    assert one.post(f"{HOME}/act/endorse_extension/{path}", {"confirmed": "yes"}).status_code == 303
    assert "检测未完" in ma.get("/approvals").text
    assert "最长15个工作日 · 两人签批" in plain(ma.get(f"{HOME}/act/extend/{path}"))
    assert ma.post(f"{HOME}/act/extend/{path}", {"working_days": "16"}).status_code == 422
    assert "2017-07-18 24:00" in plain(ma.post(f"{HOME}/act/extend/{path}", {"working_days": "5"}))
    assert ma.post(f"{HOME}/act/extend/{path}", {"working_days": "5", "confirmed": "yes"}).status_code == 303
    assert made.row(VERIFY).last_day == date(2017, 7, 18)


def test_a_pause_is_for_a_declared_cause_and_the_clock_goes_on(tmp_path: Path) -> None:
    made = peopled(office(tmp_path))
    made.move("2017-06-20T10:00")
    day = date(2017, 6, 20)
    record(made.house, made.key, "decision", unit="north", number="1号", happened=day, actor=NORTH)
    one, path = lin(made), quote(VERIFY)
    assert '<option value="鉴定">' in one.get(f"{HOME}/act/pause/{path}").text
    assert "请从所列事由中选择" in one.post(f"{HOME}/act/pause/{path}", {"cause": "很忙"}).text
    assert one.post(f"{HOME}/act/pause/{path}", {"cause": "鉴定", "confirmed": "yes"}).status_code == 303
    assert made.row(VERIFY).status == "suspended"
    assert "亮灯 — 暂停计时 状态 暂停计时" in plain(one.get(f"{HOME}/obligation/{path}"))
    made.move("2017-06-27T10:00")
    assert "截止时间由2017-07-11 24:00改为2017-07-17 24:00" in plain(one.post(f"{HOME}/act/resume/{path}"))
    assert one.post(f"{HOME}/act/resume/{path}", {"confirmed": "yes"}).status_code == 303
    assert made.row(VERIFY).last_day == date(2017, 7, 17)


# --- language -----------------------------------------------------------------------------------------------


def test_in_english_only_what_is_chinese_in_either_language_stays_so(made: Office) -> None:
    made.act("2017-07-10T10:00", review.propose_not_filed, REPORT, reason="空文件")
    asked = {"until": date(2017, 7, 20), "reason": "停电", "progress": "一半"}
    made.act("2017-07-10T10:05", extend.ask, "package/north", NORTH, **asked)
    one, ma = lin(made), signed_in(made.house, "ma")
    link = re.findall(r'href="(/outbox/letter/[^"]+)"', one.get("/outbox").text)[0]
    keys = re.findall(r'name="id" value="([^"]+)"', one.get(f"{HOME}/sign").text)
    answers = [one.get(f"{path}?lang=en") for path in ("/coordinator", "/outbox", link, HOME)]
    mine = ("obligations", "sign", "unfiled", "progress", "contacts", "contacts/north")
    answers += [
        one.get(f"{HOME}/{path}") for path in (*mine, f"obligation/{REPORT}", "act/extend/package/north")
    ]
    answers += [one.post(f"{HOME}/act/return/{REPORT}", form) for form in ({"reason": "不符"}, {})]
    answers += [sent_boxes(one, "sign", keys), sent_boxes(one, "accept", [f"haicheng-2017/{REPORT}"])]
    answers += [sent_boxes(one, "unfiled", ["haicheng-2017/package/south"]), ma.get("/approvals?lang=en")]
    for answer in answers:
        assert answer.status_code in {200, 422}
        # Names stand in attributes and in lists to choose from as they are.
        text = re.sub(r"<(option|title)\b.*?</\1>|<input[^>]*>", "", answer.text, flags=re.DOTALL)
        own = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)
        found = [line for line in re.sub(r"<[^>]+>", "\n", own).splitlines() if is_chinese(line)]
        assert found == [], (answer.request.url, found)


# --- two campaigns ------------------------------------------------------------------------------------------


def test_the_pages_of_a_campaign_show_nothing_of_another(tmp_path: Path) -> None:
    whole = small_yaml(reviewed=True, only_reports=True)
    head, key, mine = whole.partition("  haicheng-2017:\n")
    twice = head + key + mine + "  gangcheng-2017:\n" + mine.replace("海城市网络市场行动", "港城行动")
    base = stage(tmp_path, declare(tmp_path, twice))
    launch(base.house, base.declared, "gangcheng-2017", COORDINATOR, at=base.house.now())
    found = peopled(Office(base.house, base.declared, base.key))
    found.hand_in(REPORT, "2017-06-28T16:00")
    found.run("2017-07-10T09:00")
    one, other = lin(found), HOME.replace("haicheng", "gangcheng")
    keys = re.findall(r'name="id" value="([^"]+)"', one.get(f"{HOME}/sign").text)
    assert keys
    assert "没有待签发的消息" in one.get(f"{other}/sign").text
    assert "没有待审核的报送" in one.get(other).text
    assert "港城行动" in one.get("/coordinator").text
    for where in ("sign", "accept", "unfiled"):
        key = keys[0] if where == "sign" else f"haicheng-2017/{REPORT}"
        assert sent_boxes(one, where, [key], home=other, confirmed="yes").status_code == 422
    assert found.row(REPORT).status == "submitted"
