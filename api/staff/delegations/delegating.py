"""Delegate: a leader who is away, or an admin, says who acts meanwhile, from when until when."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from api.office.admins import administers
from api.office.problems import CANNOT_STAND_IN, DELEGATE_FOR_ANOTHER, UNKNOWN_DELEGATION
from api.web.identity.callers import Staff, actor_of
from api.web.problems.problem import Problem, wrong_field
from calendars import VIETNAM
from domain.offices.delegations import LEADERS, Delegation, can_stand_in
from domain.words import Role
from language.labels import local_time
from records.offices.rows import ChangedBy
from records.staff.rows import Account

_BACK = timedelta(days=1)  # today is meant where only a day is said; nobody gets a right for what is past
_LONGEST = timedelta(days=366)
_NAMESPACE = uuid.UUID("6a0e3c1e-9c55-4f0e-8f5c-2b1d7a4c9e10")


class AccountsFound(Protocol):
    """The record as delegating needs it; `records.staff.accounts.Accounts` is the real one."""

    def find(self, account_id: str) -> Account | None: ...


class DelegationsKept(Protocol):
    """The delegations in the record; `records.staff.delegations.Delegations` is the real one."""

    def find(self, delegation_id: str) -> Delegation | None: ...

    def listed(self, authority: str | None, account: str | None) -> tuple[Delegation, ...]: ...

    def add(self, delegation: Delegation, change: ChangedBy) -> Delegation: ...

    def revoke(self, delegation_id: str, change: ChangedBy) -> Delegation: ...


@dataclass(frozen=True)
class Absence:
    """The accounts of the leader who is away and of the delegate, from when until when, and why.

    `leader` is None for the member of staff who delegates.
    """

    leader: str | None
    delegate: str
    starts_at: datetime
    ends_at: datetime
    reason: str


def delegate(
    accounts: AccountsFound, delegations: DelegationsKept, staff: Staff, absence: Absence, *, key: str, at: datetime
) -> Delegation:
    """Delegate for a time. Sending it again with the same key changes nothing.

    Raises:
        Problem: this member of staff may not delegate for that leader, the delegate cannot stand in, or the time is impossible.
        KeyReused: the key came before with another delegation.
    """
    leader = _leader(accounts, absence.leader or staff.account.id, staff)
    to = accounts.find(absence.delegate)
    if to is None or not to.active or to.authority != leader.authority:
        raise wrong_field("delegate", "Không có cán bộ này ở địa phương; hãy chọn một cán bộ đang làm việc.")
    if not can_stand_in(actor_of(to), actor_of(leader)):
        raise Problem(CANNOT_STAND_IN)
    _check_period(absence, at)
    delegation = Delegation(
        id=uuid.uuid5(_NAMESPACE, f"{staff.account.id} {key}").hex,
        authority=leader.authority or "",
        from_account=leader.id,
        to_account=to.id,
        starts_at=absence.starts_at,
        ends_at=absence.ends_at,
        reason=absence.reason,
        by_account=staff.account.id,
    )
    return delegations.add(delegation, ChangedBy(staff.account.id, at))


def delegations_seen_by(delegations: DelegationsKept, staff: Staff) -> tuple[Delegation, ...]:
    """Return the delegations that this member of staff may see, the latest to begin first.

    These are one's own, as leader and as delegate. Admins and auditors see those of their authority, or of all.
    """
    account = staff.account
    sees_all = account.role in (Role.ADMIN, Role.AUDITOR)
    return delegations.listed(account.authority, None if sees_all else account.id)


def revoke(delegations: DelegationsKept, staff: Staff, delegation_id: str, at: datetime) -> Delegation:
    """End a delegation now.

    Raises:
        Problem: this member of staff knows of no such delegation, or may not end it.
    """
    delegation = delegations.find(delegation_id)
    if delegation is None or staff.account.authority not in (None, delegation.authority):
        raise Problem(UNKNOWN_DELEGATION)
    if staff.account.id != delegation.from_account and not administers(staff, delegation.authority):
        raise Problem(DELEGATE_FOR_ANOTHER)
    return delegations.revoke(delegation_id, ChangedBy(staff.account.id, at))


def _leader(accounts: AccountsFound, account_id: str, staff: Staff) -> Account:
    """Return the leader who is away: the member of staff, or one whose account this member of staff keeps."""
    account = accounts.find(account_id)
    is_own = account_id == staff.account.id
    if not is_own and (account is None or not administers(staff, account.authority)):
        raise Problem(DELEGATE_FOR_ANOTHER)
    if account is None or not account.active or account.role not in LEADERS:
        if is_own:
            raise Problem(DELEGATE_FOR_ANOTHER)
        raise wrong_field("leader", "Chỉ lãnh đạo đang làm việc mới ủy quyền được; hãy chọn một lãnh đạo.")
    return account


def _check_period(absence: Absence, at: datetime) -> None:
    if absence.starts_at < at - _BACK:
        raise wrong_field("starts_at", f"Ủy quyền không lùi ngày được; hãy bắt đầu từ {_local(at - _BACK)} trở đi.")
    if absence.starts_at > at + _LONGEST:
        raise wrong_field(
            "starts_at", f"Ủy quyền trước nhiều nhất một năm; hãy bắt đầu không sau {_local(at + _LONGEST)}."
        )
    if absence.ends_at <= absence.starts_at:
        raise wrong_field("ends_at", "Lúc kết thúc phải sau lúc bắt đầu.")
    if absence.ends_at <= at:
        raise wrong_field("ends_at", "Lúc kết thúc đã qua.")
    if absence.ends_at - absence.starts_at > _LONGEST:
        raise wrong_field("ends_at", "Một lần ủy quyền dài nhất là một năm.")


def _local(at: datetime) -> str:
    return local_time(at, VIETNAM.key)
