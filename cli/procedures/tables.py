"""Prints a procedure as tables."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table

from cli.procedures.notes import conditions_of, fields_of, name_with_notes
from domain.limit_rules import LimitKind, LimitRule
from domain.notices import BY_RECEIPT
from domain.procedure import ActRule, Named, NoticeRule, Procedure
from domain.time.office_hours import Session
from domain.words import Role, Status, Urgency
from language.labels import EVENT, STATUS, course_name, length_text, role_name
from language.report_labels import cycle_text, due_text
from procedures.picture.captions import told
from procedures.picture.diagram import OURS

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_NOTICE_CHANNEL = {
    "portal": "trên hệ thống",
    "email": "thư điện tử",
    "sms": "tin nhắn SMS",
    "push": "thông báo ứng dụng",
    BY_RECEIPT: "kênh đã gửi phản ánh",
}


def print_list(console: Console, procedures: Iterable[Procedure]) -> None:
    """Print the procedures, one line each."""
    table = _table("Mã", "Cơ quan ban hành", "Văn bản", "Có hiệu lực")
    for procedure in procedures:
        table.add_row(procedure.id, procedure.authority.name, procedure.legal_basis.act, _validity(procedure))
    console.print(table)


def print_procedure(console: Console, procedure: Procedure) -> None:
    """Print the whole procedure."""
    console.print(f"[bold]{procedure.authority.name}[/bold] · {procedure.legal_basis.act} · {_validity(procedure)}")
    console.print(procedure.legal_basis.title)
    console.print(f"Đơn vị vận hành: {procedure.authority.centre}")
    for title, table in (
        ("Thao tác", _acts(procedure)),
        ("Thời hạn", _limits(procedure)),
        ("Việc không bắt buộc, làm trong hạn", _options(procedure)),
        ("Thời gian chờ người gửi", _windows(procedure)),
        ("Báo cáo khi quá hạn", _ladders(procedure)),
        ("Thông báo", _notices(procedure)),
        ("Báo cáo định kỳ", _reports(procedure)),
        ("Danh mục", _lists(procedure)),
        ("Giờ làm việc", _office_hours(procedure)),
        ("Giờ bộ phận một cửa, khác giờ làm việc (thời hạn không chạy theo giờ này)", _desk_hours(procedure)),
    ):
        if table.row_count:
            console.print(f"\n[bold]{title}[/bold]")
            console.print(table)


def _acts(procedure: Procedure) -> Table:
    table = _table("Thao tác", "Ai", "Từ", "Đến", "Điều kiện", "Căn cứ")
    for rule in procedure.acts:
        table.add_row(
            rule.name,
            _roles(procedure, rule.by),
            _statuses(rule.when),
            _led_to(rule),
            conditions_of(rule, procedure),
            _source(rule.source, ours=rule.ours),
        )
    return table


def _led_to(rule: ActRule) -> str:
    to = STATUS[rule.to] if rule.to else "không đổi"
    return "; ".join((to, *(f"từ {STATUS[status]}: {STATUS[leads]}" for status, leads in rule.leads.items())))


def _limits(procedure: Procedure) -> Table:
    table = _table("Thời hạn", "Mức", "Tính từ", "Người chịu hạn", "Căn cứ và cách hiểu")
    for rule in procedure.limits:
        if rule.kind.binds or rule.kind is LimitKind.PART:
            waits_for = role_name(procedure, rule.assignee)
            table.add_row(_name(rule, procedure), _amount(rule), _counted_from(rule), waits_for, _article(rule))
    return table


def _options(procedure: Procedure) -> Table:
    table = _table("Việc", "Trong vòng", "Tính từ", "Ai", "Căn cứ và cách hiểu")
    for rule in procedure.limits:
        if rule.kind is LimitKind.OPTION:
            role = role_name(procedure, rule.assignee)
            table.add_row(_name(rule, procedure), _amount(rule), _counted_from(rule), role, _article(rule))
    return table


def _name(rule: LimitRule, procedure: Procedure) -> str:
    """Return the limit's name. A limit for some courses or fields names them, unless its name says so already."""
    courses = [course_name(procedure, urgency) for urgency in rule.applies_to]
    is_for_all = len(courses) == len(Urgency)
    notes = [] if is_for_all else [course for course in courses if course not in rule.name]
    if (fields := fields_of(rule, procedure)) and fields.lower() not in rule.name.lower():
        notes.append(fields)
    return f"{rule.name} ({'; '.join(notes)})" if notes else rule.name


def _windows(procedure: Procedure) -> Table:
    table = _table("Chờ gì", "Bao lâu", "Tính từ", "Hết thời gian thì", "Căn cứ và cách hiểu")
    for rule in procedure.limits:
        if rule.kind is LimitKind.WINDOW and rule.lapse_to:
            table.add_row(rule.name, _amount(rule), _counted_from(rule), STATUS[rule.lapse_to], _article(rule))
    return table


def _ladders(procedure: Procedure) -> Table:
    table = _table("Dùng cho", "Bậc", "Sau hạn", "Báo cho", "Căn cứ")
    for name, rungs in procedure.ladders.items():
        climbed_by = ", ".join(rule.name for rule in procedure.limits if rule.ladder == name)
        for number, rung in enumerate(rungs, 1):
            after = length_text(rung.after) if rung.after.value else "ngay khi quá hạn"
            source = _source(rung.source, ours=rung.ours)
            table.add_row(climbed_by if number == 1 else "", str(number), after, told(rung), source)
    return table


def _notices(procedure: Procedure) -> Table:
    table = _table("Khi", "Báo cho", "Qua", "Căn cứ")
    for rule in procedure.notices:
        course = f" ({course_name(procedure, rule.urgency)})" if rule.urgency else ""
        channels = ", ".join(_NOTICE_CHANNEL[channel] for channel in rule.channels)
        table.add_row(
            EVENT[rule.on] + course, _notified(rule, procedure), channels, _source(rule.source, ours=rule.ours)
        )
    return table


def _notified(rule: NoticeRule, procedure: Procedure) -> str:
    return ", ".join("người được nhắc, được báo" if to == "told" else role_name(procedure, Role(to)) for to in rule.to)


def _reports(procedure: Procedure) -> Table:
    table = _table("Báo cáo", "Kỳ", "Gửi", "Hạn gửi", "Ký", "Căn cứ và cách hiểu")
    grounds = {ground.id: f" (hồ sơ không công khai: {ground.name})" for ground in procedure.withhold_grounds}
    for rule in procedure.reports:
        reading = f"\nCách hiểu: {rule.reading}." if rule.reading else ""
        table.add_row(
            rule.name + (grounds[rule.of_withheld] if rule.of_withheld else ""),
            cycle_text(rule),
            "; ".join(rule.addressees),
            due_text(rule),
            role_name(procedure, rule.signed_by),
            _source(rule.source, ours=rule.ours) + reading,
        )
    return table


def _lists(procedure: Procedure) -> Table:
    table = _table("Danh mục", "Gồm", "Căn cứ")
    lists: tuple[tuple[str, tuple[Named, ...]], ...] = (
        ("Kênh tiếp nhận", procedure.channels),
        ("Phản ánh phải có", procedure.requirements),
        ("Lĩnh vực", procedure.fields),
        ("Từ chối khi", procedure.refusal_grounds),
        ("Không công khai khi", procedure.withhold_grounds),
        ("Ẩn khi", procedure.hide_grounds),
        ("Mức đánh giá", procedure.ratings),
        ("Quy trình khác thông thường", procedure.courses),
    )
    for title, entries in lists:
        for number, entry in enumerate(entries):
            table.add_row(
                "" if number else title, name_with_notes(entry, procedure), _source(entry.source, ours=entry.ours)
            )
    for wait in procedure.unlimited:
        table.add_row("Chờ không có hạn ở", STATUS[wait.status], _source(wait.source, ours=wait.ours))
    if bouncing := procedure.bouncing:
        of_leaders = f"từ lần trả lại thứ {bouncing.returns}"
        table.add_row("Lãnh đạo phân phối", of_leaders, _source(bouncing.source, ours=bouncing.ours))
    if own := procedure.own_dispatch:
        table.add_row("Hệ thống tự phân phối", "theo địa bàn, lĩnh vực", _source(own.source, ours=own.ours))
    if going_on := procedure.continuation:
        table.add_row(
            "Tiếp nối hồ sơ đã kết thúc", "về cơ quan đã trả lời", _source(going_on.source, ours=going_on.ours)
        )
    visibility = procedure.visibility
    table.add_row("Thấy danh tính người gửi", _roles(procedure, visibility.identity), visibility.source)
    table.add_row("Ai cũng xem được khi", _statuses(visibility.public), visibility.source)
    if visibility.whole_course:
        table.add_row("Ai cũng xem được", "cả quá trình tiếp nhận, phân phối, xử lý, duyệt", visibility.source)
    return table


def _office_hours(procedure: Procedure) -> Table:
    table = _table("Từ ngày", "Ngày", "Giờ", "Căn cứ")
    for hours in procedure.office_hours:
        for weekday, sessions in zip(_WEEKDAYS, hours.weekdays, strict=True):
            begins, source = (f"{hours.valid_from:%d/%m/%Y}", hours.source) if weekday == _WEEKDAYS[0] else ("", "")
            table.add_row(begins, weekday, _sessions(sessions), source)
    return table


def _desk_hours(procedure: Procedure) -> Table:
    table = _table("Từ ngày", "Ngày", "Giờ", "Căn cứ")
    for hours in procedure.desk_hours:
        begins, source = f"{hours.valid_from:%d/%m/%Y}", hours.source
        for weekday, sessions in zip(_WEEKDAYS, hours.weekdays, strict=True):
            if sessions is not None:
                table.add_row(begins, weekday, _sessions(sessions), source)
                begins = source = ""
    return table


def _sessions(sessions: tuple[Session, ...]) -> str:
    return ", ".join(f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in sessions) or "nghỉ"


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _validity(procedure: Procedure) -> str:
    until = f" đến trước {procedure.valid_to:%d/%m/%Y}" if procedure.valid_to else ""
    return f"từ {procedure.valid_from:%d/%m/%Y}{until}"


def _amount(rule: LimitRule) -> str:
    shorter = "\nhoặc hạn riêng của cơ quan, nếu ngắn hơn" if rule.shortened_by_agency else ""
    longer = f"\ngia hạn tới {length_text(rule.extended)} ({rule.extended_source})" if rule.extended else ""
    return length_text(rule.amount) + shorter + longer


def _counted_from(rule: LimitRule) -> str:
    return ", ".join(EVENT[event] for event in (rule.counted_from or rule.opens_on))


def _article(rule: LimitRule) -> str:
    reading = f"\nCách hiểu: {rule.reading}." if rule.reading else ""
    return _source(rule.source, ours=rule.ours) + reading


def _source(source: str, *, ours: bool) -> str:
    return f"{source} · {OURS}" if ours else source


def _roles(procedure: Procedure, roles: tuple[Role, ...]) -> str:
    return ", ".join(role_name(procedure, role) for role in roles)


def _statuses(statuses: tuple[Status, ...]) -> str:
    return "; ".join(STATUS[status] for status in statuses)
