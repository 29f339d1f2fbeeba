"""Ad-hoc deadlines: one question in the deadline language, answered with certificates."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from campaigns.bases import is_chained
from campaigns.declaration import Defaults
from campaigns.faults import RefusalError
from campaigns.happened import Happened
from campaigns.nearest import suggestion
from campaigns.reading import read_as
from deadlines.anchors import After, Festival, FromTo
from deadlines.calendars import Calendars
from deadlines.counting import Extension, Pause
from deadlines.language import Rule, settled
from deadlines.law import NotAllowedError
from deadlines.office import Office
from deadlines.periods import periods
from deadlines.provisions import find, names
from deadlines.resolve import Deadline, Facts, Trigger, resolve, reviews
from deadlines.spans import Span
from deadlines.workdays import OutsideCalendarError, WorkCalendar

#: Working days one question may ask for.
MOST = 1000
#: Dates of a returning deadline, or reviews, that are listed at most.
MOST_DATES = 500


class QuestionError(RefusalError):
    """The question cannot be answered; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Question:
    """A rule, and what it is applied to."""

    rule: Rule
    #: The day or instant of the event it counts from.
    start: Happened | None = None
    #: The document's own date, for what begins with it.
    issued: date | None = None
    #: Where what returns ends, when the rule does not say.
    until: date | None = None
    pauses: tuple[Pause, ...] = field(default=())
    extensions: tuple[Extension, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Answer:
    """One deadline; of a returning rule, one of its dates."""

    #: The period's key, or None.
    period: str | None
    deadline: Deadline
    #: The days on which a qualitative rule is looked at again.
    reviews: tuple[date, ...] = ()


def period_rule(after: dict[str, Any], **modifiers: Any) -> Rule:
    """A rule that counts from the first day: `after` holds its one length, or none under a rule of law.

    Raises QuestionError for an unknown rule of law, and for what does not go with hours, which pass on every
    day and never stand still.
    """
    law = modifiers.get("rule")
    if law is not None and find(law) is None:
        raise _no_law(law)
    words = {"working_days": "{}个工作日内", "days": "{}日内", "months": "{}个月内", "hours": "{}小时内"}
    said = next((words[unit].format(count) for unit, count in after.items()), modifiers.get("rule") or "")
    try:
        return Rule(text=said, after=After(event="start", **after), **modifiers)
    except ValidationError:
        raise QuestionError(
            "按小时计算的期限不与计入当日、顺延、暂停同用：请改用 --days",
            "hours go with no first day, roll or pause: use --days",
        ) from None


def written_rule(text: str) -> Rule:
    """The rule in `text`, YAML in the deadline language; raises FaultsError with every fault in it.

    A question needs no phrase of a document.
    """
    return read_as(Rule, text, "due", {"text": "自拟"})[0]


def answers(question: Question, calendars: Calendars) -> tuple[Answer, ...]:
    """The deadlines that the question's rule gives, in order; of a returning one all its dates.

    Raises QuestionError for what is missing from the question, for a law that does not allow it, and for what
    the calendar does not reach.
    """
    office = Defaults().office
    try:
        rule = _settled(question)
        return tuple(_answers(rule, question, _calendar(rule, calendars), office))
    except OutsideCalendarError as error:
        raise QuestionError(*beyond(error)) from None
    except NotAllowedError as error:
        raise QuestionError(error.said("zh"), error.said("en")) from None


def _calendar(rule: Rule, calendars: Calendars) -> WorkCalendar:
    region = rule.calendar or "cn"
    if region not in calendars.regions:
        known = "、".join(calendars.regions)
        raise QuestionError(f"没有日历“{region}”：可写{known}", f"no calendar {region}: one of {known}")
    return calendars.of(region)


def beyond(error: OutsideCalendarError) -> tuple[str, str]:
    """What the calendar does not reach, in Chinese and English."""
    return (
        f"{error.day}起算超出日历范围{error.first}至{error.last}，没有答案",
        f"from {error.day} it leaves the calendar {error.first} to {error.last}: there is no answer",
    )


def _settled(question: Question) -> Rule:
    rule, start = question.rule, question.start
    if (question.pauses or question.extensions) and (rule.every is not None or not rule.dated):
        raise QuestionError(
            "暂停和延期只用于有具体日期的一个期限，不用于时段、重复的期限和没有日期的任务",
            "pauses and extensions are of one dated deadline, not of windows, what returns or has no date",
        )
    if is_chained(rule):
        raise QuestionError(
            "以另一项任务的期限为起点的，要在专项行动里计算：请用 duban plan",
            "what counts from another task's deadline needs its campaign: use duban plan",
        )
    legal = find(rule.rule)
    if rule.after is not None and not rule.after.given and legal is not None and legal.kind == "counting":
        raise QuestionError(
            f"“{rule.rule}”只规定期间怎么算，没有规定多长：请加 --days 或 --working-days",
            f"“{rule.rule}” says how to count and not how long: add --days or --working-days",
        )
    if rule.after is not None and not rule.after.given and legal is None:
        raise _no_law(rule.rule or "")
    if rule.every is not None and rule.every.to is None and question.until is None:
        raise QuestionError(
            "没有写到何时为止：在 every 里写 to: 2017-11-30，或加 --until",
            "nothing says when it ends: write to: 2017-11-30 in every, or add --until",
        )
    issued = question.issued or (start.day if start is not None else None)
    if issued is None and _needs_start(rule):
        raise QuestionError("请写明起算日：--from 2017-09-27", "name the first day: --from 2017-09-27")
    first = issued or date.min
    period = Span(first, question.until) if question.until is not None else None
    return settled(rule, first, period)


def _no_law(name: str) -> QuestionError:
    near = suggestion(name, names())
    zh, en = (f"，是不是“{near}”？", f", did you mean “{near}”?") if near else ("", "")
    return QuestionError(
        f"法规库里没有“{name}”{zh}（duban rules 列出全部）",
        f"there is no rule “{name}”{en} (duban rules lists them)",
    )


def _needs_start(rule: Rule) -> bool:
    """Whether the rule counts from a day, or lies in a year, that it does not name itself."""
    window = rule.window
    unnamed = (
        isinstance(window, FromTo) and window.from_ == "issued",
        isinstance(window, Festival) and window.year is None,
        rule.before is not None and rule.before.festival is not None and rule.before.year is None,
        rule.every is not None and rule.every.from_ == "issued",
    )
    return rule.kind in {"after", "same_day", "qualitative"} or any(unnamed)


def _answers(rule: Rule, question: Question, calendar: WorkCalendar, office: Office) -> Iterator[Answer]:
    if rule.every is not None:
        for number, one in enumerate(periods(rule.every, calendar)):
            if number == MOST_DATES:
                raise QuestionError(
                    f"超过{MOST_DATES}期：请写更近的 to", f"more than {MOST_DATES} dates: write an earlier to"
                )
            facts = Facts(opens=office.at(one.opens), day=one.day)
            yield Answer(one.key, resolve(rule, calendar=calendar, office=office, facts=facts))
        return
    trigger = _trigger(rule, question, office)
    start = question.start
    opens = trigger.at if trigger is not None else None
    first = start.day if start is not None else question.issued if rule.qualitative is not None else None
    day = trigger.day if trigger is not None else first
    opens = opens or (office.at(day) if day is not None else None)
    facts = Facts(opens, None, trigger, question.pauses, question.extensions)
    deadline = resolve(rule, calendar=calendar, office=office, facts=facts)
    yield Answer(None, deadline, tuple(_reviews(rule, question, calendar)))


def _trigger(rule: Rule, question: Question, office: Office) -> Trigger | None:
    """The event that the rule waits for, on the day that the question gives."""
    anchor = rule.after or rule.same_day
    event = anchor.event if anchor is not None else rule.window_event
    if event is None:
        return None
    start = question.start
    if event == "issued" and question.issued is not None:
        start = Happened("", question.issued)
    if start is None:
        if anchor is None:
            return None
        raise QuestionError("请写明起算日：--from 2017-09-27", "name the first day: --from 2017-09-27")
    at = start.at.replace(tzinfo=office.zone) if start.at is not None else None
    return Trigger(event, start.day, at)


def _reviews(rule: Rule, question: Question, calendar: WorkCalendar) -> Iterator[date]:
    first = question.start.day if question.start is not None else question.issued
    if rule.qualitative is not None and first is not None and question.until is not None:
        for number, day in enumerate(reviews(rule, first, question.until, calendar)):
            if number < MOST_DATES:
                yield day


def start_of(text: str) -> Happened:
    """The day or local instant that `text` names, ISO without a zone; raises ValueError for anything else."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is not None:
        raise ValueError(text)
    if len(text) == len("2017-09-27"):
        return Happened("", at.date())
    return Happened("", at.date(), at)
