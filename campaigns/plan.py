"""From a declaration to its plan: who owes what by when; one obligation per task, unit and period."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from campaigns.bases import base_of, is_chained, parent_of
from campaigns.cascade import whose
from campaigns.declaration import HELPING, Campaign, Declaration, Phase, Task
from campaigns.happened import Happened, KnownDeadlines, item_name
from deadlines.anchors import Festival, FromTo
from deadlines.calendars import Calendars
from deadlines.certificate import counted_from
from deadlines.festivals import festival_year
from deadlines.language import Rule, settled
from deadlines.office import Office
from deadlines.periods import periods
from deadlines.resolve import Deadline, Trigger, resolve
from deadlines.spans import Span
from deadlines.windows import window_span
from deadlines.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Planned:
    """承办事项 as planned: one row to be tracked."""

    #: Natural key, the id everywhere outside the store: campaign/task/unit[/period or item].
    id: str
    task: str
    unit: str
    role: str
    #: Key of the period (2017-10), or of the item that opened it; None for a one-off.
    period: str | None
    #: Own number of the recorded item, where an event opened it.
    item: str | None
    deadline: Deadline
    #: Why nobody is chased for it: "issue" (due before the document's own date), "launch", or None.
    past: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A campaign's plan, in the order in which things fall due."""

    campaign: str
    title: str
    obligations: tuple[Planned, ...]

    @property
    def dated(self) -> int:
        """How many obligations have a breach."""
        return sum(1 for planned in self.obligations if planned.deadline.breach is not None)


@dataclass(frozen=True, slots=True)
class Planner:
    """What planning needs, for one campaign: declaration, calendars, and the office's hours."""

    declaration: Declaration
    key: str
    calendars: Calendars

    @property
    def campaign(self) -> Campaign:
        """The campaign that is planned."""
        return self.declaration.campaigns[self.key]

    @property
    def calendar(self) -> WorkCalendar:
        """The working days of the campaign, by which its ladder counts too."""
        return self.calendars.of(self.declaration.defaults.calendar)

    @property
    def office(self) -> Office:
        """Hours and zone."""
        return self.declaration.defaults.office_of(self.campaign.office_hours)

    @property
    def called(self) -> dict[str, str]:
        """What people call the events and tasks that deadlines count from, by their keys."""
        events = {key: event.title for key, event in self.declaration.events.items()}
        above = self.above
        further = {} if above is None else above.called_from_below
        return further | {key: task.title for key, task in self.campaign.tasks.items()} | events

    @property
    def called_from_below(self) -> dict[str, str]:
        """What campaigns below call the tasks of this one and of those above it: by campaign and task."""
        title, tasks = self.campaign.title, self.campaign.tasks
        own = {f"{self.key}/{key}": f"{title}·{task.title}" for key, task in tasks.items()}
        return own if self.above is None else own | self.above.called_from_below

    @property
    def above(self) -> "Planner | None":
        """The planner of the campaign that this one breaks down, or None."""
        under = self.campaign.under
        known = under is not None and under.campaign in self.declaration.campaigns
        return replace(self, key=under.campaign) if under is not None and known else None

    @property
    def period(self) -> Span:
        """The days that the campaign covers: as declared, else from the document to the last day it names."""
        declared = self.campaign.period
        if declared is not None:
            return declared.span
        issued = self.campaign.begins
        return Span(issued, max([issued, *self._days_named()]))

    def phase_span(self, phase: str) -> Span:
        """First and last day of `phase`, both inclusive."""
        return self.span(self.campaign.phases[phase])

    def span(self, phase: Phase) -> Span:
        """First and last day of a phase or key period, both inclusive."""
        return window_span(phase.window, self._year_of(phase.window), self.calendar)

    def plan(self, launched: datetime | None = None) -> Plan:
        """Every obligation that is known before any event; `launched` marks what was past by then."""
        planned = [
            one for key, task in self.campaign.tasks.items() for one in self._task(key, task, launched)
        ]
        return Plan(self.key, self.campaign.title, tuple(sorted(planned, key=self._order())))

    def owed(self, task: str, unit: str) -> list[Planned]:
        """What `task` asks of `unit`, in whatever part, by its periods; nothing where events open it."""
        return [one for one in self._task(task, self.campaign.tasks[task], None) if one.unit == unit]

    def owners(self, task: Task, unit: str) -> tuple[str, ...]:
        """Who owes what an event of `unit` opens by `task`: that unit, or those whom the task names."""
        if task.responsible.event:
            return (unit,)
        return self.declaration.responsible(task, self.campaign) or (unit,)

    def on_event(
        self,
        task_key: str,
        unit: str,
        event: Happened,
        launched: datetime | None = None,
        *,
        owner: str | None = None,
        known: KnownDeadlines | None = None,
    ) -> Planned:
        """The obligation that the recorded `event` of `unit` opens for `owner`, by default for that unit.

        One that was past before the document, or before the campaign was launched, is marked as such.
        `known` keeps deadlines that are the same for many events: of one day, and of one due date. Raises
        NotAllowedError where the task counts hours and the event has no instant, or it sets no due date.
        """
        owner = owner or unit
        deadline = self._of_event(task_key, unit, event, {} if known is None else known)
        item, past = item_name(owner, unit, event.number), self._past(deadline, launched)
        name = self._id(task_key, owner, item)
        return Planned(name, task_key, owner, "responsible", item, item, deadline, past)

    def rule(self, task: Task) -> Rule:
        """The task's deadline with what it leaves to the campaign filled in."""
        declared = self.campaign.period
        period = declared.span if declared is not None else None
        return settled(task.deadline, self.campaign.begins, period)

    def _of_event(self, task_key: str, unit: str, event: Happened, known: KnownDeadlines) -> Deadline:
        """The deadline of a task that `event` opens, worked out once where it is the same for every unit."""
        task = self.campaign.tasks[task_key]
        base, key = base_of(task.deadline), (task_key, event.day, event.at, event.due)
        if not self._of_events_alone(base):
            return self._counted_from(task, base, unit, event, known)
        of = self._opened_by(base, unit, event) if base is not None else ""
        if key not in known:
            known[key] = self._counted_from(task, base, unit, event, known), of
        deadline, first = known[key]
        if first == of:
            return deadline
        return replace(deadline, certificate=counted_from(deadline.certificate, first, of))

    def _of_events_alone(self, base: str | None) -> bool:
        """Whether all that a deadline counts from, by way of the task `base`, is opened by the same event."""
        while base is not None and self.campaign.tasks[base].for_each is not None:
            base = base_of(self.campaign.tasks[base].deadline)
        return base is None

    def _opened_by(self, task: str, unit: str, event: Happened) -> str:
        """The id of what `event` opens by `task`, for the first who owes it."""
        owner = self.owners(self.campaign.tasks[task], unit)[0]
        return self._id(task, owner, item_name(owner, unit, event.number))

    def _counted_from(
        self, task: Task, base: str | None, unit: str, event: Happened, known: KnownDeadlines
    ) -> Deadline:
        rule = self.rule(task)
        named = rule.after or rule.same_day
        trigger: Trigger | None = Trigger(task.for_each or "", event.day, event.at)
        if base is not None:
            trigger = self._after_base(base, unit, event, known)
        elif named is not None and named.event == "issued":
            trigger = Trigger("issued", self.campaign.begins)
        elif rule.window is not None and rule.window_event != task.for_each:
            # The event that opens a task does not end its window.
            trigger = None
        opens = event.at or self.office.at(event.day)
        if base is not None and rule.after is not None and trigger is not None:
            opens = max(opens, self.office.at(trigger.day))
        return self._resolve(rule, opens=opens, day=event.due if rule.item_due else None, trigger=trigger)

    def _after_base(self, base: str, unit: str, event: Happened, known: KnownDeadlines) -> Trigger:
        """The deadline of the task `base` that the same `event` opened, or that no event opens."""
        if self.campaign.tasks[base].for_each is not None:
            return _trigger(
                base, self._of_event(base, unit, event, known), self._opened_by(base, unit, event)
            )
        _, trigger = next(self._of_base(base, unit))
        return trigger

    def _task(self, key: str, task: Task, launched: datetime | None) -> Iterator[Planned]:
        """What is owed by those who answer, and what those who help owe the lead by a date of its own."""
        if task.for_each is not None:
            return
        role = "lead" if task.lead else "responsible"
        owing = [(unit, role) for unit in self.declaration.responsible(task, self.campaign)]
        yield from self._owed(key, task, owing, launched)
        if task.contribution is not None:
            yield from self._owed(key, task, self.declaration.helping(task, self.campaign), launched)

    def _owed(
        self, key: str, task: Task, parties: Sequence[tuple[str, str]], launched: datetime | None
    ) -> Iterator[Planned]:
        """The obligations of `parties`, pairs of unit and role, of one part in the task."""
        rule = self.rule(task.asked_of(parties[0][1]) if parties else task)
        dated = self.declaration.dated
        # What counts from another deadline is worked out for each unit, everything else once.
        known = None if is_chained(rule) else list(self._deadlines(rule, task.phase))
        for unit, role in parties:
            for period, deadline in self._chained(rule, unit) if known is None else known:
                if not dated or self._takes_part(unit, role, task, deadline):
                    past, name = self._past(deadline, launched), self._id(key, unit, period)
                    yield Planned(name, key, unit, role, period, None, deadline, past)

    def _takes_part(self, unit: str, role: str, task: Task, deadline: Deadline) -> bool:
        """Whether `unit` is a member on the day it opens: no holiday notice moves that day."""
        declaration, campaign = self.declaration, self.campaign
        if deadline.opens is None:
            return True
        day = deadline.opens.astimezone(self.office.zone).date()
        if role in HELPING:
            return unit in dict(declaration.helping(task, campaign, day))
        return unit in declaration.responsible(task, campaign, day)

    def _dates(self, key: str, unit: str) -> Iterator[tuple[str | None, Deadline]]:
        """The deadlines of the task `key`, which no event opens, for `unit`, each with its period's key."""
        task = self.campaign.tasks[key]
        yield from self._of(self.rule(task), task.phase, unit)

    def _of(self, rule: Rule, phase: str | None, unit: str) -> Iterator[tuple[str | None, Deadline]]:
        yield from self._chained(rule, unit) if is_chained(rule) else self._deadlines(rule, phase)

    def _deadlines(self, rule: Rule, phase: str | None) -> Iterator[tuple[str | None, Deadline]]:
        """The deadlines of a rule that counts from no other task, each with its period's key."""
        issued = self.campaign.begins
        if rule.every is not None:
            for one in periods(rule.every, self._counting(rule)):
                yield one.key, self._resolve(rule, opens=self.office.at(one.opens), day=one.day)
            return
        trigger = Trigger("issued", issued) if rule.after or rule.same_day else None
        opens = issued if trigger is not None else self._opens(rule, phase)
        found = self._resolve(rule, opens=self.office.at(opens), trigger=trigger)
        if found.breach is not None and found.opens is not None and found.breach <= found.opens:
            # Due before its phase opens, which the linter asks about: it is owed from the document on.
            found = self._resolve(rule, opens=self.office.at(issued), trigger=trigger)
        yield None, found

    def _chained(self, rule: Rule, unit: str) -> Iterator[tuple[str | None, Deadline]]:
        """The deadlines that count from those of another task, here or above, each with its period's key."""
        base, begins = base_of(rule), self.office.at(self.campaign.begins)
        if base is None:
            yield from self._from_above(rule, begins)
            return
        for period, trigger in self._of_base(base, unit):
            opens = begins if rule.after is None else self.office.at(trigger.day)
            yield period, self._resolve(rule, opens=opens, trigger=trigger)

    def _of_base(self, base: str, unit: str) -> Iterator[tuple[str | None, Trigger]]:
        """The deadlines of the task `base`: the unit's own, else those of the first that owes it."""
        who = whose(self.declaration, self.campaign, self.campaign.tasks[base], unit)
        for period, deadline in self._dates(base, who):
            yield period, _trigger(base, deadline, self._id(base, who, period))

    def _from_above(self, rule: Rule, begins: datetime) -> Iterator[tuple[str | None, Deadline]]:
        """The deadlines that count back from a task above; none where that is not there any more.

        Each opens with the one it counts from, but where it is due before that, with the document.
        """
        under, above, parent = self.campaign.under, self.above, parent_of(rule)
        if under is None or above is None or parent not in above.campaign.tasks:
            return
        for one in above.owed(parent, under.unit):
            trigger, opens = _trigger(parent, one.deadline, one.id), one.deadline.opens
            found = self._resolve(rule, opens=max(begins, opens or begins), trigger=trigger)
            if found.breach is not None and found.opens is not None and found.breach <= found.opens:
                found = self._resolve(rule, opens=begins, trigger=trigger)
            yield one.period, found

    def _id(self, task: str, unit: str, period: str | None) -> str:
        return "/".join((self.key, task, unit, *([period] if period else [])))

    def _opens(self, rule: Rule, phase: str | None) -> date:
        """A window opens on its first day; all else with its phase, or with the document."""
        if rule.window is not None:
            return window_span(rule.window, self._year_of(rule.window), self._counting(rule)).first
        return self.phase_span(phase).first if phase else self.campaign.begins

    def _year_of(self, window: Span | FromTo | Festival) -> int:
        """The year in which `window` lies, where it does not say so itself."""
        declared, issued = self.campaign.period, self.campaign.begins
        lasting = declared.span if declared is not None else Span(issued, issued)
        if isinstance(window, Festival):
            return festival_year(window.festival, lasting)
        return lasting.first.year

    def _days_named(self) -> Iterator[date]:
        """The last days of phases, and the days that deadlines name."""
        for phase in self.campaign.phases.values():
            yield self.span(phase).last
        for task in self.campaign.tasks.values():
            rule = self.rule(task)
            if isinstance(rule.by, Span):
                yield rule.by.last
            named = rule.every.to if rule.every is not None else rule.on
            if named is not None:
                yield named
            if rule.window is not None:
                yield window_span(rule.window, self._year_of(rule.window), self._counting(rule)).last

    def _counting(self, rule: Rule) -> WorkCalendar:
        return self.calendars.of(rule.calendar) if rule.calendar is not None else self.calendar

    def _resolve(
        self, rule: Rule, *, opens: datetime, day: date | None = None, trigger: Trigger | None = None
    ) -> Deadline:
        calendar = self._counting(rule)
        return resolve(rule, calendar=calendar, office=self.office, opens=opens, day=day, trigger=trigger)

    def _past(self, deadline: Deadline, launched: datetime | None) -> str | None:
        if deadline.breach is None or deadline.last_day is None:
            return None
        if deadline.last_day < self.campaign.begins:
            return "issue"
        return "launch" if launched is not None and deadline.breach <= launched else None

    def _order(self) -> Callable[[Planned], tuple[bool, datetime, str, int, int]]:
        """By breach, so that what is due together lies together; then by task and unit as declared."""
        tasks = {key: place for place, key in enumerate(self.campaign.tasks)}
        units = {key: place for place, key in enumerate(self.declaration.units)}
        never = self.office.at(date.max.replace(year=9998))

        def order(one: Planned) -> tuple[bool, datetime, str, int, int]:
            breach = one.deadline.breach
            return breach is None, breach or never, one.period or "", tasks[one.task], units[one.unit]

        return order


def _trigger(base: str, deadline: Deadline, of: str) -> Trigger:
    """The last permitted day of another task's deadline, as what a period counts from."""
    if deadline.last_day is None:
        raise ValueError(f"{of} has no date to count from")
    return Trigger(base, deadline.last_day, of=of, provisional=deadline.provisional)
