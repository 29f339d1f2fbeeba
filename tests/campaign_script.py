"""A campaign as a list of steps drawn from a seed, each of which may be done again: for any house.

Unlike a rehearsal, which books what people do as it goes, the steps are known beforehand: a process that is
killed anywhere can be started again and goes on with the first step that has left no trace.
"""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from actions import extend, review, tell
from actions.correct import correct
from actions.deliver import deliver
from actions.house import ActionError
from actions.load_notice import load
from actions.measure import Measurement, measure
from actions.record import record
from actions.sign import sign, waiting
from actions.submit import Submission
from campaigns.events import Actor
from campaigns.faults import RefusalError
from tests.cast import COORDINATOR, KEY, NAMES, ZONE, amendment_of_2017, declare, measured_yaml, moment, stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Stage

FIRST, LAST = moment("2017-06-19T09:00"), moment("2017-09-10T00:00")
PATHS = [f"report/{unit}/2017-0{month}" for unit in NAMES for month in (6, 7, 8)] + [
    f"{task}/{unit}" for unit in NAMES for task in ("package", "scheme")
]
#: What people decide, and about what share of the obligations.
DECIDED = {
    "ask": 0.9,
    "grant": 0.7,
    "refuse": 0.4,
    "return": 0.5,
    "accept": 0.5,
    "waive": 0.1,
    "acknowledge": 0.3,
}


@dataclass(frozen=True, order=True)
class Step:
    """What somebody does at an instant; `order` tells those of one instant apart."""

    at: datetime
    order: int
    what: str
    path: str = ""
    #: How long before `at` it was received, where the office registers it.
    since: int = 0


def steps(seed: int) -> list[Step]:
    """The whole campaign: wakes at odd hours, filings, decisions, signatures and deliveries."""
    chance = random.Random(seed)  # noqa: S311 - a game

    def instant() -> datetime:
        return FIRST + timedelta(seconds=chance.randrange(int((LAST - FIRST).total_seconds())))

    found = [Step(instant(), 0, "file", path) for path in PATHS if chance.random() < 0.7]
    late = [Step(instant(), 1, "register", path, chance.randrange(5)) for path in PATHS]
    found += [one for one in late if one.at - timedelta(days=one.since) > FIRST and chance.random() < 0.3]
    found += [Step(instant(), 2, "decide", unit) for unit in NAMES]
    found += [Step(instant(), 3, "sign") for _ in range(6)]
    found += [Step(instant(), 4, "wake") for _ in range(40)]
    found += [Step(FIRST.replace(hour=9) + timedelta(days=n), 5, "tick") for n in range(0, 83, 2)]
    found += [Step(instant(), 6, "correct", unit) for unit in NAMES for _ in range(2)]
    for order, (what, share) in enumerate(DECIDED.items(), 8):
        found += [Step(instant(), order, what, path) for path in PATHS if chance.random() < share]
    found.append(Step(instant(), 7, "load"))
    return sorted([*found, *(Step(instant(), 20, "measure", unit) for unit in NAMES for _ in range(2))])


def play(made: Stage, seed: int) -> Iterator[Step]:
    """Do every step, in order; each is yielded when it is done."""
    made.launch(FIRST)
    begun = made.sql("SELECT max(noticed) AS noticed FROM heads")[0]["noticed"]
    for step in steps(seed):
        if step.at.timestamp() >= begun:
            made.move(step.at)
            do(made, step)
        yield step


def typed(path: str) -> dict[str, dict[tuple[str, str], str]]:
    """A form as a unit types it: a figure, a full-width one, or one that cannot be read."""
    number = sum(map(ord, path)) % 90
    return {"table": {("shops", ""): (str(number), "１２", f"{number}家店")[number % 3]}}


def hand_in(made: Stage, step: Step) -> None:
    """What the unit files, or the office registers for it."""
    office = step.what == "register"
    received = step.at - timedelta(days=step.since) if office else None
    given = Submission(zero=True, by_office=office, via="OA" if office else "system", received=received)
    if not office and step.path.startswith("report/"):
        given = Submission(forms=typed(step.path), texts={"开展情况": "已检查"})
    actor = COORDINATOR if office else Actor("unit", step.path.split("/")[1])
    with suppress(ActionError):  # waived meanwhile
        made.submit(step.path, step.at, given, actor)


def do(made: Stage, step: Step) -> None:
    """One step; what is on record already or cannot be done any more is left alone."""
    if step.what in {"wake", "tick"}:
        made.wake(step.at)
    if step.what == "tick":
        deliver(made.house, step.at)
    if step.what in {"file", "register"} and not made.row(step.path).filings:
        hand_in(made, step)
    if step.what in {"decide", "measure"}:
        write_down(made, step)
    if step.what == "correct":
        day = date.fromordinal(step.at.astimezone(ZONE).toordinal() - 5)
        told = {"unit": step.path, "number": "1号", "happened": day, "reason": "登错"}
        with suppress(ActionError):  # not recorded yet, or corrected like this already
            correct(made.house, KEY, "decision", actor=COORDINATOR, **told)  # type: ignore[arg-type]
    if step.what in DECIDED:
        with suppress(RefusalError):  # nothing to decide there, or no more
            decide(made, step.what, f"{KEY}/{step.path}", step.at)
    if step.what == "load":
        load(made.house, amendment_of_2017(made.house.settings.data.parent), COORDINATOR)
    if step.what == "sign" and (ids := [one.id for one in waiting(made.house, KEY)]):
        try:
            sign(made.house, ids, COORDINATOR)
        except ActionError:
            return


def write_down(made: Stage, step: Step) -> None:
    """An event that a unit records, or a figure that the office does."""
    if step.what == "decide":
        day = date.fromordinal(step.at.astimezone(ZONE).toordinal() - 3)
        actor = Actor("unit", step.path)
        record(made.house, KEY, "decision", unit=step.path, number="1号", happened=day, actor=actor)
    if step.what == "measure":
        said = Measurement(str(step.at.day), str(step.at.day + 10), source="调解台账")
        measure(made.house, KEY, "mediation", said, COORDINATOR, unit=step.path)


def decide(made: Stage, what: str, key: str, now: datetime) -> None:
    """One decision about the obligation `key`, or what its unit asks for."""
    house, unit = made.house, Actor("unit", key.split("/")[2])
    if what == "ask":
        until = now.astimezone(ZONE).date() + timedelta(days=20)
        extend.ask(house, key, unit, until=until, reason="核实数据", progress="过半")
    elif what == "accept":
        review.accept(house, [key], COORDINATOR)
    elif what == "acknowledge":
        tell.acknowledge(house, KEY, unit)
    elif what == "grant":
        extend.grant(house, key, COORDINATOR)
    else:
        verbs = {"refuse": extend.refuse, "return": review.return_, "waive": review.waive}
        verbs[what](house, key, COORDINATOR, reason="统筹安排")


def alone(made: Stage) -> None:
    """The process before this one is dead: what it held is free."""
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE leases SET holder = NULL, until = 0")
        connection.exec_driver_sql("UPDATE letters SET leased_until = NULL")


def main(folder: str, seed: str) -> None:
    """Play in `folder`, saying each step, as a process that may be killed."""
    source = declare(Path(folder), measured_yaml())
    made = stage(Path(folder), source, launched=None)
    alone(made)
    for number, _ in enumerate(play(made, int(seed))):
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{made.head()['hash']}\n")
    made.house.store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
