"""The declaration in an editor: the faults of `check`, what it would bring about, and saving without losing a word."""

from __future__ import annotations

import html
import re
import shutil
import stat
import time
from typing import TYPE_CHECKING

import pytest

from actions import declared
from campaigns.faults import FaultsError
from tests.bombs import BOMBS
from tests.cast import calendars, small_yaml, stage, statements
from tests.pages import account, signed_in

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.cast import Stage
    from tests.pages import Visitor

EDITOR = "/coordinator/declare"
WRONG = small_yaml().replace("responsible: bureaus", "responsible: buraus", 1)


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    """The small action, and a coordinator."""
    found = stage(tmp_path)
    account(found.house, "coordinator-1", "coordinator")
    return found


@pytest.fixture
def one(made: Stage) -> Visitor:
    """The coordinator's browser."""
    return signed_in(made.house, "coordinator-1")


def shown(answer: httpx.Response) -> str:
    """What somebody reads: the page without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", answer.text)))


def hidden(answer: httpx.Response, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found is not None
    return html.unescape(found[1])


def typed(answer: httpx.Response) -> str:
    """What stands in the editor."""
    found = re.search(r'<textarea id="text".*?>\n(.*?)</textarea>', answer.text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def file(made: Stage) -> Path:
    """The declaration's file."""
    return made.house.settings.file


def kept(made: Stage) -> list[bytes]:
    """The copies of what was replaced."""
    return [path.read_bytes() for path in sorted((made.house.settings.data / "declarations").glob("*"))]


# --- reading and checking -----------------------------------------------------------------------------------


def test_the_file_stands_in_the_editor_to_the_letter(made: Stage, one: Visitor) -> None:
    text = "\n# “名”<b> & 'x' \n" + small_yaml()
    file(made).write_text(text, encoding="utf-8")
    assert typed(one.get(EDITOR)) == text


def test_the_faults_are_those_of_check_in_both_languages(made: Stage, one: Visitor, tmp_path: Path) -> None:
    other = tmp_path / "other" / "campaigns.yaml"
    other.parent.mkdir()
    for text in (WRONG, "duban: 1\nunits: [\n", "", small_yaml().replace("on: 2017-07-14", "on: 2017-11-31")):
        other.write_text(text, encoding="utf-8")
        with pytest.raises(FaultsError) as raised:
            declared.load(other, calendars())
        for lang in ("zh", "en"):
            answer = one.post(f"{EDITOR}/check?lang={lang}", {"text": text})
            assert answer.status_code == 200
            for fault in raised.value.faults:
                assert f"campaigns.yaml:{fault.line}:{fault.column}" in answer.text
                assert f'href="#L{fault.line}"' in answer.text
                assert f'id="L{fault.line}"' in answer.text
                assert " ".join(fault.message(lang).split()) in shown(answer)
                assert " ".join(fault.hint(lang).split()) in shown(answer)
    assert file(made).read_text(encoding="utf-8") == small_yaml()


def test_warnings_stand_apart_and_the_plan_is_shown_all_the_same(one: Visitor) -> None:
    answer = one.post(
        f"{EDITOR}/check", {"text": small_yaml().replace("issued: 2017-06-16", "issued: 2017-07-16")}
    )
    assert "<h2>错误</h2>" not in answer.text
    assert "<h2>提醒</h2>" in answer.text
    assert "data:image/svg+xml;base64," in answer.text


def test_what_it_would_bring_about_is_drawn_for_what_is_typed_and_nothing_is_written(
    made: Stage, one: Visitor
) -> None:
    text = small_yaml().replace("on: 2017-07-14", "on: 2017-09-15").replace("7月14日前", "9月15日前")
    answer = one.post(f"{EDITOR}/check", {"text": text})
    assert "2017-09-15 08:30 提醒 北山区局 总结材料" in re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)
    )
    assert file(made).read_text(encoding="utf-8") == small_yaml()
    assert kept(made) == []


def test_a_script_gets_only_what_is_beside_the_text(one: Visitor) -> None:
    answer = one.post(f"{EDITOR}/check", {"text": WRONG}, hx_request="true")
    assert "<html" not in answer.text
    assert 'id="findings"' in answer.text
    assert 'id="verdict" hx-swap-oob="innerHTML"' in answer.text
    assert 'id="numbers" hx-swap-oob="innerHTML"' in answer.text


def test_one_of_several_campaigns_is_chosen(one: Visitor) -> None:
    text = small_yaml() + small_yaml().partition("campaigns:\n")[2].replace(
        "haicheng-2017", "second"
    ).replace("title: 海城市网络市场行动", "title: 第二次行动")
    first = one.post(f"{EDITOR}/check", {"text": text})
    second = one.post(f"{EDITOR}/check", {"text": text, "campaign": "second"})
    assert "海城市网络市场行动：0个阶段" in first.text
    assert "第二次行动：0个阶段" in second.text


@pytest.mark.slow
def test_no_text_makes_the_page_wait_or_fall(one: Visitor) -> None:
    for name, text in BOMBS.items():
        started = time.monotonic()
        answer = (
            one.post(f"{EDITOR}/check", {"text": text}) if len(text.encode()) < 300_000 else big(one, text)
        )
        assert answer.status_code == 200, name
        assert 'id="findings"' in answer.text, name
        assert time.monotonic() - started < 5, name


def big(one: Visitor, text: str, to: str = "check", name: str = "text") -> httpx.Response:
    """Send a long text as the page's own form does."""
    body = f'--x\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{text}\r\n--x--\r\n'.encode()
    said = {"content-type": "multipart/form-data; boundary=x", "origin": f"http://{one.host}"}
    return one.send("POST", f"{EDITOR}/{to}", said, body)


def test_a_text_that_is_too_long_is_a_fault_and_one_beyond_all_bounds_a_page(one: Visitor) -> None:
    assert "超过2000000字节" in shown(big(one, "#" * 2_000_001))
    assert big(one, "#" * 8_000_001).status_code == 413


# --- saving -------------------------------------------------------------------------------------------------


def test_saving_writes_the_file_and_keeps_a_copy_permissions_and_line_ends(made: Stage, one: Visitor) -> None:
    former = ("\ufeff" + small_yaml()).replace("\n", "\r\n").encode()
    file(made).write_bytes(former)
    file(made).chmod(0o640)
    before = one.get(EDITOR)
    form = {
        "text": small_yaml().replace("月报", "月度报告").replace("\n", "\r\n"),
        "digest": hidden(before, "digest"),
    }
    answer = one.post(f"{EDITOR}/save", form)
    assert answer.status_code == 303
    assert "已保存" in one.get(answer.headers["location"]).text
    assert file(made).read_bytes() == former.replace("月报".encode(), "月度报告".encode())
    assert stat.S_IMODE(file(made).stat().st_mode) == 0o640
    assert kept(made) == [former]


def test_saving_tells_the_history_nothing(made: Stage, one: Visitor) -> None:
    before = made.history_rows()
    form = {"text": small_yaml().replace("月报", "月度报告"), "digest": hidden(one.get(EDITOR), "digest")}
    assert one.post(f"{EDITOR}/save", form).status_code == 303
    assert made.history_rows() == before


def test_the_same_text_is_not_written_again(made: Stage, one: Visitor) -> None:
    was = file(made).stat()
    form = {"text": small_yaml(), "digest": hidden(one.get(EDITOR), "digest")}
    assert one.post(f"{EDITOR}/save", form).status_code == 303
    assert file(made).stat().st_ino == was.st_ino
    assert kept(made) == []


def test_a_text_with_errors_is_not_saved_and_not_lost(made: Stage, one: Visitor) -> None:
    answer = one.post(f"{EDITOR}/save", {"text": WRONG, "digest": hidden(one.get(EDITOR), "digest")})
    assert answer.status_code == 422
    assert "还有错误，没有保存" in answer.text
    assert typed(answer) == WRONG
    assert file(made).read_text(encoding="utf-8") == small_yaml()


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten_unseen(
    made: Stage, one: Visitor
) -> None:
    opened = hidden(one.get(EDITOR), "digest")
    theirs, mine = (small_yaml().replace("月报", name) for name in ("月度报告", "每月报告"))
    file(made).write_text(theirs, encoding="utf-8")
    answer = one.post(f"{EDITOR}/save", {"text": mine, "digest": opened})
    assert answer.status_code == 409
    assert file(made).read_text(encoding="utf-8") == theirs
    assert typed(answer) == mine
    assert "-        title: 月度报告" in html.unescape(answer.text)
    assert "+        title: 每月报告" in html.unescape(answer.text)
    again = one.post(f"{EDITOR}/save", {"text": typed(answer), "digest": hidden(answer, "digest")})
    assert again.status_code == 303
    assert file(made).read_text(encoding="utf-8") == mine
    assert kept(made) == [theirs.encode()]


def test_a_form_without_a_text_empties_nothing(made: Stage, one: Visitor) -> None:
    for to in ("check", "save"):
        assert one.post(f"{EDITOR}/{to}").status_code == 400
    assert file(made).read_text(encoding="utf-8") == small_yaml()


def test_where_there_is_no_file_a_first_one_is_proposed_and_saved(made: Stage, one: Visitor) -> None:
    file(made).unlink()
    before = one.get(EDITOR)
    assert "单位库" in typed(before)
    assert hidden(before, "digest") == ""
    assert one.post(f"{EDITOR}/save", {"text": typed(before), "digest": ""}).status_code == 303
    assert set(declared.load(file(made), calendars()).declaration.campaigns) == {"district-2026"}
    assert one.post(f"{EDITOR}/save", {"text": typed(before) + "\n", "digest": ""}).status_code == 409


def test_a_file_that_is_no_text_is_not_opened(made: Stage, one: Visitor) -> None:
    file(made).write_bytes("duban: 1 # 督办".encode("gb18030"))
    answer = one.get(EDITOR)
    assert "文件不是UTF-8编码" in answer.text
    assert "<textarea" not in answer.text


def test_what_cannot_be_written_is_said_and_kept_on_the_page(made: Stage, one: Visitor) -> None:
    form = {"text": small_yaml() + "# x\n", "digest": hidden(one.get(EDITOR), "digest")}
    (made.house.settings.data / "declarations").write_text("in the way")
    answer = one.post(f"{EDITOR}/save", form)
    assert answer.status_code == 422
    assert "没有保存" in answer.text
    assert typed(answer).endswith("# x\n")


def test_a_file_that_was_taken_away_meanwhile_is_not_written_anew_unasked(made: Stage, one: Visitor) -> None:
    form = {"text": small_yaml(), "digest": hidden(one.get(EDITOR), "digest")}
    file(made).unlink()
    answer = one.post(f"{EDITOR}/save", form)
    assert answer.status_code == 409
    assert typed(answer) == small_yaml()
    assert one.post(f"{EDITOR}/save", {**form, "digest": hidden(answer, "digest")}).status_code == 303


def test_nothing_that_is_typed_becomes_a_part_of_the_page(one: Visitor) -> None:
    text = (
        small_yaml().replace("海城市网络市场行动", "<b onclick=x>行动</b>").replace("北山区局", "<i>北山</i>")
    )
    for sent in (text, text.replace("responsible:", "<u>responsible</u>:", 1)):
        answer = one.post(f"{EDITOR}/check", {"text": sent})
        assert "&lt;i&gt;北山" in answer.text
        assert not re.search(r"<(b|i|u)[ >]", answer.text)


# --- several files ------------------------------------------------------------------------------------------


@pytest.fixture
def split(made: Stage) -> Stage:
    """The small action with its units in a file of their own."""
    head, units, rest = re.split(r"(?m)^(?=units:|groups:)", small_yaml())
    folder = file(made).parent
    (folder / "parts").mkdir()
    (folder / "parts" / "units.yaml").write_text(units, encoding="utf-8")
    file(made).write_text(f"{head}include: parts/units.yaml\n{rest}", encoding="utf-8")
    return made


def test_included_files_are_edited_each_on_its_own(split: Stage, one: Visitor) -> None:
    units = file(split).parent / "parts" / "units.yaml"
    page = one.get(f"{EDITOR}?file=parts/units.yaml")
    assert typed(page) == units.read_text(encoding="utf-8")
    form = {"file": "parts/units.yaml", "digest": hidden(page, "digest")}
    wrong = one.post(f"{EDITOR}/save", {**form, "text": typed(page).replace("city:", "town:", 1)})
    assert wrong.status_code == 422
    assert "campaigns.yaml:" in wrong.text
    text = typed(page).replace("海城市市场监管局", "海城市局")
    assert one.post(f"{EDITOR}/save", {**form, "text": text}).status_code == 303
    assert units.read_text(encoding="utf-8") == text


def test_no_other_file_is_opened_through_the_editor(split: Stage, one: Visitor) -> None:
    folder = file(split).parent
    told = "x9secret9x"
    (folder / "note.txt").write_text(told)
    (folder.parent / "outside.yaml").write_text(told)
    shutil.copy(folder / "note.txt", split.house.settings.data / "keys.yaml")
    (folder / "link.yaml").symlink_to(folder / "note.txt")
    names = ["note.txt", "../outside.yaml", "data/keys.yaml", "data/keys.json", "link.yaml", "/etc/passwd"]
    for name in names:
        assert one.get(f"{EDITOR}?file={name}").status_code == 404
        assert one.post(f"{EDITOR}/save", {"file": name, "text": "x: 1"}).status_code == 404
        answer = one.post(f"{EDITOR}/check", {"text": f"duban: 1\ninclude: {name}\n"})
        assert told not in answer.text
        assert "错误" in shown(answer)


# --- from a notice ------------------------------------------------------------------------------------------

NOTICE = """海城市市场监督管理局关于开展网络市场专项行动的通知

各区市场监督管理局：
一、各区市场监督管理局于每月28日前向网络监管处报送工作进展情况。
二、各区市场监督管理局于2017年7月14日前报送专项行动总结。

海城市市场监督管理局
2017年6月16日
"""


def test_a_pasted_notice_becomes_a_draft_under_its_own_sentences_and_goes_into_the_editor(
    made: Stage, one: Visitor
) -> None:
    answer = one.post(f"{EDITOR}/draft", {"notice": NOTICE})
    assert answer.status_code == 200
    text = html.unescape(answer.text.split('id="text"', 1)[1].split(">\n", 1)[1].split("</textarea>", 1)[0])
    assert "于每月28日前向网络监管处报送工作进展情况" in text
    assert "month_day: 28" in text
    taken = one.post(f"{EDITOR}/check", {"text": text, "digest": hidden(answer, "digest")})
    assert typed(taken) == text
    assert hidden(taken, "digest") == hidden(one.get(EDITOR), "digest")
    assert file(made).read_text(encoding="utf-8") == small_yaml()


@pytest.mark.parametrize("notice", ["", "  \n", "一\x07二", "长" * 200_000])
def test_what_is_no_notice_is_refused_in_words_and_kept(one: Visitor, notice: str) -> None:
    answer = (
        one.post(f"{EDITOR}/draft", {"notice": notice})
        if len(notice) < 9
        else big(one, notice, "draft", "notice")
    )
    assert answer.status_code == 422
    assert '<a href="#notice">' in answer.text
    assert notice.strip() in html.unescape(answer.text)


def test_nothing_is_taken_over_a_file_that_cannot_be_opened(made: Stage, one: Visitor) -> None:
    file(made).write_bytes(b"\xff\xfe")
    assert "放进编辑器</button>" not in one.post(f"{EDITOR}/draft", {"notice": NOTICE}).text


# --- who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["unit", "leader", "auditor", "administrator"])
def test_nobody_but_the_coordinator_declares(made: Stage, role: str) -> None:
    account(made.house, role, role, "north" if role == "unit" else None)
    other = signed_in(made.house, role)
    assert other.get(EDITOR).status_code == 403
    for to in ("check", "save"):
        assert other.post(f"{EDITOR}/{to}", {"text": small_yaml()}).status_code == 403


def test_checking_asks_the_database_nothing(made: Stage, one: Visitor) -> None:
    with statements(made) as empty:
        one.post(f"{EDITOR}/check", {"text": "duban: 1\n"})
    with statements(made) as full:
        one.post(f"{EDITOR}/check", {"text": small_yaml()})
    assert len(full) == len(empty)
