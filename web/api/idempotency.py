"""Done once: a request with an idempotency key is done in one transaction with its answer, which is kept."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from fastapi import Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from store import leases, tokens
from store.tokens import Answer
from web.language import words
from web.problems import Problem, ProblemError
from web.visit import Visit

#: How long an answer is kept.
KEPT = timedelta(hours=24)
#: Characters of a key, at most.
LONGEST = 255
HEADER = "idempotency-key"


def done(visit: Visit, act: Callable[[], BaseModel], *asked: bytes) -> Response:
    """Do `act` and answer with what it gives; what was `asked` under the same key before is not done again.

    Raises ProblemError 422 for a key that was given to another request, and 400 for one that is none. A
    refusal is not kept: nothing was done.
    """
    key = visit.request.headers.get(HEADER)
    if key is None:
        return _answer(act().model_dump_json())
    if not 0 < len(key) <= LONGEST or not key.isprintable():
        detail = visit.say(words("Idempotency-Key 应为1至255个可见字符"))
        raise ProblemError(Problem(400, "malformed", visit.say(words("请求不完整或不正确")), detail))
    return _once(visit, key, _hash(visit, asked), act)


def _once(visit: Visit, key: str, request: str, act: Callable[[], BaseModel]) -> Response:
    name, hashed = visit.account.name if visit.account else "", hashlib.sha256(key.encode()).hexdigest()
    now = visit.house.real_now()
    with visit.house.store.together() as connection:
        leases.in_turn(connection, f"answers {name}")
        tokens.forget_answers(connection, int((now - KEPT).timestamp()))
        known = tokens.answer(connection, name, hashed)
        if known is None:
            known = Answer(request, 200, act().model_dump_json())
            tokens.keep_answer(connection, name, hashed, known, int(now.timestamp()))
            return _answer(known.body)
    if known.request != request:
        title = visit.say(words("Idempotency-Key 已用于另一个请求"))
        detail = visit.say(words("同一个键只能重发同一个请求；新的请求请换一个键。"))
        raise ProblemError(Problem(422, "key-reused", title, detail))
    return _answer(known.body, known.status, again=True)


def _hash(visit: Visit, asked: tuple[bytes, ...]) -> str:
    """Of method, address and content: what makes a request the same."""
    whole = hashlib.sha256(f"{visit.request.method} {visit.request.url.path}".encode())
    whole.update(f"?{visit.request.url.query}".encode())
    for part in asked:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _answer(body: str, status: int = 200, *, again: bool = False) -> Response:
    headers = {"Idempotency-Replayed": "true"} if again else {}
    return Response(body, status, headers, media_type=JSONResponse.media_type)
