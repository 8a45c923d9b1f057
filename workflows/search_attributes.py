"""The registry of the search attributes of a case. They hold no personal data.

They are few and seldom change, because each change is an event and a row that Temporal writes. Cases by status or due date
are found in the product's own lists.
"""

from __future__ import annotations

from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributePair, SearchAttributeUpdate, TypedSearchAttributes

from domain.complaint import Complaint

AUTHORITY = SearchAttributeKey.for_keyword("Authority")
AGENCY = SearchAttributeKey.for_keyword("Agency")
FIELD = SearchAttributeKey.for_keyword("Field")
URGENCY = SearchAttributeKey.for_keyword("Urgency")
OVERDUE = SearchAttributeKey.for_bool("Overdue")
ENDED = SearchAttributeKey.for_keyword("Ended")
"""The status in which a case ended. A case that goes on has none."""

SEARCH_ATTRIBUTES = (AUTHORITY, AGENCY, FIELD, URGENCY, OVERDUE, ENDED)

_KINDS = {"KEYWORD": "Keyword", "BOOL": "Bool"}


def kinds() -> dict[str, str]:
    """Return the types of the attributes by name, as Temporal is told them."""
    return {key.name: _KINDS[key.indexed_value_type.name] for key in SEARCH_ATTRIBUTES}


Values = tuple[str, str | None, str | None, str, bool, str | None]


def values_of(complaint: Complaint) -> Values:
    """Return the attributes of a case, in the registry's order."""
    return (
        complaint.procedure.id,
        complaint.lead,
        complaint.field,
        str(complaint.urgency),
        bool(complaint.overdue_limits),
        str(complaint.status) if complaint.status.is_final else None,
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
