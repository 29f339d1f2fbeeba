"""What people read of one obligation: what a notice was about, which date binds, its statistics tables."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from campaigns.chain import Above
from campaigns.declaration import Rung
from campaigns.form_values import Value
from campaigns.forms import Form
from deadlines.because import because
from deadlines.strip import strip
from reports.rolled import BLANK
from reports.stamps import until
from reports.terms import at_share, term

#: What stands behind what cannot be read.
UNREADABLE = "✘"


def occasion(said: str, rungs: Sequence[Rung], lang: str) -> str:
    """The rung, the receipt or the decision that a notice with the occasion `said` is about."""
    what, _, index = said.partition(":")
    if what == "rung":
        rung = rungs[int(index)]
        return term(lang, rung.rung) + at_share(rung.gone, lang)
    # The state of a notice has the same name.
    return term(lang, "taken out" if what == "withdrawn" else what)


def reasons(
    certificate: str, breach: datetime | None, called: Mapping[str, str], above: Iterable[Above], lang: str
) -> list[str]:
    """Why the date of `certificate` is that date; `called` names events and tasks, `above` it counts from."""
    theirs = [line for one in above for line in one.reasons(lang)]
    binds = _what_binds(certificate, breach, lang)
    return [*because(certificate, lang, called), *theirs, *strip(certificate, lang), *binds]


def _what_binds(certificate: str, breach: datetime | None, lang: str) -> list[str]:
    """A line with the breach that counts now, where an earlier one still waits for its announcement."""
    by_rule = json.loads(certificate)["breach"]
    if by_rule is None or breach is None or datetime.fromisoformat(by_rule) == breach:
        return []
    if lang == "en":
        return [f"the earlier date binds a working day after it was announced; breach now {until(breach)}"]
    return [f"提前的期限自通知送达后第一个工作日结束起生效；目前截止时间：{until(breach)}"]


def form_heads(form: Form, lang: str) -> list[str]:
    """The heads of a statistics table."""
    row, unit, value = ("row", "unit", "value") if lang == "en" else ("项目", "计量单位", "数值")
    return [row, unit, *(column or value for column in form.places)]


def form_rows(form: Form, values: Sequence[Value]) -> list[list[str]]:
    """One unit's table: a blank cell as —, what cannot be read as it was typed, marked ✘."""
    said = {one.cell: one.typed + f" {UNREADABLE}" if one.value is None else one.value for one in values}
    return [
        [row.title, row.unit or "", *(said.get((row.key, column), BLANK) for column in form.places)]
        for row in form.rows
    ]
