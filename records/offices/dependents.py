"""Counts what hangs on the entries of an office: open cases, people, rules, places, delegations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ColumnElement, func, literal_column, or_
from sqlmodel import SQLModel, col, select

from domain.offices.hanging import Hanging
from domain.offices.routing import RoutingRule
from domain.words import Status
from records.cases import tables as case_tables
from records.engine import transaction
from records.offices import tables
from records.staff import tables as staff_tables
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

_case, _account = case_tables.Case, staff_tables.Account
_IS_OPEN: ColumnElement[bool] = literal_column(case_tables.IS_OPEN, Boolean)
_NOT_SENT = (Status.SUBMITTED, Status.AWAITING_SUPPLEMENT, Status.VERIFIED, Status.RETURNED)


class Dependents:
    """Counts of what hangs on the entries of an office. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_agency(self, authority: str, agency: str, at: datetime) -> Hanging:
        """Count the agency's open cases, active accounts and rules, and the delegations among its people now or later."""
        people = select(_account.id).where(
            col(_account.authority) == authority, col(_account.agency) == storable(agency)
        )
        delegation = staff_tables.Delegation
        with transaction(self._engine) as session:
            return Hanging(
                led=_open_cases(session, authority, col(_case.lead) == agency),
                helped=_open_cases(session, authority, col(_case.co_ordinating).contains([agency])),
                accounts=_count(
                    session,
                    _account,
                    col(_account.authority) == authority,
                    col(_account.agency) == agency,
                    col(_account.active).is_(True),
                    col(_account.machine).is_(False),
                ),
                rules=_active_rules(session, authority, col(tables.RoutingRule.agency) == agency),
                delegations=_count(
                    session,
                    delegation,
                    or_(col(delegation.from_account).in_(people), col(delegation.to_account).in_(people)),
                    col(delegation.ends_at) > at,
                    col(delegation.revoked_at).is_(None),
                ),
            )

    def of_place(self, authority: str, place: str) -> Hanging:
        """Count the open cases about the place, its active rules, and the active places below it."""
        below = tables.Place
        with transaction(self._engine) as session:
            return Hanging(
                cases=_open_cases(session, authority, col(_case.place) == storable(place)),
                rules=_active_rules(session, authority, col(tables.RoutingRule.place) == place),
                places=_count(
                    session,
                    below,
                    col(below.authority) == authority,
                    col(below.parent) == place,
                    col(below.active).is_(True),
                ),
            )

    def of_field(self, authority: str, field: str) -> Hanging:
        """Count the open cases of the field of work and its active rules."""
        with transaction(self._engine) as session:
            return Hanging(
                cases=_open_cases(session, authority, col(_case.field) == storable(field)),
                rules=_active_rules(session, authority, col(tables.RoutingRule.field) == field),
            )

    def of_rule(self, authority: str, rule: RoutingRule, places: tuple[str, ...], *, nowhere: bool) -> Hanging:
        """Count the cases not sent yet that the rule is for. `places` are its place and the places below it."""
        wanted = [
            col(_case.authority) == storable(authority),
            col(_case.status).in_([status.value for status in _NOT_SENT]),
        ]
        if rule.field is not None:
            wanted.append(col(_case.field) == rule.field)
        if rule.place is not None:
            wanted.append(col(_case.place).in_(places))
        with transaction(self._engine) as session:
            return Hanging(cases=_count(session, _case, *wanted), nowhere=int(nowhere))


def _open_cases(session: Session, authority: str, wanted: ColumnElement[bool]) -> int:
    return _count(session, _case, col(_case.authority) == storable(authority), _IS_OPEN, wanted)


def _active_rules(session: Session, authority: str, wanted: ColumnElement[bool]) -> int:
    table = tables.RoutingRule
    return _count(session, table, col(table.authority) == authority, col(table.active).is_(True), wanted)


def _count(session: Session, table: type[SQLModel], *wanted: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(*wanted)).one()
