"""The pages without a network: the service worker that keeps the report form with its draft, and a page that says so."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep

router = APIRouter()
_WORKER = Path(__file__).parents[1] / "assets" / "sw.js"


@router.get("/sw.js")
def worker() -> Response:
    """Return the service worker. It is served from the root, since it only controls addresses below its own."""
    return FileResponse(_WORKER, headers={"Cache-Control": "no-cache"}, media_type="text/javascript")


@router.get("/ngoai-tuyen")
def offline(request: Request, visitor: VisitorDep) -> Response:
    """Show that there is no network, and what became of the text that was typed."""
    return page(request, "citizen/offline.html.j2", visitor)
