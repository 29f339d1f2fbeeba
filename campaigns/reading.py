"""From nodes to a Declaration: every fault with its place, all at once."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from campaigns.declaration import Declaration
from campaigns.faults import Fault, FaultsError
from campaigns.nodes import Items, Mark, Node, Pairs, Scalar, parse

Path = Sequence[str | int]
#: More faults than these nobody reads at once, and looking for suggestions takes time.
MOST_FAULTS = 200
#: Pydantic's own error types, by the fault each of them is.
_TYPES = {
    "model_type": "want_mapping",
    "dataclass_type": "want_text",
    "time_type": "want_text",
    "model_attributes_type": "want_mapping",
    "dict_type": "want_mapping",
    "list_type": "want_list",
    "tuple_type": "want_list",
    "string_type": "want_text",
    "int_type": "want_number",
    "int_parsing": "want_number",
    "bool_type": "want_bool",
    "bool_parsing": "want_bool",
    "literal_error": "want_choice",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "union_tag_invalid": "want_mapping",
    "date_type": "want_text",
}
#: Faults of our own that name a pair of things; they sit on the value itself.
_OURS = {
    *("span_form", "no_such_month", "no_such_day", "ten_days", "festival", "needs_day", "clock_form"),
    *("unknown_zone", "end_before_start", "one_length", "no_anchor", "many_anchors", "loose_modifier"),
}


@dataclass(frozen=True)
class Source:
    """A file's text and nodes, to find any place in it again."""

    file: str
    text: str
    root: Node

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines, for showing a fault."""
        return self.text.split("\n")

    def texts(self) -> Iterator[tuple[Mark, str]]:
        """Every text that was written, names and values alike, with its place."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Scalar):
                yield node.mark, node.value
            elif isinstance(node, Items):
                waiting += node.items
            else:
                waiting += [part for pair in node.pairs for part in pair]

    def node(self, path: Path) -> Node:
        """The deepest node on `path` that was written; steps that were not are passed over."""
        node = self.root
        for step in path:
            found = _step(node, step)
            node = found if found is not None else node
        return node

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """The place of the value at `path`; with `key`, of the name before it."""
        if key and path:
            parent = self.node(path[:-1])
            name = parent.key(str(path[-1])) if isinstance(parent, Pairs) else None
            if name is not None:
                return name.mark
        return self.node(path).mark

    def line(self, path: Path) -> int:
        """The line on which `path` begins."""
        return self.mark(path, key=True).line

    def fault(
        self, path: Path, code: str, *, on_key: bool = False, severity: str = "error", **values: Any
    ) -> Fault:
        """A fault at `path`."""
        mark = self.mark(path, key=on_key)
        return Fault(self.file, mark.line, mark.column, code, values, severity, mark.length)


def read(text: str, file: str) -> tuple[Declaration, Source]:
    """The declaration in `text`; raises FaultsError with every fault of YAML and of shape."""
    source = Source(file, text, parse(text, file))
    plain = _plain(source.root)
    if not isinstance(plain, dict):
        raise FaultsError([source.fault((), "want_mapping", found=_shown(plain))])
    try:
        return Declaration.model_validate(plain), source
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_FAULTS]
        raise FaultsError(_unique([_fault(source, detail) for detail in details])) from None


def suggestion(name: str, known: Iterable[str]) -> str:
    """The known name nearest to `name`, or an empty text."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return near[0] if near else ""


def _unique(faults: Sequence[Fault]) -> list[Fault]:
    """Each fault once; where a place may hold a word or something else, the something else is explained."""
    places = {(f.line, f.column) for f in faults if f.code != "want_choice"}
    kept = [f for f in faults if f.code != "want_choice" or (f.line, f.column) not in places]
    return list({(f.line, f.column, f.code): f for f in kept}.values())


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return None if node.plain and node.value in {"", "null", "~"} else node.value
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {key.value: _plain(value) for key, value in node.pairs}


def _step(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Pairs):
        return node.get(str(step))
    if isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def _fault(source: Source, detail: ErrorDetails) -> Fault:
    path, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    if kind in _OURS:
        return source.fault(path, kind, **context)
    if kind == "extra_forbidden":
        key = str(path[-1])
        return source.fault(
            path, "unknown_key", on_key=True, name=key, suggestion=suggestion(key, _fields(path))
        )
    if kind == "missing":
        return source.fault(path[:-1], "missing", on_key=True, name=path[-1])
    found = _shown(detail["input"])
    code = _TYPES.get(kind, "invalid")
    values: dict[str, Any] = {"found": found, "problem": detail["msg"], "limit": _limit(context)}
    if code == "want_choice":
        values["known"] = context.get("expected", "").replace("'", "").replace(" or ", ", ")
        values["suggestion"] = suggestion(found, values["known"].split(", "))
    return source.fault(path, code, **values)


def _limit(context: dict[str, Any]) -> str:
    return ", ".join(f"{sign} {context[key]}" for key, sign in (("ge", ">="), ("le", "<=")) if key in context)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value if len(value) <= 40 else f"{value[:40]}…"  # noqa: PLR2004 - what fits on a line
    if value is None:
        return "（空）"
    return "[…]" if isinstance(value, list | tuple) else "{…}"


def _fields(path: Path) -> list[str]:
    """The fields that may stand where `path` ends, found by walking the declared types."""
    models: set[type[BaseModel]] = {Declaration}
    for step in path[:-1]:
        models = {found for model in models for found in _below(model, step)} or models
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})


def _below(model: type[BaseModel], step: str | int) -> set[type[BaseModel]]:
    for name, field in model.model_fields.items():
        if step in {name, field.alias}:
            return _models(field.annotation)
    return set()


def _models(annotation: Any) -> set[type[BaseModel]]:
    """Every model inside an annotation: through dict, tuple, Optional and Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    if get_origin(annotation) in {Union, UnionType, Annotated, dict, tuple, list}:
        return {model for part in get_args(annotation) for model in _models(part)}
    return set()
