"""The static files of the pages: our own, and those of htmx and Leaflet from their wheels.

Their addresses carry the hash of their content, so that browsers may cache them permanently.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

_FOLDERS = {
    "own": Path(__file__).parents[1] / "assets",
    "htmx": Path(str(files("js_lib_htmx"))) / "static" / "htmx",
    "leaflet": Path(str(files("js_lib_leaflet"))) / "static" / "js_lib_leaflet",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_SHORTLY = "public, max-age=300"


class _Files(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        is_named_by_hash = b"v=" in scope["query_string"]
        response.headers["Cache-Control"] = _FOR_EVER if is_named_by_hash else _SHORTLY
        return response


@cache
def asset(path: str) -> str:
    """Return the address of a file such as `own/site.css`. It changes with the content."""
    folder, _, name = path.partition("/")
    digest = hashlib.sha256((_FOLDERS[folder] / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{path}?v={digest}"


def serve_assets(app: FastAPI) -> None:
    """Serve the files under /assets."""
    for name, folder in _FOLDERS.items():
        app.mount(f"/assets/{name}", _Files(directory=folder))
