"""Filing 报送: received whatever it lacks; what is complete waits for review, or closes by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from campaigns.events import Event, instant_text
from campaigns.lifecycle import ASSIGNED, NEW, TO_SIGN, OpenNotice, Tracked

#: Occasions of notices that ask for the thing: they are moot once it is there.
ASKING = (ASSIGNED, "rung:", TO_SIGN, "moved:", "returned:", "urged:", "review:", "reopened:", "restored:")


@dataclass(frozen=True, slots=True)
class Filing:
    """What was handed in, and how it came."""

    #: When it reached the office; this decides lateness.
    received: datetime
    #: When it was entered here.
    registered: datetime
    #: system, OA, paper, fax, telephone ...
    channel: str
    #: Who entered it for the unit: "office", or None when the unit did.
    registrar: str | None
    #: "本期无", confirmed and named.
    zero: bool
    #: Files as stored: kind, title, case, name, size, sha256, caption.
    files: tuple[dict[str, Any], ...]
    #: Declared closing fields, e.g. 公示日期.
    fields: dict[str, str]
    #: What the evidence contract misses; empty when complete.
    lacking: tuple[dict[str, Any], ...]
    #: What seems missing but refuses nothing, e.g. a section of a summary.
    doubts: tuple[dict[str, Any], ...] = ()
    note: str | None = None
    #: The day on which the thing was done, where that is what counts.
    done_on: date | None = None
    #: Typed forms: by form, each cell that is not blank as row, column, what was typed, and its value.
    values: Mapping[str, list[list[str | None]]] = field(default_factory=dict)
    #: Whether the office reviews it 待审核; without that, and with a zero report, what is complete is closed.
    reviewed: bool = False


def file(
    tracked: Tracked, filing: Filing, notices: Sequence[OpenNotice], request: int | None = None
) -> list[Event]:
    """A filing: received whatever it lacks; unsent notices are withdrawn.

    An extension that was asked for by the event with sequence `request` needs no decision any more.
    """
    version = tracked.filings + 1
    unsent = [[*n.key, "filed"] for n in notices if n.occasion.startswith(ASKING)]
    receipt = {
        "version": tracked.version,
        "occasion": f"receipt:{version}",
        "recipient": f"{tracked.unit}/liaison",
    }
    first = tracked.first_received or filing.received
    data: dict[str, Any] = {
        "version": version,
        "received": filing.received.isoformat(),
        "registered": filing.registered.isoformat(),
        "channel": filing.channel,
        "registrar": filing.registrar,
        "zero": filing.zero,
        "files": list(filing.files),
        "fields": filing.fields,
        "lacking": list(filing.lacking),
        "doubts": list(filing.doubts),
        "note": filing.note,
        "done_on": filing.done_on.isoformat() if filing.done_on else None,
        "first_received": min(first, filing.received).isoformat(),
        "notices": [{**receipt, "class": "receipt", "state": NEW}],
        "withdrawn": unsent,
    }
    if filing.values:
        data["values"] = dict(filing.values)
    data |= _settled(tracked, filing, request)
    events = [Event("filed", filing.received, tracked.number, tracked.id, data)]
    if not filing.lacking and (filing.zero or not filing.reviewed):
        how = {"how": "zero" if filing.zero else "filed"}
        events.append(Event("closed", filing.received, tracked.number, tracked.id, how))
    return events


def _settled(tracked: Tracked, filing: Filing, request: int | None) -> dict[str, Any]:
    """What the filing settles beside: rework that came back, a request that needs no decision any more."""
    cells: dict[str, Any] = {}
    if tracked.returned and tracked.reworked is None:
        cells["reworked"] = instant_text(filing.received)
    if request is None:
        return {"row": cells} if cells else {}
    return {"answers": request, "state": "superseded", "answer": None, "row": {**cells, "held_from": None}}
