"""What is said and recorded, and moves no deadline: urge, telephone, instruct, respond, acknowledge, drop."""

from collections.abc import Iterable
from datetime import datetime

from actions.acts import acting, acting_on, lead_of, plain, unit_of
from actions.house import ActionError, House, OnRecord
from actions.sign import ToSign, waiting
from campaigns.deciding import telling
from campaigns.deciding.who import OFFICE, refuse_unless_granted
from campaigns.events import Actor
from campaigns.lifecycle import SENT, Tracked
from store import acknowledgements, outbox
from store.engine import Connection


def urge(house: House, keys: Iterable[str], actor: Actor, *, text: str = "") -> int:
    """催办 by hand, at once, of obligations of one campaign; how many."""
    said = plain(text, ("催办的话", "what is said"), needed=False)
    with acting_on(house, keys, house.now()) as acts:
        for act in acts:
            refuse_unless_granted("urge", act.row, actor, lead=lead_of(act.record, act.row))
            act.append([telling.urged(act.case, said)], actor)
        return len(acts)


def telephone(
    house: House, keys: Iterable[str], actor: Actor, *, at: datetime | None, whom: str, reply: str
) -> int:
    """Record urging by telephone: when (now unless told), whom by function, and what was answered."""
    whom = plain(whom, ("接听人的职务", "whom it reached, by function"))
    reply = plain(reply, ("对方的答复", "what was answered"))
    with acting_on(house, keys, house.now()) as acts:
        for act in acts:
            refuse_unless_granted("telephone", act.row, actor)
            when = (at or act.now).astimezone(act.record.zone)
            if when > act.now:
                raise ActionError(f"通话时间{when}晚于现在", f"the call, {when}, lies after now")
            act.append([telling.telephoned(act.row, when, whom=whom, reply=reply)], actor)
        return len(acts)


def instruct(house: House, key: str, actor: Actor, *, text: str) -> None:
    """批示: the office has it at once, the unit when the office has signed it on."""
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("instruct", act.row, actor)
        said = plain(text, ("批示内容", "the instruction"))
        act.append([telling.instructed(act.case, said)], actor)


def respond(house: House, key: str, actor: Actor, *, text: str) -> None:
    """One line of progress on a task without a date. Raises ActionError for a dated one."""
    with acting(house, key, house.now(), guess=False) as act:
        refuse_unless_granted("respond", act.row, actor)
        if act.row.breach is not None:
            raise ActionError(f"“{key}”有明确期限：请直接报送", f"“{key}” has a deadline: file it")
        act.append([telling.responded(act.case, plain(text, ("进展", "the progress")))], actor)


def acknowledge(house: House, key: str, actor: Actor) -> bool:
    """签收 the document or newest amendment of the campaign `key`, or of an obligation its 督办单.

    False when it was done already. Raises ActionError for anyone but a unit, and where there is nothing to
    acknowledge.
    """
    campaign, _, path = key.partition("/")
    if path:
        return _acknowledge_notice(house, key, actor)
    with house.store.write() as connection:
        ledger = house.ledger(connection, campaign, house.now())
        record = house.on_record(connection, campaign)
        unit = unit_of(record, actor.unit or "") if actor.role == "unit" else None
        if unit is None:
            raise ActionError("签收由责任单位办理：请用 --as unit:单位", "units acknowledge: --as unit:UNIT")
        what = f"revision:{record.revision}"
        if acknowledgements.known(connection, campaign, unit, what):
            return False
        ledger.append([telling.acknowledged(None, ledger.noticed, unit=unit, what=what)], actor)
        ledger.flush()
        return True


def _acknowledge_notice(house: House, key: str, actor: Actor) -> bool:
    with acting(house, key, house.now(), guess=False) as act:
        refuse_unless_granted("acknowledge", act.row, actor)
        sent = _official(act.connection, act.record, act.row)
        if sent is None:
            raise ActionError(f"“{key}”没有要签收的督办单或批示", f"nothing of “{key}” is to be acknowledged")
        what, rung = sent
        if acknowledgements.known(act.connection, act.record.key, act.row.unit, what):
            return False
        act.append([telling.acknowledged(act.row, act.now, unit=act.row.unit, what=what, rung=rung)], actor)
        return True


def to_acknowledge(connection: Connection, record: OnRecord, row: Tracked) -> str | None:
    """The official notice or instruction about `row` that was sent last and is not acknowledged, or None."""
    sent = _official(connection, record, row)
    if sent is None or acknowledgements.known(connection, record.key, row.unit, sent[0]):
        return None
    return sent[0]


def _official(connection: Connection, record: OnRecord, row: Tracked) -> tuple[str, str | None] | None:
    """The official notice or instruction about `row` that was sent last, and its rung; None without one."""
    rungs = enumerate(record.pace.rungs)
    official = {f"rung:{i}": rung.rung for i, rung in rungs if rung.rung not in {"remind", "urge"}}
    sent = [
        n
        for n in outbox.notices_of(connection, record.key, row.number)
        if n["state"] == SENT and (n["occasion"] in official or n["occasion"].startswith("instructed:"))
    ]
    if not sent:
        return None
    last = sent[-1]
    return f"notice:{row.number}:{last['version']}:{last['occasion']}", official.get(last["occasion"])


def drop(house: House, ids: Iterable[str], actor: Actor, *, reason: str) -> tuple[ToSign, ...]:
    """不予签发: what waits for a signature is not sent, and why; by handle, or all of an obligation's."""
    if actor.role != OFFICE:
        raise ActionError(
            "签发和不予签发由领导小组办公室（督办员）办理：请用 --as coordinator",
            "only the leading group's office signs or drops: --as coordinator",
        )
    wanted, why = set(ids), plain(reason, ("理由", "why"))
    chosen = [one for one in waiting(house) if {one.id, one.obligation} & wanted]
    if not chosen:
        raise ActionError(
            "没有这样的待签发事项：用 duban sign 查看", "nothing of that waits: duban sign lists what does"
        )
    dropped: list[ToSign] = []
    for key in dict.fromkeys(one.obligation for one in chosen):
        handles = {one.id for one in chosen if one.obligation == key}
        with acting(house, key, house.now()) as act:
            # Bringing the obligation up to now may have withdrawn what waited.
            for one in act.notices:
                handle = f"{key}#{one.occasion.partition(':')[2]}@{one.recipient}"
                if handle in handles and one.state == "waiting":
                    act.append([telling.dropped(act.case, one.key, why)], actor)
                    dropped += [each for each in chosen if each.id == handle]
    return tuple(dropped)
