"""The composition root: one object, built once from Settings, handed to whoever acts."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from actions.calendars import with_loaded
from actions.cascade import Found, propose
from actions.catching_up import catch_up_all
from actions.clock import NAME, Clock, RealClock, clock_of
from actions.redate import Moved, adopt
from actions.settings import Settings, SettingsError
from campaigns.declaration import Declaration, Rung
from campaigns.faults import RefusalError
from campaigns.ladder import Pace, with_earlier
from campaigns.plan import Planner
from campaigns.reach import with_retired
from deadlines.calendars import Calendars
from deadlines.notices import NoticeError
from deadlines.workdays import WorkCalendar
from notifications.folder import FolderTransport
from notifications.letters import HostileName, Sender
from notifications.names import mailbox
from notifications.smtp import SmtpTransport
from notifications.transports import Transport
from store import obligations
from store.engine import Connection, Store, sqlite_url
from store.history import Ledger, launched_in_play, lock
from store.migrate import prepare

HOUSE_ZONE = ZoneInfo("Asia/Shanghai")


class ActionError(RefusalError):
    """An act is refused; the message says why and what to do, and nothing was written."""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A launched campaign as everything judges it: its stored revision, unfolded."""

    key: str
    title: str
    revision: int
    digest: str
    planner: Planner
    pace: Pace
    #: Tasks of earlier revisions that it no longer has: shown and judged, never opened again.
    retired: frozenset[str] = frozenset()
    #: Units of earlier revisions that it no longer has: what they owe is still shown, and nothing is added.
    left: frozenset[str] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        """The campaign's zone."""
        return self.pace.office.zone


@dataclass(slots=True)
class House:
    """Everything an act needs; nothing else reads settings, clock or environment."""

    settings: Settings
    store: Store
    clock: Clock
    calendars: Calendars
    transport: Transport
    _cache: dict[tuple[str, int, str], OnRecord] = field(default_factory=dict)
    _proposed: Found = field(default_factory=dict)

    @property
    def simulated(self) -> bool:
        """A demo folder: marked as such everywhere, and never sends mail."""
        return self.clock.simulated

    @property
    def calendar(self) -> WorkCalendar:
        """The national calendar, for what belongs to no campaign."""
        return self.calendars.national

    def now(self) -> datetime:
        """The present instant, aware, whole seconds."""
        return self.clock.now()

    def present(self, at: datetime) -> datetime:
        """`at`, or now where the clock has moved on: acts may have been recorded in the meantime."""
        return max(at, self.clock.now())

    def real_now(self) -> datetime:
        """The machine's own instant, for leases only: nothing that is recorded judges by it."""
        return RealClock().now()

    @property
    def sender(self) -> Sender:
        """In whose name letters leave."""
        address = self.settings.sender_address
        return Sender(self.settings.sender_name, address, address.partition("@")[2])

    @property
    def files(self) -> Path:
        """Where handed-in files lie, by content hash."""
        return self.settings.data / "files"

    def on_record(self, connection: Connection, campaign: str) -> OnRecord:
        """The campaign's newest revision; raises ActionError when it was never launched."""
        found = obligations.revision(connection, campaign)
        if found is None:
            known = "、".join(key for key, *_ in obligations.running(connection))
            raise ActionError(
                f"“{campaign}”还没有启动" + (f"；已启动：{known}" if known else "：请先运行 duban launch"),
                f"“{campaign}” is not launched" + (f"; launched: {known}" if known else ": run duban launch"),
            )
        key = (campaign, found.number, self.calendars.digest)
        if key not in self._cache:
            newest = _unfolded(found.declaration, campaign)
            texts = obligations.earlier_declarations(connection, campaign, found.number)
            older = [_unfolded(text, campaign) for text in texts]
            whole = with_retired(newest, older, campaign)
            retired = frozenset(whole.campaigns[campaign].tasks) - set(newest.campaigns[campaign].tasks)
            left = frozenset(whole.units) - set(newest.units)
            rungs: tuple[Rung, ...] = ()
            for one in reversed(older):
                rungs, _ = with_earlier(rungs, one.ladders[one.campaigns[campaign].ladder])
            record = on_record(whole, campaign, found.number, found.digest, self.calendars, earlier=rungs)
            self._cache[key] = replace(record, retired=retired, left=left)
        return self._cache[key]

    def reload_calendars(self, connection: Connection) -> None:
        """Take in the holiday notices that were loaded since, by whichever process."""
        self.calendars = with_loaded(connection)

    def ledger(self, connection: Connection, campaign: str, now: datetime) -> Ledger:
        """The campaign's history, locked for appending, its open deadlines brought up to the calendars.

        What the campaign above proposes is told. Raises ActionError when it was never launched.
        """
        head = lock(connection, campaign)
        if head is None:
            raise ActionError(
                f"“{campaign}”还没有启动：请先运行 duban launch {campaign}",
                f"“{campaign}” is not launched: run duban launch {campaign}",
            )
        if head.calendar != self.calendars.digest:
            self.reload_calendars(connection)
        record = self.on_record(connection, campaign)
        ledger = Ledger(connection, head, now=now, zone=record.zone)
        if head.calendar != self.calendars.digest:
            self.adopt(connection, ledger)
        propose(connection, ledger, record.planner, self._proposed)
        return ledger

    def adopt(self, connection: Connection, ledger: Ledger) -> list[Moved]:
        """Bring the locked campaign up to the calendars; what moved.

        What had come due by the dates of before is told first, as a wake just before would have; on which
        days the ladder's rungs fall, only the new calendars say.
        """
        known = self.on_record(connection, ledger.head.campaign)
        catch_up_all(connection, ledger, known.pace, known.planner.declaration.units, ledger.noticed)
        return adopt(connection, ledger, known.pace, self.calendars)


def _unfolded(text: str, campaign: str) -> Declaration:
    try:
        return Declaration.model_validate_json(text)
    except ValidationError:
        raise ActionError(
            f"“{campaign}”的申报版本已损坏：请用 duban verify 核验，并从备份恢复",
            f"the stored revision of “{campaign}” is damaged: run duban verify, and restore a backup",
        ) from None


def on_record(
    declaration: Declaration,
    key: str,
    revision: int,
    digest: str,
    calendars: Calendars,
    *,
    earlier: tuple[Rung, ...] = (),
) -> OnRecord:
    """Unfold a resolved declaration for judging; `earlier` are the rungs of its earlier revisions."""
    planner = Planner(declaration, key, calendars)
    campaign = planner.campaign
    bodies = (("office", f"{campaign.office}/office"), ("leading_group", f"{key}/leading_group"))
    rungs, climbed = with_earlier(earlier, declaration.ladders[campaign.ladder])
    cadences = tuple(
        (name, task.deadline) for name, task in campaign.tasks.items() if task.deadline.qualitative
    )
    until = planner.period.last
    pace = Pace(rungs, planner.calendar, planner.office, bodies, climbed, cadences, until)
    return OnRecord(key, campaign.title, revision, digest, planner, pace)


def build(settings: Settings, clock: Clock | None = None, *, durable: bool | None = None) -> House:
    """Build the house once; makes the data folder and, in an empty database, the schema.

    Simulated data is not synced to the disk at every commit, unless `durable` says so. Raises SettingsError.
    """
    try:
        mailbox(settings.sender_name, settings.sender_address)
    except HostileName as error:
        raise SettingsError(
            f"DUBAN_SENDER 不是可用的邮箱地址：{error}", f"DUBAN_SENDER is no usable mail address: {error}"
        ) from None
    settings.data.mkdir(parents=True, exist_ok=True)
    clock = clock or clock_of(settings.data)
    durable = not clock.simulated if durable is None else durable
    store = Store(settings.database or sqlite_url(settings.data), durable=durable)
    prepare(store)
    _refuse_lost_clock(store, clock)
    calendars = _calendars(store)
    return House(settings, store, clock, calendars, _transport(settings, clock, durable=durable))


def _calendars(store: Store) -> Calendars:
    """The calendars of the folder; raises ActionError where a notice on record can no longer be read."""
    try:
        with store.read() as connection:
            return with_loaded(connection)
    except NoticeError as error:
        raise ActionError(
            f"在册的节假日安排已损坏（{error}）：请用 python -m store.proof 核验，并从备份恢复",
            f"a holiday notice on record is damaged ({error}): verify, and restore a backup",
        ) from None


def _refuse_lost_clock(store: Store, clock: Clock) -> None:
    """Simulated records never pass for real ones: without its clock, such a folder is not opened."""
    if clock.simulated:
        return
    with store.read() as connection:
        simulated = [key for key, *_ in obligations.running(connection) if launched_in_play(connection, key)]
    if simulated:
        raise ActionError(
            f"“{simulated[0]}”是演示数据，但目录里缺少演示时钟 {NAME}：请从原目录取回，或换一个 --data",
            f"{simulated[0]} is simulated, but its clock {NAME} is missing: restore it, or name another",
        )


def _transport(settings: Settings, clock: Clock, *, durable: bool) -> Transport:
    """The mail server; without one, and always for simulated data, a folder."""
    if settings.smtp is not None and not clock.simulated:
        return SmtpTransport(settings.smtp)
    return FolderTransport(settings.data / "outbox", durable=durable)
