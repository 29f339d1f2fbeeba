"""What a notice is about, as people call it."""

from collections.abc import Sequence

from reports.terms import term


def occasion(code: str, rungs: Sequence[str], lang: str) -> str:
    """The rung of a ladder, whose `rungs` are kinds by index, or the receipt, instruction ... of `code`."""
    what, _, index = code.partition(":")
    if what == "rung":
        return term(lang, rungs[int(index)])
    # The state of a notice has the same name.
    return term(lang, "taken out" if what == "withdrawn" else what)
