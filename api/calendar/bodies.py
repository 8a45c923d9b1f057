"""The request bodies about the calendar: an act that decides days, an act to withdraw, an amount of time to count."""

from __future__ import annotations

from datetime import date as day_type
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from api.web.texts import Line, wrong
from calendars import decisions_of
from calendars.law import FIRST_YEAR, LAST_YEAR
from domain.time.amounts import Amount, Counting, ImpossibleAmount
from domain.time.decisions import Decision, Half, Reach
from domain.time.office_hours import OfficeHours, usual_week
from language.labels import longest_amounts

_SATURDAY = 5
_MOST_DAYS = 100


def _written(text: str) -> str:
    if not text.strip():
        raise wrong("Mục này không được để trống.")
    return text


def _computable(day: day_type) -> day_type:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise wrong(f"Ngày phải nằm trong các năm từ {FIRST_YEAR} đến {LAST_YEAR}.")


Written = Annotated[Line, AfterValidator(_written)]
Day = Annotated[day_type, AfterValidator(_computable)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _hours(text: str) -> str:
    try:
        usual_week(text)
    except ValueError:
        raise wrong("Giờ làm việc ghi các buổi nối tiếp nhau như 08:00-12:00,13:00-17:00.") from None
    return text


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DaysBody(_Body):
    """Những ngày văn bản quyết định vì cùng một lý do."""

    why: Written = Field(description="Lý do, người dân sẽ đọc.", examples=["Hoán đổi ngày làm việc dịp Tết Dương lịch"])
    off: tuple[Day, ...] = Field(
        default=(), max_length=_MOST_DAYS, description="Các ngày nghỉ.", examples=[["2026-01-02"]]
    )
    worked: tuple[Day, ...] = Field(
        default=(), max_length=_MOST_DAYS, description="Các ngày làm việc.", examples=[["2026-01-10"]]
    )
    hours_of: Weekday | None = Field(
        default=None,
        description="Ngày làm việc ấy theo giờ của thứ nào; ngày cuối tuần phải có mục này hoặc hours.",
        examples=["friday"],
    )
    hours: Annotated[Line, AfterValidator(_hours)] | None = Field(
        default=None, description="Hoặc giờ làm việc riêng của ngày ấy.", examples=["07:30-11:30"]
    )
    half: Half | None = Field(
        default=None, description="Chỉ nghỉ một buổi của những ngày nghỉ ấy.", examples=["afternoon"]
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not self.off and not self.worked:
            raise wrong("Phải nêu ít nhất một ngày nghỉ hoặc ngày làm việc.")
        if self.off and (self.hours_of or self.hours):
            raise wrong(
                "Ngày nghỉ không có giờ làm việc; hãy ghi ngày làm việc và giờ của ngày ấy thành một mục riêng."
            )
        if self.worked and self.half:
            raise wrong("Chỉ ngày nghỉ mới nghỉ một buổi; hãy ghi ngày làm việc thành một mục riêng.")
        if self.hours_of and self.hours:
            raise wrong("Chỉ ghi một trong hai: làm việc theo giờ của thứ nào, hoặc giờ làm việc riêng.")
        if any(day.weekday() >= _SATURDAY for day in self.worked) and not (self.hours_of or self.hours):
            raise wrong("Ngày cuối tuần đi làm phải nói rõ làm việc theo giờ của thứ nào, hoặc giờ làm việc riêng.")
        return self


class DecisionBody(_Body):
    """Một văn bản về ngày nghỉ, ngày làm việc; ghi như trong calendars/official_decisions.toml."""

    number: Written = Field(description="Số hiệu văn bản.", examples=["12729/VPCP-KGVX"])
    status: Literal["decided", "predicted"] = Field(
        default="decided", description="Đã quyết định, hay mới dự kiến.", examples=["decided"]
    )
    source: Written = Field(description="Đọc được ở đâu.", examples=["Công văn 12729/VPCP-KGVX ngày 25/12/2025"])
    date: day_type | None = Field(default=None, description="Ngày ban hành.", examples=["2025-12-25"])
    authority: Line | None = Field(
        default=None, description="Chỉ của địa phương nào; bỏ trống là của mọi địa phương.", examples=["khanh-hoa"]
    )
    agency: Line | None = Field(
        default=None, description="Chỉ của cơ quan nào thuộc địa phương ấy.", examples=["ubnd-nha-trang"]
    )
    days: tuple[DaysBody, ...] = Field(min_length=1, max_length=20, description="Các ngày được quyết định.")
    dry_run: bool = Field(default=True, description="true: chỉ cho xem hồ sơ nào đổi hạn, không lưu gì.")

    @model_validator(mode="after")
    def _names_each_day_once(self) -> Self:
        if self.agency and not self.authority:
            raise wrong("Cơ quan (agency) phải đi cùng địa phương (authority) của nó.")
        named = [day for days in self.days for day in (*days.off, *days.worked)]
        if len(named) != len(set(named)):
            raise wrong("Mỗi ngày chỉ được nêu một lần trong một văn bản.")
        return self

    def decisions(self) -> tuple[Decision, ...]:
        """Return what the act decides, day by day."""
        return tuple(decisions_of(self._table()))

    def _table(self) -> dict[str, Any]:
        """Return the act as `calendars/official_decisions.toml` writes it."""
        days = [
            {"why": each.why, "off": list(each.off), "worked": list(each.worked)}
            | each.model_dump(mode="json", include={"hours_of", "hours", "half"}, exclude_none=True)
            for each in self.days
        ]
        whose = {name: value for name in ("authority", "agency") if (value := getattr(self, name))}
        said = self.model_dump(include={"number", "status", "source", "date"}, exclude_none=True)
        return said | whose | {"days": days}


class WithdrawalBody(_Body):
    """Thu hồi một văn bản đang có hiệu lực trong lịch."""

    number: Written = Field(description="Số hiệu văn bản.", examples=["12729/VPCP-KGVX"])
    authority: Line | None = Field(default=None, description="Văn bản riêng của địa phương nào.")
    agency: Line | None = Field(default=None, description="Văn bản riêng của cơ quan nào thuộc địa phương ấy.")
    dry_run: bool = Field(default=True, description="true: chỉ cho xem hồ sơ nào đổi hạn, không lưu gì.")

    @property
    def reach(self) -> Reach:
        """The offices that the act holds for."""
        return Reach(self.authority or None, self.agency or None)


def _amount(text: str) -> str:
    try:
        Amount.parse(text)
    except ImpossibleAmount:
        raise wrong(
            "Thời hạn ghi như 5 wd, 0.5 wd (ngày làm việc), 4 wh (giờ làm việc), 2 h (giờ), 30 min (phút); "
            f"dài nhất {longest_amounts()}."
        ) from None
    return text


class DeadlineBody(_Body):
    """Một khoảng thời gian, tính từ một thời điểm."""

    start: AwareDatetime = Field(description="Tính từ lúc nào.", examples=["2026-01-09T16:30:00+07:00"])
    amount: Annotated[Line, AfterValidator(_amount)] = Field(
        description="Như trong dữ liệu quy trình.", examples=["1 wd"]
    )
    counting: Counting = Field(default=Counting.ROLLING, description="Ngày làm việc tính theo giờ, hay trọn ngày.")
    procedure: Line | None = Field(
        default=None, description="Giờ làm việc của quy trình nào; bỏ trống thì theo hours.", examples=["khanh-hoa"]
    )
    agency: Line | None = Field(
        default=None, description="Kể cả ngày nghỉ riêng của cơ quan nào thuộc quy trình.", examples=["ubnd-nha-trang"]
    )
    hours: Annotated[Line, AfterValidator(_hours)] | None = Field(
        default=None, description="Giờ làm việc thứ Hai đến thứ Sáu; mặc định 08:00-12:00,13:00-17:00."
    )

    @model_validator(mode="after")
    def _names_one_office(self) -> Self:
        if self.procedure and self.hours:
            raise wrong("Chỉ ghi một trong hai: procedure hoặc hours.")
        if self.agency and not self.procedure:
            raise wrong("Cơ quan (agency) phải đi cùng quy trình (procedure) của địa phương.")
        return self

    def own_hours(self) -> OfficeHours | None:
        """Return the hours given; None where none are given."""
        return usual_week(self.hours) if self.hours else None
