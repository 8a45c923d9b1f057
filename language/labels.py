"""The Vietnamese words for the values of the domain, and how instants are written for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.complaint import Outcome
from domain.limit_rules import LimitRule, Recipient
from domain.messages import Fault, MessageChannel, MessageStatus
from domain.procedure import Procedure
from domain.results import Paper
from domain.time.amounts import LONGEST, Amount, Unit
from domain.time.decisions import ChangeKind, Edition
from domain.time.outage import Outage
from domain.words import Role, Status, Urgency

STATUS: dict[Status, str] = {
    Status.UNFILED: "Chưa gửi",
    Status.SUBMITTED: "Chờ xác minh",
    Status.AWAITING_SUPPLEMENT: "Chờ người gửi bổ sung",
    Status.VERIFIED: "Đã xác minh, chờ phân phối",
    Status.AWAITING_DIRECTION: "Chờ lãnh đạo chỉ đạo",
    Status.WITH_FOCAL_POINT: "Đầu mối đang xem xét",
    Status.DISPATCHED: "Chờ cơ quan xử lý tiếp nhận",
    Status.RETURNED: "Bị trả lại, chờ phân phối lại",
    Status.PROCESSING: "Đang xử lý",
    Status.AWAITING_APPROVAL: "Chờ phê duyệt kết quả",
    Status.APPROVED: "Đã phê duyệt, chờ công khai",
    Status.RESOLVED: "Có kết quả, chờ trả lời",
    Status.PUBLISHED: "Đã công khai kết quả",
    Status.WITHHELD: "Đã trả lời riêng người gửi",
    Status.CLOSED: "Đã kết thúc",
    Status.REFUSED: "Bị từ chối tiếp nhận",
    Status.WITHDRAWN: "Người gửi đã rút",
    Status.MERGED: "Đã gộp vào hồ sơ khác",
    Status.DELETED: "Đã xóa phản ánh thử nghiệm",
}

ROLE: dict[Role, str] = {
    Role.REPORTER: "người gửi",
    Role.CENTRE_OPERATOR: "cán bộ trung tâm",
    Role.CENTRE_LEADER: "lãnh đạo trung tâm",
    Role.FOCAL_POINT: "đầu mối tiếp nhận",
    Role.AGENCY_OFFICER: "cán bộ chuyên môn",
    Role.AGENCY_LEADER: "lãnh đạo cơ quan xử lý",
    Role.AUTHORITY_LEADER: "lãnh đạo UBND",
    Role.TECHNICIAN: "cán bộ kỹ thuật",
    Role.AUDITOR: "kiểm tra, giám sát",
    Role.ADMIN: "quản trị hệ thống",
}


def post_name(role: Role, agency: str | None) -> str:
    """Return how a person is called of whom only the post is known. `agency` is the name of its agency."""
    name = ROLE[role][0].upper() + ROLE[role][1:]
    return f"{name} ({agency})" if agency else name


def repeats_post(name: str, role: str, agency: str | None = None) -> bool:
    """Tell whether a person's name says no more than the post beside it: the role by its name, and the agency's name."""
    return name.casefold() in {role.casefold(), f"{role} ({agency})".casefold()}


def named_with_post(name: str, role: Role, agency: str | None) -> str:
    """Return a person's name with the post, said once."""
    return name if repeats_post(name, ROLE[role], agency) else f"{name} ({post_name(role, agency)})"


URGENCY: dict[Urgency, str] = {
    Urgency.ORDINARY: "thông thường",
    Urgency.INSTANT: "tức thời",
    Urgency.URGENT: "khẩn cấp",
}

OUTCOME: dict[Outcome, str] = {
    Outcome.MET: "đúng hạn",
    Outcome.LATE: "trễ hạn",
    Outcome.SUPERSEDED: "thay bằng hạn khác",
    Outcome.LAPSED: "hết thời gian",
}

INTERNAL_LATE = "sau hạn nội bộ"
"""The outcome of a step that was done after its internal limit. Nobody is late by such a limit."""

RECIPIENT: dict[Recipient, str] = {
    Recipient.LEAD: "cơ quan chủ trì",
    Recipient.ASSIGNEE: "người chịu hạn",
    Recipient.ASSIGNEE_LEADER: "lãnh đạo của người chịu hạn",
    Recipient.CENTRE: "trung tâm",
    Recipient.CENTRE_LEADER: "lãnh đạo trung tâm",
    Recipient.FOCAL_POINT: "đầu mối",
    Recipient.AUTHORITY: "lãnh đạo UBND",
    Recipient.REPORTER: "người gửi",
}

EVENT: dict[str, str] = {
    "filed": "Gửi phản ánh, kiến nghị",
    "imported": "Nhập hồ sơ từ hệ thống cũ",
    "supplement_asked": "Đề nghị bổ sung",
    "supplemented": "Người gửi bổ sung",
    "supplement_lapsed": "Hết thời gian bổ sung",
    "refused": "Từ chối tiếp nhận",
    "verified": "Xác minh đạt yêu cầu",
    "dispatched": "Phân phối xử lý",
    "accepted": "Cơ quan xử lý tiếp nhận",
    "returned": "Trả lại vì không đúng thẩm quyền",
    "recalled": "Thu hồi để chuyển nơi khác",
    "handed_back": "Trả về trung tâm để từ chối hoặc gộp",
    "extended": "Gia hạn xử lý",
    "temporarily_fixed": "Đã khắc phục tạm thời",
    "delay_explained": "Giải trình chưa có kết quả",
    "result_submitted": "Trình kết quả xử lý",
    "approved": "Phê duyệt kết quả",
    "sent_back": "Chuyển lại để điều chỉnh kết quả",
    "published": "Công khai kết quả",
    "withheld": "Trả lời riêng, không công khai",
    "commitment_kept": "Đã hoàn thành theo cam kết",
    "commitment_moved": "Dời ngày cam kết hoàn thành",
    "rated": "Người gửi đánh giá",
    "rating_lapsed": "Hết thời gian đánh giá",
    "withdrawn": "Người gửi rút phản ánh",
    "clocks_paused": "Tạm dừng tính thời hạn",
    "clocks_resumed": "Tiếp tục tính thời hạn",
    "limit_opened": "Bắt đầu tính hạn",
    "limit_rescheduled": "Tính lại hạn",
    "limit_closed": "Kết thúc hạn",
    "reminded": "Nhắc việc sắp đến hạn",
    "limit_passed": "Quá hạn",
    "overdue_lifted": "Không còn quá hạn",
    "escalated": "Báo cáo vượt cấp",
    "direction_asked": "Xin ý kiến chỉ đạo",
    "directed": "Lãnh đạo chỉ đạo",
    "forwarded": "Đầu mối chuyển cơ quan xử lý",
    "taken_on": "Đầu mối trực tiếp xử lý",
    "reclassified": "Chuyển lại lĩnh vực, cơ quan xử lý",
    "course_changed": "Hồ sơ theo quy trình khác",
    "involved": "Chuyển phối hợp xử lý",
    "contributed": "Cơ quan phối hợp ghi nhận phần việc",
    "part_declined": "Cơ quan phối hợp báo không có phần việc",
    "part_day_set": "Ấn định ngày cho phần việc phối hợp",
    "assigned": "Giao cán bộ xử lý",
    "site_inspected": "Đã kiểm tra thực tế",
    "progress_reported": "Báo cáo tiến độ, hẹn ngày có kết quả",
    "restricted": "Giữ kín, không công khai",
    "identity_shared": "Cung cấp danh tính người gửi",
    "secrecy_asked": "Người gửi đề nghị giữ bí mật",
    "hidden": "Ẩn nội dung vi phạm",
    "unhidden": "Thôi ẩn nội dung",
    "merged": "Gộp vào hồ sơ khác",
    "unmerged": "Tách khỏi hồ sơ đã gộp",
    "gathered": "Hồ sơ có thay đổi phản ánh gộp vào",
    "attached": "Người gửi thêm tệp",
    "succeeded": "Chuyển sang cơ quan kế thừa",
    "text_changed": "Theo văn bản mới",
    "asked": "Người gửi hỏi thêm",
    "answered": "Cơ quan giải đáp",
    "commented": "Trao đổi, bình luận",
    "noted": "Ghi chú nội bộ",
    "reopened": "Mở lại để xử lý tiếp",
    "marked_as_test": "Đánh dấu là phản ánh thử nghiệm",
    "test_deleted": "Xóa phản ánh thử nghiệm",
    "bounced": "Bị trả lại nhiều lần, chuyển lãnh đạo",
}

REPORT_EVENT = {
    "report_made": "Đã lập báo cáo",
    "report_requested": "Yêu cầu báo cáo",
    "explanation_asked": "Đề nghị giải trình",
    "explanation_reminded": "Nhắc giải trình",
    "explanation_missed": "Quá hạn giải trình",
    "cases_explained": "Giải trình hồ sơ trễ hạn",
    "report_checked": "Đã kiểm tra báo cáo",
    "report_returned": "Chuyển lại báo cáo",
    "report_signed": "Ký duyệt báo cáo",
    "report_sent": "Gửi báo cáo",
    "correction_begun": "Sửa báo cáo",
    "report_reminded": "Nhắc gửi báo cáo",
    "report_overdue": "Quá hạn gửi báo cáo",
}
"""The events of a periodic report, by their kind."""

TOLD_OF: dict[str, str] = {**EVENT, **REPORT_EVENT}
"""The subjects of messages: events of cases and of periodic reports."""

CHANNEL: dict[MessageChannel, str] = {
    MessageChannel.PORTAL: "trên hệ thống",
    MessageChannel.EMAIL: "thư điện tử",
    MessageChannel.SMS: "tin nhắn SMS",
    MessageChannel.PUSH: "thông báo trên ứng dụng",
}

MESSAGE_STATUS: dict[MessageStatus, str] = {
    MessageStatus.QUEUED: "Chờ gửi",
    MessageStatus.DELIVERING: "Đang gửi",
    MessageStatus.SENT: "Đã gửi",
    MessageStatus.FAILED: "Chưa gửi được, sẽ thử lại",
    MessageStatus.GIVEN_UP: "Không gửi được, cần người xử lý",
    MessageStatus.SHOWN: "Đã hiện trên hệ thống",
}

FAULT: dict[Fault, str] = {
    Fault.NO_ADDRESSEE: "Chưa có tài khoản nào giữ vai trò cần báo",
    Fault.NO_ADDRESS: "Người nhận chưa có địa chỉ cho kênh này",
    Fault.BAD_ADDRESS: "Địa chỉ của người nhận không dùng được",
    Fault.REFUSED: "Nơi nhận từ chối",
    Fault.BUSY: "Nơi gửi đang bận",
    Fault.UNREACHABLE: "Không kết nối được nơi gửi",
    Fault.TIMED_OUT: "Nơi gửi không trả lời kịp",
    Fault.NOT_CONFIGURED: "Chưa cấu hình nơi gửi",
    Fault.NOT_LET_IN: "Nơi gửi không chấp nhận tài khoản của hệ thống",
    Fault.UNEXPECTED: "Lỗi ngoài dự kiến",
}


def role_name(procedure: Procedure | None, role: Role) -> str:
    """Return the regulation's own name of a role, or the usual one."""
    return ROLE[role] if procedure is None else procedure.role_names.get(role, ROLE[role])


def course_name(procedure: Procedure | None, urgency: Urgency) -> str:
    """Return the regulation's own name of a course, or the usual one."""
    course = procedure.course(urgency) if procedure else None
    return course.name if course else URGENCY[urgency]


UNIT: dict[Unit, str] = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.WORKING_HOUR: "giờ làm việc",
    Unit.HOUR: "giờ",
    Unit.MINUTE: "phút",
}


def outcome_text(rule: LimitRule, outcome: Outcome) -> str:
    """Return how a limit of this rule ended."""
    return INTERNAL_LATE if outcome is Outcome.LATE and rule.is_internal else OUTCOME[outcome]


def length_text(amount: Amount | None, until: date | None = None) -> str:
    """Return how long a limit is: `0,5 ngày làm việc`, or up to which promised day."""
    if amount is not None:
        return f"{amount.value.normalize():f}".replace(".", ",") + f" {UNIT[amount.unit]}"
    return f"đến hết ngày {until:%d/%m/%Y}" if until else "đến ngày đã hẹn"


def longest_amounts() -> str:
    """Name the longest amounts of time: `500 wd, 4000 wh`."""
    return ", ".join(f"{most} {unit}" for unit, most in LONGEST.items())


def acts_of(editions: Iterable[Edition]) -> str:
    """Return the official acts behind changes of the calendar, as people cite them: `1234/TB-BNV; thu hồi 99/TB-BNV`."""
    cited = {f"thu hồi {each.act}" if each.change is ChangeKind.WITHDRAW else each.act: None for each in editions}
    return "; ".join(act for act in cited if act)


_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def local_time(at: datetime, time_zone: str) -> str:
    """Write an instant in local time: `17:00 thứ Sáu 27/11/2026`."""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{local:%H:%M} {_WEEKDAYS[local.weekday()]} {local:%d/%m/%Y}"


def paper_text(paper: Paper) -> str:
    """Name a paper: `số 152/BC-UBND ngày 25/11/2026 của UBND phường Lộc Thọ`."""
    return f"số {paper.number} ngày {paper.dated:%d/%m/%Y} của {paper.sender}"


def outage_text(outage: Outage, time_zone: str) -> str:
    """Write why an alarm was recorded late, with both ends of the outage in local time."""
    return f"hệ thống gián đoạn từ {local_time(outage.since, time_zone)} đến {local_time(outage.until, time_zone)}"
