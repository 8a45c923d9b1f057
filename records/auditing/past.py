"""Keeps a list of past audits."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert
from sqlmodel import col, or_, select

from domain.proof.deviations import Deviation, DeviationKind
from records.auditing import tables
from records.auditing.rows import AuditWay, FinishedAudit, PastAudit
from records.engine import transaction
from records.later_words import word_in
from records.texts import storable, storable_json

if TYPE_CHECKING:
    from sqlalchemy import Engine

MOST_KEPT = 1000
"""The number of deviations of one audit that are kept one by one."""

_LONGEST = 500


class PastAudits:
    """The list of past audits. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, audit: FinishedAudit) -> None:
        """Keep an audit that has come to its end now."""
        row = {
            "began_at": audit.began_at,
            "way": audit.way.value,
            "by_account": audit.by_account,
            "machine": storable(audit.machine[:_LONGEST]),
            "code": storable(audit.code) if audit.code else None,
            "cases": audit.cases,
            "events": audit.events,
            "histories": audit.histories,
            "found": len(audit.deviations),
            "deviations": [_written(each) for each in audit.deviations[:MOST_KEPT]],
        }
        with transaction(self._engine) as session:
            session.execute(insert(tables.PastAudit).values(row))

    def page(self, prefix: str | None, before: int | None, limit: int) -> tuple[PastAudit, ...]:
        """Return the audits of one authority's cases and of all cases, the latest first. `prefix` begins the codes of the
        authority's cases, None for every authority. `before` is the number to continue from."""
        past = tables.PastAudit
        wanted = (
            select(past, func.account_name_at(col(past.by_account), col(past.began_at)))
            .order_by(col(past.id).desc())
            .limit(limit)
        )
        if prefix is not None:
            wanted = wanted.where(or_(col(past.code).is_(None), func.starts_with(col(past.code), prefix)))
        if before is not None:
            wanted = wanted.where(col(past.id) < before)
        with transaction(self._engine) as session:
            return tuple(_past(row, name) for row, name in session.exec(wanted))


def _written(deviation: Deviation) -> dict[str, Any]:
    written = {name: value[:_LONGEST] if isinstance(value, str) else value for name, value in asdict(deviation).items()}
    kept: dict[str, Any] = storable_json({name: value for name, value in written.items() if value not in (None, "")})
    return kept


def _read(written: dict[str, Any]) -> Deviation:
    return Deviation(**written | {"kind": word_in(DeviationKind, written["kind"])})


def _past(row: tables.PastAudit, name: str | None) -> PastAudit:
    audit = FinishedAudit(
        began_at=row.began_at,
        way=word_in(AuditWay, row.way),
        by_account=row.by_account,
        machine=row.machine,
        code=row.code,
        cases=row.cases,
        events=row.events,
        histories=row.histories,
        deviations=tuple(_read(each) for each in row.deviations),
    )
    return PastAudit(row.id or 0, row.ended_at, name, row.found, audit)
