"""A fixed cast for letters: one action of 2017, two invented bureaus, and the moments they get mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from notifications.letters import (
    Letter,
    LetterClass,
    Mention,
    Move,
    Proposed,
    ProposedChange,
    Receipt,
    ReceivedFile,
    Recipient,
    Sender,
    compose,
)

if TYPE_CHECKING:
    from notifications.rendering import Lang

ZONE = ZoneInfo("Asia/Shanghai")
HAITANG = "青禾区市场监管局"
YUNSHAN = "云杉区市场监管局"
SATURDAY = "28 October is a Saturday"
#: the reasons come in the letter's language
IN_ENGLISH = {
    "国办发明电〔2020〕1号": "the holiday notice 国办发明电〔2020〕1号",
    "处罚决定日期由9月27日更正为9月25日": "the day of the decision was corrected from 27 to 25 September",
    "领导小组办公室10月24日补充通知": "the leading group office's supplementary notice of 24 October",
    "验收日期由10月20日更正为11月20日": "the day of acceptance was corrected from 20 October to 20 November",
}
OFFICE = "“网监+”领导小组办公室"

SENDER = Sender("督办（网监处）", "duban@tj.example", "mail.tj.example", reply_to="netreg@tj.example")
LIAISON = Recipient("haitang/liaison", "青禾区市场监管局联络员", "haitang@tj.example", "liaison")
DEPUTY = Recipient("haitang/deputy", "青禾区市场监管局分管领导", "haitang-deputy@tj.example", "deputy")
OFFICE_BELOW = Recipient("haitang/office", HAITANG, "haitang-office@tj.example", "office")
GROUP = Recipient("office", OFFICE, "leading-group@tj.example", "office")


def moment(text: str) -> datetime:
    """2017-10-27T17:30, in the campaign's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


OCTOBER = Mention(
    kind="remind",
    obligation="tianjin-2017/monthly-report/haitang/2017-10",
    campaign_title="2017网络市场监管专项行动",
    task_title="专项行动月报",
    period_title="10月份",
    unit_title=HAITANG,
    to_title="网络商品交易监管处",
    to_short="网监处",
    via="OA",
    deliverables=("统计表", "简要文字"),
    phrase="每月28日前",
    source="五·末段",
    target=moment("2017-10-27T17:30"),
    breach=moment("2017-10-29T00:00"),
    close_of_business=True,
    last_day=date(2017, 10, 28),
    days_left=2,
    shifted="10月28日为星期六",
)
SEPTEMBER = replace(
    OCTOBER,
    obligation="tianjin-2017/monthly-report/haitang/2017-09",
    period_title="9月份",
    target=moment("2017-09-28T17:30"),
    breach=moment("2017-09-29T00:00"),
    last_day=date(2017, 9, 28),
    days_left=3,
    shifted=None,
)
TIMED = replace(
    OCTOBER,
    obligation="fair-2021/roster/haitang",
    campaign_title="2021网络交易宣传活动",
    task_title="参会人员名单",
    period_title=None,
    deliverables=("名单",),
    phrase="3月16日17：00前",
    source="四",
    target=moment("2021-03-16T17:00"),
    breach=moment("2021-03-16T17:00"),
    close_of_business=False,
    last_day=date(2021, 3, 16),
    days_left=1,
    shifted=None,
)
PLAN = replace(
    OCTOBER,
    obligation="tianjin-2017/implementation-plan/haitang",
    task_title="具体实施方案",
    period_title=None,
    via=None,
    deliverables=("实施方案",),
    phrase="研究制定具体实施方案",
    source="五(一)",
    target=None,
    breach=None,
    close_of_business=False,
    last_day=None,
    days_left=None,
    shifted=None,
)
SUMMARY = replace(
    OCTOBER,
    obligation="tianjin-2017/district-summary/haitang",
    task_title="书面总结",
    period_title=None,
    deliverables=("工作总结",),
    phrase="11月中旬",
    target=moment("2017-11-20T17:30"),
    breach=moment("2017-11-21T00:00"),
    last_day=date(2017, 11, 20),
    days_left=9,
    shifted=None,
)
FINAL = replace(
    SUMMARY,
    obligation="tianjin-2017/final-package/haitang",
    task_title="总结材料",
    deliverables=("工作总结", "统计表", "典型案例", "图片或视频"),
    phrase="12月1日前",
    target=moment("2017-12-01T17:30"),
    breach=moment("2017-12-02T00:00"),
    last_day=date(2017, 12, 1),
    days_left=18,
)
OVERDUE = replace(OCTOBER, kind="urge", days_left=None, days_over=1)
SUPERVISED = replace(OVERDUE, kind="supervise", days_over=3, signed_by=OFFICE)
SUPERVISED_TOO = replace(
    SUPERVISED, obligation="tianjin-2017/monthly-report/yunshan/2017-10", unit_title=YUNSHAN
)

FILES = (
    ReceivedFile(name="10月统计表.xlsx", size=18_432, sha256="a3" * 32),
    ReceivedFile(name="简要文字.docx", size=1_572_864, sha256="b7" * 32),
)
RECEIPT = Receipt(
    number="TJ2017-0042",
    version=1,
    received=moment("2017-10-27T16:40"),
    files=FILES,
    reporter="青禾区局网监科",
)


def receipted(mention: Mention, **changes: Any) -> Mention:
    """Give the mention of a filing of it, its receipt changed as said."""
    return replace(mention, kind="receipt", receipt=replace(RECEIPT, **changes))


def moved(mention: Mention, target: str, breach: str, why: str, **changes: Any) -> Mention:
    """Give the mention of its being moved to these instants; `grace` is kept for the move."""
    move = Move(was_target=_known(mention.target), was_breach=_known(mention.breach), why=why)
    if "grace" in changes:
        move = replace(move, grace=moment(changes.pop("grace")))
    changes |= {"target": moment(target), "breach": moment(breach), "last_day": None, "shifted": None}
    return replace(mention, kind="moved", moved=move, **changes)


def _known(instant: datetime | None) -> datetime:
    assert instant is not None
    return instant


#: seven working days from a decision of 20 January 2020
DISCLOSURE = replace(
    OCTOBER,
    obligation="tianjin-2020/disclosure/haitang/0117",
    campaign_title="2020网络市场监管专项行动",
    task_title="行政处罚信息公示",
    period_title=None,
    via=None,
    deliverables=("公示链接",),
    phrase="自作出行政决定之日起7个工作日内",
    source="三(二)",
    target=moment("2020-02-04T17:30"),
    breach=moment("2020-02-05T00:00"),
    last_day=date(2020, 2, 4),
    days_left=None,
    shifted=None,
)
JANUARY = replace(
    DISCLOSURE,
    obligation="tianjin-2020/monthly-report/haitang/2020-01",
    task_title="专项行动月报",
    period_title="1月份",
    deliverables=("统计表",),
    phrase="每月底前",
    source="五·末段",
    target=moment("2020-01-31T17:30"),
    breach=moment("2020-02-01T00:00"),
)
DISCLOSURE_LATER = moved(
    DISCLOSURE, "2020-02-06T17:30", "2020-02-07T00:00", "国办发明电〔2020〕1号", days_left=4
)
#: the longer holiday covers the last day; it still counts, and the last working day before it is past
JANUARY_ASKED_EARLIER = moved(JANUARY, "2020-01-23T17:30", "2020-02-01T00:00", "国办发明电〔2020〕1号")
DISCLOSED_2017 = replace(
    DISCLOSURE,
    obligation="tianjin-2017/disclosure/haitang/0042",
    campaign_title="2017网络市场监管专项行动",
    target=moment("2017-10-12T17:30"),
    breach=moment("2017-10-13T00:00"),
)
DISCLOSURE_EARLIER = moved(
    DISCLOSED_2017,
    "2017-10-10T17:30",
    "2017-10-11T00:00",
    "处罚决定日期由9月27日更正为9月25日",
    grace="2017-10-12T00:00",
)
OCTOBER_LATER = moved(
    OCTOBER, "2017-10-30T17:30", "2017-10-31T00:00", "领导小组办公室10月24日补充通知", days_left=3
)
#: only the last day moved: both before and after, the Friday is what is asked for
OCTOBER_LAST_DAY = moved(OCTOBER, "2017-10-27T17:30", "2017-10-30T00:00", "领导小组办公室10月24日补充通知")
#: while 2018's holiday notice was not published
NEXT_YEAR = replace(
    FINAL,
    phrase="2018年1月5日前",
    target=moment("2018-01-05T17:30"),
    breach=moment("2018-01-06T00:00"),
    days_left=33,
    provisional=True,
)
INTO_NEXT_YEAR = moved(
    replace(FINAL, phrase="自验收之日起30个工作日内", provisional=True),
    "2018-01-02T17:30",
    "2018-01-03T00:00",
    "验收日期由10月20日更正为11月20日",
    days_left=30,
)


@dataclass(frozen=True)
class Scene:
    """Somebody gets a letter."""

    recipient: Recipient
    mentions: tuple[Mention, ...]
    at: datetime
    letter_class: LetterClass = "digest"
    simulated: bool = False

    def letter(self, lang: Lang = "zh") -> Letter:
        """Compose it."""
        mentions = self.mentions
        if lang == "en":
            mentions = tuple(map(_in_english, mentions))
        return compose(
            self.recipient,
            mentions,
            sender=SENDER,
            key=f"{self.recipient.key}/{self.at:%Y-%m-%d}/{self.letter_class}",
            at=self.at,
            letter_class=self.letter_class,
            simulated=self.simulated,
            lang=lang,
        )


def _in_english(mention: Mention) -> Mention:
    move = mention.moved and replace(mention.moved, why=IN_ENGLISH[mention.moved.why])
    return replace(mention, shifted=mention.shifted and SATURDAY, moved=move)


_CASE_MISSING = receipted(
    FINAL,
    received=moment("2017-11-30T09:05"),
    lacking=("典型案例要求至少3个，已收到2个，缺第3个",),
)

PROPOSED = Mention(
    kind="proposed",
    obligation="haitang-2017",
    campaign_title="青禾区网络市场行动",
    task_title="2017网络市场监管专项行动",
    unit_title=HAITANG,
    to_title=HAITANG,
    proposed=Proposed(
        parent_title="2017网络市场监管专项行动",
        revision=2,
        changes=(
            ProposedChange(title="月报", was=moment("2017-10-26T00:00"), now=moment("2017-10-24T00:00")),
            ProposedChange(title="石桥所 12月份各所月报", was=None, now=moment("2017-12-26T00:00")),
            ProposedChange(title="石桥所 各所总结", was=moment("2017-11-29T00:00"), now=None),
        ),
        more=2,
        campaign="haitang-2017",
    ),
)

SCENES = {
    "ahead-of-a-saturday": Scene(LIAISON, (OCTOBER,), moment("2017-10-25T08:30")),
    "ahead-of-a-thursday": Scene(LIAISON, (SEPTEMBER,), moment("2017-09-25T08:30")),
    "ahead-into-next-year": Scene(
        LIAISON,
        (
            replace(
                FINAL,
                phrase="2018年1月5日前",
                target=moment("2018-01-05T17:30"),
                breach=moment("2018-01-06T00:00"),
                days_left=4,
            ),
        ),
        moment("2017-12-29T08:30"),
    ),
    "today": Scene(LIAISON, (replace(OCTOBER, days_left=0),), moment("2017-10-27T08:30")),
    "past-target-still-in-time": Scene(LIAISON, (OCTOBER,), moment("2017-10-28T09:00"), "urgent"),
    "urged": Scene(LIAISON, (OVERDUE,), moment("2017-10-30T08:30")),
    "urged-by-hand-before-breach": Scene(
        LIAISON, (replace(OCTOBER, kind="urge"),), moment("2017-10-25T15:00")
    ),
    "at-an-hour": Scene(LIAISON, (TIMED,), moment("2021-03-15T08:30")),
    "past-an-hour": Scene(
        LIAISON, (replace(TIMED, kind="urge", days_over=1, via=None),), moment("2021-03-17T08:30")
    ),
    "without-a-date": Scene(LIAISON, (PLAN,), moment("2017-06-20T08:30")),
    "three-in-one": Scene(
        LIAISON, (FINAL, replace(OCTOBER, days_left=0), SUMMARY), moment("2017-10-27T08:30")
    ),
    "two-campaigns-one-past": Scene(
        LIAISON,
        (PLAN, SUMMARY, replace(OVERDUE, campaign_title="2017旅游市场秩序整治")),
        moment("2017-10-30T08:30"),
    ),
    "supervised": Scene(DEPUTY, (SUPERVISED,), moment("2017-11-01T08:30")),
    "supervised-several": Scene(GROUP, (SUPERVISED, SUPERVISED_TOO), moment("2017-11-01T08:30")),
    "circular": Scene(
        LIAISON, (replace(SUPERVISED, kind="circular", days_over=7),), moment("2017-11-07T08:30")
    ),
    "interview": Scene(
        DEPUTY, (replace(SUPERVISED, kind="interview", days_over=10),), moment("2017-11-10T08:30")
    ),
    "receipt": Scene(LIAISON, (receipted(OCTOBER),), moment("2017-10-27T16:41"), "receipt"),
    "receipt-of-what-came-by-oa": Scene(
        LIAISON,
        (
            receipted(
                OCTOBER,
                version=2,
                received=moment("2017-10-27T16:40"),
                registered=moment("2017-10-30T09:12"),
                channel="OA",
                files=(),
                registrar="网监处督办员",
            ),
        ),
        moment("2017-10-30T09:12"),
        "receipt",
    ),
    "receipt-late": Scene(
        LIAISON,
        (receipted(OCTOBER, received=moment("2017-10-29T00:00")),),
        moment("2017-10-29T00:01"),
        "receipt",
    ),
    "receipt-lacking-a-case": Scene(LIAISON, (_CASE_MISSING,), moment("2017-11-30T09:06"), "receipt"),
    "receipts-in-one": Scene(
        LIAISON, (receipted(OCTOBER), _CASE_MISSING), moment("2017-11-30T09:06"), "receipt"
    ),
    "moved-later": Scene(LIAISON, (OCTOBER_LATER,), moment("2017-10-25T08:30")),
    "moved-later-by-a-notice": Scene(LIAISON, (DISCLOSURE_LATER,), moment("2020-01-27T12:00"), "urgent"),
    "moved-earlier-with-grace": Scene(LIAISON, (DISCLOSURE_EARLIER,), moment("2017-10-10T14:00"), "urgent"),
    "moved-earlier-past-what-was-asked": Scene(
        LIAISON, (JANUARY_ASKED_EARLIER,), moment("2020-01-27T12:00"), "urgent"
    ),
    "moved-the-last-day-alone": Scene(LIAISON, (OCTOBER_LAST_DAY,), moment("2017-10-25T08:30")),
    "moved-two": Scene(
        LIAISON, (DISCLOSURE_LATER, JANUARY_ASKED_EARLIER), moment("2020-01-27T12:00"), "urgent"
    ),
    "moved-among-others": Scene(
        LIAISON,
        (
            SUMMARY,
            replace(OCTOBER_LATER, days_left=0),
            replace(OVERDUE, campaign_title="2017旅游市场秩序整治"),
        ),
        moment("2017-10-30T08:30"),
    ),
    "moved-to-a-provisional-date": Scene(LIAISON, (INTO_NEXT_YEAR,), moment("2017-11-20T08:30")),
    "provisional": Scene(LIAISON, (NEXT_YEAR,), moment("2017-11-20T08:30")),
    "provisional-urged": Scene(LIAISON, (replace(NEXT_YEAR, kind="urge"),), moment("2017-11-20T15:00")),
    "proposed-from-above": Scene(OFFICE_BELOW, (PROPOSED,), moment("2017-10-10T08:30")),
    "proposed-among-others": Scene(OFFICE_BELOW, (OCTOBER, PROPOSED), moment("2017-10-25T08:30")),
    "simulated": Scene(LIAISON, (OCTOBER,), moment("2017-10-25T08:30"), simulated=True),
}
