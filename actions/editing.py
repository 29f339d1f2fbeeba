"""The declaration in an editor: checked as it is typed, written only without errors, over what was opened.

A text that is typed is no record: the history tells nothing of it, and of a file that was replaced the former
content is kept in the data folder.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from actions.beginning import STARTER
from actions.declared import Declared, checked
from actions.house import House
from actions.texts import Beside, text_of
from campaigns.converting import converted
from campaigns.faults import Fault, FaultsError, RefusalError
from campaigns.include_paths import NotIncludedError

#: Below the data folder: what was replaced, and what keeps two writers apart.
FORMER, _LOCK = "declarations", "declaration.lock"
_BOM = b"\xef\xbb\xbf"
#: What an editor opens: anything else in the folder is none of its business.
_SUFFIXES = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class Opened:
    """One file as it was opened."""

    #: Its path from the main file's folder.
    name: str
    #: Lines end in a line feed.
    text: str
    #: Of the bytes that were read; empty: there is no such file yet.
    digest: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A declaration as it is typed, and what is wrong with it."""

    #: Paths from the main file's folder, the main one first.
    files: tuple[str, ...]
    #: Errors, or where there are none what the linter asks.
    faults: tuple[Fault, ...]
    #: None with errors.
    declared: Declared | None
    _lines: Mapping[str, list[str]]

    @classmethod
    def unread(cls, house: House, faults: tuple[Fault, ...]) -> "Looked":
        """Of a main file that is no text."""
        return cls((house.settings.file.name,), faults, None, {})

    def lines_of(self, file: str) -> list[str]:
        """The lines of one of the files, for showing a fault."""
        return self._lines.get(file, [])


class ChangedError(RefusalError):
    """Somebody else wrote the file meanwhile; `now` is what he wrote."""

    def __init__(self, now: Opened) -> None:
        """Carry it to whoever shows both."""
        super().__init__(
            f"“{now.name}”打开之后已被他人改动：没有保存，请核对后再决定",
            f"{now.name} was changed since you opened it: nothing was saved, compare both first",
        )
        self.now = now


class _Editable(Beside):
    """The declaration's folder as far as an editor reaches: YAML files, and never the data folder."""

    def __init__(self, house: House, typed: Mapping[str, str]) -> None:
        super().__init__(house.settings.file, typed)
        self._data = Path(os.path.realpath(house.settings.data))

    def _inside(self, path: str) -> Path:
        place = super()._inside(path)
        if place.is_relative_to(self._data) or (place.suffix not in _SUFFIXES and not place.is_dir()):
            raise NotIncludedError("include_unreadable")
        return place


def look(house: House, typed: Mapping[str, str] | None = None) -> Looked:
    """The declaration with what is `typed` in the place of files, by their paths; nothing is written."""
    file, typed = house.settings.file, typed or {}
    found, faults = None, tuple[Fault, ...]()
    beside = _Editable(house, typed)
    main = ""
    try:
        main = typed[file.name] if file.name in typed else text_of(file)
        found = checked(file, main, beside, house.calendars)
        faults = found.warnings
    except FaultsError as error:
        faults = error.faults
    files = (file.name, *dict.fromkeys(beside.asked))
    return Looked(files, faults, found, dict(_lines(beside, {file.name: main}, faults)))


def _lines(
    beside: Beside, known: Mapping[str, str], faults: tuple[Fault, ...]
) -> Iterator[tuple[str, list[str]]]:
    for name in dict.fromkeys(fault.file for fault in faults):
        try:
            yield name, (known[name] if name in known else beside.text(name)).split("\n")
        except (FaultsError, NotIncludedError):
            continue


def opened(house: House, name: str = "") -> Opened:
    """The main file, or the one called `name` that it includes; where there is no main file, a first one.

    Raises FaultsError for what is no text, LookupError for a name that the declaration does not include.
    """
    file = house.settings.file
    name = name or file.name
    place = _place(house, name)
    if name == file.name and not place.exists():
        return Opened(name, converted(text_of(STARTER), name, "zh"), "")
    # The digest first: of what somebody writes in between, saving tells.
    digest = _digest(place)
    return Opened(name, text_of(place), digest)


def save(house: House, name: str, text: str, digest: str) -> Path | None:
    """Write `text` into the file `name`, over what was opened with this `digest`; a copy of what was there.

    None where nothing was there, or where it is the same. Byte-order mark, line ends and permissions stay as
    they are. Raises FaultsError where the declaration would have errors, ChangedError where the file is
    another one by now, LookupError for an unknown name, RefusalError where it cannot be written.
    """
    place = _place(house, name)
    found = look(house, {name: text})
    if found.declared is None:
        raise FaultsError(found.faults)
    with _alone(house):
        now = _digest(place)
        if now != digest:
            raise ChangedError(opened(house, name) if now else Opened(name, "", now))
        former = place.read_bytes() if now else b""
        content = _like(former, text)
        if content == former:
            return None
        try:
            kept = _keep(house, place, former, now) if now else None
            _replace(place, content)
        except OSError as error:
            raise RefusalError(
                f"“{name}”无法写入（{error.strerror}）：没有保存，请检查磁盘和权限",
                f"{name} cannot be written ({error.strerror}): nothing was saved, check disk and permissions",
            ) from None
    return kept


def _place(house: House, name: str) -> Path:
    """Where a file of the declaration lies, links followed; raises LookupError for any other."""
    if name == house.settings.file.name:
        return Path(os.path.realpath(house.settings.file))
    if name not in look(house).files:
        raise LookupError(name)
    return _Editable(house, {}).place(name)


def _digest(place: Path) -> str:
    try:
        return hashlib.sha256(place.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _like(former: bytes, text: str) -> bytes:
    """`text` with the byte-order mark and the line ends that the file had."""
    mark = _BOM if former.startswith(_BOM) else b""
    ends = "\r\n" if former.count(b"\r\n") * 2 > former.count(b"\n") else "\n"
    return mark + text.replace("\n", ends).encode()


@contextmanager
def _alone(house: House) -> Iterator[None]:
    """One writer at a time, of whatever process."""
    with (house.settings.data / _LOCK).open("w") as handle:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX)
        yield


def _keep(house: House, place: Path, former: bytes, digest: str) -> Path:
    """A copy of what is about to be replaced; the same content is kept once a second at most."""
    folder = house.settings.data / FORMER
    folder.mkdir(exist_ok=True)
    kept = folder / f"{house.real_now():%Y%m%d-%H%M%S}-{digest[:8]}-{place.name}"
    _write(kept, former)
    return kept


def _replace(place: Path, content: bytes) -> None:
    """`content` in the place of a file, whole or not at all, with the file's own permissions."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    os.close(handle)
    made = Path(name)
    try:
        _write(made, content)
        if place.exists():
            shutil.copymode(place, made)
        else:
            made.chmod(0o644)
        made.replace(place)
    finally:
        made.unlink(missing_ok=True)


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
