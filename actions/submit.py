"""Submit 报送: what a unit hands in, or what the office registers for it; received whatever it lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from actions.acts import MOST_SAID, Act, acting_on, find
from actions.figures import Figures, form_called, read_figures
from actions.filestore import Kept, keep, text_of
from actions.house import ActionError, House, OnRecord
from actions.mentions import receipt_number
from campaigns.deciding.filing import Filing, file
from campaigns.declaration import HELPING, Declaration, Task
from campaigns.events import Actor
from campaigns.evidence import Piece, doubts, lacking, zero_allowed
from campaigns.form_sheet import MOST_BYTES
from campaigns.form_values import Typed, Value
from campaigns.forms import Form
from campaigns.happened import Happened
from campaigns.lifecycle import CLOSED, SUSPENDED, TAKEN_OUT, Tracked
from campaigns.plain import is_plain
from campaigns.roster import Roster, read_roster
from store import obligations
from store.engine import Connection


@dataclass(frozen=True, slots=True)
class Handed:
    """One file as it is handed in, and as what."""

    path: Path
    kind: str
    title: str | None = None
    #: Which case it is, or belongs to.
    case: str | None = None
    #: What it accompanies its case as, e.g. 处罚决定书.
    attached: str | None = None
    caption: str | None = None
    #: Which statistics table it is, to be read cell by cell; None: a file like any other.
    form: str | None = None
    #: Under which name it was handed in; None: that of its path.
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What is handed in."""

    files: tuple[Handed, ...] = ()
    #: Short texts typed instead of attached, by deliverable title.
    texts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    #: Statistics tables typed instead of attached, by what people call the form.
    forms: Mapping[str, Typed] = field(default_factory=dict)
    zero: bool = False
    note: str | None = None
    #: Registered by the office: how it came, when it was received, and what the office says it lacks.
    by_office: bool = False
    via: str = "system"
    received: datetime | None = None
    lacks: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        """Whether anything is handed in at all."""
        said = (self.texts, self.fields, self.forms, self.note)
        return bool(self.files) or self.zero or any(said)


@dataclass(frozen=True, slots=True)
class Submitted:
    """The receipt 回执."""

    number: str
    id: str
    version: int
    received: datetime
    registered: datetime
    closed: bool
    lacking: tuple[dict[str, Any], ...]
    doubts: tuple[dict[str, Any], ...]
    files: tuple[Kept, ...]
    #: The statistics tables that were read, each with its cells.
    figures: tuple[tuple[Form, tuple[Value, ...]], ...]
    #: The history's last hash after this act.
    hash: str


def submit(house: House, key: str, submission: Submission, actor: Actor) -> Submitted:
    """File for the obligation `key`: what lacks something is received as 材料不齐, what is whole is closed.

    Raises ActionError for an unknown or closed obligation, a file that cannot be read, an instant that lies
    ahead, and a unit that acts for another; then nothing is written.
    """
    [done] = register(house, [key], submission, actor)
    return done


def register(
    house: House, keys: Iterable[str], submission: Submission, actor: Actor
) -> tuple[Submitted, ...]:
    """File for each of these ids, all of one campaign, in one transaction: all of them or none, as `submit`.

    Several are what came another way and the office registers: one instant, one channel, and nothing that is
    the material of one of them. Raises ActionError where it is.
    """
    wanted = tuple(dict.fromkeys(keys))
    if len(wanted) > 1:
        _may_file_together(submission)
    kept = keep(house.files, *_paths(submission))
    # A unit is not told the ids of others.
    with acting_on(house, wanted, house.now(), guess=actor.role != "unit") as acts:
        filed = {}
        # A lead is told who has not answered: of what came together, it is entered last.
        for act in sorted(acts, key=lambda act: act.row.role == "lead"):
            filed[act.row.id] = _filed(act, submission, kept, actor)
            act.ledger.flush()
    # The end of the chain stands once all of them are on it.
    return tuple(replace(filed[act.row.id], hash=act.ledger.head.hash) for act in acts)


def judged(house: House, key: str, submission: Submission, actor: Actor) -> Filing:
    """What `submission` would be received as now, with all that it lacks; nothing is recorded.

    Raises ActionError as `submit`.
    """
    kept = keep(house.settings.data / "drafts", *_paths(submission))
    with house.store.read() as connection:
        record = house.on_record(connection, key.partition("/")[0])
        row = find(connection, record, key, guess=False)
        now = house.now().astimezone(record.zone)
        return _judged(connection, record, row, now, submission, kept, actor)[0]


def _paths(submission: Submission) -> tuple[list[Path], list[str | None]]:
    return [one.path for one in submission.files], [one.name for one in submission.files]


def _judged(
    connection: Connection,
    record: OnRecord,
    row: Tracked,
    now: datetime,
    submission: Submission,
    kept: tuple[Kept, ...],
    actor: Actor,
) -> tuple[Filing, Figures]:
    """The filing that `submission` is at `now`; raises ActionError for one that is not received."""
    task = record.planner.campaign.tasks[row.task].asked_of(row.role)
    _may_file(row, actor, submission)
    submission = _by_key(record.planner.declaration, task, submission)
    received = _received(submission, now, record.planner.campaign.begins)
    typed = {**submission.forms, **_sheets(submission.files, kept)}
    figures = read_figures(connection, record, row, typed, submission.fields, now.date())
    filing = _filing(task, _begun(connection, record, row, task), submission, kept, received, now)
    filing = _with_figures(filing, figures)
    return replace(filing, doubts=(*filing.doubts, *_unanswered(connection, record, row))), figures


def _filed(act: Act, submission: Submission, kept: tuple[Kept, ...], actor: Actor) -> Submitted:
    """Put one filing on record inside its transaction; its receipt."""
    filing, figures = _judged(act.connection, act.record, act.row, act.now, submission, kept, actor)
    forms = act.record.planner.declaration.forms
    request = act.request("extension") if act.row.asks_extension else None
    events = file(act.row, filing, act.notices, request.sequence if request is not None else None)
    act.append(events, actor)
    version = act.row.filings + 1
    return Submitted(
        number=receipt_number(act.record.key, act.row.number, version),
        id=act.row.id,
        version=version,
        received=filing.received,
        registered=act.now,
        closed=events[-1].kind == "closed",
        lacking=filing.lacking,
        doubts=filing.doubts,
        files=kept,
        figures=tuple((forms[key], some) for key, some in figures.values.items()),
        hash=act.ledger.head.hash,
    )


def _unanswered(connection: Connection, record: OnRecord, row: Tracked) -> list[dict[str, Any]]:
    """Those who help and have not answered the lead that files: it is named, and never the lead's fault."""
    units = record.planner.declaration.units
    if row.role != "lead":
        return []
    found = obligations.not_answered(connection, record.key, row.task, row.period, HELPING)
    return [{"code": "unanswered", "title": "、".join(units[one].short for one in found)}] if found else []


def _may_file_together(submission: Submission) -> None:
    """The office registers many at once; files, forms and texts are the material of one obligation."""
    if not submission.by_office:
        raise ActionError(
            "一次登记多件由办公室代为登记：请加 --by-office，或逐件报送",
            "only the office registers several at once: --by-office, or file one by one",
        )
    if submission.files or submission.forms or submission.texts:
        raise ActionError(
            "附件、统计表和文字材料属于一件事项：请逐件登记有材料的",
            "files, forms and texts belong to one obligation: register those with material one by one",
        )


def _by_key(declaration: Declaration, task: Task, submission: Submission) -> Submission:
    """`submission` with its statistics tables by key; raises ActionError for one that is not asked for."""
    files = tuple(
        replace(one, form=one.form and form_called(declaration, task, one.form)) for one in submission.files
    )
    typed = [(form_called(declaration, task, name), cells) for name, cells in submission.forms.items()]
    named = [key for key, _ in typed] + [one.form for one in files if one.form]
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        raise ActionError(f"“{twice}”交了两份：请只交一份", f"“{twice}” is handed in twice: hand in one")
    return replace(submission, files=files, forms=dict(typed))


def _sheets(files: Sequence[Handed], kept: Sequence[Kept]) -> dict[str, Typed | Path]:
    """The statistics tables among the files, as they are kept, by key."""
    return {h.form: one.path for h, one in zip(files, kept, strict=True) if h.form is not None}


def _with_figures(filing: Filing, figures: Figures) -> Filing:
    """`filing` with what its statistics tables say and lack."""
    lacking = (*filing.lacking, *figures.lacking)
    return replace(filing, lacking=lacking, doubts=(*filing.doubts, *figures.doubts), values=figures.recorded)


def _may_file(row: Tracked, actor: Actor, submission: Submission) -> None:
    if submission.by_office and actor.role != "coordinator":
        raise ActionError(
            "代为登记只能由办公室（督办员）办理：请用 --as coordinator",
            "only the office registers for a unit: --as coordinator",
        )
    if not submission.by_office and actor.role == "unit" and actor.unit != row.unit:
        raise ActionError(f"没有承办事项“{row.id}”", f"there is no obligation “{row.id}”")
    if not submission.by_office and actor.role != "unit":
        raise ActionError(
            "报送由责任单位办理：请用 --as unit:单位；代为登记请加 --by-office",
            "the responsible unit files: --as unit:UNIT; the office adds --by-office",
        )
    if not submission.by_office and not submission.given:
        raise ActionError(
            "没有可报送的内容：请附文件、填写文字，或按零报告 --zero 报送",
            "nothing to file: attach a file, type a text, or report --zero",
        )
    if not submission.by_office and (submission.via != "system" or submission.lacks):
        raise ActionError(
            "渠道和缺项由办公室代为登记时注明", "only the office states channel and lacks: --by-office"
        )
    said = (submission.via, submission.note or "", *submission.lacks, *submission.texts, *submission.fields)
    if not all(is_plain(text) and len(text) <= MOST_SAID for text in said):
        raise ActionError(
            f"渠道、缺项和说明应为{MOST_SAID}字以内的普通文字，不含控制字符",
            f"channel, lacks and remarks are plain text of at most {MOST_SAID} characters",
        )
    _refuse_closed(row)


def _refuse_closed(row: Tracked) -> None:
    """Nothing is filed for what was withdrawn, is paused, or is closed."""
    if row.status == TAKEN_OUT:
        raise ActionError(
            f"“{row.id}”已由补充通知撤销，不再要求报送",
            f"“{row.id}” was withdrawn by an amendment: nothing is asked for any more",
        )
    if row.status == SUSPENDED:
        raise ActionError(
            f"“{row.id}”暂停计时（{row.pause_cause}）：请先由督办员恢复计时（duban pause --resume）",
            f"“{row.id}” is paused ({row.pause_cause}): the coordinator resumes it first",
        )
    if row.status == CLOSED:
        raise ActionError(
            f"“{row.id}”已办结：如需更正，请联系督办员退回后再报",
            f"“{row.id}” is closed: ask the coordinator to return it first",
        )


def _received(submission: Submission, now: datetime, issued: date) -> datetime:
    """When it reached the office: now, or what the office attests, never ahead of now."""
    received = submission.received or now
    if received > now:
        raise ActionError(
            f"收到时间{received.isoformat()}晚于现在{now.isoformat()}：请核对",
            f"received {received.isoformat()} lies after now, {now.isoformat()}: check it",
        )
    if submission.received is not None and received.astimezone(now.tzinfo).date() < issued:
        raise ActionError(
            f"收到时间{received.isoformat()}早于文件落款日期{issued.isoformat()}：请核对",
            f"received {received.isoformat()} lies before the document's date {issued.isoformat()}: check it",
        )
    if submission.received is not None and not submission.by_office:
        raise ActionError(
            "只有办公室代为登记时才能写收到时间：请加 --by-office",
            "only --by-office may state when it was received",
        )
    return received.astimezone(now.tzinfo)


def _filing(
    task: Task,
    begun: date | None,
    submission: Submission,
    kept: tuple[Kept, ...],
    received: datetime,
    now: datetime,
) -> Filing:
    pieces = [*_pieces(submission.files, kept), *_typed(submission.texts)]
    pieces += [Piece("form", form=name) for name in submission.forms]
    missing = lacking(task, pieces, submission.fields, zero=submission.zero)
    if submission.by_office and not kept:
        # The office saw the material in another system: it says itself what was lacking.
        missing = [lack for lack in missing if lack["code"] in {"field", "zero"}]
    missing += [{"code": "said", "title": said} for said in submission.lacks]
    missing += [{"code": "empty", "title": one.name} for one in kept if one.size == 0]
    return Filing(
        received=received,
        registered=now,
        channel=submission.via,
        registrar="office" if submission.by_office else None,
        zero=submission.zero and zero_allowed(task),
        files=tuple(_file_row(handed, one) for handed, one in zip(submission.files, kept, strict=True)),
        fields={**submission.fields, **submission.texts},
        lacking=tuple(missing),
        doubts=(*doubts(task, pieces), *_same(submission.files, kept)),
        note=submission.note,
        done_on=_done_on(task, submission.fields, begun, now.date()),
        reviewed=task.reviewed,
    )


def _same(files: Sequence[Handed], kept: Sequence[Kept]) -> list[dict[str, Any]]:
    """Cases that are one and the same file: received, and pointed out."""
    seen: set[str] = set()
    found = []
    for handed, one in zip(files, kept, strict=True):
        if handed.kind == "case" and handed.attached is None:
            found += [{"code": "same", "title": one.name}] if one.sha256 in seen else []
            seen.add(one.sha256)
    return found


def _pieces(files: Sequence[Handed], kept: Sequence[Kept]) -> list[Piece]:
    return [
        Piece(
            *(handed.kind, handed.title, handed.case, handed.attached, handed.caption),
            *(text_of(one), handed.form),
            roster=_people(one) if handed.kind == "roster" else None,
        )
        for handed, one in zip(files, kept, strict=True)
    ]


def _people(kept: Kept) -> Roster | None:
    """Who stands in a roster, for counting; None where it is no table."""
    return read_roster(kept.path.read_bytes()) if kept.size <= MOST_BYTES else None


def _typed(texts: dict[str, str]) -> list[Piece]:
    return [Piece("text", title, content=content) for title, content in texts.items() if content.strip()]


def _file_row(handed: Handed, kept: Kept) -> dict[str, Any]:
    own = {"kind": handed.kind, "title": handed.title, "case": handed.case, "attached": handed.attached}
    return {**own, "caption": handed.caption, "name": kept.name, "size": kept.size, "sha256": kept.sha256}


def _begun(connection: Connection, record: OnRecord, row: Tracked, task: Task) -> date | None:
    """From which day on it can have been done: that of the item that opened it, else its opening."""
    if row.item is not None and task.for_each is not None:
        unit, _, number = row.item.rpartition("/")
        known = obligations.item(connection, record.key, task.for_each, unit or row.unit, number)
        if known is not None:
            return Happened.read(number, known["happened"], record.zone).day
    return row.opens.date() if row.opens is not None else None


def _done_on(task: Task, fields: dict[str, str], begun: date | None, today: date) -> date | None:
    """The day a thing was done, where the task closes with a date: the first declared field that is one."""
    for name in task.closes_with:
        if "日期" in name and fields.get(name):
            try:
                day = date.fromisoformat(fields[name])
            except ValueError:
                raise ActionError(
                    f"“{name}”应写成 2017-10-10，写的是“{fields[name]}”",
                    f"write “{name}” as 2017-10-10, got “{fields[name]}”",
                ) from None
            if day > today or (begun is not None and day < begun):
                raise ActionError(
                    f"“{name}”{day.isoformat()}不在事项发生之后、今天之前：请核对",
                    f"“{name}” {day.isoformat()} is not between the event and today: check it",
                )
            return day
    return None
