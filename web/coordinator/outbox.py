"""The outbox 发件箱: letters, to whom and in which state; what could not be told; a letter as sent."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from actions import outbox
from actions.house import HOUSE_ZONE
from actions.seeing import units_seen
from reports.listing import Listing
from reports.stamps import local
from reports.terms import addressee, term
from web.coordinator.home import ROLE, noted, within
from web.language import words
from web.lists import taken_away
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
PLACES = (place("/outbox", words("发件箱"), ROLE),)
A_PAGE = 50
#: Letters that are taken away in one file, at most.
MOST = 20_000
COLUMNS = (
    *(words("发给"), words("主题"), words("状态"), words("编写"), words("了结")),
    *(words("尝试次数"), words("说明")),
)


@router.get("/outbox")
@allowed(roles(ROLE))
def letters(visit: Here, state: str = "", page: int = 1) -> Response:
    """The letters, newest first, and above them what could not be told."""
    house, kind = visit.house, visit.request.query_params.get("as")
    states = (state,) if state in outbox.STATES else outbox.STATES
    units = units_seen(house, visit.actor)
    if kind in {"csv", "xlsx"}:
        return taken_away(visit, _listing(visit, outbox.in_states(house, states, MOST), units), kind)
    counts = outbox.counts(house)
    page, pages = within(page, sum(counts.get(one, 0) for one in states), A_PAGE)
    found = outbox.in_states(house, states, A_PAGE, (page - 1) * A_PAGE)
    return visit.page(
        "coordinator/outbox.html",
        letters=[(one, _cells(visit, one, units)) for one in found],
        undeliverable=[
            (addressee(visit.lang, to, units), about, term(visit.lang, why))
            for to, about, why in outbox.undeliverable(house)
        ],
        counts=[(name, term(visit.lang, name), counts[name]) for name in outbox.STATES if counts.get(name)],
        state=state if state in outbox.STATES else "",
        page=page,
        pages=pages,
        columns=COLUMNS,
    )


@router.get("/outbox/letter/{letter:path}")
@allowed(roles(ROLE))
def letter(visit: Here, letter: str) -> Response:
    """One letter, as it was sent."""
    found = outbox.as_sent(visit.house, letter)
    cells = _cells(visit, found.row, units_seen(visit.house, visit.actor))
    return visit.page("coordinator/letter.html", found=found, cells=cells, columns=COLUMNS)


def _cells(visit: Visit, one: dict[str, Any], units: dict[str, str]) -> list[str]:
    """A letter in the columns of the list."""
    state = "put off" if one["state"] == "new" and one["tries"] else one["state"]
    return [
        addressee(visit.lang, one["recipient"], units),
        one["subject"],
        term(visit.lang, state),
        _at(one["composed"]),
        _at(one["ended"]),
        str(one["tries"]),
        term(visit.lang, one["detail"]),
    ]


def _at(seconds: int | None) -> str:
    return local(datetime.fromtimestamp(seconds, HOUSE_ZONE)) if seconds is not None else "—"


def _listing(visit: Visit, found: list[dict[str, Any]], units: dict[str, str]) -> Listing:
    heads = [visit.say(column) for column in COLUMNS]
    return Listing(visit.say("发件箱"), noted(visit), heads, [_cells(visit, one, units) for one in found])
