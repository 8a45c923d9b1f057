"""Selects the text of a case's result: as it was submitted, or as it was edited on approval or publication."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect
from sqlmodel import col, func, select

from records.cases import tables

_SAYS = ("result_submitted", "approved", "published")
_GIVES = ("published", "withheld")


def latest() -> ScalarSelect[str]:
    """Return a subquery for the text of the latest result of the enclosing query's case."""
    return _latest_where()


def given() -> ScalarSelect[str]:
    """Return a subquery for the last result the reporter was given. A result submitted since then is still internal."""
    event = tables.Event
    last = (
        select(func.max(event.number))
        .where(col(event.code) == col(tables.Case.code), col(event.kind).in_(_GIVES))
        .correlate(tables.Case)
        .scalar_subquery()
    )
    return _latest_where(col(event.number) <= last)


def _latest_where(*conditions: ColumnElement[bool]) -> ScalarSelect[str]:
    event = tables.Event
    body = col(event.body)
    words = func.coalesce(body["result"]["sealed"].astext, func.nullif(body["edited"]["sealed"].astext, ""))
    return (
        select(words)
        .where(col(event.code) == col(tables.Case.code), col(event.kind).in_(_SAYS), words.is_not(None), *conditions)
        .order_by(col(event.number).desc())
        .limit(1)
        .correlate(tables.Case)
        .scalar_subquery()
    )
