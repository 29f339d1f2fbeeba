"""Reading the declaration from its files: checked whole, or refused with every fault."""

from dataclasses import dataclass
from pathlib import Path

from actions.texts import Beside, text_of
from campaigns.checks import check
from campaigns.declaration import Declaration
from campaigns.faults import Fault, FaultsError, in_order
from campaigns.lint import lint
from campaigns.naming import by_key
from campaigns.nearest import suggestion
from campaigns.plan import Planner
from campaigns.reach import reach
from campaigns.reading import Source, read
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
    """Read `file`, with all that it includes, and check it by `calendars`; FaultsError with every fault."""
    return checked(file, text_of(file), Beside(file), calendars)


def checked(file: Path, text: str, beside: Beside, calendars: Calendars) -> Declared:
    """The same of a main `file` whose `text` is known, with what it includes of the folder `beside` it."""
    declaration, source = read(text, file.name, beside)
    declaration = by_key(declaration)
    faults = check(declaration, source) or lint(declaration, source, calendars)
    if any(fault.severity == "error" for fault in faults):
        raise FaultsError(in_order(faults, source.files))
    return Declared(declaration, source, tuple(in_order(faults, source.files)), calendars)
