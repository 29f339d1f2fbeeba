"""Handed-in files, kept outside the database under their hash; no name from outside becomes a path."""

import hashlib
import os
import re
import uuid
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from actions.house import ActionError

MAX_BYTES = 200 * 1024 * 1024
#: Programs and scripts are the only types refused.
FORBIDDEN = {
    ".exe",
    ".dll",
    ".bat",
    ".cmd",
    ".com",
    ".msi",
    ".scr",
    ".js",
    ".vbs",
    ".ps1",
    ".sh",
    ".lnk",
    ".jar",
}
#: How programs begin, whatever their name says: ELF, and Windows' own.
PROGRAMS = (b"\x7fELF", b"MZ")
MAX_TEXT = 20 * 1024 * 1024
CHUNK = 1024 * 1024
#: Control characters, separators, and what was no text in the first place.
_CONTROL = re.compile(r"[\x00-\x1f\x7f/\\\ud800-\udfff]")
_WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept."""

    #: The name it was handed in under, without folder and control characters.
    name: str
    size: int
    #: Hex digest of the content, and so the place where it lies.
    sha256: str
    path: Path


def keep(folder: Path, sources: Sequence[Path], called: Sequence[str | None] = ()) -> tuple[Kept, ...]:
    """Copy `sources` into `folder` under their hashes; `called`, where given, is how they were handed in.

    Raises ActionError for what cannot be read or kept; then none of them is.
    """
    told = [name or source.name for source, name in zip_longest(sources, called)]
    names = [_vetted(source, name) for source, name in zip(sources, told, strict=True)]
    return tuple(_copy(folder, source, name) for source, name in zip(sources, names, strict=True))


def _vetted(source: Path, called: str) -> str:
    """The name under which `source` is kept; raises ActionError for what is not."""
    name = _CONTROL.sub("_", called)[:200]
    suffix = Path(called).suffix
    if suffix.lower() in FORBIDDEN:
        raise ActionError(f"不接收{suffix}类型的文件：{name}", f"files of type {suffix} are refused: {name}")
    try:
        size = source.stat().st_size
        if not source.is_file():
            raise ActionError(f"不是文件：{name}", f"not a file: {name}")
        if size > MAX_BYTES:
            raise ActionError(
                f"文件超过{MAX_BYTES // 1024 // 1024}MB：{name}",
                f"larger than {MAX_BYTES // 1024 // 1024} MB: {name}",
            )
        with source.open("rb") as opened:
            if opened.read(4).startswith(PROGRAMS):
                raise ActionError(f"不接收程序文件：{name}", f"programs are refused: {name}")
    except OSError as error:
        raise ActionError(
            f"读不到文件“{name}”（{error.strerror}）：请核对路径",
            f"cannot read {name} ({error.strerror}): check its path",
        ) from None
    return name


def _copy(folder: Path, source: Path, name: str) -> Kept:
    digest, size = hashlib.sha256(), 0
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{uuid.uuid4().hex}.part"
    try:
        with source.open("rb") as reading, fresh.open("wb") as writing:
            while chunk := reading.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
        content = digest.hexdigest()
        place = folder / content[:2] / content
        place.parent.mkdir(exist_ok=True)
        fresh.replace(place)
    except OSError as error:
        raise ActionError(
            f"存不下文件“{name}”（{error.strerror}）：请检查磁盘",
            f"cannot keep {name} ({error.strerror}): check the disk",
        ) from None
    finally:
        fresh.unlink(missing_ok=True)
    return Kept(name, size, content, place)


def content_of(folder: Path, sha256: str) -> bytes | None:
    """What is kept in `folder` under `sha256`; None where it is lost, or is not what was handed in."""
    try:
        content = (folder / sha256[:2] / sha256).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def text_of(kept: Kept) -> str | None:
    """The text of a plain or Word file, for finding its sections; None for anything else."""
    suffix = Path(kept.name).suffix.lower()
    if kept.size > MAX_TEXT:
        return None
    if suffix in {".txt", ".md"}:
        return kept.path.read_bytes().decode("utf-8", "replace")
    return _word_text(kept.path) if suffix == ".docx" else None


def _word_text(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo("word/document.xml")
            if info.file_size > MAX_TEXT:
                return None
            data = archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError):
        return None
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    try:
        root = ET.fromstring(data)  # noqa: S314 - no document type, so no entity can expand
    except ET.ParseError:
        return None
    return "\n".join(
        "".join(t.text or "" for t in p.iter(_WORD_TEXT)) for p in root.iter() if p.tag.endswith("}p")
    )
