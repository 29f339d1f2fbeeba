"""What every act shares: find the obligation, bring it up to the act's instant, act; one transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from actions.house import ActionError, House, OnRecord
from campaigns.deciding.case import Case
from campaigns.declaration import HELPING
from campaigns.events import SYSTEM, Actor, Event
from campaigns.lifecycle import OpenNotice, Tracked, come_due
from campaigns.nearest import suggestion
from campaigns.plain import is_plain
from deadlines.recompute import readable
from store import obligations, requests
from store.engine import Connection
from store.history import Ledger

#: Characters of a reason or a remark, at most.
MOST_SAID = 2000


@dataclass(slots=True)
class Act:
    """An act under way on one obligation, inside its transaction."""

    house: House
    connection: Connection
    record: OnRecord
    ledger: Ledger
    row: Tracked
    notices: list[OpenNotice]

    def append(self, events: list[Event], actor: Actor) -> None:
        """Record `events`."""
        self.ledger.append(events, actor)

    @property
    def now(self) -> datetime:
        """The instant of the act."""
        return self.ledger.noticed

    @property
    def case(self) -> Case:
        """What a decision needs to know."""
        office = f"{self.record.planner.campaign.office}/office"
        sequence = self.ledger.head.sequence + 1
        return Case(self.row, self.record.pace, self.now, sequence, self.notices, office)

    def certificate(self) -> str:
        """The certificate of the deadline in force; raises ActionError for one of the first form."""
        found = obligations.certificate(self.connection, self.record.key, self.row.number, self.row.version)
        if not readable(found):
            raise ActionError(
                f"“{self.row.id}”的期限记录是旧格式，不能延期或暂停",
                f"the deadline of “{self.row.id}” is recorded in an old form: no extension, no pause",
            )
        return found

    def request(self, kind: str) -> requests.Request | None:
        """What is asked for of this kind and not decided."""
        return requests.undecided(self.connection, self.record.key, self.row.number, kind)


@contextmanager
def acting(house: House, key: str, now: datetime, *, guess: bool = True) -> Iterator[Act]:
    """Lock the campaign, bring the obligation `key` up to `now` as a wake would, and let the caller act.

    Everything is written together when the block ends, or nothing. Raises ActionError for an unknown key.
    """
    with acting_on(house, [key], now, guess=guess) as (act,):
        yield act


@contextmanager
def acting_on(house: House, keys: Iterable[str], now: datetime, *, guess: bool = True) -> Iterator[list[Act]]:
    """As `acting`, on several obligations of one campaign at once.

    Raises ActionError for an unknown key, and for keys of several campaigns.
    """
    wanted = list(dict.fromkeys(keys))
    campaign = wanted[0].partition("/")[0]
    if any(key.partition("/")[0] != campaign for key in wanted):
        raise ActionError(
            "一次只办理同一个专项行动的事项：请分开办理", "one campaign at a time: do the others apart"
        )
    with house.store.write() as connection:
        ledger = house.ledger(connection, campaign, now)
        record = house.on_record(connection, campaign)
        rows = [find(connection, record, key, guess=guess) for key in wanted]
        notices = obligations.open_notices(connection, campaign, [row.number for row in rows])
        due = come_due(rows, notices, record.pace, ledger.noticed)
        if due:
            ledger.append(due, SYSTEM)
            ledger.flush()
            rows = [find(connection, record, key) for key in wanted]
            notices = obligations.open_notices(connection, campaign, [row.number for row in rows])
        yield [Act(house, connection, record, ledger, row, notices.get(row.number, [])) for row in rows]
        ledger.flush()


def plain(text: str, what: tuple[str, str], *, needed: bool = True) -> str:
    """`text` without blanks at its ends; raises ActionError for an empty, long or hostile one."""
    text = text.strip()
    if (needed and not text) or not is_plain(text) or len(text) > MOST_SAID:
        raise ActionError(
            f"请写明{what[0]}：{MOST_SAID}字以内的普通文字，不含控制字符",
            f"say {what[1]}: plain text of at most {MOST_SAID} characters",
        )
    return text


def unit_of(record: OnRecord, name: str) -> str:
    """The key of the unit called `name` (key, full name or alias); raises ActionError with a suggestion."""
    units = record.planner.declaration.units
    names = {n: key for key, unit in units.items() for n in (key, unit.name, *unit.aliases)}
    if name not in names:
        near = suggestion(name, names)
        raise ActionError(
            f"单位“{name}”不在单位库里" + (f"，是不是“{near}”？" if near else ""),
            f"unit “{name}” is not in the registry" + (f", did you mean “{near}”?" if near else ""),
        )
    return names[name]


def lead_of(record: OnRecord, row: Tracked) -> str | None:
    """The unit that leads the task, of an obligation of who helps; None of any other."""
    if row.role not in HELPING:
        return None
    planner = record.planner
    return planner.declaration.responsible(planner.campaign.tasks[row.task], planner.campaign)[0]


def find(connection: Connection, record: OnRecord, key: str, *, guess: bool = True) -> Tracked:
    """The obligation `key`; raises ActionError for an unknown one, suggesting another if it may `guess`."""
    row = obligations.by_id(connection, record.key, key, record.zone)
    if row is None:
        known = (one.id for one in obligations.everything(connection, record.key, record.zone))
        near = suggestion(key, known) if guess else ""
        raise ActionError(
            f"没有承办事项“{key}”" + (f"，是不是“{near}”？" if near else ""),
            f"there is no obligation “{key}”" + (f", did you mean “{near}”?" if near else ""),
        )
    return row
