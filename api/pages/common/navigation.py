"""The links at the top of every page, for those visitors who may open them."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.common.visitors import Visitor
from domain.words import Role


@dataclass(frozen=True)
class Way:
    """A link. `for_roles` is None for everybody, and empty for everybody but staff."""

    address: str
    name: str
    for_roles: frozenset[Role] | None = None


_STAFF = frozenset(Role) - {Role.REPORTER}
_WAYS = (
    Way("/gui", "Gửi phản ánh", frozenset()),
    Way("/theo-doi", "Theo dõi", frozenset()),
    Way("/cong-khai", "Công khai"),
    Way("/can-bo/hom-nay", "Hôm nay", _STAFF - {Role.TECHNICIAN}),
    Way("/can-bo", "Hồ sơ", _STAFF),
    Way("/can-bo/thong-ke", "Thống kê", _STAFF),
    Way("/quan-tri", "Quản trị", frozenset({Role.ADMIN})),
    Way("/quan-tri", "Kiểm tra, giám sát", frozenset({Role.AUDITOR})),
)


def ways_for(visitor: Visitor) -> tuple[Way, ...]:
    """Return the links for this visitor, in order."""
    role = visitor.staff.account.role if visitor.staff else None
    return tuple(
        way
        for way in _WAYS
        if way.for_roles is None or (role in way.for_roles if role is not None else not way.for_roles)
    )
