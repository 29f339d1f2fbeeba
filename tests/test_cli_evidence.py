"""calendar and rules by the command line: the evidence on which dates rest, and what a new notice moves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from actions.clock import FolderClock
from cli.main import duban
from reports.decided import Names
from reports.sentences import sentence
from store import history
from tests.cast import moment, notice_of_2099, stage
from tests.winter import (
    GUANGXI,
    JANUARY,
    NOTICE,
    WINTER,
    Winter,
    late_notice,
    winter,
    winter_declared,
    winter_yaml,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["late_notice"]
NORTHS = f"{WINTER}/{JANUARY.format('north')}"
LOADED = "2016-12-05T10:00"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cell of a table is folded."""
    monkeypatch.setattr("cli.output.WIDTH", 600)


def run(*arguments: object) -> tuple[int, str]:
    """The command's exit code, and all it says."""
    done = CliRunner().invoke(duban, [str(one) for one in arguments])
    refused = "" if isinstance(done.exception, SystemExit) else str(done.exception or "")
    return done.exit_code, done.output + refused


@pytest.fixture
def made(tmp_path: Path, late_notice: None) -> Winter:  # noqa: ARG001 - the fixture of tests.winter
    """The winter action of 2016, whose program knows nothing of 2017."""
    found = winter(tmp_path)
    FolderClock(found.house.settings.data, at=moment(LOADED))  # for other processes
    return found


def data_of(made: Winter) -> tuple[str, Path]:
    """The option that names the folder."""
    return "--data", made.house.settings.data


# --- list and show ------------------------------------------------------------------------------------------


def test_every_notice_is_listed_with_number_dates_and_source() -> None:
    code, said = run("calendar", "list", "--region", "cn")
    assert code == 0
    assert "国办发明电〔2016〕17号" in said
    assert "2016-12-01" in said
    _, json_said = run("calendar", "list", "--json")
    found = json.loads(json_said)
    [notice] = [one for one in found if (one["region"], one["key"]) == ("cn", "2017")]
    assert notice["holidays"][-1]["make_up"] == ["2017-09-30"]
    assert {one["region"] for one in found} >= {"cn", "cn-gx"}
    assert f"共 {len(found)} 份" in run("calendar", "list")[1]


def test_those_not_entered_from_the_notices_text_say_where_they_come_from() -> None:
    _, said = run("calendar", "list", "--region", "cn-gx")
    assert "derived from a later press overview" in said
    assert f"{len(json.loads(run('calendar', 'list', '--region', 'cn-gx', '--json')[1]))} 份" in said


def test_a_year_is_shown_with_its_days_and_its_later_change() -> None:
    code, said = run("calendar", "show", "2020")
    assert code == 0
    notices = json.loads(run("calendar", "show", "2020", "--json")[1])
    assert [one["key"] for one in notices] == ["2020", "2020-2"]
    assert notices[1]["amends"] == notices[0]["number"]
    assert said.count("（国办发明电") == 2
    assert "make-up" in run("calendar", "show", "2017", "--lang", "en")[1]


def test_a_year_not_entered_from_the_notices_text_says_where_it_comes_from() -> None:
    assert "出处：derived from a press overview" in run("calendar", "show", "2016", "--region", "cn-gx")[1]
    assert "出处" not in run("calendar", "show", "2017", "--region", "cn-gx")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "1999"), "没有1999年的节假日安排"),
        (("show", "2099"), "已有 2004–"),
        (("show", "2017", "--region", "cn-zz"), "没有地区“cn-zz”"),
        (("list", "--region", "gx"), "cn-gx"),
        (("show", "soon"), "soon"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(arguments: tuple[str, ...], said: str) -> None:
    code, told = run("calendar", *arguments)
    assert code != 0
    assert said in told
    assert "Traceback" not in told


# --- add ----------------------------------------------------------------------------------------------------


def test_a_dry_run_prints_the_moves_and_the_loading_the_same_ones(made: Winter) -> None:
    before = made.everything()
    code, would = run("calendar", "add", NOTICE, "--dry-run", *data_of(made))
    assert code == 0
    assert "将加载（未写入） 国办发明电〔2016〕17号" in would
    assert made.everything() == before
    code, done = run("calendar", "add", NOTICE, *data_of(made))
    assert code == 0
    assert done == would.replace("将加载（未写入）", "已加载")
    assert made.everything() != before


def test_each_moved_deadline_is_printed_with_old_and_new_dates_and_why(made: Winter) -> None:
    code, said = run("calendar", "add", NOTICE, *data_of(made))
    assert code == 0
    [row] = [line for line in said.splitlines() if NORTHS in line]
    _, was, now, why = (cell.strip() for cell in row.strip("│").split("│"))
    assert was == "2017-01-31 17:30 / 2017-01-31 24:00"
    assert now == "2017-01-26 17:30 / 2017-01-26 24:00"
    assert why.endswith("依据国办发明电〔2016〕17号")
    assert "12 件期限变动（其中提前 3 件，通知送达后生效），30 件由暂定转为确定" in said


#: By its days in law the Spring Festival begins on 28 January 2017; by the notice it is a week from the 27th.
FESTIVE = """      fair:
        title: 年货市场
        responsible: bureaus
        deadline: {text: 春节期间, source: 七, window: {festival: spring-festival, year: 2017}}
"""


def test_a_window_that_moves_is_listed_with_its_old_and_new_ends(
    tmp_path: Path,
    late_notice: None,  # noqa: ARG001 - the fixture of tests.winter
) -> None:
    source = winter_declared(tmp_path, winter_yaml("spring") + FESTIVE)
    made = stage(tmp_path, source, key=WINTER, launched="2016-11-22T09:00")
    FolderClock(made.house.settings.data, at=moment(LOADED))
    data = ("--data", made.house.settings.data)
    told = json.loads(run("calendar", "add", NOTICE, "--dry-run", "--json", *data)[1])
    fair = next(one for one in told["moved"] if one["id"] == f"{WINTER}/fair/north")
    assert (fair["moved"], fair["firm"], fair["waits"]) == (True, True, False)
    assert fair["now"] == {
        "target": None,
        "breach": None,
        "opens": "2017-01-27T00:00:00+08:00",
        "closes": "2017-02-03T00:00:00+08:00",
    }
    code, said = run("calendar", "add", NOTICE, *data)
    [row] = [line for line in said.splitlines() if "fair/north" in line]
    _, was, now, why = (cell.strip() for cell in row.strip("│").split("│"))
    assert (code, was, now) == (
        0,
        "2017-01-28 00:00 – 2017-01-30 24:00",
        "2017-01-27 00:00 – 2017-02-02 24:00",
    )
    assert why.startswith("时段由2017-01-28 00:00至2017-01-30 24:00改为2017-01-27 00:00至2017-02-02 24:00")
    assert "6 件期限变动（其中提前 0 件，通知送达后生效）" in said
    with made.house.store.read() as connection:
        [body] = [b for b in history.bodies(connection, WINTER) if b["obligation"] == f"{WINTER}/fair/north"][
            1:
        ]
    assert "时段为2017-01-27 00:00至2017-02-02 24:00（节假日安排）" in sentence(body, Names({}, {}, {}))


def test_the_moves_as_json_say_what_waits_and_what_is_firm(made: Winter) -> None:
    code, said = run("calendar", "add", NOTICE, "--json", "--lang", "en", *data_of(made))
    assert code == 0
    told = json.loads(said)
    assert told["changed"] is True
    assert told["notice"]["number"] == "国办发明电〔2016〕17号"
    [january] = [one for one in told["moved"] if one["id"] == NORTHS]
    assert january["was"] == {"target": "2017-01-31T17:30:00+08:00", "breach": "2017-02-01T00:00:00+08:00"}
    assert january["now"] == {"target": "2017-01-26T17:30:00+08:00", "breach": "2017-01-27T00:00:00+08:00"}
    assert (january["moved"], january["waits"], january["firm"]) == (True, True, True)
    assert january["because"][-1] == "依据国办发明电〔2016〕17号"
    [february] = [one for one in told["moved"] if one["id"] == f"{WINTER}/report/north/2017-02"]
    assert (february["moved"], february["waits"], february["firm"]) == (False, False, True)


def test_a_second_time_it_says_that_nothing_changed(made: Winter) -> None:
    run("calendar", "add", NOTICE, *data_of(made))
    before = made.everything()
    assert "早已在册，没有变化" in run("calendar", "add", NOTICE, *data_of(made))[1]
    assert "there already" in run("calendar", "add", NOTICE, "--lang", "en", *data_of(made))[1]
    assert made.everything() == before


def test_what_an_interrupted_loading_left_is_done_and_shown_by_the_next(
    made: Winter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("actions.load_notice._move", lambda *_: 1 / 0)
        assert run("calendar", "add", NOTICE, *data_of(made))[0] != 0
    code, said = run("calendar", "add", NOTICE, *data_of(made))
    assert code == 0
    assert "早已在册" in said
    assert "12 件期限变动" in said
    assert len(made.bodies(kind="calendar_changed")) == 1


def test_a_loaded_notice_is_listed_shown_and_counted_by(made: Winter, tmp_path: Path) -> None:
    run("calendar", "add", NOTICE, *data_of(made))
    run("calendar", "add", GUANGXI, "--region", "cn-gx", *data_of(made))
    run("calendar", "add", notice_of_2099(tmp_path), *data_of(made))
    _, listed = run("calendar", "list", *data_of(made))
    assert "国办发明电〔2098〕1号" in listed
    assert "全国安排已知至 2017-12-28" in listed  # 2018 is missing
    assert "壮族三月三" in run("calendar", "show", "2017", "--region", "cn-gx", *data_of(made))[1]
    assert "壮族三月三" not in run("calendar", "show", "2017", *data_of(made))[1]


def test_what_is_provisional_says_so_until_the_notice_is_there(made: Winter) -> None:
    assert "暂定" in run("explain", NORTHS, *data_of(made))[1]
    run("calendar", "add", NOTICE, *data_of(made))
    code, said = run("explain", NORTHS, *data_of(made))
    assert code == 0
    assert "暂定" not in said
    assert "请报时间改为2017-01-26 17:30（节假日安排）" in said


def test_the_history_tells_the_moves_in_sentences(made: Winter) -> None:
    run("calendar", "add", NOTICE, *data_of(made))
    made.deliver("2016-12-05T10:05")
    for lang, parts in (
        (
            "zh",
            (
                "截止时间由2017-01-31 24:00改为2017-01-26 24:00",
                "节假日安排更新，12件期限变动",
                "期限重算，日期不变",
            ),
        ),
        (
            "en",
            ("deadline moved from 2017-01-31 24:00 to 2017-01-26 24:00", "the calendar changed", "same date"),
        ),
    ):
        code, said = run("history", "--lang", lang, *data_of(made))
        assert code == 0
        for part in parts:
            assert part in said, part


@pytest.mark.parametrize(
    ("name", "text", "options", "said"),
    [
        ("2017.toml", "year = = 1", (), "节假日安排有误"),
        ("2018.toml", "a = " + "[" * 50_000, (), "expected TOML"),
        ("2018.toml", "", (), "title"),
        (
            "notes.txt",
            'year = 2018\ntitle = "x"\nsource = "text"\n[[holidays]]\nname = "x"\noff = [2018-01-01, 2018-01-01]\n',
            (),
            "2018.toml",
        ),
        ("2017.toml", NOTICE.read_text(encoding="utf-8"), ("--region", "cn-zz"), "没有地区“cn-zz”"),
        ("2017.toml", NOTICE.read_text(encoding="utf-8"), ("--as", "unit:north"), "督办员"),
        ("2017.toml", NOTICE.read_text(encoding="utf-8"), ("--as", "leader"), "督办员"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_refused_in_one_sentence(
    made: Winter, tmp_path: Path, name: str, text: str, options: tuple[str, ...], said: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    before = made.everything()
    for dry in ((), ("--dry-run",)):
        code, told = run("calendar", "add", file, *options, *dry, *data_of(made))
        assert code != 0
        assert said in told
        assert "Traceback" not in told
    assert made.everything() == before


def test_a_file_that_is_not_there_is_refused(made: Winter, tmp_path: Path) -> None:
    code, told = run("calendar", "add", tmp_path / "none.toml", *data_of(made))
    assert (code != 0, "读不到“none.toml”" in told) == (True, True)
    assert "读不到" in run("calendar", "add", tmp_path, *data_of(made))[1]


def test_a_notice_whose_number_looks_like_markup_is_shown_as_it_is(made: Winter, tmp_path: Path) -> None:
    file = tmp_path / "2099.toml"
    notice_of_2099(tmp_path / "x")
    text = (tmp_path / "x" / "2099.toml").read_text(encoding="utf-8").replace("国办发明电", "[/red][bold]")
    file.write_text(text, encoding="utf-8")
    assert run("calendar", "add", file, *data_of(made))[0] == 0
    code, said = run("calendar", "list", *data_of(made))
    assert code == 0
    assert "[/red][bold]〔2098〕1号" in said


# --- rules --------------------------------------------------------------------------------------------------


def test_rules_are_listed_with_law_article_and_dates_of_effect() -> None:
    code, said = run("rules")
    assert code == 0
    for part in ("双公示", "国办发〔2015〕51号", "民法典", "2017-10-01"):
        assert part in said
    found = json.loads(run("rules", "--json")[1])
    assert len({one["name"] for one in found}) > 10
    assert all(one["law"] and one["article"] and one["effective_from"] for one in found)


def test_on_a_day_of_2017_no_rule_of_2021_is_in_force() -> None:
    for day in ("2017-09-30", "2017-10-01", "2021-01-01"):
        for one in json.loads(run("rules", "--at", day, "--json")[1]):
            assert one["effective_from"] <= day <= (one.get("effective_to") or "9999-12-31"), one
    laws = {one["law"] for one in json.loads(run("rules", "期间计算", "--at", "2017-09-30", "--json")[1])}
    later = {one["law"] for one in json.loads(run("rules", "期间计算", "--at", "2017-10-01", "--json")[1])}
    assert laws != later


def test_an_unknown_rule_is_refused_with_the_nearest() -> None:
    code, said = run("rules", "双公是")
    assert code != 0
    assert "是不是“双公示”" in said


# --- corrections in words -----------------------------------------------------------------------------------


def test_a_correction_is_told_in_the_history_with_its_reason(made: Winter) -> None:
    run("calendar", "add", NOTICE, *data_of(made))
    made.record("2017-03-10T10:00", "2017-03-09")
    made.correct("2017-03-10T11:00", "2017-03-10")
    _, said = run("history", "--unit", "north", *data_of(made))
    assert "截止时间由2017-03-20 24:00改为2017-03-21 24:00（起算日更正）" in said
    _, said = run("history", *data_of(made))
    assert "更正 1号：2017-03-09 改为 2017-03-10（落款日期登错）" in said
