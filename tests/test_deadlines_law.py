"""What a rule of law makes of a deadline: chosen by the trigger's date, and stronger than the office."""

import json
from datetime import date
from typing import Any

import pytest

from deadlines.because import because
from deadlines.calendars import Calendars
from deadlines.counting import Extension
from deadlines.law import _WORDS, NotAllowedError, applied, refuse_waiver
from deadlines.resolve import Deadline
from tests.instants import NATIONAL, instants, paused, resolved, rule

DECISION: dict[str, Any] = {"text": "自作出行政决定之日起", "after": {"event": "decision"}, "rule": "双公示"}
PENALTY: dict[str, Any] = {"after": {"event": "served", "days": 7}, "rule": "行政处罚法"}
VERIFY: dict[str, Any] = {"text": "十五个工作日内核查", "after": {"event": "clue"}, "rule": "12315举报核查"}


def cited(deadline: Deadline) -> tuple[str | None, str | None]:
    """The laws that the certificate names: for the length, and for the counting."""
    body = json.loads(deadline.certificate)
    return tuple(body[key]["law"] if key in body else None for key in ("law", "counted_by"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("trigger", "target", "counted_by"),
    [
        ("2015-06-24", "2015-07-03T17:30", "中华人民共和国民法通则"),
        ("2017-09-27", "2017-10-12T17:30", "中华人民共和国民法通则"),
        ("2017-09-30", "2017-10-17T17:30", "中华人民共和国民法通则"),
        ("2017-10-01", "2017-10-17T17:30", "中华人民共和国民法总则"),
        ("2020-12-31", "2021-01-12T17:30", "中华人民共和国民法总则"),
        ("2021-01-01", "2021-01-12T17:30", "中华人民共和国民法典"),
    ],
)
def test_seven_working_days_are_counted_by_the_law_of_the_decisions_day(
    trigger: str, target: str, counted_by: str
) -> None:
    found = resolved(trigger=trigger, **DECISION)
    assert instants(found)[0] == target
    assert cited(found) == ("国务院办公厅关于运用大数据加强对市场主体服务和监管的若干意见", counted_by)


def test_a_campaign_may_cite_the_rule_instead_of_spelling_it_out() -> None:
    spelled = {**DECISION, "after": {"event": "decision", "working_days": 7}}
    assert instants(resolved(trigger="2017-09-27", **spelled)) == instants(
        resolved(trigger="2017-09-27", **DECISION)
    )


def test_before_it_was_in_force_a_rule_gives_no_length() -> None:
    with pytest.raises(NotAllowedError) as caught:
        resolved(trigger="2015-06-23", **DECISION)
    assert caught.value.code == "not_in_force"
    assert "“双公示”在2015-06-23没有施行" in caught.value.said()


def test_before_it_was_in_force_a_spelled_length_stands_and_cites_nothing() -> None:
    found = resolved(trigger="2015-06-23", **{**DECISION, "after": {"event": "decision", "working_days": 7}})
    assert cited(found) == (None, None)
    assert instants(found)[0] == "2015-07-02T17:30"


def test_a_name_that_no_law_bears_is_only_a_label() -> None:
    found = resolved(trigger="2017-09-27", **{**PENALTY, "rule": "本局内部规定"})
    assert cited(found) == (None, None)
    assert "（本局内部规定）" in because(found.certificate)[0]
    assert cited(resolved(on="2017-12-01", rule="双公示")) == (None, None)


# --- 行政处罚法 85 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trigger", "days", "last", "cites"),
    [
        # Two, three, five and seven days are working days from 2021-07-15 on, a Thursday.
        ("2021-07-14", 7, "2021-07-21", False),
        ("2021-07-15", 7, "2021-07-26", True),
        ("2021-07-14", 3, "2021-07-17", False),
        ("2021-07-15", 3, "2021-07-20", True),
        ("2021-07-15", 2, "2021-07-19", True),
        ("2021-07-15", 5, "2021-07-22", True),
        # fifteen days are days
        ("2021-07-15", 15, "2021-07-30", True),
        ("2021-07-15", 4, "2021-07-19", True),
        # over National Day 2021, with two make-up days
        ("2021-09-24", 7, "2021-10-09", True),
    ],
)
def test_few_days_of_the_penalty_law_are_working_days_since_its_revision(
    trigger: str,
    days: int,
    last: str,
    cites: bool,  # noqa: FBT001
) -> None:
    found = resolved(trigger=trigger, **{**PENALTY, "after": {"event": "served", "days": days}})
    assert found.last_day == date.fromisoformat(last)
    assert (cited(found)[0] == "中华人民共和国行政处罚法") is cites


def test_the_certificate_says_that_the_figure_means_working_days() -> None:
    chinese = because(resolved(trigger="2021-07-15", **PENALTY).certificate)
    assert "该法所称“7日”指工作日" in chinese
    assert "共计7个工作日" in chinese
    assert "该法所称" not in "".join(because(resolved(trigger="2021-07-14", **PENALTY).certificate))


# --- 12315 and the others of the kind -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "trigger", "target", "law"),
    [
        ("12315投诉受理", "2019-12-31", "2020-01-10T17:30", "工商行政管理部门处理消费者投诉办法"),
        ("12315投诉受理", "2020-01-01", "2020-01-10T17:30", "市场监督管理投诉举报处理暂行办法"),
        ("12315投诉受理", "2026-04-15", "2026-04-24T17:30", "市场监督管理投诉举报处理办法"),
        # forty-five working days, from 2026-04-15 sixty days, the last of them a Sunday
        ("12315投诉调解", "2022-03-15", "2022-05-19T17:30", "市场监督管理投诉举报处理暂行办法"),
        ("12315投诉调解", "2026-04-14", "2026-06-18T17:30", "市场监督管理投诉举报处理暂行办法"),
        ("12315投诉调解", "2026-04-15", "2026-06-15T17:30", "市场监督管理投诉举报处理办法"),
        ("12315举报核查", "2021-07-14", "2021-08-04T17:30", "市场监督管理行政处罚程序暂行规定"),
        ("12315举报核查", "2021-07-15", "2021-08-05T17:30", "市场监督管理行政处罚程序规定"),
        ("处罚信息公示", "2021-08-31", "2021-09-28T17:30", "企业信息公示暂行条例"),
        ("处罚信息公示", "2021-09-01", "2021-09-29T17:30", "市场监督管理行政处罚信息公示规定"),
        ("企业信息公示暂行条例", "2017-09-27", "2017-10-31T17:30", "企业信息公示暂行条例"),
        # thirty days that end on a Saturday
        ("查封扣押", "2021-08-12", "2021-09-13T17:30", "市场监督管理行政处罚程序规定"),
        ("先行登记保存", "2021-07-14", "2021-07-21T17:30", "市场监督管理行政处罚程序暂行规定"),
        ("先行登记保存", "2021-07-15", "2021-07-26T17:30", "市场监督管理行政处罚程序规定"),
    ],
)
def test_the_length_is_that_of_the_law_in_force_on_the_triggers_day(
    named: str, trigger: str, target: str, law: str
) -> None:
    found = resolved(trigger=trigger, after={"event": "received"}, rule=named)
    assert instants(found)[0] == target
    assert cited(found)[0] == law


def test_a_legal_period_of_days_rolls_and_its_first_day_is_not_counted_whatever_the_campaign_says() -> None:
    fields: dict[str, Any] = {"after": {"event": "seized"}, "rule": "查封扣押"}
    fields |= {"start_day": "included", "roll": "preceding"}
    found = resolved(trigger="2021-08-12", **fields)
    assert found.last_day == date(2021, 9, 13)
    body = json.loads(found.certificate)
    assert (body["start_day"], body["law"]["article"]) == ("excluded", "第三十八条")
    assert "2021-09-11为星期六，改为2021-09-13" in because(found.certificate)


def test_two_clocks_may_run_for_one_decision() -> None:
    both = [
        resolved(trigger="2021-09-01", **{**DECISION, "rule": name}) for name in ("双公示", "处罚信息公示")
    ]
    assert [instants(one)[0] for one in both] == ["2021-09-10T17:30", "2021-09-29T17:30"]


# --- what the law refuses -----------------------------------------------------------------------------------


def refused(code: str, **asked: Any) -> NotAllowedError:
    with pytest.raises(NotAllowedError) as caught:
        resolved(**asked)
    assert caught.value.code == code
    return caught.value


def test_what_rests_on_law_is_not_paused_except_as_that_law_provides() -> None:
    hearing = paused("2017-09-28..2017-09-30")
    error = refused("law_refuses_pause", trigger="2017-09-27", pauses=hearing, **DECISION)
    assert "不是法定的扣除时间（—）" in error.said()
    # nor when the campaign declares it
    declared = {**DECISION, "pause": ["听证"]}
    refused("law_refuses_pause", trigger="2017-09-27", pauses=hearing, **declared)
    testing = paused("2022-03-16..2022-03-21", cause="检测")
    assert instants(resolved(trigger="2022-03-15", pauses=testing, **VERIFY))[0] == "2022-04-11T17:30"
    refused("law_refuses_pause", trigger="2022-03-15", pauses=paused("2022-03-16..2022-03-21"), **VERIFY)


def test_what_rests_on_law_is_not_extended_except_as_that_law_provides() -> None:
    error = refused(
        "law_refuses_extension", trigger="2017-09-27", extensions=(Extension(days=3),), **DECISION
    )
    assert "国务院办公厅关于运用大数据" in error.said()
    generous = {**DECISION, "extend": {"working_days": 5}}
    refused(
        "law_refuses_extension", trigger="2017-09-27", extensions=(Extension(working_days=5),), **generous
    )


def test_an_extension_that_the_law_provides_needs_its_approver_and_keeps_to_its_length() -> None:
    approved = (Extension(working_days=15, approver="市场监督管理部门负责人"),)
    assert instants(resolved(trigger="2022-03-15", **VERIFY))[0] == "2022-04-06T17:30"
    assert instants(resolved(trigger="2022-03-15", extensions=approved, **VERIFY))[0] == "2022-04-26T17:30"
    alone = (Extension(working_days=15),)
    refused("needs_approver", trigger="2022-03-15", extensions=alone, **VERIFY)
    longer = (Extension(working_days=16, approver="市场监督管理部门负责人"),)
    refused("extension_too_long", trigger="2022-03-15", extensions=longer, **VERIFY)
    refused("extension_too_long", trigger="2022-03-15", extensions=approved * 2, **VERIFY)


def test_what_rests_on_law_is_waived_by_nobody() -> None:
    with pytest.raises(NotAllowedError) as caught:
        refuse_waiver(applied(rule(**DECISION), date(2017, 9, 27)))
    assert caught.value.code == "law_refuses_waiver"
    refuse_waiver(applied(rule(**{**PENALTY, "rule": "本局内部规定"}), date(2021, 7, 15)))
    refuse_waiver(applied(rule(**PENALTY), date(2021, 7, 14)))
    refuse_waiver(applied(rule(on="2017-12-01"), date(2017, 9, 27)))


FOUND = {
    "rule": "双公示",
    "day": "2015-01-01",
    "law": "某法第一条",
    "cause": "听证",
    "known": "检测",
    "most": "15 working_days",
    "times": 1,
    "approver": "负责人",
}


@pytest.mark.parametrize("code", list(_WORDS))
def test_every_refusal_is_said_in_both_languages(code: str) -> None:
    chinese, english = (NotAllowedError(code, **FOUND).said(lang) for lang in ("zh", "en"))
    assert chinese != english
    assert "{" not in chinese + english


def test_a_rule_with_the_law_written_in_cites_it_as_people_do() -> None:
    law = applied(rule(**DECISION), date(2017, 9, 27))
    assert law.cited == "国务院办公厅关于运用大数据加强对市场主体服务和监管的若干意见（十八）"
    assert law.rule.after is not None
    assert law.rule.after.working_days == 7
    assert applied(rule(on="2017-12-01"), date(2017, 9, 27)).cited == ""


# --- another region's days ----------------------------------------------------------------------------------


def test_in_guangxi_the_days_around_the_first_of_april_2017_are_its_own() -> None:
    guangxi = Calendars.packaged().of("cn-gx")
    # Nationally 1 April is worked; in Guangxi 30 March to 4 April are off and Saturday 8 April is worked.
    assert instants(resolved(trigger="2017-03-29", **DECISION))[0] == "2017-04-10T17:30"
    assert instants(resolved(calendar=guangxi, trigger="2017-03-29", **DECISION))[0] == "2017-04-12T17:30"
    assert instants(resolved(on="2017-04-01"))[0] == "2017-04-01T17:30"
    assert instants(resolved(calendar=guangxi, on="2017-04-01"))[0] == "2017-03-29T17:30"
    body = json.loads(resolved(calendar=guangxi, trigger="2017-03-29", **DECISION).certificate)
    assert body["count"]["make_up"] == [["2017-04-08", "壮族三月三"]]
    assert (body["calendar"]["region"], body["calendar"]["keys"]) == ("cn-gx", ["2017", "cn-gx/2017"])
    assert NATIONAL.is_working(date(2017, 4, 1))
