"""Reads the list of the faults that the product must withstand."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: its name in the tests, and in Vietnamese what it is and what must hold after it."""

    name: str
    title: str
    holds: str
    untried: bool = False


def faults() -> tuple[Fault, ...]:
    """Return all faults, in the order of the list."""
    return tuple(Fault(**fault) for fault in tomllib.loads((_HERE / "thirty.toml").read_text("utf-8"))["fault"])


def marked() -> dict[str, list[str]]:
    """Return the places of the tests that try a fault, by its name, as their sources say."""
    found: dict[str, list[str]] = {}
    for path in marked_files():
        for line, name in _marks(ast.parse(path.read_text("utf-8"))):
            found.setdefault(name, []).append(f"{path.name}:{line}")
    return found


def marked_files() -> list[Path]:
    """Return the files with tests that try a fault. Only these need to be collected."""
    return [path for path in sorted(_HERE.parent.rglob("test_*.py")) if "mark.fault(" in path.read_text("utf-8")]


def _marks(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Attribute(attr="fault"), args=[ast.Constant(value=str(name))]):
                yield node.lineno, name
