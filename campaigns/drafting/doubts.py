"""What a reading is unsure of: a code and what its wording needs."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why a person should look: 请核对."""

    #: The key of the wording in `campaigns.drafting.wording`.
    code: str
    values: dict[str, str] = field(default_factory=dict)


def doubt(code: str, **values: object) -> Doubt:
    """The doubt `code`, with what its wording needs as text."""
    return Doubt(code, {name: str(value) for name, value in values.items()})
