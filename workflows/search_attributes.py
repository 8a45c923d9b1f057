"""The search attributes of a case: one typed registry, no personal data."""

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
    """What the case shows, in the registry's order."""
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
    """The updates that turn one case's attributes into the other's."""
    return [
        key.value_unset() if new is None else key.value_set(new)  # type: ignore[attr-defined]
        for key, old, new in zip(SEARCH_ATTRIBUTES, before, after, strict=True)
        if old != new
    ]


def typed(values: Values) -> TypedSearchAttributes:
    """The attributes a workflow starts with."""
    return TypedSearchAttributes(
        [
            SearchAttributePair(key, value)  # type: ignore[arg-type]
            for key, value in zip(SEARCH_ATTRIBUTES, values, strict=True)
            if value is not None
        ]
    )
