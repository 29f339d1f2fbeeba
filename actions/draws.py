"""Draws on record 双随机: what was announced and drawn, and the registers as they were sealed for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from actions.house import ActionError, House, OnRecord
from campaigns.drawing import Rule, rank
from campaigns.nearest import suggestion
from campaigns.register_files import read
from campaigns.registers import Kind, Register, unsealed
from store import history
from store.engine import Connection

KINDS: tuple[Kind, Kind] = ("inspectors", "targets")


@dataclass(frozen=True, slots=True)
class Seed:
    """Where the seed will come from, said before anybody can know it."""

    #: Such as a lottery's draw by its number: what is published, by whom.
    source: str
    #: How it is written: `#` for each digit, all else as it stands.
    form: str
    #: When it is published, aware: the draw is announced before, and done after.
    at: datetime


@dataclass(frozen=True, slots=True)
class Announced:
    """A draw as it stands on record."""

    #: CAMPAIGN/TASK or CAMPAIGN/TASK/ROUND.
    id: str
    announced: datetime
    rule: Rule
    seed: Seed
    #: Digest of each sealed register, by kind.
    digests: dict[Kind, str]
    #: Each stratum: its name, how many targets it has, how many are drawn.
    strata: tuple[tuple[str, int, int], ...]
    #: The drawn event's data; None before the draw.
    drawn: dict[str, Any] | None = None

    def choices(self) -> Iterator[tuple[str, int, str, str, list[tuple[str, str]]]]:
        """Stratum, place, rank and key of each target drawn, and the keys and ranks of who goes there."""
        for stratum, place, target, team in self.drawn["result"] if self.drawn is not None else ():
            seed = str((self.drawn or {})["seed"])
            going = [(key, rank(seed, self.digests["inspectors"], target, key)) for key in team]
            yield stratum, place, rank(seed, self.digests["targets"], stratum, target), target, going

    def as_json(self) -> dict[str, Any]:
        """All of it, by the registers' own numbers; instants as ISO 8601."""
        at = self.seed.at
        told: dict[str, Any] = {"draw": self.id, "announced": self.announced.isoformat()}
        told |= {"rule": self.rule.as_json(), "registers": self.digests}
        told["strata"] = [{"name": name, "size": size, "take": take} for name, size, take in self.strata]
        told["seed"] = {"source": self.seed.source, "form": self.seed.form, "at": at.isoformat()}
        told["seed"]["value"] = self.drawn["seed"] if self.drawn is not None else None
        told["digest"] = self.drawn["digest"] if self.drawn is not None else None
        told["result"] = [
            {
                "stratum": stratum,
                "place": place,
                "rank": own,
                "target": target,
                "inspectors": [{"key": key, "rank": rank} for key, rank in team],
            }
            for stratum, place, own, target, team in self.choices()
        ]
        return told


def find(house: House, key: str) -> Announced:
    """The draw `key` as it stands; raises ActionError where it was never announced."""
    with house.store.read() as connection:
        return standing(connection, house.on_record(connection, key.partition("/")[0]), key)


def names(house: House, found: Announced) -> dict[Kind, dict[str, str]]:
    """What the sealed registers, as far as they are still kept, call each key."""
    known: dict[Kind, dict[str, str]] = {}
    for kind in KINDS:
        try:
            known[kind] = {one.key: one.name for one in sealed(house, kind, found.digests[kind]).entries}
        except ActionError:
            known[kind] = {}
    return known


def announcements(connection: Connection, on: OnRecord) -> dict[str, Announced]:
    """Every draw of the campaign by its id, in order; its last announcement is the one that holds."""
    drawn: dict[str, dict[str, Any]] = {}
    found: dict[str, dict[str, Any]] = {}
    for body in history.of_no_obligation(connection, on.key):
        if body["kind"] == "draw_announced":
            found[body["data"]["draw"]] = body
        elif body["kind"] == "drawn":
            drawn[body["data"]["draw"]] = body["data"]
    return {key: _announced(body, drawn.get(key)) for key, body in found.items()}


def _announced(body: dict[str, Any], drawn: dict[str, Any] | None) -> Announced:
    data, seed = body["data"], body["data"]["seed"]
    return Announced(
        id=data["draw"],
        announced=datetime.fromisoformat(body["noticed"]),
        rule=Rule.from_json(data["rule"]),
        seed=Seed(seed["source"], seed["form"], datetime.fromisoformat(seed["at"])),
        digests={kind: data[kind]["digest"] for kind in KINDS},
        strata=tuple((name, size, take) for name, size, take in data["strata"]),
        drawn=drawn,
    )


def standing(connection: Connection, on: OnRecord, key: str) -> Announced:
    """The draw `key` of the campaign; raises ActionError where it was never announced."""
    known = announcements(connection, on)
    if key not in known:
        near = suggestion(key, known)
        zh, en = (f"，是不是“{near}”？", f", did you mean “{near}”?") if near else ("", "")
        raise ActionError(
            f"“{key}”没有公告过{zh}：先公告名录库、规则和种子来源，再抽取",
            f"“{key}” was never announced{en}: announce registers, rule and source of the seed first",
        )
    return known[key]


def register_in(file: Path, kind: Kind, salt: str) -> Register:
    """The register in a CSV file; raises RegisterError for faults, ActionError for what cannot be read."""
    try:
        return read(file.read_bytes(), file.name, kind, salt)
    except OSError as error:
        raise ActionError(
            f"读不到“{file.name}”（{error.strerror}）：请核对路径",
            f"cannot read {file.name} ({error.strerror}): check its path",
        ) from None


def sealed(house: House, kind: Kind, digest: str) -> Register:
    """The sealed register `digest`; raises ActionError where it is gone or was changed."""
    try:
        found = unsealed((house.files / digest[:2] / digest).read_bytes().decode())
    except (OSError, ValueError):
        found = None
    if found is None or found.digest != digest:
        name = {"inspectors": "检查人员名录库", "targets": "检查对象名录库"}[kind]
        raise ActionError(
            f"封存的{name}（{digest[:16]}…）缺失或被改动：请从备份恢复",
            f"the sealed register of {kind} ({digest[:16]}…) is gone or changed: restore a backup",
        )
    return found
