"""What an amendment 补充通知 does, shown: a changed declaration against what is on record."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from actions.amend import Amendment, difference
from actions.declared import Declared
from actions.house import House
from actions.preview import Foretold, preview
from campaigns.amending import because
from campaigns.lifecycle import Tracked
from campaigns.plan import Planned, Planner
from cli.houses import open_house
from cli.output import choose, mark_simulated, print_json, print_table
from cli.proposals import proposal_as_json, show_proposal
from cli.wording import say
from reports.stamps import local, until
from reports.terms import addressee, term
from store import obligations

_PARTS = ("added", "restored", "moved", "withdrawn", "reworded", "kept")
_CHANGES = (("新增", "added"), ("恢复", "owed again"), ("改期", "moved"), ("撤销", "withdrawn"))


def show_difference(
    data: Path | None,
    file: Path | None,
    found: Declared,
    key: str,
    lang: str,
    *,
    as_json: bool,
    letters: bool = False,
) -> None:
    """What `found` would change of the campaign `key` on record; nothing is written.

    With `letters`, each letter that the amendment brings about is shown whole.

    Raises ActionError for a campaign that was never launched.
    """
    house = open_house(data, file, existing=True)
    mark_simulated(simulated=house.simulated and not as_json)
    change = difference(house, found, key)
    if not as_json:
        show_proposal(house, key, lang)
    if change.changed or as_json:
        show_amendment(house, change, found, lang, as_json=as_json, letters=letters)
    else:
        click.echo(choose(lang, f"✔ “{key}”与在册的一致，没有改动", f"✔ {key} is as it is on record"))


def show_amendment(
    house: House, change: Amendment, declared: Declared, lang: str, *, as_json: bool, letters: bool = False
) -> None:
    """What is added, moved and withdrawn, for whom, what stays as it was filed, and who is told what."""
    told = preview(house, declared, change.campaign) if change.changed else ()
    if as_json:
        proposed = proposal_as_json(house, change.campaign)
        more = {"proposed": proposed, "letters": [_letter(one) for one in told]}
        print_json({**_as_json(house, change), **more})
        return
    _show_changes(change, lang)
    _show_letters(told, change, lang, whole=letters)


def _show_changes(change: Amendment, lang: str) -> None:
    found, planner = change.comparison, change.record.planner
    added, restored, moved, withdrawn = (choose(lang, *pair) for pair in _CHANGES)
    rows = [(added, *_named(planner, one), "—", _due(one)) for one in found.added]
    rows += [(restored, *_named(planner, one), "—", _due(one)) for _, one in found.restored]
    rows += [(moved, *_named(planner, one), _was(row), _due(one)) for row, one in found.moved]
    rows += [(withdrawn, *_named(change.known.planner, row), _was(row), "—") for row in found.withdrawn]
    heads = (
        ("改动", "单位", "事项", "原请报/截止", "现请报/截止")
        if lang == "zh"
        else ("change", "unit", "task", "was", "is")
    )
    if rows:
        print_table("", heads, rows)
    click.echo(say(lang, "amendment", **{part: len(getattr(found, part)) for part in _PARTS}))


def _show_letters(told: tuple[Foretold, ...], change: Amendment, lang: str, *, whole: bool) -> None:
    """Whom the amendment is told by letter, from when on, and in which words."""
    if not told:
        click.echo(choose(lang, "不另发通知", "no letter is sent about it"))
        return
    units = {key: unit.short for key, unit in change.known.planner.declaration.units.items()}
    units |= {key: unit.short for key, unit in change.record.planner.declaration.units.items()}
    rows = [
        (
            addressee(lang, one.recipient, units),
            local(one.at),
            one.subject or "；".join(term(lang, problem) for problem in one.problems),
        )
        for one in told
    ]
    heads = ("发给", "最早发出", "主题") if lang == "zh" else ("to", "leaves from", "subject")
    title = choose(lang, f"将发出的通知：{len(told)}封", f"letters: {len(told)}")
    print_table(title, heads, rows)
    if not whole:
        click.echo(choose(lang, "加 --diff --notices 看全文", "the whole text: plan --diff --notices"))
    for row, one in zip(rows, told, strict=True):
        if whole and one.text is not None:
            click.echo(f"\n—— {' · '.join(row)}\n\n{one.text}")


def _letter(one: Foretold) -> dict[str, object]:
    told = {"recipient": one.recipient, "class": one.letter_class, "at": one.at.isoformat()}
    said = {"subject": one.subject, "text": one.text, "obligations": list(one.obligations)}
    return {**told, **said, "problems": list(one.problems)}


def _named(planner: Planner, one: Planned | Tracked) -> tuple[str, str]:
    title = planner.campaign.tasks[one.task].title
    unit = planner.declaration.units[one.unit].short
    return unit, f"{title} {one.period}" if one.period else title


def _due(one: Planned) -> str:
    return f"{local(one.deadline.target)} / {until(one.deadline.breach)}"


def _was(row: Tracked) -> str:
    return f"{local(row.target)} / {until(row.breach)}"


def _as_json(house: House, change: Amendment) -> dict[str, object]:
    found = change.comparison
    certificates = _certificates(house, change)
    moved = [
        {
            "id": row.id,
            "was": {"target": _iso(row.target), "breach": _iso(row.breach)},
            "now": {"target": _iso(one.deadline.target), "breach": _iso(one.deadline.breach)},
            "because": because(certificates[row.number], one.deadline.certificate),
        }
        for row, one in found.moved
    ]
    return {
        "campaign": change.campaign,
        "revision": change.revision,
        "changed": change.changed,
        "added": [one.id for one in found.added],
        "restored": [row.id for row, _ in found.restored],
        "moved": moved,
        "withdrawn": _ids(found.withdrawn),
        "reworded": [row.id for row, _ in found.reworded],
        "kept": _ids(found.kept),
    }


def _certificates(house: House, change: Amendment) -> dict[int, str]:
    with house.store.read() as connection:
        return obligations.certificates_in_force(connection, change.campaign)


def _ids(rows: Iterable[Tracked]) -> list[str]:
    return [row.id for row in rows]


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None
