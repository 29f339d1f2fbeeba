"""A draw 双随机 worked out again: by its sealed registers and seed it must come out as it is on record."""

from collections.abc import Iterator
from pathlib import Path

from actions.draws import KINDS, Announced, announcements, find, register_in, sealed
from actions.house import ActionError, House
from campaigns.drawing import DrawError, check_seed, draw
from campaigns.registers import Kind, Register
from store import obligations
from store.engine import Connection

#: What does not hold, in Chinese and English.
Fault = tuple[str, str]


def prove(house: House, key: str, files: dict[Kind, Path]) -> tuple[Announced, tuple[Fault, ...]]:
    """The draw `key`, and what does not hold when it is worked out again.

    It goes by the sealed registers as they are kept; those in `files` are compared with them. Raises
    ActionError where it was never announced, RegisterError for faults in `files`.
    """
    found = find(house, key)
    registers, faults = _registers(house, found)
    for kind, register in registers.items():
        faults += _other(files, kind, register)
    if found.drawn is None:
        faults.append((f"“{key}”还没有抽取", f"“{key}” is not drawn yet"))
    else:
        faults += _redrawn(found, registers)
    return found, tuple(faults)


def unfounded(house: House, connection: Connection) -> Iterator[str]:
    """Every draw on record, of any campaign, that does not come out again, in Chinese."""
    for campaign, *_ in obligations.running(connection):
        for found in announcements(connection, house.on_record(connection, campaign)).values():
            registers, faults = _registers(house, found)
            if found.drawn is not None:
                faults += _redrawn(found, registers)
            yield from (f"{found.id}：{zh}" for zh, _ in faults)


def _registers(house: House, found: Announced) -> tuple[dict[Kind, Register], list[Fault]]:
    registers: dict[Kind, Register] = {}
    faults: list[Fault] = []
    for kind in KINDS:
        try:
            registers[kind] = sealed(house, kind, found.digests[kind])
        except ActionError as error:
            faults.append((error.said("zh"), error.said("en")))
    return registers, faults


def _redrawn(found: Announced, registers: dict[Kind, Register]) -> Iterator[Fault]:
    """Whether the recorded result is the one that seed, rule and registers give."""
    told, seed = found.drawn or {}, (found.drawn or {})["seed"]
    if found.announced >= found.seed.at:
        yield "公告不早于种子公布", "it was not announced before its seed was published"
    try:
        check_seed(seed, found.seed.form)
        if len(registers) == len(KINDS):
            result = draw(found.rule, registers["inspectors"], registers["targets"], seed)
            again = {"count": len(result.choices), "digest": result.digest, "result": result.as_json()}
            if again != {name: told[name] for name in again}:
                yield "按种子重算的结果与记录不符", "worked out again, the result is another one"
    except DrawError as error:
        yield error.said("zh"), error.said("en")


def _other(files: dict[Kind, Path], kind: Kind, sealed: Register) -> Iterator[Fault]:
    """Whether the file is not what was announced, and for how many entries."""
    if kind not in files:
        return
    now = register_in(files[kind], kind, sealed.salt)
    if now.digest != sealed.digest:
        changed = {one.key for one in set(now.entries) ^ set(sealed.entries)}
        shown = "、".join(sorted(changed)[:5]) or "—"
        yield (
            f"{files[kind].name}与公告时封存的名录库不同，涉及{len(changed)}个编号：{shown}",
            f"{files[kind].name} is not the register that was sealed; {len(changed)} key(s) differ: {shown}",
        )
