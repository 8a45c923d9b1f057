"""Checks what only the record can tell about an act: whether the agencies, the case and the person that it names exist."""

from __future__ import annotations

from api.web.front import Clock
from api.web.identity.callers import case_code
from api.web.merged import refused_to
from api.web.names import Agencies
from api.web.problems.kinds import MAIN_CASE_ENDED, OTHERS_WAIT_TOO
from api.web.problems.problem import Problem, wrong_field
from domain import acts
from domain.actors import Actor
from domain.acts import Act
from domain.attachments import AttachmentStage
from domain.complaint import Complaint
from domain.decide import may, when_time_has_passed
from domain.offices.places import surroundings
from domain.visibility import scope_of
from domain.words import Role
from records.attachments.repository import Attachments
from records.cases.repository import Cases
from records.offices.repository import Offices
from records.record import Record
from records.staff.accounts import Accounts


def check(record: Record, clock: Clock, complaint: Complaint, by: Actor, act: Act) -> None:
    """Check that what the act names exists. A person who may not do this act now is told only that.

    Raises:
        Problem: it does not exist, or this person may not do this act now.
    """
    if refusal := may(when_time_has_passed(complaint, clock()), act, by):
        raise refused_to(record.cases, complaint, by, refusal)
    match act:
        case acts.Dispatch() | acts.Forward():
            _agencies_exist(record.offices, complaint, lead=act.lead, co_ordinating=act.co_ordinating)
        case acts.Reclassify():
            _agencies_exist(record.offices, complaint, lead=act.lead)
        case acts.Involve():
            _agencies_exist(record.offices, complaint, co_ordinating=act.co_ordinating)
        case acts.Refuse() | acts.HandBack() if act.duplicate_of and act.duplicate_of != complaint.code:
            _original_exists(record.cases, complaint, by, act.duplicate_of)
        case acts.Merge() | acts.Unmerge() | acts.Withdraw():
            _merges_allow(record.cases, complaint, by, act)
        case acts.SubmitResult() | acts.Contribute() | acts.KeepCommitment() if act.images:
            _images_exist(record.attachments, complaint, act.images)
        case acts.Assign() if act.officer is not None:
            _officer_handles(record.accounts, complaint, act.officer)
        case _:
            pass


def _agencies_exist(
    offices: Offices, complaint: Complaint, *, lead: str | None = None, co_ordinating: tuple[str, ...] = ()
) -> None:
    if lead is None and not co_ordinating:
        return
    agencies = Agencies(offices, complaint.procedure.id)
    if lead is not None and lead not in agencies:
        raise wrong_field(
            "lead",
            _succeeded_by(offices, agencies, complaint, lead)
            or "Không có cơ quan này đang hoạt động ở địa phương; hãy chọn một cơ quan trong danh sách.",
        )
    if gone := next((agency for agency in co_ordinating if agency not in agencies), None):
        raise wrong_field(
            "co_ordinating",
            _succeeded_by(offices, agencies, complaint, gone)
            or "Có cơ quan không còn hoạt động ở địa phương; hãy chọn trong danh sách.",
        )


def _succeeded_by(offices: Offices, agencies: Agencies, complaint: Complaint, agency: str) -> str | None:
    """Return the sentence that an agency has ended and who has its work now, None for one that has not ended."""
    authority = complaint.procedure.id
    ended = offices.succeeded(authority)
    succession = ended.of(agency)
    if succession is None:
        return None
    heir = ended.now(agency, complaint.field, surroundings(complaint.place, offices.places(authority)))
    return (
        f"{agencies.name(agency).name} đã kết thúc hoạt động từ {succession.day:%d/%m/%Y}; "
        f"hãy chọn cơ quan kế thừa: {agencies.name(heir).name}."
    )


def _known_case(cases: Cases, complaint: Complaint, by: Actor, code: str) -> Complaint | None:
    """Return another case under the same regulation, None where this person may know of none with that code."""
    known_as = case_code(code)
    record = cases.find(known_as) if known_as else None
    if record is None:
        return None
    other = record.complaint
    is_known = scope_of(by).covers(
        authority=other.procedure.id, lead=other.lead, co_ordinating=other.co_ordinating, test=other.test
    )
    return other if is_known and other.procedure.id == complaint.procedure.id else None


def _original_exists(cases: Cases, complaint: Complaint, by: Actor, code: str) -> None:
    if _known_case(cases, complaint, by, code) is None:
        raise wrong_field("duplicate_of", "Không có hồ sơ nào mang mã này ở địa phương; hãy kiểm tra lại mã hồ sơ gốc.")


def _merges_allow(
    cases: Cases, complaint: Complaint, by: Actor, act: acts.Merge | acts.Unmerge | acts.Withdraw
) -> None:
    """Check that the other cases of a merge allow the act."""
    match act:
        case acts.Merge():
            if act.into != complaint.code:
                _can_be_merged_into(cases, complaint, by, act.into)
        case acts.Unmerge():
            _main_is_open(cases, complaint)
        case acts.Withdraw():
            _nobody_else_waits(cases, complaint)


def _nobody_else_waits(cases: Cases, complaint: Complaint) -> None:
    """Check that no other report was merged into the case: only then may its reporter withdraw it."""
    if cases.merged_into(complaint.code):
        raise Problem(OTHERS_WAIT_TOO)


def _can_be_merged_into(cases: Cases, complaint: Complaint, by: Actor, code: str) -> None:
    """Check that a report can be merged into that case. Trials merge with trials alone."""
    other = _known_case(cases, complaint, by, code)
    if other is None or other.test is not complaint.test:
        raise wrong_field("into", "Không có hồ sơ nào mang mã này ở địa phương; hãy kiểm tra lại mã hồ sơ.")
    if other.merged_into is not None:
        raise wrong_field("into", f"Hồ sơ này đã gộp vào hồ sơ {cases.main_of(other.code)}; hãy gộp vào hồ sơ đó.")
    if other.status.is_final:
        raise wrong_field("into", "Hồ sơ này đã khép lại nên không gộp thêm được; hãy chọn một hồ sơ đang mở.")
    _may_meet(complaint, other)


def _may_meet(complaint: Complaint, other: Complaint) -> None:
    """Check that no report is kept from the public because another reporter asked for it, and that no ground which keeps a report
    from the public is lost in an open case."""
    if other.secret and not complaint.secret:
        raise wrong_field(
            "into",
            "Người gửi hồ sơ này đề nghị giữ bí mật nên kết quả của nó không công khai; phản ánh công khai không gộp vào được. "
            f"Hãy gộp ngược lại, hồ sơ {other.code} vào hồ sơ {complaint.code}, hoặc xử lý riêng hai hồ sơ.",
        )
    if complaint.restricted and not other.restricted:
        raise wrong_field(
            "into",
            "Phản ánh này phải giữ kín mà hồ sơ kia thì công khai; "
            "hãy giữ kín hồ sơ kia trước, hoặc xử lý riêng hai hồ sơ.",
        )


def _main_is_open(cases: Cases, complaint: Complaint) -> None:
    """Check that the case which the report is part of was neither answered nor ended: its answer is the report's, too."""
    if complaint.merged_into is None:
        return  # the core says so
    main = cases.find(cases.main_of(complaint.code))
    if main is None or not main.complaint.status.is_handled:
        raise Problem(MAIN_CASE_ENDED)


def _images_exist(attachments: Attachments, complaint: Complaint, images: tuple[str, ...]) -> None:
    """Check that the case has these images of its result."""
    kept = attachments.of_case(complaint.code)
    if not set(images) <= {str(each.id) for each in kept if each.stage is AttachmentStage.RESULT}:
        raise wrong_field("images", "Có tệp không phải là kết quả đã tải lên của hồ sơ này; hãy chọn lại.")


def _officer_handles(accounts: Accounts, complaint: Complaint, account_id: str) -> None:
    """Check that the account is of the lead agency, or of the focal point where no agency has the case."""
    account = accounts.find(account_id)
    is_theirs = account is not None and account.active and account.authority == complaint.procedure.id
    if account is not None and complaint.lead is not None:
        is_theirs = is_theirs and account.role.of_agency and account.agency == complaint.lead
    elif account is not None:
        is_theirs = is_theirs and account.role is Role.FOCAL_POINT
    if not is_theirs:
        raise wrong_field("officer", "Không có cán bộ này ở nơi đang xử lý hồ sơ; hãy chọn một cán bộ trong danh sách.")
