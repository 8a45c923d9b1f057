"""docs/settings.md names every setting with its default."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from settings import Settings, SystemSettings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(
    r"^\| `(?P<variable>[A-Z_]+)` \| (?P<default>[^|]+) \| (?P<meaning>[^|]+) \| (?P<readers>[^|]+) \|$", re.M
)
NOT_SET = "–"
READERS = {"front", "worker", "up", "command"}

SAID = {row["variable"]: row for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}


def variable_of(kind: type[BaseSettings], name: str, field: FieldInfo) -> str:
    """The environment variable of a setting."""
    prefix = str(kind.model_config.get("env_prefix", ""))
    return str(field.validation_alias) if field.validation_alias else (prefix + name).upper()


def variables_of(kind: type[BaseSettings]) -> dict[str, FieldInfo]:
    """The settings of one kind of process under their environment variables."""
    return {variable_of(kind, name, field): field for name, field in kind.model_fields.items()}


def shown(field: FieldInfo) -> str:
    """A setting's default as the page writes it."""
    if field.is_required():
        return "required"
    default: Any = field.default
    plain = default.get_secret_value() if isinstance(default, SecretStr) else default
    return f"`{plain}`" if plain not in (None, "", ()) else NOT_SET


@pytest.mark.parametrize(("variable", "field"), variables_of(Settings).items())
def test_each_setting_is_on_the_page_with_its_default(variable: str, field: FieldInfo) -> None:
    assert variable in SAID, f"docs/settings.md says nothing of {variable}"
    assert SAID[variable]["default"] == shown(field)


def test_the_page_names_no_setting_that_does_not_exist() -> None:
    assert set(SAID) == set(variables_of(Settings)) | set(variables_of(SystemSettings))


def test_the_page_says_who_reads_each_setting() -> None:
    assert all(set(row["readers"].split(", ")) <= READERS for row in SAID.values())
