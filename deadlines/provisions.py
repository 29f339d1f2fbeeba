"""Rules of law by name (双公示, 期间计算, 行政处罚法 ...), each with its articles and their dates of effect.

One TOML file holds one rule, in ``legal_rules/``; its versions follow one another, and the day from which a
deadline counts chooses among them: a certificate of 2017 never cites a law of 2021.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from deadlines.anchors import Amount
from deadlines.language import Extend
from deadlines.written import Declared

_FOLDER = Path(__file__).with_name("legal_rules")


class ProvisionError(ValueError):
    """A rule's file does not hold what it must; the message names file, place and finding."""


class ExtendByLaw(Extend):
    """An extension that a law provides, with its article where that is another one."""

    article: str | None = None


class Provision(Declared):
    """A rule as it stood for some time; `effective_from` and `effective_to` are inclusive."""

    law: str
    number: str | None = None
    article: str
    effective_from: date
    effective_to: date | None = None
    #: The length it gives; None where it only says how periods are computed.
    after: Amount | None = None
    #: What it counts from, in its own term.
    trigger: str | None = None
    start_day: Literal["excluded", "included"] | None = None
    #: What becomes of a last day that is a day off, in a period of calendar days or months.
    roll: Literal["none", "following", "preceding"] | None = None
    #: Figures of days that mean working days.
    working_day_figures: tuple[int, ...] = ()
    #: Name of the rule by which its period is computed.
    counted_by: str | None = None
    extend: ExtendByLaw | None = None
    #: Causes whose days it leaves out of the period.
    pause: tuple[str, ...] = ()
    #: Where the text was read.
    found: str = Field(alias="from")

    @property
    def citation(self) -> dict[str, str]:
        """Law, number and article, as a certificate keeps them."""
        cited = {"law": self.law, "number": self.number, "article": self.article}
        return {name: text for name, text in cited.items() if text is not None}


class LegalRule(Declared):
    """A named rule: what a campaign writes as `rule:`."""

    name: str
    aliases: tuple[str, ...] = ()
    #: "period": it gives a length; "counting": it says how periods are computed.
    kind: Literal["period", "counting"]
    versions: tuple[Provision, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> "LegalRule":
        for one, after in zip(self.versions, self.versions[1:], strict=False):
            if one.effective_to is None or one.effective_to >= after.effective_from:
                raise ValueError(f"{one.article} is in force when {after.article} begins")
        for one in self.versions:
            if (one.after is not None) != (self.kind == "period"):
                raise ValueError(f"{one.article}: a rule of kind {self.kind} with the wrong `after`")
        return self

    def on(self, day: date) -> Provision | None:
        """The version in force on `day`, or None."""
        for one in self.versions:
            if one.effective_from <= day and (one.effective_to is None or day <= one.effective_to):
                return one
        return None


@cache
def load() -> tuple[LegalRule, ...]:
    """The rules that come with the program, by name; raises ProvisionError for a malformed file."""
    return tuple(sorted(map(_read, _FOLDER.glob("*.toml")), key=lambda rule: rule.name))


def find(name: str | None) -> LegalRule | None:
    """The rule called `name`, by its name or an alias; None for one that is only a label."""
    return _by_name().get(name or "")


def names() -> tuple[str, ...]:
    """Every name and alias."""
    return tuple(_by_name())


@cache
def _by_name() -> dict[str, LegalRule]:
    return {name: rule for rule in load() for name in (rule.name, *rule.aliases)}


def _read(file: Path) -> LegalRule:
    try:
        return LegalRule.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError) as error:
        raise ProvisionError(f"{file.name}: {error}") from error
