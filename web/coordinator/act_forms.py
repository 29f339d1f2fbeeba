"""The forms of the acts on one obligation: what is asked, how it is read, and which act it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions import extend, hand_over, pause, review, tell
from actions.extend import Longer
from actions.house import House
from actions.open_acts import OpenActs
from campaigns.events import Actor
from deadlines.anchors import Amount
from web.language import words

#: Working days or days that may be given, as the command line has it.
MOST_REWORK, MOST_WORKING_DAYS, MOST_DAYS = 60, 200, 400
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a form."""

    name: str
    #: What it is called, marked for the catalogue; so is the hint.
    label: str
    #: textarea, text, date, moment, count, unit or cause.
    kind: str = "textarea"
    needed: bool = True
    hint: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True)
class ActForm:
    """The form of one act."""

    do: Callable[[House, str, Actor, Values], Any]
    fields: Callable[[OpenActs], tuple[Asked, ...]]
    #: What is to be known before, marked for the catalogue.
    about: str = ""
    #: Whether it takes something from somebody.
    grave: bool = False


REASON = Asked("reason", words("理由"), hint=words("记入办理记录，并告知单位"))


def _longer(given: Values) -> Longer | None:
    found = Longer(given.get("until"), given.get("working_days"), given.get("days"))
    return None if found == Longer() else found


def _within(given: Values) -> Amount | None:
    days = given.get("working_days")
    return Amount(working_days=days) if days else None


def _extension(found: OpenActs) -> tuple[Asked, ...]:
    """The day, or where rule or law set a limit, how many of its unit; and who approved it on paper."""
    limit, asked = found.limit, "extension" in found.requests
    if limit is None:
        hint = words("不填即按单位申请的日期") if asked else ""
        return (Asked("until", words("延至"), "date", needed=not asked, hint=hint),)
    unit = limit.given[0]
    label = words("延长几个工作日") if unit == "working_days" else words("延长几天")
    fields = [Asked(unit, label, "count", hint=words("以规定的上限为限"), most=getattr(limit, unit))]
    if limit.approver is not None:
        fields.append(Asked("approved_by", words("批准人（书面批准的）"), "text", needed=False))
    return tuple(fields)


def _again(found: OpenActs) -> tuple[Asked, ...]:
    usual = words("不填即按规定的退改时限")
    label = words("退改时限（工作日）")
    days = Asked("working_days", label, "count", needed=False, hint=usual, most=MOST_REWORK)
    return (REASON, days) if found.row.row.filings else (REASON,)


def _only(*fields: Asked) -> Callable[[OpenActs], tuple[Asked, ...]]:
    return lambda _found: fields


#: Every act that has a page, by its grant; `submit` and what units do have pages of their own.
FORMS = {
    "accept": ActForm(lambda h, k, a, _: review.accept(h, [k], a), _only(), words("审核通过即办结。")),
    "return": ActForm(
        lambda h, k, a, g: review.return_(h, k, a, reason=g["reason"], within=_within(g)),
        _again,
        words("首次报送的时效不变；退改另有时限。"),
    ),
    "propose_not_filed": ActForm(
        lambda h, k, a, g: review.propose_not_filed(h, k, a, reason=g["reason"]),
        _only(REASON),
        words("由领导签批后生效：签批后按没有报送计算，原期限不变。"),
        grave=True,
    ),
    "take_as_not_filed": ActForm(
        lambda h, k, a, _: review.take_as_not_filed(h, k, a),
        _only(),
        words("签批后按没有报送计算，原期限不变。"),
        grave=True,
    ),
    "reopen": ActForm(
        lambda h, k, a, g: review.reopen(h, k, a, reason=g["reason"], within=_within(g)), _again
    ),
    "endorse_extension": ActForm(
        lambda h, k, a, _: extend.grant(h, k, a), _only(), words("需两人签批：办公室会签后，由领导批准。")
    ),
    "extend": ActForm(
        lambda h, k, a, g: extend.grant(h, k, a, _longer(g), approved_by=g.get("approved_by") or None),
        _extension,
        words("原期限和延长后的期限都保留在案。"),
    ),
    "refuse_extension": ActForm(
        lambda h, k, a, g: extend.refuse(h, k, a, reason=g["reason"]),
        _only(REASON),
        words("原期限不变；满一个工作日后才恢复催办。"),
    ),
    "pause": ActForm(
        lambda h, k, a, g: pause.pause(h, k, a, cause=g["cause"], first=g["first"]),
        _only(
            Asked("cause", words("暂停事由"), "cause"),
            Asked("first", words("从哪一天起"), "date", needed=False, hint=words("不填即从今天起")),
        ),
        words("暂停期间不计时，也不催办。"),
    ),
    "resume": ActForm(
        lambda h, k, a, g: pause.resume(h, k, a, day=g["day"]),
        _only(Asked("day", words("从哪一天恢复"), "date", needed=False, hint=words("不填即从今天起"))),
    ),
    "transfer": ActForm(
        lambda h, k, a, g: hand_over.transfer(h, k, a, to=g["to"], reason=g["reason"], by=g["by"]),
        _only(
            Asked("to", words("转给哪个单位"), "unit"),
            REASON,
            Asked("by", words("另定期限"), "date", needed=False, hint=words("不填即沿用原期限")),
        ),
        words("原单位不再承办；接办单位另立一件事项。"),
        grave=True,
    ),
    "refuse_transfer": ActForm(
        lambda h, k, a, g: hand_over.refuse(h, k, a, reason=g["reason"]), _only(REASON)
    ),
    "waive": ActForm(
        lambda h, k, a, g: review.waive(h, k, a, reason=g["reason"]),
        _only(REASON),
        words("免报后不再要求报送，也不计入按时率。"),
        grave=True,
    ),
    "withdraw": ActForm(
        lambda h, k, a, g: review.withdraw(h, k, a, reason=g["reason"]),
        _only(REASON),
        words("撤销后不再要求办理。"),
        grave=True,
    ),
    "urge": ActForm(
        lambda h, k, a, g: tell.urge(h, [k], a, text=g["text"]),
        _only(Asked("text", words("附带的话"), needed=False)),
        words("随即发给该单位联络员，发出后不能收回。"),
    ),
    "telephone": ActForm(
        lambda h, k, a, g: tell.telephone(h, [k], a, at=g["at"], whom=g["whom"], reply=g["reply"]),
        _only(
            Asked("at", words("通话时间"), "moment", needed=False, hint=words("不填即现在")),
            Asked("whom", words("接听人的职务"), "text"),
            Asked("reply", words("对方的答复")),
        ),
    ),
}


class UnreadError(ValueError):
    """A field cannot be read; its only argument says why, marked for the catalogue."""


def read(field: Asked, text: str, found: OpenActs) -> Any:
    """What was typed into `field`, None for nothing; raises UnreadError."""
    text = text.strip()
    if not text:
        if field.needed:
            raise UnreadError(words("请填写“%(label)s”"))
        return "" if field.kind in {"text", "textarea"} else None
    if field.kind in {"date", "moment"}:
        return _day(field, text, found)
    if field.kind == "count":
        return _count(field, text)
    if field.kind == "cause" and text not in found.causes:
        raise UnreadError(words("请从所列事由中选择"))
    return text


def _day(field: Asked, text: str, found: OpenActs) -> date | datetime:
    try:
        if field.kind == "date":
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadError(words("请按 2017-11-03 的写法填写日期")) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=found.record.zone)


def _count(field: Asked, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= field.most):
        raise UnreadError(words("请填写1到%(most)s之间的整数"))
    return int(text)
