"""Figures of measures as people read them."""

from decimal import Decimal
from fractions import Fraction


def decimal(figure: Fraction | None) -> str:
    """At most two digits after the point, halves to even; `—` where there is none."""
    if figure is None:
        return "—"
    return f"{Decimal(round(100 * figure)).scaleb(-2):f}".rstrip("0").rstrip(".")
