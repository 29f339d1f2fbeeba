"""Letters as `.eml` files in a folder: for demonstrations, and where no server is configured."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from notifications.transports import Delivery, Outcome, Parcel

_LONGEST_STEM = 120


class FolderTransport:
    """Writes each letter once, whole, under a name made from its key.

    The same bytes again change nothing; other bytes under a used key get a name of their own
    beside it, as a mail server would have delivered both.
    """

    name = "folder"

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        """Take a folder, created when first needed; `durable=False` leaves syncing to the system."""
        self._path = path
        self._durable = durable

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Yield SENT for each parcel written, PAUSED from the first the disk refuses."""
        shut: str | None = None
        for parcel in parcels:
            detail = ""
            if shut is None:
                try:
                    detail = self._write(parcel)
                except OSError as error:
                    shut = f"the folder cannot be written: {error.strerror or error}"
            outcome = Outcome.SENT if shut is None else Outcome.PAUSED
            yield Delivery(parcel.key, outcome, None, shut or detail)

    def _write(self, parcel: Parcel) -> str:
        self._path.mkdir(parents=True, exist_ok=True)
        file = self._path / f"{_stem(parcel.key)}.eml"
        if file.exists() and file.read_bytes() != parcel.data:
            file = file.with_name(f"{file.stem}.{_digest(parcel.data)}.eml")
        if not file.exists():
            self._place(file, parcel.data)
        return file.name

    def _place(self, file: Path, data: bytes) -> None:
        passing = file.with_name(f".{file.stem}.{os.getpid()}.tmp")
        try:
            with passing.open("wb") as handle:
                handle.write(data)
                if self._durable:
                    handle.flush()
                    os.fsync(handle.fileno())
            passing.replace(file)
        finally:
            passing.unlink(missing_ok=True)


def _stem(key: str) -> str:
    """Give a file name for a key: no separators, no leading dot, never two keys alike."""
    stem = quote(key, safe="@+=,").replace(".", "%2E").replace("~", "%7E")
    if len(stem) > _LONGEST_STEM:
        return f"{stem[:80]}~{_digest(key.encode())}"
    return stem


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
