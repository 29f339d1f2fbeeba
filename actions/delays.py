"""Pauses and extensions outlast an amendment and a correction: what was granted is not taken back by them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from campaigns.lifecycle import Tracked
from campaigns.plan import Planned
from deadlines.calendars import Calendars
from deadlines.law import NotAllowedError
from deadlines.recompute import readable, rule_of, with_delays_of


def delayed(rows: Iterable[Tracked], certificates: Mapping[int, str]) -> dict[str, str]:
    """The certificates in force, by id, of those of `rows` that were paused or extended, or may have been.

    Who took one over 转办 has its certificate and not its original date.
    """
    return {
        row.id: certificates[row.number]
        for row in rows
        if row.original_breach is not None or row.origin is not None
    }


def keeping_delays(
    planned: Iterable[Planned], certificates: Mapping[str, str], calendars: Calendars
) -> Iterator[Planned]:
    """`planned`, with the pauses and extensions that their `certificates` on record have, by id.

    Where the new rule gives none, the new date stands as it is.
    """
    for one in planned:
        known = certificates.get(one.id)
        if known is None or not readable(known):
            yield one
            continue
        try:
            longer = with_delays_of(known, one.deadline.certificate, calendars)
        except NotAllowedError:
            longer = None
        yield replace(one, deadline=longer) if longer is not None else one


def by_office(certificate: str) -> bool:
    """Whether the deadline of `certificate` is a day of the office's own, which counts from nothing."""
    given = rule_of(certificate).undated if readable(certificate) else None
    return given is not None and given.by_office is not None
