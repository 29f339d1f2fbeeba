"""The application: every part of the pages, put together around a house that somebody else has built."""

from collections.abc import Iterable
from types import ModuleType

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from actions.house import House
from actions.oidc import Provider
from web import (
    administrator,
    api,
    auditor,
    coordinator,
    declaring,
    faults,
    leader,
    oidc,
    play,
    registering,
    serving_files,
    signing_in,
    unit,
)
from web.assets import Assets
from web.coordinator import home
from web.door import Door
from web.navigation import Place, Places
from web.rendering import Templates
from web.safety import Safety
from web.visit import Seen, Site, visiting

#: The parts: each has a `router`, and may name its places in the navigation.
PARTS: tuple[ModuleType, ...] = (
    *(serving_files, signing_in, oidc, play, *leader.PARTS),
    # Names of their own under /coordinator come before campaigns' keys.
    *(home, *declaring.PARTS, *registering.PARTS, *coordinator.PARTS),
    *(*unit.PARTS, *auditor.PARTS, administrator, *api.PARTS),
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
