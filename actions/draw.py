"""双随机: a draw is announced with sealed registers and a rule, then done with a published seed.

The history holds the registers' own numbers; names stay in the sealed registers, kept under their digest.
"""

import secrets
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from actions.draws import KINDS, Announced, Seed, announcements, find, register_in, sealed, standing
from actions.filestore import keep
from actions.house import ActionError, House, OnRecord
from campaigns.drawing import LONGEST, Rule, check, check_form, check_seed, draw
from campaigns.events import Actor, Event
from campaigns.nearest import suggestion
from campaigns.plain import is_plain
from campaigns.registers import Kind, Register


def announce(
    house: House, key: str, rule: Rule, files: dict[Kind, Path], seed: Seed, actor: Actor
) -> Announced:
    """Seal the registers in `files` and put the draw `key` on record, before its seed is published.

    The same draw may be announced again, with corrected registers, until then. Raises RegisterError for
    registers with faults, DrawError where the draw could fail, ActionError for an unknown task, for a seed
    that is published already, a draw that is done, or another one of the task that waits for its seed.
    """
    _refuse_unless_coordinator(actor)
    registers = {kind: register_in(files[kind], kind, secrets.token_hex(16)) for kind in KINDS}
    strata = check(rule, registers["inspectors"], registers["targets"])
    check_form(seed.form)
    if not seed.source.strip() or not is_plain(seed.source) or len(seed.source) > LONGEST:
        said = f"写明种子从哪里来（{LONGEST}字以内），如 --source 中国福利彩票双色球第2026083期"
        raise ActionError(said, "say in one line where the seed comes from: --source “lottery X, draw 83”")
    sizes = [[one.name, len(one.targets), one.take] for one in strata]
    with house.store.write() as connection:
        ledger = house.ledger(connection, key.partition("/")[0], house.now())
        on = house.on_record(connection, key.partition("/")[0])
        _check_task(on, key)
        _refuse_after(key, announcements(connection, on), seed, ledger.noticed)
        for register in registers.values():
            _keep(house, register)
        told: dict[str, Any] = {"draw": key, "rule": rule.as_json(), "strata": sizes}
        told |= {
            kind: {"digest": registers[kind].digest, "count": len(registers[kind].entries)} for kind in KINDS
        }
        told["seed"] = {
            "source": seed.source,
            "form": seed.form,
            "at": seed.at.astimezone(on.zone).isoformat(),
        }
        ledger.append([Event("draw_announced", ledger.noticed, data=told)], actor)
        ledger.flush()
    return find(house, key)


def perform(house: House, key: str, seed: str, actor: Actor) -> Announced:
    """Draw the announced `key` with the published `seed`, and put the result on record.

    Raises ActionError where it was not announced, is drawn already, its seed is not published yet, or a
    sealed register is gone or changed; DrawError for a seed in another form than announced.
    """
    _refuse_unless_coordinator(actor)
    with house.store.write() as connection:
        ledger = house.ledger(connection, key.partition("/")[0], house.now())
        on = house.on_record(connection, key.partition("/")[0])
        found = standing(connection, on, key)
        if found.drawn is not None:
            raise ActionError(
                f"“{key}”已抽取，结果不能重来：用 duban draw {key} 查看",
                f"“{key}” is drawn, and no second time: duban draw {key} shows it",
            )
        if ledger.noticed < found.seed.at:
            raise ActionError(
                f"种子在{found.seed.at.isoformat()}公布，此前不能抽取",
                f"the seed is published at {found.seed.at.isoformat()}: no draw before",
            )
        check_seed(seed, found.seed.form)
        inspectors, targets = (sealed(house, kind, found.digests[kind]) for kind in KINDS)
        result = draw(found.rule, inspectors, targets, seed)
        told = {"draw": key, "seed": seed, "count": len(result.choices), "digest": result.digest}
        ledger.append([Event("drawn", ledger.noticed, data={**told, "result": result.as_json()})], actor)
        ledger.flush()
    return find(house, key)


def _refuse_unless_coordinator(actor: Actor) -> None:
    if actor.role != "coordinator":
        raise ActionError(
            "随机抽取由督办员办理：请用 --as coordinator", "the coordinator draws: --as coordinator"
        )


def _check_task(on: OnRecord, key: str) -> None:
    """A draw belongs to a task of the campaign; of several, each has its round."""
    _, _, rest = key.partition("/")
    task, slash, round_ = rest.partition("/")
    known = [name for name in on.planner.campaign.tasks if name not in on.retired]
    if task not in known:
        near = suggestion(task, known)
        raise ActionError(
            f"“{on.key}”没有任务“{task}”" + (f"，是不是“{near}”？" if near else "：写 专项行动/任务/轮次"),
            f"{on.key} has no task “{task}”"
            + (f", did you mean “{near}”?" if near else ": CAMPAIGN/TASK/ROUND"),
        )
    if slash and (not round_ or "/" in round_ or not is_plain(round_) or len(round_) > LONGEST):
        raise ActionError(
            "轮次写作普通文字，不含“/”，如 2026-Q3", "a round is plain text without “/”, like 2026-Q3"
        )


def _refuse_after(key: str, known: dict[str, Announced], seed: Seed, now: datetime) -> None:
    """Nothing is announced once anybody may know a seed that it could be chosen by."""
    if seed.at <= now:
        raise ActionError(
            f"种子在{seed.at.isoformat()}已公布：须在公布之前公告，请改用以后公布的",
            f"the seed was published at {seed.at.isoformat()}: announce before, and take a later one",
        )
    task = key.split("/")[1]
    for one in known.values():
        if one.id.split("/")[1] != task or (one.drawn is not None and one.id != key):
            continue
        if one.drawn is not None or one.seed.at <= now:
            done = ("已抽取", "is drawn") if one.drawn is not None else ("的种子已公布", "has its seed")
            raise ActionError(
                f"“{one.id}”{done[0]}，不能再公告：先完成抽取，另起一轮",
                f"“{one.id}” {done[1]}: no new announcement; draw it, then take another round",
            )
        if one.id != key:
            raise ActionError(
                f"“{one.id}”已公告，尚未抽取：抽取之后再公告下一轮",
                f"“{one.id}” is announced and not drawn: draw it before the next round",
            )


def _keep(house: House, register: Register) -> None:
    with tempfile.TemporaryDirectory(prefix="duban-draw-") as folder:
        file = Path(folder) / f"{register.kind}.txt"
        file.write_bytes(register.sealed().encode())
        keep(house.files, [file])
