"""The fields of work of a regulation, with the changes of its authority: added, renamed or no longer offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.limit_rules import LimitRule
from domain.offices.office import OwnField
from domain.procedure import FieldOfWork, Procedure


def with_own_fields(procedure: Procedure, own: Iterable[OwnField]) -> Procedure:
    """Return the procedure that holds for a report filed now. A field listed by the regulation itself stays as listed."""
    changed = {field.id: field for field in own if not is_of_the_law(procedure, field.id)}
    if not changed:
        return procedure
    listed = [field for field in procedure.fields if field.id not in changed]
    added = [
        FieldOfWork(id=field.id, name=field.name, source=field.source, ours=True, urgency=field.urgency)
        for field in changed.values()
        if field.in_use
    ]
    limits = tuple(_with_those_alike(rule, changed.values()) for rule in procedure.limits)
    return replace(procedure, fields=(*listed, *added), limits=limits)


def _with_those_alike(rule: LimitRule, own: Iterable[OwnField]) -> LimitRule:
    """Return the limit, extended from the fields it names to own fields that are declared like them."""
    alike = (field.id for field in own if field.in_use and field.like in rule.fields and field.id not in rule.fields)
    added = tuple(alike)
    return replace(rule, fields=(*rule.fields, *added)) if added else rule


def is_of_the_law(procedure: Procedure, field_id: str) -> bool:
    """Tell whether the regulation itself lists the field, so that only another regulation can change it."""
    field = procedure.field(field_id)
    return field is not None and not field.ours
