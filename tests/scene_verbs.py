"""The words of a scene, each a call of one act: the obligation or thing it is about, and its details by name.

All values are texts, as YAML's base loader gives them; an unknown word or detail stops the scene.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from actions import declared, extend, hand_over, load_notice, pause, record, review, sign, tell
from actions.correct import correct
from actions.extend import Longer
from actions.launch import launch
from actions.submit import Handed, Submission, submit
from campaigns.items import Item
from deadlines import notices
from deadlines.anchors import Amount
from tests.cast import calendars, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actions.house import House
    from campaigns.events import Actor

NOTICES = Path(notices.__file__).with_name("holiwhennotices")


@dataclass(frozen=True, slots=True)
class Doing:
    """One step under way: in which house, of which campaign, by whom."""

    house: House
    key: str
    actor: Actor
    #: Where the declaration and handed-in papers lie.
    folder: Path

    def id(self, path: str) -> str:
        """The obligation `path`, e.g. monthly-report/heping/2017-06."""
        return f"{self.key}/{path}"

    def ids(self, paths: str | Sequence[str]) -> list[str]:
        """Of one or several."""
        return [self.id(path) for path in ([paths] if isinstance(paths, str) else paths)]


def day(text: str | None) -> date | None:
    """2017-10-10, or nothing."""
    return None if text is None else date.fromisoformat(text)


def happened(text: str) -> date | datetime:
    """A day, or with a T the local instant."""
    return moment(text) if "T" in text else date.fromisoformat(text)


def number(text: str | None) -> int | None:
    """A count, or nothing."""
    return None if text is None else int(text)


def papers(do: Doing, attach: Sequence[dict[str, str]]) -> tuple[Handed, ...]:
    """The files to hand in, each written down with a content of its own."""
    found = []
    for place, told in enumerate(attach):
        more = dict(told)
        file = do.folder / f"{place + 1}-{more['kind']}.txt"
        text = more.pop("says", f"{do.house.now().isoformat()} {do.actor.unit} {place}")
        file.write_text(text, encoding="utf-8")
        found.append(Handed(file, **more))
    return tuple(found)


def submit_(
    do: Doing,
    path: str,
    *,
    attach: Sequence[dict[str, str]] = (),
    by_office: str | None = None,
    received: str | None = None,
    zero: str | None = None,
    lacks: Sequence[str] = (),
    **said: Any,
) -> None:
    """File; `by_office` names the way it came, said are texts, fields, forms and a note."""
    told = {name: said[name] for name in said.keys() & {"texts", "fields", "forms", "note"}}
    if said.keys() - told.keys():
        raise TypeError(f"submit knows no {sorted(said.keys() - told.keys())}")
    handed = Submission(
        files=papers(do, attach),
        zero=zero is not None,
        by_office=by_office is not None,
        via=by_office or "system",
        received=moment(received) if received else None,
        lacks=tuple(lacks),
        **told,
    )
    submit(do.house, do.id(path), handed, do.actor)


def accept(do: Doing, paths: str | Sequence[str]) -> None:
    """Close what was filed."""
    review.accept(do.house, do.ids(paths), do.actor)


def return_(do: Doing, path: str, *, reason: str, within: str | None = None) -> None:
    """Give it back, `within` so many working days."""
    amount = Amount(working_days=int(within)) if within else None
    review.return_(do.house, do.id(path), do.actor, reason=reason, within=amount)


def ask_extension(do: Doing, path: str, *, until: str, reason: str, progress: str) -> None:
    """Ask for more time."""
    wanted = date.fromisoformat(until)
    extend.ask(do.house, do.id(path), do.actor, until=wanted, reason=reason, progress=progress)


def grant(do: Doing, path: str, *, until: str | None = None, working_days: str | None = None) -> None:
    """Grant what was asked, or another length."""
    longer = Longer(until=day(until), working_days=number(working_days))
    extend.grant(do.house, do.id(path), do.actor, longer if until or working_days else None)


def transfer(do: Doing, path: str, *, to: str, reason: str, by: str | None = None) -> None:
    """Give it to another unit."""
    hand_over.transfer(do.house, do.id(path), do.actor, to=to, reason=reason, by=day(by))


def record_(do: Doing, kind: str, *, unit: str, number: str, on: str, **more: Any) -> None:
    """Put an event on record that happened `on` a day or at an instant."""
    item = Item(unit, number, happened(on), more.get("what"), day(more.get("due")), more.get("fields", {}))
    record.record_item(do.house, do.key, kind, item, actor=do.actor)


def correct_(do: Doing, kind: str, *, unit: str, number: str, on: str, reason: str) -> None:
    """Say that a recorded event happened on another day."""
    actor, when = do.actor, happened(on)
    correct(do.house, do.key, kind, unit=unit, number=number, happened=when, actor=actor, reason=reason)


def amend(do: Doing, changes: Sequence[dict[str, str]], *, approved_by: str | None = None) -> None:
    """Replace in the declaration, each text exactly once, and launch it again."""
    file = do.house.settings.file
    text = file.read_text(encoding="utf-8")
    for change in changes:
        if text.count(change["replace"]) != 1:
            raise ValueError(f"{text.count(change['replace'])} times: {change['replace']}")
        text = text.replace(change["replace"], change["by"])
    file.write_text(text, encoding="utf-8")
    again = declared.load(file, calendars())
    launch(do.house, again, do.key, do.actor, confirmed=True, approved_by=approved_by)


def telephone(
    do: Doing, paths: str | Sequence[str], *, whom: str, reply: str, called: str | None = None
) -> None:
    """Record a call."""
    when = moment(called) if called else None
    tell.telephone(do.house, do.ids(paths), do.actor, at=when, whom=whom, reply=reply)


def acknowledge(do: Doing, path: str) -> None:
    """Acknowledge what came for an obligation, or with `document` the document or its newest amendment."""
    tell.acknowledge(do.house, do.key if path == "document" else do.id(path), do.actor)


def load(do: Doing, name: str) -> None:
    """Load a published holiday notice, e.g. cn/2017."""
    load_notice.load(do.house, NOTICES / f"{name}.toml", do.actor, region=name.partition("/")[0])


def _about_one(verb: Callable[..., Any]) -> Callable[..., None]:
    """The word for an act on one obligation whose details are texts."""

    def word(do: Doing, path: str, **more: str) -> None:
        verb(do.house, do.id(path), do.actor, **more)

    return word


VERBS: dict[str, Callable[..., object]] = {
    "submit": submit_,
    "accept": accept,
    "return": return_,
    "propose_not_filed": _about_one(review.propose_not_filed),
    "take_as_not_filed": _about_one(review.take_as_not_filed),
    "waive": _about_one(review.waive),
    "withdraw": _about_one(review.withdraw),
    "reopen": _about_one(review.reopen),
    "ask_extension": ask_extension,
    "grant": grant,
    "refuse": _about_one(extend.refuse),
    "pause": _about_one(pause.pause),
    "resume": _about_one(pause.resume),
    "transfer": transfer,
    "ask_transfer": _about_one(hand_over.ask),
    "refuse_transfer": _about_one(hand_over.refuse),
    "record": record_,
    "correct": correct_,
    "amend": amend,
    "telephone": telephone,
    "urge": lambda do, paths, **more: tell.urge(do.house, do.ids(paths), do.actor, **more),
    "instruct": _about_one(tell.instruct),
    "respond": _about_one(tell.respond),
    "acknowledge": acknowledge,
    "sign": lambda do, paths: sign.sign(do.house, do.ids(paths), do.actor),
    "drop": lambda do, paths, **more: tell.drop(do.house, do.ids(paths), do.actor, **more),
    "load_notice": load,
}
