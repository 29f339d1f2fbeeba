"""Revisions for reading: what each said, and line by line how it differs from the one before."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from actions.house import House
from store import revision_texts
from store.revision_texts import Written

__all__ = ["Changed", "Written", "changed", "everything"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A revision beside the one before it."""

    revision: Written
    #: None for the first.
    before: Written | None
    #: Lines of a unified diff; of the first revision, its whole text.
    lines: tuple[str, ...]


def everything(house: House, campaign: str) -> list[Written]:
    """Every revision of the campaign, in order."""
    with house.store.read() as connection:
        return revision_texts.of(connection, campaign)


def changed(house: House, campaign: str, number: int) -> Changed | None:
    """What revision `number` changed; None where there is no such revision."""
    with house.store.read() as connection:
        found = {one.number: one for one in revision_texts.of(connection, campaign, number - 1, number)}
    if number not in found:
        return None
    this, before = found[number], found.get(number - 1)
    old, new = files(before.source) if before else {}, files(this.source)
    return Changed(this, before, tuple(_differences(old, new)))


def files(source: str) -> dict[str, str]:
    """Path and text of each file that a revision was read from; a single one has no path on record."""
    if not source.startswith("["):
        return {"": source}
    return dict(json.loads(source))


def _differences(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    # From one file to several, the text that stood alone is the first of them.
    if "" in old and "" not in new and new:
        old = {next(iter(new)): old[""]}
    for path in dict.fromkeys([*old, *new]):
        before, after = old.get(path, "").split("\n"), new.get(path, "").split("\n")
        name = path or "campaigns.yaml"
        yield from unified_diff(before, after, name, name, lineterm="")
