"""Receipts 回执: what was received and when, with its number and hash; the page prints on one sheet."""

import json
from datetime import datetime

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from actions.links import LinkError
from actions.mentions import receipt_number
from actions.owed import filed, named_period
from campaigns.evidence import lack_text
from campaigns.lifecycle import CLOSED
from web.mixed import mixed
from web.rules import allowed, token
from web.unit.contract import SIGNED
from web.unit.desk import RECEIPT
from web.visit import Here, Visit

router = APIRouter()


@router.get("/receipt/{token}")
@allowed(token(RECEIPT))
def by_link(visit: Here) -> Response:
    """The receipt for whoever filed by a link, which may be dead by now."""
    key, version, until = json.loads(visit.told)
    if visit.house.now().timestamp() >= until:
        raise LinkError("链接已过期：请登录查看", "this link has expired: sign in instead", over=True)
    return show(visit, key, version)


def show(visit: Visit, key: str, version: int) -> Response:
    """The receipt of a version; raises HTTPException 404 where there is none. The caller knows who asks."""
    found = filed(visit.house, key, version)
    if found is None:
        raise HTTPException(404)
    record, row, filing, sealed = found
    declaration, task = record.planner.declaration, record.planner.campaign.tasks[row.task]
    return visit.page(
        "unit/receipt.html",
        record=record,
        row=row,
        filing=filing,
        number=receipt_number(record.key, row.number, version),
        unit_title=declaration.units[row.unit].name,
        title=task.title,
        period=named_period(record, row),
        received=datetime.fromtimestamp(filing["received"], record.zone),
        registered=datetime.fromtimestamp(filing["registered"], record.zone),
        lacking=[mixed(lack_text(one, visit.lang), visit.lang) for one in filing["lacking"]],
        doubts=[mixed(lack_text(one, visit.lang), visit.lang) for one in filing["doubts"]],
        who={name: filing["fields"][name] for name in SIGNED if filing["fields"].get(name)},
        closed=row.status == CLOSED and row.filings == version,
        sealed=sealed,
    )
