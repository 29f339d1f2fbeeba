"""From nodes to a Declaration: every fault with its place, all at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from campaigns.declaration import Declaration
from campaigns.faults import Fault, FaultsError
from campaigns.including import Folder, Written, gather
from campaigns.keys import CHOICES, fields, twin
from campaigns.nearest import at, names_in, nearest, suggestion
from campaigns.nodes import MOST_FAULTS, Items, Mark, Node, Pairs, Scalar, parse, plain, shown
from campaigns.own_words import in_own_words
from campaigns.tongues import models_at, translate
from deadlines.anchors import LENGTHS
from deadlines.festivals import NAMES

Path = Sequence[str | int]
_Model = TypeVar("_Model", bound=BaseModel)
#: The festivals as people name them, in Chinese and in English.
FESTIVALS = ("、".join(names[0] for names in NAMES.values()), ", ".join(NAMES))
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
    *("unknown_zone", "weekday_form", "no_beginning", "no_red", "colour_form"),
    *("agreement_form", "share_form"),
    *("points_form", "score_item"),
}
#: Faults of our own about a whole mapping; where it holds too much, they sit on what is too much.
_WHOLE = {
    *("no_anchor", "no_edge", "many_anchors", "no_start", "many_starts", "one_length"),
    *("no_form", "many_forms", "window_end", "window_ends", "share_with_days"),
}
#: Mappings of a deadline for which people write a single word.
_DETAILED = {
    *("after", "before", "every", "same_day", "qualitative", "undated"),
    *("review_every", "extend", "until", "lead", "lag"),
}


@dataclass(frozen=True)
class Source:
    """What was read, as texts and as nodes, to find any place in it again."""

    #: The main file.
    file: str
    #: Keys and fixed words in English, whatever was written; of several files, as if it were one.
    root: Node
    #: Every file by its path from the main one's folder, the main one first.
    files: Mapping[str, Written]
    #: What is declared.
    model: type[BaseModel] = Declaration

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        return {file: one.text.split("\n") for file, one in self.files.items()}

    def lines_of(self, file: str) -> list[str]:
        """The lines of one of the files, for showing a fault."""
        return self._lines[file]

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
        """The line on which `path` begins, in whichever file it stands."""
        return self.mark(path, key=True).line

    def place(self, path: Path) -> dict[str, Any]:
        """Where `path` begins, as it goes on record: the line, and the file where it is not the main one."""
        mark = self.mark(path, key=True)
        return {"line": mark.line} | ({"file": mark.file} if mark.file != self.file else {})

    def tongue(self, path: Path) -> str:
        """The language of most keys of the file in which `path` stands, zh or en."""
        return self.files[self.mark(path).file].tongue

    def fault(
        self, path: Path, code: str, *, on_key: bool = False, severity: str = "error", **values: Any
    ) -> Fault:
        """A fault at `path`."""
        mark = self.mark(path, key=on_key)
        tongue = self.files[mark.file].tongue
        values = in_own_words(self.root, path, self.model, tongue, code, values)
        return Fault(mark.file, mark.line, mark.column, code, values, severity, mark.length, tongue)


def read(text: str, file: str, folder: Folder | None = None) -> tuple[Declaration, Source]:
    """The declaration in `text` of the main `file`, with what it includes of the `folder` around it.

    Raises FaultsError with every fault of YAML, or else with every one of shape.
    """
    root, files = gather(text, file, folder)
    source = Source(file, root, files)
    return _valid(Declaration, source, {}), source


def read_as(
    model: type[_Model], text: str, file: str, usual: Mapping[str, str] | None = None
) -> tuple[_Model, Source]:
    """A `model` in `text`, with what is `usual` where nothing is written; raises FaultsError."""
    translated = translate(parse(text, file), model, file)
    if translated.faults:
        raise FaultsError(translated.faults)
    source = Source(file, translated.root, {file: Written(text, translated.tongue)}, model)
    return _valid(model, source, usual or {}), source


def _valid(model: type[_Model], source: Source, usual: Mapping[str, str]) -> _Model:
    """The `model` that `source` holds; raises FaultsError with every fault of its shape."""
    written = plain(source.root)
    if not isinstance(written, dict):
        raise FaultsError([source.fault((), "want_mapping", found=shown(written))])
    try:
        return model.model_validate({**usual, **written}, by_alias=True, by_name=False)
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_FAULTS]
        raise FaultsError(_unique([_fault(source, detail) for detail in details])) from None


def meant_word(found: str, known: Sequence[str]) -> str:
    """Which of the `known` fixed words `found` is nearest to, in English unless `found` is Chinese."""
    chinese = [CHOICES[word] for word in known if word in CHOICES]
    return suggestion(found, known if found.isascii() else chinese)


def _unique(faults: Sequence[Fault]) -> list[Fault]:
    """Each fault once; where a place may hold a word or something else, the something else is explained."""
    places = {(f.file, f.line, f.column) for f in faults if f.code != "want_choice"}
    kept = [f for f in faults if f.code != "want_choice" or (f.file, f.line, f.column) not in places]
    return list({(f.file, f.line, f.column, f.code): f for f in kept}.values())


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
    found = shown(detail["input"])
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


def _meant(source: Source, path: Path, key: str) -> str:
    """The field that `key` probably means: in Chinese if `key` is, else in the language of the file's own."""
    models = models_at(tuple(path[:-1]), source.model) or (source.model,)
    known = {name: twin(model.__name__, name) for model in models for name in fields(model)}
    found = suggestion(key, sorted({*known, *known.values()}))
    name = next((name for name in known if found in {name, known[name]}), "")
    if not key.isascii():
        return found
    return known.get(name, "") if source.tongue(path) == "zh" else name
