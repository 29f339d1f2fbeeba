"""The JSON Schema (2020-12) of campaigns.yaml, made from the declared models: keys in both languages.

It says what may stand where, for completion in editors; what names mean is judged by `duban check` alone.
"""

import builtins
import types
import typing
from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic_core import PydanticCustomError

from campaigns.assessment import Points
from campaigns.declaration import Declaration
from campaigns.keys import CHOICES, OPEN_CHOICES, fields, twin
from campaigns.meanings import meaning
from campaigns.schemes import Share
from deadlines.anchors import FestivalName
from deadlines.festivals import NAMES
from deadlines.spans import TEN_DAYS, Span
from deadlines.written import WEEKDAYS, Clock, Day, Days, End, Weekday

_Schema = dict[str, Any]
#: Any word or number that stands without quotes is a text to Duban.
_TEXT: _Schema = {"type": ["string", "number", "boolean"]}
_CLOCK = r"([01]?\d|2[0-3])[:：][0-5]\d(:[0-5]\d)?"
_SPAN = rf"\d{{4}}-\d{{2}}(-\d{{2}}|/({'|'.join(TEN_DAYS)}))?"
_HOURS: _Schema = {"type": "string", "pattern": rf"^{_CLOCK}\s*-\s*{_CLOCK}$"}
_BOOL: _Schema = {"enum": [True, False, CHOICES["true"], CHOICES["false"], "true", "false", "yes", "no"]}


def schema() -> _Schema:
    """The schema of a declaration, and of each file of one that is split."""
    found: dict[str, _Schema] = {}
    _model(Declaration, found)
    whole = found[Declaration.__name__]
    whole |= _whole_or_part(whole.pop("allOf"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "督办申报文件 · a declaration of campaigns",
        "$ref": f"#/$defs/{Declaration.__name__}",
        "$defs": dict(sorted(found.items())),
    }


def _whole_or_part(needed: list[_Schema]) -> _Schema:
    """What must be there: `needed` in a file of its own, of one that includes others only the version.

    A part, which has neither version nor defaults, needs nothing.
    """
    marks = (("duban", "defaults"), ("include",), ("duban",))
    main, split, version = (_one_of(Declaration.__name__, *names) for names in marks)
    return {"if": main, "then": {"if": split, "then": version, "else": {"allOf": needed}}}


def _one_of(model: str, *names: str) -> _Schema:
    """One of the fields `names` of `model` is there, in either language."""
    keys = dict.fromkeys(key for name in names for key in (name, twin(model, name)))
    return {"anyOf": [{"required": [key]} for key in keys]}


def _model(model: type[BaseModel], found: dict[str, _Schema]) -> _Schema:
    """A reference to `model`, which is entered into `found`."""
    name = model.__name__
    if name not in found:
        found[name] = {}
        found[name] |= _object(model, found)
    return {"$ref": f"#/$defs/{name}"}


def _object(model: type[BaseModel], found: dict[str, _Schema]) -> _Schema:
    properties: dict[str, _Schema] = {}
    needed = []
    for name, field in zip(fields(model), model.model_fields.values(), strict=True):
        annotation: Any = field.annotation
        value = _annotated(annotation, field.metadata, found)
        words = OPEN_CHOICES.get((model.__name__, name))
        value = _either([{"enum": _both(words)}, value]) if words else value
        keys = dict.fromkeys((name, twin(model.__name__, name)))
        # The Chinese twin takes what the English key takes.
        same = {"$ref": f"#/$defs/{model.__name__}/properties/{name}"}
        properties |= dict.fromkeys(keys, same) | {name: {"description": _described(model, name), **value}}
        if field.is_required():
            needed.append(_one_of(model.__name__, name))
    done: _Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return done | ({"allOf": needed} if needed else {})


def _described(model: type[BaseModel], name: str) -> str:
    """`任务：… · tasks: …`."""
    said = meaning(tuple(one.__name__ for one in model.__mro__), name)
    chinese = twin(model.__name__, name)
    return f"{chinese}：{said[0]} · {name}: {said[1]}" if said else f"{chinese} · {name}"


def _value(annotation: Any, found: dict[str, _Schema]) -> _Schema:
    """What may be written where `annotation` is declared."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation, found)
    parts = get_args(annotation)
    match get_origin(annotation):
        case typing.Annotated:
            made = _annotated(parts[0], parts[1:], found)
        case typing.Union | types.UnionType:
            made = _either([_value(part, found) for part in parts])
        case typing.Literal:
            made = {"enum": _both(parts)}
        case builtins.dict:
            made = {"type": "object", "additionalProperties": _value(parts[1], found)}
        case builtins.tuple:
            made = {"type": "array", "items": _value(parts[0], found)}
        case _:
            made = dict(_PLAIN[annotation])
    return made


def _annotated(annotation: Any, extras: Sequence[Any], found: dict[str, _Schema]) -> _Schema:
    """The same with what stands beside the type: bounds, and readers of what people write."""
    readers = [extra for extra in extras if isinstance(extra, BeforeValidator)]
    known = next((_WRITTEN[reader] for reader in readers if reader in _WRITTEN), None)
    if known is not None:
        return dict(known)
    if annotation is int:
        return _number(extras)
    value = _value(annotation, found)
    for reader in readers:
        value = _either([*_short(reader.func, value), value])
    return value


def _short(read: Callable[..., Any], value: _Schema) -> list[_Schema]:
    """The short forms that `read` takes: one word for many, a text or a list for a mapping."""
    if value.get("type") == "array":
        return [value["items"]] if isinstance(_tried(read, "甲"), list | tuple) else []
    forms = {"甲": _TEXT, "08:30-17:30": _HOURS, ("甲",): {"type": "array", "items": _TEXT}}
    taken = [form for probe, form in forms.items() if isinstance(_tried(read, _listed(probe)), dict)]
    return [form for form in taken if form is not _HOURS or _TEXT not in taken]


def _listed(probe: Any) -> Any:
    return list(probe) if isinstance(probe, tuple) else probe


def _tried(read: Callable[..., Any], probe: Any) -> Any:
    try:
        return read(probe)
    except (PydanticCustomError, ValueError):
        return None


def _number(extras: Sequence[Any]) -> _Schema:
    limits = [limit for extra in extras for limit in (extra, *getattr(extra, "metadata", ()))]
    bounds = {
        key: getattr(limit, name)
        for name, key in (("ge", "minimum"), ("le", "maximum"))
        for limit in limits
        if getattr(limit, name, None) is not None
    }
    return {"anyOf": [{"type": "integer", **bounds}, {"type": "string", "pattern": r"^[-+]?\d+$"}]}


def _either(schemas: list[_Schema]) -> _Schema:
    """Any of `schemas`, each once."""
    flat = [one for schema in schemas for one in (schema["anyOf"] if list(schema) == ["anyOf"] else [schema])]
    unique = [one for at, one in enumerate(flat) if one not in flat[:at]]
    return unique[0] if len(unique) == 1 else {"anyOf": unique}


def _both(words: Sequence[str]) -> list[Any]:
    """Fixed words in both languages; what looks like a number is one to YAML."""
    twins = [one for word in words for one in (word, CHOICES.get(word, word))]
    return list(dict.fromkeys([*twins, *(int(word) for word in words if word.isdecimal())]))


def _pattern(form: str, **more: Any) -> _Schema:
    return {"type": "string", "pattern": f"^{form}$", **more}


def _reader(written: Any) -> BeforeValidator:
    """What reads a type of `deadlines.written`."""
    return next(extra for extra in get_args(written) if isinstance(extra, BeforeValidator))


_PLAIN: dict[Any, _Schema] = {
    str: _TEXT,
    bool: _BOOL,
    int: {"type": "integer"},
    types.NoneType: {"type": "null"},
    date: _pattern(r"\d{4}-\d{2}-\d{2}"),
    time: _pattern(_CLOCK),
    Span: _pattern(_SPAN),
}
_WRITTEN: dict[BeforeValidator, _Schema] = {
    _reader(Day): _pattern(r"\d{4}-\d{2}-\d{2}", examples=["2017-12-01"]),
    _reader(Days): _pattern(_SPAN, examples=["2017-06", "2017-06/mid", "2017-12-01"]),
    _reader(End): _pattern(rf"{_SPAN}(T{_CLOCK})?", examples=["2017-06/late", "2021-03-14T19:30"]),
    _reader(Clock): _pattern(_CLOCK, examples=["17:00"]),
    _reader(Points): {"anyOf": [{"type": "number", "minimum": 0}, _pattern(r"\d{1,4}(\.\d{1,2})?")]},
    _reader(Share): _pattern(r"\d{1,3} ?[%％]", examples=["50%"]),
    _reader(Weekday): {"enum": [word for key, others in WEEKDAYS.items() for word in (key, *others)]},
    _reader(FestivalName): {
        "enum": [*(word for key, others in NAMES.items() for word in (key, *others)), 315, 618]
    },
}
