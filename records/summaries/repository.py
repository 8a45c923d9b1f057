"""Monthly reports: finds which is next and what it is made of, stores and reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from domain.events import Event
from domain.procedure import Procedure, SummaryRule
from domain.summaries import MadeSummary
from domain.time.months import Month
from records.cases import tables as case_tables
from records.codec import event_from_json
from records.engine import transaction
from records.messages import tables as message_tables
from records.offices.procedures import ProcedureStore
from records.summaries import tables
from records.summaries.rows import KeptSummary, SummaryFile, SummaryFormat
from records.texts import storable

_made, _file = tables.Summary, tables.SummaryFile


class Summaries:
    """Monthly reports. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def next_month(self, authority: str, summary: str, zone: ZoneInfo) -> Month | None:
        """Return the month after the latest report. Without a report it is the month of the authority's first case, and None
        without a case."""
        latest = select(func.max(_made.month)).where(col(_made.authority) == authority, col(_made.summary) == summary)
        first = select(func.min(case_tables.Case.received_at)).where(col(case_tables.Case.authority) == authority)
        with transaction(self._engine) as session:
            if (month := session.exec(latest).one()) is not None:
                return Month(month.year, month.month).following
            received_at = session.exec(first).one()
        return Month.of(received_at, zone) if received_at else None

    def courses(
        self, procedure: Procedure, rule: SummaryRule, before: datetime
    ) -> dict[str, tuple[Procedure, tuple[Event, ...]]]:
        """Return the procedure and events of every case that was withheld from the public on the rule's ground before an
        instant, by code."""
        event, case = case_tables.Event, case_tables.Case
        kept = (
            select(event.code)
            .join(case, col(case.code) == col(event.code))
            .where(
                col(event.kind).in_(("restricted", "withheld")),
                col(event.body)["ground"].astext == rule.of_withheld,
                col(event.at) < before,
                col(case.authority) == procedure.id,
            )
        )
        wanted = (
            select(event.code, case.procedure_digest, event.body)
            .join(case, col(case.code) == col(event.code))
            .where(col(event.code).in_(kept))
            .order_by(col(event.code), col(event.number))
        )
        with transaction(self._engine) as session:
            rows = session.exec(wanted).all()
            return {
                code: (
                    self._procedures.procedure(session, digest),
                    tuple(event_from_json(dict(body)) for _, _, body in course),
                )
                for (code, digest), course in groupby(rows, key=lambda row: (row[0], row[1]))
            }

    def keep(self, made: MadeSummary, files: Mapping[SummaryFormat, bytes]) -> bool:
        """Store a report and queue the notices that its rule names. Return whether it is the first of its month; the first one
        is never replaced."""
        row = {
            "code": made.code,
            "authority": made.procedure.id,
            "summary": made.rule.id,
            "month": made.month.first_day,
            "made_at": made.made_at,
            "counts": made.counts,
        }
        with transaction(self._engine) as session:
            digest = self._procedures.keep(session, made.procedure)
            kept = insert(_made).values(row | {"procedure_digest": digest}).on_conflict_do_nothing()
            if session.execute(kept.returning(col(_made.code))).one_or_none() is None:
                return False
            session.execute(insert(_file), [_file_row(made.code, form, content) for form, content in files.items()])
            session.execute(
                insert(message_tables.Notice),
                [
                    {"summary": made.code, "role": role.value, "channel": channel, "status": "queued"}
                    for role in made.rule.to
                    for channel in made.rule.channels
                ],
            )
            return True

    def of_authority(self, authority: str | None) -> tuple[KeptSummary, ...]:
        """Return the reports of one authority or of all, the latest first."""
        wanted = select(_made).order_by(col(_made.made_at).desc(), col(_made.code).desc())
        if authority is not None:
            wanted = wanted.where(col(_made.authority) == storable(authority))
        with transaction(self._engine) as session:
            return self._kept(session, tuple(session.exec(wanted)))

    def find(self, code: str) -> KeptSummary | None:
        """Return the report with this code, None where there is none."""
        with transaction(self._engine) as session:
            row = session.get(_made, storable(code))
            return self._kept(session, (row,))[0] if row else None

    def content(self, code: str, form: SummaryFormat) -> bytes | None:
        """Return one file of a report, None where there is none."""
        with transaction(self._engine) as session:
            row = session.get(_file, (storable(code), form.value))
            return row.content if row else None

    def _kept(self, session: Session, rows: tuple[tables.Summary, ...]) -> tuple[KeptSummary, ...]:
        files: dict[str, list[SummaryFile]] = {}
        for code, form, sha256, size in session.exec(
            select(_file.code, _file.format, _file.sha256, func.length(col(_file.content)))
            .where(col(_file.code).in_([row.code for row in rows]))
            .order_by(col(_file.format))
        ):
            files.setdefault(code, []).append(SummaryFile(SummaryFormat(form), sha256, size))
        return tuple(
            KeptSummary(made_of(session, self._procedures, row), tuple(files.get(row.code, ()))) for row in rows
        )


def made_of(session: Session, procedures: ProcedureStore, row: tables.Summary) -> MadeSummary:
    """Return the report of a row as the domain knows it."""
    procedure = procedures.procedure(session, row.procedure_digest)
    rule = procedure.summary(row.summary)
    if rule is None:
        raise LookupError(f"{procedure.id} asks for no report {row.summary}")
    return MadeSummary(
        code=row.code,
        procedure=procedure,
        rule=rule,
        month=Month(row.month.year, row.month.month),
        made_at=row.made_at,
        counts=row.counts,
    )


def _file_row(code: str, form: SummaryFormat, content: bytes) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    return {"code": code, "format": form.value, "sha256": digest, "content": content}
