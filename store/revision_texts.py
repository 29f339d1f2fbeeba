"""Revisions of a campaign with the text that each was read from."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from store.tables import people, revisions


@dataclass(frozen=True, slots=True)
class Written:
    """One revision as it was launched."""

    number: int
    digest: str
    #: The file's text; of several files, JSON pairs of path and text.
    source: str
    #: When, in seconds.
    launched: int
    #: Who approved it, as far as that was recorded and the name is still kept.
    approved_by: str | None


def of(connection: Connection, campaign: str, *numbers: int) -> list[Written]:
    """The revisions with these numbers, without any all of them, in order."""
    mine = [revisions.c.campaign == campaign]
    if numbers:
        mine.append(revisions.c.number.in_(numbers))
    columns = (
        revisions.c.number,
        revisions.c.digest,
        revisions.c.source,
        revisions.c.launched,
        people.c.name,
    )
    known = revisions.outerjoin(people, people.c.commitment == revisions.c.approved_by)
    found = select(*columns).select_from(known).where(*mine).order_by(revisions.c.number)
    return [Written(*row) for row in connection.execute(found)]
