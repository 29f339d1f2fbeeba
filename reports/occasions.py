"""What a notice is about, as people call it."""

from collections.abc import Sequence

from campaigns.declaration import Rung
from reports.terms import at_share, term


def occasion(code: str, rungs: Sequence[Rung], lang: str) -> str:
    """The rung of a ladder, of its `rungs` by index, or the receipt, instruction ... of `code`."""
    what, _, index = code.partition(":")
    if what == "rung":
        rung = rungs[int(index)]
        return term(lang, rung.rung) + at_share(rung.gone, lang)
    # The state of a notice has the same name.
    return term(lang, "taken out" if what == "withdrawn" else what)
