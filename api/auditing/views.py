"""The audit of a case as the JSON API and the page show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from api.auditing.asking import SeenAudit
from documents.tables.table import Cell, Table, local
from domain.proof.deviations import AuditPart, Deviation, DeviationKind
from domain.time.zones import VIETNAM
from language.deviations import sentence_of
from language.labels import EVENT, local_time
from language.later_words import label_of
from records.auditing.rows import AuditWay, PastAudit, Row


class Outcome(StrEnum):
    """Kết quả của một phần kiểm chứng."""

    AGREES = "agrees"
    DEVIATES = "deviates"
    NOTHING = "nothing"
    NOT_COMPARED = "not_compared"


class ChainedEventView(BaseModel):
    """Một diễn biến trong chuỗi mã băm."""

    number: int
    kind: str = Field(examples=["dispatched"])
    label: str = Field(examples=["Phân phối xử lý"])
    at: datetime | None = Field(description="null nếu diễn biến bị thiếu.")
    at_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    hash: str | None = Field(description="SHA-256 của diễn biến và mọi điều trước đó.")
    intact: bool = Field(description="Mã băm khớp với nội dung và với diễn biến trước.")


class FindingView(BaseModel):
    """Một sai lệch."""

    kind: DeviationKind
    number: int | None = Field(description="Số của diễn biến; null nếu không của riêng diễn biến nào.")
    sentence: str = Field(examples=["KH-2026-000001: diễn biến số 4 (Phân phối xử lý) bị sửa sau khi ghi."])


class PartView(BaseModel):
    """Một phần kiểm chứng: hai điều phải khớp nhau."""

    part: AuditPart
    outcome: Outcome
    compared: int = Field(description="Số diễn biến, văn bản hoặc tệp đã so.")
    findings: list[FindingView]


class RootView(BaseModel):
    """Mã gốc ngày mới nhất có hồ sơ này."""

    date: date
    number: int = Field(description="Hồ sơ có bấy nhiêu diễn biến khi mã gốc được lập.")
    count: int = Field(description="Số hồ sơ gom vào ngày đó.")
    root: str = Field(description="Mã gốc (gốc cây Merkle theo RFC 6962).")
    hash: str = Field(description="Mã của ngày, phải trùng với mã trong thư đã gửi đi.")
    left_at: list[datetime] = Field(description="Những lúc mã gốc ấy rời khỏi hệ thống, mỗi địa chỉ một lúc.")
    left_text: str | None = Field(description="Lúc đầu tiên.", examples=["00:10 thứ Ba 24/11/2026"])


class PastDeviationView(BaseModel):
    """Một sai lệch của một lần kiểm chứng trước đây."""

    kind: str = Field(examples=["event_changed"])
    code: str | None = Field(description="null: không của riêng hồ sơ nào.", examples=["KH-2026-000001"])
    number: int | None = Field(description="Số của diễn biến; null nếu không của riêng diễn biến nào.")
    sentence: str


class PastAuditView(BaseModel):
    """Một lần kiểm chứng đã xong."""

    number: int
    began_at: datetime
    began_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    ended_at: datetime
    seconds: int
    way: AuditWay
    way_label: str = Field(examples=["lệnh hientruong audit"])
    by: str | None = Field(description="Họ tên; null: lệnh, do người có quyền trên máy ấy chạy.")
    machine: str = Field(examples=["may-kiem-tra"])
    code: str | None = Field(description="Hồ sơ đã kiểm chứng; null: mọi hồ sơ.", examples=["KH-2026-000001"])
    cases: int
    events: int
    histories: int | None = Field(description="Số lịch sử Temporal đã đối chiếu; null: không hỏi Temporal.")
    found: int = Field(description="Số sai lệch.")
    deviations: list[PastDeviationView] = Field(description="Những sai lệch thấy trước, nhiều nhất một nghìn.")


class PastAuditList(BaseModel):
    """Các lần kiểm chứng, mới nhất trước."""

    items: list[PastAuditView]
    next: int | None = Field(description="Ghi vào `before` để xem trang sau; null nếu hết.")


class CaseAuditView(BaseModel):
    """Kết quả kiểm chứng một hồ sơ."""

    code: str = Field(examples=["KH-2026-000001"])
    at: datetime
    at_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    deviations: int = Field(description="Số sai lệch; 0 nếu mọi thứ khớp nhau.")
    parts: list[PartView]
    events: list[ChainedEventView]
    root: RootView | None = Field(description="null nếu chưa mã gốc nào có hồ sơ này.")


def audit_view(seen: SeenAudit) -> CaseAuditView:
    """Return what an audit of a case found."""
    parts = [_part(seen, part, found) for part, found in seen.by_part.items()]
    return CaseAuditView(
        code=seen.audit.code,
        at=seen.at,
        at_text=local_time(seen.at, VIETNAM.key),
        deviations=sum(len(part.findings) for part in parts),
        parts=parts,
        events=list(_events(seen)),
        root=_root(seen),
    )


def _part(seen: SeenAudit, part: AuditPart, found: tuple[Deviation, ...]) -> PartView:
    told = seen.audit.told
    compared = {
        AuditPart.CHAIN: seen.audit.events,
        AuditPart.STANDING: seen.audit.events,
        AuditPart.HISTORY: 1 if told else 0,
        AuditPart.LETTERS: sum(letter["format"] is not None for letter in seen.audit.case.letters),
        AuditPart.FILES: len(seen.audit.attachments),
        AuditPart.ROOTS: 1 if seen.inclusion else 0,
        AuditPart.GUARDS: 1,
    }[part]
    outcome = Outcome.AGREES if compared else Outcome.NOTHING
    if part is AuditPart.HISTORY and told is None:
        outcome = Outcome.NOT_COMPARED
    findings = [FindingView(kind=each.kind, number=each.number, sentence=sentence_of(each)) for each in found]
    return PartView(part=part, outcome=Outcome.DEVIATES if findings else outcome, compared=compared, findings=findings)


def _events(seen: SeenAudit) -> Iterator[ChainedEventView]:
    """Yield the events by their numbers, a missing one at its place."""
    chain = seen.by_part[AuditPart.CHAIN]
    broken = {each.number for each in chain}
    found: dict[int, Row | None] = {each["number"]: each for each in seen.audit.case.events}
    found |= {each.number: None for each in chain if each.number is not None and each.number not in found}
    for number, row in sorted(found.items()):
        if row is None:
            yield ChainedEventView(number=number, kind="", label="", at=None, at_text="", hash=None, intact=False)
            continue
        yield ChainedEventView(
            number=number,
            kind=row["kind"],
            label=EVENT.get(row["kind"]) or row["kind"],
            at=row["at"],
            at_text=local_time(row["at"], VIETNAM.key),
            hash=row["hash"].hex() if row["hash"] is not None else None,
            intact=number not in broken,
        )


def _root(seen: SeenAudit) -> RootView | None:
    if seen.inclusion is None:
        return None
    day = seen.inclusion.day
    return RootView(
        date=day.date,
        number=seen.inclusion.number,
        count=day.count,
        root=day.root.hex(),
        hash=day.hash.hex(),
        left_at=list(seen.left_at),
        left_text=local_time(seen.left_at[0], VIETNAM.key) if seen.left_at else None,
    )


_WAYS = {
    AuditWay.COMMAND: "lệnh hientruong audit",
    AuditWay.PAGE: "trang kiểm chứng",
    AuditWay.PROGRAM: "chương trình (API)",
}
_COLUMNS = (
    "Số", "Bắt đầu", "Kết thúc", "Bằng cách", "Người", "Máy", "Phạm vi", "Số hồ sơ", "Số diễn biến", "Lịch sử Temporal",
    "Số sai lệch", "Hồ sơ sai lệch", "Diễn biến số", "Sai lệch",
)  # fmt: skip


def past_audit_view(past: PastAudit) -> PastAuditView:
    """Return one past audit."""
    audit = past.audit
    return PastAuditView(
        number=past.number,
        began_at=audit.began_at,
        began_text=local_time(audit.began_at, VIETNAM.key),
        ended_at=past.ended_at,
        seconds=max(0, round((past.ended_at - audit.began_at).total_seconds())),
        way=audit.way,
        way_label=label_of(_WAYS, audit.way),
        by=past.by,
        machine=audit.machine,
        code=audit.code,
        cases=audit.cases,
        events=audit.events,
        histories=audit.histories,
        found=past.found,
        deviations=[
            PastDeviationView(kind=each.kind.value, code=each.code, number=each.number, sentence=sentence_of(each))
            for each in audit.deviations
        ],
    )


def past_audits_table(audits: Iterable[PastAudit]) -> Table:
    """Return past audits as a table for a spreadsheet, with a row for each deviation."""
    return Table("Các lần kiểm chứng", _COLUMNS, (row for each in audits for row in _rows(past_audit_view(each))))


def _rows(view: PastAuditView) -> Iterator[tuple[Cell, ...]]:
    about = (
        view.number,
        local(view.began_at, VIETNAM.key),
        local(view.ended_at, VIETNAM.key),
        view.way_label,
        view.by or "",
        view.machine,
        view.code or "mọi hồ sơ",
        view.cases,
        view.events,
        view.histories,
        view.found,
    )
    if not view.deviations:
        yield (*about, "", None, "")
    for each in view.deviations:
        yield (*about, each.code or "", each.number, each.sentence)
