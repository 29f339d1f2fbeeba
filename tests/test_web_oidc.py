"""Signing in by an identity provider: a real one on loopback, and every lie that it might tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from actions import accounts
from actions.house import House
from actions.settings import OidcSettings, SettingsError, from_environment
from campaigns.events import SYSTEM
from tests.browser import assert_accessible, assert_narrow, chromium, screenshot
from tests.cast import HandClock, stage
from tests.oidc_server import CLIENT, SECRET, Issuer, _key, issuing
from tests.pages import Visitor, account, visitor
from web.door import Door
from web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.cast import Stage

pytest.importorskip("authlib", reason="an option of the installation: pip install .[oidc]")
__all__ = ["chromium"]
SESSION, STATE = "__Host-duban", "__Host-duban-oidc"


@dataclass
class Scene:
    """A house, the provider that it names, and a browser."""

    stage: Stage
    issuer: Issuer
    browser: Visitor

    def leave(self, path: str = "/sign-in/oidc") -> httpx.Response:
        """Press the button."""
        return self.browser.get(path)

    def come_back(self, left: httpx.Response) -> str:
        """What the provider's pages send the browser back to."""
        there = httpx.get(left.headers["location"], follow_redirects=False).headers["location"]
        parts = urlsplit(there)
        return f"{parts.path}?{parts.query}"

    def sign_in(self) -> httpx.Response:
        """All of it."""
        return self.browser.get(self.come_back(self.leave()))


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """Lin, a coordinator, has an account; the provider knows lin."""
    with issuing() as issuer:
        made = stage(tmp_path)
        settings = OidcSettings(issuer.url, CLIENT, SECRET)
        made.house.settings = replace(made.house.settings, oidc=settings)
        account(made.house, "lin", "coordinator")
        yield Scene(made, issuer, visitor(made.house))


# --- who is known -------------------------------------------------------------------------------------------


def test_who_is_known_to_both_comes_in_and_gets_where_he_wanted(scene: Scene) -> None:
    assert 'href="/sign-in/oidc?next=/coordinator' in scene.browser.get("/sign-in?next=/coordinator").text
    left = scene.leave("/sign-in/oidc?next=/coordinator")
    assert left.status_code == 303
    answer = scene.browser.get(scene.come_back(left))
    assert (answer.status_code, answer.headers["location"]) == (303, "/coordinator")
    assert scene.browser.get("/coordinator").status_code == 200
    assert STATE not in scene.browser.cookies
    (asked,) = scene.issuer.asked
    assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/sign-in/oidc/back"
    assert asked["scope"].split()[0] == "openid"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) > 30
    assert len(asked["state"]) > 30


def test_a_name_is_matched_as_it_is_kept_and_by_a_verified_address_where_that_was_chosen(
    scene: Scene,
) -> None:
    scene.issuer.person = {"sub": "1", "preferred_username": " LIN"}
    assert scene.sign_in().status_code == 303
    settings = replace(scene.stage.house.settings.oidc, claim="email")  # type: ignore[type-var]
    scene.stage.house.settings = replace(scene.stage.house.settings, oidc=settings)
    account(scene.stage.house, "wang@haicheng.example", "leader")
    scene.browser = visitor(scene.stage.house)
    scene.issuer.person = {"sub": "2", "email": "Wang@haicheng.example"}
    assert scene.sign_in().status_code == 502
    scene.issuer.person["email_verified"] = True
    assert scene.sign_in().status_code == 303
    assert scene.browser.get("/leader").status_code == 200


def test_a_stranger_and_a_disabled_account_are_refused_with_what_to_do(scene: Scene) -> None:
    accounts.disable(scene.stage.house, "lin", SYSTEM)
    for name in ("lin", "nobody", "<b>x</b>"):
        scene.issuer.person = {"sub": "1", "preferred_username": name}
        answer = scene.sign_in()
        assert answer.status_code == 403
        assert "没有可用的同名账号：请联系管理员开设" in answer.text
        assert "<b>" not in answer.text
        assert SESSION not in scene.browser.cookies
    assert "no account of that name" in visitor_in_english(scene)


def visitor_in_english(scene: Scene) -> str:
    """What a stranger is told in English."""
    scene.browser.get("/sign-in?lang=en")
    return scene.sign_in().text


def test_a_one_time_password_is_void_once_its_owner_came_in_without_it(scene: Scene) -> None:
    given = accounts.add(scene.stage.house, "chen", "leader", SYSTEM)
    scene.issuer.person = {"sub": "3", "preferred_username": "chen"}
    assert scene.sign_in().status_code == 303
    assert scene.browser.get("/leader").status_code == 200
    assert visitor(scene.stage.house).sign_in("chen", given.password).status_code == 422
    assert visitor(scene.stage.house).sign_in("lin").status_code == 303


# --- what does not hold -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"aud": ["duban", "another"]},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 99_999_999_999},
        {"sub": None},
        {"azp": "another client"},
        {"preferred_username": None},
        {"preferred_username": ["lin"]},
        {"at_hash": "another"},
    ],
    ids=str,
)
def test_a_claim_that_does_not_hold_signs_nobody_in(scene: Scene, lie: dict[str, Any]) -> None:
    scene.issuer.claims = lambda said: {k: v for k, v in {**said, **lie}.items() if v is not None}
    answer = scene.sign_in()
    assert answer.status_code == 502
    assert SESSION not in scene.browser.cookies


def _other_key(issuer: Issuer) -> None:
    issuer.signs = _key()


def _unsigned(issuer: Issuer) -> None:
    issuer.unsigned = True


def _refuses(issuer: Issuer) -> None:
    issuer.error = "access_denied"


@pytest.mark.parametrize("lie", [_other_key, _unsigned, _refuses])
def test_a_signature_that_does_not_hold_signs_nobody_in(scene: Scene, lie: Callable[[Issuer], None]) -> None:
    lie(scene.issuer)
    assert scene.sign_in().status_code == 502
    assert SESSION not in scene.browser.cookies


@pytest.mark.parametrize(
    "lie",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_provider_that_is_not_the_one_meant_is_not_gone_to(scene: Scene, lie: dict[str, Any]) -> None:
    scene.issuer.about = lambda said: {**said, **lie}
    answer = scene.leave()
    assert answer.status_code == 502
    assert "暂时不能使用" in answer.text


def test_who_was_not_sent_by_this_browser_is_not_signed_in(scene: Scene) -> None:
    there = scene.come_back(scene.leave())
    other = visitor(scene.stage.house)
    other.app = scene.browser.app
    assert other.get(there).status_code == 502
    assert SESSION not in other.cookies
    there = scene.come_back(scene.leave())
    scene.browser.cookies[STATE] = "x" * 43
    assert scene.browser.get(there).status_code == 502


def test_each_sign_in_ends_once(scene: Scene) -> None:
    left = scene.leave()
    state = scene.browser.cookies[STATE]
    there = scene.come_back(left)
    assert scene.browser.get(there).status_code == 303
    scene.browser.cookies[STATE] = state
    # A careless provider would take its code a second time.
    scene.issuer.codes[parse_qs(urlsplit(there).query)["code"][0]] = scene.issuer.asked[-1]
    assert scene.browser.get(there).status_code == 502


def test_a_sign_in_that_took_too_long_is_over(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    real = scene.stage.house.real_now()
    there = scene.come_back(scene.leave())
    late = HandClock(real.replace(year=real.year + 1))
    monkeypatch.setattr(House, "real_now", lambda _house: late.now())
    answer = scene.browser.get(there)
    assert answer.status_code == 502
    assert "超时" in answer.text


def test_a_code_of_somebody_elses_sign_in_is_good_for_nothing(scene: Scene) -> None:
    stolen = parse_qs(urlsplit(scene.come_back(scene.leave())).query)["code"][0]
    mine = scene.come_back(scene.leave())
    own = parse_qs(urlsplit(mine).query)["code"][0]
    assert scene.browser.get(mine.replace(own, stolen)).status_code == 502


def test_a_provider_that_is_away_leaves_the_password(scene: Scene) -> None:
    settings = OidcSettings("http://127.0.0.1:9", CLIENT, SECRET)
    scene.stage.house.settings = replace(scene.stage.house.settings, oidc=settings)
    scene.browser = visitor(scene.stage.house)
    assert scene.leave().status_code == 502
    assert scene.browser.sign_in("lin").status_code == 303


def test_without_a_provider_there_is_no_button_and_no_way(tmp_path: Path) -> None:
    one = visitor(stage(tmp_path).house)
    assert "/sign-in/oidc" not in one.get("/sign-in").text
    for path in ("/sign-in/oidc", "/sign-in/oidc/back?state=x&code=y"):
        assert one.get(path).status_code == 404


def test_the_secret_is_nowhere_shown(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.issuer.unsigned = True
    shown = [scene.leave().text, scene.sign_in().text, repr(scene.stage.house.settings), caplog.text]
    assert all(SECRET not in text for text in shown)


# --- settings -----------------------------------------------------------------------------------------------


def test_the_provider_is_named_by_settings_and_its_secret_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    named = {"DUBAN_OIDC_ISSUER": "https://id.example", "DUBAN_OIDC_CLIENT": CLIENT}
    assert from_environment(environment={}).oidc is None
    assert from_environment(environment=named).oidc == OidcSettings("https://id.example", CLIENT)
    for more in ({"DUBAN_OIDC_SECRET": SECRET}, {"DUBAN_OIDC_SECRET_FILE": str(tmp_path / "secret")}):
        found = from_environment(environment={**named, **more}).oidc
        assert found == OidcSettings("https://id.example", CLIENT, SECRET)
        assert SECRET not in repr(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"DUBAN_OIDC_CLIENT": ""},
        {"DUBAN_OIDC_ISSUER": ""},
        {"DUBAN_OIDC_ISSUER": "http://id.example"},
        {"DUBAN_OIDC_ISSUER": "id.example"},
        {"DUBAN_OIDC_CLAIM": "sub"},
        {"DUBAN_OIDC_SECRET_FILE": "no/such/file"},
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_used_is_named(wrong: dict[str, str]) -> None:
    named = {"DUBAN_OIDC_ISSUER": "https://id.example", "DUBAN_OIDC_CLIENT": CLIENT, **wrong}
    with pytest.raises(SettingsError, match="DUBAN_OIDC"):
        from_environment(environment=named)


# --- in a browser -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_press_goes_there_and_back(scene: Scene, chromium: Browser) -> None:
    with serving(scene.stage.house, Door(), 0, print) as url:
        page = chromium.new_context().new_page()
        page.goto(f"{url}/sign-in?next=/coordinator")
        assert_accessible(page)
        assert_narrow(page)
        screenshot(page, "oidc-sign-in")
        page.click('a[href^="/sign-in/oidc"]')
        page.wait_for_url("**/coordinator")
        scene.issuer.person = {"sub": "1", "preferred_username": "nobody"}
        page.goto(f"{url}/sign-in/oidc")
        assert_accessible(page)
        screenshot(page, "oidc-refused")
        page.context.close()
