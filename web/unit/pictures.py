"""Files that were handed in, given back: pictures where they stand, everything else to be saved."""

from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import Response

from actions.filestore import content_of
from actions.owed import filed
from web.unit.desk import Desk

#: How the pictures begin that browsers draw without running anything; SVG and HTML are never among them.
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_NAMES = (".png", ".jpg", ".jpeg", ".gif")


def is_picture(name: str) -> bool:
    """Whether a file is called like a picture; what it is, its first bytes say when it is given back."""
    return name.lower().endswith(_NAMES)


def given_back(desk: Desk, version: int, position: int) -> Response:
    """One file of one filing; raises HTTPException 404 for what there is not, or no longer as it was."""
    found = filed(desk.house, desk.key, version)
    files = [one for one in found[2]["files"] if one["position"] == position] if found is not None else []
    content = content_of(desk.house.files, files[0]["sha256"]) if files else None
    if content is None:
        raise HTTPException(404)
    return response(content, files[0]["name"])


def response(content: bytes, name: str) -> Response:
    """`content` as a browser may have it: nothing in it is ever run (CSP, nosniff)."""
    kind = next((kind for begin, kind in _PICTURES.items() if content.startswith(begin)), None)
    how = "inline" if kind else "attachment"
    # RFC 6266: the name as it was handed in stands only in its encoded form.
    shown = f"{how}; filename=\"file\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": shown, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(content, media_type=kind or "application/octet-stream", headers=headers)
