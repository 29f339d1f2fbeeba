"""Reading the declaration from its file: checked whole, or refused with every fault."""

from dataclasses import dataclass
from pathlib import Path

from campaigns.checks import check
from campaigns.declaration import Declaration
from campaigns.faults import Fault, FaultsError, in_order
from campaigns.lint import lint
from campaigns.naming import by_key
from campaigns.plan import Planner
from campaigns.reach import reach
from campaigns.reading import Source, read, suggestion
from deadlines.calendars import Calendars


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration without faults, with its source and what the linter asks about it."""

    declaration: Declaration
    source: Source
    warnings: tuple[Fault, ...]
    #: The calendars it was checked by.
    calendars: Calendars

    def planner(self, key: str, calendars: Calendars | None = None) -> Planner:
        """The planner of campaign `key`, over only what it reaches, by its own or other `calendars`.

        Raises FaultsError for an unknown key.
        """
        if key not in self.declaration.campaigns:
            near = suggestion(key, self.declaration.campaigns)
            fault = self.source.fault(
                ("campaigns",), "unknown_campaign", on_key=True, name=key, suggestion=near
            )
            raise FaultsError([fault])
        return Planner(reach(self.declaration, key), key, calendars or self.calendars)


def load(file: Path, calendars: Calendars) -> Declared:
    """Read `file` and check it by `calendars`; raises FaultsError with every fault in it."""
    text = text_of(file)
    declaration, source = read(text, file.name)
    declaration = by_key(declaration)
    faults = check(declaration, source) or lint(declaration, source, calendars)
    if any(fault.severity == "error" for fault in faults):
        raise FaultsError(in_order(faults))
    return Declared(declaration, source, tuple(in_order(faults)), calendars)


def text_lines(file: Path) -> list[str]:
    """The file's lines for showing faults; none when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def text_of(file: Path) -> str:
    """The file's text; raises FaultsError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError:
        raise FaultsError([Fault(file.name, 1, 1, "no_file", {"file": str(file)})]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FaultsError([Fault(file.name, line, 1, "not_utf8", {})]) from None
