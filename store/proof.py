"""Verifying the record: the chain of each history, and that the rows are what the history gives.

`chain_faults` needs only the standard library and works on any SQLite file; an auditor can run it alone:
`python -m store.proof FILE`.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

GENESIS = "0" * 64
_FIRST = datetime.min.replace(tzinfo=UTC)
ALGORITHMS = {"sha256", "sm3"}
HEADLESS = "{}：有办理记录，没有登记的末条，记录被改动"
_LINKS = "SELECT sequence, number, body, previous, hash FROM history WHERE campaign = ? ORDER BY sequence"
_HEADS = "SELECT campaign, sequence, hash FROM heads ORDER BY campaign"
_HEADLESS = "SELECT DISTINCT campaign FROM history WHERE campaign NOT IN (SELECT campaign FROM heads)"


def chain_faults(campaign: str, links: Iterable[Sequence[Any]], head: tuple[int, str]) -> Iterator[str]:
    """Walk one campaign's `links` and name every row that does not hold.

    A link is sequence, number of the obligation, body, previous hash and hash; `head` is the sequence and
    hash that the chain must end with.
    """
    previous, expected, algorithm, noticed = GENESIS, 1, "sha256", _FIRST
    for sequence, number, body, before, own in links:
        where = f"{campaign} 第{sequence}条"
        if sequence != expected:
            yield f"{where}：应为第{expected}条，记录缺失或多出"
        if before != previous:
            yield f"{where}：与前一条的哈希不衔接"
        told = _read(body)
        if told is None:
            yield f"{where}：内容不是有效的记录"
        told = told or {}
        if expected == 1 and isinstance(told.get("data"), dict):
            algorithm = told["data"].get("algorithm")
        place = (told.get("campaign"), told.get("sequence"), told.get("number"))
        if place != (campaign, sequence, number):
            yield f"{where}：内容所写的位置与所在位置不符"
        if _hash(algorithm, before, body) != own:
            yield f"{where}：内容与哈希不符，记录被改动"
        instant = _instant(told.get("noticed"))
        if instant is None or instant < noticed:
            yield f"{where}：记录时间早于前一条"
        previous, noticed = own, instant or noticed
        expected = sequence + 1 if isinstance(sequence, int) else expected + 1
    if (expected - 1, previous) != head:
        yield f"{campaign}：末条（第{expected - 1}条）与登记的末条（第{head[0]}条）不符，记录被截断或改写"


def _read(body: Any) -> dict[str, Any] | None:
    """The body as an object; None for anything else that may stand in its place."""
    try:
        told = json.loads(body)
    except (ValueError, TypeError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _instant(text: Any) -> datetime | None:
    """An instant with its offset; None for anything else. Texts cannot be compared: offsets change."""
    try:
        read = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
    return read if read.tzinfo else None


def _hash(algorithm: Any, before: Any, body: Any) -> str | None:
    if algorithm not in ALGORITHMS:
        return None
    return hashlib.new(algorithm, f"v1\n{before}\n{body}".encode()).hexdigest()


def file_faults(path: Path) -> Iterator[str]:
    """Every fault in the histories of a SQLite file, opened read-only."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.isolation_level = None
        # One moment for heads and chains, also while somebody writes.
        connection.execute("BEGIN")
        for campaign, sequence, last in connection.execute(_HEADS).fetchall():
            yield from chain_faults(campaign, connection.execute(_LINKS, (campaign,)), (sequence, last))
        for (campaign,) in connection.execute(_HEADLESS).fetchall():
            yield HEADLESS.format(campaign)
    finally:
        connection.close()


def main(arguments: Sequence[str]) -> int:
    """Verify the file named on the command line; 0 when it holds, 1 when it does not, 2 for wrong usage."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m store.proof FILE\n")
        return 2
    faults = list(file_faults(Path(arguments[0])))
    sys.stdout.write("\n".join(faults or ["✔ 记录完整，未发现改动"]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
