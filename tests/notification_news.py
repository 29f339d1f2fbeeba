"""Scenes of what was decided, asked for or said: by an amendment, by the office, by a leader, by a unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from notifications.mentions import Said
from tests import notification_scenes
from tests.notification_scenes import (
    DEPUTY,
    FINAL,
    LIAISON,
    NEXT_YEAR,
    OCTOBER,
    OCTOBER_LATER,
    OVERDUE,
    PLAN,
    SUMMARY,
    Scene,
    moment,
)

if TYPE_CHECKING:
    from notifications.mentions import Mention

#: The office's own desk.
OFFICE = replace(DEPUTY, key="netreg/office", name="网络商品交易监管处", role="office")
NOW = moment("2017-10-25T14:00")


def with_cause(mention: Mention, decided: Literal["extended", "resumed"]) -> Mention:
    """Give the mention of a move that somebody asked for or stopped."""
    assert mention.moved is not None
    return replace(mention, moved=replace(mention.moved, decided=decided))


def said(mention: Mention, said: Said) -> Mention:
    """Give the mention of what was said about it."""
    return replace(mention, kind="said", said=said)


def scene(mention: Mention, told: Said, at: str = "2017-10-25T14:00") -> Scene:
    """A letter of one thing said, to the unit."""
    return Scene(LIAISON, (said(mention, told),), moment(at), "urgent")


AMENDED = {
    "withdrawn": Scene(LIAISON, (replace(FINAL, kind="withdrawn"),), moment("2017-10-25T08:30")),
    "withdrawn-two": Scene(
        LIAISON,
        (replace(PLAN, kind="withdrawn"), replace(OCTOBER, kind="withdrawn")),
        moment("2017-10-25T08:30"),
    ),
    "restored": Scene(LIAISON, (replace(FINAL, kind="restored"),), moment("2017-10-25T08:30")),
    "restored-past-target-still-in-time": Scene(
        LIAISON, (replace(OCTOBER, kind="restored", days_left=0),), moment("2017-10-28T09:00"), "urgent"
    ),
    "restored-two": Scene(
        LIAISON,
        (replace(PLAN, kind="restored"), replace(NEXT_YEAR, kind="restored")),
        moment("2017-10-25T08:30"),
    ),
    "restored-and-told-too-late": Scene(
        LIAISON, (replace(OCTOBER, kind="restored", days_left=0),), moment("2017-10-30T08:30")
    ),
    "amended-in-every-way": Scene(
        LIAISON,
        (replace(SUMMARY, kind="withdrawn"), replace(FINAL, kind="restored"), OCTOBER_LATER),
        moment("2017-10-25T08:30"),
    ),
    "withdrawn-among-others": Scene(
        LIAISON, (replace(FINAL, kind="withdrawn"), OCTOBER), moment("2017-10-25T08:30")
    ),
}
DECIDED = {
    "returned": scene(OCTOBER, Said(code="returned", text="统计表与文字不一致")),
    "reopened": scene(FINAL, Said(code="reopened", text="审计需要补充")),
    "reopened-undated": scene(PLAN, Said(code="reopened", text="机构调整")),
    "disregarded-in-time": scene(OCTOBER, Said(code="disregarded")),
    "disregarded-past-the-deadline": scene(OVERDUE, Said(code="disregarded"), "2017-10-30T09:00"),
    "extension-refused": scene(OCTOBER, Said(code="refused", about="extension", text="时间充裕")),
    "extension-refused-past-the-deadline": scene(
        OVERDUE, Said(code="refused", about="extension", text="时间充裕"), "2017-10-30T09:00"
    ),
    "transfer-refused": scene(OCTOBER, Said(code="refused", about="transfer", text="属地负责")),
    "paused": scene(FINAL, Said(code="paused", text="检验", day=date(2017, 10, 24))),
    "waived": scene(OCTOBER, Said(code="waived", text="本期机构调整")),
    "taken-back": scene(SUMMARY, Said(code="taken_back", text="并入年报")),
    "transferred": scene(OCTOBER, Said(code="transferred", who="广告处", text="职责调整")),
    "received": scene(OCTOBER, Said(code="received", who="广告处", text="职责调整")),
    "urged-with-a-word": scene(OCTOBER, Said(code="urged", text="市里明天开会")),
    "urged-past-the-deadline": scene(OVERDUE, Said(code="urged"), "2017-10-30T15:00"),
    "instructed": scene(OCTOBER, Said(code="instructed", text="请各局抓紧，按时报齐")),
    "to-sign": Scene(
        OFFICE,
        (said(OVERDUE, Said(code="to_sign", about="supervise")),),
        moment("2017-11-02T08:30"),
        "digest",
    ),
    "asked-how-it-goes": scene(PLAN, Said(code="review")),
    "extension-granted": Scene(LIAISON, (with_cause(OCTOBER_LATER, "extended"),), NOW),
    "clock-goes-on": Scene(LIAISON, (with_cause(OCTOBER_LATER, "resumed"),), NOW),
    "extension-asked": Scene(
        OFFICE,
        (
            said(
                OCTOBER,
                Said(
                    code="asked",
                    about="extension",
                    day=date(2017, 11, 3),
                    text="数据核实",
                    progress="已完成八成",
                ),
            ),
        ),
        NOW,
        "urgent",
    ),
    "extension-endorsed": Scene(
        OFFICE,
        (said(OCTOBER, Said(code="endorsed", about="extension", day=date(2017, 11, 3), text="数据核实")),),
        NOW,
        "urgent",
    ),
    "transfer-asked": Scene(
        OFFICE, (said(OCTOBER, Said(code="asked", about="transfer", who="广告处", text="不属本局")),), NOW
    ),
    "said-two": Scene(
        LIAISON,
        (
            said(OCTOBER, Said(code="returned", text="统计表与文字不一致")),
            said(FINAL, Said(code="waived", text="并入年报")),
        ),
        NOW,
        "urgent",
    ),
    "said-among-others": Scene(LIAISON, (said(PLAN, Said(code="review")), OCTOBER), NOW),
}
#: A letter that carries the link to the pages.
_LINKED = replace(OCTOBER, link="https://duban.tj.example/u/k1.WyJ0aWFuamluIl0.c2lnbmVk")
LINKED = {"with-a-link": Scene(LIAISON, (_LINKED,), moment("2017-10-25T08:30"))}
SCENES = {**notification_scenes.SCENES, **AMENDED, **DECIDED, **LINKED}
