"""The statements of docs/personal-data.md do what the page says, and leave the case whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import IDENTITY, Desk

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text(encoding="utf-8")


def statements(heading: str) -> list[str]:
    """Return the SQL below a heading, with the variables as this driver writes them."""
    section = PAGE.partition(f"### {heading}\n")[2].partition("\n#")[0]
    (block,) = re.findall(r"```sql\n(.*?)```", section, re.S)
    return [re.sub(r":'(\w+)'", r":\1", line) for line in block.strip().splitlines()]


def test_a_person_sees_what_is_kept_and_that_nobody_looked(desk: Desk, sql: Sql) -> None:
    code = desk.take_in().code
    identity, looks = (sql(statement, code=code) for statement in statements("To see"))
    assert [tuple(row) for row in identity] == [(code, IDENTITY.name, IDENTITY.address, IDENTITY.phone, IDENTITY.email)]
    assert looks == []


def test_an_erased_person_is_found_nowhere_and_the_case_stays(desk: Desk, record: Record, sql: Sql) -> None:
    code = desk.take_in().code
    before = record.cases.find(code)
    heads = sql("SELECT number, hash FROM events WHERE code = :code ORDER BY number", code=code)
    for statement in statements("To erase"):
        sql(statement, code=code)
    assert sql("SELECT name || address || phone, email FROM reporters WHERE code = :code", code=code) == [("", None)]
    assert record.cases.find(code) == before
    assert sql("SELECT number, hash FROM events WHERE code = :code ORDER BY number", code=code) == heads


def test_every_table_that_the_page_names_is_there(sql: Sql) -> None:
    first_section = PAGE.partition("## What is kept where")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| [^|]+ \| ([^|]+) \|", first_section, re.M)
    named = {name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)}
    assert {"reporters", "looks", "letter_files", "devices"} <= named
    assert {name for name in named if sql("SELECT to_regclass(:name)", name=name) == [(None,)]} == set()
