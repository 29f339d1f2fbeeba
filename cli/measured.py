"""Measures as `duban status` shows them: no share without its counts, no gap without its reason."""

from campaigns.measures import Measured
from campaigns.standing import Standing
from cli.output import print_table
from cli.wording import say
from reports.measured import decimal

_HEADS = ("measure", "unit", "measure value", "measure counts", "measure baseline", "measure target")
_LAST_HEADS = ("measure reached", "measure as of")


def show_measures(found: Standing, lang: str) -> None:
    """A table of the declared measures, of the whole and of units with figures."""
    if found.measures:
        titles = {line.key: line.title for line in found.units}
        rows = [measure_row(one, titles.get(one.unit, one.unit), lang) for one in found.measures]
        print_table(say(lang, "measures"), [say(lang, head) for head in (*_HEADS, *_LAST_HEADS)], rows)


def measure_row(one: Measured, unit: str, lang: str) -> list[str]:
    """Title, unit, value, both counts, baseline, target, and the share reached or why there is none."""
    said = one.figures
    counts = "—"
    if said is not None and (said.numerator, said.denominator) != (None, None):
        counts = f"{decimal(said.numerator)}/{decimal(said.denominator)}"
    value = f"{decimal(one.value)}{one.per}" if one.value is not None else "—"
    if one.value is None and one.declared is not None and not one.unit:
        value = say(lang, "measure declared", value=one.declared, per=one.per)
    return [
        *(one.title, unit or say(lang, "measure whole"), value, counts),
        *(decimal(one.baseline), one.target or "—", reached(one, lang)),
        said.as_of.isoformat() if said is not None else "—",
    ]


def reached(one: Measured, lang: str) -> str:
    """`84%`, or `—（缺基数）`; whole percents are rounded down, so that 100% means all."""
    if one.reached is not None:
        return f"{int(100 * one.reached)}%"
    return say(lang, f"missing {one.missing}")
