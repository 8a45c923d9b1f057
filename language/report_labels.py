"""Labels of periodic reports, in Vietnamese."""

from __future__ import annotations

from datetime import date

from domain.reports.acts import ReportActKind, ReportRefusal, ReportRefusalKind
from domain.reports.report import ReportStatus
from domain.reports.rules import Cycle, ReportRule
from language.labels import length_text

_CYCLE = {
    Cycle.WEEK: "hằng tuần",
    Cycle.MONTH: "hằng tháng",
    Cycle.QUARTER: "hằng quý",
    Cycle.HALF_YEAR: "06 tháng",
    Cycle.YEAR: "hằng năm",
    Cycle.ON_REQUEST: "theo yêu cầu",
}

REPORT_STATUS = {
    ReportStatus.MAKING: "đang lập",
    ReportStatus.PREPARED: "chờ kiểm tra",
    ReportStatus.CHECKED: "chờ ký",
    ReportStatus.SIGNED: "đã ký, chờ gửi",
    ReportStatus.SENT: "đã gửi",
}

REPORT_ACT = {
    ReportActKind.EXPLAIN: "Giải trình",
    ReportActKind.CHECK: "Đã kiểm tra, trình ký",
    ReportActKind.RETURN: "Chuyển lại",
    ReportActKind.SIGN: "Ký duyệt",
    ReportActKind.SEND: "Gửi báo cáo",
    ReportActKind.CORRECT: "Lập bản sửa",
}

WITHHELD_COUNT = {
    "carried_over": "Chuyển từ kỳ trước sang",
    "new": "Phát sinh trong kỳ",
    "answered": "Đã trả lời người gửi",
    "ended_otherwise": "Kết thúc không qua trả lời",
    "open": "Đang xử lý",
    "overdue": "Trong đó đang quá hạn",
    "late": "Có bước trễ hạn",
}
"""The counts of cases withheld from the public, in the order of reports."""

REPORT_REFUSAL = {
    ReportRefusalKind.WRONG_ROLE: "Việc này không thuộc vai trò của bạn; hãy chuyển cho người lập hoặc người ký báo cáo.",
    ReportRefusalKind.WRONG_AGENCY: "Đây là báo cáo do cơ quan khác lập và giải trình; hãy mở báo cáo của cơ quan bạn.",
    ReportRefusalKind.PERIOD_NOT_ENDED: "Kỳ báo cáo chưa hết (đến hết ngày {about}); hãy đợi hết kỳ.",
    ReportRefusalKind.DAY_PAST: "Ngày phải gửi ({about}) đã qua; hãy chọn hôm nay hoặc một ngày sau.",
    ReportRefusalKind.NOT_ITS_PERIOD: "Báo cáo này lập theo kỳ, kỳ ấy là {about}; hãy ghi đúng ngày đầu và ngày cuối của kỳ.",
    ReportRefusalKind.ALREADY_SENT: "Báo cáo đã gửi nên giữ nguyên; nếu có sai sót, hãy đề nghị người ký lập bản sửa.",
    ReportRefusalKind.NOT_SENT: "Báo cáo chưa gửi thì chưa có gì để sửa; hãy chuyển lại để kiểm tra.",
    ReportRefusalKind.BEING_MADE: "Hệ thống đang lập số liệu của báo cáo; hãy đợi một lát rồi làm lại.",
    ReportRefusalKind.ALREADY_SIGNED: "Báo cáo đã ký nên không thay đổi được nữa; hãy đề nghị người ký chuyển lại trước.",
    ReportRefusalKind.NOT_CHECKED: "Báo cáo chưa được kiểm tra; hãy kiểm tra và trình ký trước.",
    ReportRefusalKind.NOT_SIGNED: "Báo cáo chưa ký thì chưa gửi được; hãy trình ký trước.",
    ReportRefusalKind.NOTHING_LATE: "Trong kỳ, cơ quan bạn không trễ hạn hồ sơ nào để giải trình; nếu sai, hãy báo trung tâm.",
    ReportRefusalKind.NOT_LATE: "Hồ sơ {about} không phải hồ sơ trễ hạn của cơ quan bạn trong kỳ; hãy chọn trong danh sách.",
    ReportRefusalKind.WORDS_MISSING: "Chưa ghi nội dung; hãy ghi rồi gửi lại.",
}


def cycle_text(rule: ReportRule) -> str:
    """Return how often a report is made, with the day on which its figures are closed."""
    closed = f", số liệu đến hết ngày {rule.cut_off}" if rule.cut_off else ""
    return _CYCLE[rule.cycle] + closed


def due_text(rule: ReportRule) -> str:
    """Return by when a report is due, in words."""
    if rule.due is None:
        return "ngày nêu trong yêu cầu"
    if rule.due.before_day is not None:
        return f"trước ngày {rule.due.before_day}"
    return f"trong {length_text(rule.due.within)} sau kỳ" if rule.due.within else ""


def days_text(first: date, last: date) -> str:
    """Return the days of a period in words."""
    return f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def refusal_text(refusal: ReportRefusal) -> str:
    """Return a refusal as one sentence, with what to do."""
    about = refusal.about
    if refusal.kind in (ReportRefusalKind.PERIOD_NOT_ENDED, ReportRefusalKind.DAY_PAST):
        about = f"{date.fromisoformat(about):%d/%m/%Y}"
    elif refusal.kind is ReportRefusalKind.NOT_ITS_PERIOD:
        first, last = map(date.fromisoformat, about.split("/"))
        about = days_text(first, last).lower()
    return REPORT_REFUSAL[refusal.kind].format(about=about)
