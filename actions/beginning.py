"""A first declaration: written where none is, with the schema that editors complete it by."""

import json
import sys
from pathlib import Path

from actions import declared
from actions.texts import text_of
from campaigns.converting import converted
from campaigns.excerpt import excerpt
from campaigns.faults import Fault, FaultsError, RefusalError
from campaigns.nearest import suggestion
from campaigns.reach import reach
from campaigns.schema import schema
from deadlines.calendars import Calendars

#: The schema that stands beside the file, for completion in editors.
SCHEMA = "campaigns.schema.json"
#: An invented district's monthly reports and summary; every line is there to be changed.
STARTER = Path(__file__).with_name("starter.yaml")
_HEAD = f"""\
# yaml-language-server: $schema=./{SCHEMA}
# 专项行动申报文件：改好后先 duban check，再 duban plan · change it, then check and plan
"""


def begin(file: Path, tongue: str, like: str | None = None) -> list[Path]:
    """Write a declaration into `file`, its keys in `tongue` (zh or en); the files that were written.

    It is a small one, or the campaign `like` of those that come with the program. Raises RefusalError where
    `file` is there already, FaultsError for an unknown campaign.
    """
    text = text_of(STARTER) if like is None else _like(like)
    if file.exists():
        said = f"“{file}”已存在，不覆盖：请换一个文件名"
        raise RefusalError(said, f"{file} exists and is not overwritten: name another file")
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.parent / SCHEMA
    with file.open("x", encoding="utf-8", newline="") as opened:
        opened.write(_HEAD + converted(text, file.name, tongue))
    if beside.exists():
        return [file]
    beside.write_text(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return [file, beside]


def packaged() -> Path:
    """The declaration that comes with the program: in its checkout, or installed beside it."""
    checkout = Path(__file__).parents[1] / "campaigns.yaml"
    return checkout if checkout.exists() else Path(sys.prefix) / "share" / "duban" / checkout.name


def _like(key: str) -> str:
    file = packaged()
    found = declared.load(file, Calendars.packaged())
    known = found.declaration.campaigns
    if key not in known:
        values = {"name": key, "suggestion": suggestion(key, known) or ", ".join(known)}
        line = found.source.line(("campaigns",))
        raise FaultsError([Fault(file.name, line, 1, "unknown_campaign", values)])
    return excerpt(text_of(file), reach(found.declaration, key))
