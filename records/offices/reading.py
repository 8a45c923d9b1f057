"""What is asked of offices: agencies, places, routing rules, fields of work, staff, and every change of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from domain.office import Agency, OwnField
from domain.places import Place
from domain.routing import RoutingRule
from records import tables
from records.engine import transaction
from records.offices import tables as office_tables
from records.offices.kept import KeptOffices
from records.rows import Account, OfficeChange, Subject
from records.staff.accounts import account_of
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine


class OfficeReader:
    """The reading side of offices."""

    _engine: Engine
    _offices: KeptOffices

    def agencies(self, authority: str) -> tuple[Agency, ...]:
        """The agencies under an authority, by id, those no longer active among them."""
        return self._offices.read(self._engine, storable(authority)).agencies

    def places(self, authority: str) -> tuple[Place, ...]:
        """The places of an authority, by id, those no longer active among them."""
        return self._offices.read(self._engine, storable(authority)).places

    def routing_rules(self, authority: str) -> tuple[RoutingRule, ...]:
        """The routing rules of an authority, by id, those no longer active among them."""
        return self._offices.read(self._engine, storable(authority)).routing_rules

    def own_fields(self, authority: str) -> tuple[OwnField, ...]:
        """The fields of work that an authority has added or changed, by id."""
        return self._offices.read(self._engine, storable(authority)).own_fields

    def accounts(self, authority: str | None) -> tuple[Account, ...]:
        """The staff of an authority, or of every one and of none, by username."""
        wanted = select(tables.Account).order_by(col(tables.Account.username))
        if authority is not None:
            wanted = wanted.where(col(tables.Account.authority) == storable(authority))
        with transaction(self._engine) as session:
            return tuple(map(account_of, session.exec(wanted)))

    def accounts_of_agency(self, authority: str, agency: str) -> tuple[Account, ...]:
        """The staff of one agency, by username."""
        account = tables.Account
        wanted = select(account).where(
            col(account.authority) == storable(authority), col(account.agency) == storable(agency)
        )
        with transaction(self._engine) as session:
            return tuple(map(account_of, session.exec(wanted.order_by(col(account.username)))))

    def account(self, account_id: str) -> Account | None:
        """One account, None for an id that is not known."""
        with transaction(self._engine) as session:
            row = session.get(tables.Account, storable(account_id))
            return account_of(row) if row else None

    def display_names(self, account_ids: frozenset[str]) -> dict[str, str]:
        """The names of these accounts, those that there are, whether still active or not."""
        account = tables.Account
        wanted = select(account.id, account.display_name).where(col(account.id).in_(sorted(account_ids)))
        with transaction(self._engine) as session:
            return dict(session.exec(wanted).all())

    def office_changes(self, authority: str | None, before: int | None, limit: int) -> tuple[OfficeChange, ...]:
        """The changes of an authority's office, or of every one, the latest first; those before the one numbered `before`."""
        change = office_tables.OfficeChange
        wanted = (
            select(change, tables.Account.username)
            .join(tables.Account, col(tables.Account.id) == col(change.by_account), isouter=True)
            .order_by(col(change.id).desc())
            .limit(limit)
        )
        if authority is not None:
            wanted = wanted.where(col(change.authority) == storable(authority))
        if before is not None:
            wanted = wanted.where(col(change.id) < before)
        with transaction(self._engine) as session:
            return tuple(
                OfficeChange(
                    number=row.id or 0,
                    at=row.at,
                    authority=row.authority,
                    by_account=row.by_account,
                    by_username=username,
                    subject=Subject(row.subject),
                    subject_id=row.subject_id,
                    before=row.before,
                    after=row.after,
                )
                for row, username in session.exec(wanted)
            )
