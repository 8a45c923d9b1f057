"""Takes from a span all that may quote a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

ATTRIBUTES = frozenset(
    {"http.response.status_code", "temporalActivityID", "temporalRunID", "temporalUpdateID", "temporalWorkflowID"}
)
"""The attributes that are sent: numbers and ids."""


def without_words(span: ReadableSpan) -> ReadableSpan:
    """Return the span without events and without the text of an error, which may quote what somebody wrote."""
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import Status

    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={name: value for name, value in (span.attributes or {}).items() if name in ATTRIBUTES},
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
