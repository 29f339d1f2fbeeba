"""Revisions: a campaign's declaration as it is put on record, and the digest by which it is known."""

import hashlib
import json

from pydantic import ValidationError

from actions.declared import Declared
from campaigns.declaration import Declaration


def digest(declaration: Declaration) -> str:
    """SHA-256 over the resolved declaration without its contacts, which are always the newest."""
    return digest_of(written(declaration))


def as_read_today(written: str) -> str | None:
    """The digest of a declaration on record, maybe of an older program; None where it cannot be read."""
    try:
        return digest(Declaration.model_validate_json(written))
    except ValidationError:
        return None


def digest_of(written: str) -> str:
    """The same of a declaration as it is `written` on record, by whichever version of the program.

    Raises ValueError, KeyError, TypeError or AttributeError where it is none.
    """
    plain = json.loads(written)
    for unit in plain["units"].values():
        for role in ("contact", "deputy", "head"):
            unit.pop(role, None)
    for campaign in plain["campaigns"].values():
        campaign.get("leading_group", {}).pop("contact", None)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def written(declaration: Declaration) -> str:
    """A declaration as JSON, in the order declared: the registry's order of units is part of it."""
    return declaration.model_dump_json(by_alias=True, exclude_none=True)


def sources(declared: Declared, key: str) -> str:
    """The text that campaign `key` was read from, for its line numbers.

    Of several files, the main one and those that hold something the campaign reaches: as a JSON list of pairs
    of path and text, in the order of reading. No declaration begins with a list, so that a text alone is told
    from it.
    """
    source, files = declared.source, declared.source.files
    if len(files) == 1:
        return files[source.file].text
    reached = declared.planner(key).declaration
    sections = [(name, getattr(reached, name)) for name in type(reached).model_fields]
    named = [(section, one) for section, names in sections if isinstance(names, dict) for one in names]
    held = {source.file, *(source.mark(path, key=True).file for path in named)}
    return json.dumps([(file, one.text) for file, one in files.items() if file in held], ensure_ascii=False)
