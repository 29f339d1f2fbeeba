"""The outbox 发件箱: notices that must be told, and the letters in which they travel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from campaigns.fold import tracked
from campaigns.lifecycle import DEAD, NEW, WAITING, Tracked
from store.tables import deadlines, files, filings, letters, notices, obligations

NoticeKey = tuple[str, int, int, str, str]
#: Notices, each with the obligation it is about and the certificate of its deadline.
_TELLING = (
    select(
        *[column.label(f"n_{column.name}") for column in notices.columns],
        obligations,
        deadlines.c.certificate,
    )
    .join(
        obligations,
        and_(obligations.c.campaign == notices.c.campaign, obligations.c.number == notices.c.number),
    )
    .join(
        deadlines,
        and_(
            deadlines.c.campaign == obligations.c.campaign,
            deadlines.c.number == obligations.c.number,
            deadlines.c.version == obligations.c.version,
        ),
    )
)
_KEY = (notices.c.campaign, notices.c.number, notices.c.version, notices.c.occasion, notices.c.recipient)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with the obligation it is about."""

    key: NoticeKey
    letter_class: str
    state: str
    #: When it was due by the rule, in seconds.
    effective: int
    obligation: Tracked
    #: Why it ended; None while it has not.
    reason: str | None
    #: The certificate of the deadline in force.
    certificate: str

    @property
    def campaign(self) -> str:
        """The campaign it belongs to."""
        return self.key[0]

    @property
    def occasion(self) -> str:
        """`rung:2`, `receipt:1` ..."""
        return self.key[3]

    @property
    def recipient(self) -> str:
        """Whom it is meant for, as unit/role."""
        return self.key[4]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that may be tried now: its final bytes and where they go."""

    key: str
    address: str
    data: bytes
    tries: int
    sha256: str


def unsent(connection: Connection, zone: tzinfo, state: str = NEW) -> list[Notice]:
    """Notices that are not yet in a letter, by recipient, then in the order in which they fell due."""
    statement = _TELLING.where(notices.c.state == state, notices.c.letter.is_(None)).order_by(
        notices.c.recipient, notices.c.effective, notices.c.campaign, notices.c.number, notices.c.occasion
    )
    return [_notice(row, zone) for row in connection.execute(statement).mappings()]


def _notice(row: Any, zone: tzinfo) -> Notice:
    key = tuple(row[f"n_{column.name}"] for column in _KEY)
    about, why = tracked(dict(row), zone), row["certificate"]
    return Notice(key, row["n_class"], row["n_state"], row["n_effective"], about, row["n_reason"], why)


def is_told(connection: Connection, campaign: str, occasion: str) -> bool:
    """Whether a notice of this occasion was ever brought about in the campaign, whatever became of it."""
    mine = and_(notices.c.campaign == campaign, notices.c.occasion == occasion)
    return connection.execute(select(notices.c.number).where(mine).limit(1)).first() is not None


def campaigns_unsent(connection: Connection) -> list[str]:
    """Campaigns with notices that have not left, in the order of their keys."""
    statement = select(notices.c.campaign).where(notices.c.state == NEW).distinct()
    return sorted(connection.execute(statement).scalars())


def untold(connection: Connection, zone: tzinfo) -> dict[str, list[Notice]]:
    """What waiting letters tell, by letter; not those that somebody is sending, or was when he died."""
    free = and_(letters.c.state == NEW, letters.c.leased_until.is_(None))
    statement = (
        _TELLING.join(letters, letters.c.key == notices.c.letter)
        .where(free)
        .order_by(notices.c.letter, *_KEY)
    )
    found: dict[str, list[Notice]] = {}
    for row in connection.execute(statement).mappings():
        found.setdefault(row["n_letter"], []).append(_notice(row, zone))
    return {key: found[key] for key in sorted(found)}


def waiting_for_signature(connection: Connection, zone: tzinfo) -> list[Notice]:
    """Everything 待签发."""
    return unsent(connection, zone, WAITING)


def letters_of_day(connection: Connection, recipient: str, day: str, letter_class: str) -> int:
    """How many letters of this class the recipient already has for this local day."""
    mine = and_(letters.c.recipient == recipient, letters.c.day == day, letters.c["class"] == letter_class)
    return connection.execute(select(func.count()).select_from(letters).where(mine)).scalar_one()


def add_letter(connection: Connection, letter: dict[str, Any], told: Sequence[NoticeKey]) -> None:
    """Keep a composed letter, final from now on, and note which notices it tells."""
    connection.execute(letters.insert(), {**letter, "state": "new", "tries": 0})
    free = (notices.c.state == NEW, notices.c.letter.is_(None))
    mark = notices.update().where(*free, *[column == bindparam(f"k_{column.name}") for column in _KEY])
    rows = [{f"k_{column.name}": part for column, part in zip(_KEY, key, strict=True)} for key in told]
    connection.execute(mark.values(letter=letter["key"]), rows)


def lease_letters(
    connection: Connection, now: int, seconds: int, limit: int, letter_class: str | None = None
) -> list[Waiting]:
    """Up to `limit` letters, of one class or of all, whose time has come, leased until `now + seconds`.

    They come in one order on every database.
    """
    free = and_(letters.c.state == NEW, letters.c.next_try <= now)
    if letter_class is not None:
        free = and_(free, letters.c["class"] == letter_class)
    free = and_(free, or_(letters.c.leased_until.is_(None), letters.c.leased_until <= now))
    columns = (letters.c.key, letters.c.address, letters.c.data, letters.c.tries, letters.c.sha256)
    key = letters.c.key.collate("C") if connection.dialect.name == "postgresql" else letters.c.key
    chosen = select(*columns).where(free).order_by(letters.c.next_try, key).limit(limit)
    found = [Waiting(*row) for row in connection.execute(chosen.with_for_update(skip_locked=True))]
    mine = letters.update().where(letters.c.key.in_([letter.key for letter in found]))
    connection.execute(mine, {"leased_until": now + seconds})
    return found


def end_letter(connection: Connection, key: str, *, state: str, now: int, detail: str) -> bool:
    """The letter is sent, or dead; False when somebody had ended it before."""
    changes = {"state": state, "ended": now, "detail": detail, "leased_until": None}
    mine = letters.update().where(letters.c.key == key, letters.c.state == NEW)
    return connection.execute(mine, changes).rowcount == 1


def put_off(connection: Connection, key: str, *, until: int, tries: int, detail: str) -> None:
    """The letter is tried again at `until`."""
    changes = {"next_try": until, "tries": tries, "detail": detail, "leased_until": None}
    connection.execute(letters.update().where(letters.c.key == key, letters.c.state == NEW), changes)


def rest_until(connection: Connection, until: int) -> None:
    """No waiting letter is tried before `until`."""
    sooner = letters.update().where(letters.c.state == NEW, letters.c.next_try < until)
    connection.execute(sooner, {"next_try": until})


def told_in(connection: Connection, letter: str) -> list[NoticeKey]:
    """The notices a letter tells, in order of their keys."""
    statement = select(*_KEY).where(notices.c.letter == letter).order_by(*_KEY)
    return [tuple(row) for row in connection.execute(statement)]


def next_letter(connection: Connection) -> int | None:
    """When the next letter may be tried, in seconds, or None; one that is leased, when its lease ends."""
    free = func.coalesce(letters.c.leased_until, letters.c.next_try)
    when = case((free > letters.c.next_try, free), else_=letters.c.next_try)
    return connection.execute(select(func.min(when)).where(letters.c.state == NEW)).scalar()


def counts(connection: Connection) -> dict[str, int]:
    """Letters by state."""
    statement = select(letters.c.state, func.count()).group_by(letters.c.state).order_by(letters.c.state)
    return {row.state: row[1] for row in connection.execute(statement)}


def list_letters(connection: Connection, limit: int) -> list[dict[str, Any]]:
    """The newest letters, without their bytes."""
    names = ("key", "recipient", "day", "class", "subject", "state", "tries", "detail", "composed")
    statement = (
        select(*[letters.c[n] for n in names]).order_by(letters.c.composed.desc(), letters.c.key).limit(limit)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def letters_in(
    connection: Connection, states: Sequence[str], limit: int, offset: int = 0
) -> list[dict[str, Any]]:
    """Letters in one of these states, the newest first, without their bytes."""
    names = ("key", "recipient", "day", "class", "address", "subject", "state", "tries", "detail", "composed")
    statement = select(*[letters.c[n] for n in (*names, "ended")]).where(letters.c.state.in_(states))
    order = (letters.c.composed.desc(), letters.c.key)
    rows = connection.execute(statement.order_by(*order).limit(limit).offset(offset)).mappings()
    return [dict(row) for row in rows]


def letter(connection: Connection, key: str) -> dict[str, Any] | None:
    """One letter with its bytes, or None."""
    row = connection.execute(select(letters).where(letters.c.key == key)).mappings().first()
    return None if row is None else dict(row)


def undeliverable(connection: Connection, zone: tzinfo) -> list[Notice]:
    """Notices that ended dead without ever being in a letter, for want of an address."""
    return unsent(connection, zone, DEAD)


def notices_of(connection: Connection, campaign: str, number: int) -> list[dict[str, Any]]:
    """Every notice about one obligation, with its end."""
    mine = and_(notices.c.campaign == campaign, notices.c.number == number)
    statement = (
        select(notices).where(mine).order_by(notices.c.effective, notices.c.occasion, notices.c.recipient)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def filing(connection: Connection, campaign: str, number: int, version: int) -> dict[str, Any]:
    """One filing's row, with its `files`."""
    own = [filings.c.campaign == campaign, filings.c.number == number, filings.c.version == version]
    row = dict(connection.execute(select(filings).where(*own)).mappings().one())
    theirs = [files.c.campaign == campaign, files.c.number == number, files.c.version == version]
    statement = select(files).where(*theirs).order_by(files.c.position)
    return {**row, "files": [dict(one) for one in connection.execute(statement).mappings()]}
