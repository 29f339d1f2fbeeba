"""Draws 双随机 for programs: announced with sealed registers, done with the published seed, read."""

from typing import Annotated

from fastapi import File, Form, UploadFile
from fastapi.responses import Response

from actions.draw import announce, perform
from actions.draws import KINDS, Announced, Seed, find
from actions.seeing import campaign_seen
from campaigns.drawing import Rule
from campaigns.register_files import RegisterError
from web.api import asked, told
from web.api.filing import digest, kept, read
from web.api.interface import V1, WATCHING, acted
from web.api.interface import router as made
from web.language import words
from web.problems import Problem, ProblemError, pointer
from web.rules import allowed, bearer
from web.visit import Here, Visit

router = made()
ALL = f"{V1}/campaigns/{{campaign}}/draws"
ONE = f"{ALL}/{{draw:path}}"


@router.get(ONE, summary=words("双随机抽取：公告、规则、种子和结果"))
@allowed(bearer(*WATCHING))
def show_draw(visit: Here, campaign: str, draw: str) -> told.Draw:
    """A draw as it stands, by the registers' own numbers: no names."""
    campaign_seen(visit.house, visit.actor, campaign)
    return _told(visit, find(visit.house, f"{campaign}/{draw}"))


@router.post(ALL, response_model=told.Draw, summary=words("公告双随机抽取，封存名录库"))
@allowed(bearer("coordinator"))
def announce_draw(
    visit: Here,
    campaign: str,
    inspectors: Annotated[UploadFile, File(description=words("检查人员名录库（CSV）"))],
    targets: Annotated[UploadFile, File(description=words("检查对象名录库（CSV）"))],
    announcement: Annotated[str, Form(description=words("JSON：公告的内容，格式见 Announcement"))],
) -> Response:
    """Before the seed is published."""
    said = read(asked.Announcement, announcement, "announcement")
    rule = Rule(tuple(said.by), tuple(said.take.items()), said.rounding, said.each, said.match)
    seed = Seed(said.source.strip(), said.form.strip(), said.seed_at)
    with kept([inspectors, targets]) as paths:
        files = dict(zip(KINDS, paths, strict=True))

        def act() -> told.Draw:
            campaign_seen(visit.house, visit.actor, campaign)
            try:
                return _told(
                    visit, announce(visit.house, f"{campaign}/{said.draw}", rule, files, seed, visit.actor)
                )
            except RegisterError as error:
                raise ProblemError(_faults(visit, error)) from None

        return acted(visit, act, said, *map(digest, paths))


@router.post(f"{ONE}/seed", response_model=told.Draw, summary=words("按公布的种子抽取"))
@allowed(bearer("coordinator"))
def perform_draw(visit: Here, campaign: str, draw: str, body: asked.Seeded) -> Response:
    """Once, and no second time."""

    def act() -> told.Draw:
        campaign_seen(visit.house, visit.actor, campaign)
        return _told(visit, perform(visit.house, f"{campaign}/{draw}", body.seed.strip(), visit.actor))

    return acted(visit, act, body)


def _told(visit: Visit, found: Announced) -> told.Draw:
    return told.Draw(simulated=visit.house.simulated, draw=found.as_json())


def _faults(visit: Visit, error: RegisterError) -> Problem:
    """Every fault of the registers, by its file, line and cell."""
    faults = tuple(
        {
            "pointer": pointer(("body", one.file, one.line, one.column)),
            "detail": one.en if visit.lang == "en" else one.zh,
        }
        for one in error.faults
    )
    return Problem(409, "refused", visit.say(words("没有办成")), error.said(visit.lang), faults)
