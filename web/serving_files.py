"""Serves the style sheets and scripts."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from web.rules import PUBLIC, allowed

router = APIRouter()


@router.get("/static/{name:path}")
@allowed(PUBLIC)
def static(request: Request, name: str) -> Response:
    """One file; its address changes with its content, so that it may be kept for ever."""
    found = request.app.state.assets.find(name)
    if found is None:
        raise HTTPException(404)
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found.content, media_type=found.media_type, headers=kept)
