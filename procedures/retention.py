"""Reads how long a province keeps who reported, from its file `retention.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, ValidationError

from domain.personal_data.retention import UNREGULATED, Retention
from procedures.faults import ProvinceFault
from procedures.reading import document_of, format_fault, text_of

_MOST_YEARS = 100


def _years(written: Any) -> int | None:
    if written == UNREGULATED:
        return None
    if type(written) is int and 1 <= written <= _MOST_YEARS:
        return written
    raise ValueError(f"phải là số năm, từ 1 đến {_MOST_YEARS}, hoặc “{UNREGULATED}”")


class _Identity(BaseModel):
    model_config = ConfigDict(extra="forbid")

    years: Annotated[int | None, BeforeValidator(_years)]
    source: str = Field(pattern=r"\S")
    ours: Annotated[bool, Strict()] = False


class _RetentionFile(BaseModel):
    """The file: one table on the identity of reporters."""

    model_config = ConfigDict(extra="forbid")

    identity: _Identity


def load_retention(path: Path) -> Retention:
    """Read the file. Raises ProvinceFault."""
    document = document_of(text_of(path), file=str(path))
    try:
        read = _RetentionFile.model_validate(document).identity
    except ValidationError as error:
        raise ProvinceFault(str(path), tuple(format_fault(each, document) for each in error.errors())) from None
    return Retention(read.years, read.source, read.ours)
