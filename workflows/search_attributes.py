"""The registry of the search attributes of a case. They hold no personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributePair, SearchAttributeUpdate, TypedSearchAttributes

from domain.complaint import Complaint
from domain.limits import nearest_due

STATUS = SearchAttributeKey.for_keyword("CaseStatus")
AUTHORITY = SearchAttributeKey.for_keyword("Authority")
AGENCY = SearchAttributeKey.for_keyword("Agency")
FIELD = SearchAttributeKey.for_keyword("Field")
URGENCY = SearchAttributeKey.for_keyword("Urgency")
DUE = SearchAttributeKey.for_datetime("Due")
OVERDUE = SearchAttributeKey.for_bool("Overdue")

SEARCH_ATTRIBUTES = (STATUS, AUTHORITY, AGENCY, FIELD, URGENCY, DUE, OVERDUE)

Values = tuple[str, str, str | None, str | None, str, datetime | None, bool]


def values_of(complaint: Complaint) -> Values:
    """Return the attributes of a case, in the registry's order."""
    return (
        str(complaint.status),
        complaint.procedure.id,
        complaint.lead,
        complaint.field,
        str(complaint.urgency),
        nearest_due(complaint),
        bool(complaint.overdue_limits),
    )


def changes(before: Values, after: Values) -> list[SearchAttributeUpdate[Any]]:
    """Return the updates that turn the attributes `before` into those `after`."""
    return [
        key.value_unset() if new is None else key.value_set(new)  # type: ignore[attr-defined]
        for key, old, new in zip(SEARCH_ATTRIBUTES, before, after, strict=True)
        if old != new
    ]


def typed(values: Values) -> TypedSearchAttributes:
    """Return the attributes as a workflow start takes them."""
    return TypedSearchAttributes(
        [
            SearchAttributePair(key, value)  # type: ignore[arg-type]
            for key, value in zip(SEARCH_ATTRIBUTES, values, strict=True)
            if value is not None
        ]
    )
