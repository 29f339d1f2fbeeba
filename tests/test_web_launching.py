"""The plan of a campaign, its launch and its amendments: what was shown is what is launched, or nothing is."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from actions import declared, planning
from actions.preview import preview
from tests.browser import assert_accessible, assert_narrow, chromium, pages, press_in, screenshot
from tests.cascade_scenes import CITY, CLOSING, NORTH, cascade
from tests.cast import KEY, HandClock, Stage, calendars, crowd, declare, moment, small_yaml, stage, statements
from tests.pages import account, signed_in

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.browser import Pages
    from tests.pages import Visitor

__all__ = ["chromium", "pages"]
PLAN = f"/coordinator/{KEY}/declare"
LAUNCH = f"{PLAN}/launch"
APPROVED = {"approved_by": "张局长", "approved_on": "2017-06-19"}
LATER = small_yaml().replace("on: 2017-07-14", "on: 2017-07-21").replace("7月14日前", "7月21日前")


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    """The small action runs, and there is a coordinator."""
    return peopled(stage(tmp_path))


@pytest.fixture
def fresh(tmp_path: Path) -> Stage:
    """The small action is declared, and not launched."""
    return peopled(stage(tmp_path, launched=None))


def peopled(found: Stage) -> Stage:
    """A house with a coordinator."""
    account(found.house, "coordinator-1", "coordinator")
    return found


def coordinator(made: Stage) -> Visitor:
    """Her browser."""
    return signed_in(made.house, "coordinator-1")


def write(made: Stage, text: str) -> None:
    """Change the declaration's file."""
    made.house.settings.file.write_text(text, encoding="utf-8")


def read(answer: httpx.Response) -> str:
    """What somebody reads, a blank between cells."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def sign(answer: httpx.Response) -> str:
    """The mark of what is shown."""
    found = re.search(r'name="shown" value="([0-9a-f]{64})"', answer.text)
    assert found is not None
    return found[1]


def confirmed(one: Visitor, **said: str) -> httpx.Response:
    """Say who approved it, look at what it does, confirm."""
    checked = one.post(LAUNCH, {**APPROVED, **said})
    assert checked.status_code == 200
    return one.post(LAUNCH, {**APPROVED, **said, "shown": sign(checked)})


def revisions(made: Stage) -> list[int]:
    """The revisions on record."""
    return [row["number"] for row in made.sql("SELECT number FROM revisions ORDER BY number")]


# --- the plan -----------------------------------------------------------------------------------------------


def test_the_plan_is_the_breakdown_the_load_and_the_notices(made: Stage) -> None:
    text = read(coordinator(made).get(PLAN))
    assert "与在册第1版一致" in text
    assert "7月14日（星期五）17:30前报送，7月14日24:00截止" in text
    assert "2017-07-19 08:30 督办 北山区局 总结材料 分管领导、办公室 须签发" in text
    assert "2017-W28 07-10-07-16" in text or "2017-W28" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_plan_is_taken_away_as_the_command_line_writes_it(made: Stage, lang: str) -> None:
    one = coordinator(made)
    table = one.get(f"{PLAN}?as=csv&list=notices&lang={lang}").content.decode("utf-8-sig").splitlines()
    planner = made.declared.planner(KEY)
    assert len(table) == 1 + len(planning.notices(planner, planner.plan().obligations))
    assert one.get(f"{PLAN}?as=xlsx&lang={lang}").content[:2] == b"PK"
    drawn = one.get(f"{PLAN}?as=svg&lang={lang}")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "<svg" in drawn.text
    assert "gantt" in one.get(f"{PLAN}?as=mmd&lang={lang}").text
    assert one.get(f"{PLAN}?as=exe").status_code == 404
    assert one.get(f"{PLAN}?as=csv&list=secrets").status_code == 404


def test_a_campaign_that_nobody_declared_has_no_plan(made: Stage) -> None:
    one = coordinator(made)
    for path in (PLAN, LAUNCH):
        assert one.get(path.replace(KEY, "nothing")).status_code == 404
    assert one.post(LAUNCH.replace(KEY, "nothing"), APPROVED).status_code == 404


def test_with_errors_in_the_file_the_editor_is_where_one_lands(made: Stage) -> None:
    write(made, "duban: 1\n")
    one = coordinator(made)
    assert one.get(PLAN).headers["location"] == "/coordinator/declare"
    assert one.post(LAUNCH, APPROVED).headers["location"] == "/coordinator/declare"
    assert revisions(made) == [1]


# --- the first launch ---------------------------------------------------------------------------------------


def test_a_first_launch_asks_who_approved_it_and_is_confirmed(fresh: Stage) -> None:
    one = coordinator(fresh)
    assert "18件，其中15件有期限" in read(one.get(LAUNCH))
    answer = confirmed(one, approved_by=" 张局长\u3000市局 ")
    assert answer.headers["location"] == f"{PLAN}?launched=1"
    assert "第1版已入库" in one.get(answer.headers["location"]).text
    assert revisions(fresh) == [1]
    (told,) = fresh.bodies(kind="launched")
    assert told["actor"]["role"] == "coordinator"
    assert (told["actor"]["channel"], told["actor"]["account"]) == ("web", "coordinator-1")
    kept = {row["commitment"]: row["name"] for row in fresh.sql("SELECT commitment, name FROM people")}
    assert kept[told["data"]["approved_by"]] == "张局长 市局 2017-06-19"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, ["approved_by", "approved_on"]),
        ({"approved_by": "张局长", "approved_on": "昨天"}, ["approved_on"]),
        ({"approved_by": "张局长", "approved_on": "2017-06-20"}, ["approved_on"]),
        ({"approved_by": "张" * 81, "approved_on": "2017-06-19"}, ["approved_by"]),
    ],
)
def test_what_is_not_said_of_the_approval_is_asked_for(
    fresh: Stage, given: dict[str, str], wrong: list[str]
) -> None:
    answer = coordinator(fresh).post(LAUNCH, given)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', answer.text) == wrong
    for value in given.values():
        assert f'value="{value}"' in answer.text
    assert revisions(fresh) == []


def test_without_a_mark_of_what_was_shown_nothing_is_launched(fresh: Stage) -> None:
    one = coordinator(fresh)
    assert one.post(LAUNCH, APPROVED).status_code == 200
    assert one.post(LAUNCH, {**APPROVED, "shown": "0" * 64}).status_code == 409
    assert revisions(fresh) == []


# --- an amendment -------------------------------------------------------------------------------------------


def test_an_amendment_shows_each_change_for_each_unit_and_every_letter_and_does_that(made: Stage) -> None:
    one = coordinator(made)
    write(made, LATER.replace("title: 名单", "title: 名册", 1))
    first = read(one.get(LAUNCH))
    assert "在册第1版，将成为第2版。" in first
    assert (
        "改期 北山区局 总结材料 2017-07-14 17:30 / 2017-07-14 24:00 2017-07-21 17:30 / 2017-07-21 24:00"
        in first
    )
    assert "2017-07-21 24:00 补充通知将“7月14日前”改为“7月21日前”" in first
    source = declared.load(made.house.settings.file, calendars())
    letters = preview(made.house, source, KEY)
    shown = one.post(LAUNCH, APPROVED)
    assert len(letters) == 3
    for letter in letters:
        assert letter.subject is not None
        assert letter.text is not None
        assert letter.subject in read(shown)
        assert letter.text.strip() in html.unescape(shown.text)
    answer = one.post(LAUNCH, {**APPROVED, "shown": sign(shown)})
    assert answer.headers["location"] == f"{PLAN}?launched=2"
    assert revisions(made) == [1, 2]
    assert str(made.row("package/north").breach) == "2017-07-22 00:00:00+08:00"
    made.deliver("2017-06-19T09:05")
    assert {row["subject"] for row in made.letters()} >= {letter.subject for letter in letters}


def test_what_is_only_worded_otherwise_is_told_with_both_phrases(made: Stage) -> None:
    write(made, small_yaml().replace("text: 7月14日前", "text: 7月14日下班前"))
    text = read(coordinator(made).get(LAUNCH))
    assert "仅改文字3件" in text
    assert "南塘区局 总结材料 补充通知将“7月14日前”改为“7月14日下班前”" in text


def test_what_changed_after_it_was_shown_is_shown_again_and_not_launched(made: Stage) -> None:
    one = coordinator(made)
    write(made, LATER)
    shown = one.post(LAUNCH, APPROVED)
    write(made, LATER.replace("2017-07-21", "2017-07-28").replace("7月21日", "7月28日"))
    answer = one.post(LAUNCH, {**APPROVED, "shown": sign(shown)})
    assert answer.status_code == 409
    assert "请按现在的内容重新核对" in answer.text
    assert "2017-07-28 24:00" in answer.text
    assert revisions(made) == [1]
    assert one.post(LAUNCH, {**APPROVED, "shown": sign(answer)}).status_code == 303
    assert revisions(made) == [1, 2]


def test_what_a_unit_filed_meanwhile_is_shown_again(made: Stage) -> None:
    one = coordinator(made)
    body, package = small_yaml().split("      package:\n")
    write(made, body + "      disclosure:" + package.split("      disclosure:", 1)[1])
    shown = one.post(LAUNCH, APPROVED)
    assert "撤销3件" in shown.text
    made.submit("package/north", "2017-06-19T10:00")
    answer = one.post(LAUNCH, {**APPROVED, "shown": sign(shown)})
    assert answer.status_code == 409
    assert revisions(made) == [1]


def test_the_mark_does_not_change_with_the_hour(tmp_path: Path) -> None:
    clock = HandClock(moment("2017-06-19T09:00"))
    made = peopled(stage(tmp_path, declare(tmp_path, small_yaml()), clock=clock))
    one = coordinator(made)
    write(made, LATER)
    shown = one.post(LAUNCH, APPROVED)
    clock.move(moment("2017-06-19T09:20"))
    assert one.post(LAUNCH, {**APPROVED, "shown": sign(shown)}).status_code == 303


def test_showing_an_amendment_writes_nothing(made: Stage) -> None:
    write(made, LATER)
    before = made.history_rows()
    assert coordinator(made).post(LAUNCH, APPROVED).status_code == 200
    assert made.history_rows() == before
    assert revisions(made) == [1]


def test_a_mailbox_that_comes_with_the_amendment_is_in_what_is_shown(tmp_path: Path) -> None:
    without = small_yaml().replace("contact: north@haicheng.example, ", "")
    made = peopled(stage(tmp_path, declare(tmp_path, without)))
    one = coordinator(made)
    write(made, LATER.replace("contact: north@haicheng.example, ", ""))
    assert "没有联系邮箱" in read(one.post(LAUNCH, APPROVED))
    write(made, LATER)
    assert "没有联系邮箱" not in read(one.post(LAUNCH, APPROVED))


def test_contacts_alone_are_brought_up_to_date(made: Stage) -> None:
    one = coordinator(made)
    write(made, small_yaml().replace("north@haicheng.example", "beishan@haicheng.example"))
    page = one.get(LAUNCH)
    assert "没有要启动的改动" in page.text
    answer = one.post(LAUNCH, {"shown": sign(page)})
    assert answer.headers["location"] == f"{PLAN}?contacts=1"
    assert "联系方式已更新" in one.get(answer.headers["location"]).text
    addresses = {row["address"] for row in made.sql("SELECT address FROM contacts")}
    assert "beishan@haicheng.example" in addresses
    assert revisions(made) == [1]


def test_contacts_alone_do_not_launch_what_was_changed_meanwhile(made: Stage) -> None:
    one = coordinator(made)
    page = one.get(LAUNCH)
    write(made, LATER)
    assert one.post(LAUNCH, {"shown": sign(page)}).status_code == 422
    assert one.post(LAUNCH, {**APPROVED, "shown": sign(page)}).status_code == 409
    assert revisions(made) == [1]


# --- levels -------------------------------------------------------------------------------------------------


def test_a_level_below_waits_for_the_one_above_is_told_and_takes_what_was_decided(tmp_path: Path) -> None:
    first = declare(tmp_path, cascade())
    city = peopled(stage(tmp_path, first, key=CITY, launched="2017-07-10T09:00"))
    Stage(city.house, first, NORTH).launch("2017-07-11T09:00")
    write(city, cascade(CLOSING))
    one, above, below = coordinator(city), f"/coordinator/{CITY}/declare", f"/coordinator/{NORTH}/declare"
    waiting = one.get(below)
    assert "暂不能启动" in waiting.text
    assert f"请先运行 duban launch {CITY}" in waiting.text
    refused = one.get(f"{below}/launch")
    assert refused.status_code == 409
    said = {**APPROVED, "shown": sign(one.post(f"{above}/launch", APPROVED))}
    answer = one.post(f"{above}/launch", said)
    assert answer.headers["location"] == f"{above}?launched=2&told={NORTH}"
    assert "北山区网络市场行动" in one.get(answer.headers["location"]).text.split("</h1>")[1].split("<h2>")[0]
    taken = one.post(f"{below}/launch", APPROVED)
    assert "本次改动含上级“海城市网络市场行动”第2版带来的2件。" in taken.text
    assert one.post(f"{below}/launch", {**APPROVED, "shown": sign(taken)}).status_code == 303
    assert "第2版一致" in one.get(below).text


# --- who, and how much --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["unit", "leader", "auditor", "administrator"])
def test_nobody_but_the_coordinator_launches(made: Stage, role: str) -> None:
    account(made.house, role, role, "north" if role == "unit" else None)
    other = signed_in(made.house, role)
    write(made, LATER)
    for path in (PLAN, LAUNCH):
        assert other.get(path).status_code == 403
    assert other.post(LAUNCH, APPROVED).status_code == 403
    assert revisions(made) == [1]


def test_a_page_costs_the_same_number_of_statements_however_many_units_there_are(tmp_path: Path) -> None:
    found = []
    for size in (3, 30):
        yaml = small_yaml(units=crowd(size))
        made = peopled(stage(tmp_path / str(size), declare(tmp_path / str(size), yaml)))
        write(made, yaml.replace("on: 2017-07-14", "on: 2017-07-21"))
        one = coordinator(made)
        for path in (PLAN, LAUNCH):
            with statements(made) as asked:
                assert one.get(path).status_code == 200
            found.append(len(asked))
    assert found[:2] == found[2:]


# --- in a browser -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_coordinator_changes_a_date_and_launches_the_amendment(pages: Pages, lang: str) -> None:
    house = pages.office.house
    with pages.visit(f"/?lang={lang}") as page:
        press_in(page, "coordinator")
        page.goto(f"{pages.url}/coordinator/declare")
        text = page.input_value("#text").replace("on: 2017-07-14", "on: 2017-07-21")
        page.fill("#text", text.replace("7月14日前", "7月21日前"))
        page.click('button[formaction$="save"]')
        page.wait_for_selector(".confirmation")
        page.click(f'a[href="{PLAN}"]')
        look(page, f"plan-{lang}")
        page.click(f'a[href="{LAUNCH}"]')
        look(page, f"launch-{lang}-changes")
        page.click("main form button")
        page.wait_for_selector(".error-summary")
        look(page, f"launch-{lang}-errors")
        page.fill("#approved_by", "张局长")
        page.fill("#approved_on", "2017-06-19")
        page.click("main form button")
        page.wait_for_selector("button.grave")
        page.click("main details >> nth=0")
        look(page, f"launch-{lang}-confirm")
        page.click("button.grave")
        page.wait_for_selector(".confirmation")
        look(page, f"launch-{lang}-done")
    with house.store.read() as connection:
        assert house.on_record(connection, KEY).revision == 2


def look(page: object, name: str) -> None:
    """What every page has to be."""
    assert_accessible(page)  # type: ignore[arg-type]
    assert_narrow(page)  # type: ignore[arg-type]
    screenshot(page, name)  # type: ignore[arg-type]
