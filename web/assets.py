"""Style sheets and scripts: read once at the start, served by their names, and by nothing else's."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_STATIC = FOLDER / "static"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file."""

    content: bytes
    media_type: str
    #: Of its content: a changed file has another address, so that none is ever old.
    mark: str


class Assets:
    """Every file of the folder `static`."""

    def __init__(self) -> None:
        """Read them."""
        self._by_name = {
            path.relative_to(_STATIC).as_posix(): _read(path) for path in _STATIC.rglob("*") if path.is_file()
        }

    def find(self, name: str) -> Asset | None:
        """The file of this name; a path that leads elsewhere is none."""
        return self._by_name.get(name)

    def address(self, name: str) -> str:
        """The address of a file, which must be there; templates say `asset('tokens.css')`."""
        return f"/static/{name}?v={self._by_name[name].mark}"


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith("javascript"):
        kind += "; charset=utf-8"
    return Asset(content, kind, hashlib.sha256(content).hexdigest()[:12])
