"""Stop using an agency, a place, a field of work or a routing rule: first say what hangs on it, then ask to confirm."""

from __future__ import annotations

from datetime import datetime

from api.office.keeping import listed_fields
from api.office.problems import LEFT_ALONE, STOP_UNCONFIRMED
from api.web.problems.problem import Problem
from api.web.problems.validation import FieldError
from domain.offices.duties import Holder, can_act
from domain.offices.hanging import Hanging
from domain.offices.places import Place, surroundings
from domain.offices.routing import RoutingRule, route
from domain.procedure import Procedure
from records.record import Record

_PARTS = (
    ("led", "{} hồ sơ chưa kết thúc do cơ quan này chủ trì"),
    ("helped", "{} hồ sơ chưa kết thúc có cơ quan này phối hợp"),
    ("cases", "{} hồ sơ chưa kết thúc"),
    ("accounts", "{} tài khoản đang làm việc"),
    ("rules", "{} quy tắc phân phối đang dùng"),
    ("places", "{} đơn vị trực thuộc đang dùng"),
    ("delegations", "{} ủy quyền còn hiệu lực"),
)


def told(hanging: Hanging) -> str:
    """Return in words what hangs on an entry, empty where nothing does."""
    parts = [words.format(number) for name, words in _PARTS if (number := getattr(hanging, name))]
    if hanging.nowhere:
        parts.append("không quy tắc nào khác phân phối hồ sơ như vậy")
    return "; ".join(parts)


def hanging_on_agency(record: Record, authority: str, agency: str, at: datetime) -> Hanging:
    """Return what hangs on an agency."""
    return record.dependents.of_agency(authority, agency, at)


def hanging_on_rule(record: Record, authority: str, rule: RoutingRule) -> Hanging:
    """Return what hangs on a routing rule."""
    places = record.offices.places(authority)
    active = {agency.id for agency in record.offices.agencies(authority) if agency.in_use}
    others = [each for each in record.offices.routing_rules(authority) if each.id != rule.id and each.agency in active]
    nowhere = route(others, rule.field, surroundings(rule.place, places)) is None
    return record.dependents.of_rule(authority, rule, _within(rule.place, places), nowhere=nowhere)


def hanging_on(record: Record, authority: str, kind: str, entry_id: str, at: datetime) -> Hanging | None:
    """Return what hangs on an entry that is in use, None where there is no such entry that an admin may stop.

    `kind` is one of `agencies`, `places`, `fields` and `routing-rules`.
    """
    offices = record.offices
    if kind == "agencies" and any(each.id == entry_id and each.in_use for each in offices.agencies(authority)):
        return hanging_on_agency(record, authority, entry_id, at)
    if kind == "places" and any(each.id == entry_id and each.active for each in offices.places(authority)):
        return record.dependents.of_place(authority, entry_id)
    if kind == "fields":
        used = (each for each in listed_fields(offices, authority) if each.field.active and not each.of_the_law)
        return (
            record.dependents.of_field(authority, entry_id) if any(each.field.id == entry_id for each in used) else None
        )
    if kind == "routing-rules":
        rules = offices.routing_rules(authority)
        rule = next((each for each in rules if each.id == entry_id and each.active), None)
        return hanging_on_rule(record, authority, rule) if rule else None
    return None


def require_confirmed(
    record: Record, procedure: Procedure, kind: str, entry_id: str, confirmed: str, at: datetime
) -> None:
    """Check that an entry may stop being used, and that the admin has seen what hangs on it now.

    Raises:
        Problem: something hangs on it and these numbers were not confirmed, or cases would be left without an owner.
    """
    hanging = hanging_on(record, procedure.id, kind, entry_id, at)
    if hanging is None or hanging.is_nothing:
        return
    if kind == "agencies" and is_left_alone(record, procedure, entry_id, hanging):
        raise Problem(
            LEFT_ALONE, detail=f"Cơ quan đang chủ trì {hanging.led} hồ sơ chưa kết thúc mà {LEFT_ALONE.detail}"
        )
    if confirmed != hanging.seal:
        detail = f"Còn liên quan: {told(hanging)}. {STOP_UNCONFIRMED.detail}"
        raise Problem(
            STOP_UNCONFIRMED,
            detail=detail,
            errors=[FieldError(field="confirmed", message="Hãy xác nhận đã xem các số này.")],
        )


def is_left_alone(record: Record, procedure: Procedure, agency: str, hanging: Hanging) -> bool:
    """Return whether an agency leads open cases and nobody in it can act."""
    people = record.accounts.of_agency(procedure.id, agency)
    holders = [Holder(each.role, each.agency) for each in people if each.active]
    return hanging.led > 0 and not can_act(procedure, holders, agency)


def _within(place: str | None, places: tuple[Place, ...]) -> tuple[str, ...]:
    return () if place is None else (place, *(each.id for each in places if each.parent == place))
