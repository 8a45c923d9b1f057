"""Entries of the register of papers as the API, the pages and spreadsheets show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, Field

from api.web.names import Agencies, Name
from documents.tables.table import Cell, Table
from domain.procedure import written_number
from procedures import all_procedures
from records.offices.repository import Offices
from records.papers.rows import Direction, Paper

DIRECTION = {Direction.OUT: "đi", Direction.IN: "đến"}
_THE_REPORTER = "Người gửi phản ánh"


class PaperView(BaseModel):
    """Một văn bản trong sổ; không nêu danh tính người gửi phản ánh."""

    direction: Direction = Field(description="out: văn bản đi; in: văn bản đến.")
    direction_label: str = Field(examples=["đi"])
    authority: Name
    office: str = Field(description="Cơ quan giữ sổ.", examples=["Sở Xây dựng"])
    agency: str | None = Field(description="Mã cơ quan giữ sổ; không nêu nếu là trung tâm.", examples=["so-xay-dung"])
    number: int = Field(description="Số trong sổ của cơ quan và năm ấy.", examples=[7])
    paper_number: str = Field(description="Số, ký hiệu của văn bản.", examples=["07/TB-SXD"])
    day: date = Field(description="Ngày đi hoặc ngày đến.")
    dated: date | None = Field(description="Ngày ghi trên văn bản.")
    other: str = Field(description="Nơi nhận văn bản đi, nơi gửi văn bản đến.", examples=["Người gửi phản ánh"])
    about: str = Field(description="Trích yếu.", examples=["Thông báo kết quả xử lý phản ánh"])
    code: str | None = Field(description="Hồ sơ liên quan.", examples=["BD-2026-000001"])


class PaperList(BaseModel):
    """Sổ văn bản, mới nhất trước."""

    items: list[PaperView]
    next: int | None = Field(description="Ghi vào `page` để xem trang sau; null nếu hết.")


def paper_views(papers: Iterable[Paper], offices: Offices) -> list[PaperView]:
    """Return the entries with the names of their offices."""
    agencies: dict[str, Agencies] = {}
    found = []
    for paper in papers:
        known = agencies.setdefault(paper.authority, Agencies(offices, paper.authority))
        procedure = all_procedures().get(paper.authority)
        letter, is_out = paper.letter, paper.direction is Direction.OUT
        centre = procedure.authority.centre if procedure else paper.authority
        found.append(
            PaperView(
                direction=paper.direction,
                direction_label=DIRECTION[paper.direction],
                authority=Name(id=paper.authority, name=procedure.authority.name if procedure else paper.authority),
                office=known.name(paper.agency).name if paper.agency else centre,
                agency=paper.agency,
                number=paper.number,
                paper_number=written_number(paper.number, paper.symbol) if is_out else paper.paper_number,
                day=paper.day,
                dated=paper.day if is_out else paper.dated,
                other=(letter.addressee or _THE_REPORTER) if letter else paper.other,
                about=letter.name if letter else paper.about,
                code=paper.code,
            )
        )
    return found


_COLUMNS = (
    "Sổ của", "Chiều", "Số trong sổ", "Ngày đi, đến", "Số, ký hiệu văn bản", "Ngày văn bản", "Nơi gửi, nơi nhận",
    "Trích yếu", "Hồ sơ",
)  # fmt: skip


def papers_table(papers: Iterable[PaperView]) -> Table:
    """Return the register as a table for a spreadsheet."""
    return Table("Sổ văn bản", _COLUMNS, (_cells(each) for each in papers))


def _cells(paper: PaperView) -> tuple[Cell, ...]:
    about = (paper.paper_number, paper.dated, paper.other, paper.about, paper.code)
    return paper.office, paper.direction_label, paper.number, paper.day, *about
