"""Finds the cases that nothing happened to for a while, each once, to ask their workflows whether they know the last event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, select, text, tuple_, update
from sqlmodel import col

from records.cases import tables
from records.engine import transaction


@dataclass(frozen=True)
class QuietCase:
    """A case whose last event, `number`, was recorded at `recorded_at` by the database's clock."""

    code: str
    number: int
    recorded_at: datetime


@dataclass(frozen=True)
class QuietBatch:
    """Quiet cases, and where the mark stands when all of them were asked. `full` says that more may wait."""

    cases: tuple[QuietCase, ...]
    until: datetime
    until_code: str = ""
    full: bool = False


class QuietCases:
    """A mark moves over the events in the order of their recording. It is stored, so that a restart skips no case.

    Several workers may move it. Then some cases are asked twice, which changes nothing.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def next(self, quiet: timedelta, limit: int) -> QuietBatch:
        """Return up to `limit` cases behind the mark whose last event is older than `quiet`, in the order of that event.

        A case that was only filed is left out, because its workflow is started with all that happened.
        """
        event, case, mark = tables.Event, tables.Case, tables.CatchUpMark
        until = func.now() - quiet
        wanted = (
            select(col(event.code), col(event.number), col(event.recorded_at))
            .join(case, (col(case.code) == col(event.code)) & (col(case.number) == col(event.number)))
            .join(mark, tuple_(col(event.recorded_at), col(event.code)) > tuple_(col(mark.recorded_at), col(mark.code)))
            # Besides the pair, so that the index of `recorded_at` is used.
            .where(col(event.recorded_at) >= select(col(mark.recorded_at)).scalar_subquery())
            .where(col(event.recorded_at) <= until)
            .where(text("(events.act_digest IS NOT NULL OR events.by_role IS NULL)"))
            .order_by(col(event.recorded_at), col(event.code))
            .limit(limit)
        )
        with transaction(self._engine) as session:
            cases = tuple(QuietCase(*row) for row in session.execute(wanted))
            if len(cases) == limit:
                return QuietBatch(cases, cases[-1].recorded_at, cases[-1].code, full=True)
            return QuietBatch(cases, session.execute(select(until)).scalar_one().astimezone(UTC))

    def move_on(self, batch: QuietBatch) -> None:
        """Move the mark behind a batch. It never moves back."""
        mark = tables.CatchUpMark
        end = {"recorded_at": batch.until, "code": batch.until_code}
        moved = update(mark).where(tuple_(col(mark.recorded_at), col(mark.code)) < tuple_(*end.values())).values(end)
        with transaction(self._engine) as session:
            session.execute(moved)
