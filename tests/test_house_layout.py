"""The rules of the house that no lint knows: where things stand, how long they are, what they are called."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).resolve().parent.parent
NOT_ROOMS = {"tests", "benchmarks"}
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40
LINES_OF_A_ROOMS_DOCSTRING = 3
SAYS_NOTHING = {"utils", "util", "common", "helpers", "base", "models", "misc"}
# Written with a group, so that this line does not find itself.
PATH_OF_ONE_MACHINE = re.compile(
    r"(?<![\w.])(?:/(?:home|Users|work|workspace)/\w|/(?:root)/|[A-Z]:\\+Users\\)"
)
ADDRESS = re.compile(r"https?://|file:|--(?:extra-)?index-url|--find-links|@")


@cache
def files() -> tuple[Path, ...]:
    """Return what is committed or could be: git's view; without git, all but hidden and built things."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=HOUSE, capture_output=True, check=False)
    if listed.returncode == 0:
        paths = [HOUSE / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in HOUSE.rglob("*") if not is_left_behind(path.relative_to(HOUSE))]
    return tuple(sorted(path for path in paths if path.is_file()))


def is_left_behind(path: Path) -> bool:
    """Whether a tool made this, judged by name only."""
    hidden = any(part.startswith(".") for part in path.parts[:-1])
    return hidden or path.parts[0] in {"build", "dist", "htmlcov"} or "__pycache__" in path.parts


def name_of(path: Path) -> str:
    """Return the path as the house writes it."""
    return path.relative_to(HOUSE).as_posix()


def text_of(path: Path) -> str | None:
    """Return the text of a file, None for pictures and the like."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def python_files() -> list[Path]:
    return [path for path in files() if path.suffix == ".py"]


def rooms() -> set[str]:
    """Return every top-level package but the tests and the benchmarks."""
    return {path.parent.name for path in HOUSE.glob("*/__init__.py")} - NOT_ROOMS


def modules() -> list[Path]:
    return [path for path in python_files() if path.relative_to(HOUSE).parts[0] in rooms()]


def project() -> dict[str, dict]:
    return tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))


def contracts() -> dict[str, dict]:
    return {contract["id"]: contract for contract in project()["tool"]["importlinter"]["contracts"]}


# --- rooms --------------------------------------------------------------------------------------------------


def test_every_room_stands_in_the_layers() -> None:
    layers = {
        name.strip().strip("()") for layer in contracts()["layers"]["layers"] for name in layer.split("|")
    }
    assert rooms() - layers == set()


def test_every_room_is_looked_at_by_import_linter() -> None:
    assert set(project()["tool"]["importlinter"]["root_packages"]) == rooms()
    assert set(contracts()["acyclic"]["ancestors"]) == rooms()


@pytest.mark.parametrize(
    ("contract", "may"),
    [
        ("sql", {"store"}),
        ("mail", {"notifications"}),
        ("prefect", {"flows"}),
        ("pages", {"web"}),
        ("excel", {"reports"}),
        ("templates", {"notifications", "web"}),
        ("passwords", {"actions"}),
    ],
)
def test_what_one_room_owns_is_forbidden_to_every_other(contract: str, may: set[str]) -> None:
    assert set(contracts()[contract]["source_modules"]) == rooms() - may


def test_every_room_is_installed_and_measured() -> None:
    tool = project()["tool"]
    installed = {name.rstrip("*") for name in tool["setuptools"]["packages"]["find"]["include"]}
    assert rooms() - installed == set()
    assert rooms() - set(tool["coverage"]["run"]["source"]) == set()


@pytest.mark.parametrize("room", sorted(rooms()))
def test_a_room_begins_with_a_docstring_and_nothing_else(room: str) -> None:
    tree = ast.parse((HOUSE / room / "__init__.py").read_text(encoding="utf-8"))
    docstring = ast.get_docstring(tree)
    assert docstring is not None
    assert len([line for line in docstring.splitlines() if line]) <= LINES_OF_A_ROOMS_DOCSTRING
    assert len(tree.body) == 1


def test_names_of_modules_say_something_and_shadow_nothing() -> None:
    forbidden = SAYS_NOTHING | rooms() | (sys.stdlib_module_names - {"__main__"})
    assert [name_of(path) for path in modules() if path.stem in forbidden] == []


def test_only_the_settings_read_the_environment_and_prefect_is_given_one() -> None:
    readers = re.compile(r"\bos\.(?:environ|getenv)\b|\bfrom os import\b.*\b(?:environ|getenv)\b")
    found = {name_of(path) for path in modules() if readers.search(path.read_text(encoding="utf-8"))}
    assert found <= {"actions/settings.py", "flows/surroundings.py"}


def test_every_package_that_a_room_imports_is_declared() -> None:
    declared = project()["project"]
    options = declared["optional-dependencies"]
    lines = [*declared["dependencies"], *options["postgresql"], *options["oidc"]]
    dependencies = {canonicalize_name(Requirement(line).name) for line in lines}
    outside = {name for path in modules() for name in imported_by(path)} - sys.stdlib_module_names - rooms()
    providers = packages_distributions()
    assert [
        name
        for name in sorted(outside)
        if dependencies.isdisjoint(canonicalize_name(provider) for provider in providers.get(name, []))
    ] == []


def imported_by(path: Path) -> set[str]:
    """Return the top-level names that a module imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_bytes())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    of = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in plain | of}


# --- size ---------------------------------------------------------------------------------------------------


def test_no_file_is_longer_than_the_house_allows() -> None:
    lengths = {name_of(path): len(path.read_bytes().splitlines()) for path in python_files()}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_FILE} == {}


def test_no_function_is_longer_than_the_house_allows() -> None:
    lengths = {
        f"{name_of(path)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_FUNCTION} == {}


# --- tests --------------------------------------------------------------------------------------------------


def test_tests_are_flat_and_named_after_what_they_test() -> None:
    subjects = "|".join(sorted(rooms() | {"benchmarks", "docs", "house", "scenes"}))
    right = re.compile(rf"tests/test_(?:{subjects})(?:_\w+)?\.py")
    tests = [name_of(path) for path in python_files() if path.name.startswith("test_")]
    assert [name for name in tests if not right.fullmatch(name)] == []
    packages = [name_of(path) for path in HOUSE.glob("tests/*/**/__init__.py")]
    assert packages == []


# --- what is committed --------------------------------------------------------------------------------------


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    texts = {name_of(path): text_of(path) for path in files()}
    assert [name for name, text in texts.items() if text and PATH_OF_ONE_MACHINE.search(text)] == []


def test_pins_are_plain_names_and_versions_in_order() -> None:
    lines = (HOUSE / "constraints.txt").read_text(encoding="ascii").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []
    assert lines == sorted(lines, key=str.lower)


def test_no_lock_holds_an_address() -> None:
    locks = re.compile(r"constraints.*|requirements.*|.*\.lock|package-lock\.json|\.npmrc|pip\.conf")
    found = [path for path in files() if locks.fullmatch(path.name)]
    assert HOUSE / "constraints.txt" in found
    assert [name_of(path) for path in found if ADDRESS.search(path.read_text(encoding="utf-8"))] == []


def test_every_dependency_is_pinned_to_a_version_it_allows() -> None:
    lines = (HOUSE / "constraints.txt").read_text(encoding="ascii").splitlines()
    pins = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}
    declared = project()["project"]
    optional = [line for group in declared["optional-dependencies"].values() for line in group]
    wanted = [Requirement(line) for line in [*declared["dependencies"], *optional]]
    assert {"prefect", "fastapi", "sqlalchemy"} <= {canonicalize_name(each.name) for each in wanted}
    pinned = {str(each): pins.get(canonicalize_name(each.name), "not pinned") for each in wanted}
    broken = [line for line, version in pinned.items() if not allows(line, version)]
    assert broken == []


def allows(requirement: str, version: str) -> bool:
    """Whether a requirement holds for a version; "not pinned" is none."""
    return version != "not pinned" and version in Requirement(requirement).specifier
