"""Keeps reports as the public reads them, with words masked. Earlier states stay."""

from __future__ import annotations

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from records.cases import tables
from records.cases.list_columns import excerpt
from records.cases.rows import MaskedReport
from records.engine import transaction
from records.texts import storable, storable_row

_LOCK = text("SELECT FROM reports WHERE code = :code FOR UPDATE")


class Masks:
    """Reports with words masked for the public. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, code: str) -> MaskedReport | None:
        """Return the report as the public reads it, None where nothing of it was ever masked."""
        with transaction(self._engine) as session:
            return _shown(_newest(session, storable(code)))

    def mask(self, code: str, shown: MaskedReport) -> None:
        """Show the report so from now on. A repetition changes nothing."""
        shown = storable_row(shown)
        with transaction(self._engine) as session:
            session.execute(_LOCK, {"code": storable(code)})
            before = _newest(session, code)
            if before is not None and before.words == list(shown.words):
                return
            row = tables.MaskedReport(
                code=code,
                number=before.number + 1 if before else 1,
                words=list(shown.words),
                content=shown.content,
                place=shown.place,
                occurred_at=shown.occurred_at,
                excerpt=excerpt(shown.content),
                by_account=shown.by_account,
                at=shown.at,
            )
            session.add(row)


def _newest(session: Session, code: str) -> tables.MaskedReport | None:
    masked = tables.MaskedReport
    rows = select(masked).where(col(masked.code) == code).order_by(col(masked.number).desc()).limit(1)
    return session.exec(rows).first()


def _shown(row: tables.MaskedReport | None) -> MaskedReport | None:
    if row is None:
        return None
    return MaskedReport(tuple(row.words), row.content, row.place, row.occurred_at, row.by_account, row.at)
