"""Records who looked at private data. Showing the data and noting the look are one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ColumnElement, func, insert, literal_column, not_
from sqlmodel import col, select

from records.cases import tables as case_tables
from records.cases.rows import Identity
from records.engine import driver, read, transaction
from records.later_words import word_in
from records.personal_data.identities import is_restricted
from records.staff import tables
from records.staff.rows import Look, LookedAt, SoughtReporter
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


_WITHOUT_CASE = (
    LookedAt.SEARCH_BY_NAME.value,
    LookedAt.SEARCH_BY_PHONE.value,
    LookedAt.PERSONAL_DATA_REQUEST.value,
    LookedAt.LIST_EXPORT.value,
    LookedAt.PAPERS_EXPORT.value,
    LookedAt.DIRECTORY_EXPORT.value,
    LookedAt.REQUESTS_EXPORT.value,
)
_REPORTER = "SELECT name, address, phone, email FROM reporters WHERE code = %(code)s"
_SEEN = f"""
WITH reporter AS ({_REPORTER} AND (%(though_restricted)s OR NOT {is_restricted("reporters.code")})),
noted AS (
    INSERT INTO looks (account, looked_at, code, pieces) SELECT %(account)s, %(looked_at)s, %(code)s, 1 FROM reporter
)
SELECT name, address, phone, email FROM reporter
"""  # noqa: S608 - its part is a constant


class Looks:
    """Looks at private data, and the identities of reporters. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def identity(self, code: str, *, seen_by: str | None, though_restricted: bool = False) -> Identity | None:
        """Return the reporter's identity, None for an unknown case, and to staff for one whose identity is restricted.

        `seen_by` is the account that sees it; the look is recorded. It is None where the reporter sees it. The caller must
        have checked that the identity may be shown, and with `though_restricted` that it may be shown to this person alone.
        """
        with transaction(self._engine) if seen_by else read(self._engine) as session:
            asked = {
                "code": storable(code),
                "account": seen_by,
                "looked_at": LookedAt.IDENTITY.value,
                "though_restricted": though_restricted,
            }
            row = driver(session).execute(_SEEN if seen_by else _REPORTER, asked).fetchone()
            return Identity(*row) if row else None

    def page(
        self, authority: str | None, *, code: str | None, account: str | None, before: int | None, limit: int
    ) -> tuple[Look, ...]:
        """Return the looks at an authority's cases or all looks, at one case or any, by one account or any, the latest first.

        `before` is the number to continue from.
        """
        look = tables.Look
        wanted = (
            select(
                look, tables.Account, case_tables.Case.authority, func.account_name_at(col(look.account), col(look.at))
            )
            .join(tables.Account, col(tables.Account.id) == col(look.account))
            .join(case_tables.Case, col(case_tables.Case.code) == col(look.code), isouter=True)
            .order_by(col(look.id).desc())
            .limit(limit)
        )
        if authority is not None:
            own = col(look.looked_at).in_(_WITHOUT_CASE) & (col(tables.Account.authority) == storable(authority))
            wanted = wanted.where((col(case_tables.Case.authority) == storable(authority)) | own)
        if code is not None:
            wanted = wanted.where(col(look.code) == storable(code))
        if account is not None:
            wanted = wanted.where(col(look.account) == storable(account))
        if before is not None:
            wanted = wanted.where(col(look.id) < before)
        with transaction(self._engine) as session:
            return tuple(
                Look(
                    number=row.id or 0,
                    at=row.at,
                    account=row.account,
                    username=by.username,
                    display_name=name,
                    looked_at=word_in(LookedAt, row.looked_at),
                    code=row.code,
                    authority=of,
                    pieces=row.pieces,
                )
                for row, by, of, name in session.exec(wanted)
            )

    def search(self, sought: SoughtReporter, *, seen_by: str, most: int) -> tuple[str, ...]:
        """Return the codes of the cases whose reporter has this name or phone, the best match first and of equal ones the latest.

        The search itself is recorded, with how many cases it found and never with what was sought. The caller must have
        checked that this account may know the reporters of these cases.
        """
        reporter, case = case_tables.Reporter, case_tables.Case
        wanted = select(reporter.code).join(case, col(case.code) == col(reporter.code))
        wanted = wanted.where(col(case.authority) == storable(sought.authority))
        if sought.lead is not None:
            wanted = wanted.where(col(case.lead) == storable(sought.lead))
        wanted = wanted.where(not_(literal_column(is_restricted("reporters.code"), Boolean)))
        words = storable(sought.words)
        if sought.by is LookedAt.SEARCH_BY_PHONE:
            wanted = wanted.where(col(reporter.phone) == words)
        else:
            wanted = wanted.where(_is_named("folded", words)).order_by(_is_named("as_said", words).desc())
        with transaction(self._engine) as session:
            found = tuple(session.exec(wanted.order_by(col(case.received_at).desc(), col(case.code)).limit(most)))
            _note(session, seen_by, sought.by, None, len(found))
            return found

    def note(self, account: str, looked_at: LookedAt, code: str | None, pieces: int = 1) -> None:
        """Record that this account is about to see private data. `code` is the case where it is known; `pieces` counts what is
        shown."""
        with transaction(self._engine) as session:
            _note(session, account, looked_at, code, pieces)


def _is_named(form: str, words: str) -> ColumnElement[bool]:
    """Return the condition that a reporter's name contains the words, both as the SQL function `form` writes them."""
    simple: ColumnElement[str] = literal_column("'simple'")
    write = getattr(func, form)
    name = func.to_tsvector(simple, write(col(case_tables.Reporter.name)))
    return name.bool_op("@@")(func.plainto_tsquery(simple, write(words)))


def _note(session: Session, account: str, looked_at: LookedAt, code: str | None, pieces: int) -> None:
    row = {"account": account, "looked_at": looked_at.value, "code": code, "pieces": pieces}
    session.execute(insert(tables.Look).values(row))
