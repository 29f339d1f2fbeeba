"""The pages of the unit: what it owes, most urgent first; each obligation; its own history; its liaison."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.owed import PARTS, Owed, owed, unacknowledged
from actions.seeing import campaign_seen
from actions.tell import acknowledge
from web.language import words
from web.navigation import place
from web.rules import allowed, roles
from web.unit import acts, filing, receipts
from web.unit.desk import of_account, sending
from web.unit.handed import Form
from web.unit.pictures import given_back
from web.visit import Here

ROLE = "unit"
router = APIRouter()
PLACES = (place("/unit", words("本单位事项"), ROLE),)
#: What each part of the list is called.
TITLES = {
    "returned": words("退回修改，请重新报送"),
    "late": words("已逾期，请尽快报送"),
    "now": words("待报送"),
    "review": words("已报送，待审核"),
    "later": words("尚未开始，或启动前已过"),
    "done": words("已办结"),
    "gone": words("暂停或撤销"),
}
#: Parts that are shown at once; the others are opened by a press.
AT_ONCE = ("returned", "late", "now", "review")


@router.get("/unit")
@allowed(roles(ROLE))
def home(visit: Here) -> Response:
    """Everything that the unit owes."""
    found = owed(visit.house, visit.actor)
    parts: dict[str, list[Owed]] = {part: [one for one in found if one.part == part] for part in PARTS}
    waiting = unacknowledged(visit.house, visit.actor)
    return visit.page(
        "unit/list.html",
        parts_of=parts,
        total=len(found),
        titles=TITLES,
        at_once=AT_ONCE,
        waiting=waiting,
        now=visit.house.now(),
    )


@router.post("/unit/acknowledge/{campaign}")
@allowed(roles(ROLE))
def acknowledge_document(visit: Here, campaign: str) -> Response:
    """签收 the document, or its newest amendment."""
    campaign_seen(visit.house, visit.actor, campaign)
    acknowledge(visit.house, campaign, visit.actor)
    return sending(visit, visit.go("/unit"), "urgent")


@router.get("/unit/task/{key:path}")
@allowed(roles(ROLE))
def task(visit: Here, key: str) -> Response:
    """One obligation, and the form by which it is filed."""
    return filing.show(of_account(visit, key))


@router.post("/unit/task/{key:path}")
@allowed(roles(ROLE))
def file(visit: Here, key: str, sent: Form) -> Response:
    """File for it."""
    return filing.take(of_account(visit, key), sent)


@router.get("/unit/act/{act}/{key:path}")
@allowed(roles(ROLE))
def act_form(visit: Here, act: str, key: str) -> Response:
    """The page of an act: 零报告, 申请延期, 申请改派 and so on."""
    return acts.show(of_account(visit, key), act)


@router.post("/unit/act/{act}/{key:path}")
@allowed(roles(ROLE))
def act(visit: Here, act: str, key: str, sent: Form) -> Response:
    """Do it."""
    return acts.take(of_account(visit, key), act, sent)


@router.get("/unit/receipt/{version}/{key:path}")
@allowed(roles(ROLE))
def receipt(visit: Here, version: int, key: str) -> Response:
    """The receipt of a version."""
    return receipts.show(visit, of_account(visit, key).key, version)


@router.get("/unit/file/{version}/{position}/{key:path}")
@allowed(roles(ROLE))
def handed_file(visit: Here, version: int, position: int, key: str) -> Response:
    """A file that was handed in."""
    return given_back(of_account(visit, key), version, position)
