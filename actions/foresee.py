"""What an act would bring about, before anybody confirms it: it is done, looked at, and taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.acts import find
from actions.house import House, OnRecord
from actions.office_rows import Row, as_rows
from actions.on_trial import on_trial
from actions.preview import Foretold, told_beyond, unsent
from campaigns.ladder import RUNG
from campaigns.lifecycle import timeline
from store import history

#: Rungs that are named as coming next, at most.
NEXT = 3


@dataclass(frozen=True, slots=True)
class After:
    """An obligation as it would be."""

    row: Row
    #: The rungs that would come next, unless it is filed: which, and when.
    ahead: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an act would bring about."""

    #: What it would put on record: bodies of the history, what time alone brings left out.
    events: tuple[dict[str, Any], ...]
    #: The obligations that it would change, each as it would be.
    after: tuple[After, ...]
    #: What it would tell whom.
    letters: tuple[Foretold, ...]


def foresee(house: House, keys: Sequence[str], act: Callable[[House], object]) -> Foreseen:
    """What `act`, called with a house of its own, would make of the obligations `keys` of one campaign.

    Like every act it waits for the one that is under way. Raises whatever `act` raises: what is refused now
    would be refused then.
    """
    campaign = keys[0].partition("/")[0]
    with house.store.trial() as connection:
        trial = on_trial(house, connection)
        before, ledger = unsent(connection), trial.ledger(connection, campaign, trial.now())
        ledger.flush()
        sequence, now = ledger.head.sequence, ledger.noticed
        act(trial)
        told = history.bodies(connection, campaign, after=sequence)
        events = tuple(body for body in told if body["actor"]["role"] != "system")
        record = trial.on_record(connection, campaign)
        changed = dict.fromkeys([*keys, *(body["obligation"] for body in events)])
        rows = [find(connection, record, key) for key in changed if key is not None]
        after = tuple(_after(record, one, now) for one in as_rows(record, rows, now))
        return Foreseen(events, after, told_beyond(trial, connection, campaign, before, now))


def _after(record: OnRecord, one: Row, now: datetime) -> After:
    steps = [step for step in timeline(one.row, record.pace) if step.kind == RUNG and step.at > now]
    return After(one, tuple((record.pace.rungs[step.rung].rung, step.at) for step in steps[:NEXT]))
