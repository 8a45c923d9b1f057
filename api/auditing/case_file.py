"""An exported case as people read it: the words of the PDF."""

from __future__ import annotations

from collections.abc import Iterator

from api.auditing.parts import ExportedCase, ExportedPicture
from api.cases.views.events import EventView
from api.staff.looks.views import look_view
from documents.letters.case_file import CaseFile, CaseTable
from domain.attachments import AttachmentKind, AttachmentStage
from domain.time.zones import VIETNAM
from language.labels import local_time

_STAGES = {
    AttachmentStage.REPORT: "kèm phản ánh",
    AttachmentStage.SUPPLEMENT: "người gửi bổ sung",
    AttachmentStage.RESULT: "kết quả xử lý",
}


def case_file(exported: ExportedCase) -> CaseFile:
    """Return the file of the case, to be made a PDF."""
    case = exported.case
    photos = {
        each.name.removeprefix("anh/"): each
        for each in exported.pictures
        if each.shown.attachment.kind is AttachmentKind.PHOTO and each.is_as_stored
    }
    return CaseFile(
        code=case.code,
        issuer=case.authority.name,
        dated=exported.at.astimezone(VIETNAM).date(),
        facts=tuple(_facts(exported)),
        report=case.report.content if case.report else "",
        result=case.result or "",
        tables=tuple(_tables(exported)),
        pictures={name: each.content or b"" for name, each in photos.items()},
        captions={name: _caption(each) for name, each in photos.items()},
        proof=tuple(_proof(exported)),
        notes=(*exported.held_back, "Tệp này nằm trong bản xuất có chữ ký số; kiểm tra bằng check_export.py."),
    )


def _facts(exported: ExportedCase) -> Iterator[tuple[str, str]]:
    case = exported.case
    yield "Trạng thái", case.status_label
    yield "Nhận lúc", case.received_text or ""
    if case.field:
        yield "Lĩnh vực", case.field.name
    if case.lead:
        yield "Cơ quan chủ trì", case.lead.name
    if case.co_ordinating:
        yield "Cơ quan phối hợp", ", ".join(each.name for each in case.co_ordinating)
    if case.report:
        yield "Nơi được phản ánh", case.report.place
        if case.report.occurred_at:
            yield "Xảy ra lúc", case.report.occurred_at
    if case.identity:
        about = case.identity
        yield "Người gửi", ", ".join(filter(None, (about.name, about.address, about.phone, about.email)))
    if case.rating:
        yield "Đánh giá của người gửi", case.rating.name


def _tables(exported: ExportedCase) -> Iterator[CaseTable]:
    yield CaseTable(
        "Diễn biến",
        ("Số", "Lúc", "Diễn biến", "Ai", "Lời ghi", "Hạn", "Căn cứ"),
        (1, 3, 4, 4, 6, 3, 3),
        tuple(_happened(each) for each in exported.course),
        "Chưa có diễn biến nào.",
    )
    yield CaseTable(
        "Thời hạn",
        ("Hạn", "Thời gian", "Đến", "Tình trạng", "Căn cứ"),
        (4, 3, 4, 3, 3),
        tuple(
            (each.name, each.amount_text, each.due_text or "", each.state_label, each.article)
            for each in exported.case.limits
        ),
        "Không có thời hạn nào.",
    )
    yield CaseTable(
        "Văn bản",
        ("Diễn biến số", "Của phản ánh", "Tệp", "SHA-256"),
        (2, 3, 5, 6),
        tuple(
            (
                str(each.row["event_number"]),
                each.row["report"],
                each.name or f"không kèm ({each.row['format']})",
                _broken(each.row["sha256"]) if each.name else "",
            )
            for each in exported.letters
        ),
        "Chưa có văn bản nào.",
    )
    yield CaseTable(
        "Tệp kèm theo",
        ("Tệp", "Từ đâu", "Nhận lúc", "SHA-256"),
        (5, 3, 3, 6),
        tuple(
            (
                each.name if each.content is not None else "không còn trong nơi lưu",
                _caption(each),
                local_time(each.shown.attachment.at, VIETNAM.key),
                _broken(each.shown.file.sha256 or ""),
            )
            for each in exported.pictures
        ),
        "Không có tệp nào.",
    )
    if exported.looks is not None:
        views = [look_view(look) for look in exported.looks]
        yield CaseTable(
            "Ai đã xem danh tính người gửi, văn bản",
            ("Lúc", "Ai", "Xem gì"),
            (3, 4, 4),
            tuple((each.at_text, f"{each.display_name} ({each.username})", each.looked_at_label) for each in views),
            "Chưa ai xem.",
        )


def _happened(event: EventView) -> tuple[str, ...]:
    by = ""
    if event.by:
        agency, account = event.by.agency, event.by.account
        names = (event.by.role_label, agency.name if agency else None, account.name if account else None)
        by = ", ".join(filter(None, names))
    paper = f"Văn bản: {event.paper.text}." if event.paper else None
    words = " ".join(filter(None, (event.words, event.guidance, paper)))
    return (
        str(event.number),
        event.at_text,
        event.label,
        by,
        words,
        event.due_text or "",
        event.article or "",
    )


def _caption(picture: ExportedPicture) -> str:
    covered = "" if picture.shown.whole else ", đã che"
    return _STAGES[picture.shown.attachment.stage] + covered


def _proof(exported: ExportedCase) -> Iterator[tuple[str, str]]:
    head = exported.rows.case["head"]
    yield "Mã băm cuối", _broken(head.hex() if head is not None else "")
    if exported.inclusion:
        day = exported.inclusion.day
        yield "Mã gốc ngày", f"{day.date:%d/%m/%Y}: {_broken(day.root.hex())}"
        yield "Mã của ngày", _broken(day.hash.hex())
    for address, _ in exported.stamps:
        yield "Dấu thời gian", address
    yield "Khóa ký (SHA-256)", _broken(exported.fingerprint)
    yield "Xuất lúc", local_time(exported.at, VIETNAM.key)


def _broken(digest: str) -> str:
    """Return a hash in groups, so that its line can break."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
