"""The course of a case, as each audience may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime

from pydantic import BaseModel, Field

from api.cases.views.event_details import EventNames, accounts_in, details_of
from api.cases.views.messages import DeliveryView, delivery_view
from api.cases.views.originals import OriginalView, original_view
from api.cases.views.people import PersonView, actor_view
from api.web.identity.callers import Viewer
from api.web.merged import answering
from api.web.names import Agencies, Name, People
from domain import events as happened
from domain.actors import Told
from domain.acts import Sealed
from domain.citing import article_of
from domain.complaint import Outcome
from domain.events import Event, is_of_somebody
from domain.merging import concerned, reads_words, tells_ground
from domain.procedure import Procedure
from domain.results import paper_of
from domain.visibility import Audience, reads_notes, shows_event, shows_words
from domain.words import Role
from language.labels import EVENT, local_time, paper_text
from records.cases.rows import CaseRecord, Entry
from records.messages.rows import MessageLine
from records.record import Record

_ANSWERED = "Đã trả lời người gửi"
_THERE, _FOUND = "ở hệ thống cũ", "ghi khi nhập hồ sơ"


class PaperView(BaseModel):
    """Văn bản mà kết quả đến cùng."""

    number: str = Field(examples=["152/BC-UBND"])
    dated: date
    sender: str = Field(examples=["UBND phường Lộc Thọ"])
    text: str = Field(examples=["số 152/BC-UBND ngày 25/11/2026 của UBND phường Lộc Thọ"])


class EventView(BaseModel):
    """Một diễn biến của hồ sơ."""

    number: int
    case: str | None = Field(
        default=None,
        description="Hồ sơ chung, khi diễn biến là của hồ sơ mà phản ánh đã gộp vào.",
        examples=["KH-2026-000001"],
    )
    at: datetime
    at_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    kind: str = Field(examples=["dispatched"])
    label: str = Field(examples=["Phân phối xử lý"])
    by: PersonView | None = Field(description="Ai làm; null nếu do thời gian.")
    article: str | None = Field(examples=["Điều 6 khoản 2 điểm b"])
    words: str | None = Field(default=None, description="Lời đã ghi, nếu người gọi được đọc.")
    limit: Name | None = None
    ours: bool = Field(default=False, description="Văn bản không nêu thời hạn này; đơn vị vận hành đặt.")
    internal: bool = Field(default=False, description="Thời hạn này là hạn nội bộ của cơ quan, văn bản không nêu.")
    amount_text: str | None = Field(default=None, examples=["0,5 ngày làm việc"])
    due: datetime | None = None
    due_text: str | None = None
    previous_due: datetime | None = Field(
        default=None, description="Hạn trước khi lịch làm việc hoặc văn bản thay đổi."
    )
    previous_due_text: str | None = None
    decided_by: str | None = Field(
        default=None, description="Văn bản làm đổi hạn, cơ quan.", examples=["12729/VPCP-KGVX"]
    )
    outage_since_text: str | None = Field(
        default=None, description="Ghi muộn vì hệ thống gián đoạn từ lúc này, đến lúc ở trường kế tiếp."
    )
    outage_until_text: str | None = None
    outcome: Outcome | None = None
    outcome_label: str | None = None
    rung: int | None = Field(default=None, description="Bậc báo cáo vượt cấp, từ 1.")
    told: list[PersonView] = Field(default=[], description="Ai được nhắc hoặc được báo cáo.")
    agency: Name | None = Field(
        default=None, description="Cơ quan chủ trì, cơ quan mà hồ sơ rời khỏi, hoặc cơ quan có phần việc phối hợp."
    )
    clause: str | None = Field(
        default=None, description="Điều khoản chuyển tiếp, khi hồ sơ theo văn bản mới.", examples=["Điều 20 khoản 2"]
    )
    predecessor: Name | None = Field(default=None, description="Cơ quan đã kết thúc, mà `agency` kế thừa.")
    recipient: str | None = Field(default=None, description="Bên ngoài hệ thống được cung cấp danh tính người gửi.")
    co_ordinating: list[Name] = []
    field: Name | None = None
    ground: Name | None = None
    duplicate_of: str | None = None
    original: OriginalView | None = Field(default=None, description="Thông tin về hồ sơ ấy; công chúng không thấy.")
    rating: Name | None = None
    guidance: str | None = Field(default=None, description="Hướng dẫn gửi lại, khi bị từ chối.")
    imported: str | None = Field(
        default=None,
        description="Diễn biến có trước khi hồ sơ được nhập từ hệ thống cũ, hoặc được ghi lúc nhập.",
        examples=[_THERE],
    )
    old_code: str | None = Field(default=None, description="Mã của hồ sơ ở hệ thống cũ.", examples=["PA-2024-0131"])
    source: str | None = Field(default=None, description="Tệp mà hồ sơ được nhập từ đó; chỉ cán bộ thấy.")
    lacks: list[str] = Field(default=[], description="Mục mà phản ánh còn thiếu khi được cán bộ tiếp nhận.")
    course: Name | None = Field(default=None, description="Quy trình mà hồ sơ theo từ đây.")
    automatic: bool = Field(default=False, description="Hệ thống tự chuyển theo quy tắc phân phối.")
    officer: Name | None = Field(default=None, description="Cán bộ nhận việc; chỉ cán bộ thấy.")
    unassigned: bool = Field(default=False, description="Hồ sơ trở về cơ quan, chờ giao cán bộ khác.")
    expected: date | None = Field(default=None, description="Ngày dự kiến có kết quả.")
    handled_on: date | None = Field(default=None, description="Ngày xử lý xong.")
    why_no_images: str | None = Field(default=None, description="Vì sao kết quả không có hình ảnh; chỉ cán bộ thấy.")
    paper: PaperView | None = Field(default=None, description="Văn bản của kết quả.")
    images: list[str] = Field(default=[], description="Mã các tệp kèm kết quả, xem tại …/attachments.")
    continues: str | None = Field(
        default=None,
        description="Hồ sơ đã kết thúc mà hồ sơ này tiếp nối; công chúng không thấy.",
        examples=["BMT-2026-000001"],
    )
    merged_into: str | None = Field(default=None, description="Hồ sơ gộp vào.", examples=["KH-2026-000001"])
    joined: list[str] = Field(default=[], description="Các phản ánh mới gộp vào hồ sơ; chỉ cán bộ thấy.")
    parted: list[str] = Field(default=[], description="Các phản ánh được tách khỏi hồ sơ; chỉ cán bộ thấy.")
    report: str | None = Field(
        default=None, description="Phản ánh gộp vào mà người gửi của nó đã làm việc này; chỉ cán bộ thấy."
    )
    returns: int | None = Field(default=None, description="Hồ sơ đã bị trả lại mấy lần.")
    messages: list[DeliveryView] = Field(
        default=[], description="Ai được báo, bằng kênh nào, lúc nào; chỉ cán bộ thấy."
    )


class EventList(BaseModel):
    """Diễn biến của hồ sơ, theo thứ tự."""

    items: list[EventView]


def course_views(record: Record, case: CaseRecord, viewer: Viewer) -> list[EventView]:
    """Return what has happened to a case, as much of it as the viewer may see. The reporter of a merged report also sees the
    course of the case that the report is part of.

    Only staff see who was notified, how, and when.
    """
    audience = viewer.audience
    told = record.mailbox.of_case(case.code) if audience is Audience.STAFF else {}
    entries = record.cases.entries(case.code)
    if audience is not Audience.REPORTER:
        if not any(reads_notes(actor) for actor in viewer.actors):
            entries = tuple(entry for entry in entries if not isinstance(entry.event, happened.Noted))
        return event_views(entries, case.complaint.procedure, record, audience, told)
    main = answering(record.cases, case)
    views = _reporter_views(record, case, entries, case.code)
    if main is not case:
        further = _reporter_views(record, main, record.cases.entries(main.code), case.code)
        views += [each.model_copy(update={"case": main.code}) for each in further]
    return sorted(views, key=lambda each: each.at)


def _reporter_views(record: Record, case: CaseRecord, entries: tuple[Entry, ...], report: str) -> list[EventView]:
    """Return the course of a case for the reporter of one of its reports. What concerns other reporters alone is left out, and so
    are their words and their wishes."""
    complaint, procedure = case.complaint, case.complaint.procedure
    mine = tuple(entry for entry in entries if (only := concerned(complaint, entry.event)) is None or report in only)
    events = {entry.number: entry.event for entry in mine}
    views = event_views(mine, procedure, record, Audience.REPORTER, {})
    return [_for_reporter(view, events[view.number], procedure, case.code, report) for view in views]


def _for_reporter(view: EventView, event: Event, procedure: Procedure, code: str, report: str) -> EventView:
    """Return an event of the case `code` without another reporter's words, and without another's wish for secrecy."""
    words = view.words if reads_words(code, event, report) else None
    if view.ground is None or tells_ground(procedure, view.ground.id, own=report == code):
        return view.model_copy(update={"words": words})
    return view.model_copy(update={"words": words, "ground": None, "label": _ANSWERED, "article": None})


def event_views(
    entries: tuple[Entry, ...],
    procedure: Procedure,
    record: Record,
    audience: Audience,
    told: Mapping[int, tuple[MessageLine, ...]],
) -> list[EventView]:
    """Return the entries that the audience may see. `told` holds the messages that notified people, by event number."""
    shown = [
        entry
        for entry in entries
        if shows_event(
            audience,
            entry.event.kind,
            told_reporter=_tells_reporter(entry.event),
            whole_course=procedure.visibility.whole_course,
        )
    ]
    people = People(record.accounts, _accounts(shown)) if audience is Audience.STAFF else None
    agencies = Agencies(record.offices, procedure.id)
    imported = next((entry for entry in entries if isinstance(entry.event, happened.Imported)), None)
    views = []
    for entry in shown:
        names = _names_then(entry, agencies, people, procedure)
        view = _view(entry, names, audience, told.get(entry.number, ()))
        if view.duplicate_of and audience is not Audience.PUBLIC:
            original = original_view(record.cases, agencies, view.duplicate_of)
            view = view.model_copy(update={"original": original})
        views.append(_with_import(view, imported) if imported else view)
    return views


def _with_import(view: EventView, imported: Entry) -> EventView:
    """Return an event of an imported case with how it came into the record. Nobody did here what happened in the other system."""
    if view.number == imported.number or view.at > imported.event.at:
        return view
    return view.model_copy(update={"imported": _THERE if view.number < imported.number else _FOUND, "by": None})


def _names_then(entry: Entry, agencies: Agencies, people: People | None, procedure: Procedure) -> EventNames:
    """Return the names that agencies and people had when the event happened."""
    at = entry.event.at
    return EventNames(procedure, agencies.at(at), people.at(at) if people else None)


def _accounts(entries: list[Entry]) -> Iterator[str | None]:
    for entry in entries:
        if entry.by is not None:
            yield from (entry.by.account, entry.by.on_behalf_of)
        yield from accounts_in(entry.event)


def _tells_reporter(event: Event) -> bool:
    return isinstance(event, happened.Reminded | happened.Escalated) and Told(Role.REPORTER) in event.told


def _view(entry: Entry, names: EventNames, audience: Audience, told: tuple[MessageLine, ...]) -> EventView:
    event, procedure = entry.event, names.procedure
    time_zone = procedure.authority.time_zone
    details = details_of(event, names)
    if isinstance(event, happened.ResultSubmitted) and audience is not Audience.STAFF:
        details["expected"] = None  # a commitment is the offices' own until it is given out
    if isinstance(event, happened.Imported) and audience is not Audience.STAFF:
        details["source"] = None
    due: datetime | None = details.get("due")
    reads_words = shows_words(audience, event.kind)
    return EventView(
        number=entry.number,
        at=event.at,
        at_text=local_time(event.at, time_zone),
        kind=event.kind,
        label=EVENT[event.kind],
        by=_by(entry, names),
        article=article_of(procedure, event),
        words=_words(event) if reads_words else None,
        guidance=_guidance(event) if reads_words else None,
        why_no_images=_why_no_images(event) if reads_words else None,
        paper=_paper(event) if reads_words else None,
        lacks=_lacks(event, procedure) if audience is not Audience.PUBLIC else [],
        due_text=local_time(due, time_zone) if due else None,
        messages=[delivery_view(line, names.agencies) for line in told],
        report=entry.by.report if entry.by and audience is Audience.STAFF else None,
        **details | ({"continues": None} if audience is Audience.PUBLIC else {}),
    )


def _by(entry: Entry, names: EventNames) -> PersonView | None:
    """Return who did it; None where nobody did."""
    if entry.by is None or not is_of_somebody(entry.event):
        return None
    return actor_view(entry.by, names.procedure, names.agencies, names.people)


def _words(event: Event) -> str | None:
    """Return the first words that a person wrote with the event."""
    values = (getattr(event, field.name) for field in fields(event))
    return next((value.sealed for value in values if isinstance(value, Sealed) and not value.is_blank), None)


def _paper(event: Event) -> PaperView | None:
    paper = paper_of(event)
    return PaperView(**vars(paper), text=paper_text(paper)) if paper else None


def _lacks(event: Event, procedure: Procedure) -> list[str]:
    """Return the requirements that a report did not fulfil when staff took it in."""
    missing = event.lacks if isinstance(event, happened.Filed) else ()
    return [need.name for need in procedure.requirements if need.id in missing]


def _why_no_images(event: Event) -> str | None:
    return event.why_no_images.sealed or None if isinstance(event, happened.ResultSubmitted) else None


def _guidance(event: Event) -> str | None:
    return event.guidance.sealed or None if isinstance(event, happened.Refused) else None
