"""The interface for programs: what there is to read; the acts stand in `api_acts` and `api_filing`."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response
from pydantic import AwareDatetime

from actions.explain import explain
from actions.office_queue import queue as what_waits
from actions.record_search import events_after
from actions.seeing import (
    campaign_seen,
    campaigns_seen,
    obligation_seen,
    obligations_page_seen,
    unit_seen,
)
from actions.standing import standing_at
from deadlines.because import because
from deadlines.strip import strip
from reports.standing_as_json import standing_as_json
from store.searching import Sought
from web.api import told
from web.api.interface import EVERYONE, V1, WATCHING, as_told, instant, parsed, sentences
from web.api.interface import router as made
from web.api.openapi import description, requests, schemas
from web.language import words
from web.problems import DOCUMENTATION, Problem, ProblemError
from web.rules import PUBLIC, allowed, bearer, roles
from web.visit import Here, Visit

router = made()
Limit = Annotated[int, Query(ge=1, le=500)]
Cursor = Annotated[str | None, Query(max_length=40)]
Filter = Annotated[str | None, Query(max_length=300)]


@router.get(DOCUMENTATION, include_in_schema=False)
@allowed(roles())
def documentation(visit: Here) -> Response:
    """Every route of the interface, in the visitor's language."""
    found = description(visit)
    return visit.page("api.html", document=found, requests=requests(found), schemas=schemas(found))


@router.get(f"{V1}/openapi.json", include_in_schema=False)
@allowed(PUBLIC)
def document(visit: Here) -> Response:
    """The same for programs."""
    return Response(description(visit, text=True), media_type="application/json")


@router.get(f"{V1}/campaigns", summary=words("列出专项行动"))
@allowed(bearer(*EVERYONE))
def campaigns(visit: Here) -> told.Campaigns:
    """Every launched campaign in which there is something to see."""
    mine = unit_seen(visit.actor)
    found = []
    for one in campaigns_seen(visit.house, visit.actor):
        units = {key: unit.name for key, unit in one.planner.declaration.units.items() if mine in {None, key}}
        found.append(
            told.Campaign(
                key=one.key,
                title=one.title,
                revision=one.revision,
                first=one.planner.period.first,
                last=one.planner.period.last,
                tasks={key: task.title for key, task in one.planner.campaign.tasks.items()},
                units=units,
            )
        )
    return told.Campaigns(simulated=visit.house.simulated, campaigns=found)


@router.get(f"{V1}/campaigns/{{campaign}}/status", summary=words("专项行动的办理情况，现在或任一时刻"))
@allowed(bearer(*WATCHING))
def status(
    visit: Here, campaign: str, at: AwareDatetime | None = None, known_at: AwareDatetime | None = None
) -> told.Standing:
    """How a campaign stands at an instant, by all that is known or by what was recorded at another."""
    campaign_seen(visit.house, visit.actor, campaign)
    found = standing_at(visit.house, campaign, at, known_at)
    return told.Standing(standing=standing_as_json(found, simulated=visit.house.simulated))


@router.get(f"{V1}/campaigns/{{campaign}}/obligations", summary=words("列出承办事项"))
@allowed(bearer(*EVERYONE))
def obligations(
    visit: Here,
    campaign: str,
    unit: Filter = None,
    task: Filter = None,
    status: told.Status | None = None,
    after: Cursor = None,
    limit: Limit = 100,
) -> told.Obligations:
    """A page of obligations; `after` is the `next` of the page before."""
    record, rows = obligations_page_seen(
        *(visit.house, visit.actor, campaign),
        after=_place(visit, after),
        limit=limit,
        unit=unit,
        task=task,
        status=status,
    )
    found = [as_told(visit.house, record, row) for row in rows]
    following = str(rows[-1].number) if len(rows) == limit else None
    return told.Obligations(simulated=visit.house.simulated, obligations=found, next=following)


@router.get(f"{V1}/obligations/{{key:path}}", summary=words("一件承办事项，连同期限证明和办理记录"))
@allowed(bearer(*EVERYONE))
def obligation(visit: Here, key: str) -> told.OneObligation:
    """One obligation with its certificate, notices and history."""
    record, row = obligation_seen(visit.house, visit.actor, key)
    found, mine = explain(visit.house, key), unit_seen(visit.actor)
    notices = [one for one in found.notices if mine is None or one["recipient"].startswith(f"{mine}/")]
    return told.OneObligation(
        simulated=visit.house.simulated,
        obligation=as_told(visit.house, record, row),
        certificate=parsed(found.certificate),
        because=because(found.certificate, visit.lang, found.called),
        strip=strip(found.certificate, visit.lang),
        notices=[_notice(one) for one in notices],
        history=sentences(visit.house, record, list(found.events), visit.lang),
    )


@router.get(f"{V1}/campaigns/{{campaign}}/events", summary=words("办理记录，按记录原文"))
@allowed(bearer(*WATCHING))
def events(
    visit: Here,
    campaign: str,
    unit: Filter = None,
    task: Filter = None,
    kind: Filter = None,
    role: Filter = None,
    after: Cursor = None,
    limit: Limit = 100,
) -> told.Events:
    """A page of a campaign's chain as it is recorded, the oldest first."""
    campaign_seen(visit.house, visit.actor, campaign)
    sought = Sought(unit, task, kind, role)
    found = events_after(visit.house, campaign, sought, _place(visit, after), limit)
    shown = [told.Event(**{name: getattr(one, name) for name in told.Event.model_fields}) for one in found]
    following = str(found[-1].sequence) if len(found) == limit else None
    return told.Events(campaign=campaign, events=shown, next=following)


@router.get(f"{V1}/queue", summary=words("待审核、待批的事项"))
@allowed(bearer("coordinator", "leader"))
def queue(visit: Here, campaign: Filter = None) -> told.Queue:
    """What waits for the office or a leader, the oldest first."""
    waiting = [told.Waiting(**one.as_json()) for one in what_waits(visit.house, campaign)]
    return told.Queue(waiting=waiting)


def _notice(one: dict[str, object]) -> told.Notice:
    times = {name: instant(one[name]) for name in ("effective", "ended")}  # type: ignore[arg-type]
    plain = {name: one[name] for name in ("occasion", "recipient", "state", "reason")}
    return told.Notice(**plain, **times)  # type: ignore[arg-type]


def _place(visit: Visit, cursor: str | None) -> int:
    """The place that a cursor stands for; raises ProblemError 422 for one that we never gave."""
    if cursor is None:
        return 0
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 15:  # noqa: PLR2004 - more than there ever are
        detail = visit.say(words("after 应是上一页的 next"))
        raise ProblemError(Problem(422, "invalid", visit.say(words("内容不符合要求")), detail))
    return int(cursor)
