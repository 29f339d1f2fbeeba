"""liaison: the mailbox and its substitute, as people name and see them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from cli.main import duban
from reports.decided import Names
from reports.sentences import sentence
from tests.cast import Stage, stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    return stage(tmp_path)


def run(made: Stage, *arguments: str) -> Result:
    return CliRunner().invoke(duban, ["liaison", *arguments, "--data", str(made.house.settings.data)])


AWAY = ("--absent", "2017-06-26..2017-06-28", "--substitute", "deputed@haicheng.example")


def test_a_unit_names_its_mailbox_and_who_stands_in(made: Stage) -> None:
    who = ("北山区局", "--as", "unit:北山区局:李某")
    done = run(made, *who, "--contact", "desk2@haicheng.example", *AWAY)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[1:] == [
        "北山区局  desk2@haicheng.example",
        "  2017-06-26至2017-06-28 代理联络员 deputed@haicheng.example",
    ]
    shown = run(made, *who, "--lang", "en").output
    assert "  2017-06-26 to 2017-06-28 substitute deputed@haicheng.example" in shown
    away = {"first": "2017-06-26", "last": "2017-06-28", "substitute": "deputed@haicheng.example"}
    assert json.loads(run(made, *who, "--json").output) == {
        "unit": "north",
        "name": "北山区局",
        "contact": "desk2@haicheng.example",
        "absences": [away],
    }


def test_a_unit_without_a_mailbox_is_shown_as_such(made: Stage) -> None:
    assert "海城市市场监管局  没有联络员邮箱" in run(made, "city").output


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--absent", "2017-06-26..2017-06-28"), "要一起写"),
        (("--substitute", "a@b.example"), "要一起写"),
        (("--absent", "下周", "--substitute", "a@b.example"), "2017-09-27"),
        (("--absent", "2017-06-28..2017-06-26", "--substitute", "a@b.example"), "没有一天"),
        (("--contact", "desk2"), "不是邮箱地址"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(made: Stage, more: tuple[str, ...], said: str) -> None:
    done = run(made, "north", *more)
    assert done.exit_code != 0
    assert said in done.output + str(done.exception)


def test_one_day_alone_is_a_span(made: Stage) -> None:
    done = run(made, "north", "--absent", "2017-06-26", "--substitute", "a@b.example", "--json")
    assert json.loads(done.output)["absences"][0]["last"] == "2017-06-26"


@pytest.mark.parametrize(
    ("kind", "data", "zh", "en"),
    [
        ("liaison_named", {}, "指定联络员邮箱", "named its liaison's mailbox"),
        (
            "substitute_named",
            {"first": "2017-06-26", "last": "2017-06-28"},
            "2017-06-26至2017-06-28由代理联络员收信",
            "a substitute gets its letters from 2017-06-26 to 2017-06-28",
        ),
    ],
)
def test_the_record_says_it_in_a_sentence(kind: str, data: dict[str, str], zh: str, en: str) -> None:
    at = "2017-06-19T09:00:00+08:00"
    body: dict[str, Any] = {
        "kind": kind,
        "campaign": "office",
        "obligation": None,
        "effective": at,
        "noticed": at,
    }
    body |= {"actor": {"role": "unit"}, "data": {"unit": "north", **data}}
    names = Names({"north": "北山区局"}, {}, {})
    assert sentence(body, names) == f"2017-06-19 09:00 北山区局 {zh} · 单位"
    assert sentence(body, names, "en") == f"2017-06-19 09:00 北山区局 {en} · unit"
