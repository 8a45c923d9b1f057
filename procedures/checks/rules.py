"""Checks each entry of a procedure, alone and beside its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.complaint import Moment
from domain.events import EVENTS
from domain.limit_rules import LimitKind, LimitRule
from domain.procedure import ActRule, Named, Procedure
from domain.time.amounts import Amount
from domain.time.office_hours import weeks_of_desk
from domain.words import FOLLOWING, ActKind, Status
from procedures.checks.letters import faults_of_letters
from procedures.checks.reports import faults_of_reports, sources_of_reports
from procedures.faults import Fault

TIME_ZONE = "authority.time_zone"
_CITED = re.compile(r"\bĐiều \d|\bPhụ lục\b|\bMục [IVX\d]|\bMẫu\b|\bđoạn \d")
_MAY_STAY = frozenset(event.act for event in EVENTS if issubclass(event, Moment) and event.stays)
_NAMES_TOLD = ("reminded", "escalated", "bounced", "recalled", "handed_back")
_KEEP_FROM_VIEW = frozenset({ActKind.RESTRICT, ActKind.HIDE, ActKind.UNHIDE, ActKind.ASK_SECRECY, ActKind.MARK_AS_TEST})
_ABOUT_THE_ANSWER = frozenset({ActKind.RATE, ActKind.ASK, ActKind.ASK_DIRECTION, ActKind.SHARE_IDENTITY})


def faults_of_entries(procedure: Procedure) -> Iterator[Fault]:
    """Return what is wrong with single entries: citations, dates, ids, acts, limits, notices."""
    yield from _dates(procedure)
    yield from _citations(procedure)
    yield from _doubled(procedure)
    yield from _acts(procedure)
    yield from _visibility(procedure)
    for rule in procedure.limits:
        yield from _OF_KIND.get(rule.kind, _limit_with_ladder)(rule)
        yield from _amounts(rule)
    for number, notice in enumerate(procedure.notices, 1):
        if "told" in notice.to and notice.on not in _NAMES_TOLD:
            yield Fault(f"notices[{number}].to", f"diễn biến “{notice.on}” không nêu người được báo (told)")
    yield from faults_of_letters(procedure)
    yield from faults_of_reports(procedure)


def _dates(procedure: Procedure) -> Iterator[Fault]:
    if procedure.valid_to and procedure.valid_to <= procedure.valid_from:
        yield Fault("valid_to", "phải sau ngày bắt đầu có hiệu lực (valid_from)")
    if procedure.legal_basis.issued and procedure.legal_basis.issued > procedure.valid_from:
        yield Fault("legal_basis.issued", "văn bản không thể ban hành sau ngày có hiệu lực (valid_from)")
    if procedure.office_hours[0].valid_from > procedure.valid_from:
        yield Fault("office_hours[1].valid_from", "giờ làm việc phải có từ ngày quy trình có hiệu lực")
    for key, begins in (
        ("office_hours", [hours.valid_from for hours in procedure.office_hours]),
        ("desk_hours", [hours.valid_from for hours in procedure.desk_hours]),
    ):
        for number, (one, following) in enumerate(pairwise(begins), 2):
            if following <= one:
                yield Fault(f"{key}[{number}].valid_from", "phải sau ngày của giờ làm việc liền trước")
    try:
        weeks_of_desk(procedure.office_hours, procedure.desk_hours)
    except ValueError:
        yield Fault("desk_hours", "bộ phận một cửa phải mở ít nhất một buổi trong tuần")
    try:
        ZoneInfo(procedure.authority.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Fault(TIME_ZONE, f"không có múi giờ “{procedure.authority.time_zone}”")


def _citations(procedure: Procedure) -> Iterator[Fault]:
    for key, source, ours in _sources(procedure):
        if not ours and not _CITED.search(source):
            yield Fault(
                key,
                f"“{source}” không dẫn Điều, Mục, Phụ lục, Mẫu hay đoạn nào; nếu do chúng tôi đặt thì ghi ours = true",
            )


def _sources(procedure: Procedure) -> Iterator[tuple[str, str, bool]]:
    """Return every source with its key. Sources of office hours are left out, because no regulation on reports states them."""
    for key, entries in _lists(procedure):
        yield from ((f"{key}[{entry.id}].source", entry.source, entry.ours) for entry in entries)
    yield from ((f"acts.{rule.act}.source", rule.source, rule.ours) for rule in procedure.acts)
    for limit in procedure.limits:
        yield f"limits.{limit.id}.source", limit.source, limit.ours
        yield f"limits.{limit.id}.extended_source", limit.extended_source or "", limit.extended is None
    for name, rungs in procedure.ladders.items():
        for number, rung in enumerate(rungs, 1):
            key = f"ladders.{name}[{number}]"
            yield f"{key}.source", rung.source, rung.ours
            yield (
                f"{key}.several_agencies_source",
                rung.several_agencies_source or "",
                not rung.several_agencies_also_tells,
            )
    for number, notice in enumerate(procedure.notices, 1):
        yield f"notices[{number}].source", notice.source, notice.ours
    yield from ((f"letters[{rule.on}].source", rule.source, rule.ours) for rule in procedure.letters)
    for number, wait in enumerate(procedure.unlimited, 1):
        yield f"unlimited[{number}].source", wait.source, wait.ours
    yield from sources_of_reports(procedure)
    if procedure.bouncing:
        yield "bouncing.source", procedure.bouncing.source, procedure.bouncing.ours
    if procedure.own_dispatch:
        yield "own_dispatch.source", procedure.own_dispatch.source, procedure.own_dispatch.ours
    if procedure.continuation:
        yield "continuation.source", procedure.continuation.source, procedure.continuation.ours
    yield "visibility.source", procedure.visibility.source, False


def _lists(procedure: Procedure) -> Iterable[tuple[str, tuple[Named, ...]]]:
    return (
        ("channels", procedure.channels),
        ("requirements", procedure.requirements),
        ("fields", procedure.fields),
        ("refusal_grounds", procedure.refusal_grounds),
        ("withhold_grounds", procedure.withhold_grounds),
        ("ratings", procedure.ratings),
        ("hide_grounds", procedure.hide_grounds),
        ("courses", procedure.courses),
    )


def _doubled(procedure: Procedure) -> Iterator[Fault]:
    for key, entries in _lists(procedure):
        seen: set[str] = set()
        for entry in entries:
            if entry.id in seen:
                yield Fault(f"{key}[{entry.id}].id", f"mã “{entry.id}” đã dùng ở trên")
            seen.add(entry.id)


def _acts(procedure: Procedure) -> Iterator[Fault]:
    for rule in procedure.acts:
        key = f"acts.{rule.act}"
        yield from _ended(procedure, rule, key)
        if rule.act in FOLLOWING:
            yield Fault(key, "hệ thống tự ghi việc này theo một việc khác, không quy chế nào giao cho ai")
        if (rule.act is ActKind.FILE) != (Status.UNFILED in rule.when):
            yield Fault(f"{key}.when", "chỉ thao tác gửi (file) bắt đầu từ “unfiled”")
        if rule.to is None and rule.act not in _MAY_STAY:
            yield Fault(f"{key}.to", "thao tác này phải dẫn tới một trạng thái")
        for part, to in (("to", rule.to), *((f"leads.{status}", to) for status, to in rule.leads.items())):
            if to is Status.UNFILED:
                yield Fault(f"{key}.{part}", "không thao tác nào đưa hồ sơ về “unfiled”")


def _ended(procedure: Procedure, rule: ActRule, key: str) -> Iterator[Fault]:
    """Require that a case that has ended can only be kept from view or, where it was merged, taken out again. A closed case may
    also be rated, asked about and reported to the authority."""
    if rule.act is ActKind.UNMERGE:
        if rule.when != (Status.MERGED,):
            yield Fault(f"{key}.when", "chỉ tách được hồ sơ đã gộp (merged)")
        return
    if rule.act is ActKind.ASK_DIRECTION:
        return
    final = [status for status in rule.when if status.is_final]
    if rule.act in _ABOUT_THE_ANSWER:
        if unanswered := [status for status in final if status is not Status.CLOSED]:
            yield Fault(f"{key}.when", f"hồ sơ ở “{unanswered[0]}” không có kết quả để đánh giá, hỏi, báo cáo")
        return
    if final and rule.act not in _KEEP_FROM_VIEW:
        yield Fault(f"{key}.when", f"hồ sơ đã ở “{final[0]}” thì chỉ còn giữ kín, ẩn, thôi ẩn được")
    # A report that was merged may be taken out again, and its reporter's wish binds then, too.
    seen = {*procedure.visibility.public, *([Status.MERGED] if rule.act is ActKind.ASK_SECRECY else [])}
    if unseen := [status for status in final if status not in seen]:
        yield Fault(f"{key}.when", f"hồ sơ ở “{unseen[0]}” không ai xem công khai được nên không có gì để giữ kín, ẩn")
    if final and (rule.to or rule.leads):
        yield Fault(f"{key}.to", f"hồ sơ đã ở “{final[0]}” thì không đi đâu nữa")


def _visibility(procedure: Procedure) -> Iterator[Fault]:
    if hidden := {Status.UNFILED, Status.WITHHELD}.intersection(procedure.visibility.public):
        yield Fault("visibility.public", f"hồ sơ ở “{sorted(hidden)[0]}” không bao giờ công khai")


def _window(rule: LimitRule) -> Iterator[Fault]:
    for key in ("on_lapse", "lapse_to"):
        if getattr(rule, key) is None:
            yield Fault(f"limits.{rule.id}.{key}", "thời gian chờ (window) phải nêu hết thời gian thì sao")
    for key in ("ladder", "extended"):
        if getattr(rule, key) is not None:
            yield Fault(f"limits.{rule.id}.{key}", "thời gian chờ (window) không có bậc báo cáo, không gia hạn")


def _limit_with_ladder(rule: LimitRule) -> Iterator[Fault]:
    if rule.ladder is None:
        yield Fault(f"limits.{rule.id}.ladder", "thời hạn phải nêu bậc báo cáo khi quá hạn")
    for key in ("on_lapse", "lapse_to"):
        if getattr(rule, key) is not None:
            yield Fault(f"limits.{rule.id}.{key}", "chỉ thời gian chờ (window) mới có khóa này")


def _amounts(rule: LimitRule) -> Iterator[Fault]:
    key = f"limits.{rule.id}"
    if rule.amount is None:
        yield from _promised(rule)
    elif rule.kind is LimitKind.PART:
        yield Fault(f"{key}.amount", "hạn của phần việc phối hợp theo ngày cơ quan chủ trì ấn định (promised)")
    elif not rule.amount.value:
        yield Fault(f"{key}.amount", "thời hạn phải dài hơn 0")
    if not 0 < rule.remind_at < 1:
        yield Fault(f"{key}.remind_at", f"{rule.remind_at} không nằm giữa 0 và 1 (phần thời hạn đã qua khi nhắc)")
    if rule.extended and rule.amount and not _is_longer(rule.extended, rule.amount):
        yield Fault(f"{key}.extended", f"“{rule.extended}” phải dài hơn hạn thường “{rule.amount}”, viết cùng đơn vị")


def _promised(rule: LimitRule) -> Iterator[Fault]:
    """Require that a limit that ends on a promised day opens on the event that names the day."""
    key = f"limits.{rule.id}"
    names = _NAME_THE_DAY_OF_A_PART if rule.kind is LimitKind.PART else _NAME_THE_DAY
    if not any(set(rule.opens_on) <= events for events in names):
        listed = "; hoặc ".join(", ".join(sorted(events)) for events in names)
        yield Fault(f"{key}.opens_on", f"hạn theo ngày đã hẹn chỉ mở khi có người nêu ngày: {listed}")
    if rule.extended:
        yield Fault(f"{key}.extended", "hạn theo ngày đã hẹn không gia hạn thêm được")
    if rule.shortened_by_agency:
        yield Fault(f"{key}.shortened_by_agency", "hạn theo ngày đã hẹn không có mức riêng của cơ quan")
    if rule.kind is LimitKind.PART and not rule.ours:
        yield Fault(
            f"{key}.ours", "ngày của phần việc phối hợp do cơ quan chủ trì ấn định, văn bản không nêu: phải là ours"
        )


def _option(rule: LimitRule) -> Iterator[Fault]:
    for name in ("ladder", "on_lapse", "lapse_to"):
        if getattr(rule, name) is not None:
            yield Fault(
                f"limits.{rule.id}.{name}", "hạn của việc không bắt buộc (option) qua đi thì thôi, không có khóa này"
            )


def _is_longer(one: Amount, other: Amount) -> bool:
    return one.unit is other.unit and one.value > other.value


_NAME_THE_DAY = ({"progress_reported"}, {"published", "withheld", "commitment_moved"})
_NAME_THE_DAY_OF_A_PART = ({"part_day_set"},)
_OF_KIND = {LimitKind.WINDOW: _window, LimitKind.OPTION: _option}
