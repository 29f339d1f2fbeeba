"""The language: one anchor, modifiers that fit it, and every phrase of document 001 as it is read."""

from datetime import date, time
from typing import Any

import pytest

from deadlines.language import ANCHORS, DATED, MODIFIERS, Rule, settled
from deadlines.spans import Span, SpanError
from tests.instants import ISSUED, refusals, resolved, rule, unrolled, window

#: Each anchor written once, without modifiers.
WRITTEN: dict[str, Any] = {
    "on": "2017-12-01",
    "by": "2017-11/mid",
    "window": "2017-06",
    "after": {"event": "decision", "working_days": 7},
    "before": {"deadline": "final-package", "working_days": 3},
    "every": {"month_day": 28, "to": "2017-11-30"},
    "same_day": {"event": "problem_exposed"},
    "qualitative": {"review_every": {"working_days": 20}},
    "undated": {},
}
#: Each modifier with a value that nobody has who writes nothing.
SAID: dict[str, Any] = {
    "time": "17:00",
    "bound": "exclusive",
    "roll": "following",
    "start_day": "included",
    "pause": ["hearing"],
    "extend": {"working_days": 15},
}


def test_before_the_28th_of_each_month_comes_six_times_from_issue_to_november() -> None:
    found = unrolled(month_day="28", from_="issued", to="2017-11-30")
    assert [period.day.isoformat() for period in found] == [
        "2017-06-28",
        "2017-07-28",
        "2017-08-28",
        "2017-09-28",
        "2017-10-28",
        "2017-11-28",
    ]


def test_before_december_1_is_one_day() -> None:
    assert rule(text="12月1日前", on="2017-12-01").on == date(2017, 12, 1)


def test_within_seven_working_days_counts_from_the_event() -> None:
    after = rule(
        text="自作出行政决定之日起7个工作日内", after={"event": "decision", "working_days": "7"}
    ).after
    assert after is not None
    assert (after.event, after.working_days, after.days) == ("decision", 7, None)


def test_mid_and_late_november_are_read_as_their_ten_days() -> None:
    assert rule(text="11月中旬", by="2017-11/mid").by == Span(date(2017, 11, 11), date(2017, 11, 20))
    assert rule(text="11月下旬", by="2017-11/late").by == Span(date(2017, 11, 21), date(2017, 11, 30))


@pytest.mark.parametrize(
    ("written", "opens", "closes"),
    [
        ("2017-06/mid", "2017-06-11T00:00", "2017-06-21T00:00"),
        ({"from": "2017-06/late", "to": "2017-11/early-mid"}, "2017-06-21T00:00", "2017-11-21T00:00"),
        ({"from": "2017-07", "to": "2017-10"}, "2017-07-01T00:00", "2017-11-01T00:00"),
        ("2017-11/mid-late", "2017-11-11T00:00", "2017-12-01T00:00"),
        ({"from": "2021-03-05", "to": "2021-12/end"}, "2021-03-05T00:00", "2022-01-01T00:00"),
        ({"festival": "double11"}, "2017-11-11T00:00", "2017-11-12T00:00"),
        ({"festival": "double11", "year": "2018"}, "2018-11-11T00:00", "2018-11-12T00:00"),
    ],
)
def test_the_phases_of_document_001_are_windows_with_both_ends_inclusive(
    written: Any, opens: str, closes: str
) -> None:
    assert window(resolved(window=written)) == (opens, closes)


def test_what_has_no_date_is_undated() -> None:
    assert rule(text="研究制定具体实施方案", undated={}).kind == "undated"


# --- one anchor, and modifiers that fit it ------------------------------------------------------------------


def test_a_rule_has_exactly_one_anchor_and_says_which() -> None:
    assert refusals() == ["no_anchor"]
    assert refusals(on="2017-12-01", undated={}) == ["many_anchors"]
    assert [rule(**{anchor: written}).kind for anchor, written in WRITTEN.items()] == list(ANCHORS)


def test_only_six_anchors_give_a_target_and_a_breach() -> None:
    dated = [anchor for anchor, written in WRITTEN.items() if rule(**{anchor: written}).dated]
    assert dated == ["on", "by", "after", "before", "every", "same_day"] == list(DATED)
    assert rule(undated={"by_office": "2017-08-31"}).dated


@pytest.mark.parametrize("anchor", list(WRITTEN))
@pytest.mark.parametrize("modifier", list(SAID))
def test_every_modifier_goes_with_the_anchors_it_fits_and_with_no_other(anchor: str, modifier: str) -> None:
    fields = {anchor: WRITTEN[anchor], modifier: SAID[modifier]}
    if anchor in FITTING[modifier]:
        assert getattr(rule(**fields), modifier) != MODIFIERS[modifier][1]
    else:
        assert refusals(**fields) == ["loose_modifier"]


#: By hand, from the law page: what a breach is made of goes with what breaches, the rest with periods.
FITTING = {
    "time": {"on", "by", "after", "before", "every", "same_day"},
    "bound": {"on", "by", "after", "before", "every"},
    "roll": {"on", "by", "after", "before", "every"},
    "start_day": {"after", "before"},
    "pause": {"after"},
    "extend": {"on", "by", "after", "before", "every", "same_day"},
}


def test_all_modifiers_compose() -> None:
    whole = rule(after=WRITTEN["after"], calendar="cn-gx", rule="内部规定", source="五(三)", **SAID)
    assert Rule.model_validate(whole.as_written()) == whole


@pytest.mark.parametrize("modifier", list(SAID))
def test_hours_stand_alone(modifier: str) -> None:
    fields = {"after": {"event": "decision", "hours": 24}, modifier: SAID[modifier]}
    assert refusals(**fields) == ["loose_modifier"]


# --- what the modifiers read --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "clock"),
    [("17:00", time(17)), ("17：30", time(17, 30)), ("9:05", time(9, 5)), ("00:00", time(0))],
)
def test_a_time_of_day_is_read_also_with_a_full_width_colon(written: str, clock: time) -> None:
    assert rule(on="2017-12-01", time=written).time == clock


def test_close_of_business_is_a_word() -> None:
    assert rule(on="2017-12-01", time="close_of_business").time == "close_of_business"


@pytest.mark.parametrize(
    "written", ["24:00", "25:00", "17:60", "17.00", "17.30", "1020", "17", "下班", "17:00+08:00"]
)
def test_what_is_no_time_of_day_is_refused(written: str) -> None:
    assert "clock_form" in refusals(on="2017-12-01", time=written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("hearing", ("hearing",)),
        (["hearing"], ("hearing",)),
        (["hearing", "testing"], ("hearing", "testing")),
    ],
)
def test_one_cause_of_a_pause_may_stand_without_brackets(written: Any, kept: tuple[str, ...]) -> None:
    assert rule(after=WRITTEN["after"], pause=written).pause == kept


@pytest.mark.parametrize(
    "fields",
    [
        *({anchor: written} for anchor, written in WRITTEN.items()),
        {"window": {"from": "2021-03-14T19:30", "to": "2021-03-14T21:00"}},
        {"window": {"from": "issued", "start_day": "included", "to": "2021-03-16"}},
        {"window": {"from": "2021-03-15T20:00", "until": {"event": "gala_over", "backstop": "2021-03-16"}}},
        {"window": {"festival": "春节", "lead": {"working_days": 5}, "lag": {"days": 3}}},
        {"every": {"weekday": ["周二", "friday"], "to": "2017-11-30"}, "time": "17:30"},
        {"every": {"weekday": "monday", "nth": [1, 3], "to": "2017-11-30"}, "roll": "following"},
        {"every": {"working_day": -1, "of": "quarter", "to": "2017-12-31"}},
        {"before": {"festival": "国庆", "year": 2017, "days": 15}},
        {"undated": {"by_office": "2017-08-31"}},
        {"after": {"deadline": "plan", "months": 1}, "extend": {"days": 30, "times": 2, "approver": "局长"}},
    ],
)
def test_what_is_written_out_again_is_read_as_the_same_rule(fields: dict[str, Any]) -> None:
    read = rule(**fields)
    assert Rule.model_validate(read.as_written()) == read
    assert Rule.model_validate_json(read.model_dump_json(by_alias=True, exclude_defaults=True)) == read


# --- what the campaign fills in -----------------------------------------------------------------------------

PERIOD = Span(date(2017, 6, 1), date(2017, 11, 30))


def test_a_returning_date_ends_with_the_campaign_unless_it_says_when() -> None:
    assert [p.key for p in unrolled(period=PERIOD, month_day=30)][-1] == "2017-11"
    assert [p.key for p in unrolled(period=PERIOD, month_day=30, to="2017-07-31")] == ["2017-06", "2017-07"]


def test_a_returning_date_without_any_end_is_refused() -> None:
    with pytest.raises(SpanError) as caught:
        settled(rule(every={"month_day": 28}), ISSUED)
    assert caught.value.code == "every_without_end"


def test_a_festival_without_a_year_is_the_campaigns() -> None:
    crossing = Span(date(2018, 1, 1), date(2018, 12, 31))
    assert window(resolved(window={"festival": "618"}, period=crossing))[0] == "2018-06-18T00:00"
    assert window(resolved(window={"festival": "618"}, issued=date(2023, 6, 16)))[0] == "2023-06-18T00:00"
    asked = resolved(before={"festival": "国庆", "working_days": 1}, issued=date(2023, 6, 16))
    assert asked.last_day == date(2023, 9, 28)


def test_settling_leaves_alone_what_needs_nothing() -> None:
    for anchor in ("on", "by", "after", "same_day", "qualitative", "undated"):
        assert settled(rule(**{anchor: WRITTEN[anchor]}), ISSUED, PERIOD) == rule(**{anchor: WRITTEN[anchor]})
