"""The auditor's pages: history by filters, certificates, notice proof, then beside today, chains, revisions."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from actions import accounts, sign
from actions.launch import launch
from actions.notice_proof import proofs
from actions.record_search import Sought
from actions.record_search import page as search
from actions.submit import Submission, submit
from campaigns.fold import _KINDS
from reports.kinds import KINDS
from tests.browser import assert_accessible, assert_narrow, chromium, pages, press_in, screenshot
from tests.cast import COORDINATOR, declare, moment, stage, statements
from tests.office import NORTH, REPORT, SCHEME, office, tell
from tests.pages import signed_in
from tests.words import is_chinese

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx
    from playwright.sync_api import Page

    from tests.browser import Pages
    from tests.office import Office
    from tests.pages import Visitor

__all__ = ["chromium", "pages"]
SOUTH = "report/south/2017-06"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action with some months of history."""
    found = office(tmp_path)
    play(found)
    return found


def play(found: Office) -> None:
    """File, be reminded and urged, sign a supervision, acknowledge it; register late what had come in time."""
    found.hand_in(SCHEME, "2017-06-20T10:00")
    for when in ("2017-06-23T08:30", "2017-06-28T08:30", "2017-06-29T08:30", "2017-07-03T08:30"):
        found.tick(when)
    sign.sign(found.house, [f"{found.key}/{REPORT}"], COORDINATOR)
    found.tick("2017-07-04T08:30")
    tell.acknowledge(found.house, f"{found.key}/{REPORT}", NORTH)
    found.move("2017-07-05T09:00")
    late = Submission(zero=True, by_office=True, via="OA", received=moment("2017-06-27T15:00"))
    submit(found.house, f"{found.key}/{SOUTH}", late, COORDINATOR)


def auditor(made: Office) -> Visitor:
    accounts.for_play(made.house, "auditor")
    return signed_in(made.house, "demo-auditor")


def text(answer: httpx.Response, status: int = 200) -> str:
    """What is read on a page, without markup."""
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def table(answer: httpx.Response) -> list[list[str]]:
    """The rows of a CSV that was taken away, without its head."""
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


# --- history ------------------------------------------------------------------------------------------------


def test_each_event_is_a_sentence_with_an_address_of_its_own(made: Office) -> None:
    one = auditor(made)
    page = one.get(f"/auditor?campaign={made.key}&kind=filed&unit=north")
    assert "2017-06-20 10:00 北山区局 实施方案 报送第1版" in text(page)
    [address] = re.findall(r'href="(/auditor/events/[^"]+)"', page.text)
    event = one.get(address)
    link = made.sql(
        "SELECT body, previous, hash FROM history WHERE hash IN (SELECT hash FROM history) AND body LIKE '%\"filed\"%' ORDER BY sequence"
    )[0]
    assert (
        html.escape(link["body"], quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
        in event.text
    )
    for said in (link["hash"], link["previous"], "第1版", "campaigns.yaml"):
        assert said in text(event)
    line = next(b["data"]["line"] for b in made.bodies(SCHEME) if b["kind"] == "planned")
    assert f"第{line}行" in text(event)
    assert "scheme:" in made.declared.source.lines_of(made.declared.source.file)[line - 1]


def test_every_filter_finds_what_the_record_holds_and_nothing_else(made: Office) -> None:
    one, bodies = auditor(made), made.bodies()

    def found(query: str) -> list[int]:
        return sorted(int(row[0]) for row in table(one.get(f"/auditor?campaign={made.key}&as=csv&{query}")))

    def wanted(which: Callable[[dict[str, Any]], bool]) -> list[int]:
        return [body["sequence"] for body in bodies if which(body)]

    assert found("") == wanted(lambda _: True)
    assert found("unit=north") == wanted(lambda b: "/north" in (b["obligation"] or ""))
    assert found("task=report") == wanted(lambda b: "/report/" in (b["obligation"] or ""))
    for kind in {body["kind"] for body in bodies}:
        assert found(f"kind={kind}") == [b["sequence"] for b in bodies if b["kind"] == kind], kind
    for role in ("coordinator", "unit", "system", "leader"):
        assert found(f"role={role}") == [b["sequence"] for b in bodies if b["actor"]["role"] == role], role
    for day in ("2017-06-19", "2017-06-28", "2017-07-04", "2018-01-01"):
        assert found(f"since={day}") == [b["sequence"] for b in bodies if b["noticed"] >= day], day
        assert found(f"until={day}") == [b["sequence"] for b in bodies if b["noticed"][:10] <= day], day
    assert found("since=2017-06-28T08:30&until=2017-06-28T08:30&unit=north") == wanted(
        lambda b: b["noticed"].startswith("2017-06-28T08:30:00") and "/north" in (b["obligation"] or "")
    )


def test_pages_of_the_history_miss_and_repeat_nothing_and_cost_the_same(made: Office) -> None:
    one, found, counts = auditor(made), list[int](), list[int]()
    last = made.head()["sequence"]
    for page in range(1, -(-last // 50) + 1):
        with statements(made) as asked:
            answer = one.get(f"/auditor?campaign={made.key}&page={page}")
        counts.append(len(asked))
        found += [int(number) for number in re.findall(r"/auditor/events/[^/]+/(\d+)\"", answer.text)]
    assert found == list(range(last, 0, -1))
    assert max(counts) < 15
    assert len(set(counts[1:])) == 1


def test_what_was_typed_wrong_is_said_and_kept(made: Office) -> None:
    page = auditor(made).get(f"/auditor?campaign={made.key}&since=yesterday&kind=nothing&unit=north")
    assert "请写成 2017-10-30 或 2017-10-30 17:00" in text(page, 422)
    assert "请从列表中选择" in text(page, 422)
    assert 'value="yesterday"' in page.text
    assert '<option value="north" selected' in page.text


def test_the_offices_own_chain_is_read_as_well(made: Office) -> None:
    one = auditor(made)
    assert "开设账号 demo-auditor（审计）" in text(one.get("/auditor?campaign=office"))
    assert one.get("/auditor/events/office/1").status_code == 200


def test_what_there_never_was_is_no_page(made: Office) -> None:
    one = auditor(made)
    for path in (
        *("/auditor?campaign=nothing", f"/auditor/events/{made.key}/99999", f"/auditor/events/{made.key}/0"),
        *("/auditor/events/nothing/1", "/auditor/obligations/nothing", f"/auditor/revisions/{made.key}/9"),
        *(
            "/auditor/revisions/office/1",
            "/auditor/notices?campaign=office",
            f"/auditor/events/{made.key}/{9**30}",
        ),
    ):
        assert one.get(path).status_code == 404, path


def test_every_kind_of_event_has_its_name() -> None:
    assert set(KINDS) == set(_KINDS)


def test_a_workbook_holds_the_same_rows(made: Office) -> None:
    one = auditor(made)
    address = f"/auditor?campaign={made.key}&kind=filed"
    book = load_workbook(io.BytesIO(one.get(f"{address}&as=xlsx").content))
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    for row in table(one.get(f"{address}&as=csv")):
        assert set(row) - {""} <= set(cells)


@pytest.mark.postgresql
def test_postgresql_finds_the_same(made: Office, tmp_path: Path, postgresql_database: str) -> None:
    other = office(tmp_path / "other", database=postgresql_database)
    play(other)
    for sought in (
        *(Sought(), Sought(unit="north"), Sought(task="report", kind="filed"), Sought(role="unit")),
        *(Sought(role="system"), Sought(since=moment("2017-06-28T08:30"), before=moment("2017-07-03T08:30"))),
    ):
        here, there = (search(each.house, made.key, sought, limit=30) for each in (made, other))
        assert here == there, sought
        assert here.count > 0
    rows = [
        [replace(row, sent=replace(row.sent, about=None)) for row in proofs(each.house, made.key).notices]
        for each in (made, other)
    ]
    assert sorted(rows[0], key=str) == sorted(rows[1], key=str)
    other.house.store.close()


# --- certificates and notices -------------------------------------------------------------------------------


def test_the_certificate_of_every_version_is_told_in_words(made: Office) -> None:
    one = auditor(made)
    listed = one.get(f"/auditor/obligations?campaign={made.key}&unit=north&task=report")
    assert f'href="/auditor/obligations/{made.key}/{REPORT}"' in listed.text
    page = text(one.get(f"/auditor/obligations/{made.key}/{REPORT}"))
    assert "每月28日前" in page
    assert "第1版期限（列入计划）" in page
    rows = table(one.get(f"/auditor/obligations?campaign={made.key}&as=csv"))
    assert [row[0] for row in rows] == [row.id for row in made.rows()]
    assert len(table(one.get(f"/auditor/obligations?campaign={made.key}&status=submitted&as=csv"))) == 1


def test_the_four_facts_of_a_notice_stand_apart_and_unknown_is_unknown(made: Office) -> None:
    one = auditor(made)
    rows = table(one.get(f"/auditor/notices?campaign={made.key}&unit=north&as=csv"))
    mine = {(row[1], row[2]): row[4:] for row in rows if row[0].endswith(REPORT)}
    # An hour's clock stood still: the letters of a demonstration leave when they are delivered.
    assert mine["提醒", "北山区局 联络员"] in (
        ["是，2017-06-23 08:30", "未知", "未知", "不需签收"],
        ["是，2017-06-28 08:30", "未知", "未知", "不需签收"],
    )
    sent, delivered, opened, acknowledged = mine["督办", "北山区局 分管领导"]
    assert sent.startswith("是，2017-07-04")
    assert (delivered, opened) == ("未知", "未知")
    assert acknowledged.startswith("是，2017-07-04")
    assert mine["督办", "网络监管处 办公室"][3] == "不需签收"
    english = table(one.get(f"/auditor/notices?campaign={made.key}&unit=north&as=csv&lang=en"))
    assert {row[5] for row in english} <= {"unknown", "no"}
    assert f"共{len(table(one.get(f'/auditor/notices?campaign={made.key}&as=csv&lang=zh')))}条" in text(
        one.get(f"/auditor/notices?campaign={made.key}")
    )


def test_what_was_never_sent_was_neither_delivered_nor_opened(made: Office) -> None:
    rows = table(auditor(made).get(f"/auditor/notices?campaign={made.key}&state=withdrawn&as=csv"))
    assert rows
    for row in rows:
        assert row[4].startswith("否（")
        assert row[5:] == ["否", "否", "否"]


# --- then and today -----------------------------------------------------------------------------------------


def test_then_and_today_differ_only_by_what_was_recorded_later(made: Office) -> None:
    one = auditor(made)
    address = f"/auditor/state?campaign={made.key}&at=2017-06-30"
    assert table(one.get(f"{address}&as=csv")) == [
        [f"{made.key}/{SOUTH}", "南塘区局", "月报", "■ 逾期", "✓ 已办结"],
    ]
    page = text(one.get(address))
    assert "≠ 不同" in page
    assert "2017-06-27 15:00 南塘区局 月报（2017-06） 报送第1版（零报告），经OA" in page
    assert "没有不同" in text(one.get(f"/auditor/state?campaign={made.key}&at=2017-06-26"))
    known = text(one.get(f"{address}&known_at=2017-07-05"))
    assert "没有不同" in known
    at_once = text(one.get(f"{address}&known_at=2017-07-05T09:00"))
    assert "没有不同" in at_once
    assert "没有内容" in at_once
    assert "请写成" in text(one.get(f"/auditor/state?campaign={made.key}&at=x"), 422)
    assert one.get("/auditor/state?at=0001-01-01").status_code in {200, 422}
    assert one.get("/auditor/state?at=9999-12-31").status_code in {200, 422}


# --- chains and revisions -----------------------------------------------------------------------------------


def test_the_chains_are_verified_on_request_and_a_tampering_is_named(made: Office) -> None:
    one = auditor(made)
    assert "还没有核验过" in text(one.get("/auditor/chains"))
    assert made.head()["hash"] in text(one.get("/auditor/chains"))
    assert one.post("/auditor/chains", {"rebuilding": "yes"}).headers["location"] == "/auditor/chains"
    assert "重建后逐格一致" in text(one.get("/auditor/chains"))
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE obligations SET status = 'closed' WHERE number = 1")
    one.post("/auditor/chains", {"rebuilding": "yes"})
    page = text(one.get("/auditor/chains"))
    assert "✘ 发现" in page
    assert {row[0] for row in table(one.get("/auditor/chains?as=csv"))} == {made.key, "office"}


def test_a_revision_shows_what_it_changed_line_by_line(made: Office) -> None:
    one, file = auditor(made), made.declared.source.file
    old = made.declared.source.files[file].text
    new = declare(
        made.house.settings.data.parent,
        old.replace("title: 名单\n        responsible", "title: 人员名单\n        responsible"),
    )
    launch(made.house, new, made.key, COORDINATOR, confirmed=True, approved_by="林局长")
    listed = text(one.get(f"/auditor/revisions?campaign={made.key}"))
    assert "第2版" in listed
    assert "林局长" in listed
    lines = [
        html.unescape(line)
        for line in re.findall(r"<li[^>]*>(.*?)</li>", one.get(f"/auditor/revisions/{made.key}/2").text)
    ]
    assert [line for line in lines if line.startswith(("+", "-"))] == [
        "-        title: 名单",
        "+        title: 人员名单",
    ]
    first = [
        html.unescape(line)
        for line in re.findall(r"<li[^>]*>(\+.*?)</li>", one.get(f"/auditor/revisions/{made.key}/1").text)
    ]
    assert "\n".join(line[1:] for line in first) == old.rstrip("\n")


def test_without_a_campaign_the_pages_say_so(tmp_path: Path) -> None:
    empty = stage(tmp_path, launched=None)
    accounts.for_play(empty.house, "auditor")
    one = signed_in(empty.house, "demo-auditor")
    for path in ("/auditor/obligations", "/auditor/notices", "/auditor/state", "/auditor/revisions"):
        assert "还没有启动任何专项行动" in text(one.get(path))
    assert one.get("/auditor").status_code == 200


def test_in_english_what_is_chinese_in_either_language_is_marked(made: Office) -> None:
    one = auditor(made)
    paths = ["", f"/events/{made.key}/24", "/obligations", f"/obligations/{made.key}/{REPORT}", "/notices"]
    paths += ["/state?at=2017-06-30", "/chains", "/revisions", f"/revisions/{made.key}/1"]
    one.post("/auditor/chains")
    for path in paths:
        page = one.get(f"/auditor{path}{'&' if '?' in path else '?'}lang=en")
        assert page.status_code == 200, path
        own = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", page.text, flags=re.DOTALL)
        own = re.sub(r"<title>.*?</title>", "", own)
        assert not is_chinese(own), (path, [line for line in own.splitlines() if is_chinese(line)])


def test_the_pages_are_the_auditors_alone(made: Office) -> None:
    for role in ("coordinator", "leader", "administrator"):
        accounts.for_play(made.house, role)
        assert signed_in(made.house, f"demo-{role}").get("/auditor/state").status_code == 403


# --- in a browser -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_auditors_journey(pages: Pages, lang: str) -> None:
    made = pages.office
    play(made)  # type: ignore[arg-type]
    with pages.visit(f"/?lang={lang}") as page:
        press_in(page, "auditor")
        look(page, f"auditor-{lang}-history")
        page.select_option("#kind", "filed")
        page.select_option("#unit", "north")
        page.click("main form button")
        page.click(".record a")
        look(page, f"auditor-{lang}-event")
        page.click("dl a >> nth=0")
        look(page, f"auditor-{lang}-obligation")
        for name in ("obligations", "notices", "state?at=2017-06-30", "chains", "revisions"):
            page.goto(f"{pages.url}/auditor/{name}")
            look(page, f"auditor-{lang}-{name.partition('?')[0]}")
        page.goto(f"{pages.url}/auditor/chains")
        page.click("main form button")
        page.wait_for_selector(".confirmation")
        look(page, f"auditor-{lang}-verified")
        page.goto(f"{pages.url}/auditor/revisions/{made.key}/1")
        look(page, f"auditor-{lang}-revision")
        page.goto(f"{pages.url}/api")
        look(page, f"api-{lang}")


def look(page: Page, name: str) -> None:
    """What every page has to be."""
    assert_accessible(page)
    assert_narrow(page)
    screenshot(page, name)
