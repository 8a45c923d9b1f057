"""Tests that the tables of the regulations' sentences name what exists, and leave out no article that a procedure cites."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
LAW, PROVINCES, RULINGS = ROOT / "docs" / "law", ROOT / "provinces", ROOT / "tests" / "rulings"
IDS = sorted(page.stem for page in LAW.glob("*.md"))
KEY = re.compile(r"`([a-z_]+(?:\.[a-z_-]+)?)`")
CITED = re.compile(r"Điều \d+|khoản \d+|Mục [IVX\d]+(?:\.\d+)*|Phụ lục(?: [IVX]+)?|Mẫu trả lời|đoạn \d+|Nơi nhận")
BY_EVENT = ("notices", "letters")


class Line(NamedTuple):
    """A line of a table."""

    article: str
    says: str
    where: str
    rulings: str


def lines(province: str) -> list[Line]:
    rows = re.findall(
        r"^\| (.+) \|$", (LAW / f"{province}.md").read_text("utf-8").replace("| |\n", "|  |\n"), re.MULTILINE
    )
    return [Line(*(cell.strip() for cell in row.split(" | "))) for row in rows if not row.startswith("Article |")]


def document(province: str) -> dict[str, Any]:
    return tomllib.loads((PROVINCES / province / "procedure.toml").read_text("utf-8"))


def keys(document: dict[str, Any]) -> Iterator[str]:
    """Yield how the tables name each entry: `limits.process`, `channels.app`, `notices.returned`, `visibility`."""
    for name, value in document.items():
        yield name
        if isinstance(value, dict):
            yield from (f"{name}.{entry}" for entry in value)
        elif isinstance(value, list):
            for entry in value:
                named = entry.get("on" if name in BY_EVENT else "id", ()) if isinstance(entry, dict) else ()
                yield from (f"{name}.{one}" for one in ([named] if isinstance(named, str) else named))


def sources(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (each for key, each in value.items() if key == "source")
        yield from (each for one in value.values() for each in sources(one))
    elif isinstance(value, list):
        yield from (each for one in value for each in sources(one))


def articles(text: str) -> set[str]:
    """Return the articles that a text cites, each with its paragraph: `Điều 7 khoản 3`."""
    found, article = set[str](), ""
    for part in CITED.findall(text):
        if not part.startswith("khoản"):
            article = part
        found.discard(article)
        found.add(article if part == article else f"{article} {part}")
    return found


def test_there_is_a_table_for_each_regulation() -> None:
    assert set(IDS) == {folder.name for folder in PROVINCES.iterdir() if (folder / "procedure.toml").exists()}


@pytest.mark.parametrize("province", IDS)
def test_every_key_that_a_table_names_is_in_the_file(province: str) -> None:
    named = {key for line in lines(province) for key in KEY.findall(line.where)}
    assert named - set(keys(document(province))) == set()
    assert len(named) > 30


@pytest.mark.parametrize("province", IDS)
def test_every_ruling_that_a_table_names_is_there(province: str) -> None:
    named = {name for line in lines(province) for name in re.findall(r"`([a-z0-9_]+)`", line.rulings)}
    assert named - {path.stem for path in (RULINGS / province).glob("*.toml")} == set()
    assert len(named) > 10


@pytest.mark.parametrize("province", IDS)
def test_every_article_that_the_file_cites_has_its_line(province: str) -> None:
    told = {article for line in lines(province) for article in articles(line.article)}
    cited = {article for source in sources(document(province)) for article in articles(source)}
    missing = {one for one in cited if not any(_covers(line, one) for line in told)}
    assert missing == set()


def _covers(told: str, cited: str) -> bool:
    """Tell whether a line is about the cited article, a part of it, or the whole of which it is a part."""
    return told == cited or told.startswith((f"{cited} ", f"{cited}.")) or cited.startswith((f"{told} ", f"{told}."))


@pytest.mark.parametrize("province", IDS)
def test_every_line_says_where_it_is_done_or_why_nowhere(province: str) -> None:
    assert [line.article for line in lines(province) if len(line.where) < 5 or len(line.says) < 5] == []
