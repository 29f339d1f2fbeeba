"""Scenes: whole campaigns played day by day. People's acts go in as YAML, history and outbox come out as text.

Between two steps the machine runs as in life: it wakes at every instant at which somebody must look, and
delivers whenever a letter may leave.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from actions import declared, standing
from actions.deliver import deliver, next_delivery
from actions.house import build
from actions.launch import launch
from actions.people import names_in
from actions.proof import verify
from actions.settings import Settings
from campaigns.events import Actor
from campaigns.faults import RefusalError
from campaigns.lights import light, verdict
from reports.decided import Names
from reports.sentences import sentence
from reports.stamps import local
from reports.terms import addressee, term
from tests.cast import COORDINATOR, ZONE, HandClock, Stage, calendars, moment
from tests.scene_verbs import VERBS, Doing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaigns.lifecycle import Tracked

ROOT = Path(__file__).parents[1]
SCENES = ROOT / "tests" / "scenes"
#: What a scene may say of a step beside the verb and its details.
_OF_A_STEP = {"at", "as", "refused", "others"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene as its file tells it."""

    campaign: str
    #: The declaration, from the root of the checkout.
    file: str
    #: The local instants at which it is launched and ends.
    launch: str
    until: str
    #: Whose history and letters are shown; units of the registry, and the campaign itself for its leaders.
    units: tuple[str, ...]
    steps: tuple[dict[str, Any], ...]
    #: What holds at an instant, as it was known then.
    expect: tuple[dict[str, str], ...]
    #: What is known at the end to have held at an instant.
    in_hindsight: tuple[dict[str, str], ...] = ()


def scene(name: str) -> Scene:
    """Read tests/scenes/NAME.yaml; every scalar stays a text."""
    told = yaml.load((SCENES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - plain
    parts: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in told.items()}
    return Scene(**parts)


def play(told: Scene, folder: Path) -> Player:
    """Play `told` from its launch to its end in a house in `folder`."""
    made = Player.begin(told, folder)
    coming = [*told.steps, *({**one, "expect": one["id"]} for one in told.expect)]
    for step in sorted(coming, key=lambda one: cast("str", one["at"])):
        made.run_on(step["at"])
        if "expect" in step:
            made.look(step, made.row(step["id"]))
        else:
            made.step(step)
    made.run_on(told.until)
    for one in told.in_hindsight:
        made.look(one, made.at(one["id"], one["at"]))
    assert verify(made.house, rebuilding=True).faults == ()
    return made


@dataclass
class Player(Stage):
    """The house in which a scene is played."""

    scene: Scene = field(kw_only=True)

    @classmethod
    def begin(cls, told: Scene, folder: Path) -> Player:
        """The campaign launched, in a house of its own whose clock stands where it is put."""
        file = folder / "campaigns.yaml"
        file.write_text((ROOT / told.file).read_text(encoding="utf-8"), encoding="utf-8")
        settings = Settings(data=folder / "data", file=file)
        house = build(settings, HandClock(moment(told.launch)), durable=False)
        made = cls(house, declared.load(file, calendars()), told.campaign, scene=told)
        launch(house, made.declared, made.key, COORDINATOR)
        made.deliver_due()
        return made

    def run_on(self, until: str) -> None:
        """Wake and deliver at each instant that calls for it, up to `until`, and stand there."""
        while (at := self._next()) is not None and at <= moment(until):
            self.tick(at)
        self.move(until)

    def _next(self) -> datetime | None:
        coming = [self.attention(), next_delivery(self.house, self.house.now())]
        at = min((one for one in coming if one is not None), default=None)
        return max(at, self.house.now()).astimezone(ZONE) if at is not None else None

    def deliver_due(self) -> None:
        """What may leave now leaves, as after each act."""
        deliver(self.house, self.house.now())

    def step(self, step: dict[str, Any]) -> None:
        """What somebody does now; refused where the step says so, and then nothing is on record."""
        verb, *more = step.keys() & VERBS.keys()
        assert not more, step
        details = {name: value for name, value in step.items() if name not in {*_OF_A_STEP, verb}}
        role, _, unit = step.get("as", "coordinator").partition(":")
        folder = self.house.settings.file.parent
        do = Doing(self.house, self.key, Actor(role, unit or None), folder)
        before = self.head()["sequence"]
        for about in self._about(step[verb], others="others" in step):
            said = self._refusal(verb, do, about, details)
            assert (said is None) == ("refused" not in step), (step, said)
            assert said is None or (step["refused"] in said and self.head()["sequence"] == before), said
        self.deliver_due()

    def _refusal(self, verb: str, do: Doing, about: Any, details: dict[str, Any]) -> str | None:
        """Why the act is refused, in Chinese; None where it is done."""
        try:
            VERBS[verb](do, about, **details)
        except RefusalError as refusal:
            return refusal.said("zh")
        return None

    def _about(self, target: Any, *, others: bool) -> Iterator[Any]:
        """What the step is about; with `others`, the same of every unit that the scene does not show."""
        if not others:
            yield target
            return
        task, _, rest = target.partition("/*")
        for row in self.rows():
            path = row.id.partition("/")[2]
            if path == f"{task}/{row.unit}{rest}" and row.unit not in self.scene.units:
                yield path

    def at(self, path: str, when: str) -> Tracked:
        """How an obligation stood at an instant, by all that is known today."""
        with self.house.store.read() as connection:
            record = self.house.on_record(connection, self.key)
            rows = standing.obligations_of(standing.folded(connection, record, moment(when)), record)
        return next(row for row in rows if row.id == f"{self.key}/{path}")

    def look(self, told: dict[str, str], row: Tracked) -> None:
        """Compare what is expected with `row` at its instant."""
        with self.house.store.read() as connection:
            record = self.house.on_record(connection, self.key)
        scheme = record.planner.declaration.lights[record.planner.campaign.lights]
        found: dict[str, str] = {
            "status": row.status,
            "verdict": verdict(row) or "none",
            "how": row.how or "",
        }
        found["light"] = light(row, scheme, record.pace, moment(told["at"]))
        found["due"] = str(row.last_day)
        wanted = {name: value for name, value in told.items() if name not in {"id", "at", "expect"}}
        same = {name: found[name] for name in wanted}
        assert same == wanted, f"{told['at']} {told['id']}: {same}, not {wanted}"

    def told(self) -> str:
        """The history of the units shown, one sentence a line, as `duban history` says it."""
        bodies = [body for body in standing.told(self.house, self.key) if self._shows(body)]
        names = Names(*standing.titles(self.house, self.key), names_in(self.house, bodies))
        return "".join(f"{sentence(body, names)}\n" for body in bodies)

    def _shows(self, body: dict[str, Any]) -> bool:
        """Whether a line is about a unit shown; letters sent are told by the outbox, the launch by its plan."""
        units = self.scene.units
        if body["kind"] == "notices_ended":
            to = {recipient.rpartition("/")[0] for *_, recipient in body["data"]["notices"]}
            return body["data"]["state"] != "sent" and bool(to & set(units))
        if body["obligation"] is None:
            return "unit" not in body["data"] or body["data"]["unit"] in units
        launched = body["kind"] == "planned" and datetime.fromisoformat(body["noticed"]) == moment(
            self.scene.launch
        )
        return not launched and body["obligation"].split("/")[2] in units

    def outbox(self) -> str:
        """Time, recipient and subject of each letter to the units shown; of one instant, in their order."""
        units, _ = standing.titles(self.house, self.key)
        order = {key: place for place, key in enumerate(units)}
        found = []
        for row in self.letters():
            unit = row["recipient"].rpartition("/")[0]
            if unit in self.scene.units:
                at = local(datetime.fromtimestamp(row["composed"], ZONE))
                state = "" if row["state"] == "sent" else f"（{term('zh', row['state'])}）"
                line = f"{at} {addressee('zh', row['recipient'], units)} {row['subject']}{state}\n"
                found.append((row["composed"], order.get(unit, -1), line))
        return "".join(line for *_, line in sorted(found, key=lambda one: one[:2]))
