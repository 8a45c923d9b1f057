"""Tells which route serves a request, without what a person typed into its path."""

from __future__ import annotations

from starlette.types import Scope


def template_of(scope: Scope) -> str | None:
    """Return the template of the path, with the prefixes of the routers that the route is in."""
    inner = scope.get("route")
    whole = scope.get("fastapi", {}).get("effective_route_context", inner)
    return getattr(whole, "path", None) or getattr(inner, "path", None)
