"""Reads and writes the names that agencies and accounts had over time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TypeVar

from sqlalchemy import Boolean, ColumnElement, and_, delete, literal_column, not_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, col, select

from domain.offices.names import NameHistory
from domain.time.zones import VIETNAM
from records.offices.tables import Agency, AgencyName
from records.staff.tables import AccountName

Named = TypeVar("Named", AgencyName, AccountName)
_IS_AHEAD: ColumnElement[bool] = literal_column(
    f"(coalesce(agencies.renamed_on > (now() AT TIME ZONE '{VIETNAM.key}')::date, FALSE)"
    f" AND agency_names.since >= agencies.renamed_on::timestamp AT TIME ZONE '{VIETNAM.key}')",
    Boolean,
)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def name_agency(session: Session, authority: str, agency: str, name: str, since: datetime) -> None:
    """Write the name that an agency has from an instant on."""
    _write(session, AgencyName, {"authority": authority, "agency": agency, "since": since, "name": name})


def name_agency_ahead(
    session: Session, authority: str, agency: str, name: str, on: date | None, *, before: date | None
) -> None:
    """Write the name that an agency will have from a day on, in the place of the one that was entered for the day `before`. None
    takes that back."""
    table = AgencyName
    if before is not None:
        ahead = (col(table.authority) == authority, col(table.agency) == agency, col(table.since) == _begin(before))
        session.execute(delete(table).where(*ahead))
    if on is not None:
        name_agency(session, authority, agency, name, _begin(on))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def name_account(session: Session, account: str, name: str, since: datetime | None) -> None:
    """Write the name that an account has from an instant on, or has always had for None."""
    _write(session, AccountName, {"account": account, "since": since or _ALWAYS, "name": name})


def agency_names(session: Session, authority: str) -> dict[str, NameHistory]:
    """Return the names of an authority's agencies up to now, by agency."""
    table = AgencyName
    of = and_(col(Agency.authority) == col(table.authority), col(Agency.id) == col(table.agency))
    wanted = select(table.agency, table.since, table.name).join(Agency, of)
    wanted = wanted.where(col(table.authority) == authority, not_(_IS_AHEAD))
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
