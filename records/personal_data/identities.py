"""Corrects and restricts reporters' identities at their request, on record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text
from sqlmodel import col, select

from domain.messages import ToldBy
from records.cases.tables import IS_KEPT
from records.engine import driver, read, transaction
from records.errors import IdentityUnknown
from records.personal_data import tables
from records.personal_data.rows import Corrected, Correction, Restricted
from records.texts import storable

if TYPE_CHECKING:
    from psycopg import Connection
    from sqlalchemy import Engine
    from sqlmodel import Session

_UNLIFTED = """
FROM identity_restrictions AS begun WHERE begun.code = {code} AND begun.restricted AND NOT EXISTS (
    SELECT FROM identity_restrictions AS ended
    WHERE ended.code = begun.code AND ended.request = begun.request AND NOT ended.restricted
)
"""


def is_restricted(code: str) -> str:
    """Return the SQL condition that the identity of the case `code`, an SQL expression, is restricted now."""
    return f"EXISTS (SELECT {_UNLIFTED.format(code=code)})"


_TOLD_BY: Final = "SELECT told_by_email, told_by_sms FROM reporters WHERE code = %(code)s"
_TELL_BY: Final = "UPDATE reporters SET told_by_email = %(email)s, told_by_sms = %(sms)s WHERE code = %(code)s"
_SINCE: Final = "SELECT min(begun.at) " + _UNLIFTED.format(code="%(code)s")
# The lock keeps two requests about one identity apart.
_KEPT = text(
    f"""
    SELECT code FROM reporters JOIN cases USING (code)
    WHERE code = ANY(:codes) AND authority = :authority AND ({IS_KEPT}) FOR NO KEY UPDATE OF reporters
    """  # noqa: S608 - its part is a constant
)
_CORRECT = text(
    """
    UPDATE reporters SET name = coalesce(:name, name), address = coalesce(:address, address),
        phone = coalesce(:phone, phone), email = coalesce(:email, email)
    WHERE code = ANY(:codes)
    """
)
_CORRECTED = text(
    """
    INSERT INTO identity_corrections (request, code, at, by_account, parts)
    SELECT :request, code, :at, :by, CAST(:parts AS jsonb) FROM unnest(CAST(:codes AS text[])) AS code
    """
)
_RESTRICT = text(
    """
    INSERT INTO identity_restrictions (code, request, restricted, at, by_account)
    SELECT code, :request, true, :at, :by FROM unnest(CAST(:codes AS text[])) AS code
    """
)
_LIFT = text(
    """
    INSERT INTO identity_restrictions (code, request, restricted, at, by_account)
    SELECT code, request, false, :at, :by FROM identity_restrictions WHERE request = :request AND restricted
    ON CONFLICT DO NOTHING
    """
)

_CARRIED_OVER = (
    "INSERT INTO identity_restrictions (code, request, restricted, at, by_account)"
    " SELECT %(code)s, begun.request, true, %(at)s, begun.by_account "
) + _UNLIFTED.format(code="%(first)s")


def carry_over(connection: Connection[Any], *, first: str, code: str, at: datetime) -> None:
    """Restrict the identity of the reporter of `code` as that of the same person in `first` is restricted."""
    connection.execute(_CARRIED_OVER, {"first": first, "code": code, "at": at})


def correct(session: Session, request: int, authority: str, correction: Correction, *, at: datetime, by: str) -> None:
    """Correct identities and note which parts. Raises IdentityUnknown as `_require_kept` does."""
    codes = _require_kept(session, authority, correction.codes)
    parts = {name: storable(value) for name, value in correction.parts.items()}
    kept = {"name": None, "address": None, "phone": None, "email": None, "codes": codes}
    session.execute(_CORRECT, {**kept, **parts})
    written = json.dumps(list(parts))
    session.execute(_CORRECTED, {"request": request, "codes": codes, "at": at, "by": by, "parts": written})


def restrict(session: Session, request: int, authority: str, codes: Sequence[str], *, at: datetime, by: str) -> None:
    """Restrict identities. Raises IdentityUnknown as `_require_kept` does."""
    kept = _require_kept(session, authority, codes)
    session.execute(_RESTRICT, {"request": request, "codes": kept, "at": at, "by": by})


def lift(session: Session, request: int, *, at: datetime, by: str) -> bool:
    """Lift the restrictions that a request brought about. Return false where there are none left."""
    lifted: Any = session.execute(_LIFT, {"request": request, "at": at, "by": by})
    return bool(lifted.rowcount)


def _require_kept(session: Session, authority: str, codes: Sequence[str]) -> list[str]:
    """Return the codes, each once, of cases whose reporter's identity is kept.

    Raises:
        IdentityUnknown: the authority has no such case, or no identity of its reporter.
    """
    wanted = sorted({storable(code) for code in codes})
    kept = set(session.execute(_KEPT, {"codes": wanted, "authority": authority}).scalars())
    if left := [code for code in wanted if code not in kept]:
        raise IdentityUnknown(left[0])
    return wanted


class Identities:
    """The corrections and restrictions of identities. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def told_by(self, code: str) -> ToldBy:
        """Return by what the reporter of a case wants to be told, where the address or number is known."""
        with read(self._engine) as session:
            row = driver(session).execute(_TOLD_BY, {"code": storable(code)}).fetchone()
        return ToldBy.of(email=row[0], sms=row[1]) if row else ToldBy.NOTHING

    def tell_by(self, code: str, wanted: ToldBy) -> None:
        """Record by what the reporter of a case wants to be told."""
        with transaction(self._engine) as session:
            driver(session).execute(_TELL_BY, {"code": storable(code), "email": wanted.email, "sms": wanted.sms})

    def restricted_since(self, code: str) -> datetime | None:
        """Return since when the identity of a case's reporter is restricted, None where it is not."""
        with read(self._engine) as session:
            row = driver(session).execute(_SINCE, {"code": storable(code)}).fetchone()
            return row[0] if row else None

    def corrected_by(self, request: int) -> tuple[Corrected, ...]:
        """Return the identities that a request corrected."""
        table = tables.IdentityCorrection
        wanted = select(table).where(col(table.request) == request).order_by(col(table.code))
        with transaction(self._engine) as session:
            return tuple(Corrected(row.code, tuple(row.parts)) for row in session.exec(wanted))

    def restricted_by(self, request: int) -> tuple[Restricted, ...]:
        """Return the identities that a request restricted."""
        table = tables.IdentityRestriction
        wanted = select(table).where(col(table.request) == request).order_by(col(table.code))
        with transaction(self._engine) as session:
            rows = [(row.code, row.restricted, row.at) for row in session.exec(wanted)]
        lifted = {code: at for code, restricted, at in rows if not restricted}
        return tuple(Restricted(code, at, lifted.get(code)) for code, restricted, at in rows if restricted)
