"""What a letter says of a moved and of a provisional deadline, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from notifications.rendering import Texts, render
from tests.notification_scenes import (
    DISCLOSURE_EARLIER,
    DISCLOSURE_LATER,
    FINAL,
    INTO_NEXT_YEAR,
    JANUARY_ASKED_EARLIER,
    LIAISON,
    NEXT_YEAR,
    OCTOBER,
    OCTOBER_LAST_DAY,
    OCTOBER_LATER,
    OVERDUE,
    PLAN,
    SENDER,
    SUMMARY,
    SUPERVISED,
    TIMED,
    moment,
    moved,
    receipted,
)

if TYPE_CHECKING:
    from notifications.mentions import Mention
    from notifications.rendering import Lang

WEDNESDAY = "2017-10-25T08:30"
STILL = "新期限较原期限提前：10月11日24时前报送的，仍算按时报送。"
STILL_IN_ROW = "截止时间：10月10日（星期二）24时（10月11日24时前报送的，仍算按时报送）\n"
MARK = "（暂定：该年节假日安排尚未公布，公布后可能调整）"
SENTENCE = "以上期限为暂定，节假日安排公布后如有调整，将另行通知。"


def told(*mentions: Mention, at: str = WEDNESDAY, lang: Lang = "zh") -> Texts:
    """Give the texts of the letter that tells the liaison of these."""
    return render(LIAISON, mentions, sender=SENDER, at=moment(at), simulated=False, lang=lang)


# --- a moved deadline ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mention", "subject"),
    [
        (OCTOBER_LATER, "10月份专项行动月报的请报时间由10月27日下班前改为10月30日下班前"),
        (DISCLOSURE_EARLIER, "行政处罚信息公示的请报时间由10月12日下班前改为10月10日下班前"),
        (OCTOBER_LAST_DAY, "10月份专项行动月报的截止时间由10月28日24时改为10月29日24时"),
        (INTO_NEXT_YEAR, "总结材料的请报时间由12月1日下班前改为2018年1月2日下班前（暂定）"),
    ],
)
def test_the_subject_says_from_when_to_when(mention: Mention, subject: str) -> None:
    assert told(mention).subject == f"【期限调整】{subject}—网监处"


def test_an_hour_is_said_as_an_hour_and_only_a_close_of_business_as_one() -> None:
    later = moved(TIMED, "2021-03-17T12:00", "2021-03-17T12:00", "补充通知")
    subject = told(later, at="2021-03-15T08:30").subject
    assert "由3月16日17:00前改为3月17日12:00前" in subject
    closing = moved(TIMED, "2021-03-17T17:30", "2021-03-18T00:00", "补充通知", close_of_business=True)
    subject = told(closing, at="2021-03-15T08:30").subject
    assert "由3月16日17:00前改为3月17日下班前" in subject


def test_the_letter_says_what_moved_why_and_what_did_not_move() -> None:
    both = told(OCTOBER_LATER).text
    assert (
        "截止时间由10月28日（星期六）24时改为10月30日（星期一）24时。\n依据：领导小组办公室10月24日补充通知。\n"
        in both
    )
    assert "    原请报时间：10月27日（星期五）17:30\n" in both
    assert "    原截止时间：10月28日（星期六）24时\n" in both
    target = told(JANUARY_ASKED_EARLIER, at="2020-01-27T12:00").text
    assert "截止时间不变，仍为1月31日（星期五）24时。" in target
    assert "原截止时间" not in target
    breach = told(OCTOBER_LAST_DAY).text
    assert "请报时间不变，仍为10月27日（星期五）下班前。" in breach
    assert "原请报时间" not in breach


def test_a_later_date_has_no_grace_to_speak_of() -> None:
    letter = told(OCTOBER_LATER).text
    assert "\n请按调整后的时间报送。\n" in letter
    assert "仍算按时" not in letter
    assert "提前" not in letter


@pytest.mark.parametrize(
    ("at", "note"),
    [
        ("2017-10-10T14:00", f"\n请按调整后的时间报送。{STILL}\n"),
        ("2017-10-10T17:30", f"\n{STILL}\n"),
        ("2017-10-11T23:59:59", f"\n{STILL}\n"),
        ("2017-10-12T00:00", "\n请尽快报送。\n"),
    ],
)
def test_until_the_grace_ends_an_earlier_date_makes_nobody_late(at: str, note: str) -> None:
    letter = told(DISCLOSURE_EARLIER, at=at)
    assert note in letter.text
    assert ("仍算按时报送。" in letter.text) == (STILL in note)
    assert STILL_IN_ROW in letter.text
    assert "逾期" not in letter.subject + letter.text
    assert "已过截止" not in letter.subject + letter.text


def test_a_grace_that_ends_with_the_new_date_needs_no_mark_beside_it() -> None:
    move = DISCLOSURE_EARLIER.moved
    assert move is not None
    letter = told(replace(DISCLOSURE_EARLIER, moved=replace(move, grace=DISCLOSURE_EARLIER.breach)))
    assert "截止时间：10月10日（星期二）24时\n" in letter.text


def test_what_was_asked_for_and_is_past_is_said_to_be_still_in_time() -> None:
    letter = told(JANUARY_ASKED_EARLIER, at="2020-01-27T12:00").text
    assert "调整后的请报时间已过，但仍在期限内：1月31日24时前报送的，仍算按时报送。" in letter
    assert "请尽快报送" in told(JANUARY_ASKED_EARLIER, at="2020-02-01T00:00").text


def test_a_moved_deadline_blames_nobody_and_asks_for_nothing_twice() -> None:
    for mention in (OCTOBER_LATER, DISCLOSURE_EARLIER, DISCLOSURE_LATER, OCTOBER_LAST_DAY):
        letter = told(mention, at="2017-10-09T08:30")
        assert "无需重复报送，请告知网监处，以便登记。" in letter.text
        assert [
            word for word in ("催办", "尽快", "逾期", "已过") if word in letter.subject + letter.text
        ] == []


def test_the_tally_counts_a_moved_deadline_as_moved_and_as_nothing_else() -> None:
    mixed = told(SUMMARY, replace(OCTOBER_LATER, days_left=0), OVERDUE, at="2017-10-30T08:30")
    assert mixed.subject.startswith("【1件已过截止日、1件待报送、期限调整1件】10月份专项行动月报已过")
    past = told(OCTOBER_LATER, SUMMARY, at="2017-11-02T08:30")
    assert past.subject == (
        "【1件待报送、期限调整1件】10月份专项行动月报的期限有调整，请按调整后的时间报送—2017网络市场监管专项行动"
    )
    two = told(OCTOBER_LATER, DISCLOSURE_EARLIER, receipted(FINAL))
    assert two.subject.startswith("【期限调整2件、回执1件】行政处罚信息公示等2件的期限有调整")


def test_moved_deadlines_have_a_section_of_their_own_after_what_presses() -> None:
    mentions = (receipted(FINAL), PLAN, SUMMARY, OCTOBER_LATER, replace(OCTOBER, days_left=0), SUPERVISED)
    text = told(*mentions, at="2017-10-27T08:30").text
    headings = [line.split(" ")[1] for line in text.splitlines() if line.startswith("■")]
    assert headings == [
        *("督办事项（1件）", "今天截止（1件）", "期限调整（1件）", "待报送（1件）"),
        *("未规定具体期限（1件）", "回执（1件）"),
    ]


def test_only_a_letter_of_moved_deadlines_opens_with_them() -> None:
    assert "下列事项的期限有调整，特此告知。" in told(OCTOBER_LATER).text
    assert "下列2件事项的期限有调整，特此告知。" in told(OCTOBER_LATER, DISCLOSURE_EARLIER).text
    assert "下列2件事项请予办理，按缓急排列。" in told(OCTOBER_LATER, SUMMARY).text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markup_in_the_reason_is_text_on_the_page(lang: Lang) -> None:
    move = OCTOBER_LATER.moved
    assert move is not None
    letter = told(replace(OCTOBER_LATER, moved=replace(move, why="<b>补充通知</b>")), lang=lang)
    assert "&lt;b&gt;补充通知&lt;/b&gt;" in letter.html
    assert "<b>" not in letter.html
    assert "<b>补充通知</b>" in letter.text


def test_in_english_it_says_the_same() -> None:
    letter = told(DISCLOSURE_EARLIER, at="2017-10-10T14:00", lang="en")
    assert letter.subject == (
        "[Deadline moved] 行政处罚信息公示 is now asked for by close of business on 10 October, "
        "no longer by close of business on 12 October — 网监处"
    )
    assert (
        "The new date is earlier than the old one: what is filed before the end of 11 October is still in time."
        in letter.text
    )
    mixed = told(OCTOBER_LATER, DISCLOSURE_EARLIER, SUMMARY, lang="en")
    assert mixed.subject.startswith(
        "[1 to be filed, 2 moved] The deadlines of 行政处罚信息公示 and 1 item more were moved"
    )
    assert "■ Deadlines moved (2)\n" in mixed.text


# --- a provisional deadline ---------------------------------------------------------------------------------


@pytest.mark.parametrize("mention", [NEXT_YEAR, replace(NEXT_YEAR, kind="urge"), INTO_NEXT_YEAR])
def test_a_provisional_date_says_so_in_subject_sentence_and_row(mention: Mention) -> None:
    letter = told(mention, at="2017-11-20T08:30")
    assert "下班前（暂定）" in letter.subject
    assert f"\n{SENTENCE}\n" in letter.text
    (row,) = (line for line in letter.text.splitlines() if MARK in line)
    assert row.startswith("    请报时间：2018年")
    assert f'<p style="margin:0 0 4px">{SENTENCE}</p>' in letter.html
    assert MARK in letter.html


def test_a_digest_that_begins_with_a_provisional_date_says_so_in_its_subject() -> None:
    digest = told(NEXT_YEAR, PLAN, at="2017-11-20T08:30")
    assert "请于2018年1月5日（星期五）下班前（暂定）报送" in digest.subject


def test_a_firm_date_is_not_called_provisional() -> None:
    for mention in (OCTOBER, OCTOBER_LATER, replace(NEXT_YEAR, provisional=False)):
        letter = told(mention, at="2017-10-20T08:30")
        assert "暂定" not in letter.subject + letter.text + letter.html


def test_what_has_no_date_has_no_provisional_one_and_without_a_target_the_bound_is_marked() -> None:
    assert "暂定" not in told(replace(PLAN, provisional=True)).text
    bound = told(replace(NEXT_YEAR, target=None), at="2017-11-20T08:30").text
    assert f"    截止时间：2018年1月5日（星期五）24时{MARK}\n" in bound


def test_a_supervised_date_keeps_its_mark_without_a_sentence() -> None:
    letter = told(replace(SUPERVISED, provisional=True), at="2017-11-01T08:30").text
    assert MARK in letter
    assert SENTENCE not in letter
