"""Reads migrations for statements that the code of the release before cannot live with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import records.migrations

VERSIONS = Path(records.migrations.__file__).parent / "versions"

_BREAKING = {
    "a table or view is dropped": r"\bDROP (TABLE|VIEW|MATERIALIZED VIEW)\b",
    "a function is dropped": r"\bDROP (FUNCTION|PROCEDURE)\b",
    "a column is dropped": r"\bDROP COLUMN\b|\bALTER TABLE [^;]*\bDROP (?!CONSTRAINT\b|DEFAULT\b|NOT NULL\b|EXPRESSION\b)\w+",
    "something is renamed": r"\bRENAME\b",
    "a column must be filled from now on": r"\bSET NOT NULL\b",
    "a column changes its type": r"\bALTER (COLUMN )?\w+ (SET DATA )?TYPE\b",
    "a new column must be filled and has no default": r"\bADD (?!CONSTRAINT\b|CHECK\b|PRIMARY\b|FOREIGN\b|UNIQUE\b)(COLUMN )?"
    r"(IF NOT EXISTS )?\w+ (?:(?!DEFAULT|GENERATED|\bADD\b|,|;).)*\bNOT NULL\b(?!(?:(?!\bADD\b|,|;).)*\b(DEFAULT|GENERATED)\b)",
}
_CALLS = {"drop_table", "drop_column", "rename_table", "alter_column"}
_DECIDED = "CONTRACTS"


def breaks(statement: str) -> list[str]:
    """Return what the release before could not live with in this SQL."""
    flat = re.sub(r"\s+", " ", statement)
    return [what for what, pattern in _BREAKING.items() if re.search(pattern, flat, re.IGNORECASE)]


def breaks_of(source: str) -> list[str]:
    """Return the same of a whole migration. One that says under `CONTRACTS` why it may take something away breaks nothing."""
    module = ast.parse(source)
    if any(_is_decided(each) for each in module.body):
        return []
    found = [what for said in _texts(module) for what in breaks(said)]
    called = [
        f"op.{node.attr} is called"
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in _CALLS
    ]
    return sorted({*found, *called})


def migrations_after(number: str) -> list[Path]:
    """Return the migrations that came after this one."""
    return [each for each in sorted(VERSIONS.glob("[0-9]*.py")) if each.name[:4] > number]


def _texts(module: ast.Module) -> Iterator[str]:
    """Return every text of the module but its docstrings. What an f-string computes stands as a name."""
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
            yield node.value


def _is_decided(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == _DECIDED for target in node.targets)
        and isinstance(node.value, ast.Constant)
        and len(str(node.value.value)) > 20  # a reason, not a flag
    )
