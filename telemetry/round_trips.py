"""Makes each round trip to the database a span, within a request or an activity that is traced. Nothing of it names a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_VERB = re.compile(r"\s*(\w+)")
_TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN)\s+(?:ONLY\s+)?([a-z_]+)\b(?!\()", re.IGNORECASE)
_tracer: Tracer | None = None


def trace_with(tracer: Tracer | None) -> None:
    """Take the tracer of this process; None ends tracing. Connections that are opened afterwards are traced."""
    global _tracer
    _tracer = tracer


def are_traced() -> bool:
    """Return whether connections that are opened now are to be traced."""
    return _tracer is not None


@contextmanager
def round_trip(name: Callable[[], str]) -> Iterator[None]:
    """Make the block a span under `name`. Outside a traced request or activity it is none: background jobs would fill the
    collector with traces of one span."""
    if _tracer is None:
        yield
        return
    from opentelemetry.trace import SpanKind, get_current_span

    if not get_current_span().is_recording():
        yield
        return
    with _tracer.start_as_current_span(name(), kind=SpanKind.CLIENT, record_exception=False):
        yield


def named(statement: str) -> str:
    """Return the verb and the first table of a statement, such as `SELECT cases`. No statement of ours holds a value."""
    verb, table = _VERB.match(statement), _TABLE.search(statement)
    return " ".join(found[1].upper() if found is verb else found[1].lower() for found in (verb, table) if found)
