"""After an act: the visitor goes on, and what is urgent leaves without keeping him waiting."""

import logging

from fastapi.responses import Response
from starlette.background import BackgroundTask

from actions.deliver import deliver
from actions.house import House
from campaigns.faults import RefusalError
from web.visit import Visit

_LOG = logging.getLogger(__name__)


def acted(visit: Visit, path: str) -> Response:
    """Go to `path`; then, as the command line does after an act, urgent letters leave."""
    answer = visit.go(path)
    answer.background = BackgroundTask(_send, visit.house)
    return answer


def _send(house: House) -> None:
    try:
        deliver(house, house.now(), only="urgent")
    except RefusalError as error:
        # The act is on record; what could not leave now leaves with the next wake.
        _LOG.warning("urgent letters wait for the next wake: %s", error.said("en"))
