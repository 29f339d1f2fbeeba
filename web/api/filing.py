"""The interface's acts that bring something in: filings, items, tables of items."""

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

from fastapi import File, Form, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError

from actions import record as recording
from actions import submit as submitting
from actions.item_table import TableError, import_items
from actions.registering import day_of
from actions.seeing import campaign_seen, sees
from campaigns.evidence import lack_text
from campaigns.items import Item
from web.api import asked, told
from web.api.interface import V1, acted, seen
from web.api.interface import router as made
from web.language import words
from web.problems import Problem, ProblemError, wrong
from web.rules import allowed, bearer
from web.visit import Here, Visit

router = made()
_Body = TypeVar("_Body", bound=asked.Asked)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\\ud800-\udfff]")
#: Bytes of a file's name, of which its suffix has at most some.
_LONGEST, _SUFFIX = 200, 20


@router.post(
    f"{V1}/obligations/{{key:path}}/submissions", response_model=told.Receipt, summary=words("报送，可附文件")
)
@allowed(bearer("unit", "coordinator"))
def submit(
    visit: Here,
    key: str,
    submission: Annotated[str, Form(description=words("JSON：报送的内容，格式见 Submission"))] = "{}",
    files: Annotated[list[UploadFile], File(description=words("文件，次序同 submission.files"))] = [],  # noqa: B006
) -> Response:
    """Hand in 报送: what lacks something is received all the same."""
    said = read(asked.Submission, submission, "submission")
    if len(said.files) != len(files):
        raise ProblemError(
            wrong(visit, "/body/files", words("文件的个数应与 submission.files 一致，次序相同"))
        )
    with kept(files) as paths:
        handed = [
            submitting.Handed(path, *(getattr(one, name) for name in _HANDED))
            for one, path in zip(said.files, paths, strict=True)
        ]
        given = _submission(said, tuple(handed))

        def act() -> told.Receipt:
            seen(visit, [key])
            return _receipt(submitting.submit(visit.house, key, given, visit.actor), visit.lang)

        return acted(visit, act, said, *map(digest, paths), tells="receipt")


@router.post(
    f"{V1}/registrations", response_model=told.Receipts, summary=words("代为登记经其他渠道收到的多件")
)
@allowed(bearer("coordinator"))
def register(visit: Here, body: asked.Registered) -> Response:
    """Register what came another way, for several obligations: all of them or none."""
    said = {name: getattr(body, name) for name in ("zero", "note", "via", "received")}
    given = submitting.Submission(**said, lacks=tuple(body.lacks), by_office=True)

    def act() -> told.Receipts:
        seen(visit, body.ids)
        done = submitting.register(visit.house, body.ids, given, visit.actor)
        return told.Receipts(receipts=[_receipt(one, visit.lang) for one in done])

    return acted(visit, act, body, tells="receipt")


@router.post(
    f"{V1}/campaigns/{{campaign}}/items", response_model=told.Recorded, summary=words("登记一件事，开始计时")
)
@allowed(bearer("unit", "coordinator"))
def record(visit: Here, campaign: str, body: asked.Recorded) -> Response:
    """Record what starts a clock."""
    item = item_of(visit, body)

    def act() -> told.Recorded:
        campaign_seen(visit.house, visit.actor, campaign)
        done = recording.record_item(visit.house, campaign, body.kind, item, actor=visit.actor)
        opened = [one.id for one in done.opened if sees(visit.actor, one.unit)]
        own = {"kind": done.kind, "unit": done.unit, "number": done.own_number}
        return told.Recorded(**own, changed=done.changed, opened=opened)

    return acted(visit, act, body)


@router.post(
    f"{V1}/campaigns/{{campaign}}/items/{{kind}}/table",
    response_model=told.Imported,
    summary=words("登记整张表（CSV）"),
)
@allowed(bearer("unit", "coordinator"))
def import_table(
    visit: Here, campaign: str, kind: str, table: Annotated[UploadFile, File()], *, rehearse: bool = False
) -> Response:
    """Record every row of a table, or none; `rehearse` only looks at it."""
    with kept([table]) as [path]:

        def act() -> told.Imported:
            campaign_seen(visit.house, visit.actor, campaign)
            try:
                done = import_items(visit.house, campaign, kind, path, actor=visit.actor, rehearse=rehearse)
            except TableError as error:
                raise ProblemError(_table_faults(visit, error)) from None
            counts = {name: getattr(done, name) for name in ("recorded", "known", "opened", "late")}
            return told.Imported(**counts)

        return acted(visit, act, digest(path))


def item_of(visit: Visit, body: asked.Recorded) -> Item:
    """The item that a body names; raises ProblemError 422 for a date that is none."""
    try:
        happened = day_of(body.happened)
    except ValueError:
        raise ProblemError(wrong(visit, "/body/date", words("日期应写成 2017-09-27"))) from None
    return Item(body.unit, body.number, happened, body.what, body.due, body.fields)


_HANDED = ("kind", "title", "case", "attached", "caption", "form")


def read(kind: type[_Body], text: str, part: str) -> _Body:
    """What the `part` of a form says; raises RequestValidationError as a body would."""
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        found = [{**one, "loc": ("body", part, *one["loc"])} for one in error.errors()]
        raise RequestValidationError(found) from None


def _submission(said: asked.Submission, files: tuple[submitting.Handed, ...]) -> submitting.Submission:
    forms = {
        name: {(row, column): typed for row, cells in rows.items() for column, typed in cells.items()}
        for name, rows in said.forms.items()
    }
    same = ("texts", "fields", "zero", "note", "by_office", "received")
    plain = {name: getattr(said, name) for name in same}
    via = said.via or (words("未注明") if said.by_office else "system")
    return submitting.Submission(files, forms=forms, via=via, lacks=tuple(said.lacks), **plain)


def _receipt(done: submitting.Submitted, lang: str) -> told.Receipt:
    same = ("id", "version", "closed", "received", "registered", "hash")
    plain = {name: getattr(done, name) for name in same}
    return told.Receipt(
        receipt=done.number,
        lacking=[lack_text(one, lang) for one in done.lacking],
        doubts=[lack_text(one, lang) for one in done.doubts],
        files=[told.KeptFile(name=one.name, size=one.size, sha256=one.sha256) for one in done.files],
        **plain,
    )


def _table_faults(visit: Visit, error: TableError) -> Problem:
    """Every fault of the table, by its line."""
    faults = [(f"/body/table/{one.line}", one.said(visit.lang)) for one in error.faults]
    found = tuple({"pointer": pointer, "detail": detail} for pointer, detail in faults)
    return Problem(409, "refused", visit.say(words("没有办成")), error.said(visit.lang), found)


@contextmanager
def kept(files: Sequence[UploadFile]) -> Iterator[list[Path]]:
    """The files that came, each in a folder of its own under a name that is none of a path's."""
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        paths = []
        for place, file in enumerate(files):
            path = Path(folder) / str(place) / _name(file.filename or "")
            path.parent.mkdir()
            with path.open("wb") as kept:
                while chunk := file.file.read(1 << 20):
                    kept.write(chunk)
            paths.append(path)
        yield paths


def _name(given: str) -> str:
    """`given` as a name that every file system takes, with its suffix."""
    name = _UNSAFE.sub("_", given.encode("utf-8", "replace").decode())
    stem, suffix = Path(name).stem, Path(name).suffix
    whole = _cut(stem, _LONGEST) + _cut(suffix, _SUFFIX)
    return whole if whole.strip(".") else "file"


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def digest(path: Path) -> bytes:
    """Of a file that came, with its name: what makes a request the same."""
    with path.open("rb") as file:
        return path.name.encode() + hashlib.file_digest(file, "sha256").digest()
