"""The figures of any days as anybody may see them: sums, and the share of overdue cases by agency and by district."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pydantic import BaseModel, Field

from api.figures.counting import CountingParts
from api.figures.periods.accounting import Days, asked_of
from api.figures.periods.views import OverdueTableView, overdue_view
from api.web.names import Name
from api.web.problems.problem import wrong_field
from documents.tables.accounts import AccountNames, overdue_by
from domain.accounts.account import Flow
from domain.accounts.shares import OverdueTable
from records.figures.accounts import Asked

_LONGEST = 366


class PublicFlow(BaseModel):
    """Hồ sơ của một kỳ."""

    handled: int = Field(description="Tổng số phải giải quyết: kỳ trước chuyển sang, tiếp nhận và mở lại trong kỳ.")
    received: int = Field(description="Tiếp nhận trong kỳ.")
    resolved: int = Field(description="Đã giải quyết: trả lời hoặc từ chối.")
    in_time: int = Field(description="Đã giải quyết, không hạn nào của văn bản bị trễ.")
    late: int = Field(description="Đã giải quyết, có hạn bị trễ.")
    open: int = Field(description="Chuyển kỳ sau.")
    overdue: int = Field(description="Chuyển kỳ sau và đã quá một thời hạn của văn bản.")


class PublicPeriod(BaseModel):
    """Số liệu công khai của một kỳ."""

    authority: Name
    first: date = Field(examples=["2026-11-01"])
    last: date = Field(examples=["2026-11-30"])
    total: PublicFlow
    previous: PublicFlow = Field(description="Kỳ liền trước, dài bằng kỳ này.")
    by_agency: OverdueTableView
    by_district: OverdueTableView


@dataclass(frozen=True)
class PublicAccount:
    """The sums of a period beside those of the period before, and the overdue shares."""

    asked: Asked
    total: Flow
    previous: Flow
    by_agency: OverdueTable
    by_district: OverdueTable
    names: AccountNames


def public_account(parts: CountingParts, authority: str, days: Days) -> PublicAccount:
    """Return the figures of an authority in these days, for anybody.

    Raises:
        Problem: there is no such authority, or the days are no period or too many.
    """
    asked, names = asked_of(parts, authority, None, days)
    if asked.period.days > _LONGEST:
        raise wrong_field("first", f"Chỉ xem được nhiều nhất {_LONGEST} ngày một lần; hãy chọn ít ngày hơn.")
    books = parts.record.account_books
    return PublicAccount(
        asked,
        books.total(asked),
        books.total(replace(asked, period=asked.period.previous)),
        overdue_by(books.shares(asked, by_lead=True), names, "agency"),
        overdue_by(books.shares(asked), names, "district"),
        names,
    )


def public_period(found: PublicAccount) -> PublicPeriod:
    """Return the figures with their names."""
    names, procedure = found.names, found.names.figures.procedure
    return PublicPeriod(
        authority=Name(id=procedure.id, name=procedure.authority.name),
        first=found.asked.period.first,
        last=found.asked.period.last,
        total=_flow(found.total),
        previous=_flow(found.previous),
        by_agency=overdue_view(found.by_agency, names, "agency"),
        by_district=overdue_view(found.by_district, names, "district"),
    )


def _flow(flow: Flow) -> PublicFlow:
    return PublicFlow(**{name: getattr(flow, name) for name in PublicFlow.model_fields})
