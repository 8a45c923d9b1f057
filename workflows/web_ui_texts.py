"""The Vietnamese texts that an auditor reads in the Temporal Web UI."""

from __future__ import annotations

from collections.abc import Iterator

from activities.contract import DeliverRequest
from domain.complaint import Complaint, Limit
from domain.events import ACT_OF_EVENT, Event
from domain.limits import Alarm, AlarmKind
from language.labels import CHANNEL, EVENT, STATUS, TOLD_OF, course_name, length_text, local_time
from language.vietnamese import starting_small
from workflows.contract import ChangeProgress


def timer_summary(complaint: Complaint, alarm: Alarm) -> str:
    """Name what a timer waits for: `Hạn xử lý · Điều 7 khoản 3 · 17:00 thứ Sáu 27/11/2026`."""
    rule = complaint.procedure.limit(alarm.limit)
    name = starting_small(rule.name)
    what = {
        AlarmKind.REMIND: f"Nhắc trước hạn {name}",
        AlarmKind.PASS: f"Hạn {name}",
        AlarmKind.LIFT: f"Hạn {name} không còn quá",
        AlarmKind.CLIMB: f"{'Qua hạn nội bộ' if rule.is_internal else 'Quá hạn'} {name}, báo cáo bậc {alarm.rung}",
    }[alarm.kind]
    source = rule.source
    if alarm.kind is AlarmKind.CLIMB:
        source = complaint.procedure.ladder(rule)[alarm.rung - 1].source
    return " · ".join((what, source, local_time(alarm.at, complaint.procedure.authority.time_zone)))


def recording_summary(events: tuple[Event, ...]) -> str:
    """Name the event of an act that is recorded, or the first event that time brought about."""
    named = next((event for event in reversed(events) if event.kind in ACT_OF_EVENT), events[0])
    return f"Ghi hồ sơ: {EVENT[named.kind]}"


def case_summary(complaint: Complaint) -> str:
    """Describe the case in one line, as filed."""
    field = complaint.procedure.field(complaint.field)
    course = course_name(complaint.procedure, complaint.urgency)
    return f"{complaint.code} · {field.name if field else 'chưa phân lĩnh vực'} · quy trình {course}"


def case_details(complaint: Complaint) -> str:
    """Describe the regulation of the case in Markdown, as filed."""
    procedure = complaint.procedure
    return f"**{procedure.authority.name}** · {procedure.legal_basis.act}\n\n{procedure.legal_basis.title}"


def current_details(complaint: Complaint) -> str:
    """Describe the present state of the case in Markdown."""
    field = complaint.procedure.field(complaint.field)
    facts = [f"**{STATUS[complaint.status]}**", *_peculiarities(complaint)]
    if complaint.lead:
        agencies = ", ".join((complaint.lead, *complaint.co_ordinating))
        facts.append(f"cơ quan xử lý: {agencies}")
    if field:
        facts.append(f"lĩnh vực: {field.name}")
    lines = [" · ".join(facts)]
    if complaint.running_limits:
        lines += ["", "| Thời hạn | Căn cứ | Đến hạn | |", "|---|---|---|---|"]
        lines += [_row(complaint, limit) for limit in complaint.running_limits]
    return "\n".join(lines)


def _peculiarities(complaint: Complaint) -> Iterator[str]:
    """Yield the facts that are true of few cases."""
    if complaint.test:
        yield "phản ánh thử nghiệm"
    if complaint.paused_since is not None:
        yield "đang tạm dừng tính thời hạn"
    if complaint.restricted:
        yield "giữ kín"
    if complaint.hidden:
        yield "đã ẩn nội dung"
    if complaint.bounced:
        yield f"bị trả lại {len(complaint.returned_by)} lần, chờ lãnh đạo phân phối"
    if complaint.expected is not None and not complaint.status.is_final:
        yield f"hẹn có kết quả ngày {complaint.expected:%d/%m/%Y}"
    if complaint.has_open_question:
        yield "người gửi đang chờ giải đáp"
    if complaint.merged_into is not None:
        yield f"gộp vào {complaint.merged_into}"


def _row(complaint: Complaint, limit: Limit) -> str:
    rule = complaint.rule_of(limit)
    due = local_time(limit.schedule.due, complaint.procedure.authority.time_zone) if limit.schedule else ""
    state = "**quá hạn**" if limit.passed_at else "tạm dừng" if complaint.stands_still(limit) else ""
    source = f"{rule.source} (hạn nội bộ)" if rule.is_internal else rule.source
    return f"| {rule.name} ({length_text(limit.amount, limit.until)}) | {source} | {due} | {state} |"


def change_details(progress: ChangeProgress) -> str:
    """Describe the progress of a rollout in Markdown."""
    state = "**Đã báo xong**" if progress.finished else "**Đang báo các hồ sơ đang mở**"
    total = "" if progress.total is None else f"/{max(progress.total, progress.told)}"
    lines = [f"{state} · đã báo {progress.told}{total} hồ sơ · {progress.moved} hồ sơ đổi hạn"]
    if progress.unreached:
        lines += [
            "",
            f"Chưa báo được {len(progress.unreached)} hồ sơ, sẽ thử lại: {', '.join(progress.unreached[:20])}",
        ]
    return "\n".join(lines)


def message_summary(request: DeliverRequest) -> str:
    """Name what a message is about and its channel: `KH-2026-000001 · Công khai kết quả · thư điện tử`."""
    return " · ".join((request.code, TOLD_OF[request.kind], CHANNEL[request.channel]))
