"""Load a holiday notice 节假日安排通知: it goes on record, and every open deadline is looked at again."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from actions.house import ActionError, House, on_record
from actions.office_chain import office_ledger
from actions.redate import Moved, looks
from campaigns.events import Actor, Event
from deadlines.calendars import Calendars
from deadlines.notices import HolidayNotice, NoticeError, parse
from store import leases, obligations
from store.engine import Connection
from store.history import Ledger, lock


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a notice changed."""

    region: str
    notice: HolidayNotice
    #: False when exactly this notice was there already.
    changed: bool
    #: What moved or became firm, by campaign.
    moved: dict[str, tuple[Moved, ...]]


def load(
    house: House,
    file: Path,
    actor: Actor,
    *,
    region: str = "cn",
    rehearse: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Loaded:
    """Load the notice in `file` for `region`; with `rehearse` only tell what it would move.

    `progress` is called with each campaign before it is looked at. Raises ActionError for a file that is no
    notice, one whose key stands for other days already, or an actor who is neither coordinator nor
    administrator; nothing is written then.
    """
    if actor.role not in {"coordinator", "administrator"}:
        raise ActionError(
            "加载节假日安排由督办员办理：请用 --as coordinator", "the coordinator loads notices"
        )
    text = _text(file)
    with house.store.read() if rehearse else house.store.write() as connection:
        if not rehearse:
            leases.in_turn(connection, "calendar")
        # What another process loaded meanwhile counts too.
        house.reload_calendars(connection)
        notice, calendars = _adding(house, region, file, text)
        changed = calendars is not house.calendars
        if changed and not rehearse:
            _record(house, connection, region, notice, text, actor)
        campaigns = [key for key, *_ in obligations.running(connection)]
    if not rehearse:
        house.calendars = calendars
    moved = {}
    for key in campaigns:
        if progress is not None:
            progress(key)
        # Also where it was loaded before, and something broke before every campaign had adopted it.
        found = (_would_move if rehearse else _move)(house, key, calendars)
        moved[key] = tuple(found)
    return Loaded(region, notice, changed, moved)


def _adding(house: House, region: str, file: Path, text: str) -> tuple[HolidayNotice, Calendars]:
    """The notice in `text`, and the calendars with it; the house's own where it is among them."""
    if region not in house.calendars.regions:
        known = "、".join(house.calendars.regions)
        raise ActionError(f"没有地区“{region}”：可写{known}", f"no region {region}: one of {known}")
    try:
        notice = parse(text, file.name)
        return notice, house.calendars.adding(region, notice)
    except NoticeError as error:
        raise ActionError(f"节假日安排有误：{error}", f"no usable holiday notice: {error}") from None


def _move(house: House, campaign: str, calendars: Calendars) -> list[Moved]:
    """Adopt the calendars in one campaign; nothing when somebody was faster."""
    with house.store.write() as connection:
        head = lock(connection, campaign)
        if head is None or head.calendar == calendars.digest:
            return []
        record = house.on_record(connection, campaign)
        ledger = Ledger(connection, head, now=house.now(), zone=record.zone)
        return house.adopt(connection, ledger)


def _would_move(house: House, campaign: str, calendars: Calendars) -> list[Moved]:
    with house.store.read() as connection:
        known = house.on_record(connection, campaign)
        declaration = known.planner.declaration
        record = on_record(declaration, campaign, known.revision, known.digest, calendars)
        found = looks(connection, campaign, record.pace, calendars, house.now().astimezone(record.zone))
        return [look.moved for look in found if look.moved is not None]


def _record(
    house: House, connection: Connection, region: str, notice: HolidayNotice, text: str, actor: Actor
) -> None:
    """Append the notice to the office's own chain."""
    ledger = office_ledger(house, connection, actor)
    dates = {name: str(day) if day else None for name, day in _dated(notice)}
    data = {"region": region, "key": notice.key, "number": notice.number, **dates, "text": text}
    ledger.append([Event("calendar_loaded", ledger.noticed, data=data)], actor)
    ledger.flush()


def _dated(notice: HolidayNotice) -> tuple[tuple[str, object], ...]:
    return ("signed", notice.signed), ("published", notice.published)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ActionError(
            f"读不到“{file.name}”（{error}）：请另存为UTF-8的TOML文件",
            f"cannot read {file.name} ({error}): save it as a UTF-8 TOML file",
        ) from None
