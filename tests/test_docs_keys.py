"""The page of keys says what the program's table says."""

from __future__ import annotations

from campaigns.keys import TWINS
from tests.keys_page import PAGE, page


def test_the_page_is_that_of_the_table() -> None:
    """After a change of the models or the table: python -m tests.keys_page."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_twin_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name, twin in TWINS.items() if f"`{name}`" not in text or f"`{twin}`" not in text] == []
