"""Error pages, in both languages: what happened, and what to do; never what the house knows besides."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from actions.links import LinkError
from actions.seeing import UnseenError
from campaigns.faults import RefusalError
from web.language import words
from web.problems import KINDS, Problem, ProblemError, problem, wrong_fields
from web.visit import ElsewhereError, is_api, stranger

#: Status -> heading, and what to do.
PAGES = {
    400: (words("请求不完整或不正确"), words("请返回上一页，检查后重试。")),
    401: (words("没有有效的令牌"), words("请在 Authorization 请求头写“Bearer 令牌”；令牌由管理员开设。")),
    403: (words("无权查看或办理"), words("如需办理，请换用有权限的账号登录，或联系督办员。")),
    404: (words("没有这个页面"), words("请检查网址；事项可能不存在，或者不属于您的单位。")),
    405: (words("不能这样打开"), words("请从页面上的按钮或链接进入。")),
    409: (words("没有办成"), words("请按提示更正后重试。")),
    410: (words("链接已失效"), words("请登录办理，或联系督办员。")),
    413: (words("提交的内容太大"), words("请压缩或分开提交。")),
    422: (words("内容不符合要求"), words("请按提示更正后重试。")),
    429: (words("操作太频繁"), words("请稍后再试。")),
    500: (words("系统出错了"), words("已记入系统日志。请稍后重试；如仍不行，请联系管理员。")),
}


def error_page(request: Request, status: int, said: str | None = None) -> Response:
    """The page of an error; `said` is a refusal's own words in place of what to do."""
    visit = stranger(request)
    title, to_do = PAGES.get(status, PAGES[500 if status >= 500 else 400])  # noqa: PLR2004 - HTTP's own border
    if is_api(request):
        kind = KINDS.get(status, "failed" if status >= 500 else "malformed")  # noqa: PLR2004 - as above
        return problem(visit, Problem(status, kind, visit.say(title), said or visit.say(to_do)))
    return visit.page("error.html", status, title=visit.say(title), to_do=said or visit.say(to_do))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    answer = error_page(request, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusalError)  # noqa: S101 - registered for nothing else
    status = 404 if isinstance(error, UnseenError) else 409
    if isinstance(error, LinkError):
        status = 410 if error.over else 404
    return error_page(request, status, None if status == 404 else error.said(stranger(request).lang))  # noqa: PLR2004


def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, ElsewhereError)  # noqa: S101 - registered for nothing else
    if request.headers.get("hx-request") and request.method == "GET":
        # A part of a page was asked for: the whole page goes there, or the part would be replaced by nothing.
        # What is sent while somebody types leaves the page, and what was typed, where it is.
        return Response(status_code=204, headers={"HX-Redirect": error.path})
    return RedirectResponse(error.path, 303)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    if is_api(request):
        return wrong_fields(stranger(request), error.errors())
    return error_page(request, 400)


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 - registered for nothing else
    return problem(stranger(request), error.problem)


def _unforeseen(request: Request, _error: Exception) -> Response:
    return error_page(request, 500)


def register(app: FastAPI) -> None:
    """Let every error of `app` have its page."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RefusalError, _refusal)
    app.add_exception_handler(ElsewhereError, _elsewhere)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(Exception, _unforeseen)
