"""Signing in, in a browser and without one: right, wrong, too often, too late; with keys, without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions import accounts
from actions.house import House
from campaigns.events import SYSTEM
from tests.browser import assert_accessible, assert_narrow, chromium, pages, press_in, screenshot
from tests.cast import HandClock, declare, moment, small_yaml, stage
from tests.pages import OWN, account, visitor
from web.door import Door

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import Pages
    from tests.cast import Stage

__all__ = ["chromium", "pages"]
SESSION = "__Host-duban"


@pytest.fixture
def real(tmp_path: Path) -> Stage:
    """A house that passes for a real one: nobody enters by one press."""
    clock = HandClock(moment("2017-06-19T09:00"))
    return stage(tmp_path, declare(tmp_path, small_yaml()), clock=clock)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    """The machine's own clock, in the test's hand."""
    clock = HandClock(moment("2026-03-02T09:00"))
    monkeypatch.setattr(House, "real_now", lambda _house: clock.now())
    return clock


# --- right and wrong ----------------------------------------------------------------------------------------


def test_whoever_has_the_password_gets_to_the_page_of_the_role_and_out_again(real: Stage) -> None:
    account(real.house, "lin", "coordinator")
    one = visitor(real.house)
    assert one.get("/").headers["location"] == "/sign-in"
    assert one.sign_in("LIN ").headers["location"] == "/"
    assert one.get("/").headers["location"] == "/coordinator"
    assert one.get("/coordinator").status_code == 200
    assert one.post("/sign-out").headers["location"] == "/"
    assert one.get("/coordinator").headers["location"] == "/sign-in?next=/coordinator"


def test_who_was_sent_to_sign_in_comes_back_to_where_he_wanted_and_to_no_other_site(real: Stage) -> None:
    account(real.house, "lin", "coordinator")
    for wanted, there in [
        ("/coordinator?x=1", "/coordinator?x=1"),
        *((bad, "/") for bad in ("//evil.example", "/\\evil.example", "https://evil.example", "/a\nb")),
    ]:
        assert visitor(real.house).sign_in("lin", next=wanted).headers["location"] == there


@pytest.mark.parametrize(("name", "password"), [("lin", "wrong password"), ("nobody", OWN), ("gone", OWN)])
def test_a_wrong_name_a_wrong_password_and_a_disabled_account_are_told_alike(
    real: Stage, name: str, password: str
) -> None:
    account(real.house, "lin", "coordinator")
    account(real.house, "gone", "leader")
    accounts.disable(real.house, "gone", SYSTEM)
    one = visitor(real.house)
    answer = one.sign_in(name, password)
    assert answer.status_code == 422
    assert "账号或密码不对" in answer.text
    assert SESSION not in one.cookies
    assert password not in answer.text


def test_what_was_left_out_is_asked_for_field_by_field(real: Stage) -> None:
    answer = visitor(real.house).sign_in("", "")
    assert 'href="#name">请填写账号' in answer.text
    assert 'href="#password">请填写密码' in answer.text


def test_a_one_time_password_opens_nothing_but_its_own_change(real: Stage) -> None:
    given = accounts.add(real.house, "lin", "coordinator", SYSTEM)
    one = visitor(real.house)
    assert one.sign_in("lin", given.password).status_code == 303
    assert one.get("/coordinator").headers["location"] == "/password"
    former = one.cookies[SESSION]
    new = {"old": given.password, "new": OWN, "again": OWN}
    assert one.post("/password", {**new, "again": "otherwise"}).status_code == 422
    assert one.post("/password", {**new, "new": "short", "again": "short"}).status_code == 422
    assert one.post("/password", {**new, "old": "wrong password"}).status_code == 422
    assert one.post("/password", new).headers["location"] == "/"
    assert one.cookies[SESSION] != former
    assert one.get("/coordinator").status_code == 200
    one.cookies[SESSION] = former
    assert one.get("/coordinator").status_code == 303


@pytest.mark.parametrize("change", [accounts.disable, accounts.set_password])
def test_who_is_disabled_or_gets_another_password_is_signed_out_everywhere(
    real: Stage, change: object
) -> None:
    account(real.house, "lin", "coordinator")
    one = visitor(real.house)
    one.sign_in("lin")
    assert one.get("/coordinator").status_code == 200
    change(real.house, "lin", SYSTEM)  # type: ignore[operator]
    assert one.get("/coordinator").status_code == 303


# --- too often, too late ------------------------------------------------------------------------------------


def test_after_some_wrong_passwords_there_is_a_wait_that_passes_and_does_not_touch_the_account(
    real: Stage, now: HandClock
) -> None:
    account(real.house, "lin", "coordinator")
    one = visitor(real.house)
    assert [one.sign_in("lin", "wrong password").status_code for _ in range(6)] == [422] * 5 + [429]
    assert one.sign_in("lin").status_code == 429
    now.move(now.now() + timedelta(seconds=11))
    assert one.sign_in("lin").status_code == 303


def test_the_owner_is_not_shut_out_by_who_guesses_beside_him(real: Stage, now: HandClock) -> None:
    del now
    account(real.house, "lin", "coordinator")
    own, other = visitor(real.house), visitor(real.house)
    own.sign_in("lin")
    own.post("/sign-out")
    for _ in range(8):
        other.sign_in("lin", "wrong password")
    assert other.sign_in("lin").status_code == 429
    assert own.sign_in("lin").status_code == 303


def test_a_session_ends_after_an_hour_without_a_sign_of_life_and_after_half_a_day(
    real: Stage, now: HandClock
) -> None:
    account(real.house, "lin", "coordinator")
    one = visitor(real.house)
    one.sign_in("lin")
    started = now.now()
    for minutes in range(50, 12 * 60, 50):
        now.move(started + timedelta(minutes=minutes))
        assert one.get("/coordinator").status_code == 200, minutes
    now.move(started + timedelta(hours=12))
    assert one.get("/coordinator").status_code == 303
    one.sign_in("lin")
    now.move(now.now() + timedelta(minutes=60))
    assert one.get("/coordinator").status_code == 303


# --- cookies ------------------------------------------------------------------------------------------------


def test_cookies_are_for_this_host_alone_and_no_script_reads_them(real: Stage) -> None:
    account(real.house, "lin", "coordinator")
    lines = visitor(real.house).sign_in("lin").headers.get_list("set-cookie")
    assert {line.partition("=")[0] for line in lines} == {SESSION, "__Host-duban-device"}
    for line in lines:
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(line.split("; "))
        assert "Domain" not in line
    session = next(line for line in lines if line.startswith(f"{SESSION}="))
    assert "Max-Age" not in session


def test_on_an_intranet_without_tls_cookies_are_sent_only_if_that_was_asked_for(real: Stage) -> None:
    account(real.house, "lin", "coordinator")
    one = visitor(real.house, Door("0.0.0.0", plain_http=True), host="duban.intranet")  # noqa: S104 - that is meant
    lines = one.sign_in("lin").headers.get_list("set-cookie")
    assert [line.partition("=")[0] for line in lines] == ["duban", "duban-device"]
    assert all("HttpOnly" in line and "Secure" not in line for line in lines)


def test_the_database_holds_no_token_and_no_password(real: Stage) -> None:
    account(real.house, "lin", "coordinator")
    one = visitor(real.house)
    one.sign_in("lin", "my secret typed as wrong")
    one.sign_in("lin")
    kept = repr([real.sql(f"SELECT * FROM {table}") for table in ("sessions", "passwords", "tries")])  # noqa: S608
    assert one.cookies[SESSION] not in kept
    assert "my secret" not in kept
    assert "$argon2id$" in kept


# --- one press ----------------------------------------------------------------------------------------------


def test_one_press_signs_in_on_simulated_data_from_this_machine_and_nowhere_else(
    real: Stage, tmp_path: Path
) -> None:
    play = stage(tmp_path / "play", declare(tmp_path / "play", small_yaml()))
    far = Door("0.0.0.0", plain_http=True)  # noqa: S104 - that is meant
    named = Door(url="https://duban.city.example")
    for house, door in ((real.house, Door()), (play.house, far), (play.house, named)):
        one = visitor(house, door)
        assert one.post("/play", {"role": "leader"}).status_code == 404
        assert one.get("/").headers["location"] == "/sign-in"
    one = visitor(play.house)
    assert one.post("/play", {"role": "administrator"}).status_code == 303
    assert one.post("/play", {"role": "emperor"}).status_code == 409


# --- in a browser -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_form_can_be_filled_in_by_keys_alone(pages: Pages) -> None:
    account(pages.office.house, "lin", "coordinator")
    with pages.visit("/sign-in") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "name":
                break
        page.keyboard.type("lin")
        page.keyboard.press("Tab")
        page.keyboard.type("wrong password")
        page.keyboard.press("Enter")
        page.wait_for_selector(".error-summary")
        assert page.evaluate("document.activeElement.className") == "error-summary"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "name"
        page.keyboard.press("Tab")
        page.keyboard.insert_text(OWN)
        page.keyboard.press("Enter")
        page.wait_for_url("**/coordinator")


@pytest.mark.slow
def test_the_form_works_without_scripts(pages: Pages) -> None:
    account(pages.office.house, "lin", "coordinator")
    with pages.visit("/sign-in", script=False) as page:
        page.fill("#name", "lin")
        page.fill("#password", OWN)
        page.click("main button")
        page.wait_for_url("**/coordinator")
        page.click("text=退出")
        assert page.locator("h1").inner_text() == "选择角色"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_first_page_can_be_read_by_everybody_and_on_a_telephone(pages: Pages, lang: str) -> None:
    account(pages.office.house, "lin", "administrator")
    with pages.visit(f"/?lang={lang}") as page:
        for path in ("/", "/sign-in", "/nothing"):
            page.goto(pages.url + path)
            look(page, f"first-{lang}-{path.strip('/') or 'roles'}")
        page.goto(pages.url + "/sign-in")
        page.click("main button")
        look(page, f"first-{lang}-errors")
        for role, unit in (("leader", ""), ("unit", "north"), ("administrator", "")):
            page.goto(pages.url)
            if role == "administrator":
                page.goto(pages.url + "/sign-in")
                page.fill("#name", "lin")
                page.fill("#password", OWN)
                page.click("main button")
                page.wait_for_url("**/administrator")
            else:
                press_in(page, role, unit)
            look(page, f"first-{lang}-{role}")
            page.click("header form button")


def look(page: object, name: str) -> None:
    """What every page has to be."""
    assert_accessible(page)  # type: ignore[arg-type]
    assert_narrow(page)  # type: ignore[arg-type]
    screenshot(page, name)  # type: ignore[arg-type]
