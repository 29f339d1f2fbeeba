"""Writing a file that a person named: a new one, or one that they say may be overwritten."""

import os
import tempfile
from pathlib import Path

from campaigns.faults import RefusalError


def write(file: Path, content: bytes, *, force: bool = False) -> None:
    """Write `content` to `file`, whole or not at all.

    Raises RefusalError for a file that is there, unless `force`; OSError, with the file's name, where it
    cannot be written.
    """
    if not force:
        _refuse_if_there(file)
    if file.is_dir():
        raise RefusalError(f"“{file}”是文件夹，请写文件名", f"“{file}” is a folder: name a file")
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        made.chmod(0o644)
        _place(made, file, force=force)
    finally:
        made.unlink(missing_ok=True)


def _place(made: Path, file: Path, *, force: bool) -> None:
    if force:
        made.replace(file)
        return
    try:
        # Unlike a rename, a link never takes the place of a file that somebody wrote meanwhile.
        os.link(made, file)
    except FileExistsError:
        _refuse_if_there(file)
    except OSError:
        # A disk without links (FAT, some shares).
        made.replace(file)


def _refuse_if_there(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise RefusalError(
            f"“{file}”已经存在，没有改动；要覆盖请加 --force",
            f"“{file}” is there already and was not touched: add --force to overwrite it",
        )
