"""From a declaration to its plan: who owes what by when; one obligation per task, unit and period."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.declaration import Campaign, Declaration, Phase, Task
from deadlines.language import window_span
from deadlines.office import Office
from deadlines.resolve import Deadline, Trigger, periods, resolve
from deadlines.spans import Span
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
    """What planning needs, for one campaign: declaration, calendar, and the office's hours."""

    declaration: Declaration
    key: str
    calendar: WorkCalendar

    @property
    def campaign(self) -> Campaign:
        """The campaign that is planned."""
        return self.declaration.campaigns[self.key]

    @property
    def office(self) -> Office:
        """Hours and zone."""
        return self.declaration.defaults.office

    def phase_span(self, phase: str) -> Span:
        """First and last day of `phase`, both inclusive."""
        return self.span(self.campaign.phases[phase])

    def span(self, phase: Phase) -> Span:
        """First and last day of a phase or key period, both inclusive."""
        return window_span(phase.window, self.campaign.period.from_.first.year)

    def plan(self, launched: datetime | None = None) -> Plan:
        """Every obligation that is known before any event; `launched` marks what was past by then."""
        planned = [
            one for key, task in self.campaign.tasks.items() for one in self._task(key, task, launched)
        ]
        return Plan(self.key, self.campaign.title, tuple(sorted(planned, key=self._order())))

    def on_event(
        self, task_key: str, unit: str, number: str, happened: date, launched: datetime | None = None
    ) -> Planned:
        """The obligation that an event of `number`, which happened on `happened`, opens for `unit`.

        One that was past before the document, or before the campaign was launched, is marked as such.
        """
        task = self.campaign.tasks[task_key]
        trigger = Trigger(task.for_each or "", happened)
        deadline = self._resolve(task, opens=self.office.at(happened), trigger=trigger)
        return Planned(
            f"{self.key}/{task_key}/{unit}/{number}",
            task_key,
            unit,
            "responsible",
            number,
            number,
            deadline,
            self._past(deadline, launched),
        )

    def _task(self, key: str, task: Task, launched: datetime | None) -> Iterator[Planned]:
        units = self.declaration.responsible(task)
        for period, deadline in self._deadlines(task):
            past = self._past(deadline, launched)
            for unit in units:
                name = "/".join((self.key, key, unit, *([period] if period else [])))
                yield Planned(name, key, unit, "responsible", period, None, deadline, past)

    def _deadlines(self, task: Task) -> Iterator[tuple[str | None, Deadline]]:
        """The task's deadlines, each with its period's key; none for what only events open."""
        issued = self.campaign.document.issued
        if task.deadline.after is not None or task.for_each is not None:
            return
        if task.deadline.every is None:
            found = self._resolve(task, opens=self.office.at(self._opens(task)))
            if found.breach is not None and found.opens is not None and found.breach <= found.opens:
                # Due before its phase opens, which the linter asks about: it is owed from the document on.
                found = self._resolve(task, opens=self.office.at(issued))
            yield None, found
            return
        opens = issued if task.deadline.every.from_ == "issued" else task.deadline.every.from_
        for day in periods(task.deadline, issued):
            first = max(opens, day.replace(day=1))
            yield f"{day:%Y-%m}", self._resolve(task, opens=self.office.at(first), day=day)

    def _opens(self, task: Task) -> date:
        """A window opens on its first day; all else with its phase, or with the document."""
        issued = self.campaign.document.issued
        if task.deadline.window is not None:
            return window_span(task.deadline.window, issued.year).first
        return self.phase_span(task.phase).first if task.phase else issued

    def _resolve(
        self, task: Task, *, opens: datetime, day: date | None = None, trigger: Trigger | None = None
    ) -> Deadline:
        rule, calendar, office = task.deadline, self.calendar, self.office
        return resolve(rule, calendar=calendar, office=office, opens=opens, day=day, trigger=trigger)

    def _past(self, deadline: Deadline, launched: datetime | None) -> str | None:
        if deadline.breach is None or deadline.last_day is None:
            return None
        if deadline.last_day < self.campaign.document.issued:
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


def reach(declaration: Declaration, key: str) -> Declaration:
    """`declaration` with only what campaign `key` reaches: the revision that is put on record."""
    campaign = declaration.campaigns[key]
    ladders = {campaign.ladder: declaration.ladders[campaign.ladder]}
    lights = {campaign.lights: declaration.lights[campaign.lights]}
    events = {t.for_each: declaration.events[t.for_each] for t in campaign.tasks.values() if t.for_each}
    used = {form for task in campaign.tasks.values() for item in task.deliverables for form in item.forms}
    forms = {key: form for key, form in declaration.forms.items() if key in used}
    names = {name for task in campaign.tasks.values() for name in task.responsible.units}
    groups = {name: group for name, group in declaration.groups.items() if name in names}
    units = _reached_units(declaration, campaign, names)
    update = {"ladders": ladders, "lights": lights, "events": events, "forms": forms, "groups": groups}
    return declaration.model_copy(update={**update, "units": units, "campaigns": {key: campaign}})


def _reached_units(declaration: Declaration, campaign: Campaign, names: set[str]) -> dict[str, object]:
    reached = {campaign.office, campaign.document.issuer, *campaign.duties}
    reached |= {task.to for task in campaign.tasks.values() if task.to}
    reached |= {unit for name in names for unit in declaration.members(name)}
    above = reached
    while above:
        above = {u.parent for k, u in declaration.units.items() if k in above and u.parent} - reached
        reached |= above
    return {key: unit for key, unit in declaration.units.items() if key in reached}
