"""Tests that the JSON API stands only in modules of routes, which no page imports."""

from __future__ import annotations

import ast
from pathlib import Path

import api

ROOMS = Path(api.__path__[0])
ALSO_FOR_PROGRAMS = {"api.web.codec", "api.web.health"}


def makes_a_router(module: Path) -> bool:
    called = (node.func for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call))
    return any(isinstance(name, ast.Name) and name.id == "APIRouter" for name in called)


def test_only_modules_of_routes_hold_json_routers() -> None:
    """The contract that keeps pages away from the JSON API knows its routers by this name."""
    modules = [
        module.relative_to(ROOMS.parent).with_suffix("") for module in ROOMS.rglob("*.py") if makes_a_router(module)
    ]
    names = {
        ".".join(module.parts) for module in modules if "pages" not in module.parts and "routes" not in module.parts
    }
    assert names - ALSO_FOR_PROGRAMS == {"api.app"}
