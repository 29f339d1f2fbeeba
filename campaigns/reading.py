"""From nodes to a Declaration: every fault with its place, all at once."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from campaigns.declaration import Declaration
from campaigns.faults import Fault, FaultsError
from campaigns.keys import CHOICES, fields, twin
from campaigns.nearest import at, names_in, nearest
from campaigns.nodes import Items, Mark, Node, Pairs, Scalar, parse
from campaigns.own_words import in_own_words
from campaigns.tongues import models_at, translate
from deadlines.anchors import LENGTHS
from deadlines.festivals import NAMES

Path = Sequence[str | int]
_Model = TypeVar("_Model", bound=BaseModel)
#: The festivals as people name them, in Chinese and in English.
FESTIVALS = ("、".join(names[0] for names in NAMES.values()), ", ".join(NAMES))
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
#: Faults of our own that sit on the value itself.
_OURS = {
    *("span_form", "no_such_month", "no_such_day", "ten_days", "needs_day", "clock_form"),
    *("unknown_zone", "weekday_form", "no_beginning", "agreement_form"),
}
#: Faults of our own about a whole mapping; where it holds too much, they sit on what is too much.
_WHOLE = {
    *("no_anchor", "no_edge", "many_anchors", "no_start", "many_starts", "one_length"),
    *("no_form", "many_forms", "window_end", "window_ends"),
}
#: Mappings of a deadline for which people write a single word.
_DETAILED = {
    *("after", "before", "every", "same_day", "qualitative", "undated"),
    *("review_every", "extend", "until", "lead", "lag"),
}


@dataclass(frozen=True)
class Source:
    """A file's text and nodes, to find any place in it again."""

    file: str
    text: str
    #: Keys and fixed words in English, whatever was written.
    root: Node
    #: What the file declares.
    model: type[BaseModel] = Declaration
    #: The language of most of its keys, zh or en.
    tongue: str = "en"

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
                yield node.mark, node.said
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

    def wrote(self, path: Path) -> bool:
        """Whether something stands at `path` itself."""
        return at(self.root, path) is not None

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
        values = in_own_words(self.root, path, self.model, self.tongue, code, values)
        return Fault(self.file, mark.line, mark.column, code, values, severity, mark.length, self.tongue)


def read(text: str, file: str) -> tuple[Declaration, Source]:
    """The declaration in `text`; raises FaultsError with every fault of YAML and of shape."""
    return read_as(Declaration, text, file)


def read_as(
    model: type[_Model], text: str, file: str, usual: Mapping[str, str] | None = None
) -> tuple[_Model, Source]:
    """A `model` in `text`, with what is `usual` where nothing is written; raises FaultsError."""
    translated = translate(parse(text, file), model, file)
    if translated.faults:
        raise FaultsError(translated.faults)
    source = Source(file, text, translated.root, model, translated.tongue)
    plain = _plain(source.root)
    if not isinstance(plain, dict):
        raise FaultsError([source.fault((), "want_mapping", found=_shown(plain))])
    try:
        return model.model_validate({**(usual or {}), **plain}, by_alias=True, by_name=False), source
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_FAULTS]
        raise FaultsError(_unique([_fault(source, detail) for detail in details])) from None


def suggestion(name: str, known: Iterable[str]) -> str:
    """The known name nearest to `name`, or an empty text."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return near[0] if near else ""


def meant_word(found: str, known: Sequence[str]) -> str:
    """Which of the `known` fixed words `found` is nearest to, in English unless `found` is Chinese."""
    chinese = [CHOICES[word] for word in known if word in CHOICES]
    return suggestion(found, known if found.isascii() else chinese)


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
    path, kind, context = _untagged(detail["loc"]), detail["type"], detail.get("ctx", {})
    if kind in _OURS:
        return source.fault(path, kind, **context)
    ours = _ours(source, path, kind, context)
    if ours is not None:
        return ours
    if kind == "extra_forbidden":
        key = str(path[-1])
        return source.fault(path, "unknown_key", on_key=True, name=key, suggestion=_meant(source, path, key))
    if kind == "missing":
        return source.fault(path[:-1], "missing", on_key=True, name=path[-1])
    found = _shown(detail["input"])
    code = _TYPES.get(kind, "invalid")
    values: dict[str, Any] = {"found": found, "problem": detail["msg"], "limit": _limit(context)}
    if code == "want_mapping" and path and path[-1] in _DETAILED:
        form = nearest(source.root, path, code)
        return source.fault(path, "want_details", name=path[-1], nearest=form, **values)
    if code == "want_choice":
        values["known"] = context.get("expected", "").replace("'", "").replace(" or ", ", ")
        values["suggestion"] = meant_word(found, values["known"].split(", "))
    return source.fault(path, code, **values)


def _untagged(path: Path) -> Path:
    """`path` as it is written: without the name of the kind of window."""
    kinds = {"span", "from_to", "festival"}
    return tuple(
        step
        for place, step in enumerate(path)
        if not (step in kinds and place and path[place - 1] == "window")
    )


def _ours(source: Source, path: Path, kind: str, context: dict[str, Any]) -> Fault | None:
    """A fault of our own that sits on a word beside or within the value at `path`; None for others."""
    words = str(context.get("text", ""))
    if kind == "loose_modifier":
        # It stands where the first of the words stands that do not go together.
        form = nearest(source.root, path, kind, words)
        where = (*path, words.split(", ", maxsplit=1)[0])
        return source.fault(where, kind, on_key=True, **{**context, "nearest": form})
    if kind == "end_before_start":
        ends = [(*path, *end) for end in (("to",), ("until", "backstop"))]
        return source.fault(next((end for end in ends if source.wrote(end)), path), kind, **context)
    if kind == "no_zeroth":
        return source.fault((*path, words), kind, **context)
    if kind == "festival":
        return source.fault(path, kind, **{**context, "known": FESTIVALS})
    return _of_whole(source, path, kind, context) if kind in _WHOLE else None


def _of_whole(source: Source, path: Path, kind: str, context: dict[str, Any]) -> Fault:
    """A mapping that lacks something, told at its name, or that holds too much, at the second of these."""
    if kind == "one_length" and (not path or path[-1] == "deadline"):
        path = (*path, "after")
    names = LENGTHS if kind == "one_length" else ("to", "until") if kind == "window_ends" else None
    too_many = names_in(source.root, path, names or context.get("known", "").split(" | "))[1:]
    code = "no_length" if kind == "one_length" and not too_many else kind
    form = nearest(source.root, path, kind) if path and path[-1] != "deadline" else ""
    where = (*path, too_many[0]) if too_many else path
    return source.fault(where, code, on_key=True, **{**context, "nearest": form})


def _limit(context: dict[str, Any]) -> str:
    return ", ".join(f"{sign} {context[key]}" for key, sign in (("ge", ">="), ("le", "<=")) if key in context)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value if len(value) <= 40 else f"{value[:40]}…"  # noqa: PLR2004 - what fits on a line
    if value is None:
        return "（空）"
    return "[…]" if isinstance(value, list | tuple) else "{…}"


def _meant(source: Source, path: Path, key: str) -> str:
    """The field that `key` probably means: in Chinese if `key` is, else in the language of the file's own."""
    models = models_at(tuple(path[:-1]), source.model) or (source.model,)
    known = {name: twin(model.__name__, name) for model in models for name in fields(model)}
    found = suggestion(key, sorted({*known, *known.values()}))
    name = next((name for name in known if found in {name, known[name]}), "")
    if not key.isascii():
        return found
    return known.get(name, "") if source.tongue == "zh" else name
