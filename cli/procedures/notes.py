"""Notes on the entries of a regulation: the conditions of an act, the fields of a limit, the effect of a rating."""

from __future__ import annotations

from collections.abc import Iterator

from domain.limit_rules import LimitRule
from domain.messages import MessageChannel
from domain.procedure import (
    ActRule,
    Channel,
    Course,
    FieldOfWork,
    Named,
    Procedure,
    Rating,
    RefusalGround,
    Requirement,
    WithholdGround,
)
from domain.words import ActKind, Party, Urgency
from language.labels import CHANNEL, EVENT, course_name


def conditions_of(rule: ActRule, procedure: Procedure) -> str:
    """Return the conditions of an act besides its statuses, and what it may change."""
    return "; ".join(_conditions(rule, procedure))


_OF_RESULTS = {
    "needs_day": "phải nêu ngày xử lý",
    "needs_images": "phải kèm ảnh kết quả hoặc nói rõ không có",
    "explains_no_images": "không có ảnh thì phải nói vì sao",
    "takes_paper": "có thể bằng văn bản",
    "edits": "được sửa kết quả",
}


def _conditions(rule: ActRule, procedure: Procedure) -> Iterator[str]:
    after = EVENT[rule.after] if rule.after else None
    if rule.several_agencies and after:
        yield f"hồ sơ nhiều cơ quan: sau “{after}”"
    elif rule.several_agencies:
        yield "chỉ hồ sơ nhiều cơ quan"
    elif after:
        yield f"sau “{after}”"
    if rule.after_limit is not None:
        yield f"khi đã qua hạn “{procedure.limit(rule.after_limit).name}”"
    if rule.times is not None:
        yield f"tối đa {rule.times} lần"
    yield from _about_focal_point(rule)
    yield from _OF_AGENCIES[rule.agencies]
    yield from (note for key, note in _OF_RESULTS.items() if getattr(rule, key))


def _about_focal_point(rule: ActRule) -> Iterator[str]:
    if not rule.names_agency:
        is_sent = rule.act is ActKind.DISPATCH
        yield "chuyển cho đầu mối, không nêu cơ quan" if is_sent else "không đổi cơ quan"
    if rule.beside_agency:
        yield "đầu mối làm được cả khi cơ quan đang giữ hồ sơ"


_OF_AGENCIES: dict[Party, tuple[str, ...]] = {
    Party.LEAD: (),
    Party.CO_ORDINATING: ("của cơ quan phối hợp",),
    Party.EACH: ("cả cơ quan phối hợp",),
}


def fields_of(rule: LimitRule, procedure: Procedure) -> str:
    """Return the fields of work that a limit is for. The text is empty where it is for all."""
    found = (procedure.field(field_id) for field_id in rule.fields)
    return ", ".join(field.name for field in found if field)


def name_with_notes(entry: Named, procedure: Procedure) -> str:
    """Return the name of a list's entry, with its notes."""
    notes = "; ".join(_notes(entry, procedure))
    return f"{entry.name} ({notes})" if notes else entry.name


def _notes(entry: Named, procedure: Procedure) -> Iterator[str]:  # noqa: C901 - one case for each kind of entry
    match entry:
        case Channel():
            if entry.staff_only:
                yield "cán bộ nhập"
            if entry.takes_incomplete:
                yield "nhận cả phản ánh còn thiếu"
            yield f"trả lời: {CHANNEL[MessageChannel(entry.answers_by)]}"
        case Course() if entry.by_hand:
            yield "trung tâm chọn"
        case FieldOfWork():
            if entry.urgency is not Urgency.ORDINARY:
                yield course_name(procedure, entry.urgency)
            if entry.by_focal_point:
                yield "chuyển cho đầu mối"
        case Requirement():
            if not entry.required:
                yield "không bắt buộc"
            if entry.except_channels:
                yield f"trừ kênh {', '.join(entry.except_channels)}"
        case RefusalGround():
            if entry.names_original:
                yield "nêu mã hồ sơ đã tiếp nhận"
            if entry.needs_guidance:
                yield "phải hướng dẫn gửi lại"
            if entry.found_later:
                yield "thấy khi đang xử lý thì trả về trung tâm"
        case WithholdGround():
            if entry.on_request:
                yield "khi người gửi đề nghị"
            if entry.from_start:
                yield "giữ kín được ngay từ đầu"
            if entry.told_by_message:
                yield "kết quả gửi qua thư điện tử"
            if entry.keeps_result:
                yield "không đưa lời kết quả, không lập văn bản"
        case Rating() if entry.reopens:
            yield "hồ sơ trở lại xử lý"
