"""The letters' forms: `NAME.typ` and `NAME.docx` each, the same letter; `layout.typ` is what the former share."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> frozenset[str]:
    """The forms there are in both formats."""
    return frozenset(path.stem for path in FOLDER.glob("*.docx") if path.with_suffix(".typ").is_file())
