"""The nearest form that would be right, written out as a person would write it into the file."""

import difflib
import json
import re
from collections.abc import Callable, Iterable, Sequence

from campaigns.nodes import Items, Node, Pairs, Scalar
from deadlines.anchors import FORMS, LENGTHS
from deadlines.language import MODIFIERS
from deadlines.written import WEEKDAYS

#: A mapping's entries as they are written, each name with its value.
_Entries = dict[str, str]
_STARTS = ("event", "deadline", "parent", "date", "festival")
_HOURS_A_DAY = 24


def suggestion(name: str, known: Iterable[str]) -> str:
    """The known name nearest to `name`, or an empty text."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return near[0] if near else ""


def nearest(root: Node, path: Sequence[str | int], code: str, words: str = "") -> str:
    """What to write instead of the mapping at `path`, where the fault `code` is about `words` in it."""
    found = at(root, path)
    entries = _entries(found)
    around = _Around(root, path)
    if not path or path[-1] == "deadline":
        return _of_deadline(entries, found, words.split(", "), around)
    name = str(path[-1])
    if not isinstance(found, Pairs):
        entries = _from_scalar(name, written(found) if found is not None else "", around)
    elif code in _MENDED:
        entries = _MENDED[code](dict(entries), name, around, words.split(", "))
    return f"{name}: {_flow(entries)}"


def at(root: Node, path: Sequence[str | int]) -> Node | None:
    """The node at `path`, or None where nothing was written."""
    node: Node | None = root
    for step in path:
        if isinstance(node, Pairs):
            node = node.get(str(step))
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def names_in(root: Node, path: Sequence[str | int], known: Sequence[str]) -> list[str]:
    """Which of the `known` names stand in the mapping at `path`, in the order written."""
    return [name for name in _entries(at(root, path)) if name in known]


def written(node: Node) -> str:
    """`node` on one line."""
    if isinstance(node, Scalar):
        return node.said if node.plain else json.dumps(node.said, ensure_ascii=False)
    if isinstance(node, Items):
        return f"[{', '.join(written(item) for item in node.items)}]"
    return _flow(_entries(node))


def _entries(node: Node | None) -> _Entries:
    return {name.value: written(value) for name, value in node.pairs} if isinstance(node, Pairs) else {}


def _flow(entries: _Entries) -> str:
    return f"{{{', '.join(f'{name}: {value}' for name, value in entries.items())}}}"


class _Around:
    """What stands around a fault: the task's event, and the last day of the document's year."""

    def __init__(self, root: Node, path: Sequence[str | int]) -> None:
        opened = at(root, [*path[:4], "for_each"])
        issued = at(root, [*path[:2], "document", "issued"])
        self.event = opened.value if isinstance(opened, Scalar) else "issued"
        year = re.match(r"\d{4}", issued.value) if isinstance(issued, Scalar) else None
        self.end = f"{year[0] if year else 2017}-12-31"


def _of_deadline(entries: _Entries, node: Node | None, words: Sequence[str], around: _Around) -> str:
    """The anchor with which the modifier `words[0]` goes, and those of `words` that go with it."""
    anchors, _ = MODIFIERS[words[0]]
    if "by" not in anchors or "after" in entries:
        anchor = "after"
        hours = _entries(at(node, ["after"])).get("hours") if node is not None else None
        days = _days(hours, "hours") if hours is not None else "15"
        value = _flow({"event": around.event, "days": days})
    elif "same_day" in entries:
        anchor, value = "after", _flow({"event": around.event, "working_days": "1"})
    else:
        anchor, value = _day_of(node, around)
    kept = {word: entries[word] for word in words if anchor in MODIFIERS[word][0]}
    return ", ".join(f"{name}: {text}" for name, text in {anchor: value, **kept}.items())


def _day_of(node: Node | None, around: _Around) -> tuple[str, str]:
    """A day in the place of a window, or of what has none."""
    for path in (["window"], ["window", "to"], ["window", "until", "backstop"], ["undated", "by_office"]):
        end = at(node, path) if node is not None else None
        if isinstance(end, Scalar):
            return "by", end.value.partition("T")[0]
    festival = at(node, ["window", "festival"]) if node is not None else None
    if isinstance(festival, Scalar):
        return "before", _flow({"festival": written(festival), "working_days": "1"})
    return "on", around.end


def _from_scalar(name: str, text: str, around: _Around) -> _Entries:
    """The mapping that a single word probably stands for."""
    number = text if text.isdecimal() else ""
    if name in {"same_day", "until"}:
        return {"event": text} | ({"backstop": around.end} if name == "until" else {})
    if name == "undated":
        return {}
    if name == "qualitative":
        return {"review_every": _flow({"working_days": number or "20"})}
    if name == "every":
        weekdays = {word for key, others in WEEKDAYS.items() for word in (key, *others)}
        return {"weekday": text} if text in weekdays else {"month_day": number or "28"}
    if name in {"after", "before"}:
        return _with_start({"working_days": number or "7"}, name, around, [])
    return {"working_days": number or "15"}


def _with_start(entries: _Entries, name: str, around: _Around, _words: Sequence[str]) -> _Entries:
    start = {"date": around.end} if name == "before" else {"event": around.event}
    kept = _one_length(entries, name, around, [])
    return start | {key: value for key, value in kept.items() if key not in _STARTS}


def _one_start(entries: _Entries, _name: str, _around: _Around, _words: Sequence[str]) -> _Entries:
    return _first_of(entries, _STARTS)


def _one_length(entries: _Entries, _name: str, _around: _Around, _words: Sequence[str]) -> _Entries:
    return _first_of(entries, LENGTHS) if set(entries) & set(LENGTHS) else {**entries, "working_days": "7"}


def _one_form(entries: _Entries, _name: str, _around: _Around, _words: Sequence[str]) -> _Entries:
    return _first_of(entries, FORMS) if set(entries) & set(FORMS) else {"month_day": "28", **entries}


def _in_days(entries: _Entries, _name: str, _around: _Around, _words: Sequence[str]) -> _Entries:
    return {"days" if name == "hours" else name: _days(value, name) for name, value in entries.items()}


def _days(value: str, name: str) -> str:
    """Hours as the days that they reach into; anything else as it is."""
    return str(-(-int(value) // _HOURS_A_DAY)) if name == "hours" and value.isdecimal() else value


def _ending(entries: _Entries, _name: str, around: _Around, _words: Sequence[str]) -> _Entries:
    return {**entries, "to": around.end}


def _one_end(entries: _Entries, _name: str, _around: _Around, _words: Sequence[str]) -> _Entries:
    return {name: value for name, value in entries.items() if name != "until"}


def _fitting(entries: _Entries, name: str, _around: _Around, words: Sequence[str]) -> _Entries:
    """With what `words` need beside them, where that is one thing; else without `words`."""
    if name == "window":
        return {**entries, "from": "issued"}
    if name == "before":
        return {"festival": "double11"} | {key: v for key, v in entries.items() if key not in _STARTS}
    if words == ["months"] and "weekday" in entries:
        return {"weekday": entries["weekday"], "nth": "1"} | entries
    if words == ["months"] and "of" in entries:
        return {**entries, "of": "month"}
    return {name: value for name, value in entries.items() if name not in words}


def _first_of(entries: _Entries, names: Sequence[str]) -> _Entries:
    """`entries` with only the first of those called `names`."""
    first = next((name for name in entries if name in names), None)
    return {name: value for name, value in entries.items() if name == first or name not in names}


_MENDED: dict[str, Callable[[_Entries, str, _Around, Sequence[str]], _Entries]] = {
    "no_start": _with_start,
    "many_starts": _one_start,
    "one_length": _one_length,
    "no_form": _one_form,
    "many_forms": _one_form,
    "window_end": _ending,
    "window_ends": _one_end,
    "every_without_end": _ending,
    "loose_modifier": _fitting,
    "hours_need_instant": _in_days,
}
