"""What a declaration without errors comes to, in one line for each campaign."""

from campaigns.plan import Planner
from reports.wording import term


def summary(planner: Planner, file: str, asked: int, lang: str) -> str:
    """No error, how many questions are `asked` by the linter, and how much there is, counted."""
    plan = planner.plan()
    units = len({one.unit for one in plan.obligations} | set(planner.campaign.duties))
    told = {"phases": len(planner.campaign.phases), "units": units, "count": len(plan.obligations)}
    state = {0: "no fault", 1: "one question"}.get(asked, "questions")
    state = term(lang, state, count=asked)
    return term(lang, "fine", file=file, state=state, title=plan.title, dated=plan.dated, **told)
