"""A report becomes a case that is not filed yet: under which procedure, routed where, and with what the core makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from api.cases.bodies.report import ReportBody
from api.web.forwarding import joined_into
from api.web.offices import ProceduresInForce, RoutingOffices, answered_now_by, own_limit, routed
from api.web.problems.kinds import INVALID, NOT_IN_FORCE
from api.web.problems.problem import Problem, refused, wrong_field
from api.web.problems.refusals import requirement_names, told
from api.web.problems.validation import FieldError
from domain import acts
from domain.actors import Actor
from domain.complaint import Complaint
from domain.decide import decide
from domain.events import Event
from domain.offices.area import Whereabouts
from domain.offices.places import Place, present_units
from domain.offices.routing import Route
from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from domain.words import Role
from procedures import all_procedures, area_of, procedures_in_force
from procedures.wards import finder_of, ward_at, with_wards
from records.cases.rows import Report

_FIELD_OF_REQUIREMENT = {name: f"reporter.{name}" for name in ("name", "address", "phone", "email")} | {
    "pledge": "pledged"
}
_FIELD_OF_REFUSAL = {
    RefusalKind.UNKNOWN_CHANNEL: "channel",
    RefusalKind.STAFF_CHANNEL: "channel",
    RefusalKind.UNKNOWN_FIELD: "field",
}


@dataclass(frozen=True)
class FirstCase:
    """The closed case that a report goes on with: its code, the agency that answered it, if any, and whether it was kept from the
    public."""

    code: str
    answered_by: str | None
    kept: bool


@dataclass(frozen=True)
class Draft:
    """A case before it has a code, the report as it will be kept, and the first events of the case."""

    unfiled: Complaint
    report: Report
    events: tuple[Event, ...]


def draft(
    offices: RoutingOffices,
    procedures: ProceduresInForce,
    body: ReportBody,
    *,
    by: Actor,
    at: datetime,
    first: FirstCase | None = None,
) -> Draft:
    """Return the case that this report would become.

    Raises:
        Problem: the core refuses the report, or it names what does not exist.
        NoProcedure: no such procedure is in force.
    """
    _require_goes_on(offices, body.procedure)
    procedure = _in_force(procedures, body.procedure, at)
    body = in_its_unit(offices, body)
    report = _report(offices, body)
    _require_within(offices, procedure, body, by)
    unfiled = Complaint(code="", procedure=procedure)
    agency = _agency(offices, procedure, body, first)
    act = acts.File(
        channel=body.channel or _usual_channel(procedure),
        field=body.field or None,
        secret=body.secret,
        holds=tuple(body.held()),
        place=body.place_id or None,
        routed_to=agency,
        agency_limit=own_limit(offices, procedure.id, agency),
        test=body.test,
        continues=first.code if first else None,
        kept=first is not None and first.kept,
    )
    events = decide(unfiled, act, by=by, at=at)
    if isinstance(events, Refusal):
        raise _not_taken(events, procedure)
    _require_way_to_answer(procedure, act.channel, body, by)
    return Draft(unfiled, report, events)


def _require_goes_on(offices: RoutingOffices, authority: str) -> None:
    """Refuse a report to an authority that has joined another one, and name that one."""
    into = joined_into(offices, authority)
    if into is not None:
        name = all_procedures()[into].authority.name
        raise wrong_field("procedure", f"Địa phương này đã nhập vào {name}; hãy gửi phản ánh tới “{into}”.")


def _in_force(procedures: ProceduresInForce, procedure_id: str, at: datetime) -> Procedure:
    procedure = procedures_in_force().get(procedure_id)
    if procedure is None:
        raise wrong_field("procedure", NOT_IN_FORCE.detail)
    return procedures.on(procedure_id, procedure.authority.local_date(at))


class PlacesListed(Protocol):
    """The record as finding a report's unit needs it; `records.offices.repository.Offices` is the real one."""

    def places(self, authority: str) -> tuple[Place, ...]: ...


def in_its_unit(offices: PlacesListed, body: ReportBody) -> ReportBody:
    """Return the report with the present unit of its place, where there is no doubt: what succeeded the unit that it names, else
    the unit that its point lies in, else the one that its words name, also by a name of the time before.

    Raises:
        Problem: the unit that it names was divided among several.
    """
    places = tuple(offices.places(body.procedure))
    if body.place_id:
        return _with_unit(body, _present_unit(body.place_id, places))
    if unit := _unit_at(body, places):
        return _with_unit(body, unit)
    named = finder_of(places)(body.place)
    return _with_unit(body, named[0].id if len(named) == 1 else None)


def _unit_at(body: ReportBody, places: tuple[Place, ...]) -> str | None:
    """Return the unit in use that the report's point lies in, where the authority classifies reports by their points: of its
    area, or of the wards that were loaded since."""
    if body.latitude is None or body.longitude is None:
        return None
    area, point = area_of(body.procedure), (body.latitude, body.longitude)
    unit = area.unit_at(point)
    if unit in {each.id for each in places if each.in_use}:
        return unit
    return ward_at(point, places) if area.units else None


def _with_unit(body: ReportBody, unit: str | None) -> ReportBody:
    return body.model_copy(update={"place_id": unit}) if unit and unit != body.place_id else body


def _present_unit(place: str, places: Sequence[Place]) -> str | None:
    """Return the one unit that a place's land belongs to today, None where none is known."""
    now = present_units(place, places)
    if len(now) > 1:
        names = ", ".join(each.name for each in now)
        raise wrong_field("place_id", f"Đơn vị này nay thuộc nhiều đơn vị: {names}; hãy chọn một đơn vị trong đó.")
    return now[0].id if now else None


def _report(offices: RoutingOffices, body: ReportBody) -> Report:
    """Return the report as it is kept. Where only the unit names its place, the unit's name stands in its words too."""
    if (body.latitude is None) != (body.longitude is None):
        missing = "latitude" if body.latitude is None else "longitude"
        raise wrong_field(missing, "Tọa độ gồm cả vĩ độ và kinh độ; hãy ghi cả hai hoặc bỏ cả hai.")
    place = body.place
    if body.place_id:
        known = {each.id: each.name for each in offices.places(body.procedure) if each.in_use}
        if body.place_id not in known:
            raise wrong_field("place_id", "Không có đơn vị hành chính này ở địa phương; hãy chọn trong danh sách.")
        place = place or known[body.place_id]
    return Report(
        content=body.content,
        place=place,
        occurred_at=body.occurred_at,
        place_id=body.place_id or None,
        latitude=body.latitude,
        longitude=body.longitude,
    )


def _require_within(offices: RoutingOffices, procedure: Procedure, body: ReportBody, by: Actor) -> None:
    """Check that the point lies in the authority's area, as far as its area is known.

    Raises:
        Problem: it lies outside, and nobody who may has confirmed it. A reporter may confirm a point near the area, staff any.
    """
    if body.latitude is None or body.longitude is None:
        return
    places = tuple(offices.places(procedure.id))
    lies = with_wards(area_of(procedure.id), places).whereabouts((body.latitude, body.longitude), places)
    is_staff = by.role is not Role.REPORTER
    if lies is Whereabouts.WITHIN or (body.place_confirmed and (is_staff or lies is Whereabouts.NEAR)):
        return
    if is_staff or lies is Whereabouts.NEAR:
        raise wrong_field(
            "place_confirmed",
            f"Điểm trên bản đồ nằm ngoài địa bàn của {procedure.authority.name}; nếu đúng là nơi cần phản ánh, "
            "hãy đánh dấu xác nhận rồi gửi lại.",
        )
    raise wrong_field(
        "latitude",
        f"Điểm trên bản đồ nằm xa ngoài địa bàn của {procedure.authority.name}; hãy chọn lại điểm, bỏ trống tọa độ, "
        "hoặc gửi tới địa phương có nơi ấy.",
    )


def _require_way_to_answer(procedure: Procedure, channel_id: str, body: ReportBody, by: Actor) -> None:
    """Check that the report holds what its channel is answered by, where staff write it down for somebody else.

    Raises:
        Problem: the e-mail address or the phone is missing, and nobody has confirmed that the person left none.
    """
    channel, reporter = procedure.channel(channel_id), body.reporter
    if by.role is Role.REPORTER or channel is None or not channel.staff_only or body.unanswerable or body.test:
        return
    ways = {
        "email": ("email", reporter.email, "địa chỉ thư điện tử"),
        "sms": ("phone", reporter.phone, "số điện thoại"),
    }
    field, written, what = ways.get(channel.answers_by, ("", "nothing is needed", ""))
    if not written:
        sentence = (
            f"Người gửi qua kênh “{channel.name}” được trả lời theo {what}; hãy ghi mục ấy, "
            "hoặc xác nhận là họ không để lại."
        )
        asked = [FieldError(field=name, message=sentence) for name in (f"reporter.{field}", "unanswerable")]
        raise Problem(INVALID, detail=sentence, errors=asked)


def _agency(offices: RoutingOffices, procedure: Procedure, body: ReportBody, first: FirstCase | None) -> str | None:
    """Return the agency to which the report goes by itself: the one that answered the first case or its heir while it still
    works, or the one that routing names."""
    if first is not None:
        return answered_now_by(offices, procedure.id, first.answered_by, body.field or None, body.place_id or None)
    route = _route(offices, procedure, body)
    return route.agency if route else None


def _route(offices: RoutingOffices, procedure: Procedure, body: ReportBody) -> Route | None:
    """Return where the system sends the report by itself, under a regulation that lets it."""
    if procedure.own_dispatch is None:
        return None
    return routed(offices, procedure.id, body.field or None, body.place_id or None)


def _usual_channel(procedure: Procedure) -> str:
    return next((channel.id for channel in procedure.channels if not channel.staff_only), procedure.channels[0].id)


def _not_taken(refusal: Refusal, procedure: Procedure) -> Problem:
    """Return the core's refusal of a report. What is missing or unknown in it stands beside the fields concerned."""
    _, detail = told(refusal, procedure)
    if field := _FIELD_OF_REFUSAL.get(refusal.kind):
        return wrong_field(field, detail)
    if refusal.kind is RefusalKind.REPORT_INCOMPLETE:
        missing = requirement_names(refusal, procedure)
        errors = [
            FieldError(field=_FIELD_OF_REQUIREMENT.get(need, need), message=f"Còn thiếu mục này: {name}.")
            for need, name in missing.items()
        ]
        return Problem(INVALID, detail=detail, errors=errors)
    return refused(refusal, procedure)
