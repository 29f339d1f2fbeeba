"""The certificate: canonical, the same bytes everywhere and later, and readable in both languages."""

import json
import os
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from deadlines.because import because, day_zh, instant_zh
from deadlines.certificate import canonical
from deadlines.language import Rule
from deadlines.notices import load
from deadlines.office import Office
from deadlines.resolve import Deadline, Trigger, resolve
from deadlines.workdays import WorkCalendar

HOUSE = Path(__file__).resolve().parent.parent
OFFICE = Office("Asia/Shanghai", time(8, 30), time(17, 30))
DECISION = {
    "text": "自作出行政决定之日起7个工作日内",
    "source": "五(三)",
    "rule": "双公示",
    "after": {"event": "decision", "working_days": 7},
}
MONTHLY = {"text": "每月28日前", "source": "五·末段", "every": {"month_day": 28, "to": "2017-11-30"}}


def until(year: int) -> WorkCalendar:
    return WorkCalendar(notice for notice in load() if notice.year <= year)


def decided(day: date = date(2017, 9, 27), calendar: WorkCalendar | None = None, **changes: Any) -> Deadline:
    rule = Rule.model_validate({**DECISION, **changes})
    calendar = calendar or WorkCalendar.national()
    return resolve(
        rule, calendar=calendar, office=OFFICE, opens=OFFICE.at(day), trigger=Trigger("decision", day)
    )


def october(calendar: WorkCalendar | None = None) -> Deadline:
    rule, opens = Rule.model_validate(MONTHLY), OFFICE.at(date(2017, 10, 1))
    calendar = calendar or WorkCalendar.national()
    return resolve(rule, calendar=calendar, office=OFFICE, opens=opens, day=date(2017, 10, 28))


def on(day: str, calendar: WorkCalendar | None = None, **fields: str) -> Deadline:
    rule = Rule.model_validate({"text": "某日前", "on": day, **fields})
    return resolve(rule, calendar=calendar or WorkCalendar.national(), office=OFFICE)


def test_a_certificate_is_canonical_json() -> None:
    for deadline in (decided(), october(), on("2017-12-01")):
        body = json.loads(deadline.certificate)
        assert canonical(body) == deadline.certificate
        assert list(body) == sorted(body)
        assert "\\u" not in deadline.certificate


def test_it_keeps_the_phrase_its_place_the_rule_and_every_day_skipped_or_made_up() -> None:
    body = json.loads(decided().certificate)
    assert body["rule"] == DECISION
    assert body["facts"] == {
        "opens": "2017-09-27T00:00:00+08:00",
        "trigger": {"event": "decision", "day": "2017-09-27"},
    }
    assert (body["law"]["number"], body["law"]["article"]) == ("国办发〔2015〕51号", "（十八）")
    assert body["counted_by"]["law"] == "中华人民共和国民法通则"
    assert body["count"]["working_days"] == 7
    assert body["count"]["make_up"] == [["2017-09-30", "中秋节、国庆节"]]
    assert [day for day, _, _ in body["count"]["skipped"]] == [f"2017-10-0{day}" for day in range(1, 9)]
    assert body["start_day"] == "excluded"
    assert body["office"] == {"timezone": "Asia/Shanghai", "opens": "08:30:00", "closes": "17:30:00"}
    assert (body["target"], body["breach"]) == ("2017-10-12T17:30:00+08:00", "2017-10-13T00:00:00+08:00")
    assert (body["last_day"], body["provisional"]) == ("2017-10-12", False)
    assert body["calendar"]["notices"] == ["国办发明电〔2016〕17号"]
    assert (body["calendar"]["keys"], body["calendar"]["first_year"]) == (["2017"], 2017)


def test_what_a_rule_says_beyond_the_usual_is_kept_and_what_it_does_not_say_is_not() -> None:
    kept = json.loads(on("2017-10-28", roll="following", bound="exclusive", time="17:00").certificate)["rule"]
    assert kept == {
        "text": "某日前",
        "on": "2017-10-28",
        "roll": "following",
        "bound": "exclusive",
        "time": "17:00:00",
    }


def test_the_decision_of_september_27_reads_right_in_chinese() -> None:
    text = "\n".join(because(decided().certificate))
    assert "文件要求“自作出行政决定之日起7个工作日内”（五(三)，双公示）" in text
    assert "自2017-09-27起算（decision），当日不计入" in text
    assert "不计：10-01至10-08（中秋节、国庆节）" in text
    assert "调休上班，计入：09-30（中秋节、国庆节）" in text
    assert "共计7个工作日" in text
    assert "请报时间：10月12日（星期四）17:30；截止时间：10月12日（星期四）24:00" in text
    assert "国办发明电〔2016〕17号" in text
    assert "暂定" not in text


def test_the_decision_of_september_27_reads_right_in_english() -> None:
    text = "\n".join(because(decided().certificate, "en"))
    assert "The document says “自作出行政决定之日起7个工作日内” (五(三), 双公示)" in text
    assert "Counted from 2017-09-27 (decision), that day not counted" in text
    assert "7 working days in all" in text
    assert "Make-up working days, counted: 09-30" in text
    assert "Target: 2017-10-12 17:30 Thu; breach: 2017-10-13 00:00 Fri" in text


def test_octobers_report_reads_right_in_both_languages() -> None:
    chinese, english = ("\n".join(because(october().certificate, lang)) for lang in ("zh", "en"))
    assert "文件要求“每月28日前”（五·末段）" in chinese
    assert "2017-10-28为星期六，请提前至2017-10-27报送" in chinese
    assert (
        "请报时间：10月27日（星期五）17:30；截止时间：10月28日（星期六）24:00（此前报送均为按时）" in chinese
    )
    assert "2017-10-28 is Saturday: please file by 2017-10-27" in english
    assert "Target: 2017-10-27 17:30 Fri; breach: 2017-10-29 00:00 Sun" in english


@pytest.mark.parametrize(
    ("deadline", "zh", "en"),
    [
        (on("2017-10-28", roll="following"), "2017-10-28为星期六，改为2017-10-30", "moved to 2017-10-30"),
        (
            on("2017-10-02", roll="preceding"),
            "2017-10-02为中秋节、国庆节放假，改为2017-09-30",
            "国庆节 holiday: moved",
        ),
        (
            on("2017-12-01", bound="exclusive"),
            "不含2017-12-01当日，最后一日为2017-11-30",
            "the last day is 2017-11-30",
        ),
        (decided(start_day="included", rule=None), "当日计入", "that day counted"),
        (decided(start_day="included"), "当日不计入", "that day not counted"),
        (decided(after={"event": "decision", "days": 5}), "按自然日计5日", "5 calendar days"),
        (on("2017-10-02", until(2016), roll="following"), "为法定节假日，改为", "is a statutory holiday"),
        (on("2017-10-12", until(2016)), "暂定", "Provisional"),
        (
            decided(date(2017, 10, 1), after={"event": "decision", "days": 1}, rule=None),
            "以截止时间为准",
            "the breach stands",
        ),
    ],
)
def test_each_further_reason_is_said_in_both_languages(deadline: Deadline, zh: str, en: str) -> None:
    assert zh in "\n".join(because(deadline.certificate))
    assert en in "\n".join(because(deadline.certificate, "en"))


def test_what_has_no_date_says_so() -> None:
    rule = Rule.model_validate({"text": "研究制定具体实施方案", "undated": {}})
    certificate = resolve(rule, calendar=WorkCalendar.national(), office=OFFICE).certificate
    assert because(certificate)[-1] == "没有具体日期：只提醒办理，不计逾期"
    assert because(certificate, "en")[-1].startswith("No date")


def test_days_and_instants_are_written_as_the_house_writes_them() -> None:
    assert day_zh(date(2017, 10, 27)) == "10月27日（星期五）"
    assert instant_zh(OFFICE.closing(date(2017, 10, 27))) == "10月27日（星期五）17:30"
    assert instant_zh(OFFICE.end(date(2017, 12, 31))) == "12月31日（星期日）24:00"


# --- the same bytes -----------------------------------------------------------------------------------------

ELSEWHERE = """
from tests.test_deadlines_certificate import decided, october, on
for deadline in (decided(), october(), on("2017-12-01", bound="exclusive"), on("2017-10-28", roll="following")):
    print(ascii(deadline.certificate))
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LANG": "C.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1"},
    ],
)
def test_another_process_in_another_zone_and_locale_gives_the_same_bytes(
    surroundings: dict[str, str],
) -> None:
    command = [sys.executable, "-W", "error", "-c", ELSEWHERE]
    environment = {**os.environ, **surroundings}
    done = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=True)
    here = (decided(), october(), on("2017-12-01", bound="exclusive"), on("2017-10-28", roll="following"))
    assert done.stdout.splitlines() == [ascii(deadline.certificate) for deadline in here]


@pytest.mark.parametrize("year", [2017, 2018, 2020, 2025])
def test_a_notice_of_another_year_changes_no_certificate(year: int) -> None:
    calendar = until(year)
    assert decided(calendar=calendar) == decided()
    assert october(calendar) == october()
    assert on("2017-12-28", calendar) == on("2017-12-28")


def test_a_notice_that_the_count_needs_changes_it_from_provisional_to_certain() -> None:
    before, after = on("2017-12-29", until(2017)), on("2017-12-29", until(2018))
    assert (before.provisional, after.provisional) == (True, False)
    assert before.certificate != after.certificate
    assert after == on("2017-12-29", until(2019)) == on("2017-12-29")


def test_the_days_a_certificate_rests_on_are_part_of_its_digest() -> None:
    known = json.loads(decided().certificate)["calendar"]
    fewer = WorkCalendar(notice for notice in load() if notice.key != "2017")
    unknown = json.loads(decided(calendar=fewer).certificate)["calendar"]
    assert known["digest"] != unknown["digest"]
    assert unknown["notices"] == []


def test_a_notice_whose_text_was_not_found_says_where_its_days_come_from() -> None:
    second_hand = [notice for notice in load() if notice.source != "text"]
    assert second_hand != []
    for notice in second_hand:
        (cited,) = json.loads(on(f"{notice.year}-06-03").certificate)["calendar"]["notices"]
        assert notice.source in cited
        assert notice.source in because(on(f"{notice.year}-06-03").certificate)[-1]
