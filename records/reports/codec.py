"""Turns events of periodic reports and their figures into JSON for the database, and back."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from domain.reports.figures import AnyFigures
from domain.reports.report import ReportEvent
from records.codec import Json
from records.texts import storable_json

_EVENT: TypeAdapter[ReportEvent] = TypeAdapter(Annotated[ReportEvent, Field(discriminator="kind")])
_FIGURES: TypeAdapter[AnyFigures] = TypeAdapter(AnyFigures)


def event_to_json(event: ReportEvent) -> Json:
    """Return the JSON that is stored for an event."""
    kept: Json = storable_json(_EVENT.dump_python(event, mode="json"))
    return kept


def event_from_json(kept: Any) -> ReportEvent:
    """Return the event from its stored JSON."""
    return _EVENT.validate_python(kept)


def figures_to_json(figures: AnyFigures) -> Json:
    """Return the JSON that is stored for the figures of an edition."""
    kept: Json = storable_json(_FIGURES.dump_python(figures, mode="json"))
    return kept


def figures_from_json(kept: Any) -> AnyFigures:
    """Return the figures from their stored JSON."""
    return _FIGURES.validate_python(kept)
