"""A leader who is away says who acts meanwhile, from when until when; an admin may say so too."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AwareDatetime, BaseModel, Field

from api.office.admins import administers
from api.office.bodies import FilledLine
from api.office.problems import CANNOT_STAND_IN, DELEGATE_FOR_ANOTHER, UNKNOWN_DELEGATION
from api.web.body import Body
from api.web.front import Clock, FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import Staff, StaffDep, actor_of
from api.web.names import Name, People
from api.web.openapi import problems
from api.web.problems.problem import Problem, wrong_field
from api.web.texts import Line
from calendars import VIETNAM
from domain.offices.delegations import LEADERS, Delegation, can_stand_in
from domain.words import Role
from language.labels import local_time
from records.offices.rows import ChangedBy
from records.staff.accounts import Accounts
from records.staff.rows import Account

router = APIRouter(prefix="/delegations", tags=["Ủy quyền, bàn giao"])

_LONGEST = timedelta(days=366)
_NAMESPACE = uuid.UUID("6a0e3c1e-9c55-4f0e-8f5c-2b1d7a4c9e10")
DelegationId = Annotated[str, Path(description="Mã ủy quyền.", max_length=60)]


class DelegationBody(Body):
    """Một ủy quyền."""

    leader: Line | None = Field(
        default=None, description="Tài khoản lãnh đạo vắng mặt; bỏ trống là chính mình.", examples=["5f0c2d7e9b1a4c3d"]
    )
    delegate: FilledLine = Field(description="Tài khoản người thay.", examples=["0d1e2f3a4b5c6d7e"])
    starts_at: AwareDatetime = Field(description="Từ lúc nào.", examples=["2026-11-30T00:00:00+07:00"])
    ends_at: AwareDatetime = Field(description="Đến lúc nào.", examples=["2026-12-05T00:00:00+07:00"])
    reason: FilledLine = Field(description="Lý do.", examples=["Đi công tác"])


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


@router.post(
    "",
    status_code=201,
    summary="Ủy quyền trong thời gian vắng mặt",
    description="Trong thời hạn ấy người thay làm được mọi việc của lãnh đạo; diễn biến ghi cả hai người.",
    responses=problems(400, 401, 403, 409, 413, 422, 503),
)
def add(body: DelegationBody, front: FrontDep, who: StaffDep, key: IdempotencyKey) -> DelegationView:
    """Delegate for a time, once however often it is sent with the same key."""
    at = front.clock()
    leader = _leader(front.record.accounts, body.leader or who.account.id, who)
    delegate = front.record.accounts.find(body.delegate)
    if delegate is None or not delegate.active or delegate.authority != leader.authority:
        raise wrong_field("delegate", "Không có cán bộ này ở địa phương; hãy chọn một cán bộ đang làm việc.")
    if not can_stand_in(actor_of(delegate), actor_of(leader)):
        raise Problem(CANNOT_STAND_IN)
    _check_period(body, at)
    delegation = Delegation(
        id=uuid.uuid5(_NAMESPACE, f"{who.account.id} {key}").hex,
        authority=leader.authority or "",
        from_account=leader.id,
        to_account=delegate.id,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        reason=body.reason,
        by_account=who.account.id,
    )
    return _views(
        front.record.accounts, front.clock, [front.record.delegations.add(delegation, ChangedBy(who.account.id, at))]
    )[0]


@router.get("", summary="Các ủy quyền", responses=problems(401, 503))
def listing(front: FrontDep, who: StaffDep) -> DelegationList:
    """One's own, as leader and as delegate; those of the authority or of all for its admins and auditors."""
    account = who.account
    sees_all = account.role in (Role.ADMIN, Role.AUDITOR)
    found = front.record.delegations.listed(account.authority, None if sees_all else account.id)
    return DelegationList(items=_views(front.record.accounts, front.clock, found))


@router.post(
    "/{delegation_id}/revocation", summary="Chấm dứt ủy quyền ngay", responses=problems(401, 403, 404, 422, 503)
)
def revoke(delegation_id: DelegationId, front: FrontDep, who: StaffDep) -> DelegationView:
    """End a delegation now."""
    delegation = front.record.delegations.find(delegation_id)
    if delegation is None or who.account.authority not in (None, delegation.authority):
        raise Problem(UNKNOWN_DELEGATION)
    if who.account.id != delegation.from_account and not administers(who, delegation.authority):
        raise Problem(DELEGATE_FOR_ANOTHER)
    return _views(
        front.record.accounts,
        front.clock,
        [front.record.delegations.revoke(delegation_id, ChangedBy(who.account.id, front.clock()))],
    )[0]


def _leader(accounts: Accounts, account_id: str, who: Staff) -> Account:
    """The leader who is away: the caller, or somebody whose accounts the caller keeps."""
    account = accounts.find(account_id)
    is_own = account_id == who.account.id
    if not is_own and (account is None or not administers(who, account.authority)):
        raise Problem(DELEGATE_FOR_ANOTHER)
    if account is None or not account.active or account.role not in LEADERS:
        if is_own:
            raise Problem(DELEGATE_FOR_ANOTHER)
        raise wrong_field("leader", "Chỉ lãnh đạo đang làm việc mới ủy quyền được; hãy chọn một lãnh đạo.")
    return account


def _check_period(body: DelegationBody, at: datetime) -> None:
    if body.ends_at <= body.starts_at:
        raise wrong_field("ends_at", "Lúc kết thúc phải sau lúc bắt đầu.")
    if body.ends_at <= at:
        raise wrong_field("ends_at", "Lúc kết thúc đã qua.")
    if body.ends_at - body.starts_at > _LONGEST:
        raise wrong_field("ends_at", "Một lần ủy quyền dài nhất là một năm.")


def _views(
    accounts: Accounts, clock: Clock, delegations: list[Delegation] | tuple[Delegation, ...]
) -> list[DelegationView]:
    people = People(accounts, [account for each in delegations for account in (each.from_account, each.to_account)])
    at = clock()
    return [
        DelegationView(
            id=each.id,
            authority=each.authority,
            leader=people.name(each.from_account),
            delegate=people.name(each.to_account),
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            period_text=f"từ {local_time(each.starts_at, VIETNAM.key)} đến {local_time(each.ends_at, VIETNAM.key)}",
            reason=each.reason,
            revoked_at=each.revoked_at,
            in_force=each.is_in_force(at),
        )
        for each in delegations
    ]
