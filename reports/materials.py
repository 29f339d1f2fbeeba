"""报送材料: what a task asks for, in words."""

from campaigns.declaration import Declaration, Deliverable, Task
from campaigns.evidence import KIND_TITLES
from reports.wording import joined, term


def materials(declaration: Declaration, task: Task, lang: str) -> str:
    """Everything that is handed in for `task`; empty where the document asks for nothing."""
    asked = [item(declaration, one, lang) for one in task.deliverables]
    if task.contribution is not None:
        helped = term(lang, "then").join(
            item(declaration, one, lang) for one in task.contribution.deliverables
        )
        asked.append(term(lang, "contribution", title=helped))
    return term(lang, "then").join(asked)


def closing(task: Task, lang: str) -> str:
    """What must be entered before the task is closed; empty where nothing must."""
    return term(lang, "closes with", names=joined(lang, task.closes_with)) if task.closes_with else ""


def item(declaration: Declaration, one: Deliverable, lang: str) -> str:
    """One thing to hand in, with how many, what must be in it and what comes with it."""
    if one.any_of:
        return term(lang, "either").join(item(declaration, choice, lang) for choice in one.any_of)
    told = name = _name(declaration, one, lang)
    if one.min > 1:
        told = term(lang, "at least", name=name, count=one.min)
    if one.sections:
        told += term(lang, "sections", names=joined(lang, one.sections))
    if one.each_with:
        told += term(lang, "each with", names=joined(lang, one.each_with))
    told += term(lang, "caption") if one.caption else ""
    return told + (term(lang, "zero") if one.zero_report else "")


def _name(declaration: Declaration, one: Deliverable, lang: str) -> str:
    if one.title:
        return one.title
    if one.form and one.form in declaration.forms:
        return declaration.forms[one.form].title
    return KIND_TITLES[one.kind or "other"][lang == "en"]
