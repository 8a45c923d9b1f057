"""Counts what waits and what is late over the whole record, for those who watch the system. It names no case and no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, text

from records.cases.tables import IS_HANDLED
from records.engine import transaction

_ALARMS = text(
    "SELECT count(*) AS late, coalesce(extract(epoch FROM now() - min(rings_at)), 0)::float AS lag_seconds "
    "FROM cases WHERE rings_at < now()"
)
_QUEUES = text(
    """
    SELECT name, count(since) AS waiting, coalesce(extract(epoch FROM now() - min(since)), 0)::float AS oldest_seconds
    FROM (VALUES ('notices'), ('messages'), ('letters'), ('starts')) AS queues (name)
    LEFT JOIN (
        SELECT 'notices' AS name, queued_at AS since FROM notices WHERE status = 'queued'
        UNION ALL SELECT 'messages', queued_at FROM messages WHERE status IN ('queued', 'delivering', 'failed')
        UNION ALL SELECT 'letters', queued_at FROM letters WHERE status <> 'rendered' AND handed_over_at IS NULL
        UNION ALL SELECT 'starts', taken_at FROM cases WHERE started_at IS NULL
    ) AS work USING (name)
    GROUP BY name ORDER BY name
    """
)
_CASELOADS = text(
    f"""
    SELECT authority, count(*) AS open, count(*) FILTER (WHERE overdue OR due_in_law < now()) AS overdue
    FROM cases WHERE {IS_HANDLED} AND NOT test GROUP BY authority ORDER BY authority
    """  # noqa: S608 - a constant
)
_COMPARISON = text(
    """
    SELECT extract(epoch FROM now() - finished_at)::float AS age_seconds,
           extract(epoch FROM finished_at - compared_at)::float AS took_seconds, compared, found,
           (SELECT count(*) FROM reconciliation_findings WHERE settled_at IS NULL AND decided_at IS NULL) AS undecided
    FROM reconciliation WHERE finished_at IS NOT NULL
    """
)


@dataclass(frozen=True)
class Queue:
    """Work that waits: `notices` to be addressed, `messages` to be sent, `letters` to be made, `starts` of workflows."""

    name: str
    waiting: int
    oldest_seconds: float


@dataclass(frozen=True)
class Alarms:
    """The cases with an alarm that should have rung and has not, and the age of the oldest such alarm."""

    late: int
    lag_seconds: float


@dataclass(frozen=True)
class Caseload:
    """The cases of one authority that wait for an answer, without trials. Of these, `overdue` missed a limit by the clock."""

    authority: str
    open: int
    overdue: int


@dataclass(frozen=True)
class Comparison:
    """The last complete comparison of cases with their workflows: when it ended, how long it took, how many cases it compared,
    what it found by kind, and how many findings wait for a person now."""

    age_seconds: float
    took_seconds: float
    compared: int
    found: Mapping[str, int]
    undecided: int


class Standing:
    """Counts by the database's clock. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def queues(self) -> tuple[Queue, ...]:
        """Return every queue, also those in which nothing waits."""
        with transaction(self._engine) as session:
            return tuple(Queue(*found) for found in session.execute(_QUEUES))

    def alarms(self) -> Alarms:
        """Return the alarms that are late."""
        with transaction(self._engine) as session:
            return Alarms(*session.execute(_ALARMS).one())

    def caseloads(self) -> tuple[Caseload, ...]:
        """Return the authorities that have such cases."""
        with transaction(self._engine) as session:
            return tuple(Caseload(*found) for found in session.execute(_CASELOADS))

    def comparison(self) -> Comparison | None:
        """Return the last complete comparison, None where there was none."""
        with transaction(self._engine) as session:
            row = session.execute(_COMPARISON).one_or_none()
            return Comparison(*row) if row else None
