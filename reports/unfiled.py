"""Who has not filed, in words that are pasted into OA or a group: 截至…，以下单位尚未报送…."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reports import dates


@dataclass(frozen=True, slots=True)
class Unfiled:
    """One task and period, and how its units stand; units by what people call them."""

    #: The task with its period: 6月份月报.
    title: str
    #: How many units owe it.
    owed: int
    missing: Sequence[str]
    #: Returned for rework, and not back yet.
    returned: Sequence[str]
    #: Asked for more time, which is not decided: neither urged nor late.
    undecided: Sequence[str]
    #: Until when it is asked for and in time; None where the units have different dates.
    target: datetime | None
    breach: datetime | None
    #: The obligations of those that are missing or were returned.
    ids: Sequence[str] = ()


_SAID = {
    "simulated": ("【演示数据，非真实情况】", "[Simulated data, nothing real] "),
    "at": ("截至{at}，", "As of {at}, "),
    "missing": (
        "以下单位尚未报送{title}：{names}（共{count}家，应报{owed}家）。",
        "these units have not filed {title}: {names} ({count} of {owed}). ",
    ),
    "returned": (
        "以下单位的{title}退回后尚未重报：{names}（共{count}家）。",
        "these units have not filed {title} again after its return: {names} ({count}). ",
    ),
    "all": (
        "{title}应报{owed}家，均已报送。",
        "all {owed} units have filed {title}. ",
    ),
    "ahead": ("请于{target}前报送，截止时间{breach}。", "Please file by {target}; in time until {breach}. "),
    "past": ("截止时间{breach}已过，请尽快报送。", "The deadline, {breach}, has passed: please file soon. "),
    "soon": ("请按各自的期限报送。", "Please file by your own deadline. "),
    "other": (
        "已通过其他方式报送的，请告知，以便登记。",
        "If you filed another way, please tell us, so that it is registered.",
    ),
    "undecided": (
        "另有{count}家延期待批：{names}。",
        "An extension of {count} more is not decided yet: {names}. ",
    ),
}


def sentence(one: Unfiled, at: datetime, zone: ZoneInfo, lang: str = "zh", *, simulated: bool = False) -> str:
    """The text, as of the instant `at`; polite, and blaming nobody; of `simulated` data it says so first."""
    between = ", " if lang == "en" else "、"
    told: list[str] = []
    for code, units in (("missing", one.missing), ("returned", one.returned)):
        if units:
            values = {"title": one.title, "names": between.join(units), "count": len(units), "owed": one.owed}
            told.append(_say(lang, code, **values))
    if not told:
        told.append(_say(lang, "all", title=one.title, owed=one.owed - len(one.undecided)))
    else:
        told += [_when(one, at, zone, lang), _say(lang, "other")]
    if one.undecided:
        said = _say(lang, "undecided", count=len(one.undecided), names=between.join(one.undecided))
        told.insert(1, said)
    head = _say(lang, "simulated") if simulated else ""
    return "".join((head, _say(lang, "at", at=dates.asked(at, zone, lang)), *told)).strip()


def _when(one: Unfiled, at: datetime, zone: ZoneInfo, lang: str) -> str:
    """Until when, where all of them have the same dates."""
    if one.target is None or one.breach is None:
        return _say(lang, "soon")
    today = at.astimezone(zone).date()
    target, breach = (dates.asked(bound, zone, lang, beside=today) for bound in (one.target, one.breach))
    return _say(lang, "past" if at >= one.breach else "ahead", target=target, breach=breach)


def _say(lang: str, code: str, **values: object) -> str:
    return _SAID[code][lang == "en"].format(**values)
