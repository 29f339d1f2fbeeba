"""Every campaign's flow, made when asked for: `campaign_tianjin_2017` is the flow of `tianjin-2017`.

Prefect finds a deployment's flow by this module path. All of them share one body, `flows.wake`; what differs
is the name under which people see them and the campaign each run is given.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flows import naming, tenant
from flows.compile import compile_house
from flows.wake import wake


def __getattr__(name: str) -> Any:
    """Return the flow of the campaign whose attribute this is; any other name is missing as usual."""
    if not name.startswith(naming.ATTRIBUTE) or name == naming.ATTRIBUTE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _named(_flow_name(name))


def _flow_name(attribute: str) -> str:
    """Name the running campaign's flow as its deployment does; without a house the attribute serves."""
    try:
        house = tenant.current()
    except tenant.NoHouseError:
        return attribute
    compiled = compile_house(house.running_campaigns(), simulated=house.simulated)
    entrypoint = f"{__name__}.{attribute}"
    return next((each.flow for each in compiled if each.entrypoint == entrypoint), attribute)


@cache
def _named(flow_name: str) -> Any:
    return wake.with_options(name=flow_name)
