"""What holds for every request: where forms come from, which host is meant, how much is taken, which headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi import APIRouter

from actions.settings import Settings, SettingsError, from_environment
from tests.cast import stage
from tests.pages import HOST, OWN, Visitor, everybody, signed_in, visitor
from web import safety
from web.app import create
from web.door import Door, door_of
from web.rules import PUBLIC, allowed
from web.visit import Here  # noqa: TC001 - FastAPI reads it

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Stage

LOGIN = {"name": "leader-1", "password": OWN}
PUBLIC_NAME = Door(url="https://duban.city.example")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A house with an account of each role."""
    found = stage(tmp_path_factory.mktemp("safety"))
    everybody(found.house)
    return found


# --- where a form comes from --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "http://[broken"},
        {"origin": ""},
        {"origin": "", "referer": "https://evil.example/form"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
    ids=str,
)
def test_a_form_from_elsewhere_is_refused_before_anybody_reads_it(
    made: Stage, headers: dict[str, str]
) -> None:
    one = signed_in(made.house, "leader-1")
    answer = one.post("/sign-out", None, **headers)
    assert answer.status_code == 403
    assert "无权" in answer.text
    assert one.get("/leader").status_code == 200
    assert visitor(made.house).post("/sign-in", LOGIN, **headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec_fetch_site": "same-origin"}, {"origin": "", "referer": f"http://{HOST}/sign-in"}],
    ids=str,
)
def test_a_form_from_one_of_our_own_pages_is_taken_in(made: Stage, headers: dict[str, str]) -> None:
    assert visitor(made.house).post("/sign-in", LOGIN, **headers).status_code == 303


def test_behind_a_proxy_forms_come_from_the_name_that_people_know(made: Stage) -> None:
    for host in ("duban.city.example", "127.0.0.1:8000"):
        one = visitor(made.house, PUBLIC_NAME, host=host)
        assert one.post("/sign-in", LOGIN, origin="https://duban.city.example").status_code == 303
        assert (
            one.post("/sign-in", LOGIN, origin="http://duban.city.example").status_code != 303 or host != HOST
        )
        assert one.post("/sign-in", LOGIN, origin="https://evil.example").status_code == 403


# --- which host is meant ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "", "[broken"])
def test_a_name_that_somebody_else_pointed_here_opens_nothing(made: Stage, host: str) -> None:
    answer = visitor(made.house).get("/sign-in", host=host or " ")
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:1", "[::1]:8000"])
def test_this_machines_own_names_are_known(made: Stage, host: str) -> None:
    assert visitor(made.house, host=host).get("/sign-in").status_code == 200


def test_pages_are_not_offered_to_a_network_in_the_clear_unless_that_was_asked_for(tmp_path: Path) -> None:
    plain = Settings(tmp_path, tmp_path)
    assert door_of(plain).loopback
    for host in ("0.0.0.0", "192.0.2.1", "::", "duban.intranet"):  # noqa: S104 - that is meant
        with pytest.raises(SettingsError, match="DUBAN_PLAIN_HTTP"):
            door_of(plain, host)
    for more in ({"DUBAN_PLAIN_HTTP": "1"}, {"DUBAN_URL": "https://duban.city.example/"}):
        door = door_of(from_environment(tmp_path, environment=more), "192.0.2.1")
        assert not door.loopback
        assert door.secure == ("DUBAN_URL" in more)


@pytest.mark.parametrize(
    "wrong",
    [
        {"DUBAN_URL": "duban.city.example"},
        {"DUBAN_URL": "https://duban.city.example/pages"},
        {"DUBAN_URL": "http://duban.city.example"},
        {"DUBAN_PLAIN_HTTP": "yes"},
    ],
    ids=str,
)
def test_a_setting_of_the_door_that_cannot_be_used_says_so(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        from_environment(tmp_path, environment=wrong)


# --- how much is taken --------------------------------------------------------------------------------------


def test_more_than_a_form_may_hold_is_refused_however_it_is_announced(
    made: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "FORM", 1000)
    one = visitor(made.house)
    assert one.post("/sign-in", {"name": "x" * 2000}).status_code == 413
    assert one.post("/sign-in", {"name": "x" * 2000}, content_length="10").status_code == 400
    assert one.post("/sign-in", {"name": "x"}, content_length="many").status_code == 400


def test_files_are_taken_from_whoever_may_be_somebody(made: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "FORM", 1000)
    part = 'content-disposition: form-data; name="name"\r\n\r\n' + "x" * 2000
    content = f"--b\r\n{part}\r\n--b--\r\n".encode()
    headers = {"content_type": "multipart/form-data; boundary=b", "origin": f"http://{HOST}"}
    stranger, known = visitor(made.house), signed_in(made.house, "unit-1")
    assert stranger.send("POST", "/sign-in", headers, content).status_code == 413
    assert known.send("POST", "/sign-in", headers, content).status_code == 422


# --- headers ------------------------------------------------------------------------------------------------


def test_every_answer_has_the_headers_that_keep_it_safe(made: Stage) -> None:
    one = visitor(made.house)
    answers = [one.get("/sign-in"), one.get("/nothing"), one.get("/static/tokens.css"), one.get("/leader")]
    answers += [one.post("/sign-out", origin="null"), one.get("/", host="evil.example")]
    for answer in answers:
        for name, value in safety.HEADERS.items():
            assert answer.headers[name] == value
    assert "unsafe" not in safety.POLICY
    assert answers[0].headers["cache-control"] == "no-store"
    assert "immutable" in answers[2].headers["cache-control"]
    assert "strict-transport-security" not in answers[0].headers
    far = visitor(made.house, PUBLIC_NAME, host="duban.city.example").get("/sign-in")
    assert "max-age" in far.headers["strict-transport-security"]


def test_no_page_has_a_script_or_a_style_of_its_own(made: Stage) -> None:
    for path in ("/", "/sign-in", "/nothing"):
        text = visitor(made.house).get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert text.count("<script") == text.count('<script src="/static/')


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "/etc/passwd", "vendor", ""])
def test_only_files_that_are_meant_to_be_served_are(made: Stage, name: str) -> None:
    assert visitor(made.house).get(f"/static/{name}").status_code == 404


# --- errors -------------------------------------------------------------------------------------------------


def test_an_error_that_nobody_foresaw_says_nothing_of_what_it_was(made: Stage) -> None:
    router = APIRouter()

    @router.get("/broken")
    @allowed(PUBLIC)
    def broken() -> str:
        raise RuntimeError("the vault is open")

    for lang, said in (("zh", "系统出错了"), ("en", "Something went wrong here")):
        answer = Visitor(create(made.house, extra=[router])).get(f"/broken?lang={lang}")
        assert answer.status_code == 500
        assert said in answer.text
        assert "vault" not in answer.text


def test_what_people_wrote_is_shown_and_never_run(made: Stage) -> None:
    router = APIRouter()

    @router.get("/shown")
    @allowed(PUBLIC)
    def shown(visit: Here) -> object:
        return visit.page("sign_in.html", name='"><script>alert(1)</script>', next="/", errors={})

    text = Visitor(create(made.house, extra=[router])).get("/shown").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
