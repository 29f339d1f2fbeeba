"""Problem details (RFC 9457): every error of the interface, in the language that the program accepts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.responses import JSONResponse, Response

from web.language import LANGUAGES, words
from web.visit import Visit

#: What is wrong, by status: the last part of `type`, which leads to its paragraph of the documentation.
KINDS = {
    401: "token",
    403: "role",
    404: "unknown",
    405: "method",
    409: "refused",
    413: "too-large",
    422: "invalid",
}
DOCUMENTATION = "/api"
#: What pydantic says of a field, as we say it.
_SAID = {
    "missing": words("缺少这一项"),
    "extra_forbidden": words("没有这一项，请删去"),
    "json_invalid": words("不是有效的 JSON"),
    "string_type": words("应为文字"),
    "bool_type": words("应为 true 或 false"),
    "int_type": words("应为整数"),
    "int_parsing": words("应为整数"),
    "timezone_aware": words("时刻要写时区，如 2017-10-27T16:40:00+08:00"),
}
_OTHERWISE = words("内容不符合接口文档的要求")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told."""

    status: int
    #: The last part of its type.
    kind: str
    title: str
    detail: str
    #: Where in the request, each with what to do: for what does not fit.
    errors: tuple[Mapping[str, str], ...] = ()


class ProblemError(Exception):
    """A request of a program cannot be answered; `problem` says why, in its language already."""

    def __init__(self, found: Problem) -> None:
        """Carry it."""
        super().__init__(found.detail)
        self.problem = found


def problem(visit: Visit, found: Problem) -> Response:
    """The answer."""
    told: dict[str, Any] = {"type": f"{DOCUMENTATION}#{found.kind}", "title": found.title}
    told |= {"status": found.status, "detail": found.detail}
    if found.errors:
        told["errors"] = list(found.errors)
    headers = {"Content-Language": LANGUAGES[visit.lang]}
    return JSONResponse(told, found.status, headers, media_type="application/problem+json")


def wrong_fields(visit: Visit, errors: Iterable[Mapping[str, Any]]) -> Response:
    """The answer to a request whose parts do not fit; each is named by its place."""
    told = tuple(
        {"pointer": pointer(one["loc"]), "detail": visit.say(_SAID.get(one["type"], _OTHERWISE))}
        for one in errors
    )
    title, detail = visit.say(words("内容不符合要求")), visit.say(words("请按 errors 逐项更正。"))
    return problem(visit, Problem(422, "invalid", title, detail, told))


def wrong(visit: Visit, place: str, what: str) -> Problem:
    """One part of a request, at the JSON Pointer `place`, does not fit; `what` stands in the catalogue."""
    title, detail = visit.say(words("内容不符合要求")), visit.say(what)
    return Problem(422, "invalid", title, detail, ({"pointer": place, "detail": detail},))


def pointer(place: Iterable[Any]) -> str:
    """`/body/files/0/kind`, as JSON Pointers are written (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
