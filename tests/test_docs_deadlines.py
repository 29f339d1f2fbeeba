"""The page about deadlines: every example is executed, every name of the language is there, and no other."""

from __future__ import annotations

import ast
import json
import re
import shlex
import tomllib
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from campaigns.declaration import Defaults
from campaigns.faults import Fault, FaultsError, RefusalError
from campaigns.reading import read_as
from campaigns.wording import WORDING
from campaigns.wording_of_deadlines import DEADLINES
from cli.main import VERBS, duban
from deadlines import anchors, law, notices, provisions
from deadlines.anchors import FORMS, LENGTHS
from deadlines.calendars import Calendars
from deadlines.certificate import canonical
from deadlines.festivals import FIXED, HOLIDAYS, NAMES, festival_span
from deadlines.language import ANCHORS, MODIFIERS, Rule
from deadlines.recompute import recomputed
from deadlines.spans import TEN_DAYS, parse_span
from deadlines.wording import REASONS
from deadlines.written import WEEKDAYS
from tests.bad_declarations.slips import SOUND, loaded
from tests.deadline_examples import applied, facts_of, law_row, results, returning, rule_of
from tests.documents import (
    HOUSE,
    Example,
    blocks,
    codes,
    examples,
    matches,
    prose,
    read,
    rows,
    section,
    shown,
)
from tests.instants import NATIONAL

if TYPE_CHECKING:
    from pathlib import Path

PAGE = read("docs/deadlines.md")
EXAMPLES = examples(PAGE)
CASES = [(one, facts, result) for one in EXAMPLES for facts, result in one.cases]


# --- examples -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("example", "facts", "result"), CASES, ids=lambda part: getattr(part, "written", str(part))[:40]
)
def test_an_example_gives_what_stands_beside_it(example: Example, facts: str, result: str) -> None:
    rule = rule_of(example)
    found = applied(rule, facts_of(facts))
    if rule.every is not None:
        assert result == returning(found)
        return
    must, opens = results(rule, found[0][1])
    assert result in {must, f"{opens}, {must}"}


def test_the_date_that_is_shown_as_provisional_is_firm_once_the_notice_is_there() -> None:
    found = [(rule_of(one), facts) for one, facts, result in CASES if result.endswith("provisional")]
    assert found
    for rule, facts in found:
        known = {name: told for name, told in facts_of(facts).items() if name != "known"}
        ((_, firm),) = applied(rule, known)
        assert not firm.provisional


# --- the words of the language ------------------------------------------------------------------------------


def schema_names(part: Any) -> tuple[set[str], set[str]]:
    """The fields, and the choices of values, that a JSON schema knows."""
    fields, choices = set[str](), set[str]()
    if isinstance(part, dict):
        fields |= set(part.get("properties", ()))
        choices |= {str(value) for value in (*part.get("enum", ()), part.get("const")) if value is not None}
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        more, values = schema_names(inner)
        fields, choices = fields | more, choices | values
    return fields, choices


FIELDS, CHOICES = schema_names(Rule.model_json_schema())
#: How a stretch is kept, not how it is written.
INNER = {"first", "last", "at"}
CERTIFICATES = [
    found.certificate for one, facts, _ in CASES for _, found in applied(rule_of(one), facts_of(facts))
]
LEAVES = {"facts.pauses", "notes", "rule"}


def written(part: Any) -> set[str]:
    """The fields that are written anywhere in a rule."""
    if isinstance(part, dict):
        return set(part).union(*map(written, part.values()))
    return set().union(*map(written, part)) if isinstance(part, list) else set()


def test_every_field_of_the_language_stands_in_an_example_and_is_explained() -> None:
    dumps = [rule_of(one).model_dump(mode="json", by_alias=True, exclude_unset=True) for one in EXAMPLES]
    assert set().union(*map(written, dumps)) - INNER == FIELDS - INNER
    spans = {word for code in codes(prose(PAGE)) for word in re.findall(r"[a-z_]+", code)}
    assert spans >= (FIELDS - INNER) | CHOICES


def test_every_anchor_has_its_heading_and_an_example() -> None:
    headings = re.findall(r"^### (`.+)$", section(PAGE, "## Anchors"), re.MULTILINE)
    assert [code for heading in headings for code in codes(heading)] == list(ANCHORS)
    assert {rule_of(one).kind for one in EXAMPLES} == set(ANCHORS)


def test_every_modifier_is_told_with_its_default_and_what_it_goes_with() -> None:
    table = {codes(row[0])[0]: row for row in rows(section(PAGE, "## Modifiers"))}
    assert list(table) == [*MODIFIERS, "calendar", "rule"]
    assert {*table, *ANCHORS, "text", "source"} == set(Rule.model_fields)
    for name, (goes_with, usual) in MODIFIERS.items():
        assert codes(table[name][3]) == list(goes_with)
        assert codes(table[name][2]) == ([usual] if usual else [])
    assert all(set(codes(table[name][1])) <= CHOICES for name in ("bound", "roll", "start_day"))


def test_every_form_of_a_returning_date_is_told_with_what_stands_beside_it() -> None:
    table = rows(section(PAGE, "### `every`: a date that returns"))
    assert list(dict.fromkeys(codes(row[0])[0] for row in table)) == list(FORMS)
    for row in table:
        form, *beside = codes(row[0])
        allowed = set(anchors._BESIDE[form])  # noqa: SLF001 - the page names exactly this
        either = {"nth": {"months"}, "weekday": {"weeks"}}.get((beside or [form])[0], allowed)
        assert set(codes(row[2])) == either
    assert {form for one in EXAMPLES for form in FORMS if getattr(rule_of(one).every, form, None)} == set(
        FORMS
    )


def test_the_keys_of_periods_look_as_the_page_says() -> None:
    def shapes(keys: Any) -> set[str]:
        return {re.sub(r"\d", "9", key) for key in keys if key}

    told = codes(section(PAGE, "### `every`: a date that returns"))
    returned = [one for one in CASES if rule_of(one[0]).every is not None]
    keys = [key for one, facts, _ in returned for key, _ in applied(rule_of(one), facts_of(facts))]
    assert shapes(keys) == shapes(code for code in told if re.match(r"20\d\d", code))


def test_lengths_parts_of_a_month_festivals_and_weekdays_are_the_ones_there_are() -> None:
    lengths = rows(section(PAGE, "### `after`: a period from an event, or from another deadline"))
    limits = {name: anchors.After.model_json_schema()["properties"][name]["anyOf"][0] for name in LENGTHS}
    assert [(codes(row[0])[0], row[2], row[3]) for row in lengths] == [
        (name, str(limit["minimum"]), str(limit["maximum"])) for name, limit in limits.items()
    ]
    parts = rows(section(PAGE, "### `by`: the last day of a stretch"))
    spans = [parse_span(f"2017-11/{name}") for name in TEN_DAYS]
    assert [(codes(row[0])[0], row[3]) for row in parts] == [
        (name, f"{span.first} – {span.last}") for name, span in zip(TEN_DAYS, spans, strict=True)
    ]
    text = " ".join(PAGE.split())
    assert all(f"`{name}` {' '.join(others)}" in text for name, others in WEEKDAYS.items())


def test_every_festival_has_its_names_and_its_days() -> None:
    table = rows(section(PAGE, "### `window`: from one day to another, never late"))
    assert [codes(row[0])[0] for row in table] == list(NAMES)
    for (name, others), row in zip(NAMES.items(), table, strict=True):
        span = festival_span(name, 2017, NATIONAL)
        days = str(span.first) if span.first == span.last else f"{span.first} – {span.last}"
        unknown = "provisional" if name in HOLIDAYS else "the same day" if name in FIXED else "by the moon"
        assert row[1:] == [", ".join(others), days, unknown]


def test_the_page_uses_no_word_that_the_program_does_not_know() -> None:
    tables = section(PAGE, "## What is refused")
    words = FIELDS | CHOICES | set(NAMES) | set(TEN_DAYS) | set(WEEKDAYS) | set(WORDING) | set(MODIFIERS)
    words |= set(Defaults.model_fields) | set(Calendars.packaged().regions) | set(provisions.names())
    words |= {
        "defaults",
        "period",
        "for_each",
        "under",
        "deadline",
        "code",
        *re.findall(r"\w+", " ".join(fields_of_certificates())),
    }
    words |= set(tomllib.loads(blocks(PAGE, "toml")[0])["holidays"][0]) | set(
        tomllib.loads(blocks(PAGE, "toml")[0])
    )
    words |= {note["code"] for text in CERTIFICATES for note in json.loads(text)["notes"]} | noted()
    asked = "\n".join(line for line in tables.splitlines() if not line.startswith("|"))
    for code in codes(prose(PAGE).replace(tables, asked)):
        if known_otherwise(code):
            continue
        assert set(re.findall(r"[a-z_]{2,}(?:-[a-z]+)*\d*", code)) <= words, code


def known_otherwise(code: str) -> bool:
    """A command, a file, or something of Python that is there."""
    if code.startswith("duban "):
        return code.split()[1] in VERBS
    if code.startswith("--"):
        options = CliRunner().invoke(duban, ["due", "--help"]).output
        options += CliRunner().invoke(duban, ["calendar", "add", "--help"]).output
        return code.split(maxsplit=1)[0] in options + CliRunner().invoke(duban, ["record", "--help"]).output
    if code.startswith("deadlines."):
        place, _, name = code.removesuffix(".adding").rpartition(".")
        return callable(getattr(import_module(place), name)) and callable(Calendars.adding)
    return (HOUSE / code).exists() or bool(re.fullmatch(r"20\d\d(?:-\d)?\.toml|\{by\}", code))


# --- laws ---------------------------------------------------------------------------------------------------


def test_every_rule_of_law_stands_on_the_page_as_it_is_kept() -> None:
    assert rows(section(PAGE, "## Rules of law")) == [law_row(rule) for rule in provisions.load()]


# --- certificate --------------------------------------------------------------------------------------------


def paths(part: Any, at: str = "") -> set[str]:
    """The fields of a certificate, by their way from its top; of notes, pauses and the rule not what is inside."""
    if isinstance(part, dict) and at not in LEAVES:
        return set().union(*(paths(value, f"{at}.{name}".strip(".")) for name, value in part.items()))
    if isinstance(part, list) and at not in LEAVES and part and isinstance(part[0], dict):
        return set().union(*(paths(value, f"{at}[]") for value in part))
    return {at}


def fields_of_certificates() -> set[str]:
    return set().union(*(paths(json.loads(text)) for text in CERTIFICATES))


def noted() -> set[str]:
    """The code of every reason that is noted anywhere in `deadlines`."""
    found = set[str]()
    for file in (HOUSE / "deadlines").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "note":
                first = node.args[0]
                plain = isinstance(first, ast.Constant)
                found |= {ast.literal_eval(first)} if plain else {f"back_{unit}" for unit in LENGTHS[:3]}
    return found


def test_every_field_of_a_certificate_is_told_and_no_other() -> None:
    table = rows(section(PAGE, "## The certificate"))
    told = [code for row in table for code in codes(row[0]) if codes(row[0])[0] not in noted()]
    assert set(told) == fields_of_certificates()
    assert len(told) == len(set(told))


def test_every_reason_is_told_in_its_own_words_and_given_by_an_example() -> None:
    told = {codes(row[0])[0]: row[1] for row in rows(section(PAGE, "## The certificate"))}
    given = [note for text in CERTIFICATES for note in json.loads(text)["notes"]]
    assert noted() == {note["code"] for note in given}
    assert {code: told[code] for code in noted()} == {code: REASONS[code][1] for code in noted()}
    for note in given:
        assert set(re.findall(r"{(\w+)}", told[note["code"]])) - {"by"} <= set(note)


def test_every_certificate_of_the_page_comes_out_of_itself() -> None:
    assert [text for text in CERTIFICATES if recomputed(text, Calendars.packaged()) != text] == []


def test_the_certificate_that_is_shown_is_recomputed_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (text,), (program,) = blocks(PAGE, "json"), blocks(PAGE, "python")
    assert canonical(json.loads(text)) in CERTIFICATES
    for changed in (text, text.replace('"last_day": "2017-10-12"', '"last_day": "2017-10-11"')):
        (tmp_path / "certificate.json").write_text(changed, encoding="utf-8")
        exec(compile(program, "docs/deadlines.md", "exec"), {})  # noqa: S102 - what a reader would run
    assert capsys.readouterr().out.split() == ["True", "False"]


# --- notices and commands -----------------------------------------------------------------------------------


def test_the_notice_that_is_shown_holds_every_field_and_lacks_only_what_may_be_left_out() -> None:
    (text,) = blocks(PAGE, "toml")
    assert notices.parse(text, "2017-2.toml").holidays[0].make_up
    table = tomllib.loads(text)
    assert set(table) == notices._NOTICE_KEYS  # noqa: SLF001 - the page shows exactly these
    assert set(table["holidays"][0]) == notices._HOLIDAY_KEYS  # noqa: SLF001 - as above
    (told,) = re.findall(r"^(`number`.+?) may be left out", PAGE, re.MULTILINE | re.DOTALL)
    for name in {*table, *table["holidays"][0]} - {"holidays"}:
        shorter = re.sub(rf"^{name} = .*$", "", text, count=1, flags=re.MULTILINE)
        if f"`{name}`" in told:
            notices.parse(shorter, "2017-2.toml")
        else:
            with pytest.raises(notices.NoticeError):
                notices.parse(shorter, "2017-2.toml")


def invoke(command: str) -> Result:
    return CliRunner(env={"DUBAN_LANG": "en"}).invoke(duban, shlex.split(command)[1:], prog_name="duban")


def test_the_commands_print_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("campaigns.yaml", read("campaigns.yaml")), ("2017-2.toml", blocks(PAGE, "toml")[0])):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for one in shown(PAGE):
        result = invoke(one.command)
        assert result.exit_code == 0, f"{one.command}\n{result.output}"
        missing = [line for line in one.lines if not matches(line, result.output)]
        assert missing == [], f"{one.command} printed\n{result.output}"
    told = next(one.command for one in shown(PAGE) if one.command.startswith("duban explain"))
    certificate = canonical(json.loads(invoke(f"{told} --json").output)["certificate"])
    added = Calendars.packaged().adding("cn", notices.parse(blocks(PAGE, "toml")[0], "2017-2.toml"))
    assert recomputed(certificate, added) == certificate
    with pytest.raises(KeyError):
        recomputed(certificate, Calendars.packaged())


# --- refusals -----------------------------------------------------------------------------------------------

#: What a slip stands in the place of, in the small sound declaration of the tests.
PLACES = {
    "": "on: 2017-12-01",
    "no `period`:": "on: 2017-12-01",
    "phase:": "window: 2017-11/mid-late",
    "`defaults`:": "timezone: Asia/Shanghai",
    "ladder:": "{rung: remind, before: target, working_days: 3, to: liaison}",
    "`for_each`:": "after: {event: decision, working_days: 7}",
}
UNDATED = "      scheme: {title: 实施方案, responsible: districts, deadline: {text: 研究制定, undated: {}}}\n"
REFUSED, ASKED = (
    [row for row in rows(section(PAGE, "## What is refused")) if (len(row) == 4) == declared]
    for declared in (True, False)
)
#: Rows that tell in words what is written, or what to write.
WORDED = {"not_allowed": "written", "long_chain": "written", "base_per_event": "instead"}


def checked(folder: Path, cell: str, place: str) -> tuple[Fault, ...]:
    """What is said of a declaration in which the code at the end of `cell` stands at `place`."""
    text = SOUND.replace(PLACES[place], codes(cell)[-1]) + UNDATED
    if place == "no `period`:":
        text = re.sub(r"^    period: .*\n", "", text, flags=re.MULTILINE)
    try:
        return loaded(folder, text).warnings
    except FaultsError as error:
        return error.faults


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row[0])
def test_a_slip_is_refused_in_the_words_of_the_page_and_what_it_says_to_write_is_sound(
    row: list[str], tmp_path: Path
) -> None:
    code, place = codes(row[0])[0], max((place for place in PLACES if row[1].startswith(place)), key=len)
    if WORDED.get(code) != "written":
        said = [fault.message("en") for fault in checked(tmp_path, row[1], place) if fault.code == code]
        # Within a table there is no bar.
        assert [message.replace(" | ", ", ") for message in said] == [row[2]]
    if code not in WORDED:
        found = checked(tmp_path, row[3], place)
        assert [fault.code for fault in found if fault.severity == "error" or fault.code == code] == []


def test_every_fault_of_days_deadlines_and_laws_is_told() -> None:
    assert [codes(row[0])[0] for row in REFUSED] == list(DEADLINES)
    assert DEADLINES.items() <= WORDING.items()
    assert [codes(row[0])[0] for row in ASKED] == list(law._WORDS)  # noqa: SLF001 - the page tells exactly these


@pytest.mark.parametrize("row", ASKED, ids=lambda row: row[0])
def test_what_the_law_does_not_allow_is_refused_in_the_words_that_the_page_gives(
    row: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = codes(row[1])[0]
    if asked.startswith("duban "):
        result = invoke(asked)
        assert isinstance(result.exception, RefusalError), result.output
        assert result.exception.said("en") == row[2]
        return
    with pytest.raises(law.NotAllowedError) as refused:
        law.refuse_waiver(law.applied(read_as(Rule, f"{{text: 某日, {asked}}}", "")[0], date(2017, 9, 27)))
    assert (refused.value.code, refused.value.said("en")) == (codes(row[0])[0], row[2])
