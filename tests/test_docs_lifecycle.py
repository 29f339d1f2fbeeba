"""The lifecycle page names every status, event and function that the program has, and no other."""

from __future__ import annotations

import ast
import re
from importlib import import_module

import pytest

from campaigns import fold, lifecycle
from campaigns.deciding.who import GRANTS
from notifications.backoff import next_try
from tests.documents import HOUSE, blocks, codes, read, rows, section

PAGE = read("docs/lifecycle.md")
OBLIGATION, NOTICE, LETTER = (
    section(PAGE, f"## {name}") for name in ("An obligation 承办事项", "A notice 提醒消息", "A letter 信件")
)
STATUS, TOLD = (section(PAGE, f"## {name}") for name in ("Stored status", "Events that change no status"))
#: Kinds of event that the fold knows.
KINDS = set(fold._KINDS)  # noqa: SLF001 - what the page must name is exactly this list
DRAWN = re.compile(r"^\s*(\S+) --> (\S+): (.+)$", re.MULTILINE)


def named_beside(name: str) -> set[str]:
    """The values of the tuple in `campaigns.lifecycle` in which the constant `name` is given its own."""
    tree = ast.parse((HOUSE / "campaigns" / "lifecycle.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names = [each.id for each in node.targets[0].elts if isinstance(each, ast.Name)]
            if name in names:
                return {getattr(lifecycle, each) for each in names}
    raise AssertionError(name)


def arrows(diagram: str) -> dict[str, set[tuple[str, str]]]:
    """What is drawn: for each letter, its arrows; the start is the empty name, an end has no letter."""
    found: dict[str, set[tuple[str, str]]] = {}
    for start, end, letters in DRAWN.findall(diagram):
        for letter in letters.split(", "):
            found.setdefault(letter, set()).add(("" if start == "[*]" else start, end))
    return found


def told(table: str) -> dict[str, set[tuple[str, str]]]:
    """What the table says of each lettered arrow."""
    found = {}
    for letter, move, *_ in rows(table):
        before, _, after = move.partition("→")
        found[letter] = {(start, end) for start in codes(before) or [""] for end in codes(after)}
    return found


@pytest.mark.parametrize(("number", "table"), [(0, OBLIGATION), (1, NOTICE), (2, LETTER)])
def test_what_is_drawn_is_what_the_table_tells(number: int, table: str) -> None:
    assert told(table) == arrows(blocks(PAGE, "mermaid")[number])


@pytest.mark.parametrize("table", [OBLIGATION, NOTICE, LETTER])
def test_letters_follow_each_other_without_a_gap(table: str) -> None:
    letters = [row[0] for row in rows(table)]
    if letters[0] == "A":
        assert "".join(letters) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(letters)]
    else:
        assert letters == [f"{letters[0][0]}{number}" for number in range(1, len(letters) + 1)]


def test_every_stored_status_is_described_and_drawn_and_no_other() -> None:
    stored = named_beside("PENDING")
    assert {codes(row[0])[0] for row in rows(STATUS)} == stored
    drawn = {name for move in arrows(blocks(PAGE, "mermaid")[0]).values() for pair in move for name in pair}
    assert drawn - {""} == stored


def test_who_may_do_what_is_told_as_it_is_granted() -> None:
    told_of = {
        codes(row[0])[0]: (codes(row[1]), codes(row[2])) for row in rows(section(PAGE, "## Who may do what"))
    }
    assert told_of == {act: (list(grant.roles), list(grant.statuses)) for act, grant in GRANTS.items()}


def test_every_state_of_a_notice_is_drawn_and_no_other() -> None:
    drawn = {name for move in arrows(blocks(PAGE, "mermaid")[1]).values() for pair in move for name in pair}
    assert drawn - {""} == named_beside("NEW")


def test_every_kind_of_event_is_explained_and_no_other() -> None:
    explained = {kind for table in (OBLIGATION, NOTICE) for row in rows(table) for kind in codes(row[2])}
    explained |= {codes(row[0])[0] for row in rows(TOLD)}
    assert explained == KINDS


def test_events_said_to_change_no_status_change_none() -> None:
    quiet = {codes(row[0])[0] for row in rows(TOLD)}
    moving = {kind for row in rows(OBLIGATION) for kind in codes(row[2])}
    assert quiet & moving == set()
    assert quiet | moving == KINDS


@pytest.mark.parametrize("place", sorted({row[-1] for t in (OBLIGATION, NOTICE, TOLD) for row in rows(t)}))
def test_every_function_that_is_said_to_decide_is_there(place: str) -> None:
    assert codes(place)
    for path in codes(place):
        module, _, name = path.rpartition(".")
        assert callable(getattr(import_module(module), name)), path


def test_functions_named_in_the_text_are_there() -> None:
    for place in re.findall(r"`((?:actions|campaigns)(?:\.\w+)+\.\w+)`", PAGE):
        module, _, name = place.rpartition(".")
        assert callable(getattr(import_module(module), name)), place


def test_the_waits_between_tries_are_the_ones_the_page_tells() -> None:
    waits = [round(wait.total_seconds() / 60) for tries in range(1, 8) if (wait := next_try(tries, "a"))]
    told_in_minutes = [1, 5, 15, 60, 120, 240, 480]
    assert "1, 5, 15 minutes, 1, 2, 4, then 8 hours" in LETTER
    assert all(abs(wait - said) <= said / 10 + 1 for wait, said in zip(waits, told_in_minutes, strict=True))
