"""Checks the entries of an office's file, together and under their authority's procedure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from domain.offices.office import Office
from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.offices.validity import overlap
from domain.procedure import Procedure
from procedures.faults import Fault


def faults_of_office(office: Office, procedure: Procedure | None) -> Iterator[Fault]:
    """Return what is wrong with single entries. `procedure` is the one under which the office works, None where there is none."""
    if procedure is None:
        yield Fault("authority", f"không có quy trình “{office.authority}” đang có hiệu lực")
    yield from _doubled("agencies", (each.id for each in office.agencies))
    yield from _doubled("places", (each.id for each in office.places))
    yield from _doubled("routing", (each.id for each in office.routing))
    yield from _doubled("staff", (each.username for each in office.staff))
    yield from _places({each.id: each for each in office.places})
    yield from _routing(office, procedure)
    for each in office.agencies:
        if procedure and each.own_limit and not procedure.has_use_for(each.own_limit):
            yield Fault(f"agencies[{each.id}].own_limit", "không cùng đơn vị với hạn của quy trình, nên không so được")
    agencies = {each.id for each in office.agencies}
    for post in office.staff:
        if post.agency is not None and post.agency not in agencies:
            yield Fault(f"staff[{post.username}].agency", f"không có cơ quan “{post.agency}” trong agencies")


def _doubled(key: str, ids: Iterable[str]) -> Iterator[Fault]:
    for each, times in Counter(ids).items():
        if times > 1:
            yield Fault(f"{key}[{each}]", f"mã này được khai báo {times} lần")


def _places(places: dict[str, Place]) -> Iterator[Fault]:
    for place in places.values():
        for successor in place.succeeded_by:
            if successor == place.id or successor not in places:
                yield Fault(f"places[{place.id}].succeeded_by", f"không có đơn vị “{successor}” nào khác trong places")
        if place.parent is None:
            continue
        key, parent = f"places[{place.id}].parent", places.get(place.parent)
        if parent is None:
            yield Fault(key, f"không có đơn vị “{place.parent}” trong places")
        elif place.kind is PlaceKind.DISTRICT or parent.kind is not PlaceKind.DISTRICT:
            yield Fault(key, "chỉ cấp xã (ward) thuộc một đơn vị cấp trên (district)")


def _routing(office: Office, procedure: Procedure | None) -> Iterator[Fault]:
    agencies, places = {each.id for each in office.agencies}, {each.id for each in office.places}
    first: dict[tuple[str | None, str | None], list[RoutingRule]] = {}
    for rule in office.routing:
        key = f"routing[{rule.id}]"
        if rule.agency not in agencies:
            yield Fault(f"{key}.agency", f"không có cơ quan “{rule.agency}” trong agencies")
        if rule.place is not None and rule.place not in places:
            yield Fault(f"{key}.place", f"không có đơn vị “{rule.place}” trong places")
        if procedure and rule.field is not None and procedure.field(rule.field) is None:
            yield Fault(f"{key}.field", f"quy trình không có lĩnh vực “{rule.field}”")
        alike = first.setdefault((rule.field, rule.place), [])
        if other := next((each.id for each in alike if overlap(each, rule)), None):
            yield Fault(key, f"trùng lĩnh vực và địa bàn với “{other}” trong cùng thời gian")
        alike.append(rule)
