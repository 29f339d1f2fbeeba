"""The desk at which a unit works on one obligation: reached by its account, or by the link in its letter."""

import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from fastapi.responses import Response
from starlette.background import BackgroundTask

from actions.deliver import deliver
from actions.house import House
from actions.owed import Dossier, dossier
from actions.seeing import obligation_seen
from actions.signing_keys import sign
from campaigns.events import Actor
from web.visit import Visit

#: What a receipt's own link is signed for, and how long it opens: that to the task dies when it is closed.
RECEIPT, OPEN_FOR = "duban receipt 1", timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Desk:
    """One obligation, who works on it, and where its pages are."""

    visit: Visit
    key: str
    actor: Actor
    #: Empty for an account; else the token of the link.
    token: str = ""

    @property
    def house(self) -> House:
        """The house."""
        return self.visit.house

    @property
    def by_link(self) -> bool:
        """Whether a link was opened."""
        return bool(self.token)

    @property
    def home(self) -> str:
        """The page of the obligation."""
        return f"/u/{self.token}" if self.by_link else f"/unit/task/{quote(self.key)}"

    def act(self, name: str) -> str:
        """The page of an act."""
        return f"/u/{self.token}/act/{name}" if self.by_link else f"/unit/act/{name}/{quote(self.key)}"

    def file(self, version: int, position: int) -> str:
        """A file that was handed in."""
        place = f"{version}/{position}"
        return f"/u/{self.token}/file/{place}" if self.by_link else f"/unit/file/{place}/{quote(self.key)}"

    def receipt(self, version: int) -> str:
        """The receipt of a version; one that outlives the link where there is no account."""
        return (
            receipt_link(self.house, self.key, version)
            if self.by_link
            else f"/unit/receipt/{version}/{quote(self.key)}"
        )

    def dossier(self) -> Dossier:
        """All that is known of it; raises UnseenError for another unit's."""
        return dossier(self.house, self.actor, self.key)


def receipt_link(house: House, key: str, version: int) -> str:
    """The path that opens this receipt, and nothing else, to whoever holds it."""
    until = int((house.now() + OPEN_FOR).timestamp())
    return "/receipt/" + sign(house, RECEIPT, json.dumps([key, version, until], ensure_ascii=False))


def of_account(visit: Visit, key: str) -> Desk:
    """The desk of the unit that is signed in; raises UnseenError for what is not its own."""
    obligation_seen(visit.house, visit.actor, key)
    return Desk(visit, key, visit.actor)


def of_link(visit: Visit, token: str) -> Desk:
    """The desk that a link opens: its unit's; under an account's name only where that is the unit's own."""
    assert visit.task is not None  # noqa: S101 - the route's rule has opened it
    account = visit.account
    own = account is not None and (account.role, account.unit) == ("unit", visit.task.unit)
    actor = visit.actor if own else Actor("unit", visit.task.unit, "link")
    return Desk(visit, visit.task.id, actor, token)


def sending(visit: Visit, answer: Response, only: str) -> Response:
    """`answer`, and after it the letters that an act has brought about: no page waits for them."""
    answer.background = BackgroundTask(deliver, visit.house, visit.house.now(), only=only)
    return answer
