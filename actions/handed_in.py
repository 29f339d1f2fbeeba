"""What was handed in for an obligation, for whoever may see it: versions, their files, a file's bytes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.filestore import content_of
from actions.house import House
from actions.mentions import receipt_number
from actions.seeing import UnseenError, obligation_seen
from campaigns.events import Actor
from store import filings


@dataclass(frozen=True, slots=True)
class Version:
    """One version of what was filed."""

    number: int
    #: 回执编号.
    receipt: str
    received: datetime
    registered: datetime
    #: system, OA, 纸质 ...
    channel: str
    #: office, where the office entered it; None where the unit did.
    registrar: str | None
    zero: bool
    #: 填报人, 审核人, closing fields ...
    fields: dict[str, str]
    lacking: tuple[dict[str, Any], ...]
    doubts: tuple[dict[str, Any], ...]
    note: str | None
    #: position, kind, title, case, attached, caption, name, size and sha256 of each.
    files: tuple[dict[str, Any], ...]


def handed_in(house: House, actor: Actor, key: str) -> tuple[Version, ...]:
    """Every version of what was filed for `key`, the newest first; raises UnseenError."""
    record, row = obligation_seen(house, actor, key)
    with house.store.read() as connection:
        found = filings.versions(connection, record.key, row.number)
    return tuple(
        Version(
            number=one["version"],
            receipt=receipt_number(record.key, row.number, one["version"]),
            received=datetime.fromtimestamp(one["received"], record.zone),
            registered=datetime.fromtimestamp(one["registered"], record.zone),
            zero=bool(one["zero"]),
            lacking=tuple(one["lacking"]),
            doubts=tuple(one["doubts"]),
            files=tuple(one["files"]),
            **{name: one[name] for name in ("channel", "registrar", "fields", "note")},
        )
        for one in reversed(found)
    )


def file_of(house: House, actor: Actor, key: str, version: int, position: int) -> tuple[str, bytes]:
    """Name and content of one file; raises UnseenError also where it is lost, or not what was handed in."""
    for one in handed_in(house, actor, key):
        for file in one.files:
            if (one.number, file["position"]) == (version, position):
                content = content_of(house.files, file["sha256"])
                if content is not None:
                    return file["name"], content
    raise UnseenError
