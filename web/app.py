"""The application: every part of the pages, put together around a house that somebody else has built."""

from collections.abc import Iterable
from types import ModuleType

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from actions.house import House
from actions.oidc import Provider
from web import (
    acting,
    administrator,
    api,
    api_acts,
    api_filing,
    approvals,
    auditor,
    auditor_chains,
    auditor_dates,
    auditor_notices,
    auditor_state,
    contacts,
    coordinator,
    declaring,
    drafting,
    events,
    faults,
    launching,
    leader,
    leader_acts,
    leader_drill,
    measures,
    obligation,
    obligations,
    oidc,
    one_task,
    outbox,
    plans,
    play,
    progress,
    receipts,
    registering,
    rollup,
    serving_files,
    signing,
    signing_in,
    tables,
    unfiled,
    unit,
    unit_history,
    unit_liaison,
    waiting,
)
from web.assets import Assets
from web.door import Door
from web.navigation import Place, Places
from web.rendering import Templates
from web.safety import Safety
from web.visit import Seen, Site, visiting

#: The parts: each has a `router`, and may name its places in the navigation.
PARTS: tuple[ModuleType, ...] = (
    *(serving_files, signing_in, play, one_task),
    *(coordinator, declaring, registering, unit, leader, auditor, administrator, api),
    *(receipts, unit_history, unit_liaison),
    *(api_filing, api_acts),
    *(auditor_chains, auditor_dates, auditor_notices, auditor_state),
    *(leader_drill, leader_acts),
    # What stands below a campaign's key comes after what has a name of its own.
    *(plans, launching, drafting),
    *(events, tables, measures, rollup, oidc),
    *(signing, unfiled, progress, contacts, obligations, waiting, obligation, acting, approvals, outbox),
)


def create(house: House, door: Door | None = None, *, extra: Iterable[APIRouter] = ()) -> FastAPI:
    """The pages of `house`, reached by `door`; `extra` routes are guarded like every other."""
    door, assets = door or Door(), Assets()
    places = Places(_places())
    templates = Templates(assets, places, simulated=house.simulated)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(visiting)])
    app.state.site = Site(house, door, templates, Seen())
    app.state.assets = assets
    app.state.provider = Provider(house.settings.oidc) if house.settings.oidc is not None else None
    routers = [*(part.router for part in PARTS), *extra]
    #: Every route there is, for whoever wants to see who may open what.
    app.state.routes = _guarded(routers)
    for router in routers:
        app.include_router(router)
    faults.register(app)
    app.add_middleware(Safety, door=door, draw=faults.error_page)
    return app


def _guarded(routers: Iterable[APIRouter]) -> list[APIRoute]:
    """The routes of `routers`; raises TypeError for anything that would be served past the rules."""
    found = [route for router in routers for route in router.routes]
    guarded = [route for route in found if isinstance(route, APIRoute)]
    if len(guarded) != len(found):
        raise TypeError("a mount or a plain route is guarded by nobody: declare it by @router.get or .post")
    return guarded


def _places() -> list[Place]:
    return [one for part in PARTS for one in getattr(part, "PLACES", ())]
