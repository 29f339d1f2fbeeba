"""What an amendment 补充通知 does, shown: a changed declaration against what is on record."""

from pathlib import Path

import click

from actions.amend import Amendment, difference, reasons
from actions.declared import Declared
from actions.house import House
from actions.preview import Foretold, letter_rows, preview
from cli.houses import open_house
from cli.output import choose, mark_simulated, print_json, print_table
from cli.proposals import proposal_as_json, show_proposal
from reports import amended, wording


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
    found = change.comparison
    rows = amended.rows(found, change.record.planner, change.known.planner, lang)
    if rows:
        print_table("", amended.columns(lang), rows)
    click.echo(amended.counts(found, lang))


def _show_letters(told: tuple[Foretold, ...], change: Amendment, lang: str, *, whole: bool) -> None:
    """Whom the amendment is told by letter, from when on, and in which words."""
    if not told:
        click.echo(choose(lang, "不另发通知", "no letter is sent about it"))
        return
    rows = letter_rows(told, change, lang)
    print_table(wording.term(lang, "letters", count=len(told)), amended.letter_columns(lang), rows)
    if not whole:
        click.echo(choose(lang, "加 --diff --notices 看全文", "the whole text: plan --diff --notices"))
    for row, one in zip(rows, told, strict=True):
        if whole and one.text is not None:
            click.echo(f"\n—— {' · '.join(row)}\n\n{one.text}")


def _letter(one: Foretold) -> dict[str, object]:
    told = {"recipient": one.recipient, "class": one.letter_class, "at": one.at.isoformat()}
    said = {"subject": one.subject, "text": one.text, "obligations": list(one.obligations)}
    return {**told, **said, "problems": list(one.problems)}


def _as_json(house: House, change: Amendment) -> dict[str, object]:
    told = {"campaign": change.campaign, "revision": change.revision, "changed": change.changed}
    return {**told, **amended.as_json(change.comparison, reasons(house, change))}
