"""The description of the interface (OpenAPI 3.1), from the routes themselves, in the reader's language."""

import json
from typing import Any, Literal, overload

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from web.api import asked
from web.language import words
from web.rules import rule_of
from web.visit import API, Visit

TITLE = words("督办接口")
ABOUT = words(
    "与页面和命令行同样的办理，同样的权限。令牌由管理员用 duban user token 开设，写在 Authorization 请求头。"
)
_KEY = words("同一个键和同样的请求只办理一次，24小时内给同样的答复；键相同而请求不同，答复422。")
_TRANSLATED = {"summary", "description", "title"}
#: What is sent as JSON in a part of a form, beside files: no route names it as its body.
_IN_FORMS = (asked.Submission, asked.Announcement)
#: Said of the whole, by ourselves.
VERSION = "1"


@overload
def description(visit: Visit, *, text: Literal[True]) -> str: ...
@overload
def description(visit: Visit, *, text: Literal[False] = False) -> dict[str, Any]: ...
def description(visit: Visit, *, text: bool = False) -> str | dict[str, Any]:
    """The document, as data or as JSON `text`."""
    routes = [one for one in visit.request.app.state.routes if _is_ours(one)]
    found = get_openapi(title=visit.say(TITLE), version=VERSION, description=visit.say(ABOUT), routes=routes)
    made = _made(visit, found, {route.unique_id: route for route in routes})
    return json.dumps(made, ensure_ascii=False) if text else made


def _is_ours(route: APIRoute) -> bool:
    return route.path.startswith(API) and route.include_in_schema


def _made(visit: Visit, found: dict[str, Any], routes: dict[str, APIRoute]) -> dict[str, Any]:
    """`found` in the language of the visit, with who may do what, and how a program says who it is."""
    for path in found["paths"].values():
        for method, operation in path.items():
            route = routes[operation["operationId"]]
            operation["operationId"] = route.name
            operation.pop("description", None)
            rule = rule_of(route.endpoint)
            operation["security"] = [{"bearer": []}]
            operation["x-roles"] = sorted(rule.roles) if rule else []
            if method == "post":
                operation.setdefault("parameters", []).append(_idempotency(visit))
    schemas = found["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for kind in _IN_FORMS:
        described = kind.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= {**described.pop("$defs", {}), kind.__name__: described}
    for schema in schemas.values():
        schema.pop("description", None)
    found["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    said: dict[str, Any] = _said(visit, found)
    return said


def _idempotency(visit: Visit) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 255}
    told = {"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema}
    return {**told, "description": visit.say(_KEY)}


def _said(visit: Visit, value: Any) -> Any:
    """Everything that stands in the catalogue, in the language of the visit."""
    if isinstance(value, list):
        return [_said(visit, one) for one in value]
    if isinstance(value, dict):
        return {
            key: visit.say(one) if key in _TRANSLATED and isinstance(one, str) and one else _said(visit, one)
            for key, one in value.items()
        }
    return value


def requests(document: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """Method, path, what it does, who may, and what its body is, for people."""
    found = []
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            content = one.get("requestBody", {}).get("content", {})
            body = ", ".join(f"{kind} {_type(some['schema'])}".strip() for kind, some in content.items())
            found.append((method.upper(), path, one["summary"], ", ".join(one["x-roles"]), body or "—"))
    return found


def schemas(document: dict[str, Any]) -> list[tuple[str, list[tuple[str, str, bool, str]]]]:
    """Each schema with its fields: name, type, whether it must be there, what it means."""
    return [
        (name, [_field(field, one, one_of) for field, one_of in one.get("properties", {}).items()])
        for name, one in document["components"]["schemas"].items()
    ]


def _field(name: str, whole: dict[str, Any], one: dict[str, Any]) -> tuple[str, str, bool, str]:
    return name, _type(one), name in whole.get("required", []), one.get("description", "")


def _type(schema: dict[str, Any]) -> str:
    """`string (date-time)`, `Attached[]`, `integer, null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return ", ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))}[]"
    named = " | ".join(map(str, schema["enum"])) if "enum" in schema else str(schema.get("type", "object"))
    return f"{named} ({schema['format']})" if "format" in schema else named
