"""A phrase that says when, as the deadline language has it."""

import re
from dataclasses import dataclass, field
from typing import Any

from campaigns.drafting.doubts import Doubt


@dataclass(frozen=True, slots=True)
class Reading:
    """One phrase of a sentence and the rule that it proposes."""

    #: Where the phrase stands in the sentence's `plain`.
    start: int
    end: int
    #: The anchor and its modifiers, as they are written in campaigns.yaml; an event stands by its title.
    rule: dict[str, Any]
    doubts: tuple[Doubt, ...] = ()
    #: What happens and starts the clock: 行政决定; None where nothing has to happen.
    event: str | None = None
    #: Whether the words themselves set a limit (前, 内, 截止): a bare date may only tell when something is.
    limit: bool = True
    #: Whether the year was written.
    dated: bool = field(default=False)

    @property
    def kind(self) -> str:
        """The name of the anchor."""
        return next(iter(self.rule))


def span(match: re.Match[str]) -> tuple[int, int]:
    """Where `match` stands."""
    return match.start(), match.end()
