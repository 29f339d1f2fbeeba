"""The evidence contract: what a filing lacks of what was asked. It never refuses; it says what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from campaigns.declaration import Declaration, Deliverable, Task
from campaigns.roster import Roster, quota_lacks
from campaigns.wording_of_forms import CODES as FORM_CODES
from campaigns.wording_of_forms import form_text

#: What each kind is called when the declaration gives it no title.
KIND_TITLES = {
    "form": ("统计表", "statistics table"),
    "text": ("简要文字", "short text"),
    "document": ("材料", "document"),
    "case": ("案例", "case"),
    "image": ("图片", "picture"),
    "video": ("视频", "video"),
    "roster": ("名单", "roster"),
    "other": ("材料", "material"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file, or typed text, as it was handed in."""

    #: The deliverable's kind.
    kind: str
    #: The deliverable's title where there are several of the kind; None: the first of that kind.
    title: str | None = None
    #: Which of several, e.g. case 2; None where there is one.
    case: str | None = None
    #: What it accompanies its case as, e.g. 处罚决定书; None for the thing itself.
    attached: str | None = None
    caption: str | None = None
    #: Text content where it could be read, for finding sections; None when it could not.
    content: str | None = None
    #: Which form it is, where that was said.
    form: str | None = None
    #: The people in a roster; None where they cannot be read.
    roster: Roster | None = None


def lacking(
    task: Task, pieces: Sequence[Piece], fields: dict[str, str], *, zero: bool
) -> list[dict[str, Any]]:
    """What is missing: a list of `{code, title, ...}`, empty when the contract is met.

    A zero report, where a form allows it, stands for everything that is asked for the period.
    """
    pieces = _titled(task, pieces)
    missing = [{"code": "field", "title": name} for name in task.closes_with if not fields.get(name)]
    if zero and zero_allowed(task):
        return missing
    missing += [{"code": "zero", "title": task.title}] if zero else []
    return missing + [lack for item in task.deliverables for lack in _of(item, pieces)]


def zero_allowed(task: Task) -> bool:
    """Whether the task takes a zero report 零报告."""
    return any(item.zero_report for item in task.deliverables)


def doubts(task: Task, pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """What seems missing but refuses nothing: sections of a document, a roster that cannot be read."""
    found: list[dict[str, Any]] = []
    pieces = _titled(task, pieces)
    for item in task.deliverables:
        texts = [piece.content for piece in _fitting(item, pieces) if piece.content is not None]
        if texts and item.sections:
            whole = "\n".join(texts)
            found += [{"code": "section", "title": s} for s in item.sections if s not in whole]
        rosters = [(one.title, piece) for one in (item, *item.any_of) for piece in _rosters(one, pieces)]
        for title, piece in rosters:
            found += [] if piece.roster else [{"code": "unread", "kind": "roster", "title": title}]
    return found


def _rosters(item: Deliverable, pieces: Sequence[Piece]) -> list[Piece]:
    """The rosters handed in as `item` where it has a quota; their people are counted."""
    return _fitting(item, pieces) if item.kind == "roster" and item.quota else []


def _of(item: Deliverable, pieces: Sequence[Piece]) -> Iterator[dict[str, Any]]:
    if item.any_of:
        tried = [list(_of(choice, pieces)) for choice in item.any_of if _fitting(choice, pieces)]
        if not tried:
            yield {"code": "any_of", "kinds": [choice.kind for choice in item.any_of]}
        elif all(tried):
            yield from tried[0]
        return
    got = _fitting(item, pieces)
    if item.kind == "case":
        yield from _cases(item, got, pieces)
    elif len(got) < item.min:
        yield {"code": "missing", "kind": item.kind, "title": item.title, "asked": item.min, "got": len(got)}
    rosters = [piece.roster for piece in _rosters(item, pieces)]
    read = [one for one in rosters if one is not None]
    if read and len(read) == len(rosters):
        yield from quota_lacks(item.title, item.quota or {}, read)
    if item.caption:
        bare = sum(1 for piece in got if not piece.caption)
        if bare:
            yield {"code": "caption", "kind": item.kind, "title": item.title, "got": bare}


def _cases(item: Deliverable, got: list[Piece], pieces: Sequence[Piece]) -> Iterator[dict[str, Any]]:
    """Cases are counted by their number, and each must come with what `each_with` names."""
    cases = sorted(_case_numbers(got))
    if len(cases) < item.min:
        yield {
            "code": "missing",
            "kind": item.kind,
            "title": item.title,
            "asked": item.min,
            "got": len(cases),
        }
    for case in cases:
        for name in item.each_with:
            if case not in _case_numbers([p for p in pieces if p.kind == item.kind and p.attached == name]):
                yield {"code": "attached", "title": item.title, "case": case, "with": name}


def _case_numbers(got: Sequence[Piece]) -> set[str]:
    """The numbers of cases; those without one take the numbers that are free."""
    named = {piece.case for piece in got if piece.case is not None}
    free = (number for number in map(str, count(1)) if number not in named)
    return named | {number for piece, number in zip(got, free, strict=False) if piece.case is None}


def _titled(task: Task, pieces: Sequence[Piece]) -> list[Piece]:
    """`pieces`, those without a title under that of the first deliverable of their kind."""
    first: dict[str | None, str | None] = {}
    for item in task.deliverables:
        for choice in item.any_of or (item,):
            first.setdefault(choice.kind, choice.title)
    return [piece if piece.title else replace(piece, title=first.get(piece.kind)) for piece in pieces]


def _fitting(item: Deliverable, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces handed in as `item` itself, not as something beside it; one without a title takes any."""
    titles = {item.title} if item.title else {piece.title for piece in pieces}
    mine = [p for p in pieces if p.kind == item.kind and p.attached is None and p.form in {None, item.form}]
    return [p for p in mine if p.title in titles]


def lack_text(lack: dict[str, Any], lang: str = "zh") -> str:
    """One missing thing in words, with what to do about it."""
    if lack["code"] in FORM_CODES:
        return form_text(lack, lang)
    english = lang == "en"
    title = lack.get("title") or KIND_TITLES.get(lack.get("kind") or "", ("材料", "material"))[english]
    if lack["code"] == "missing" and lack["asked"] > 1:
        nth = [str(n) for n in range(lack["got"] + 1, lack["asked"] + 1)]
        if english:
            got = f"{lack['got']} of {lack['asked']}"
            return f"{title}: {got}; number {', '.join(nth)} missing: add it or say why"
        which = "、".join(nth)
        return f"{title}应不少于{lack['asked']}件，收到{lack['got']}件，缺第{which}件；请补报或附情况说明"
    if lack["code"] == "any_of":
        kinds = [KIND_TITLES[kind][english] for kind in lack["kinds"]]
        return f"one of: {', '.join(kinds)}" if english else f"缺{'或'.join(kinds)}（任一即可）"
    if lack["code"] == "quota":
        title = f"{title} {lack['of']}" if lack["of"] else title
    zh, en = {
        "missing": ("缺{title}", "{title} is missing"),
        "caption": ("{title}有{got}件没有文字说明", "{got} of {title} without a caption"),
        "attached": ("{title}第{case}件缺{with}", "{title} number {case} comes without {with}"),
        "empty": ("“{title}”是空文件", "“{title}” is empty"),
        "same": ("“{title}”与另一件案例是同一文件", "“{title}” is the same file as another case"),
        "zero": ("“{title}”不适用零报告", "“{title}” takes no zero report"),
        "field": ("缺“{title}”", "“{title}” is missing"),
        "section": ("未见“{title}”部分", "no section “{title}” was found"),
        "said": ("{title}", "{title}"),
        "quota": (
            "{title}应为{asked}人，收到{got}人；请核对后补报或附情况说明",
            "{title}: {asked} people asked for, {got} named; put it right or say why",
        ),
        "unread": (
            "{title}的人数读不出：请另存为CSV，首行写列名，其中一列为“姓名”，一人一行",
            "the people of {title} cannot be read: CSV with a column “姓名” (name), one person a row",
        ),
        "unanswered": ("配合单位未反馈：{title}", "who helps has not answered: {title}"),
    }[lack["code"]]
    return (en if english else zh).format(**{**lack, "title": title})


def titles(declaration: Declaration, task: Task) -> list[str]:
    """What the task asks for, as a letter names it."""
    return [_title(declaration, item) for item in task.deliverables]


def _title(declaration: Declaration, item: Deliverable) -> str:
    if item.any_of:
        return "或".join(_title(declaration, choice) for choice in item.any_of)
    if item.short or item.title:
        return item.short or item.title or ""
    if item.form:
        form = declaration.forms[item.form]
        return form.short or form.title
    return KIND_TITLES[item.kind or "other"][0]
