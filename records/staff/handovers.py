"""Stores handovers of an officer's open cases to another officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from domain.actors import Actor
from domain.words import Role
from records.cases import tables as case_tables
from records.engine import transaction
from records.errors import HandoverUnknown, KeyReused
from records.later_words import word_in
from records.offices.changes import note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.rows import Handover, HandoverCase, HandoverState, LeftBehind
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlmodel import Session


class Handovers:
    """Handovers of open cases. Every method may raise RecordsUnavailable. Calling again is safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, handover_id: str) -> Handover:
        """Return one handover with its cases, sorted by code.

        Raises:
            HandoverUnknown: there is no such handover.
        """
        with transaction(self._engine) as session:
            row = session.get(tables.Handover, storable(handover_id))
            if row is None:
                raise HandoverUnknown(f"no handover {handover_id}")
            return _handover(session, row)

    def unfinished(self, limit: int) -> tuple[str, ...]:
        """Return the ids of handovers with waiting cases, the oldest first."""
        table, case = tables.Handover, tables.HandoverCase
        waiting = select(case.handover).where(col(case.state) == HandoverState.WAITING.value)
        wanted = select(table.id).where(col(table.id).in_(waiting)).order_by(col(table.at), col(table.id)).limit(limit)
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted))

    def left_behind(self, before: datetime) -> tuple[LeftBehind, ...]:
        """Return the open cases that are with an account which no longer works in their lead agency, and wait neither in a
        handover nor for the heir of an agency that has ended or an authority that joined another.

        An account that left its work at `before` or later is passed over: a handover of its cases may be about to begin.
        """
        with transaction(self._engine) as session:
            rows = session.connection().execute(_LEFT_BEHIND, {"before": before}).all()
            return tuple(LeftBehind(**row._asdict() | {"codes": tuple(row.codes)}) for row in rows)

    def begin(self, handover: Handover) -> None:
        """Store a handover and the open cases that it concerns now, once however often it is passed.

        Raises:
            KeyReused: another handover has this id.
        """
        handover = storable_row(handover)
        row = _handover_row(handover)
        with transaction(self._engine) as session:
            added = upsert(tables.Handover).values(row).on_conflict_do_nothing()
            if session.execute(added.returning(col(tables.Handover.id))).one_or_none() is None:
                kept = session.get(tables.Handover, handover.id)
                if kept is None or kept.model_dump() | {"at": handover.at} != row:
                    raise KeyReused("this id belongs to another handover")
                return
            session.connection().execute(_THEIR_OPEN_CASES, row)
            after = {name: row[name] for name in ("agency", "from_account", "to_account", "reason")}
            change = ChangedBy(handover.by.account, handover.at)
            note(session, Subject.HANDOVER, handover.authority, handover.id, None, after, change)

    def settle_case(self, handover_id: str, case: HandoverCase) -> None:
        """Store the state of one case of a handover."""
        table = tables.HandoverCase
        settled = update(table).where(col(table.handover) == storable(handover_id), col(table.code) == case.code)
        with transaction(self._engine) as session:
            session.execute(settled.values(state=case.state.value, why=storable(case.why)))


_LEFT_BEHIND = text(
    f"""
    SELECT held.*, gone.id AS change, gone.by_account
    FROM (
        SELECT officer AS account, cases.authority, lead AS agency, array_agg(code ORDER BY code) AS codes
        FROM cases JOIN accounts ON accounts.id = officer
        WHERE {case_tables.IS_OPEN} AND lead IS NOT NULL
            AND NOT (active AND accounts.authority = cases.authority AND agency IS NOT DISTINCT FROM lead)
            AND NOT EXISTS (
                SELECT FROM handover_cases AS waiting WHERE waiting.code = cases.code AND waiting.state = 'waiting'
            )
            AND NOT EXISTS (
                SELECT FROM successions
                WHERE successions.authority = cases.authority AND successions.agency = lead AND withdrawn_at IS NULL
                    AND total IS NOT NULL
            )
            AND NOT EXISTS (  -- the account came along, the case is about to
                SELECT FROM reorganisations
                WHERE reorganisations.authority = cases.authority AND "into" <> reorganisations.authority
                    AND withdrawn_at IS NULL AND total IS NOT NULL
            )
        GROUP BY officer, cases.authority, lead
    ) AS held
    LEFT JOIN LATERAL (
        SELECT id, at, by_account FROM office_changes
        WHERE subject = 'account' AND subject_id = held.account AND before IS NOT NULL AND (
            before -> 'active' IS DISTINCT FROM after -> 'active' OR before -> 'agency' IS DISTINCT FROM after -> 'agency'
        )
        ORDER BY id DESC LIMIT 1
    ) AS gone ON true
    WHERE gone.at IS NULL OR gone.at < :before
    """  # noqa: S608 - the condition is a constant
)
_THEIR_OPEN_CASES = text(
    f"""
    INSERT INTO handover_cases (handover, code, state, why)
    SELECT :id, code, 'waiting', '' FROM cases
    WHERE officer = :from_account AND authority = :authority AND lead = :agency AND {case_tables.IS_OPEN}
    """  # noqa: S608 - the condition is a constant
)


def _handover_row(handover: Handover) -> dict[str, Any]:
    by = handover.by
    row = {name: value for name, value in vars(handover).items() if name not in ("by", "cases")}
    return row | {"by_role": by.role.value, "by_account": by.account, "by_on_behalf_of": by.on_behalf_of}


def _handover(session: Session, row: tables.Handover) -> Handover:
    case = tables.HandoverCase
    cases = session.exec(select(case).where(col(case.handover) == row.id).order_by(col(case.code)))
    return Handover(
        id=row.id,
        authority=row.authority,
        agency=row.agency,
        from_account=row.from_account,
        to_account=row.to_account,
        reason=row.reason,
        by=Actor(Role(row.by_role), row.authority, row.agency, row.by_account, row.by_on_behalf_of),
        at=row.at,
        cases=tuple(HandoverCase(each.code, word_in(HandoverState, each.state), each.why) for each in cases),
    )
