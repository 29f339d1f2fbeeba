"""launch and plan --diff as a coordinator meets an amendment: shown, confirmed, and read in every verb after it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.main import duban, main
from reports.decided import Names
from reports.sentences import sentence
from tests.cast import KEY, NAMES, small_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LAUNCH, LATER = "2017-06-19T09:00", "2017-07-05T09:00"
Run = "Callable[..., Result]"
MOVED = ("{text: 7月14日前, source: 三, on: 2017-07-14}", "{text: 7月21日前, source: 三, on: 2017-07-21}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The declaration."""
    path = tmp_path / "campaigns.yaml"
    path.write_text(small_yaml(), encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path, file: Path) -> Callable[..., Result]:
    """A verb on the folder."""

    def call(verb: str, *arguments: str, declares: bool = False) -> Result:
        named = ["--file", str(file)] if declares else []
        line = [verb, *arguments, "--data", str(tmp_path / "data"), *named]
        return CliRunner().invoke(duban, line)

    return call


@pytest.fixture
def launch(run: Callable[..., Result]) -> Callable[..., Result]:
    """The verb launch."""
    return lambda *arguments: run("launch", KEY, *arguments, declares=True)


@pytest.fixture
def amended(launch: Callable[..., Result], run: Callable[..., Result], file: Path) -> Callable[..., Result]:
    """A campaign launched in June whose declaration was changed in July: a date, a unit, a task."""
    assert launch("--at", LAUNCH).exit_code == 0
    assert run("wake", "--at", LATER).exit_code == 0
    two = {key: name for key, name in NAMES.items() if key != "east"} | {"west": "西岭区局"}
    text = (
        small_yaml(units=two)
        .replace(*MOVED)
        .replace("scheme:\n        title: 实施方案", "outline:\n        title: 提纲")
    )
    file.write_text(text, encoding="utf-8")
    return launch


def dump(folder: Path) -> list[str]:
    """Everything in the database, and the clock."""
    with closing(sqlite3.connect(folder / "data" / "duban.db")) as connection:
        return [
            *connection.iterdump(),
            (folder / "data" / "clock.json").read_text() if (folder / "data" / "clock.json").exists() else "",
        ]


def test_an_unconfirmed_amendment_is_shown_and_refused_and_nothing_is_written(
    amended: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = dump(tmp_path)
    monkeypatch.setattr(
        "sys.argv",
        [
            "duban",
            "launch",
            KEY,
            "--data",
            str(tmp_path / "data"),
            "--file",
            str(tmp_path / "campaigns.yaml"),
        ],
    )
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    assert left.value.code == 1
    assert "--yes" in said.err
    assert "改期" in said.out
    assert "西岭区局" in said.out
    assert dump(tmp_path) == before
    assert amended("--lang", "en").exit_code == 1


@pytest.mark.parametrize("verb", ["launch", "plan"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_diff_shows_who_is_added_moved_and_withdrawn_by_name_and_writes_nothing(
    amended: Callable[..., Result], run: Callable[..., Result], tmp_path: Path, verb: str, lang: str
) -> None:
    del amended
    before = dump(tmp_path)
    done = run(verb, KEY, "--diff", "--lang", lang, declares=True)
    assert done.exit_code == 0, done.output
    words = {"zh": ("新增", "改期", "撤销", "改期2件"), "en": ("added", "moved", "withdrawn", "2 moved")}[
        lang
    ]
    for said in (*words, "西岭区局", "东堤区局", "总结材料", "2017-07-21 17:30", "提纲", "实施方案"):
        assert said in done.output, said
    assert dump(tmp_path) == before


@pytest.mark.parametrize("verb", ["launch", "plan"])
def test_diff_as_json_is_json_alone_with_dates_and_reasons(
    amended: Callable[..., Result], run: Callable[..., Result], verb: str
) -> None:
    del amended
    done = run(verb, KEY, "--diff", "--json", declares=True)
    found = json.loads(done.stdout)
    assert {key: found[key] for key in ("campaign", "revision", "changed")} == {
        "campaign": KEY,
        "revision": 2,
        "changed": True,
    }
    assert f"{KEY}/package/west" in found["added"]
    assert f"{KEY}/package/east" in found["withdrawn"]
    assert f"{KEY}/report/east/2017-06" in found["kept"]
    assert (found["restored"], found["reworded"]) == ([], [])
    assert found["moved"][0] == {
        "id": f"{KEY}/package/north",
        "was": {"target": "2017-07-14T17:30:00+08:00", "breach": "2017-07-15T00:00:00+08:00"},
        "now": {"target": "2017-07-21T17:30:00+08:00", "breach": "2017-07-22T00:00:00+08:00"},
        "because": ["补充通知将“7月14日前”改为“7月21日前”"],
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_diff_names_who_is_told_and_with_notices_in_which_words(
    amended: Callable[..., Result], run: Callable[..., Result], tmp_path: Path, lang: str
) -> None:
    del amended
    before = dump(tmp_path)
    short = run("plan", KEY, "--diff", "--lang", lang, declares=True).output
    whole = run("plan", KEY, "--diff", "--notices", "--lang", lang, declares=True).output
    for said in (short, whole):
        assert "将发出的通知：3封" in said or "letters: 3" in said
        assert "东堤区局" in said
    assert "本系统为非涉密系统" not in short
    assert "总结材料已由补充通知撤销，不再要求报送。" in whole
    assert "补充通知将“7月14日前”改为“7月21日前”" in whole
    assert dump(tmp_path) == before
    told = json.loads(run("plan", KEY, "--diff", "--json", declares=True).stdout)["letters"]
    assert [one["recipient"] for one in told] == ["north/liaison", "south/liaison", "east/liaison"]
    assert all(one["text"] in whole for one in told)


def test_diff_of_what_tells_nobody_says_so(
    launch: Callable[..., Result], run: Callable[..., Result], file: Path
) -> None:
    launch("--at", LAUNCH)
    file.write_text(small_yaml().replace("title: 总结材料", "title: 全部总结材料"), encoding="utf-8")
    assert "不另发通知" in run("plan", KEY, "--diff", declares=True).output


def test_an_amendment_recorded_before_its_counts_had_a_place_of_their_own_still_reads() -> None:
    counts = {"added": 1, "moved": 2, "reworded": 0, "restored": 0, "withdrawn": 3, "kept": 0}
    data = {"digest": "d", "was": "c", "revision": 2, "approved_by": None}
    body = {"kind": "amended", "obligation": None, "campaign": KEY, "actor": {"role": "coordinator"}}
    body |= {"noticed": "2017-07-05T09:00:00+08:00", "effective": "2017-07-05T09:00:00+08:00"}
    names = Names({}, {}, {})
    then, now = ({**body, "data": {**data, **more}} for more in (counts, {"counts": counts}))
    assert "新增1件、恢复0件、改期2件、撤销3件" in sentence(then, names)
    assert sentence(then, names) == sentence(now, names)


def test_diff_of_what_is_as_on_record_says_so(
    launch: Callable[..., Result], run: Callable[..., Result]
) -> None:
    launch("--at", LAUNCH)
    assert "没有改动" in launch("--diff").output
    found = json.loads(run("plan", KEY, "--diff", "--json", declares=True).stdout)
    assert (found["changed"], found["added"], found["moved"]) == (False, [], [])


def test_diff_of_what_was_never_launched_is_refused_and_makes_no_folder(
    launch: Callable[..., Result], tmp_path: Path
) -> None:
    done = launch("--diff")
    assert done.exit_code == 1
    assert "duban launch" in str(done.exception)
    assert not (tmp_path / "data").exists()


def test_diff_goes_with_no_drawing_and_no_file(run: Callable[..., Result]) -> None:
    assert run("plan", KEY, "--diff", "--as", "svg", declares=True).exit_code == 2
    assert run("plan", KEY, "--diff", "--out", "x.csv", "--as", "csv", declares=True).exit_code == 2


def test_launch_as_json_is_json_alone(launch: Callable[..., Result], file: Path) -> None:
    first = json.loads(launch("--at", LAUNCH, "--json").stdout)
    assert first == {"campaign": KEY, "revision": 1, "changed": True, "obligations": 18, "contacts": 17}
    again = json.loads(launch("--json").stdout)
    assert (again["revision"], again["changed"], again["contacts"]) == (1, False, 0)
    file.write_text(small_yaml().replace(*MOVED), encoding="utf-8")
    amendment = json.loads(launch("--yes", "--json").stdout)
    assert (amendment["revision"], len(amendment["moved"])) == (2, 3)


def test_after_the_amendment_every_verb_reads_the_campaign(
    amended: Callable[..., Result], run: Callable[..., Result]
) -> None:
    done = amended("--yes", "--approved-by", "领导小组第2次会议")
    assert done.exit_code == 0, done.output
    assert "第2版" in done.output
    for lang in ("zh", "en"):
        for line in (
            *(
                ("status", KEY),
                ("status", KEY, "--at", "2017-06-30"),
                ("history",),
                ("history", "--unit", "东堤区局"),
            ),
            *(
                ("explain", f"{KEY}/{path}")
                for path in ("package/east", "package/north", "report/east/2017-06")
            ),
            *(("outbox",), ("sign",), ("wake",), ("history", "--task", "实施方案")),
        ):
            shown = run(*line, "--lang", lang)
            assert shown.exit_code == 0, (line, shown.output, shown.exception)
    assert "补充通知（第2版）" in run("history").output
    assert "东堤区局" in run("status", KEY).output
    assert "已撤销" in run("explain", f"{KEY}/package/east").output
    assert run("verify", "--rebuild").exit_code == 0


def test_history_names_who_approved_the_launch_and_the_amendment(
    launch: Callable[..., Result], run: Callable[..., Result], file: Path
) -> None:
    assert launch("--at", LAUNCH, "--approved-by", "领导小组第1次会议").exit_code == 0
    file.write_text(small_yaml().replace(*MOVED), encoding="utf-8")
    assert launch("--yes", "--approved-by", "领导小组第2次会议").exit_code == 0
    shown = run("history").output
    assert "批准：领导小组第1次会议" in shown
    assert "批准：领导小组第2次会议" in shown
    assert "approved by 领导小组第2次会议" in run("history", "--lang", "en").output


def test_status_before_the_amendment_shows_what_was_owed_then(
    amended: Callable[..., Result], run: Callable[..., Result]
) -> None:
    before = json.loads(run("status", KEY, "--json").stdout)[0]
    amended("--yes", "--at", "2017-07-05T10:00")
    after = json.loads(run("status", KEY, "--json").stdout)[0]
    assert f"{KEY}/package/east" not in after["obligations"]
    then = json.loads(run("status", KEY, "--at", LATER, "--json").stdout)[0]
    assert then["obligations"] == before["obligations"]
    assert then["total"] == before["total"]


def test_what_is_taken_back_and_given_again_reads_as_sentences(
    launch: Callable[..., Result], run: Callable[..., Result], file: Path
) -> None:
    launch("--at", LAUNCH)
    undated = small_yaml().replace(MOVED[0], "{text: 适时, source: 三, undated: {}}")
    ladder = "    - {rung: remind, on: target, to: liaison}\n"
    for text in (
        small_yaml().replace("scheme:", "plan:"),
        small_yaml(),
        undated,
        small_yaml().replace(ladder, ""),
    ):
        file.write_text(text, encoding="utf-8")
        assert launch("--yes").exit_code == 0
    zh, en = run("history").output, run("history", "--lang", "en").output
    assert "恢复要求" in zh
    assert "owed again" in en
    assert "截止时间由2017-07-14 24:00改为—（补充通知）" in zh
    assert run("verify", "--rebuild").exit_code == 0
