"""The names of levels of government are data: what the program says of itself names no level that was abolished."""

from __future__ import annotations

from pathlib import Path

HOME = Path(__file__).parents[2]
ROOMS = (
    "api",
    "activities",
    "calendars",
    "cli",
    "documents",
    "domain",
    "language",
    "procedures",
    "records",
    "stack",
    "workflows",
)


def test_no_code_and_no_page_names_an_abolished_level() -> None:
    sources = [path for room in ROOMS for path in (HOME / room).rglob("*.py")]
    sources += [path for path in (HOME / "templates").rglob("*") if path.suffix in (".j2", ".typ", ".po", ".html")]
    assert len(sources) > 500
    assert [str(path) for path in sources if "huyện" in path.read_text("utf-8").lower()] == []
