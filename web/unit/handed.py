"""What was sent by the form of a filing: what was typed, and the files, kept until it is taken in."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from actions.drafts import Draft, known, take_in
from actions.owed import Dossier
from actions.submit import Handed, Submission
from campaigns.faults import RefusalError
from campaigns.form_cells import read_date
from campaigns.form_values import Cell, kind_of_signature
from web.unit.contract import MOST_PLACES, Asked, Place, forms, further
from web.unit.desk import Desk
from web.unit.typed_tables import cell_ids

#: Fields that one form may have: a table has many.
_MOST_FIELDS, _MOST_FILES = 5000, 200


async def _sent(request: Request) -> AsyncIterator[FormData]:
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as found:
        yield found


#: The form that was sent, after the route's rule was seen to.
Form = Annotated[FormData, Depends(_sent)]


@dataclass(frozen=True, slots=True)
class Keep:
    """A file that is there already: read before, or of the version before."""

    #: The value that the form carries in its place.
    token: str
    name: str
    size: int
    kind: str
    title: str | None
    case: str | None
    attached: str | None
    caption: str
    #: The field of its caption.
    caption_id: str
    handed: Handed

    @property
    def own(self) -> tuple[str, str | None, str | None, str | None]:
        """As what it is handed in."""
        return self.kind, self.title, self.case, self.attached


@dataclass(slots=True)
class Sent:
    """Everything that stands in the form."""

    tables: dict[str, dict[Cell, str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    note: str = ""
    kept: list[Keep] = field(default_factory=list)
    #: How many places were asked for, by id.
    counts: dict[str, int] = field(default_factory=dict)
    #: Files that are refused, by field.
    errors: dict[str, str] = field(default_factory=dict)

    def submission(self) -> Submission:
        """It as it is filed; a table in which nothing was typed is not handed in."""
        return Submission(
            files=tuple(one.handed for one in self.kept),
            texts={title: text for title, text in self.texts.items() if text.strip()},
            fields={name: said for name, said in self.fields.items() if said.strip()},
            forms={key: cells for key, cells in self.tables.items() if any(map(str.strip, cells.values()))},
            note=self.note.strip() or None,
        )


def counts_of(form: FormData) -> dict[str, int]:
    """How many places the form had, and the one more that was asked for."""
    found: dict[str, int] = {}
    for name in form:
        said = _text(form, name)
        if name.startswith("count-") and said.isdecimal() and said.isascii():
            found[name.removeprefix("count-")] = min(int(said[:3]), MOST_PLACES)
    more = _text(form, "more")
    return found | ({more: min(found[more] + 1, MOST_PLACES)} if more in found else {})


def read(
    desk: Desk,
    about: Dossier,
    form: FormData,
    things: tuple[Asked, ...],
    names: Mapping[str, str],
    old: Mapping[str, Keep],
) -> Sent:
    """What was sent; `names`: closing fields and signatures by field, `old`: files of the version before."""
    found = Sent(counts=counts_of(form), note=_text(form, "note"))
    declaration, task = about.record.planner.declaration, about.task
    for key in forms(task):
        ids = cell_ids(key, declaration.forms[key])
        found.tables[key] = {cell: _text(form, id_) for cell, id_ in ids.items()}
    found.texts = {one.title: _text(form, one.id) for one in things if one.how == "text"}
    found.fields = {name: _dated(name, _text(form, id_)) for id_, name in names.items()}
    for token in form.getlist("kept"):
        if isinstance(token, str) and (one := _again(desk, form, token, old)) is not None:
            found.kept.append(one)
    for place in (*(place for one in things for place in one.places), further()):
        for upload in form.getlist(place.id):
            if isinstance(upload, UploadFile) and upload.filename:
                _take(desk, found, place, upload, _text(form, place.caption))
    return found


def of_version(desk: Desk, filing: Mapping[str, object] | None) -> dict[str, Keep]:
    """The files of the version before, by what the form carries in their place."""
    found = {}
    files = filing["files"] if filing is not None else []
    for one in files if isinstance(files, list) else []:
        token = f"v{one['version']}-{one['position']}"
        path = desk.house.files / one["sha256"][:2] / one["sha256"]
        own = (one["kind"], one["title"], one["case"], one["attached"])
        handed = Handed(path, *own, one["caption"], name=one["name"])
        found[token] = Keep(
            token, one["name"], one["size"], *own, one["caption"] or "", _caption(token), handed
        )
    return found


def _again(desk: Desk, form: FormData, token: str, old: Mapping[str, Keep]) -> Keep | None:
    caption = _text(form, _caption(token))
    if token in old:
        return _captioned(old[token], caption or old[token].caption)
    draft = known(desk.house, desk.key, token)
    return None if draft is None else _of_draft(desk, draft, token, caption)


def _take(desk: Desk, found: Sent, place: Place, upload: UploadFile, caption: str) -> None:
    """Keep one file, or say why it is refused."""
    try:
        name, size, sha256 = take_in(desk.house, upload.file, upload.filename or "")
    except RefusalError as error:
        found.errors[place.id] = error.said(desk.visit.lang)
        return
    draft = Draft(desk.key, name, size, sha256, *place.own)
    found.kept.append(_of_draft(desk, draft, draft.token(desk.house), caption))


def _of_draft(desk: Desk, draft: Draft, token: str, caption: str) -> Keep:
    own = (draft.kind, draft.title, draft.case, draft.attached)
    handed = Handed(draft.path(desk.house), *own, caption or None, name=draft.name)
    return Keep(token, draft.name, draft.size, *own, caption, _caption(token), handed)


def _captioned(one: Keep, caption: str) -> Keep:
    own = (one.kind, one.title, one.case, one.attached)
    handed = Handed(one.handed.path, *own, caption or None, name=one.name)
    return Keep(one.token, one.name, one.size, *own, caption, one.caption_id, handed)


def _caption(token: str) -> str:
    """The field of the caption of what is kept."""
    return "caption-" + hashlib.sha256(token.encode()).hexdigest()[:10]


def _dated(name: str, said: str) -> str:
    """A day as the record writes it, whichever way it was typed; anything else as it was typed."""
    if kind_of_signature(name) != "date" or not said.strip():
        return said
    return read_date(said, date.max).value or said


def _text(form: FormData, name: str) -> str:
    said = form.get(name)
    return said if isinstance(said, str) else ""
