"""Registers 名录库 of inspectors and targets, as a random draw 双随机 takes them and seals them."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["inspectors", "targets"]
#: First line of a sealed register; another construction would have another one.
FORM = "duban-register-1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One inspector, or one target."""

    #: The register's own number: certificate of an inspector, number of a target; never a name.
    key: str
    #: What people call it; no history ever holds it.
    name: str = ""
    #: The bureau of an inspector; "" for a target.
    unit: str = ""
    #: What an inspector is trained for 专业; () fits everything.
    tags: tuple[str, ...] = ()
    #: Declared links 回避: whoever shares one is not sent. They may also name a key or a unit.
    links: tuple[str, ...] = ()
    #: The other columns, in the register's order: industry, risk, district.
    traits: tuple[tuple[str, str], ...] = ()

    def trait(self, column: str) -> str:
        """The value in `column`; "" where the register has none."""
        return dict(self.traits).get(column, "")


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody, or everything, that a draw chooses from, by key: the order of the file plays no part."""

    kind: Kind
    entries: tuple[Entry, ...]
    #: The columns beside key, name, unit, tags and links, sorted.
    columns: tuple[str, ...] = ()
    #: Hex: so that nobody can guess a small register back from its digest.
    salt: str = ""
    #: SHA-256 of `sealed`, hex.
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        """Sort the entries, and take the digest."""
        object.__setattr__(self, "entries", tuple(sorted(self.entries, key=lambda one: one.key)))
        object.__setattr__(self, "digest", hashlib.sha256(self.sealed().encode()).hexdigest())

    def sealed(self) -> str:
        """The register as text: form, kind, salt, the columns, then one line for each entry by its key.

        Cells stand between tabs, lines end with a line feed, in UTF-8; the text's SHA-256 is the digest.
        """
        head = ("key", "name", "unit", "tags", "links", *self.columns)
        lines = [f"{FORM} {self.kind}", f"salt {self.salt}", "\t".join(head)]
        return "\n".join([*lines, *("\t".join(self._cells(one)) for one in self.entries), ""])

    def _cells(self, one: Entry) -> tuple[str, ...]:
        several = (";".join(one.tags), ";".join(one.links))
        return one.key, one.name, one.unit, *several, *(one.trait(column) for column in self.columns)


def unsealed(text: str) -> Register:
    """The register that `text` was sealed from; raises ValueError for any other text."""
    form, salt, head, *lines = text.removesuffix("\n").split("\n")
    kind: Kind = "inspectors" if form.endswith("inspectors") else "targets"
    columns = tuple(head.split("\t")[5:])
    entries = tuple(_entry(line.split("\t"), columns) for line in lines)
    found = Register(kind, entries, columns, salt.removeprefix("salt "))
    if found.sealed() != text:
        raise ValueError(form)
    return found


def _entry(cells: list[str], columns: tuple[str, ...]) -> Entry:
    key, name, unit, tags, links, *rest = cells
    traits = tuple(zip(columns, rest, strict=True))
    return Entry(key, name, unit, _several(tags), _several(links), traits)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()
