"""The format of an office's file: which keys it has, of which types. `rules` says which of them fit together."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from domain.offices.office import Agency, Office, Post
from domain.offices.places import VIET_NAM, Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.words import Role
from language.labels import post_name
from procedures.format_parts import Flag, Id, Text, Written


def _staff_role(role: Role) -> Role:
    if role is Role.REPORTER:
        raise ValueError("người gửi không có tài khoản")
    return role


Username = Annotated[str, Field(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")]
Symbol = Annotated[str, Field(pattern=r"^[^\s/]{1,20}$")]
StaffRole = Annotated[Role, AfterValidator(_staff_role)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Dated(_Table):
    """An entry that holds from a day up to another, on which it no longer does."""

    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from is not None and self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to (ngày không dùng nữa) phải sau valid_from (ngày bắt đầu dùng)")
        return self


class OfficeAgency(_Table):
    """An agency of the file."""

    id: Id
    name: Text
    own_limit: Written | None = None
    valid_from: date | None = None
    symbol: Symbol | None = None

    def to_domain(self, authority: str) -> Agency:
        """Return the agency as the core knows it."""
        return Agency(
            self.id,
            authority,
            self.name,
            own_limit=self.own_limit,
            symbol=self.symbol or "",
            valid_from=self.valid_from,
        )


class _Place(_Dated):
    id: Id
    name: Text
    kind: PlaceKind
    parent: Id | None = None
    latitude: float | None = None
    longitude: float | None = None
    code: Annotated[str, Field(pattern=r"^[0-9]{5}$")] | None = None
    succeeded_by: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _lies_in_the_country(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("phải có cả vĩ độ (latitude) và kinh độ (longitude), hoặc không có cả hai")
        if (
            self.latitude is not None
            and self.longitude is not None
            and not VIET_NAM.holds(self.latitude, self.longitude)
        ):
            raise ValueError("tọa độ không nằm trong lãnh thổ Việt Nam; có lẫn vĩ độ với kinh độ không?")
        return self


class OfficeRule(_Dated):
    """A routing rule of the file."""

    id: Id
    agency: Id
    source: Text
    field: Id | None = None
    place: Id | None = None
    ours: Flag = False


class _Post(_Table):
    username: Username
    role: StaffRole
    agency: Id | None = None
    display_name: Text | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")] | None = None
    phone: Annotated[str, Field(pattern=r"^0[0-9]{9,10}$")] | None = None

    @model_validator(mode="after")
    def _belongs_where_its_role_does(self) -> Self:
        if self.role.of_agency and self.agency is None:
            raise ValueError("vai trò này thuộc một cơ quan xử lý; còn thiếu khóa agency")
        if not self.role.of_agency and self.agency is not None:
            raise ValueError("vai trò này không thuộc cơ quan xử lý nào; hãy bỏ khóa agency")
        return self


class OfficeFile(_Table):
    """A whole file."""

    authority: Id
    agencies: Annotated[tuple[OfficeAgency, ...], Field(min_length=1)]
    places: tuple[_Place, ...] = ()
    routing: tuple[OfficeRule, ...] = ()
    staff: tuple[_Post, ...] = ()

    def to_domain(self) -> Office:
        """Return the office as the core knows it."""
        names = {agency.id: agency.name for agency in self.agencies}
        return Office(
            authority=self.authority,
            agencies=tuple(each.to_domain(self.authority) for each in self.agencies),
            places=tuple(Place(**dict(each) | {"code": each.code or ""}) for each in self.places),
            routing=tuple(RoutingRule(**dict(each)) for each in self.routing),
            staff=tuple(
                Post(
                    username=each.username,
                    role=each.role,
                    agency=each.agency,
                    display_name=each.display_name or post_name(each.role, names.get(each.agency or "")),
                    email=each.email,
                    phone=each.phone,
                )
                for each in self.staff
            ),
        )
