"""Requests of GeoReport v2: the cases that anybody may see, and one case as its caller may see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from api.cases.views.case import CaseView, case_view
from api.cases.views.limits import LimitState
from api.open311.answers import Open311Error
from api.open311.services import jurisdiction, service_of
from api.public.views import CASE_PAGE, PublicLineView, public_views
from api.web.front import Front
from api.web.identity.callers import Caller, case_code, find_case
from domain.words import Status
from records.cases.rows import PublicFilters, PublicLine

OPEN, CLOSED = "open", "closed"
MOST_A_PAGE, MOST_PAGES, MOST_CODES = 200, 100, 50
A_PAGE = 50
_NAMES = ("status", "service_code", "service_request_id", "start_date", "end_date", "page", "page_size")


def listed(front: Front, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a page of the public cases of an authority, the latest received first.

    Raises:
        Open311Error: a parameter is wrong.
    """
    procedure = jurisdiction(front, asked.get("jurisdiction_id"))
    said = {name: asked[name].strip() for name in _NAMES if asked.get(name, "").strip()}
    if codes := said.get("service_request_id"):
        # The standard: ids override all other parameters.
        wanted = list(dict.fromkeys(code for each in codes.split(",") if (code := case_code(each))))[:MOST_CODES]
        seen = (_seen(front, procedure.id, code, None) for code in wanted)
        return [one for one in seen if one is not None]
    fields = [
        service_of(procedure, each.strip()).id for each in said.get("service_code", "").split(",") if each.strip()
    ]
    if len(fields) > 1:
        raise Open311Error(400, "only one service_code is searched at a time")
    filters = PublicFilters(
        authority=procedure.id,
        field=fields[0] if fields else None,
        status=_statuses(said.get("status")),
        since=_instant(said, "start_date"),
        until=_instant(said, "end_date"),
    )
    lines = _page(front, filters, _number(said, "page", 1, MOST_PAGES), _number(said, "page_size", A_PAGE, MOST_A_PAGE))
    return [_line(each) for each in public_views(front, lines)]


def one(front: Front, authority: str | None, code: str, caller: Caller) -> list[dict[str, Any]]:
    """Return one case, as its caller may see it: the public, or its reporter by the tracking key.

    Raises:
        Open311Error: there is none that the caller may know of.
    """
    known_as = case_code(code)
    found = _seen(front, authority, known_as, caller) if known_as else None
    if found is None:
        raise Open311Error(404, "service_request_id provided was not found")
    return [found]


def _seen(front: Front, authority: str | None, code: str, caller: Caller | None) -> dict[str, Any] | None:
    """Return a case of this authority, or of any for None, as its reporter or the public sees it."""
    reader = caller.as_reporter if caller else Caller(None, None, "")
    found = find_case(front, code, reader)
    if found is None or authority not in (None, found[0].complaint.procedure.id):
        return None
    return _case(case_view(front.record, *found, front.clock()), front.site.address)


def _page(front: Front, filters: PublicFilters, page: int, size: int) -> tuple[PublicLine, ...]:
    """Return a page by its number. Pages of the record follow one another, so those before it are passed over."""
    cursor: str | None = None
    for number in range(1, page + 1):
        found = front.record.public.page(filters, cursor, size)
        if number == page:
            return found.lines
        cursor = found.next
        if cursor is None:
            break
    return ()


def status_of(status: Status) -> str:
    """Return the status that the standard knows: open while the offices work on the case."""
    return OPEN if status.is_handled else CLOSED


def _line(view: PublicLineView) -> dict[str, Any]:
    return _entry(
        code=view.code,
        status=view.status,
        notes=view.status_label,
        service=view.field,
        description=view.excerpt,
        agency=view.lead.name if view.lead else None,
        requested=view.received_at,
        updated=view.changed_at,
        expected=None,
        address=view.place,
        address_id=view.place_unit.id if view.place_unit else None,
        point=(view.latitude, view.longitude),
        url=view.url,
    )


def _case(view: CaseView, site: str) -> dict[str, Any]:
    report = view.report
    running = [each.due for each in view.limits if each.state in (LimitState.RUNNING, LimitState.OVERDUE) and each.due]
    notes = f"{view.status_label}: {view.result}" if view.result else view.status_label
    return _entry(
        code=view.code,
        status=view.status,
        notes=notes,
        service=view.field,
        description=report.content if report else "",
        agency=view.lead.name if view.lead else None,
        requested=view.received_at,
        updated=None,
        expected=min(running, default=None),
        address=report.place if report else "",
        address_id=view.place_id,
        point=(report.latitude, report.longitude) if report else (None, None),
        url=site + CASE_PAGE.format(code=view.code),
    )


def _entry(
    *,
    code: str,
    status: Status,
    notes: str,
    service: Any,
    description: str,
    agency: str | None,
    requested: datetime | None,
    updated: datetime | None,
    expected: datetime | None,
    address: str,
    address_id: str | None,
    point: tuple[float | None, float | None],
    url: str,
) -> dict[str, Any]:
    return {
        "service_request_id": code,
        "status": status_of(status),
        "status_notes": notes,
        "service_name": service.name if service else None,
        "service_code": service.id if service else None,
        "description": description,
        "agency_responsible": agency,
        "service_notice": None,
        "requested_datetime": _written(requested),
        "updated_datetime": _written(updated),
        "expected_datetime": _written(expected),
        "address": address,
        "address_id": address_id,
        "zipcode": None,
        "lat": point[0],
        "long": point[1],
        "media_url": None,
        "extended_attributes": {"status": status.value, "url": url},
    }


def _written(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _statuses(written: str | None) -> tuple[Status, ...]:
    """Return the statuses that `open` and `closed` stand for, none where both or neither was asked for."""
    wanted = {each.strip() for each in (written or "").split(",") if each.strip()}
    if wanted - {OPEN, CLOSED}:
        raise Open311Error(400, "status must be open or closed")
    return () if len(wanted) != 1 else tuple(each for each in Status if status_of(each) in wanted)


def _instant(said: Mapping[str, str], name: str) -> datetime | None:
    if name not in said:
        return None
    try:
        at = datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", said[name].replace(" ", "+")))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Open311Error(400, f"{name} must be written as 2026-11-23T08:00:00+07:00") from None


def _number(said: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    written = said.get(name, str(otherwise))
    if not (written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= most):
        raise Open311Error(400, f"{name} must be a number from 1 to {most}")
    return int(written[:9])
