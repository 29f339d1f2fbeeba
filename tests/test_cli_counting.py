"""due and calendar, for whoever only wants to know a date."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import duban
from deadlines.workdays import WorkCalendar


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(duban, [str(argument) for argument in arguments])


def table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_deadline_comes_with_its_reasons_and_its_days() -> None:
    done = run("due", "--from", "2017-09-27", "--working-days", "7")
    assert done.exit_code == 0
    assert "截止日 2017-10-12" in done.output
    assert "10-01至10-08（中秋节、国庆节）" in done.output
    assert "3班" in done.output
    assert "国办发明电〔2016〕17号" in done.output


def test_as_json_it_is_the_certificate() -> None:
    told = json.loads(run("due", "--from", "2017-09-27", "--working-days", "7", "--json").output)
    assert told["due"] == "2017-10-12"
    assert told["certificate"]["breach"] == "2017-10-13T00:00:00+08:00"


def test_calendar_days_roll_when_asked_to() -> None:
    assert "截止日 2017-10-08" in run("due", "--from", "2017-09-28", "--days", "10").output
    assert (
        "截止日 2017-10-09"
        in run("due", "--from", "2017-09-28", "--days", "10", "--roll", "following").output
    )


@pytest.mark.parametrize(
    "arguments", [("--from", "2017-09-27"), ("--working-days", "7"), ("--from", "9月27日", "--days", "1")]
)
def test_half_a_question_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert run("due", *arguments).exit_code == 2


def test_a_day_beyond_the_calendar_is_an_answer_not_a_crash() -> None:
    done = run("due", "--from", "1999-01-01", "--working-days", "3")
    assert done.exit_code != 0
    assert "超出日历范围" in str(done.exception)


def test_a_table_comes_back_with_due_appended_and_the_other_columns_untouched(tmp_path: Path) -> None:
    done = run(
        "due", "--batch", table(tmp_path, "who,start,working_days\n和平,2017-09-27,7\n河东,2017-10-27,1\n")
    )
    assert done.exit_code == 0
    assert (
        done.stdout
        == "who,start,working_days,due\n和平,2017-09-27,7,2017-10-12\n河东,2017-10-27,1,2017-10-30\n"
    )


def test_rows_without_an_answer_keep_due_empty_and_are_named_with_their_line(tmp_path: Path) -> None:
    rows = "start,working_days\n2017-02-30,7\n2017-09-27,七\n1999-01-04,1\n2017-09-27,7\n2017-09-27\n"
    done = run("due", "--batch", table(tmp_path, rows))
    assert done.exit_code == 1
    assert [line.split(",")[-1] for line in done.stdout.splitlines()[1:]] == ["", "", "", "2017-10-12", ""]
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == ["2", "3", "4", "6"]


def test_a_row_that_needs_an_unpublished_year_is_named_as_provisional(tmp_path: Path) -> None:
    last = WorkCalendar.national().known_through
    done = run("due", "--batch", table(tmp_path, f"start,working_days\n{last.isoformat()},20\n"))
    assert done.exit_code == 0
    assert "暂定" in done.stderr


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    done = run("due", "--batch", table(tmp_path, "from,days\n2017-09-27,7\n"))
    assert "首行应为 start,working_days" in str(done.exception)


def test_a_thousand_rows_agree_with_counting_day_by_day(tmp_path: Path) -> None:
    chance, calendar = random.Random(11), WorkCalendar.national()  # noqa: S311 - examples, not secrets
    asked = [
        (date(2004, 1, 1) + timedelta(days=chance.randrange(8000)), chance.randrange(1, 30))
        for _ in range(1000)
    ]
    text = "start,working_days\n" + "\n".join(f"{start.isoformat()},{count}" for start, count in asked)
    answered = run("due", "--batch", table(tmp_path, text)).stdout.splitlines()[1:]
    for (start, count), line in zip(asked, answered, strict=True):
        day, left = start, count
        while left:
            day += timedelta(days=1)
            left -= calendar.is_working(day)
        assert line.endswith(f",{day.isoformat()}")


def test_the_calendar_lists_its_notices_and_shows_a_year_that_changed_midway() -> None:
    listed = json.loads(run("calendar", "list", "--json").output)
    assert {notice["year"] for notice in listed} >= set(range(2004, 2027))
    shown = run("calendar", "show", "2020").output
    assert "国办发明电〔2020〕1号" in shown
    assert "没有1999年的节假日安排" in str(run("calendar", "show", "1999").exception)


@pytest.mark.parametrize(
    "beside",
    [
        ("--roll", "following"),
        ("--start-day", "included"),
        ("--pause", "听证:2021-03-02:2021-03-03"),
    ],
)
def test_what_does_not_go_with_hours_is_refused_in_one_sentence(beside: tuple[str, ...]) -> None:
    done = run("due", "--from", "2021-03-01T10:00", "--hours", "48", *beside)
    assert done.exit_code == 1
    assert "请改用 --days" in str(done.exception)


@pytest.mark.parametrize(
    "rule",
    [
        "{every: {weekday: friday, from: 2026-11-06, to: 2026-11-20}}",
        "{window: 2017-06/mid}",
        "{undated: {}}",
    ],
)
@pytest.mark.parametrize("more", [("--pause", "听证:2026-11-09:2026-11-11"), ("--extend", "3wd")])
def test_a_pause_or_extension_that_would_be_passed_over_is_refused(rule: str, more: tuple[str, ...]) -> None:
    done = run("due", rule, *more)
    assert done.exit_code == 1
    assert "有具体日期的一个期限" in str(done.exception)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "2021-03-01", "--working-days", "5", "--pause", "听证:2021-03-05:2021-03-02"),
        ("--from", "2021-03-01T10:00+05:00", "--hours", "3"),
    ],
)
def test_a_pause_that_ends_before_it_begins_and_an_instant_with_a_zone_are_wrong_usage(
    arguments: tuple[str, ...],
) -> None:
    assert run("due", *arguments).exit_code == 2


def test_a_pause_without_end_in_calendar_days_is_an_answer_not_a_crash() -> None:
    done = run("due", "--from", "2021-03-01", "--days", "5", "--pause", "听证:2021-03-02:9999-12-31")
    assert done.exit_code == 1
    assert "超出日历范围" in str(done.exception)


def test_what_is_looked_at_again_counts_from_the_documents_date_as_well() -> None:
    rule = "{qualitative: {review_every: {working_days: 20}}}"
    by_day = run("due", rule, "--from", "2017-06-16", "--until", "2017-08-31").output
    assert "2017-07-14" in by_day
    assert run("due", rule, "--issued", "2017-06-16", "--until", "2017-08-31").output == by_day


@pytest.mark.parametrize("beside", [("--calendar", "cn-gx"), ("--law", "双公示"), ("{on: 2017-10-28}",)])
def test_nothing_is_written_beside_a_table_that_would_be_passed_over(
    tmp_path: Path, beside: tuple[str, ...]
) -> None:
    file = table(tmp_path, "start,working_days\n2017-03-29,3\n")
    assert run("due", "--batch", file, *beside).exit_code == 2


def test_an_unknown_law_is_refused_also_where_the_length_is_written() -> None:
    done = run("due", "--from", "2021-03-01", "--days", "3", "--law", "双公式")
    assert done.exit_code == 1
    assert "是不是“双公示”" in str(done.exception)
