"""The problems that periodic reports can end in."""

from __future__ import annotations

from api.web.problems.kinds import Kind
from api.web.problems.problem import Problem, wrong_field
from domain.reports.acts import ReportRefusal, ReportRefusalKind
from language.report_labels import refusal_text

REPORTS_FOR_OFFICES = Kind(
    "reports-for-offices",
    403,
    "Chỉ dành cho nơi lập, nơi giải trình và nơi nhận báo cáo",
    "Báo cáo định kỳ do trung tâm, cơ quan xử lý, lãnh đạo UBND, người kiểm tra và quản trị xem; hãy chuyển cho người có quyền.",
)
UNKNOWN_REPORT = Kind(
    "unknown-report",
    404,
    "Không có báo cáo này",
    "Không có báo cáo nào mang mã này mà bạn được xem; hãy xem lại danh sách báo cáo.",
)
NO_PREVIEW = Kind(
    "no-preview",
    409,
    "Không có bản xem trước",
    "Báo cáo đang lập số liệu hoặc đã gửi nên không có bản xem trước; nếu đã gửi, hãy tải tệp đã gửi ở trang báo cáo.",
)
NOT_THEIRS = Kind("report-not-yours", 403, "Việc này không thuộc bạn", "")
_NOT_NOW = Kind("report-not-now", 409, "Không đúng lúc", "")
_THEIRS = frozenset({ReportRefusalKind.WRONG_ROLE, ReportRefusalKind.WRONG_AGENCY, ReportRefusalKind.NOTHING_LATE})
_FIELD_OF = {
    ReportRefusalKind.WORDS_MISSING: "words",
    ReportRefusalKind.NOT_LATE: "case",
    ReportRefusalKind.DAY_PAST: "wanted_by",
    ReportRefusalKind.NOT_ITS_PERIOD: "first",
}


def refused_report(refusal: ReportRefusal) -> Problem:
    """Return a refusal as a problem with its sentence."""
    said = refusal_text(refusal)
    if field := _FIELD_OF.get(refusal.kind):
        return wrong_field(field, said)
    return Problem(NOT_THEIRS if refusal.kind in _THEIRS else _NOT_NOW, detail=said)
