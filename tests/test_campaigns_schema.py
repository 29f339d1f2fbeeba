"""The published JSON Schema: what is sound is valid in both languages, what has the wrong shape is not."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from actions.beginning import STARTER
from campaigns.converting import converted
from campaigns.keys import CHOICES, fields, twin
from campaigns.meanings import MEANINGS, meaning
from campaigns.schema import schema
from tests.bad_declarations.slips import SOUND, Slip, named, slips
from tests.cast import REAL_FILE, small_yaml
from tests.documents import blocks, read
from tests.split import split
from tests.test_campaigns_keys import models
from tests.two_tongues import in_chinese_keys, with_keys
from tests.whole_language import WHOLE

DOCS = REAL_FILE.parent / "docs"
PUBLISHED = DOCS / "campaigns.schema.json"
EXAMPLES = [REAL_FILE, STARTER, *sorted((DOCS / "examples").rglob("*.yaml"))]
TEXTS = {
    path.relative_to(path.parents[1]).as_posix(): path.read_text(encoding="utf-8") for path in EXAMPLES
} | {
    "sound": SOUND,
    "whole language": WHOLE,
    "small": small_yaml(),
    "readme": blocks(read("README.md"), "yaml")[0],
}
#: What the schema knows: which fields, which kind of value, which words. What goes together, only `check` knows.
KNOWN = re.compile("unknown_key|missing|want_.*|out_of_range|invalid|span_form|clock_form")
SHAPE = [slip for slip in slips("shape", "days") if KNOWN.fullmatch(slip.code)]


class Editor(yaml.SafeLoader):
    """YAML 1.2 as editors read it: no dates, no sixties, and yes is a word."""


Editor.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("bool", "true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?", "-+.0123456789"),
    ("null", "null|~|", ["n", "~", ""]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{form})\Z"), list(first))


def wrong(text: str) -> list[str]:
    """What the published schema finds in `text`."""
    found = yaml.load(text, Loader=Editor)  # noqa: S506 - a safe loader with fewer types
    return [error.message for error in VALIDATOR.iter_errors(found)]


VALIDATOR = Draft202012Validator(json.loads(PUBLISHED.read_text(encoding="utf-8")))


def test_what_is_published_is_what_the_program_makes() -> None:
    """After a change of the models: duban schema > docs/campaigns.schema.json."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema()


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("name", TEXTS)
def test_every_sound_declaration_is_valid_in_either_language_and_in_both(name: str) -> None:
    text = TEXTS[name]
    for one in (text, in_chinese_keys(text), converted(text, "f", "en"), with_keys(text, 3)):
        assert wrong(one) == []


@pytest.mark.parametrize("seed", range(3))
def test_every_file_of_a_split_declaration_is_valid_in_either_language(seed: int) -> None:
    texts = split(REAL_FILE.read_text(encoding="utf-8"), random.Random(seed))  # noqa: S311 - no secrets
    for text in texts.values():
        for one in (text, in_chinese_keys(text), with_keys(text, seed)):
            assert wrong(one) == []


def test_a_part_may_lack_what_a_declaration_may_not() -> None:
    part = SOUND[SOUND.index("units:") : SOUND.index("groups:")]
    assert wrong(part) == []
    assert wrong(f"duban: 1\ninclude: units.yaml\n{part}") == []
    for main in (
        "duban: 1\n",
        "督办: 1\n",
        "defaults: {calendar: cn}\n",
        "defaults: {}\ninclude: units.yaml\n",
    ):
        assert wrong(main + part) != []
    for text in ("units: []", "单元: {}", "include: {a: b}", "units: {a: {name: 甲}}"):
        assert wrong(text) != []


@pytest.mark.parametrize("slip", SHAPE, ids=named)
def test_what_has_the_wrong_shape_is_not_valid_in_either_language(slip: Slip) -> None:
    assert wrong(slip.text) != []
    assert wrong(in_chinese_keys(slip.text)) != []


def test_every_field_of_every_model_stands_in_it_in_both_languages_with_its_meaning() -> None:
    for model in models():
        properties = schema()["$defs"][model.__name__]["properties"]
        assert set(properties) == {
            one for name in fields(model) for one in (name, twin(model.__name__, name))
        }
        for name in fields(model):
            said = properties[name]["description"]
            assert re.fullmatch(r"[^·]*[\u4e00-\u9fff][^·]* · [a-z_]+: .+", said), (
                f"{model.__name__}.{name}: {said}"
            )


def test_nothing_is_explained_that_is_not_declared() -> None:
    used = {one for model in models() for name in fields(model) for one in explained(model, name)}
    assert set(MEANINGS) - used == set()


def explained(model: type, name: str) -> list[str]:
    names = tuple(one.__name__ for one in model.__mro__)
    said = meaning(names, name)
    return [key for key in (*(f"{one}.{name}" for one in names), name) if MEANINGS.get(key) == said]


def test_every_fixed_word_can_be_chosen_in_both_languages() -> None:
    choices = {word for enum in enums(schema()) for word in enum if isinstance(word, str)}
    assert {word for pair in CHOICES.items() for word in pair} - choices == set()


def enums(value: Any) -> list[list[Any]]:
    if isinstance(value, list):
        return [found for one in value for found in enums(one)]
    if not isinstance(value, dict):
        return []
    own = [value["enum"]] if "enum" in value else []
    return own + [found for one in value.values() for found in enums(one)]
