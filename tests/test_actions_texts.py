"""What a declaration includes is read within its folder alone, whichever way a path or a link leads."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from actions.declared import load
from campaigns.faults import FaultsError
from tests.bad_declarations.parts import MAIN, including, laid_out
from tests.cast import calendars

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.faults import Fault

HIDDEN = "units: {secret: {name: 秘密局, kind: bureau}}"
OPEN = "groups: {all: {kind: district}}"
DEADLINE = 1.0
MEMORY = 200 * 2**20


def faults(file: Path) -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as caught:
        load(file, calendars())
    return caught.value.faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A declaration's folder, a part in it, and a file outside that nobody may read through it."""
    (tmp_path / "secret.yaml").write_text(HIDDEN, encoding="utf-8")
    laid_out(tmp_path / "in", {MAIN: including("a.yaml"), "a.yaml": OPEN})
    return tmp_path / "in"


def link(place: Path, target: str | Path) -> None:
    place.unlink(missing_ok=True)
    place.symlink_to(target)


@pytest.mark.parametrize("target", ["../secret.yaml", "/{outside}/secret.yaml", "b.yaml"])
def test_a_link_that_leaves_the_folder_is_refused(target: str, folder: Path) -> None:
    link(folder / "b.yaml", "../secret.yaml")
    link(folder / "a.yaml", target.replace("/{outside}", str(folder.parent)))
    (fault,) = faults(folder / MAIN)
    assert (fault.code, fault.line) == ("include_outside", 2)


@pytest.mark.parametrize("entry", ["out/secret.yaml", "out/*.yaml"])
def test_a_folder_that_is_a_link_out_is_refused(entry: str, folder: Path) -> None:
    (folder / "out").symlink_to(folder.parent)
    laid_out(folder, {MAIN: including(f'"{entry}"')})
    (fault,) = faults(folder / MAIN)
    assert fault.code == "include_outside"
    assert "秘密" not in fault.message() + fault.hint()


def test_what_lies_outside_is_not_suggested(folder: Path) -> None:
    (folder / "out").symlink_to(folder.parent)
    laid_out(folder, {MAIN: including("out/secre.yaml")})
    (fault,) = faults(folder / MAIN)
    assert (fault.code, fault.hint("en")) == ("include_outside", fault.hint("en"))
    assert "secret.yaml" not in fault.message() + fault.hint()


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    """Folders that are put in place whole (by a cluster, by a backup) consist of such links."""
    (folder / "..data").mkdir()
    for name in (MAIN, "a.yaml"):
        (folder / name).rename(folder / "..data" / name)
        (folder / name).symlink_to(f"..data/{name}")
    assert "all" in load(folder / MAIN, calendars()).declaration.groups


@pytest.mark.parametrize("other", ["a.yaml", "link.yaml", "hard.yaml"])
def test_one_file_by_two_names_is_included_twice(other: str, folder: Path) -> None:
    link(folder / "link.yaml", "a.yaml")
    os.link(folder / "a.yaml", folder / "hard.yaml")
    laid_out(folder, {MAIN: including(f"[a.yaml, {other}]")})
    assert [fault.code for fault in faults(folder / MAIN)] == ["include_twice"]
    link(folder / "link.yaml", MAIN)
    laid_out(folder, {MAIN: including("link.yaml")})
    assert [fault.code for fault in faults(folder / MAIN)] == ["include_cycle"]


def test_the_main_file_may_be_a_link_and_its_parts_stand_beside_the_link(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / MAIN).rename(folder.parent / "elsewhere" / MAIN)
    (folder / MAIN).symlink_to(folder.parent / "elsewhere" / MAIN)
    assert "all" in load(folder / MAIN, calendars()).declaration.groups


def test_pipes_folders_and_loops_are_refused_at_once(folder: Path) -> None:
    (folder / "a.yaml").unlink()
    os.mkfifo(folder / "a.yaml")
    assert [fault.code for fault in faults(folder / MAIN)] == ["include_unreadable"]
    link(folder / "a.yaml", "a.yaml")
    assert [fault.code for fault in faults(folder / MAIN)] == ["include_missing"]
    laid_out(folder, {MAIN: including("x" * 5_000)})
    assert [fault.code for fault in faults(folder / MAIN)] == ["include_missing"]


def test_a_link_that_leads_nowhere_hides_no_other_file(folder: Path) -> None:
    parts = {f"parts/{number}.yaml": f"groups: {{g{number}: {{kind: district}}}}" for number in range(9)}
    laid_out(folder, {MAIN: including("parts/?.yaml"), **parts})
    for name, target in {"loop": "loop", "broken": "gone", "up": ".."}.items():
        (folder / "parts" / name).symlink_to(target)
    found = load(folder / MAIN, calendars())
    assert {f"g{number}" for number in range(9)} <= found.declaration.groups.keys()
    (folder / "parts" / "x.yaml").symlink_to("x.yaml")
    (fault,) = faults(folder / MAIN)
    assert (fault.code, fault.message("en")) == (
        "include_missing",
        "there is no file “parts/x.yaml” to include",
    )
    assert fault.hint("en") in {f"did you mean “parts/{number}.yaml”?" for number in range(9)}


def test_a_folder_in_a_loop_of_links_is_told(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    laid_out(folder, {MAIN: including("loop/*.yaml")})
    assert [fault.code for fault in faults(folder / MAIN)] == ["include_unreadable"]


def test_what_may_not_be_read_is_told(folder: Path) -> None:
    load(folder / MAIN, calendars())
    (folder / "a.yaml").chmod(0)
    for above in (folder, *folder.parents):
        if os.geteuid() == 0 and not above.stat().st_mode & 0o005:
            above.chmod(0o755)
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)  # root may read everything; nobody may not
    try:
        assert [fault.code for fault in faults(folder / MAIN)] == ["include_unreadable"]
    finally:
        os.seteuid(was)


def test_line_ends_and_byte_order_marks_of_a_part_are_no_part_of_it(folder: Path) -> None:
    (folder / "a.yaml").write_bytes(b"\xef\xbb\xbf" + OPEN.encode() + b"\r\nforms: {}\r\n")
    found = load(folder / MAIN, calendars())
    assert found.source.lines_of("a.yaml") == [OPEN, "forms: {}", ""]


# --- by chance ----------------------------------------------------------------------------------------------

STEPS = [
    "..",
    ".",
    "",
    "sub",
    "out",
    "up",
    "a.yaml",
    "secret.yaml",
    "*.yaml",
    "s*",
    "**",
    "in",
    "loop",
    "~",
    "\\..",
]


@pytest.mark.parametrize("seed", range(20))
def test_no_way_of_writing_a_path_reads_what_lies_outside(seed: int, folder: Path) -> None:
    """Folders, links inwards and outwards, and paths through them by chance; the absolute one among them."""
    (folder / "sub").mkdir()
    (folder / "sub" / "a.yaml").write_text("forms: {}", encoding="utf-8")
    links = {
        "out": "..",
        "up": "sub",
        "sub/out": "../..",
        "loop": "loop",
        "sub/secret.yaml": "../../secret.yaml",
    }
    for place, target in links.items():
        (folder / place).symlink_to(target)
    rng = random.Random(seed)  # noqa: S311 - no secrets
    for _ in range(100):
        entry = "/".join(rng.choices(STEPS, k=rng.randint(1, 6)))
        entry = rng.choice([entry, entry, entry, f"{folder.parent}/{entry}"])
        laid_out(folder, {MAIN: including(f"'{entry}'")})
        with suppress(FaultsError):
            assert "secret" not in load(folder / MAIN, calendars()).declaration.units


# --- bombs --------------------------------------------------------------------------------------------------


def bombs() -> dict[str, dict[str, str]]:
    """Files that together are too much, though none is so alone."""
    keys = "groups: {" + ", ".join(f"k{n}" for n in range(900)) + "}"
    doubles = {f"{n}.yaml": f"include: [{n - 1}.yaml, ./{n - 1}.yaml]" for n in range(1, 8)}
    return {
        "many small": {f"{n}.yaml": keys.replace("k", f"k{n}x") for n in range(200)},
        "doubling": {**doubles, "0.yaml": OPEN},
        "wide": {"a.yaml": f"include: [{', '.join(['b*.yaml'] * 50_000)}]"},
        "missing": {"a.yaml": f"include: [{', '.join(f'b{n}.yaml' for n in range(90_000))}]"},
        "stars": {"a.yaml": f"include: '{'*a' * 5_000}'", "a" * 200 + ".yaml": OPEN},
        "deep": {f"{n}.yaml": f"groups: {{x: {'[' * 30}{']' * 30}}}" for n in range(200)},
        "broken": {f"{n}.yaml": keys + "\n[" for n in range(200)},
        "half": {f"{n}.yaml": "#" * 1_000_000 + f"\ngroups: {{g{n}: {{}}}}" for n in range(20)},
        "lists": {f"{n}.yaml": "groups: {x: [" + "[]," * 1_500 + "]}" for n in range(200)},
        "doubled": {f"{n}.yaml": "groups: {" + "x: 1, " * 1_600 + "}" for n in range(200)},
    }


@pytest.mark.soak
@pytest.mark.parametrize("name", bombs())
def test_many_files_are_no_larger_a_bomb_than_one(name: str, folder: Path) -> None:
    """As a process of its own, as a person runs it: what it took beside starting the program."""
    texts = bombs()[name]
    entry = f"[{', '.join(sorted(texts, reverse=True))}]" if name == "doubling" else "parts/*.yaml"
    parts = texts if name == "doubling" else {f"parts/{file}": text for file, text in texts.items()}
    laid_out(folder, {MAIN: including(f"{entry}"), **parts})
    seconds, peak = measured(folder / MAIN)
    assert seconds < DEADLINE
    assert peak < MEMORY


def measured(file: Path) -> tuple[float, int]:
    """Seconds of the processor for loading `file` and saying its faults; the process's peak memory in bytes."""
    program = f"import {__name__} as here, sys, pathlib; here.measure(pathlib.Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True, timeout=30
    )
    seconds, peak, count = done.stdout.split()
    assert int(count) > 0
    return float(seconds), int(peak)


def measure(file: Path) -> None:
    """Print the seconds, the peak and the number of faults."""
    known = calendars()
    before, count = time.process_time(), 0
    try:
        load(file, known)
    except FaultsError as error:
        count = len([fault.as_json(lang) for fault in error.faults for lang in ("zh", "en")])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(f"{time.process_time() - before} {peak} {count}\n")
