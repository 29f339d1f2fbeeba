"""The declaration's file rewritten in place: its keys in the other language."""

from pathlib import Path

from actions.texts import text_of
from campaigns.converting import converted

_BOM = b"\xef\xbb\xbf"


def rewrite(file: Path, tongue: str, *, write: bool = True) -> bool:
    """Put the keys of `file` into `tongue`, zh or en; whether that changes it.

    With `write` off, the file stays as it is. Raises FaultsError for what cannot be read.
    """
    text_of(file)
    content = file.read_bytes()
    marked = _BOM if content.startswith(_BOM) else b""
    done = marked + converted(content.decode("utf-8-sig"), file.name, tongue).encode()
    if write and done != content:
        file.write_bytes(done)
    return done != content
