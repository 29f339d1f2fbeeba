"""A declaration's files: read whole, within bounds, and what it includes never from outside its folder."""

import os
import stat
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path

from campaigns.faults import Fault, FaultsError
from campaigns.include_paths import NotIncludedError
from campaigns.nodes import MAX_BYTES, too_large


def text_of(file: Path) -> str:
    """The file's text; raises FaultsError where it cannot be read or is too large."""
    try:
        return _read(file, file.name)
    except OSError:
        raise FaultsError([Fault(file.name, 1, 1, "no_file", {"file": str(file)})]) from None


def text_lines(file: Path) -> list[str]:
    """The file's lines for showing faults; none when it cannot be read."""
    try:
        return text_of(file).split("\n")
    except FaultsError:
        return []


class Beside:
    """The folder of a declaration, as `campaigns.including` asks for it."""

    def __init__(self, file: Path, typed: Mapping[str, str] | None = None) -> None:
        """Look around the main `file`, which was read already; what is `typed` stands for a file's text."""
        self._folder = Path(os.path.realpath(file.parent))
        self._typed = typed or {}
        self.main = _identity(file.stat()) if file.exists() else ()
        #: The files whose text was asked for, by their paths, in that order.
        self.asked: list[str] = []

    def find(self, path: str) -> Hashable:
        """What tells the file at `path` from any other, whatever it is called.

        Raises NotIncludedError for what is not there, is no plain file, or lies outside, where links lead.
        """
        place = self._inside(path)
        try:
            found = place.stat()
        except PermissionError:
            raise NotIncludedError("include_unreadable") from None
        except OSError:
            raise NotIncludedError("include_missing") from None
        if stat.S_ISDIR(found.st_mode):
            raise NotIncludedError("include_folder")
        # A pipe or a device might never end.
        if not stat.S_ISREG(found.st_mode):
            raise NotIncludedError("include_unreadable")
        return _identity(found)

    def text(self, path: str) -> str:
        """The text at `path`; raises FaultsError for what is no text, NotIncludedError where it is closed."""
        self.asked.append(path)
        if path in self._typed:
            return self._typed[path]
        try:
            return _read(self._inside(path), path)
        except OSError:
            raise NotIncludedError("include_unreadable") from None

    def place(self, path: str) -> Path:
        """Where the file at `path` lies, links followed; raises NotIncludedError for what lies outside."""
        return self._inside(path)

    def names(self, path: str) -> Iterator[str]:
        """The names in the folder at `path` that are no folders, in no order; none where there is no folder.

        Raises NotIncludedError where it cannot be listed, so that no file in it is left out unseen.
        """
        try:
            with os.scandir(self._inside(path)) as found:
                yield from (one.name for one in found if not one.is_dir(follow_symlinks=False))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            raise NotIncludedError("include_unreadable") from None

    def _inside(self, path: str) -> Path:
        place = Path(os.path.realpath(self._folder / path))
        if not place.is_relative_to(self._folder):
            raise NotIncludedError("include_outside")
        return place


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _read(file: Path, name: str) -> str:
    """The text of `file`, called `name` in faults; raises OSError, FaultsError."""
    with file.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FaultsError([too_large(name)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FaultsError([Fault(name, line, 1, "not_utf8", {})]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
