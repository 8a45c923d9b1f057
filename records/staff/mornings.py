"""Keeps who wants to read each working morning how it stands, and whom it was told today."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, delete, or_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from records.engine import transaction
from records.staff import tables
from records.staff.account_rows import account_of
from records.staff.rows import Account

_morning, _account = tables.Morning, tables.Account


class Mornings:
    """The staff who want a morning e-mail. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def wants(self, account_id: str) -> bool:
        """Return whether an account wants it."""
        with transaction(self._engine) as session:
            return session.get(_morning, account_id) is not None

    def choose(self, account_id: str, *, wants: bool) -> None:
        """Record whether an account wants it."""
        with transaction(self._engine) as session:
            if wants:
                session.execute(upsert(_morning).values(account=account_id).on_conflict_do_nothing())
            else:
                session.execute(delete(_morning).where(col(_morning.account) == account_id))

    def untold(self, authority: str, day: date) -> tuple[Account, ...]:
        """Return the active accounts of an authority that want it, have an e-mail address, and were not told on this day."""
        wanted = (
            select(_account)
            .join(_morning, col(_morning.account) == col(_account.id))
            .where(
                col(_account.authority) == authority,
                col(_account.active),
                col(_account.locked_at).is_(None),
                col(_account.email).is_not(None),
                or_(col(_morning.told_on).is_(None), col(_morning.told_on) < day),
            )
            .order_by(col(_account.id))
        )
        with transaction(self._engine) as session:
            return tuple(account_of(row) for row in session.exec(wanted))

    def claim(self, account_id: str, day: date) -> bool:
        """Record that an account is told on this day. Return False where another process has done so."""
        claimed = (
            update(_morning)
            .where(
                col(_morning.account) == account_id,
                or_(col(_morning.told_on).is_(None), col(_morning.told_on) < day),
            )
            .values(told_on=day)
        )
        with transaction(self._engine) as session:
            return session.connection().execute(claimed).rowcount == 1

    def give_back(self, account_id: str) -> None:
        """Record that the account was not told after all, so that it is tried again."""
        with transaction(self._engine) as session:
            session.execute(update(_morning).where(col(_morning.account) == account_id).values(told_on=None))
