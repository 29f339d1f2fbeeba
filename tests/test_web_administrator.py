"""The administrator's pages: accounts made, changed and closed; a one-time password stands on one page, once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from actions import accounts
from tests.browser import assert_accessible, assert_narrow, chromium, pages, screenshot
from tests.cast import stage
from tests.pages import OWN, account, everybody, signed_in, visitor

if TYPE_CHECKING:
    from tests.browser import Pages
    from tests.cast import Stage
    from tests.pages import Visitor

__all__ = ["chromium", "pages"]
ONE = "/administrator/account"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A house with an account of each role."""
    found = stage(tmp_path_factory.mktemp("administrator"))
    everybody(found.house)
    return found


@pytest.fixture
def admin(made: Stage) -> Visitor:
    """The administrator at it."""
    return signed_in(made.house, "administrator-1")


def known(made: Stage, name: str) -> accounts.Account:
    """The account called `name`."""
    return next(one for one in accounts.everybody(made.house) if one.name == name)


def password_on(text: str) -> str:
    """The password that stands on a page."""
    found: list[str] = re.findall(r"<code>([^<]+)</code>", text)
    assert len(found) == 1
    return found[0]


# --- the list -----------------------------------------------------------------------------------------------


def test_every_account_is_listed_by_role_and_by_name_and_taken_away(admin: Visitor) -> None:
    text = admin.get("/administrator").text
    assert all(f"{ONE}/{role}-1" in text for role in accounts.ROLES)
    assert "北山区局" in text
    only = admin.get("/administrator?role=unit").text
    assert f"{ONE}/unit-1" in only
    assert f"{ONE}/leader-1" not in only
    assert f"{ONE}/leader-1" in admin.get("/administrator?name=LEADER").text
    table = admin.get("/administrator?role=unit&as=csv").content.decode("utf-8-sig").splitlines()
    assert table == ["账号,姓名,角色,单位,状态", "unit-1,unit-1,单位,北山区局,可用"]
    assert admin.get("/administrator?as=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("role", ["coordinator", "unit", "leader", "auditor"])
def test_accounts_are_for_the_administrator_alone(made: Stage, role: str) -> None:
    one = signed_in(made.house, f"{role}-1")
    for path in ("", "/add", "/account/leader-1", "/account/leader-1/password"):
        assert one.get(f"/administrator{path}").status_code == 403
    assert one.post(f"{ONE}/leader-1/password").status_code == 403
    assert not known(made, "leader-1").one_time


# --- made ---------------------------------------------------------------------------------------------------


def test_an_account_is_made_and_its_password_opens_it_once_changed(made: Stage, admin: Visitor) -> None:
    form = {"name": "Wang", "display": "王某", "role": "unit", "unit": "south"}
    answer = admin.post("/administrator/add", form)
    assert answer.status_code == 200
    password = password_on(answer.text)
    assert known(made, "wang").unit == "south"
    assert known(made, "wang").one_time
    one = visitor(made.house)
    assert one.sign_in("wang", password).status_code == 303
    assert one.get("/unit").headers["location"] == "/password"
    for path in ("/administrator", f"{ONE}/wang", "/administrator/add"):
        assert password not in admin.get(path).text


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("name", {"role": "leader"}),
        ("name", {"name": "a b", "role": "leader"}),
        ("name", {"name": "leader-1", "role": "leader"}),
        ("role", {"name": "zhao"}),
        ("role", {"name": "zhao", "role": "emperor"}),
        ("unit", {"name": "zhao", "role": "unit"}),
        ("name", {"name": "zhao", "role": "unit", "unit": "nowhere"}),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    made: Stage, admin: Visitor, field: str, form: dict[str, str]
) -> None:
    before = len(accounts.everybody(made.house))
    answer = admin.post("/administrator/add", {**form, "display": "赵某"})
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert 'value="赵某"' in answer.text
    assert len(accounts.everybody(made.house)) == before


# --- changed ------------------------------------------------------------------------------------------------


def test_a_new_password_is_asked_about_given_once_and_signs_its_owner_out(
    made: Stage, admin: Visitor
) -> None:
    account(made.house, "chen", "auditor")
    one = visitor(made.house)
    one.sign_in("chen")
    assert one.get("/auditor").status_code == 200
    asked = admin.get(f"{ONE}/chen/password").text
    assert "原密码随即失效" in asked
    assert one.get("/auditor").status_code == 200
    password = password_on(admin.post(f"{ONE}/chen/password").text)
    assert one.get("/auditor").headers["location"].startswith("/sign-in")
    assert one.sign_in("chen", OWN).status_code == 422
    assert one.sign_in("chen", password).status_code == 303


def test_an_account_is_disabled_and_enabled(made: Stage, admin: Visitor) -> None:
    account(made.house, "song", "leader")
    assert admin.post(f"{ONE}/song/disable").headers["location"] == f"{ONE}/song?done=disable"
    done = admin.get(f"{ONE}/song?done=disable")
    assert done.status_code == 200
    assert "已办理" in done.text
    text = admin.get(f"{ONE}/song").text
    assert "已停用" in text
    assert f"{ONE}/song/enable" in text
    assert visitor(made.house).sign_in("song").status_code == 422
    admin.post(f"{ONE}/song/enable")
    assert visitor(made.house).sign_in("song").status_code == 303


def test_a_role_is_changed_with_its_unit(made: Stage, admin: Visitor) -> None:
    account(made.house, "qian", "leader")
    answer = admin.post(f"{ONE}/qian/role", {"role": "unit"})
    assert answer.status_code == 422
    assert 'href="#unit"' in answer.text
    assert admin.post(f"{ONE}/qian/role", {"role": "unit", "unit": "east"}).status_code == 303
    assert (known(made, "qian").role, known(made, "qian").unit) == ("unit", "east")
    admin.post(f"{ONE}/qian/role", {"role": "auditor", "unit": "east"})
    assert (known(made, "qian").role, known(made, "qian").unit) == ("auditor", None)


def test_the_last_administrator_stays_one(made: Stage, admin: Visitor) -> None:
    for act, form in (("disable", {}), ("role", {"role": "leader"})):
        answer = admin.post(f"{ONE}/administrator-1/{act}", form)
        assert answer.status_code == 422
        assert "唯一可用的管理员" in answer.text
    assert known(made, "administrator-1").role == "administrator"


def test_what_there_is_not_is_not_there(admin: Visitor) -> None:
    for path in (f"{ONE}/nobody", f"{ONE}/nobody/password", f"{ONE}/unit-1/promote"):
        assert admin.get(path).status_code == 404
    assert admin.post(f"{ONE}/unit-1/promote").status_code == 404
    assert admin.post(f"{ONE}/nobody/disable").status_code == 404


def test_the_installation_is_looked_at_when_that_is_asked_for(made: Stage, admin: Visitor) -> None:
    assert "检查结果" not in admin.get("/administrator/doctor").text
    for lang, said in (("zh", "没有设置 DUBAN_SMTP"), ("en", "DUBAN_SMTP is not set")):
        answer = admin.post(f"/administrator/doctor?lang={lang}")
        assert answer.status_code == 200
        assert said in answer.text
        assert "▲" in answer.text
    assert signed_in(made.house, "leader-1").post("/administrator/doctor").status_code == 403


# --- in a browser -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_administrator_makes_an_account_and_disables_it(pages: Pages, lang: str) -> None:
    account(pages.office.house, "lin", "administrator")
    with pages.visit(f"/sign-in?lang={lang}") as page:
        page.fill("#name", "lin")
        page.fill("#password", OWN)
        page.click("main button")
        page.wait_for_url("**/administrator")
        look(page, f"administrator-{lang}-accounts")
        page.click("main p a >> nth=0")
        page.click("main form button")
        page.wait_for_selector(".error-summary")
        look(page, f"administrator-{lang}-errors")
        page.fill("#name", "wang")
        page.check('input[value="unit"]')
        page.select_option("#unit", "south")
        page.click("main form button")
        page.wait_for_selector("code")
        look(page, f"administrator-{lang}-given")
        page.goto(pages.url + f"{ONE}/wang")
        look(page, f"administrator-{lang}-account")
        page.click('a[href$="/disable"]')
        look(page, f"administrator-{lang}-disable")
        page.click("main form button")
        page.wait_for_url("**?done=disable")
        look(page, f"administrator-{lang}-disabled")
        page.goto(pages.url + "/administrator/doctor")
        page.click("main form button")
        page.wait_for_selector("table")
        look(page, f"administrator-{lang}-doctor")


def look(page: object, name: str) -> None:
    """What every page has to be."""
    assert page.locator("h1").inner_text() not in {"系统出错了", "Something went wrong here"}  # type: ignore[attr-defined]
    assert_accessible(page)  # type: ignore[arg-type]
    assert_narrow(page)  # type: ignore[arg-type]
    screenshot(page, name)  # type: ignore[arg-type]
