"""Reads the courses of cases that were kept from the public, for the reports on them."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from sqlalchemy import Engine, func
from sqlmodel import col, select

from domain.events import Event
from domain.procedure import Procedure
from domain.time.zones import VIETNAM
from records.cases import tables as case_tables
from records.codec import event_from_json
from records.engine import transaction
from records.figures import tables as figure_tables
from records.offices.lineage import joinings
from records.offices.procedures import ProcedureStore


class WithheldCourses:
    """The courses of cases that were kept from the public. May raise RecordsUnavailable."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def courses(self, authority: str, ground: str, before: datetime) -> dict[str, tuple[Procedure, tuple[Event, ...]]]:
        """Return the procedure and events of every case that was kept from the public on a ground before an instant and was
        filed with the authority, or with one that had joined it by then, by code."""
        event, case, outcome = case_tables.Event, case_tables.Case, figure_tables.CaseOutcome
        was_with = func.coalesce(col(outcome.filed_with), col(case.authority))
        kept = (
            select(event.code)
            .join(case, col(case.code) == col(event.code))
            .where(
                col(event.kind).in_(("restricted", "withheld")),
                col(event.body)["ground"].astext == ground,
                col(event.at) < before,
            )
            .join(outcome, col(outcome.code) == col(event.code), isouter=True)
        )
        wanted = (
            select(event.code, case.procedure_digest, event.body)
            .join(case, col(case.code) == col(event.code))
            .order_by(col(event.code), col(event.number))
        )
        with transaction(self._engine) as session:
            then = joinings(session).joined(authority, before.astimezone(VIETNAM).date())
            kept = kept.where(was_with.in_((authority, *then)))
            rows = session.exec(wanted.where(col(event.code).in_(kept))).all()
            return {
                code: (
                    self._procedures.procedure(session, digest),
                    tuple(event_from_json(dict(body)) for _, _, body in course),
                )
                for (code, digest), course in groupby(rows, key=lambda row: (row[0], row[1]))
            }
