"""Turns values of the domain into JSON for the database, and back."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from domain.complaint import Complaint
from domain.events import Event
from domain.procedure import Procedure
from records.texts import storable_json

Json = dict[str, Any]

_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
_COMPLAINT = TypeAdapter(Complaint)
_PROCEDURE = TypeAdapter(Procedure)


def event_to_json(event: Event) -> Json:
    """Return the JSON that is stored for an event."""
    kept: Json = storable_json(_EVENT.dump_python(event, mode="json"))
    return kept


def event_from_json(kept: Json) -> Event:
    """Return the event from its stored JSON."""
    return _EVENT.validate_python(kept)


def complaint_to_json(complaint: Complaint) -> Json:
    """Return the JSON that is stored for a case. It leaves out the procedure, which is stored once for all its cases."""
    kept: Json = storable_json(_COMPLAINT.dump_python(complaint, mode="json", exclude={"procedure"}))
    return kept


def complaint_from_json(kept: Json, procedure: Procedure) -> Complaint:
    """Return the case from its stored JSON and its procedure."""
    return _COMPLAINT.validate_python({**kept, "procedure": procedure})


def procedure_to_json(procedure: Procedure) -> tuple[str, Json]:
    """Return the digest that identifies a procedure (SHA-256 of its canonical JSON), and the JSON that is stored for it."""
    kept: Json = storable_json(_PROCEDURE.dump_python(procedure, mode="json"))
    return canonical_digest(kept), kept


def canonical_digest(procedure: Json) -> str:
    """Return the digest that identifies a procedure, from its stored JSON."""
    canonical = json.dumps(procedure, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def procedure_from_json(kept: Json) -> Procedure:
    """Return the procedure from its stored JSON."""
    return _PROCEDURE.validate_python(kept)
