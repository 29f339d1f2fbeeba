"""Lists that are taken away from a page: the same address with `?as=csv` or `?as=xlsx`."""

from urllib.parse import quote

from fastapi.responses import Response

from reports.listing import Listing
from web.visit import Visit

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "mmd": "text/plain; charset=utf-8",
}


def taken_away(visit: Visit, found: Listing, kind: str) -> Response:
    """`found` as a file, `kind` csv or xlsx; its name is the list's title (RFC 6266, RFC 8187)."""
    return file(found.as_xlsx(visit.lang) if kind == "xlsx" else found.as_csv(), found.title, kind)


def file(content: bytes, title: str, kind: str) -> Response:
    """`content` as a file of that title, `kind` csv, xlsx, svg or mmd."""
    name = f"attachment; filename=\"list.{kind}\"; filename*=UTF-8''{quote(f'{title}.{kind}', safe='')}"
    return Response(content, media_type=_TYPES[kind], headers={"Content-Disposition": name})
