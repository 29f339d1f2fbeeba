"""Nodes in either language become nodes with English keys that remember what was written, and where.

The declared models say which keys are fields and which are names of people's own; only fields, and fixed
words that stand as values, have a twin (`campaigns.keys`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from campaigns.faults import Fault
from campaigns.keys import CHOICES, OPEN_CHOICES, english, fields, twin
from campaigns.nodes import Items, Mark, Node, Pairs, Scalar

_WRAPPED = {Union, UnionType, Annotated, tuple, list}


@dataclass(frozen=True, slots=True)
class Token:
    """A field's key, or a fixed word that is a value, as it stands in the file."""

    mark: Mark
    #: As it is written.
    written: str
    english: str
    chinese: str
    #: Whether it is a key.
    key: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand at one place of a declaration."""

    #: Models of which a mapping there may be one.
    models: tuple[type[BaseModel], ...] = ()
    #: Fixed words that may stand there: either twin, to the English one.
    choices: tuple[tuple[str, str], ...] = ()
    #: What stands below a name that people choose; None where keys are fields.
    below: "Place | None" = None

    def __add__(self, other: "Place") -> "Place":
        """Either of the two."""
        models = tuple(dict.fromkeys(self.models + other.models))
        choices = tuple(dict.fromkeys(self.choices + other.choices))
        return Place(models, choices, self.below or other.below)


@dataclass(frozen=True, slots=True)
class Translated:
    """A file's nodes with English keys, the words that have twins, and keys that stand twice."""

    root: Node
    tokens: tuple[Token, ...]
    faults: tuple[Fault, ...]

    @property
    def tongue(self) -> str:
        """The language of most keys: `zh` or `en`; `en` where there are as many of each."""
        keys = [token for token in self.tokens if token.key]
        chinese = sum(token.written == token.chinese for token in keys)
        return "zh" if chinese > len(keys) - chinese else "en"


def translate(root: Node, model: type[BaseModel], file: str) -> Translated:
    """`root`, a `model` in either language or in both, with English keys and fixed words."""
    walk = _Walk(file)
    done = walk.node(root, Place(models=(model,)))
    return Translated(done, tuple(walk.tokens.values()), tuple(walk.faults))


@cache
def place(annotation: Any) -> Place:
    """What may stand where `annotation` is declared: through dict, tuple, Optional and Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Place((annotation,))
    if annotation is bool:
        return Place(choices=_twins(("true", "false")))
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Place(choices=_twins(parts))
    if origin is dict:
        return Place(below=place(parts[1]))
    found = Place()
    for part in parts[: 1 if origin is Annotated else None] if origin in _WRAPPED else ():
        found += place(part)
    return found


@cache
def places(model: type[BaseModel]) -> Mapping[str, Place]:
    """What may stand under each key of `model`, the keys in English."""
    declared = zip(fields(model), model.model_fields.values(), strict=True)
    found: dict[str, Place] = {}
    for name, field in declared:
        annotation: Any = field.annotation
        found[name] = place(annotation)
    for (owner, name), words in OPEN_CHOICES.items():
        if owner == model.__name__:
            found[name] += Place(choices=_twins(words))
    return found


def models_at(path: tuple[str | int, ...], root: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """The models of which what stands at `path`, by English keys, may be one; none for plain values."""
    at = Place(models=(root,))
    for step in path:
        if isinstance(step, int):
            continue
        found = [places(model)[step] for model in at.models if step in places(model)]
        at = sum(found, at.below or Place())
    return at.models


@cache
def _under(models: tuple[type[BaseModel], ...], name: str) -> Place:
    """What may stand under the key `name` of either of `models`."""
    return sum((places(one)[name] for one in models if name in places(one)), Place())


def _twins(words: tuple[Any, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((written, word) for word in words if word in CHOICES for written in (word, CHOICES[word]))


class _Walk:
    """Goes through the nodes beside the declared types."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        #: By place, so that what is reached twice is told once.
        self.tokens: dict[Mark, Token] = {}

    def node(self, node: Node, at: Place) -> Node:
        if isinstance(node, Scalar):
            return self.choice(node, dict(at.choices)) if at.choices else node
        if isinstance(node, Items):
            return Items(node.mark, tuple(self.node(item, at) for item in node.items))
        if at.models:
            return Pairs(node.mark, tuple(self.fields(node, at)))
        if at.below is not None:
            return Pairs(node.mark, tuple((key, self.node(value, at.below)) for key, value in node.pairs))
        return node

    def choice(self, node: Scalar, choices: dict[str, str]) -> Scalar:
        word = choices.get(node.value)
        if word is None:
            return node
        self.tokens[node.mark] = Token(node.mark, node.value, word, CHOICES[word], key=False)
        return replace(node, value=word, written=node.value)

    def fields(self, node: Pairs, at: Place) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        for key, value in node.pairs:
            model = next((model for model in at.models if key.value in english(model)), None)
            name = key.value if model is None else english(model)[key.value]
            if name in seen:
                values = {"key": key.value, "first": seen[name]}
                self.faults.append(_at(self.file, key.mark, "duplicate_key", values))
                continue
            seen[name] = key.mark.line
            below = _under(at.models, name)
            if model is not None and twin(model.__name__, name) != name:
                said = twin(model.__name__, name)
                self.tokens[key.mark] = Token(key.mark, key.value, name, said, key=True)
            yield replace(key, value=name, written=key.value), self.node(value, below)


def _at(file: str, mark: Mark, code: str, values: dict[str, Any]) -> Fault:
    return Fault(file, mark.line, mark.column, code, values, length=mark.length)
