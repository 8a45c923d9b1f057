"""Reads what hangs on an account: the open cases that it works on, and the delegations from and to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, literal_column, or_, update
from sqlmodel import col, select

from domain.offices.delegations import Delegation
from domain.words import Status
from records.cases import tables as case_tables
from records.engine import transaction
from records.offices.changes import note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.delegations import delegation_of, plain_delegation
from records.texts import storable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlmodel import Session

_case, _delegation = case_tables.Case, tables.Delegation
_IS_OPEN = literal_column(case_tables.IS_OPEN, Boolean)


@dataclass(frozen=True)
class HeldCase:
    """An open case that an account works on, and the agency that leads it."""

    code: str
    status: Status
    lead: str | None


class Duties:
    """The work that hangs on accounts and agencies. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def cases_of(self, account: str) -> tuple[HeldCase, ...]:
        """Return the open cases that this account works on, sorted by code."""
        wanted = select(_case.code, _case.status, _case.lead).where(col(_case.officer) == storable(account), _IS_OPEN)
        with transaction(self._engine) as session:
            found = session.exec(wanted.order_by(col(_case.code)))
            return tuple(HeldCase(code, Status(status), lead) for code, status, lead in found)

    def delegations_of(self, account: str, at: datetime) -> tuple[Delegation, ...]:
        """Return the delegations from or to this account that hold at an instant or will hold later."""
        with transaction(self._engine) as session:
            return _running(session, storable(account), at)

    def staffed(self, authority: str) -> frozenset[str]:
        """Return the agencies in which somebody works."""
        account = tables.Account
        wanted = (
            select(account.agency)
            .where(col(account.authority) == storable(authority), col(account.active), col(account.machine).is_(False))
            .distinct()
        )
        with transaction(self._engine) as session:
            return frozenset(agency for agency in session.exec(wanted) if agency)

    def leads_open_cases(self, authority: str, agency: str) -> bool:
        """Tell whether the agency leads a case that has not ended."""
        led = select(_case.code).where(
            col(_case.authority) == storable(authority), col(_case.lead) == storable(agency), _IS_OPEN
        )
        with transaction(self._engine) as session:
            return session.exec(led.limit(1)).first() is not None


def _running(session: Session, account: str, at: datetime) -> tuple[Delegation, ...]:
    table = _delegation
    wanted = select(table).where(
        or_(col(table.from_account) == account, col(table.to_account) == account),
        col(table.ends_at) > at,
        or_(col(table.revoked_at).is_(None), col(table.revoked_at) > at),
    )
    return tuple(map(delegation_of, session.exec(wanted.order_by(col(table.starts_at), col(table.id)))))


def end_delegations(session: Session, account: str, change: ChangedBy, still: Callable[[Delegation], bool]) -> None:
    """End the delegations from and to an account that do not hold any more, in this transaction, and note each."""
    for before in _running(session, account, change.at):
        if still(before):
            continue
        after = replace(before, revoked_at=change.at)
        session.execute(update(_delegation).where(col(_delegation.id) == before.id).values(revoked_at=change.at))
        note(
            session,
            Subject.DELEGATION,
            before.authority,
            before.id,
            plain_delegation(before),
            plain_delegation(after),
            change,
        )
