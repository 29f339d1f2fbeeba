"""Every word of every kind of letter, in both languages, as people approved it.

After a wanted change of wording: `python -m tests.test_notifications_snapshots`, then read the diff.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.notification_news import SCENES

if TYPE_CHECKING:
    from notifications.rendering import Lang

SNAPSHOTS = Path(__file__).parent / "snapshots" / "notifications"
LANGS: tuple[Lang, ...] = ("zh", "en")


def shown(name: str, lang: Lang) -> str:
    """Give subject and text as a mail reader shows them, read back from the final bytes."""
    message = message_from_bytes(SCENES[name].letter(lang).data, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return f"{message['Subject']}\n\n{body.get_content()}".replace("\r\n", "\n")


def refresh() -> None:
    """Write all snapshots anew and remove those without a scene."""
    for lang in LANGS:
        folder = SNAPSHOTS / lang
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("*.txt"):
            file.unlink()
        for name in SCENES:
            (folder / f"{name}.txt").write_text(shown(name, lang), encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SCENES)
def test_a_letter_reads_as_it_was_approved(name: str, lang: Lang) -> None:
    assert shown(name, lang) == (SNAPSHOTS / lang / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_no_snapshot_has_outlived_its_scene(lang: Lang) -> None:
    assert {file.stem for file in (SNAPSHOTS / lang).iterdir()} == set(SCENES)


if __name__ == "__main__":
    refresh()
