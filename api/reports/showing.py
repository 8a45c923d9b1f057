"""Shows periodic reports to one person: the list, and one of them."""

from __future__ import annotations

from api.reports.problems import NO_PREVIEW
from api.reports.reading import Standing, coming_reports, report_seen_by, reports_seen_by, reports_standing
from api.reports.views import ReportList, ReportView, can_preview, coming_line, line_of, report_view
from api.web.front import Front
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem
from documents.tables.periodic import ReportNames
from documents.tables.report_papers import ReportSources, preview_of
from domain.offices.names import names_at
from procedures import all_procedures, provinces


def list_for(front: Front, staff: Staff, *, page: int, limit: int, standing: Standing | None = None) -> ReportList:
    """Return a page of the reports that this person reads. The first page also holds those that are still to come, unless only
    the unsent of one standing are asked for.

    Raises:
        Problem: this person reads none.
    """
    at, offset = front.clock(), (page - 1) * limit
    if standing:
        found = reports_standing(front.record.reports, staff, standing, at)[offset : offset + limit]
    else:
        found = reports_seen_by(front.record.reports, staff, limit=limit, offset=offset)
    authorities = {kept.report.authority for kept in found} | {staff.account.authority or ""}
    agencies = {each: _agencies(front, each) for each in authorities}
    procedure = all_procedures().get(staff.account.authority or "") if page == 1 and not standing else None
    coming = coming_reports(procedure, staff, front.record.calendar.book(), at) if procedure else ()
    return ReportList(
        items=[line_of(kept, agencies[kept.report.authority], at) for kept in found],
        coming=[coming_line(each, agencies[each.key.authority]) for each in coming],
        next=page + 1 if len(found) == limit else None,
    )


def view_for(front: Front, staff: Staff, code: str) -> ReportView:
    """Return a report as this person sees it.

    Raises:
        Problem: there is no such report that this person reads.
    """
    whole = report_seen_by(front.record.reports, front.record.offices, staff, code)
    authority = whole.kept.report.authority
    places = {place.id: place.name for place in front.record.offices.places(authority)}
    names = ReportNames(whole.kept.procedure, _agencies(front, authority), places)
    return report_view(whole, names, (staff.actor, *staff.stand_ins), front.clock())


def preview_for(front: Front, staff: Staff, code: str) -> bytes:
    """Return the PDF that would be sent now, of a report whose figures stand and that was not sent.

    Raises:
        Problem: there is no such report that this person reads, or nothing to preview.
    """
    whole = report_seen_by(front.record.reports, front.record.offices, staff, code)
    report = whole.kept.report
    if not can_preview(report):
        raise Problem(NO_PREVIEW)
    province = provinces().by_id.get(report.authority)
    sources = ReportSources(
        _agencies(front, report.authority),
        front.record.offices.places(report.authority),
        province.overdue_letter if province else None,
    )
    return preview_of(whole, sources, front.clock())


def _agencies(front: Front, authority: str) -> dict[str, str]:
    return dict(names_at(front.record.offices.agency_names(authority), front.clock())) if authority else {}
