"""A declaration of several files: the same as if it were one, and every fault in the file where it stands."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.declared import Declared, load
from campaigns.converting import converted
from campaigns.faults import Fault, FaultsError, render
from campaigns.include_paths import NotIncludedError, matching, path_of
from campaigns.including import MAX_FILES, MAX_LEVELS
from campaigns.nodes import MAX_NODES, MOST_FAULTS
from campaigns.reading import read
from tests.bad_declarations.parts import MAIN, TOO_MUCH, Part, including, laid_out, parts
from tests.bad_declarations.slips import SOUND
from tests.cast import REAL_FILE, calendars, small_yaml
from tests.split import split
from tests.test_campaigns_fuzz import MUTATIONS
from tests.two_tongues import in_chinese_keys

if TYPE_CHECKING:
    from pathlib import Path

PARTS = parts()
UNITS = SOUND[SOUND.index("units:") : SOUND.index("groups:")]
CAMPAIGNS = SOUND[SOUND.index("campaigns:") :]
#: SOUND without its units and campaigns.
REST = SOUND.replace(UNITS, "").replace(CAMPAIGNS, "")


def declared(folder: Path, texts: dict[str, str]) -> Declared:
    return load(laid_out(folder, texts), calendars())


def faults(folder: Path, texts: dict[str, str]) -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as caught:
        declared(folder, texts)
    return caught.value.faults


def named(part: Part) -> str:
    return f"{part.code}-{part.include[-20:].encode('ascii', 'ignore').decode().strip()}"


# --- as if it were one --------------------------------------------------------------------------------------


def test_what_is_included_stands_where_the_word_stands(tmp_path: Path) -> None:
    """Units show in the registry's order, so the place of `include` decides."""
    a, b = "units: {a: {name: 甲局, kind: bureau}}", "units: {b: {name: 乙局, kind: bureau}}"
    own = list(declared(tmp_path, {MAIN: SOUND}).declaration.units)
    before = declared(tmp_path, {MAIN: including("[b.yaml, a.yaml]"), "a.yaml": a, "b.yaml": b})
    assert list(before.declaration.units) == ["b", "a", *own]
    after = SOUND.replace("groups:\n", "include: '?.yaml'\ngroups:\n")
    assert list(declared(tmp_path, {MAIN: after}).declaration.units) == [*own, "a", "b"]


def test_a_part_of_a_part_stands_in_its_place_and_its_path_leads_from_the_part(tmp_path: Path) -> None:
    texts = {
        MAIN: including("districts/all.yaml"),
        "districts/all.yaml": "units: {first: {name: 甲局, kind: x}}\ninclude: [north/*.yaml, ../top.yaml]\n"
        "groups: {xs: {kind: x}}\nforms: {}",
        "districts/north/1.yaml": "units: {second: {name: 乙局, kind: x}}",
        "top.yaml": "duban: 1\nunits: {third: {name: 丙局, kind: x}}",
    }
    found = declared(tmp_path, texts)
    assert list(found.declaration.units)[:3] == ["first", "second", "third"]
    assert list(found.source.files) == [MAIN, "districts/all.yaml", "districts/north/1.yaml", "top.yaml"]
    assert (found.source.mark(("units", "second"), key=True).file) == "districts/north/1.yaml"


@pytest.mark.parametrize("seed", range(6))
def test_the_five_campaigns_are_the_same_however_they_are_split(seed: int, tmp_path: Path) -> None:
    whole = load(REAL_FILE, calendars())
    texts = split(REAL_FILE.read_text(encoding="utf-8"), random.Random(seed))  # noqa: S311 - no secrets
    if seed % 2:
        texts = {
            file: in_chinese_keys(text) if seed + len(file) & 1 else text for file, text in texts.items()
        }
    found = declared(tmp_path, texts)
    assert len(found.source.files) == len(texts) > 6
    assert found.declaration == whole.declaration
    assert found.declaration.model_dump_json() == whole.declaration.model_dump_json()
    for key in whole.declaration.campaigns:
        assert found.planner(key).plan() == whole.planner(key).plan()
    asked = [[(f.code, f.message()) for f in one.warnings] for one in (found, whole)]
    assert sorted(asked[0]) == sorted(asked[1])
    for fault in found.warnings:
        line = found.source.lines_of(fault.file)[fault.line - 1]
        assert line in REAL_FILE.read_text(encoding="utf-8") or seed % 2


def test_a_part_with_chinese_keys_may_be_included_by_one_with_english_keys(tmp_path: Path) -> None:
    mixed = {
        MAIN: f"{REST}include: [单位.yaml, c.yaml]\n",
        "单位.yaml": in_chinese_keys(UNITS),
        "c.yaml": CAMPAIGNS,
    }
    assert declared(tmp_path, mixed).declaration == read(SOUND, "f")[0]
    assert "包含:" in in_chinese_keys(mixed[MAIN])
    assert (
        declared(tmp_path, {**mixed, MAIN: in_chinese_keys(mixed[MAIN])}).declaration == read(SOUND, "f")[0]
    )


def test_every_file_can_be_put_into_the_other_language_by_itself(tmp_path: Path) -> None:
    texts = split(REAL_FILE.read_text(encoding="utf-8"), random.Random(1))  # noqa: S311 - no secrets
    chinese = {file: converted(text, file, "zh") for file, text in texts.items()}
    assert all("units:" not in text and "include:" not in text for text in chinese.values())
    assert declared(tmp_path, chinese).declaration == load(REAL_FILE, calendars()).declaration
    assert {file: converted(text, file, "en") for file, text in chinese.items()} == texts


def test_as_many_and_as_deep_as_may_be_are_read(tmp_path: Path) -> None:
    many, deep = (
        next(one for one in TOO_MUCH if one.code == f"include_too_{how}") for how in ("many", "deep")
    )
    texts = dict(list(many.texts.items())[:-1])
    assert len(declared(tmp_path / "many", texts).source.files) == MAX_FILES + 1
    texts = deep.texts | {f"{MAX_LEVELS}.yaml": "groups: {last: {kind: district}}"}
    assert "last" in declared(tmp_path / "deep", texts).declaration.groups


# --- faults -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS, ids=named)
def test_a_fault_names_the_file_in_which_it_stands(part: Part, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, part.texts)
    assert (fault.code, fault.file, fault.line, fault.column) == (part.code, *part.place)
    assert part.zh in fault.message()
    assert part.en in fault.message("en")
    assert part.hint in fault.hint()
    assert part.hint_en in fault.hint("en")


def test_faults_of_all_files_are_told_together_in_the_order_of_reading(tmp_path: Path) -> None:
    texts = {
        MAIN: including("[z.yaml, a.yaml, gone.yaml]"),
        "z.yaml": "groups: [",
        "a.yaml": "groups: {a: {}, a: {}}\ndefaults: {}",
    }
    found = [(fault.file, fault.code) for fault in faults(tmp_path, texts)]
    assert found == [
        ("z.yaml", "unclosed_bracket"),
        ("a.yaml", "duplicate_key"),
        (MAIN, "include_missing"),
    ]
    texts |= {"z.yaml": "groups: {z: {members: [tj, x]}}", "a.yaml": "groups: {a: {members: [tj, y]}}"}
    texts[MAIN] = including("[z.yaml, a.yaml]").replace("office: netreg", "office: q")
    found = [(fault.file, fault.code) for fault in faults(tmp_path, texts)]
    assert found == [(MAIN, "unknown_unit"), ("z.yaml", "unknown_unit"), ("a.yaml", "unknown_unit")]


def test_a_file_that_is_no_text_is_named_with_its_line(tmp_path: Path) -> None:
    laid_out(tmp_path, {MAIN: including("a.yaml")})
    (tmp_path / "a.yaml").write_bytes(b"groups:\n  x: {}\n" + "单位".encode("gb18030"))
    with pytest.raises(FaultsError) as caught:
        load(tmp_path / MAIN, calendars())
    (fault,) = caught.value.faults
    assert (fault.code, fault.file, fault.line) == ("not_utf8", "a.yaml", 3)


def test_without_a_folder_nothing_is_there_to_include() -> None:
    with pytest.raises(FaultsError) as caught:
        read(including("[a.yaml, 'b*.yaml']"), "f")
    assert [fault.code for fault in caught.value.faults] == ["include_missing", "include_nothing"]


def test_the_nodes_of_all_files_are_counted_together(tmp_path: Path) -> None:
    size = 19_000
    row = ", ".join(f"k{number}" for number in range(size))
    count = MAX_NODES // (2 * size) + 1
    texts = {f"{n}.yaml": f"units: {{{row.replace('k', f'k{n}-')}}}" for n in range(count)}
    texts = {MAIN: including(str(list(texts)).replace("'", ""))} | texts
    assert [fault.code for fault in faults(tmp_path, texts)] == ["too_many"]


def test_no_more_faults_are_told_than_anybody_reads(tmp_path: Path) -> None:
    same = "groups: {" + ", ".join(f"g{number}: {{kind: district}}" for number in range(1_000)) + "}"
    twice = {MAIN: including("[a.yaml, b.yaml]"), "a.yaml": same, "b.yaml": same}
    assert [fault.code for fault in faults(tmp_path / "twice", twice)] == ["declared_twice"] * MOST_FAULTS
    doubled = {f"parts/{number:02}.yaml": "groups: {" + "a: {}, " * 150 + "}" for number in range(20)}
    found = faults(tmp_path / "doubled", {MAIN: including("parts/*.yaml"), **doubled})
    assert {fault.file for fault in found} == {"parts/00.yaml", "parts/01.yaml"}


def test_nothing_more_is_read_after_what_is_too_large(tmp_path: Path) -> None:
    (large,) = (one for one in TOO_MUCH if one.code == "include_too_large")
    texts = large.texts | {
        MAIN: including("[a.yaml, b.yaml, c.yaml, gone.yaml]"),
        "c.yaml": large.texts["b.yaml"],
    }
    assert [fault.code for fault in faults(tmp_path, texts)] == ["include_too_large"]


@pytest.mark.parametrize("seed", range(150))
def test_accidents_in_any_file_end_in_faults_of_that_place_or_in_a_plan(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)  # noqa: S311 - accidents, no secrets
    texts = split(small_yaml() if seed % 3 else small_yaml().replace("east", "东局"), rng)
    for _ in range(rng.choice((1, 2, 3))):
        file = rng.choice(list(texts))
        texts[file] = rng.choice([*MUTATIONS, *[other_path] * 3])(rng, texts[file])
    try:
        found = declared(tmp_path, texts)
    except FaultsError as error:
        for fault in error.faults:
            assert fault.line <= texts[fault.file].count("\n") + 2
            assert render(fault, texts[fault.file].split("\n")).startswith(f"{fault.file}:{fault.line}:")
    else:
        for key in found.declaration.campaigns:
            found.planner(key).plan()


def other_path(rng: random.Random, text: str) -> str:
    """`text` with something else in the place of what it includes."""
    paths = [
        "*",
        "*.yaml",
        "..",
        "campaigns.yaml",
        "units.yaml",
        "more/rest.yaml",
        "[]",
        "{}",
        "",
        "null",
        "a: b",
        "'",
    ]
    return re.sub(r"(include: ).*", lambda found: found[1] + rng.choice(paths), text)


# --- paths --------------------------------------------------------------------------------------------------

STEPS = st.sampled_from(
    ["..", ".", "", "a", "b.yaml", "*", "*.yaml", "**", "a?", "\\", "C:", "~", " ", "…", "甲"]
)
PATHS = st.lists(STEPS, max_size=7).map("/".join) | st.text(max_size=12)
FILES = st.sampled_from([MAIN, "a/b.yaml", "a/b/c.yaml"])


@given(PATHS, FILES)
def test_no_path_leads_out_of_the_folder(written: str, by: str) -> None:
    found = judged(written, by)
    if isinstance(found, NotIncludedError):
        assert found.code in {"include_form", "include_outside", "hostile_text"}
        assert found.code != "include_form" or isinstance(judged(found.values["nearest"], by), str)
    else:
        assert not {"..", ".", ""} & set(found.split("/"))
        assert "*" not in found.rpartition("/")[0]


def judged(written: str, by: str) -> str | NotIncludedError:
    try:
        return path_of(written, by)
    except NotIncludedError as error:
        return error


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.yaml", ["a.yaml", "[1].yaml"]),
        ("?.yaml", ["a.yaml"]),
        ("[1].*", ["[1].yaml"]),
        (".*", [".b.yaml"]),
        ("*", ["a.yaml", "A.YML", "[1].yaml"]),
    ],
)
def test_a_star_is_any_letters_and_brackets_are_only_themselves(pattern: str, found: list[str]) -> None:
    assert list(matching(pattern, ["a.yaml", ".b.yaml", "A.YML", "[1].yaml"])) == found
