"""A report that goes on with a closed case whose result its reporter does not accept."""

from __future__ import annotations

from dataclasses import dataclass

from api.cases.bodies.report import ReportBody, ReporterBody
from api.cases.drafting import FirstCase
from api.web.front import Front
from api.web.identity.callers import Caller, Viewer, case_code, find_case
from api.web.merged import answering
from api.web.problems.problem import Problem, wrong_field
from domain.complaint import Complaint
from domain.visibility import Audience, was_kept
from domain.words import ActKind, Role, Status
from records.cases.rows import CaseRecord
from records.errors import ContinuedAlready
from records.record import Record


@dataclass(frozen=True)
class Continued:
    """A report completed by what is known from the case that it continues, and that case; None where it continues none."""

    body: ReportBody
    first: FirstCase | None


def continued(front: Front, body: ReportBody, caller: Caller) -> Continued:
    """Return the report, with what its reporter already said in the first case: where, who, and in which field of work.

    A report that was merged is continued by its own code; the case that answered it must be closed.

    Raises:
        Problem: the caller is not the first case's reporter nor files for that person, or the case cannot be continued.
        ContinuedAlready: an open case goes on with the first one.
    """
    if not body.continues:
        return Continued(body, None)
    code = case_code(body.continues)
    found = find_case(front, code, caller) if code else None
    if found is None or not _may_file_for(*found):
        raise wrong_field(
            "continues",
            "Không có hồ sơ nào của bạn mang mã này; hãy kiểm tra mã hồ sơ và mã tra cứu, hoặc gửi phản ánh mới.",
        )
    case, viewer = found
    if (going_on := _going_on_in(front.record, case)) is not None:
        raise ContinuedAlready(going_on)
    main = answering(front.record.cases, case)
    if not _is_over(main.complaint):
        raise wrong_field(
            "continues",
            "Chỉ tiếp nối được hồ sơ đã kết thúc, dưới quy chế cho tiếp nối; hãy mở hồ sơ để xem việc có thể làm.",
        )
    kept = was_kept(case.complaint) or was_kept(main.complaint)
    said = _completed(front.record, body, case, main, by_staff=viewer.audience is Audience.STAFF)
    return Continued(said, FirstCase(case.code, main.complaint.lead, kept))


def going_on_in(code: str) -> Problem:
    """Return the problem that an open case goes on with the first one already."""
    return wrong_field("continues", f"Hồ sơ này đang được tiếp nối ở hồ sơ {code}; hãy theo dõi hồ sơ đó.")


def may_continue(record: Record, case: CaseRecord, main: CaseRecord, viewer: Viewer) -> bool:
    """Tell whether this viewer may go on with the case in a new one. `main` is the case that answers it."""
    return _is_over(main.complaint) and _may_file_for(case, viewer) and _going_on_in(record, case) is None


def _going_on_in(record: Record, case: CaseRecord) -> str | None:
    """Return the open case that goes on with this one, None where none does."""
    for code in reversed(case.continued_by):
        later = record.cases.find(code)
        if later is not None and not answering(record.cases, later).complaint.status.is_final:
            return code
    return None


def _is_over(complaint: Complaint) -> bool:
    return complaint.status is Status.CLOSED and complaint.procedure.continuation is not None


def _may_file_for(case: CaseRecord, viewer: Viewer) -> bool:
    """Return whether the viewer is the case's reporter, or files for people who telephone, as this one did."""
    if viewer.audience is Audience.REPORTER:
        return True
    file = case.complaint.procedure.act(ActKind.FILE)
    if viewer.audience is not Audience.STAFF or file is None or not case.complaint.came_by_staff:
        return False
    return any(actor.role in file.by and actor.role is not Role.TECHNICIAN for actor in viewer.actors)


def _completed(record: Record, body: ReportBody, case: CaseRecord, main: CaseRecord, *, by_staff: bool) -> ReportBody:
    """Return the report with each field that it leaves out filled in from the first case. Nobody sees the identity on the way."""
    first, report = case.complaint, case.report
    said: dict[str, object] = {
        "procedure": first.procedure.id,
        "field": body.field or main.complaint.field,
        "occurred_at": body.occurred_at or report.occurred_at,
        "secret": body.secret or first.secret,
    }
    if not (body.place or body.place_id or body.latitude is not None):
        said |= {"place": report.place, "place_id": report.place_id, "place_confirmed": True}
        said |= {"latitude": report.latitude, "longitude": report.longitude}
    if by_staff:
        said |= {"channel": body.channel or first.channel, "unanswerable": True}
    if not body.reporter.says_who and (who := record.looks.identity(case.code, seen_by=None)):
        said["reporter"] = ReporterBody(
            name=who.name,
            address=who.address,
            phone=who.phone,
            email=who.email or "",
            told_by=record.identities.told_by(case.code),
        )
    return body.model_copy(update=said)
