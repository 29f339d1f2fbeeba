"""The whole way of one unit's report by the command line, from launch to a record that verifies."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import duban

DECLARATION = Path(__file__).parent.parent / "campaigns.yaml"
OCTOBER = "tianjin-2017/monthly-report/heping/2017-10"
PACKAGE = "tianjin-2017/final-package/heping"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command on a demo folder that was launched on 16 June 2017 and woken on 26 October."""

    def call(*arguments: str | Path, data: Path = tmp_path / "data") -> Result:
        return CliRunner().invoke(duban, [*map(str, arguments), "--data", str(data)])

    launched = call("launch", "tianjin-2017", "--at", "2017-06-16T09:00", "--file", DECLARATION)
    assert launched.exit_code == 0, launched.output
    assert call("wake", "--at", "2017-10-26T09:00").exit_code == 0
    return call


def file(folder: Path, name: str, text: str = "内容") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_complete_report_is_closed_and_the_receipt_goes_out(run: Run, tmp_path: Path) -> None:
    form = file(tmp_path, "统计表.csv")
    arguments = (
        "submit",
        OCTOBER,
        "--as",
        "unit:和平区局:李某",
        "--attach",
        f"form={form}",
        "--text",
        "当月开展情况=检查12户",
    )
    done = run(*arguments, "--json")
    told = json.loads(done.output)
    assert told["closed"] is False  # it waits for review
    assert told["lacking"] == []
    subjects = [one["subject"] for one in json.loads(run("outbox", "--json").output)]
    assert any("【回执】已收到10月份专项行动月报" in subject for subject in subjects)
    history = run("history", "--unit", "heping").output
    assert "和平区局 专项行动月报（2017-10） 报送第1版，1个文件 · 单位 李某" in history


def test_the_history_itself_does_not_hold_the_persons_name(run: Run, tmp_path: Path) -> None:
    run("submit", OCTOBER, "--as", "unit:heping:李某某", "--attach", f"form={file(tmp_path, '表.csv')}")
    assert "李某某" not in json.dumps(json.loads(run("history", "--json").output), ensure_ascii=False)


def test_two_cases_where_three_are_asked_are_received_and_the_third_is_named(
    run: Run, tmp_path: Path
) -> None:
    attach = [f"case#{n}={file(tmp_path, f'案例{n}.docx')}" for n in (1, 2)]
    attach += [f"case#{n}/处罚决定书={file(tmp_path, f'决定{n}.pdf')}" for n in (1, 2)]
    attach += [f"form={file(tmp_path, '表.csv')}", f"image={file(tmp_path, '图.jpg')};现场检查"]
    attach += [f"document={file(tmp_path, '总结.txt', '各条口情况 经验做法 开展成效 存在问题 下一步打算')}"]
    options = [part for one in attach for part in ("--attach", one)]
    done = run("submit", PACKAGE, "--as", "unit:heping", *options)
    assert done.exit_code == 0, done.output
    assert "材料不齐，已收下，收到时间有效" in done.output
    assert "典型案例应不少于3件，收到2件，缺第3件；请补报或附情况说明" in done.output
    assert "未见" not in done.output


def test_what_came_by_oa_is_registered_with_the_instant_it_was_received(run: Run) -> None:
    late = "tianjin-2017/monthly-report/heping/2017-09"
    options = ("--by-office", "--received", "2017-09-28T16:40", "--via", "OA")
    done = run("submit", late, *options)
    assert "收到 2017-09-28 16:40，登记 2017-10-26 09:00" in done.output
    explained = json.loads(run("explain", late, "--json").output)
    assert explained["verdict"] == "in_time"
    assert "经OA" in run("history", "--unit", "heping").output


def test_many_that_came_together_are_registered_at_once_each_with_its_receipt(
    run: Run, tmp_path: Path
) -> None:
    many = [f"tianjin-2017/monthly-report/{unit}/2017-09" for unit in ("heping", "hedong")]
    options = ("--by-office", "--received", "2017-09-28T16:40", "--via", "OA")
    refused = run("submit", *many, *options, "--attach", f"form={file(tmp_path, '表.csv')}")
    assert "属于一件事项" in str(refused.exception)
    done = run("submit", *many, *options)
    assert [line for line in done.output.splitlines() if line in many] == many
    assert done.output.count("收到 2017-09-28 16:40，登记 2017-10-26 09:00") == 2
    again = json.loads(run("submit", *many, *options, "--json").output)
    assert [(one["id"], one["version"]) for one in again] == [(key, 2) for key in many]
    alone = json.loads(run("submit", many[0], *options, "--json").output)
    assert (alone["id"], alone["version"]) == (many[0], 3)


def test_another_units_obligation_does_not_exist_for_a_unit(run: Run) -> None:
    done = run("submit", OCTOBER, "--as", "unit:hedong")
    assert done.exit_code != 0
    assert "没有承办事项" in str(done.exception)


def test_a_decision_of_27_september_is_due_on_12_october_and_says_why(run: Run) -> None:
    arguments = (
        "record",
        "decision",
        "--campaign",
        "tianjin-2017",
        "--unit",
        "和平区局",
        "--number",
        "津和〔2017〕9号",
    )
    done = run(*arguments, "--date", "2017-09-27", "--as", "unit:heping")
    assert "截止时间：10月12日（星期四）24:00" in done.output
    assert "10-01至10-08（中秋节、国庆节）" in done.output
    assert "调休上班，计入：09-30" in done.output
    shown = run("explain", "tianjin-2017/disclosure/heping/津和〔2017〕9号").output
    assert shown.splitlines()[1].startswith("■ 逾期")


def decided(run: Run, *more: str, day: str = "2017-09-27", number: str = "津和〔2017〕9号") -> Result:
    """Register, or correct, a decision of the Heping bureau."""
    what = ("record", "decision", "--campaign", "tianjin-2017", "--unit", "和平区局", "--number", number)
    return run(*what, "--date", day, "--as", "unit:heping", *more)


def test_a_wrong_day_is_corrected_with_a_reason_and_the_deadline_follows(run: Run) -> None:
    decided(run, day="2017-10-17")
    done = decided(run, "--correct", "--reason", "落款日期登错")
    assert done.exit_code == 0, done.output
    assert "2017-10-17 更正为 2017-09-27" in done.output
    assert "2017-10-26 24:00 → 2017-10-12 24:00" in done.output
    assert "调休上班，计入：09-30" in done.output
    path = "tianjin-2017/disclosure/heping/津和〔2017〕9号"
    assert run("explain", path).output.splitlines()[1].startswith("■ 逾期")
    english = decided(run, "--correct", "--reason", "wrong again", "--lang", "en", day="2017-10-18")
    assert "2017-09-27 corrected to 2017-10-18" in english.output
    assert "2017-10-12 24:00 → 2017-10-27 24:00" in english.output
    assert not run("explain", path).output.splitlines()[1].startswith("■ 逾期")
    told = run("history", "--unit", "heping", "--lang", "en").output
    assert "deadline moved from 2017-10-12 24:00 to 2017-10-27 24:00" in told
    assert run("verify", "--rebuild").exit_code == 0


def test_what_is_closed_keeps_its_verdict_and_the_correction_says_so(run: Run) -> None:
    decided(run)
    fields = ("--field", "公示日期=2017-10-12", "--field", "公示网址=http://heping.example/9")
    path = "tianjin-2017/disclosure/heping/津和〔2017〕9号"
    assert "已办结" in run("submit", path, *fields, "--as", "unit:heping").output
    assert "已报送或办结，结论不变" in decided(run, "--correct", "--reason", "误", day="2017-09-20").output
    assert json.loads(run("explain", path, "--json").output)["verdict"] == "in_time"


@pytest.mark.parametrize(
    ("day", "more", "said"),
    [
        ("2017-09-28", (), "更正请加 --correct"),
        ("2017-09-28", ("--correct",), "--reason"),
        ("2017-09-27", ("--correct", "--reason", "误"), "没有要更正的"),
        ("2017-10-27", ("--correct", "--reason", "误"), "晚于今天"),
        ("2017-09-28T20", ("--correct", "--reason", "误"), "2021-03-15T20:30"),
        ("2017-02-30", ("--correct", "--reason", "误"), "2021-03-15T20:30"),
        ("昨天", ("--correct", "--reason", "误"), "2021-03-15T20:30"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_what_to_write(
    run: Run, day: str, more: tuple[str, ...], said: str
) -> None:
    decided(run)
    before = run("history", "--json").output
    done = decided(run, *more, day=day)
    assert done.exit_code != 0
    assert said in done.output + str(done.exception)
    assert run("history", "--json").output == before


def test_what_was_never_recorded_cannot_be_corrected(run: Run) -> None:
    done = decided(run, "--correct", "--reason", "误")
    assert done.exit_code != 0
    assert "没有登记过" in str(done.exception)


def test_an_event_may_carry_its_minute_and_is_not_the_same_as_its_day(run: Run) -> None:
    done = decided(run, day="2017-09-27T16:40")
    assert "自2017-09-27 16:40起算" in done.output
    assert "早已登记，没有变化" in decided(run, day="2017-09-27T16:40").output
    assert "更正请加 --correct" in str(decided(run).exception)


def test_a_day_written_without_dashes_is_that_day_and_no_midnight(run: Run) -> None:
    assert "截止时间：10月12日（星期四）24:00" in decided(run, day="20170927").output
    assert "早已登记，没有变化" in decided(run).output


def test_what_is_registered_late_says_by_how_much(run: Run) -> None:
    assert "登记已晚于期限10个工作日" in decided(run).output
    assert "registered late by 10 working day(s)" in decided(run, "--lang", "en").output


def test_supervision_waits_until_the_coordinator_signs(run: Run) -> None:
    assert "tianjin-2017/monthly-report/heping/2017-09#3@heping/deputy" in run(
        "sign", "--lang", "en"
    ).output.replace("\n", "")
    refused = run("sign", "--all", "--as", "leader")
    assert refused.exit_code != 0
    signed = run("sign", "tianjin-2017/monthly-report/heping/2017-09")
    assert "已签发 2 件" in signed.output


def test_status_of_a_past_day_and_verify_with_rebuild(run: Run) -> None:
    today = json.loads(run("status", "--json").output)[0]
    june = json.loads(run("status", "--json", "--at", "2017-06-20").output)[0]
    assert june["total"]["lights"].get("overdue", 0) == 0
    assert today["total"]["lights"]["overdue"] == 64
    assert today["simulated"] is True
    verified = run("verify", "--rebuild")
    assert verified.exit_code == 0
    assert "重建后逐格一致" in verified.output


def test_a_backup_is_a_folder_that_verifies_by_itself(run: Run, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "copy").exit_code == 0
    again = run("backup", tmp_path / "copy")
    assert again.exit_code != 0
    checked = CliRunner().invoke(duban, ["verify", "--rebuild", "--data", str(tmp_path / "copy")])
    assert checked.exit_code == 0, checked.output


def test_everything_shown_from_a_demo_folder_says_so(run: Run) -> None:
    for verb in (("status",), ("history",), ("outbox",), ("explain", OCTOBER), ("verify",), ("sign",)):
        assert "演示数据，非真实情况" in run(*verb).output


def test_a_demo_clock_is_refused_on_a_folder_with_real_records(tmp_path: Path) -> None:
    data = tmp_path / "real"
    real = CliRunner().invoke(
        duban, ["launch", "tianjin-2017", "--file", str(DECLARATION), "--data", str(data)]
    )
    assert "129件启动前已过" in real.output
    refused = CliRunner().invoke(duban, ["wake", "--at", "2017-10-26T09:00", "--data", str(data)])
    assert refused.exit_code != 0
    assert "真实记录" in str(refused.exception)
