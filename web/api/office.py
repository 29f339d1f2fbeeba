"""What the interface offers of the office's books: corrections, figures, liaisons, rosters, and launches."""

from collections.abc import Iterable

from fastapi import HTTPException
from fastapi.responses import Response

from actions import correct as correcting
from actions import liaison as liaisons
from actions.amend import Amendment, reasons
from actions.declared import Declared, load
from actions.impact import Impact, impact
from actions.launch import launch
from actions.marks import OtherwiseError
from actions.measure import Measurement, measure, newest
from actions.roster import team
from actions.seeing import UnseenError, campaign_seen, keys_seen, refuse_unseen_unit, units_seen
from campaigns.faults import FaultsError, RefusalError
from campaigns.plain import is_plain
from reports import amended
from reports.rosters import rosters_as_json
from reports.standing_as_json import measure_as_json, measures_as_json
from web.api import asked, told
from web.api.filing import item_of
from web.api.interface import V1, WATCHING, acted
from web.api.interface import router as made
from web.language import words
from web.problems import Problem, ProblemError, pointer, wrong
from web.rules import allowed, bearer
from web.visit import Here, Visit

router = made()
ONE = f"{V1}/campaigns/{{campaign}}"
LIAISON = f"{V1}/units/{{unit}}/liaison"
LAUNCH = f"{ONE}/launch"


# --- corrections --------------------------------------------------------------------------------------------


@router.post(f"{ONE}/corrections", response_model=told.Corrected, summary=words("更正登记的一件事"))
@allowed(bearer("unit", "coordinator"))
def correct(visit: Here, campaign: str, body: asked.Corrected) -> Response:
    """A recorded event was otherwise; open deadlines follow."""
    item = item_of(visit, body)

    def act() -> told.Corrected:
        record = campaign_seen(visit.house, visit.actor, campaign)
        refuse_unseen_unit(record, visit.actor, body.unit)
        done = correcting.correct_item(
            visit.house, campaign, body.kind, item, actor=visit.actor, reason=body.reason
        )
        return _corrected(visit, body, done)

    return acted(visit, act, body)


def _corrected(visit: Visit, body: asked.Corrected, done: correcting.Corrected) -> told.Corrected:
    """What the account sees of it: an event of one unit may be what another one's deadline counts from."""
    touched = [one.id for one in done.dependants] + [one.id for one in done.ended]
    mine = keys_seen(visit.house, visit.actor, touched)
    return told.Corrected(
        kind=body.kind,
        unit=body.unit,
        number=done.own_number,
        was=done.was,
        happened=done.happened,
        followed=[
            told.Followed(id=one.id, was=one.was.breach, now=one.now.breach, keeps=one.keeps)
            for one in done.dependants
            if one.id in mine
        ],
        ended=[told.Ended(id=one.id, was=one.was, now=one.now) for one in done.ended if one.id in mine],
    )


# --- measures -----------------------------------------------------------------------------------------------


@router.get(f"{ONE}/measures", summary=words("指标的最新数据"))
@allowed(bearer(*WATCHING))
def measures(visit: Here, campaign: str) -> told.Measures:
    """Each measure as it stands."""
    campaign_seen(visit.house, visit.actor, campaign)
    found = tuple(newest(visit.house, campaign).values())
    return told.Measures(simulated=visit.house.simulated, measures=measures_as_json(found))


@router.post(f"{ONE}/measures", response_model=told.Measured, summary=words("登记指标数据"))
@allowed(bearer("coordinator"))
def put_figures(visit: Here, campaign: str, body: asked.Measured) -> Response:
    """Figures as of a day."""
    parts = ("numerator", "denominator", "value", "baseline", "source")
    said = Measurement(**{name: getattr(body, name) for name in parts})

    def act() -> told.Measured:
        campaign_seen(visit.house, visit.actor, campaign)
        where = {"unit": body.unit, "as_of": body.as_of}
        found, fresh = measure(visit.house, campaign, body.measure, said, visit.actor, **where)  # type: ignore[arg-type]
        return told.Measured(changed=fresh, measure=measure_as_json(found))

    return acted(visit, act, body)


# --- liaisons -----------------------------------------------------------------------------------------------


@router.get(LIAISON, summary=words("联络员邮箱和代理联络员"))
@allowed(bearer("unit", "coordinator"))
def liaison(visit: Here, unit: str) -> told.Liaison:
    """Where a unit's letters go."""
    return _liaison(liaisons.liaison(visit.house, _unit(visit, unit), visit.actor))


@router.post(LIAISON, response_model=told.Liaison, summary=words("指定联络员、代理联络员"))
@allowed(bearer("unit", "coordinator"))
def name_liaison(visit: Here, unit: str, body: asked.Named) -> Response:
    """Where they go from now on, and on days of absence."""
    if body.contact is None and body.absent is None:
        raise ProblemError(wrong(visit, "/body", words("请写 contact 或 absent，至少一项")))
    absent = body.absent
    away = liaisons.Away(absent.first, absent.last, absent.substitute) if absent is not None else None

    def act() -> told.Liaison:
        known = _unit(visit, unit)
        return _liaison(
            liaisons.name_liaison(visit.house, known, visit.actor, contact=body.contact, away=away)
        )

    return acted(visit, act, body)


def _unit(visit: Visit, name: str) -> str:
    """The key of a unit that the account sees, by key or full name; raises UnseenError for any other."""
    for key, called in units_seen(visit.house, visit.actor).items():
        if name in {key, called}:
            return key
    raise UnseenError


def _liaison(found: liaisons.Liaison) -> told.Liaison:
    absences = [told.Absent(first=one.first, last=one.last, substitute=one.address) for one in found.absences]
    return told.Liaison(unit=found.unit, name=found.name, contact=found.address, absences=absences)


# --- rosters ------------------------------------------------------------------------------------------------


@router.get(f"{ONE}/rosters/{{task}}", summary=words("名册：谁已报、人数与名额、谁未报，以及快速处置组"))
@allowed(bearer("coordinator"))
def roster(visit: Here, campaign: str, task: str) -> told.Roster:
    """Rosters against their quota, and the team that they make; it names people."""
    campaign_seen(visit.house, visit.actor, campaign)
    found = team(visit.house, campaign, task)
    return told.Roster(simulated=visit.house.simulated, roster=rosters_as_json(found, visit.lang))


# --- launches -----------------------------------------------------------------------------------------------


@router.get(LAUNCH, summary=words("核对：现在启动或发补充通知会怎样"))
@allowed(bearer("coordinator"))
def show_launch(visit: Here, campaign: str) -> told.Launch:
    """What a launch by the declaration as it is saved would do, letters and all."""
    found = impact(visit.house, _declared(visit, campaign), campaign, letters=True)
    parts = told.Letter.model_fields
    letters = [told.Letter(**{name: getattr(one, name) for name in parts}) for one in found.letters or ()]
    return told.Launch(
        simulated=visit.house.simulated,
        campaign=campaign,
        state=found.state,  # type: ignore[arg-type]
        revision=found.revision,
        obligations=len(found.plan.obligations),
        changes=_changes(visit, found.amendment) if found.amendment is not None else None,
        letters=letters,
        shown=found.shown,
    )


@router.post(LAUNCH, response_model=told.Launched, summary=words("启动，或发补充通知"))
@allowed(bearer("coordinator"))
def do_launch(visit: Here, campaign: str, body: asked.Launched) -> Response:
    """Put it on record: an amendment only as it was shown."""
    if not body.approved_by.strip() or not is_plain(body.approved_by):
        raise ProblemError(wrong(visit, "/body/approved_by", words("请写明谁批准、何时：不含控制字符")))
    # Letters are foretold in a transaction of their own, which cannot stand inside that of the act; what is
    # refused here is not told to who did it already and asks again under the same key.
    found: tuple[Declared, Impact] | Exception
    try:
        declared = _declared(visit, campaign)
        found = declared, impact(visit.house, declared, campaign, letters=True)
    except (RefusalError, ProblemError, HTTPException) as error:
        found = error

    def act() -> told.Launched:
        if isinstance(found, Exception):
            raise found
        return _launched(visit, body, *found)

    return acted(visit, act, body)


def _launched(visit: Visit, body: asked.Launched, declared: Declared, found: Impact) -> told.Launched:
    if body.shown not in {None, found.shown}:
        raise OtherwiseError
    key, confirmed = found.planner.key, body.shown is not None
    done = launch(
        *(visit.house, declared, key, visit.actor),
        confirmed=confirmed,
        approved_by=body.approved_by.strip(),
        shown=found.mark if confirmed else None,
    )
    same = {name: getattr(done, name) for name in ("campaign", "revision", "changed", "contacts", "told")}
    return told.Launched(**same, obligations=len(done.plan.obligations))


def _declared(visit: Visit, campaign: str) -> Declared:
    """The declaration as it is saved; raises ProblemError 409 for its errors, 404 for no such campaign."""
    try:
        found = load(visit.house.settings.file, visit.house.calendars)
    except FaultsError as error:
        faults = tuple(_faults(visit, error))
        title, detail = visit.say(words("没有办成")), visit.say(words("申报文件有错误，请先更正。"))
        raise ProblemError(Problem(409, "refused", title, detail, faults)) from None
    if campaign not in found.declaration.campaigns:
        raise HTTPException(404)
    return found


def _faults(visit: Visit, error: FaultsError) -> Iterable[dict[str, str]]:
    """Each error of the declaration, by its file and line."""
    for one in error.faults:
        if one.severity == "error":
            said = " ".join(filter(None, (one.message(visit.lang), one.hint(visit.lang))))
            yield {"pointer": pointer(("declaration", one.file, one.line)), "detail": said}


def _changes(visit: Visit, change: Amendment) -> dict[str, object]:
    return amended.as_json(change.comparison, reasons(visit.house, change, visit.lang))
