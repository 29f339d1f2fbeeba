"""The map of the five documents: whole against campaigns.yaml, and true to the documents where they are at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.cast import tianjin
from tests.documents import HOUSE, codes, read, rows, section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaigns.declaration import Campaign, Declaration

#: Document and campaign, in the order of the page.
CAMPAIGNS = {
    "000": "binhai-2023",
    "001": "tianjin-2017",
    "002": "hohhot-2023",
    "003": "heping-2021",
    "004": "linyi-2022",
}
PAGE = "docs/documents.md"
#: What the page must have a row for, each a mapping of its campaign.
PLACES = ("tasks", "duties", "key_periods", "phases", "measures")
#: What stands at the top of the file and is reached by a campaign.
SHARED = ("events", "forms", "groups")
NUMERAL = "[一二三四五六七八九十]+"
MOST_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One clause of the page."""

    clause: str
    words: str
    cell: str

    @property
    def paths(self) -> list[str]:
        """The paths it names, without what a reason mentions in another place."""
        return codes(self.cell)


@cache
def page(document: str) -> tuple[Row, ...]:
    """The rows about `document`."""
    heading = f"## {document} · {CAMPAIGNS[document]}"
    return tuple(Row(*row) for row in rows(section(read(PAGE), heading)))


def declaration() -> Declaration:
    """What campaigns.yaml says."""
    return tianjin().declaration


def campaign(document: str) -> Campaign:
    """The campaign that `document` orders."""
    return declaration().campaigns[CAMPAIGNS[document]]


def declared(document: str) -> set[str]:
    """Every path that the page must name for `document`."""
    one = campaign(document)
    return {f"{place}.{key}" for place in PLACES for key in getattr(one, place) or {}}


def phrases(document: str) -> Iterator[str]:
    """Everything that campaigns.yaml says to be the document's own words."""
    one = campaign(document)
    yield from (task.deadline.text for task in one.tasks.values())
    yield from (phase.text for phase in (*one.phases.values(), *one.key_periods.values()))
    yield from (measure.text for measure in (one.measures or {}).values())


# --- against campaigns.yaml -----------------------------------------------------------------------------------


def test_every_campaign_of_the_file_is_on_the_page() -> None:
    assert set(CAMPAIGNS.values()) == set(declaration().campaigns)


@pytest.mark.parametrize("document", CAMPAIGNS)
def test_every_path_of_the_page_stands_in_the_file(document: str) -> None:
    known = declared(document) | {"document", "office", "leading_group", "period", "unassigned"}
    known |= {f"{place}.{key}" for place in SHARED for key in getattr(declaration(), place)}
    named = {path for row in page(document) for path in row.paths}
    assert named - known - {"undated"} == set()
    for whole in ("document", "office", "leading_group", "period"):
        assert whole not in named or getattr(campaign(document), whole) is not None


@pytest.mark.parametrize("document", CAMPAIGNS)
def test_everything_that_is_declared_has_its_clause_on_the_page(document: str) -> None:
    assert declared(document) - {path for row in page(document) for path in row.paths} == set()


@pytest.mark.parametrize("document", CAMPAIGNS)
def test_every_event_and_form_that_a_campaign_uses_has_its_clause_on_the_page(document: str) -> None:
    reached = tianjin().planner(CAMPAIGNS[document]).declaration
    used = {f"{place}.{key}" for place in ("events", "forms") for key in getattr(reached, place)}
    assert used - {path for row in page(document) for path in row.paths} == set()


@pytest.mark.parametrize("document", CAMPAIGNS)
def test_a_task_or_measure_is_mapped_from_the_clause_that_it_names_as_its_source(document: str) -> None:
    one, mapped = campaign(document), [(path, row.clause) for row in page(document) for path in row.paths]
    sources = {f"tasks.{key}": task.deadline.source for key, task in one.tasks.items()}
    sources |= {f"measures.{key}": found.source for key, found in (one.measures or {}).items()}
    wrong = {path: source for path, source in sources.items() if source and (path, source) not in mapped}
    assert wrong == {}


@pytest.mark.parametrize("document", CAMPAIGNS)
def test_a_clause_is_told_by_a_few_words_and_leads_somewhere_or_says_why_not(document: str) -> None:
    for row in page(document):
        assert 0 < len(row.words) <= MOST_CHARACTERS, row
        assert row.paths or " " in row.cell, row


# --- against the documents ------------------------------------------------------------------------------------


def texts() -> dict[str, str]:
    """The documents that stand beside the house, by number; none where it stands alone."""
    folder = HOUSE.parent / "shared" / "documents"
    found = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in found if path.name[:3] in CAMPAIGNS}


def plain(text: str) -> str:
    """`text` without white space, and with brackets, commas and colons of one width."""
    return re.sub(r"\s", "", text).translate(str.maketrans("（），：", "(),:"))


def clauses(text: str) -> dict[str, str]:
    """What stands under each number of a document: 一, 一(一) ..."""
    found: dict[str, str] = {}
    part, at = "", ""
    for line in map(plain, text.splitlines()):
        if heading := re.match(rf"({NUMERAL})、", line):
            part = at = heading[1]
        elif (item := re.match(rf"\(({NUMERAL})\)", line)) and part:
            at = f"{part}({item[1]})"
        if at:
            found[at] = found.get(at, "") + line
    return found


def stands(phrase: str, text: str) -> bool:
    """Whether `phrase` stands in `text`; … in it stands for words that were left out."""
    pattern = ".*?".join(re.escape(part) for part in plain(phrase).split("…"))
    return re.search(pattern, plain(text)) is not None


def test_the_words_of_every_row_stand_in_its_clause() -> None:
    for document, text in texts().items():
        parts = clauses(text)
        missing = [row for row in page(document) if not stands(row.words, parts.get(row.clause, text))]
        assert missing == [], document


def test_every_number_of_a_document_is_on_the_page_and_no_other() -> None:
    for document, text in texts().items():
        numbers = clauses(text)
        told = {row.clause for row in page(document)}
        assert {n for n in numbers if not any(c == n or c.startswith(f"{n}(") for c in told)} == set(), (
            document
        )
        numbered = {clause for clause in told if re.fullmatch(rf"{NUMERAL}(\({NUMERAL}\))?", clause)}
        assert numbered - set(numbers) == set(), document


def test_what_is_declared_as_a_documents_words_are_its_words() -> None:
    for document, text in texts().items():
        assert [phrase for phrase in phrases(document) if not stands(phrase, text)] == [], document


def test_a_phrase_stands_in_the_clause_that_is_named_as_its_source() -> None:
    for document, text in texts().items():
        parts = clauses(text)
        rules = [task.deadline for task in campaign(document).tasks.values()]
        astray = [r.text for r in rules if r.source in parts and not stands(r.text, parts[r.source])]
        assert astray == [], document


def test_every_row_of_a_documents_table_is_a_row_of_the_form() -> None:
    for text in (text for number, text in texts().items() if number == "003"):
        table = plain(text.rpartition("附件2")[2].partition("填报人:")[0])
        rows_of = [plain(f"{row.title}{row.unit}") for row in declaration().forms["consumer-day"].rows]
        places = [table.find(row) for row in rows_of]
        assert -1 not in places
        assert places == sorted(places)


def test_no_telephone_number_of_the_documents_stands_in_the_house() -> None:
    file = read("campaigns.yaml") + read(PAGE)
    for document, text in texts().items():
        assert [number for number in re.findall(r"\d{8,}", text) if number in file] == [], document
