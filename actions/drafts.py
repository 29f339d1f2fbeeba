"""Files of a form that was not taken in yet: kept for a day, outside the record, and not chosen again."""

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from actions.filestore import keep
from actions.house import House
from actions.signing_keys import sign, verified

#: Under which purpose the server knows its own drafts again, and how long they are kept, in seconds.
PURPOSE, KEPT = "duban draft 1", 24 * 3600


@dataclass(frozen=True, slots=True)
class Draft:
    """One file that was read, and as what it is handed in."""

    #: The obligation it belongs to.
    key: str
    name: str
    size: int
    sha256: str
    kind: str
    title: str | None = None
    case: str | None = None
    attached: str | None = None

    def path(self, house: House) -> Path:
        """Where it lies."""
        return _folder(house) / self.sha256[:2] / self.sha256

    def token(self, house: House) -> str:
        """What a form carries in its place."""
        return sign(house, PURPOSE, json.dumps(list(asdict(self).values()), ensure_ascii=False))


def take_in(house: House, source: BinaryIO, name: str) -> tuple[str, int, str]:
    """Keep what `source` holds, handed in as `name`: the name it is kept under, its bytes and its hash.

    Raises ActionError for what is refused or cannot be kept.
    """
    _forget(house)
    with tempfile.TemporaryDirectory(dir=house.settings.data) as folder:
        path = Path(folder) / "part"
        with path.open("wb") as writing:
            shutil.copyfileobj(source, writing)
        [kept] = keep(_folder(house), [path], [name])
    return kept.name, kept.size, kept.sha256


def known(house: House, key: str, token: str) -> Draft | None:
    """The draft of the obligation `key` that a form carries; None where it is none, or no longer kept."""
    told = verified(house, PURPOSE, token)
    draft = Draft(*json.loads(told)) if told is not None else None
    return draft if draft is not None and draft.key == key and draft.path(house).is_file() else None


def _forget(house: House) -> None:
    """What was kept longer than a day is gone."""
    for path in _folder(house).glob("??/*"):
        if path.stat().st_mtime < house.real_now().timestamp() - KEPT:
            path.unlink(missing_ok=True)


def _folder(house: House) -> Path:
    return house.settings.data / "drafts"
