"""History is the truth: each event's body, applied in order, gives every row that is tracked.

The same function writes the rows when an event is recorded, rebuilds them from the history, and draws any
past instant in memory. Instants become whole seconds since 1970 (UTC), dates stay ISO texts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any, Protocol

from campaigns.lifecycle import Tracked
from deadlines.certificate import canonical

Body = Mapping[str, Any]
Row = dict[str, Any]

#: What may be recorded of a measure: each a decimal number as text, or None.
FIGURES = ("numerator", "denominator", "value", "baseline")


class Rows(Protocol):
    """Where rows go: a batch of SQL, or plain memory."""

    def insert(self, table: str, row: Row) -> None:
        """A new row."""

    def update(self, table: str, key: tuple[Any, ...], changes: Row) -> None:
        """Change the row with `key`, the table's primary key in its declared order."""


def apply(body: Body, rows: Rows) -> None:
    """Apply one event's body; an unknown kind is an error, never passed over."""
    _KINDS[body["kind"]](body, rows)


@lru_cache(maxsize=4096)
def seconds(text: str | None) -> int | None:
    """An ISO instant as whole seconds since 1970 (UTC); many events share few instants."""
    return None if text is None else int(datetime.fromisoformat(text).timestamp())


def _planned(body: Body, rows: Rows) -> None:
    data, campaign, number = body["data"], body["campaign"], body["number"]
    target, breach = seconds(data["target"]), seconds(data["breach"])
    row = {k: data[k] for k in ("task", "unit", "role", "period", "item", "last_day", "past", "status")}
    own = {"campaign": campaign, "number": number, "id": body["obligation"], "revision": body["revision"]}
    times = {"opens": seconds(data["opens"]), "target": target, "breach": breach}
    rest = {"attention": seconds(data["attention"]), "version": 1, "filings": 0}
    rest |= {"returned": 0, "origin": data.get("origin"), "runs_from": seconds(data.get("runs_from"))}
    rows.insert("obligations", {**_EMPTY, **own, **row, **times, **rest})
    deadline = {k: data[k] for k in ("kind", "last_day", "provisional", "certificate")}
    own = {"campaign": campaign, "number": number, "version": 1, "cause": "planned"}
    rows.insert("deadlines", {**own, **deadline, "target": target, "breach": breach})
    if "notices" in data:
        _notices(body, rows)


def _opened(body: Body, rows: Rows) -> None:
    _stepped(body, rows, status="open")


def _stepped(body: Body, rows: Rows, **more: Any) -> None:
    steps = {"judged": seconds(body["effective"]), "attention": seconds(body["data"]["attention"])}
    rows.update("obligations", (body["campaign"], body["number"]), {**steps, **more})


def _rung(body: Body, rows: Rows) -> None:
    _stepped(body, rows)
    _notices(body, rows)


def _notices(body: Body, rows: Rows) -> None:
    """The notices an event brings, and those it withdraws; what concerns no one obligation says by which."""
    campaign, number, data = body["campaign"], body["number"], body["data"]
    times = {"effective": seconds(body["effective"]), "noticed": seconds(body["noticed"])}
    for notice in data.get("notices", ()):
        own = {"campaign": campaign, "number": number, **times, "ended": None, "reason": None}
        if notice["state"] == "withdrawn":
            own["ended"] = times["noticed"]
        rows.insert("notices", {**own, **notice})
    for version, occasion, recipient, reason in data.get("withdrawn", ()):
        key = (campaign, number, version, occasion, recipient)
        rows.update("notices", key, {"state": "withdrawn", "reason": reason, "ended": times["noticed"]})


def _redated(body: Body, rows: Rows) -> None:
    """A new version of the deadline: the row follows it, the old version stays as it was."""
    data, campaign, number = body["data"], body["campaign"], body["number"]
    times = {name: seconds(data[name]) for name in ("target", "breach")}
    deadline = {k: data[k] for k in ("kind", "version", "cause", "last_day", "provisional", "certificate")}
    rows.insert("deadlines", {"campaign": campaign, "number": number, **deadline, **times})
    changes = {k: data[k] for k in ("version", "last_day", "past", "status", "role") if k in data}
    times |= {name: seconds(data[name]) for name in ("opens", "judged", "attention")}
    times |= {"runs_from": seconds(data["runs_from"])} if "runs_from" in data else {}
    rows.update("obligations", (campaign, number), {**changes, **times})
    _decided(body, rows)


def _decided(body: Body, rows: Rows) -> None:
    """What somebody decided: the cells that it changes, the request that it answers, whom it is told to."""
    campaign, data = body["campaign"], body["data"]
    if "row" in data:
        cells = {k: seconds(v) if k in _MOMENTS else v for k, v in data["row"].items()}
        rows.update("obligations", (campaign, body["number"]), cells)
    if "answers" in data:
        answer = {k: data.get(k) for k in ("state", "answer")}
        times = {"decided": seconds(body["effective"]) if data["state"] != "endorsed" else None}
        rows.update("requests", (campaign, data["answers"]), {**answer, **times})
    _notices(body, rows)


def _asked(body: Body, rows: Rows) -> None:
    """A request that waits for a decision: an extension, a transfer, to take a filing as none."""
    data = body["data"]
    own = {"campaign": body["campaign"], "sequence": body["sequence"], "number": body["number"]}
    told = {k: data[k] for k in ("kind", "reason", "wanted", "progress")}
    empty = {"state": "open", "decided": None, "answer": None}
    rows.insert("requests", {**own, **told, **empty, "asked": seconds(body["effective"])})
    _decided(body, rows)


def _acknowledged(body: Body, rows: Rows) -> None:
    data = body["data"]
    row = {"campaign": body["campaign"], "unit": data["unit"], "what": data["what"]}
    rows.insert("acknowledgements", {**row, "number": body["number"], "at": seconds(body["effective"])})


def _measured(body: Body, rows: Rows) -> None:
    """Figures of a measure; of the same day, those that were said last."""
    data, own = body["data"], {"campaign": body["campaign"], "sequence": body["sequence"]}
    row = {k: data[k] for k in ("measure", "unit", "as_of", "source", *FIGURES)}
    row |= {**own, "registered": seconds(body["noticed"])}
    if data["was"] is None:
        rows.insert("measurements", row)
    else:
        rows.update("measurements", tuple(row[key] for key in KEYS["measurements"]), row)


def _rescheduled(body: Body, rows: Rows) -> None:
    """The same deadline, looked at again at another instant: the days of its ladder were turned."""
    changes = {name: seconds(body["data"][name]) for name in ("judged", "attention")}
    rows.update("obligations", (body["campaign"], body["number"]), changes)


def _withdrawn(body: Body, rows: Rows) -> None:
    """No longer asked for; the deadline in force stays as it was."""
    changes = {"status": "withdrawn", "attention": None}
    rows.update("obligations", (body["campaign"], body["number"]), changes)
    _decided(body, rows)


def _corrected(body: Body, rows: Rows) -> None:
    data = body["data"]
    key = (body["campaign"], data["kind"], data["unit"], data["own_number"])
    changes = {name: data[name] for name in ("happened", "due", "what") if name in data}
    changes |= {"fields": canonical(data["fields"])} if "fields" in data else {}
    rows.update("items", key, changes)


def _calendar_loaded(body: Body, rows: Rows) -> None:
    data = body["data"]
    row = {k: data[k] for k in ("region", "key", "number", "signed", "published", "text")}
    rows.insert("calendars", {**row, "loaded": seconds(body["noticed"])})


def _account_created(body: Body, rows: Rows) -> None:
    rows.insert("accounts", {**body["data"]["row"], "created": seconds(body["noticed"])})


def _account_changed(body: Body, rows: Rows) -> None:
    rows.update("accounts", (body["data"]["account"],), dict(body["data"]["row"]))


def _token_made(body: Body, rows: Rows) -> None:
    rows.insert("tokens", {**body["data"]["row"], "created": seconds(body["noticed"])})


def _token_revoked(body: Body, rows: Rows) -> None:
    rows.update("tokens", (body["data"]["token"],), dict(body["data"]["row"]))


def _filed(body: Body, rows: Rows) -> None:
    data, campaign, number = body["data"], body["campaign"], body["number"]
    plain = {k: data[k] for k in ("version", "channel", "registrar", "zero", "note", "done_on")}
    times = {k: seconds(data[k]) for k in ("received", "registered")}
    told = {k: canonical(data[k]) for k in ("fields", "lacking", "doubts")}
    rows.insert("filings", {"campaign": campaign, "number": number, **plain, **times, **told})
    for position, file in enumerate(data["files"], 1):
        own = {"campaign": campaign, "number": number, "version": data["version"], "position": position}
        rows.insert("files", {**own, **file})
    for form, cells in data.get("values", {}).items():
        for row, column, typed, value in cells:
            own = {"campaign": campaign, "number": number, "version": data["version"], "form": form}
            rows.insert("form_values", {**own, "row": row, "column": column, "typed": typed, "value": value})
    first = seconds(data["first_received"])
    changes = {"status": "submitted", "attention": None, "filings": data["version"], "first_received": first}
    rows.update("obligations", (campaign, number), {**changes, "done_on": data["done_on"]})
    _decided(body, rows)


def _closed(body: Body, rows: Rows) -> None:
    changes = {"status": "closed", "how": body["data"]["how"], "closed_at": seconds(body["effective"])}
    rows.update("obligations", (body["campaign"], body["number"]), {**changes, "attention": None})


def _recorded(body: Body, rows: Rows) -> None:
    data = body["data"]
    row = {k: data[k] for k in ("kind", "unit", "own_number", "happened", "what", "organ")}
    row |= {"due": data.get("due"), "fields": canonical(data["fields"]) if "fields" in data else None}
    rows.insert("items", {"campaign": body["campaign"], "registered": seconds(body["noticed"]), **row})


def _signed(body: Body, rows: Rows) -> None:
    version, occasion, recipient = body["data"]["notice"]
    key = (body["campaign"], body["number"], version, occasion, recipient)
    rows.update("notices", key, {"state": "new"})


def _ended(body: Body, rows: Rows) -> None:
    """A letter's end is the end of its notices: sent, dead or withdrawn."""
    data = body["data"]
    for number, version, occasion, recipient in data["notices"]:
        key = (body["campaign"], number, version, occasion, recipient)
        changes = {"state": data["state"], "reason": data["reason"], "ended": seconds(body["effective"])}
        rows.update("notices", key, changes)


def _nothing(_body: Body, _rows: Rows) -> None:
    """An event that is only told."""


_KINDS: dict[str, Callable[[Body, Rows], None]] = {
    "launched": _nothing,
    "planned": _planned,
    "opened": _opened,
    "became_overdue": _stepped,
    "rung_reached": _rung,
    "review_came": _rung,
    "filed": _filed,
    "closed": _closed,
    "recorded": _recorded,
    "measured": _measured,
    "signed": _signed,
    "notices_ended": _ended,
    "clock_stepped": _nothing,
    "draw_announced": _nothing,
    "drawn": _nothing,
    "redated": _redated,
    "restored": _redated,
    "rescheduled": _rescheduled,
    "corrected": _corrected,
    "amended": _nothing,
    "proposed": _notices,
    "withdrawn": _withdrawn,
    "accepted": _decided,
    "returned": _redated,
    "reopened": _redated,
    "disregarded": _decided,
    "paused": _decided,
    "waived": _decided,
    "asked": _asked,
    "endorsed": _decided,
    "refused": _decided,
    "urged": _decided,
    "instructed": _decided,
    "telephoned": _nothing,
    "responded": _decided,
    "acknowledged": _acknowledged,
    "dropped": _decided,
    "calendar_changed": _nothing,
    "chain_opened": _nothing,
    "calendar_loaded": _calendar_loaded,
    "liaison_named": _nothing,
    "substitute_named": _nothing,
    "account_created": _account_created,
    "account_changed": _account_changed,
    "account_disabled": _account_changed,
    "account_enabled": _account_changed,
    "password_set": _nothing,
    "token_made": _token_made,
    "token_revoked": _token_revoked,
}

#: Primary keys of the folded tables, in order.
KEYS: dict[str, tuple[str, ...]] = {
    "obligations": ("campaign", "number"),
    "deadlines": ("campaign", "number", "version"),
    "notices": ("campaign", "number", "version", "occasion", "recipient"),
    "filings": ("campaign", "number", "version"),
    "files": ("campaign", "number", "version", "position"),
    "form_values": ("campaign", "number", "version", "form", "row", "column"),
    "items": ("campaign", "kind", "unit", "own_number"),
    "calendars": ("region", "key"),
    "requests": ("campaign", "sequence"),
    "acknowledgements": ("campaign", "unit", "what"),
    "measurements": ("campaign", "measure", "unit", "as_of"),
    "accounts": ("name",),
    "tokens": ("token",),
}


class Memory:
    """Rows in memory, for drawing a past instant."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.tables: dict[str, dict[tuple[Any, ...], Row]] = {table: {} for table in KEYS}

    def insert(self, table: str, row: Row) -> None:
        """A new row."""
        self.tables[table][tuple(row[column] for column in KEYS[table])] = row

    def update(self, table: str, key: tuple[Any, ...], changes: Row) -> None:
        """Change a row; one that is not there belongs to an event that was left out."""
        row = self.tables[table].get(key)
        if row is not None:
            row.update(changes)


def fold(bodies: Iterable[Body]) -> Memory:
    """All rows that `bodies`, in order of sequence, give."""
    memory = Memory()
    for body in bodies:
        apply(body, memory)
    return memory


def tracked(row: Mapping[str, Any], zone: tzinfo) -> Tracked:
    """An obligation's row as the value that judging takes, its instants in `zone`."""

    def instant(name: str) -> datetime | None:
        found = row[name]
        return None if found is None else datetime.fromtimestamp(found, zone)

    def day(name: str) -> date | None:
        return None if row[name] is None else date.fromisoformat(row[name])

    plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
    plain |= {name: instant(name) for name in _INSTANTS}
    plain |= {name: day(name) for name in _DAYS}
    return Tracked(**plain)


def in_zone(row: Tracked, zone: tzinfo) -> Tracked:
    """`row` with its instants in `zone`: the same instants, written as that campaign writes them."""
    found = {name: getattr(row, name) for name in _INSTANTS}
    return replace(row, **{name: at.astimezone(zone) for name, at in found.items() if at is not None})


_PLAIN = (
    *("number", "id", "task", "unit", "role", "period", "item"),
    *("status", "how", "version", "past", "filings"),
    *("returned", "origin", "pause_cause"),
)
_INSTANTS = (
    *("opens", "target", "breach", "judged", "first_received", "closed_at"),
    *("due_breach", "original_breach", "reworked", "held_from", "held_until", "responded"),
    "runs_from",
)
_DAYS = ("last_day", "done_on", "due_day", "original_day", "paused_on")
#: Cells that hold an instant, written in the history as ISO text.
_MOMENTS = {*_INSTANTS, "attention"}
#: What a row does not know when it is planned.
_EMPTY = dict.fromkeys(
    ("how", "judged", "first_received", "done_on", "closed_at", *_INSTANTS[6:], *_DAYS[2:], "pause_cause")
)
