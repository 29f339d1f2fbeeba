"""What declarations cost: the five campaigns checked by a cold `duban check`, and 1,000 of that size.

The 1,000 in one process. Beside each its floor: PyYAML's own composing (libyaml) of the same bytes, which
finds no fault and plans nothing.
"""

import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import yaml

from actions.declared import load
from deadlines.calendars import Calendars

FILE = Path(__file__).resolve().parent.parent / "campaigns.yaml"
#: How often the cold check is started; the median is told.
TIMES = 5
#: A file may hold two megabytes: 1,000 campaigns do not fit, these do.
IN_ONE = 100
_CAMPAIGN = re.compile(r"^  (?=[a-z][a-z0-9-]*:$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Declarations:
    """Seconds, and how much there was."""

    campaigns: int
    obligations: int
    #: In files of five, each read, checked, linted and planned.
    apart: float
    #: So many of them in one file, and its seconds.
    in_one: int
    together: float
    #: PyYAML's composing of the same files of five.
    composed: float
    #: The process `duban check` on the five from start to end, and its processor's seconds; the same for a
    #: Python that only composes the file.
    cold: tuple[float, float]
    cold_floor: tuple[float, float]

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.apart / self.composed


def declarations(folder: Path, campaigns: int, told: Callable[[float], None]) -> Declarations:
    """Measure about `campaigns` campaigns, in copies of the five that come with the program."""
    folder.mkdir()
    text, calendars = FILE.read_text(encoding="utf-8"), Calendars.packaged()
    head, five = text.split("\ncampaigns:\n")
    each = len(_CAMPAIGN.findall(five))
    copies = [_renamed(five, number) for number in range(campaigns // each)]
    files = [folder / f"{number:04d}.yaml" for number in range(len(copies))]
    for file, copy in zip(files, copies, strict=True):
        file.write_text(f"{head}\ncampaigns:\n{copy}", encoding="utf-8")
    whole = folder / "whole.yaml"
    in_one = min(len(copies), IN_ONE // each)
    whole.write_text(f"{head}\ncampaigns:\n{''.join(copies[:in_one])}", encoding="utf-8")
    began, planned = perf_counter(), 0
    for done, file in enumerate(files, 1):
        planned += sum(_planned(file, calendars))
        told(done / len(files))
    apart = perf_counter() - began
    began = perf_counter()
    for file in files:
        yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    composed = perf_counter() - began
    began = perf_counter()
    sum(_planned(whole, calendars))
    together = perf_counter() - began
    count = len(files) * each
    cold = _cold(f"import sys; sys.argv = ['', 'check', {str(FILE)!r}]; from cli.main import main; main()")
    floor = f"import yaml; yaml.compose(open({str(FILE)!r}, encoding='utf-8'), Loader=yaml.CBaseLoader)"
    return Declarations(count, planned, apart, in_one * each, together, composed, cold, _cold(floor))


def _renamed(five: str, number: int) -> str:
    """The campaigns with keys of their own."""
    return _CAMPAIGN.sub(f"  n{number:04d}-", five).rstrip("\n") + "\n"


def _planned(file: Path, calendars: Calendars) -> Iterator[int]:
    """How many obligations each campaign of the file has."""
    found = load(file, calendars)
    for key in found.declaration.campaigns:
        yield len(found.planner(key).plan().obligations)


def _cold(program: str) -> tuple[float, float]:
    """Seconds by the clock and of the processor that a Python takes to run `program` from start to end."""
    found = []
    for _ in range(TIMES):
        began, spent = perf_counter(), _spent()
        command = [sys.executable, "-c", program]
        subprocess.run(command, check=True, capture_output=True, cwd=FILE.parent)  # noqa: S603 - our own
        found.append((perf_counter() - began, _spent() - spent))
    return sorted(found)[TIMES // 2]


def _spent() -> float:
    """The processor's seconds of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
