"""The documents say what is so: their links and paths lead somewhere, their tables hold every word."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from domain.events import EVENT_OF_ACT
from domain.words import ActKind
from language.labels import EVENT, ROLE, STATUS

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "tests").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
PATH = re.compile(r"`((?:[a-z][\w-]*/)+(?:[\w.-]+\.(?:py|toml|md|txt|lock|css))?)`")
INVENTED = {"a-new-province.md"}
"""Pages that name files which the reader is to make."""

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [unquote(link) for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name not in INVENTED], ids=lambda page: str(page.relative_to(ROOT))
)
def test_every_path_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [path for path in PATH.findall(text) if not any((at / path).exists() for at in (ROOT, page.parent))] == []


@pytest.mark.parametrize(
    ("word", "vietnamese"), [(str(word), label) for words in (ROLE, STATUS) for word, label in words.items()]
)
def test_the_glossary_has_every_role_and_status(word: str, vietnamese: str) -> None:
    assert f"| `{word}` | {vietnamese} |" in GLOSSARY


@pytest.mark.parametrize(("kind", "vietnamese"), EVENT.items())
def test_the_glossary_has_every_event(kind: str, vietnamese: str) -> None:
    assert f"| `{kind}` | {vietnamese} |" in GLOSSARY


@pytest.mark.parametrize("act", ActKind)
def test_the_glossary_has_every_act_with_its_event(act: ActKind) -> None:
    assert f"| `{act}` | `{EVENT_OF_ACT[act]}` |" in GLOSSARY
