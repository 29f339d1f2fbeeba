"""A look at the whole installation: each part is fine, or what to do about it is said. Nothing is changed."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from itertools import groupby

from actions.calendars import with_loaded
from actions.clock import clock_of
from actions.declared import load
from actions.settings import Settings
from campaigns.faults import FaultsError, RefusalError
from deadlines.calendars import Calendars
from notifications.smtp import probe
from store import accounts, obligations, outbox
from store.engine import Connection, Store, sqlite_url
from store.migrate import SCHEMA

FINE, DOUBTFUL, WRONG = "fine", "doubtful", "wrong"
#: From so many days before the calendar's end on, the next year's notice is asked for.
_AHEAD = timedelta(days=30)
_ROOM = 1 << 30
#: Seconds for each reply of the mail server.
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what was seen or is to be done, in Chinese and English."""

    part: str
    state: str
    said: tuple[str, str]


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding about the installation of `settings`, part by part; makes no folder and no database."""
    yield from _folder(settings)
    yield from _declaration(settings)
    yield from _database(settings)
    yield _mail(settings)
    yield _pages(settings)


def is_wrong(findings: list[Finding]) -> bool:
    """Whether something must be put right."""
    return any(one.state == WRONG for one in findings)


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = next(one for one in (settings.data, *settings.data.parents) if one.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            "data",
            WRONG,
            (
                f"数据目录 {settings.data.name} 不可写：请检查目录权限",
                f"{settings.data.name} cannot be written: check its permissions",
            ),
        )
    free = shutil.disk_usage(folder).free
    room = (f"{free / _ROOM:.1f} GiB 可用", f"{free / _ROOM:.1f} GiB free")
    if free < _ROOM:
        yield Finding(
            "disk",
            DOUBTFUL,
            (f"磁盘只剩{room[0]}：请清理或换盘", f"only {room[1]}: make room, or move the data"),
        )
    else:
        yield Finding("disk", FINE, room)


def _declaration(settings: Settings) -> Iterator[Finding]:
    name = settings.file.name
    if not settings.file.exists():
        told = (
            f"没有 {name}：请用 duban init 写一份，或用 DUBAN_FILE 指明",
            f"no {name}: write one by duban init, or name it in DUBAN_FILE",
        )
        yield Finding("declaration", DOUBTFUL, told)
        return
    try:
        found = load(settings.file, Calendars.packaged())
    except FaultsError as error:
        count = len(error.faults)
        told = (f"{name} 有{count}处错误：请运行 duban check", f"{name} has {count} faults: run duban check")
        yield Finding("declaration", WRONG, told)
    except RefusalError as error:
        yield Finding("declaration", WRONG, (error.said("zh"), error.said("en")))
    else:
        count, asked = len(found.declaration.campaigns), len(found.warnings)
        told = (
            f"{name}：{count}项行动，{asked}条提醒",
            f"{name}: {count} campaigns, {asked} warnings",
        )
        yield Finding("declaration", FINE, told)


def _database(settings: Settings) -> Iterator[Finding]:
    """What is on record, and what depends on it: clock, calendars, accounts, letters."""
    if settings.database is None and not (settings.data / "duban.db").exists():
        told = ("还没有数据库：首次启动时建立", "none yet: made at the first start")
        yield Finding("database", FINE, told)
        yield _calendars(settings, Calendars.packaged())
        return
    try:
        store = Store(settings.database or sqlite_url(settings.data))
    except RefusalError as error:
        yield Finding("database", WRONG, (error.said("zh"), error.said("en")))
        return
    with closing(store):
        try:
            yield from _on_record(settings, store)
        except RefusalError as error:
            yield Finding("database", WRONG, (error.said("zh"), error.said("en")))


def _on_record(settings: Settings, store: Store) -> Iterator[Finding]:
    found = store.schema()
    if found != SCHEMA:
        told = (
            f"数据库版本为{found or '—'}，本程序需要{SCHEMA}：请运行 duban upgrade",
            f"schema {found or '—'}, this program needs {SCHEMA}: run duban upgrade",
        )
        yield Finding("database", WRONG, told)
        return
    if (damage := _damage(settings)) is not None:
        told = (
            f"数据库文件已损坏（{damage}）：请从备份恢复",
            f"the file is damaged ({damage}): restore a backup",
        )
        yield Finding("database", WRONG, told)
        return
    with store.read() as connection:
        running = obligations.running(connection)
        count = (len(running), sum(events for *_, events in running))
        told = (
            "{}项行动在册，{}条办理记录".format(*count),
            "{} campaigns, {} events on record".format(*count),
        )
        yield Finding("database", FINE, told)
        looks: tuple[Callable[[Settings, Connection], Finding], ...] = (_clock, _loaded, _accounts, _letters)
        for look in looks:
            yield look(settings, connection)


def _damage(settings: Settings) -> str | None:
    """What SQLite itself finds wrong with its file; None: nothing, or PostgreSQL, which sees to itself."""
    if settings.database is not None:
        return None
    address = (settings.data / "duban.db").as_uri() + "?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return None if said == "ok" else said


def _clock(settings: Settings, connection: Connection) -> Finding:
    clock = clock_of(settings.data)
    now, last = clock.now(), obligations.last_noticed(connection)
    if clock.simulated:
        at = now.isoformat(timespec="minutes")
        return Finding("clock", DOUBTFUL, (f"演示时钟，停在{at}", f"of a demonstration, stands at {at}"))
    if last is not None and (late := last - int(now.timestamp())) > 0:
        told = (f"系统时钟比最近一次记录早{late}秒：请校准", f"{late} s behind the record: set it right")
        return Finding("clock", WRONG, told)
    at = now.isoformat()
    return Finding("clock", FINE, (at, at))


def _loaded(settings: Settings, connection: Connection) -> Finding:
    return _calendars(settings, with_loaded(connection))


def _calendars(settings: Settings, calendars: Calendars) -> Finding:
    today, known = clock_of(settings.data).now().date(), calendars.national.known_through
    until = (f"节假日安排已知至{known}", f"holidays are known through {known}")
    if known - today > _AHEAD:
        return Finding("calendar", FINE, until)
    add = ("国务院办公厅通知公布后请用 duban calendar add 加载", "load the next notice by duban calendar add")
    state = DOUBTFUL if known >= today else WRONG
    return Finding("calendar", state, (f"{until[0]}：{add[0]}", f"{until[1]}: {add[1]}"))


def _accounts(_settings: Settings, connection: Connection) -> Finding:
    known = [one for one in accounts.everybody(connection) if not one.disabled]
    waiting = sum(one.one_time for one in known)
    if not any(one.role == "administrator" for one in known):
        told = (
            "没有可用的管理员账号：duban user add 名字 --role administrator",
            "no administrator: duban user add NAME --role administrator",
        )
        return Finding("accounts", DOUBTFUL, told)
    by_role = groupby(sorted(one.role for one in known))
    counts = " · ".join(f"{role} {len(list(some))}" for role, some in by_role)
    if waiting:
        told = (f"{counts}；{waiting}个仍用一次性密码", f"{counts}; {waiting} with a one-time password still")
        return Finding("accounts", DOUBTFUL, told)
    return Finding("accounts", FINE, (counts, counts))


def _letters(_settings: Settings, connection: Connection) -> Finding:
    states = outbox.counts(connection)
    dead = states.get("dead", 0) + len(outbox.undeliverable(connection, UTC))
    if dead:
        told = (f"{dead}件无法送达：请看 duban outbox", f"{dead} undeliverable: see duban outbox")
        return Finding("letters", DOUBTFUL, told)
    sent = states.get("sent", 0)
    return Finding("letters", FINE, (f"已发出{sent}封", f"{sent} sent"))


def _mail(settings: Settings) -> Finding:
    if settings.smtp is None:
        told = (
            "没有设置 DUBAN_SMTP：信件只写入数据目录的 outbox，不会发出",
            "DUBAN_SMTP is not set: letters are files in the data folder's outbox, and are never sent",
        )
        return Finding("mail", DOUBTFUL, told)
    failure = probe(replace(settings.smtp, timeout=_PATIENCE))
    if failure is not None:
        told = (f"邮件服务器无法使用：{failure}", f"the mail server cannot be used: {failure}")
        return Finding("mail", WRONG, told)
    return Finding("mail", FINE, ("邮件服务器已接通并登录", "the mail server answers and lets us in"))


def _pages(settings: Settings) -> Finding:
    if settings.plain_http:
        told = (
            "DUBAN_PLAIN_HTTP=1：密码和会话在网络上明文传输，只应在受控内网使用",
            "DUBAN_PLAIN_HTTP=1: passwords and sessions travel in the clear, for a guarded intranet only",
        )
        return Finding("pages", DOUBTFUL, told)
    if settings.url is None:
        told = (
            "没有设置 DUBAN_URL：页面只在本机可用，信中不带链接",
            "DUBAN_URL is not set: pages are for this machine, letters carry no links",
        )
        return Finding("pages", DOUBTFUL, told)
    return Finding("pages", FINE, (settings.url, settings.url))
