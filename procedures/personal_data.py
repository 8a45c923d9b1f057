"""Reads the limits by law of a person's request about their own data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

from domain.personal_data.requests import LegalLimit, RequestKind, RequestLaw
from procedures.reading import document_of, text_of

_FILE = Path(__file__).with_name("personal_data.toml")


class _Limit(BaseModel):
    model_config = ConfigDict(extra="forbid")

    days: Annotated[int, Strict(), Field(ge=1, le=365)]
    working: Annotated[bool, Strict()]
    source: str = Field(pattern=r"\S")
    confirmed: Annotated[bool, Strict()]

    def to_domain(self) -> LegalLimit:
        """Return the limit as the core knows it."""
        return LegalLimit(self.days, self.working, self.source, self.confirmed)


class _LawFile(BaseModel):
    """The file: one limit to answer, one to carry out each kind of request, and the extensions."""

    model_config = ConfigDict(extra="forbid")

    answer: _Limit
    carry_out: dict[RequestKind, _Limit]
    extension: dict[RequestKind, _Limit]


@cache
def request_law() -> RequestLaw:
    """Return the limits by law, read once."""
    read = _LawFile.model_validate(document_of(text_of(_FILE), file=str(_FILE)))
    return RequestLaw(
        read.answer.to_domain(),
        {kind: read.carry_out[kind].to_domain() for kind in RequestKind},
        {kind: limit.to_domain() for kind, limit in read.extension.items()},
    )
