"""One obligation for the office: all that is known of it, what was handed in, and what may be done now."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from actions import standing
from actions.explain import Explained, explain
from actions.handed_in import file_of, handed_in
from actions.house import HOUSE_ZONE
from actions.open_acts import open_acts
from actions.people import names_in
from campaigns.evidence import KIND_TITLES, lack_text
from reports.decided import Names
from reports.explained import form_heads, form_rows, occasion, reasons
from reports.sentences import sentence
from reports.stamps import local
from reports.terms import addressee, term
from web.coordinator.act_forms import FORMS
from web.coordinator.acting import name_of
from web.coordinator.home import ROLE, framed, names, there
from web.rules import allowed, roles
from web.visit import Here

router = APIRouter()
#: How the pictures begin that a browser may draw; nothing in them is ever run.
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_NAMED = (".png", ".jpg", ".jpeg", ".gif")


@router.get("/coordinator/{campaign}/obligation/{path:path}")
@allowed(roles(ROLE))
def obligation(visit: Here, campaign: str, path: str) -> Response:
    """Everything about it."""
    key, house = f"{campaign}/{path}", visit.house
    found = open_acts(house, visit.actor, campaign, path)
    told, lang = explain(house, key), visit.lang
    called = Names(*standing.titles(house, campaign), names_in(house, told.events))
    done = visit.request.query_params.get("done", "")
    return framed(
        visit,
        "coordinator/obligation.html",
        found.record,
        one=found.row,
        acts=[(name, name_of(visit, name), FORMS[name].grave) for name in found.acts if name in FORMS],
        registers="submit" in found.acts and there(visit, "/register/filing"),
        done=name_of(visit, done) if done in FORMS else "",
        reasons=reasons(told.certificate, told.row.breach, told.called, told.above, lang),
        versions=handed_in(house, visit.actor, key),
        asked=found.requests,
        sentences=[sentence(body, called, lang) for body in told.events],
        notices=[_notice(told, notice, called, lang) for notice in told.notices],
        tables=[(f.title, form_heads(f, lang), form_rows(f, values)) for f, values in told.figures.values()],
        units=names(found.record),
        term=term,
        lacks=lambda some: [lack_text(lack, lang) for lack in some],
        kind_of=lambda file: file["title"] or KIND_TITLES[file["kind"]][lang == "en"],
        is_picture=lambda name: name.lower().endswith(_NAMED),
    )


@router.get("/coordinator/{campaign}/file/{version}/{position}/{path:path}")
@allowed(roles(ROLE))
def file(visit: Here, campaign: str, version: int, position: int, path: str) -> Response:
    """One file that was handed in: a picture to be looked at, anything else to be saved."""
    name, content = file_of(visit.house, visit.actor, f"{campaign}/{path}", version, position)
    kind = next((kind for begin, kind in _PICTURES.items() if content.startswith(begin)), None)
    shown = (
        f"{'inline' if kind else 'attachment'}; filename=\"file\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    headers = {"Content-Disposition": shown, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(content, media_type=kind or "application/octet-stream", headers=headers)


def _notice(told: Explained, notice: dict[str, Any], called: Names, lang: str) -> list[str]:
    """One notice: to whom, of what, what became of it, when, and why it ended."""
    to, about = (
        addressee(lang, notice["recipient"], called.units),
        occasion(notice["occasion"], told.rungs, lang),
    )
    ended = local(datetime.fromtimestamp(notice["ended"], HOUSE_ZONE)) if notice["ended"] else "—"
    return [to, about, term(lang, notice["state"]), ended, term(lang, notice["reason"])]
