"""How days, stretches, clock times and weekdays are written in campaigns.yaml, as types that read them."""

from collections.abc import Callable
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer
from pydantic_core import PydanticCustomError

from deadlines.spans import Span, SpanError, parse_clock, parse_end, parse_span

#: Weekdays in the order of ISO, with the names people may write.
WEEKDAYS = {
    "monday": ("周一", "星期一"),
    "tuesday": ("周二", "星期二"),
    "wednesday": ("周三", "星期三"),
    "thursday": ("周四", "星期四"),
    "friday": ("周五", "星期五"),
    "saturday": ("周六", "星期六"),
    "sunday": ("周日", "星期日", "星期天"),
}


class Declared(BaseModel):
    """What every declared thing shares: frozen, and no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def refuse(code: str, **found: str | int) -> PydanticCustomError:
    """The fault `code` at the place that is being read, with what was `found`."""
    return PydanticCustomError(code, "{text}", {"text": "", **found})


def _read(parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return parse(value)
        except SpanError as error:
            raise refuse(error.code, **error.found) from None

    return read


def _day(text: str) -> date:
    span = parse_span(text)
    if span.first != span.last:
        raise SpanError("needs_day", text=text)
    return span.first


def _weekday(text: str) -> str:
    for name, others in WEEKDAYS.items():
        if text == name or text in others:
            return name
    raise SpanError("weekday_form", text=text)


def _clock(text: str) -> time | str:
    return text if text == "close_of_business" else parse_clock(text)


def _written(span: Span) -> dict[str, str]:
    days = {"first": span.first.isoformat(), "last": span.last.isoformat()}
    return days if span.at is None else {**days, "at": span.at.isoformat()}


def _many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _few(values: tuple[Any, ...]) -> Any:
    """One value stands without brackets, as it was written."""
    return values[0] if len(values) == 1 else list(values)


#: A calendar day, written `2017-12-01`.
Day = Annotated[date, BeforeValidator(_read(_day))]
#: A stretch of days, written `2017-06`, `2017-06/mid` or as a day.
Days = Annotated[Span, BeforeValidator(_read(parse_span)), PlainSerializer(_written)]
#: One end of a window: a stretch, or an instant such as `2021-03-14T19:30`.
End = Annotated[Span, BeforeValidator(_read(parse_end)), PlainSerializer(_written)]
#: A time of day, written `"17:00"`.
Clock = Annotated[time, BeforeValidator(_read(_clock))]
#: A weekday, written `friday` or 周五.
Weekday = Annotated[str, BeforeValidator(_read(_weekday))]
#: Before a tuple: one value may stand without brackets.
ONE_OR_MANY = (BeforeValidator(_many), PlainSerializer(_few))
