"""What an entry of `include` may say: a path from its own file, never out of the main file's folder."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import PureWindowsPath
from typing import Any

from campaigns.plain import is_plain

_WILD = ("*", "?")


class NotIncludedError(Exception):
    """Nothing can be included: the fault's `code`, and what its wording needs beside the path."""

    def __init__(self, code: str, **values: Any) -> None:
        """Carry them to whoever knows the place."""
        super().__init__(code)
        self.code = code
        self.values = values


def path_of(written: str, by: str) -> str:
    """Where `written`, in the file `by`, leads: both by their paths from the main file's folder, with “/”.

    Judged by its letters alone; raises NotIncludedError for what is no relative path or leaves the folder.
    """
    if not is_plain(written):
        raise NotIncludedError("hostile_text", text=ascii(written)[:60])
    mended = _mended(written)
    # A path is judged as Windows reads it, too: declarations are carried from one machine to another.
    if any(PureWindowsPath(path).anchor for path in (written, mended)):
        raise NotIncludedError("include_outside")
    parts = by.split("/")[:-1]
    for part in written.replace("\\", "/").split("/"):
        if part == ".." and not parts:
            raise NotIncludedError("include_outside")
        if part == "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    if mended != written:
        raise NotIncludedError("include_form", nearest=mended)
    return "/".join(parts)


def _mended(written: str) -> str:
    """`written` as it would be right: forward slashes, the stars in the file's name."""
    *folders, name = written.replace("\\", "/").split("/")
    plain = next((at for at, part in enumerate(folders) if is_pattern(part)), len(folders))
    name = name if name not in {"", ".", ".."} else "*.yaml"
    return "/".join([*folders[:plain], name.replace("**", "*")]) if written else "units/*.yaml"


def is_pattern(path: str) -> bool:
    """Whether `path` stands for all files whose names match."""
    return any(sign in path for sign in _WILD)


def matching(pattern: str, names: Iterable[str]) -> Iterator[str]:
    """Those of `names` that match: * is any letters, ? is one; hidden files only where the pattern is."""
    literal = pattern.replace("[", "[[]")
    for name in names:
        if fnmatchcase(name, literal) and (pattern.startswith(".") or not name.startswith(".")):
            yield name
