"""The account of a period as the API shows it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pydantic import BaseModel, Field

from api.figures.periods.accounting import PeriodAccount
from api.web.names import Name
from documents.tables.accounts import AccountNames, late_text, overdue_by, steps_in_order
from documents.tables.statistics import duration_text
from domain.accounts.account import Flow, Group, LateStep
from domain.accounts.shares import OverdueShare, OverdueTable, shares_of
from domain.limit_rules import LimitRule
from language.labels import local_time


class FlowView(BaseModel):
    """Hồ sơ vào kỳ và ra khỏi kỳ.

    `carried_in`, `received`, `reopened` cộng lại bằng `resolved`, `withdrawn`, `merged`, `open`.
    """

    carried_in: int = Field(description="Kỳ trước chuyển sang.")
    received: int = Field(description="Tiếp nhận trong kỳ.")
    reopened: int = Field(description="Đã kết thúc trước kỳ, mở lại trong kỳ.")
    handled: int = Field(description="Tổng số phải giải quyết trong kỳ.")
    resolved: int = Field(description="Đã giải quyết: trả lời hoặc từ chối.")
    in_time: int = Field(description="Đã giải quyết, không hạn nào của văn bản bị trễ.")
    late: int = Field(description="Đã giải quyết, có hạn bị trễ.")
    answered: int
    withheld: int = Field(description="Trong số đã trả lời: chỉ trả lời người gửi.")
    refused: int
    withdrawn: int
    merged: int
    open: int = Field(description="Chuyển kỳ sau.")
    open_in_time: int
    overdue: int = Field(description="Chuyển kỳ sau và đã quá một thời hạn của văn bản.")


class GroupView(FlowView):
    """Hồ sơ của một nhóm; null là hồ sơ không có."""

    of: Name | None


class CountView(BaseModel):
    """Một số lần."""

    of: Name | None
    count: int


class StepTimesView(BaseModel):
    """Một bước mất bao lâu."""

    limit: Name
    article: str | None = Field(examples=["Điều 7 khoản 3"])
    done: int = Field(description="Số lần xong trong kỳ.")
    late: int
    median_seconds: int | None = Field(
        description="Trung vị, giây: thời gian làm việc, hoặc thời gian đồng hồ nếu hạn tính theo giờ."
    )
    median_text: str | None = Field(examples=["13 giờ làm việc"])
    ninetieth_seconds: int | None = Field(description="Chín phần mười số lần không quá thời gian này.")
    ninetieth_text: str | None = Field(examples=["21,5 giờ làm việc"])


class OverdueLine(BaseModel):
    """Một dòng của bảng tỷ lệ quá hạn."""

    of: Name | None
    total: int = Field(examples=[58])
    resolved: int = Field(examples=[2])
    overdue: int = Field(examples=[56])
    share: float = Field(description="Tỷ lệ quá hạn, từ 0 đến 1; 0 nếu không có phản ánh.", examples=[0.966])


class OverdueTableView(BaseModel):
    """Bảng tỷ lệ quá hạn; nơi không có phản ánh vẫn có dòng."""

    units: str = Field(description="Mỗi dòng là gì.", examples=["Xã, phường, đặc khu"])
    lines: list[OverdueLine]
    total: OverdueLine


class AccountView(BaseModel):
    """Số liệu của một kỳ, bên cạnh kỳ trước và cùng kỳ năm trước."""

    authority: Name
    first: date = Field(examples=["2026-11-01"])
    last: date = Field(examples=["2026-11-30"])
    agency: Name | None
    borders: Name | None = Field(
        default=None, description="Địa giới cũ mà số liệu tính theo; null là địa giới nay.", examples=[None]
    )
    total: FlowView
    previous: FlowView = Field(description="Kỳ liền trước, dài bằng kỳ này.")
    previous_first: date
    previous_last: date
    a_year_ago: FlowView = Field(description="Cùng kỳ năm trước.")
    by_channel: list[GroupView]
    by_field: list[GroupView]
    by_agency: list[GroupView] = Field(description="Theo cơ quan chủ trì khi hết kỳ.")
    by_place: list[GroupView]
    overdue_by_district: OverdueTableView
    returned: list[CountView] = Field(description="Số lần cơ quan trả lại vì không thuộc thẩm quyền.")
    ratings: list[CountView]
    steps: list[StepTimesView]


class LateStepView(BaseModel):
    """Một bước trễ hạn trong kỳ."""

    code: str = Field(examples=["KH-2026-000001"])
    limit: Name
    article: str = Field(examples=["Điều 7 khoản 3"])
    agency: Name | None = Field(description="Nơi phải làm; null là trung tâm hoặc địa phương.")
    field: Name | None
    place: Name | None
    received_at: datetime
    due: datetime
    due_text: str = Field(examples=["17:00 thứ Sáu 27/11/2026"])
    done_at: datetime | None = Field(description="null là chưa xong.")
    done_text: str | None = Field(examples=["08:30 thứ Hai 30/11/2026"])
    late_by_seconds: int | None = Field(description="Trễ bao lâu, theo loại thời gian của hạn.")
    late_by_text: str | None = Field(examples=["13 giờ làm việc"])


class LateStepList(BaseModel):
    """Các bước trễ hạn trong kỳ."""

    items: list[LateStepView]


def flow_view(flow: Flow) -> FlowView:
    """Return a flow with its sums."""
    return FlowView(**{name: getattr(flow, name) for name in FlowView.model_fields})


def account_view(found: PeriodAccount) -> AccountView:
    """Return an account with its names."""
    account, names = found.compared.account, found.names
    figures, procedure = names.figures, names.figures.procedure
    previous = account.period.previous
    return AccountView(
        authority=Name(id=procedure.id, name=procedure.authority.name),
        first=account.period.first,
        last=account.period.last,
        agency=_named(account.agency, figures.agency(account.agency)),
        borders=_named(found.asked.borders.of, figures.borders) if found.asked.borders else None,
        total=flow_view(account.total),
        previous=flow_view(found.compared.previous),
        previous_first=previous.first,
        previous_last=previous.last,
        a_year_ago=flow_view(found.compared.a_year_ago),
        by_channel=[_group(each, _channel(names, each.id)) for each in account.by_channel],
        by_field=[_group(each, figures.field(each.id)) for each in account.by_field],
        by_agency=[_group(each, figures.agency(each.id)) for each in account.by_lead],
        by_place=[_group(each, names.place(each.id)) for each in account.by_place],
        overdue_by_district=overdue_view(overdue_by(shares_of(account.by_place), names, "district"), names, "district"),
        returned=[
            CountView(of=_named(each.id, figures.agency(each.id)), count=each.count) for each in account.returned
        ],
        ratings=[CountView(of=_named(each.id, _rating(names, each.id)), count=each.count) for each in account.ratings],
        steps=[
            StepTimesView(
                limit=Name(id=step.limit, name=rule.name if (rule := figures.limit(step.limit)) else step.limit),
                article=rule.source if rule else None,
                done=step.done,
                late=step.late,
                median_seconds=_seconds(step.median),
                median_text=_duration(step.median, rule),
                ninetieth_seconds=_seconds(step.ninetieth),
                ninetieth_text=_duration(step.ninetieth, rule),
            )
            for step in steps_in_order(account, names)
        ],
    )


def overdue_view(table: OverdueTable, names: AccountNames, by: str) -> OverdueTableView:
    """Return the table of overdue shares with its names."""
    name = names.figures.agency if by == "agency" else names.place
    return OverdueTableView(
        units=names.units(by),
        lines=[_overdue(line, _named(line.id, name(line.id))) for line in table.lines],
        total=_overdue(table.total, None),
    )


def late_step_view(step: LateStep, names: AccountNames) -> LateStepView:
    """Return one late step with its names."""
    time_zone = names.figures.procedure.authority.time_zone
    return LateStepView(
        code=step.code,
        limit=Name(id=step.limit, name=step.step),
        article=step.source,
        agency=_named(step.agency, names.figures.agency(step.agency)),
        field=_named(step.field, names.figures.field(step.field)),
        place=_named(step.place, names.place(step.place)),
        received_at=step.received_at,
        due=step.due,
        due_text=local_time(step.due, time_zone),
        done_at=step.done_at,
        done_text=local_time(step.done_at, time_zone) if step.done_at else None,
        late_by_seconds=_seconds(step.late_by),
        late_by_text=late_text(step, names),
    )


def _group(group: Group, name: str) -> GroupView:
    return GroupView(of=_named(group.id, name), **vars(flow_view(group.flow)))


def _overdue(line: OverdueShare, of: Name | None) -> OverdueLine:
    return OverdueLine(of=of, total=line.total, resolved=line.resolved, overdue=line.overdue, share=line.share)


def _named(id_: str | None, name: str) -> Name | None:
    return Name(id=id_, name=name) if id_ else None


def _channel(names: AccountNames, channel: str | None) -> str:
    found = names.figures.procedure.channel(channel)
    return found.name if found else channel or ""


def _rating(names: AccountNames, rating: str | None) -> str:
    return next((each.name for each in names.figures.procedure.ratings if each.id == rating), rating or "")


def _duration(time: timedelta | None, rule: LimitRule | None) -> str | None:
    return None if time is None else duration_text(int(time.total_seconds()), rule)


def _seconds(time: timedelta | None) -> int | None:
    return None if time is None else int(time.total_seconds())
