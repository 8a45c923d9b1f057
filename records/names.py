"""Reads and writes the names that agencies and accounts had over time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, col, select

from domain.offices.names import NameHistory
from records.offices.tables import AgencyName
from records.staff.tables import AccountName

Named = TypeVar("Named", AgencyName, AccountName)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def name_agency(session: Session, authority: str, agency: str, name: str, since: datetime) -> None:
    """Write the name that an agency has from an instant on."""
    _write(session, AgencyName, {"authority": authority, "agency": agency, "since": since, "name": name})


def name_account(session: Session, account: str, name: str, since: datetime | None) -> None:
    """Write the name that an account has from an instant on, or has always had for None."""
    _write(session, AccountName, {"account": account, "since": since or _ALWAYS, "name": name})


def agency_names(session: Session, authority: str) -> dict[str, NameHistory]:
    """Return the names of an authority's agencies over time, by agency."""
    table = AgencyName
    wanted = select(table.agency, table.since, table.name).where(col(table.authority) == authority)
    return _histories(session.exec(wanted.order_by(col(table.agency), col(table.since))))


def account_names(session: Session, accounts: Iterable[str]) -> dict[str, NameHistory]:
    """Return the names of these accounts over time, by account. Unknown accounts are left out."""
    table = AccountName
    wanted = select(table.account, table.since, table.name).where(col(table.account).in_(sorted(accounts)))
    return _histories(session.exec(wanted.order_by(col(table.account), col(table.since))))


def _write(session: Session, table: type[Named], row: dict[str, object]) -> None:
    keys = [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]
    renamed = upsert(table).values(row)
    session.execute(renamed.on_conflict_do_update(index_elements=keys, set_={"name": row["name"]}))


def _histories(rows: Iterable[tuple[str, datetime, str]]) -> dict[str, NameHistory]:
    found: dict[str, list[tuple[datetime, str]]] = {}
    for id_, since, name in rows:
        found.setdefault(id_, []).append((since, name))
    return {id_: tuple(history) for id_, history in found.items()}
