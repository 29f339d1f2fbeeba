"""Any rule of the language on any facts, for the laws that hold of all of them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from deadlines.counting import Extension, Pause
from deadlines.language import Rule, settled
from deadlines.periods import periods
from deadlines.provisions import LegalRule, load
from deadlines.resolve import Deadline, Facts, Trigger, resolve
from deadlines.workdays import WorkCalendar
from tests.instants import NATIONAL, OFFICE, at

DAYS = st.dates(date(2015, 1, 5), date(2025, 6, 30))
#: With a second kind of day for those that stand near the edge of what a test knows.
EDGE = st.dates(date(2016, 9, 1), date(2017, 2, 28))
CAUSE = "听证"
LENGTHS = st.one_of(
    st.fixed_dictionaries({"working_days": st.integers(1, 60)}),
    st.fixed_dictionaries({"days": st.integers(1, 120)}),
    st.fixed_dictionaries({"months": st.integers(1, 12)}),
)
TIMES = st.sampled_from(["00:00", "08:00", "12:00", "17:30", "23:59", "close_of_business"])
TIMED = st.fixed_dictionaries({}, optional={"time": TIMES})
ROLLED = st.fixed_dictionaries(
    {},
    optional={
        "bound": st.just("exclusive"),
        "time": TIMES,
        "roll": st.sampled_from(["following", "preceding"]),
    },
)
COUNTED = st.fixed_dictionaries(
    {},
    optional={
        "bound": st.just("exclusive"),
        "time": TIMES,
        "roll": st.sampled_from(["following", "preceding"]),
        "start_day": st.just("included"),
    },
)
FESTIVALS = st.sampled_from(
    ["元旦", "春节", "清明", "五一", "端午", "中秋", "国庆", "6·18", "双十一", "元宵"]
)
EXTENSIONS = st.lists(
    st.one_of(
        st.builds(Extension, working_days=st.integers(1, 30)),
        st.builds(Extension, days=st.integers(1, 60)),
        st.builds(Extension, months=st.integers(1, 6)),
    ),
    max_size=2,
).map(tuple)


@dataclass(frozen=True, slots=True)
class Case:
    """A rule as it is written, and the facts it is applied to."""

    fields: dict[str, Any]
    facts: Facts = field(default_factory=Facts)

    @property
    def rule(self) -> Rule:
        """The rule, settled for a document of 16 June 2017."""
        return settled(Rule.model_validate({"text": "某日", **self.fields}), date(2017, 6, 16))

    def on(self, calendar: WorkCalendar = NATIONAL) -> Deadline:
        """The rule applied to its facts by `calendar`."""
        return resolve(self.rule, calendar=calendar, office=OFFICE, facts=self.facts)


@st.composite
def pauses_near(draw: st.DrawFn, day: date, most: int = 3) -> tuple[Pause, ...]:
    """Up to `most` pauses before, within and after a period that begins with `day`."""
    starts = draw(st.lists(st.integers(-20, 90), max_size=most))
    firsts = [day + timedelta(days=ahead) for ahead in starts]
    return tuple(Pause(CAUSE, first, first + timedelta(days=draw(st.integers(0, 30)))) for first in firsts)


@st.composite
def _trigger(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Trigger:
    day, minute = draw(days), draw(st.none() | st.integers(0, 24 * 60 - 1))
    moment = at(day.isoformat()) + timedelta(minutes=minute) if minute is not None else None
    return Trigger("decision", day, moment)


@st.composite
def _after(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Case:
    trigger = draw(_trigger(days))
    fields = {"after": {"event": "decision", **draw(LENGTHS)}, "pause": CAUSE, **draw(COUNTED)}
    return Case(
        fields,
        Facts(trigger=trigger, pauses=draw(pauses_near(trigger.day)), extensions=draw(EXTENSIONS)),
    )


@st.composite
def _hours(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Case:
    day, hours = draw(days), draw(st.integers(1, 200))
    trigger = Trigger("decision", day, at(day.isoformat()) + timedelta(minutes=draw(st.integers(0, 1439))))
    return Case({"after": {"event": "decision", "hours": hours}}, Facts(trigger=trigger))


def _in_force(rule: LegalRule, day: date) -> bool:
    return rule.kind == "period" and rule.on(day) is not None


@st.composite
def _by_law(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Case:
    trigger = draw(_trigger(days))
    named = [rule.name for rule in load() if _in_force(rule, trigger.day)]
    fields = {"after": {"event": "decision"}, "rule": draw(st.sampled_from(named)), **draw(COUNTED)}
    return Case(fields, Facts(trigger=trigger))


@st.composite
def _before(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Case:
    day = draw(days)
    stands: dict[str, Any] = draw(
        st.one_of(
            st.just({"date": day.isoformat()}),
            st.just({"deadline": "package"}),
            st.fixed_dictionaries({"festival": FESTIVALS, "year": st.just(day.year)}),
        )
    )
    trigger = Trigger("package", day) if "deadline" in stands else None
    fields = {"before": {**stands, **draw(LENGTHS)}, **draw(COUNTED)}
    return Case(fields, Facts(trigger=trigger, extensions=draw(EXTENSIONS)))


@st.composite
def _named(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Case:
    day = draw(days)
    part = draw(st.sampled_from(["", "/early", "/mid", "/late", "/early-mid", "/mid-late", "/end"]))
    opens = draw(st.none() | st.just(at((day - timedelta(days=draw(st.integers(0, 9)))).isoformat())))
    anchor = draw(st.sampled_from([{"on": day.isoformat()}, {"by": f"{day:%Y-%m}{part}"}]))
    return Case({**anchor, **draw(ROLLED)}, Facts(opens, extensions=draw(EXTENSIONS)))


FORMS = st.one_of(
    st.fixed_dictionaries({"month_day": st.integers(1, 31)}),
    st.fixed_dictionaries({"weekday": st.sampled_from(["monday", "friday", "sunday"])}),
    st.fixed_dictionaries({"weekday": st.just("friday"), "nth": st.sampled_from([1, [1, 3], -1])}),
    st.fixed_dictionaries(
        {
            "working_day": st.sampled_from([1, -1, [1, -1], 3, -3, [-2, 2]]),
            "of": st.sampled_from(["week", "month", "quarter", "year"]),
        }
    ),
    st.fixed_dictionaries({"daily": st.sampled_from(["day", "working_day"])}),
)


@st.composite
def _every(draw: st.DrawFn, days: st.SearchStrategy[date], calendar: WorkCalendar) -> Case:
    first = draw(days)
    ends = {"from": first.isoformat(), "to": (first + timedelta(days=400)).isoformat()}
    fields = {"every": {**draw(FORMS), **ends}, **draw(ROLLED)}
    every = Case(fields).rule.every
    assert every is not None
    period = draw(st.sampled_from(list(periods(every, calendar))[:3]))
    return Case(fields, Facts(at(period.opens.isoformat()), period.day))


@st.composite
def _same_day(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Case:
    return Case({"same_day": {"event": "decision"}, **draw(TIMED)}, Facts(trigger=draw(_trigger(days))))


@st.composite
def _never_late(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Case:
    day = draw(days)
    festival = st.fixed_dictionaries(
        {"festival": FESTIVALS, "year": st.just(day.year)}, optional={"lead": LENGTHS, "lag": LENGTHS}
    )
    fields: dict[str, Any] = draw(
        st.one_of(
            festival.map(lambda window: {"window": window}),
            LENGTHS.map(lambda every: {"qualitative": {"review_every": every}}),
            st.just({"window": f"{day:%Y-%m}/mid"}),
            st.just({"undated": {}}),
        )
    )
    return Case(fields, Facts(at(day.isoformat())))


@st.composite
def _by_office(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Case:
    return Case({"undated": {"by_office": draw(days).isoformat()}})


def dated(days: st.SearchStrategy[date] = DAYS, calendar: WorkCalendar = NATIONAL) -> st.SearchStrategy[Case]:
    """A case of any anchor that gives a target and a breach; `calendar` unrolls what returns."""
    return st.one_of(
        _after(days),
        _by_law(days),
        _hours(days),
        _before(days),
        _named(days),
        _every(days, calendar),
        _same_day(days),
        _by_office(days),
    )


def any_case(
    days: st.SearchStrategy[date] = DAYS, calendar: WorkCalendar = NATIONAL
) -> st.SearchStrategy[Case]:
    """A case of any anchor at all."""
    return dated(days, calendar) | _never_late(days)
