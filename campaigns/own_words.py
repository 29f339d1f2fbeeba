"""What a fault names is named as the person wrote it, or would write it: in the file's own language."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel

from campaigns.keys import CHOICES, fields, in_chinese, twin
from campaigns.nearest import at
from campaigns.nodes import Node, Pairs
from campaigns.tongues import models_at

Path = Sequence[str | int]
_WORD = re.compile(r"(?<![\w./@\"-])[a-z][a-z_]*(?![\w./@\"-])")
_BRACKETS = re.compile("（[a-z_]+）")
#: Values that hold names of fields, whatever the fault is.
_NAMES = ("known", "anchor")
#: Faults whose `name` or `text` is the name of a field, and no word of people's own.
_FIELDS = {
    "name": {"missing", "want_details", "law_allows_none"},
    "text": {"loose_modifier", "many_anchors", "many_forms", "one_length", "no_zeroth"},
}


def in_own_words(
    root: Node,
    path: Sequence[str | int],
    model: type[BaseModel],
    tongue: str,
    code: str,
    values: dict[str, Any],
) -> dict[str, Any]:
    """`values` of a fault at `path` with each field as it stands there, else in the file's `tongue`."""
    say = _speaker(root, tuple(path), model, tongue)
    chosen = code == "want_choice"
    done: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, tuple):
            done[name] = (_BRACKETS.sub("", value[0]), *value[1:]) if tongue == "zh" else value
        elif not isinstance(value, str):
            done[name] = value
        elif chosen and name in {"known", "suggestion"}:
            done[name] = _chosen(value, tongue)
        elif name == "nearest":
            done[name] = _written_out(value, say, tongue)
        elif name in _NAMES or code in _FIELDS.get(name, ()):
            done[name] = _WORD.sub(lambda found: say(found[0]), value)
        else:
            done[name] = value
    return done


def _speaker(
    root: Node, path: tuple[str | int, ...], model: type[BaseModel], tongue: str
) -> Callable[[str], str]:
    """What the person calls a field at `path`, given in English."""
    around = [path, path[:-1]]
    nodes = [node for one in around if isinstance(node := at(root, one), Pairs)]
    models = [found for one in around for found in models_at(one, model)]

    def say(word: str) -> str:
        # Looked for only here: a mapping may have very many keys, and a file many faults.
        written = next((key.said for node in nodes for key, _ in node.pairs if key.value == word), None)
        if written is not None or tongue != "zh":
            return written or word
        owner = next((one for one in models if word in fields(one)), None)
        return in_chinese(word) if owner is None else twin(owner.__name__, word)

    return say


def _chosen(words: str, tongue: str) -> str:
    """Fixed words that are values, in the file's tongue."""
    return _WORD.sub(lambda found: CHOICES.get(found[0], found[0]), words) if tongue == "zh" else words


def _written_out(form: str, say: Callable[[str], str], tongue: str) -> str:
    """A form to write into the file: its keys, and the one fixed word that it may bring along."""

    def word(found: re.Match[str]) -> str:
        if form.startswith(":", found.end()):
            return say(found[0])
        return _chosen(found[0], tongue) if found[0] == "issued" else found[0]

    return _WORD.sub(word, form)
