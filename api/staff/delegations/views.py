"""Delegations as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from api.web.names import Name, People
from calendars import VIETNAM
from domain.offices.delegations import Delegation
from language.labels import local_time
from records.staff.accounts import Accounts


class DelegationView(BaseModel):
    """Một ủy quyền: ai thay ai, từ lúc nào đến lúc nào."""

    id: str
    authority: str = Field(examples=["khanh-hoa"])
    leader: Name
    delegate: Name
    starts_at: datetime
    ends_at: datetime
    period_text: str = Field(examples=["từ 00:00 thứ Hai 30/11/2026 đến 00:00 thứ Bảy 05/12/2026"])
    reason: str
    revoked_at: datetime | None
    in_force: bool = Field(description="Đang có hiệu lực lúc này.")


class DelegationList(BaseModel):
    """Các ủy quyền, bắt đầu muộn nhất trước."""

    items: list[DelegationView]


def delegation_views(accounts: Accounts, delegations: Sequence[Delegation], at: datetime) -> list[DelegationView]:
    """Return delegations with people's names, as they stand at an instant."""
    people = People(accounts, [account for each in delegations for account in (each.from_account, each.to_account)])
    return [
        DelegationView(
            id=each.id,
            authority=each.authority,
            leader=people.at(each.starts_at).name(each.from_account),
            delegate=people.at(each.starts_at).name(each.to_account),
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            period_text=f"từ {local_time(each.starts_at, VIETNAM.key)} đến {local_time(each.ends_at, VIETNAM.key)}",
            reason=each.reason,
            revoked_at=each.revoked_at,
            in_force=each.is_in_force(at),
        )
        for each in delegations
    ]
