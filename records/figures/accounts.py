"""Reads the account of a period from the rows that figures are counted from.

It agrees with `domain.accounts.reckoning`, which reads the events themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, TextClause, text
from sqlmodel import Session

from domain.accounts.account import Account, Count, Flow, Group, LateStep, StepTimes, counts_of, groups_of, late_order
from domain.accounts.period import Period
from domain.accounts.shares import OverdueShare
from domain.time.amounts import Unit
from records.engine import take_up_to, transaction
from records.figures.past import OUTCOME_COLUMNS, STEP_COLUMNS
from records.offices.procedures import ProcedureStore
from records.statements import plan_for_counts, plan_for_reports
from records.texts import storable

_AGENCY = "(CAST(:agency AS text) IS NULL OR {column} = :agency)"

# How each case stood when the period was over: by its row, or by the one that told of it then. Those that had ended before the
# period, and were not touched in it, are left out.
_STOOD = f"""
    SELECT code, coalesce(since, received_at) AS since, {OUTCOME_COLUMNS} FROM outcomes
    WHERE authority = :authority AND received_at < :ends AND coalesce(since, received_at) < :ends
        AND (ended_at IS NULL OR ended_at >= :begins OR since >= :begins)
    UNION ALL
    SELECT code, since, {OUTCOME_COLUMNS} FROM past_outcomes
    WHERE authority = :authority AND until >= :ends AND since < :ends
        AND (ended_at IS NULL OR ended_at >= :begins OR since >= :begins)
"""  # noqa: S608 - made of constants

# How each limit that is or was late stood then.
_WERE_LATE = f"""
    SELECT code, limit_id, {STEP_COLUMNS} FROM steps
    WHERE authority = :authority AND late_from < :at AND coalesce(since, counted_from) < :ends
    UNION ALL
    SELECT code, limit_id, {STEP_COLUMNS} FROM past_steps
    WHERE authority = :authority AND until >= :ends AND since < :ends AND late_from < :at
"""  # noqa: S608 - made of constants

# A case whose row tells only of a part of the period has an older one that tells how it stood when the period began.
_WAS_OPEN = """
    received_at < :begins AND CASE
        WHEN since < :begins THEN ended_at IS NULL OR ended_at >= :begins
        ELSE EXISTS (
            SELECT FROM past_outcomes AS past
            WHERE past.code = stood.code AND past.since < :begins AND past.until >= :begins
                AND (past.ended_at IS NULL OR past.ended_at >= :begins)
        )
    END
"""

_FLOW = (
    "carried_in", "received", "reopened", "answered", "withheld", "refused", "withdrawn", "merged", "late", "open", "overdue"
)  # fmt: skip
_SUMS = ", ".join(f"coalesce(sum({name}), 0)::bigint AS {name}" for name in _FLOW)

_FLOWS = text(
    f"""
    WITH counted AS (
        SELECT
            channel, field, lead, place, received_at >= :begins AS received, {_WAS_OPEN} AS was_open,
            ended_at IS NULL OR ended_at >= :ends AS open, ended_at, status, withheld, late.code IS NOT NULL AS late,
            coalesce(late.runs, false) AS runs
        FROM ({_STOOD}) AS stood LEFT JOIN (
            SELECT code, bool_or(closed_at IS NULL OR closed_at >= :ends) AS runs FROM ({_WERE_LATE}) AS step GROUP BY code
        ) AS late USING (code)
        WHERE status <> 'deleted' AND {_AGENCY.format(column="lead")}
    ),
    cases AS (
        SELECT
            channel, field, lead, place, received, was_open, open, withheld AND NOT open AS withheld,
            NOT open AND status IN ('published', 'withheld', 'closed') AS answered,
            NOT open AND status = 'refused' AS refused, NOT open AND status = 'withdrawn' AS withdrawn,
            NOT open AND status = 'merged' AS merged, late, runs
        FROM counted WHERE received OR was_open OR open OR ended_at >= :begins
    ),
    -- Few rows for the sums below; unlike those, they are counted by several workers at once.
    cells AS (
        SELECT
            channel, field, lead, place,
            count(*) FILTER (WHERE was_open) AS carried_in,
            count(*) FILTER (WHERE received) AS received,
            count(*) FILTER (WHERE NOT received AND NOT was_open) AS reopened,
            count(*) FILTER (WHERE answered) AS answered,
            count(*) FILTER (WHERE answered AND withheld) AS withheld,
            count(*) FILTER (WHERE refused) AS refused,
            count(*) FILTER (WHERE withdrawn) AS withdrawn,
            count(*) FILTER (WHERE merged) AS merged,
            count(*) FILTER (WHERE (answered OR refused) AND late) AS late,
            count(*) FILTER (WHERE open) AS open,
            count(*) FILTER (WHERE open AND runs) AS overdue
        FROM cases GROUP BY channel, field, lead, place
    )
    SELECT grouping(channel, field, lead, place) AS grouped, channel, field, lead, place, {_SUMS}
    FROM cells GROUP BY GROUPING SETS ((), (channel), (field), (lead), (place))
    """  # noqa: S608 - made of constants
)


def _shares(column: str) -> TextClause:
    return text(
        f"""
        SELECT
            {column} AS id, count(*) AS total,
            count(*) FILTER (
                WHERE ended_at < :ends AND status IN ('published', 'withheld', 'closed', 'refused')
            ) AS resolved,
            count(*) FILTER (WHERE ended_at IS NULL OR ended_at >= :ends) AS open,
            count(*) FILTER (WHERE (ended_at IS NULL OR ended_at >= :ends) AND late.code IS NOT NULL) AS overdue
        FROM ({_STOOD}) AS stood LEFT JOIN (
            SELECT DISTINCT code FROM ({_WERE_LATE}) AS step WHERE closed_at IS NULL OR closed_at >= :ends
        ) AS late USING (code)
        WHERE status <> 'deleted' AND {_AGENCY.format(column="lead")}
            AND (ended_at IS NULL OR ended_at >= :begins OR {_WAS_OPEN})
        GROUP BY 1
        """  # noqa: S608 - made of constants
    )


_SHARES_OF_PLACES, _SHARES_OF_LEADS = _shares("place"), _shares("lead")

# The bits of `grouping`: 0 for the column by which a line is grouped.
_TOTAL, _BY_CHANNEL, _BY_FIELD, _BY_LEAD, _BY_PLACE = 0b1111, 0b0111, 0b1011, 0b1101, 0b1110

_TIMES = text(
    f"""
    WITH done AS (
        SELECT limit_id, missed, used / 60 AS used FROM steps
        WHERE authority = :authority AND closed_at >= :begins AND closed_at < :ends AND outcome IN ('met', 'late')
            AND {_AGENCY.format(column="agency")}
        UNION ALL
        SELECT limit_id, missed, used / 60 AS used FROM past_steps
        WHERE authority = :authority AND until >= :ends AND since < :ends AND closed_at >= :begins AND closed_at < :ends
            AND outcome IN ('met', 'late') AND {_AGENCY.format(column="agency")}
    ),
    times AS (
        SELECT limit_id, used, count(*) AS count, count(*) FILTER (WHERE missed) AS late FROM done GROUP BY 1, 2
    ),
    ranked AS (
        SELECT
            limit_id, used, count, late, sum(count) OVER (PARTITION BY limit_id ORDER BY used) AS up_to,
            sum(count) FILTER (WHERE used IS NOT NULL) OVER (PARTITION BY limit_id) AS timed
        FROM times
    )
    SELECT
        limit_id AS limit, sum(count)::bigint AS done, sum(late)::bigint AS late,
        min(used) FILTER (WHERE up_to >= 0.5 * timed) AS median,
        min(used) FILTER (WHERE up_to >= 0.9 * timed) AS ninetieth
    FROM ranked GROUP BY limit_id ORDER BY limit_id
    """  # noqa: S608 - made of constants
)

_RETURNED = text(
    f"""
    SELECT agency AS id, count(*) AS times FROM returns
    WHERE authority = :authority AND at >= :begins AND at < :ends AND {_AGENCY.format(column="agency")} GROUP BY 1
    """  # noqa: S608 - made of constants
)

_RATED = text(
    f"""
    SELECT rating AS id, count(*) AS times FROM ratings
    WHERE authority = :authority AND rated_at >= :begins AND rated_at < :ends AND {_AGENCY.format(column="lead")} GROUP BY 1
    """  # noqa: S608 - made of constants
)

_LATE = text(
    f"""
    SELECT
        step.code, step.limit_id, step.agency, stood.field, stood.lead, stood.place, stood.received_at, step.due,
        CASE WHEN step.closed_at < :ends THEN step.closed_at END AS done_at, cases.procedure_digest AS digest
    FROM ({_WERE_LATE}) AS step
    JOIN cases ON cases.code = step.code
    CROSS JOIN LATERAL (
        SELECT field, lead, place, received_at FROM (
            SELECT field, lead, place, received_at FROM past_outcomes
            WHERE past_outcomes.code = step.code AND until >= :ends AND since < :ends
            UNION ALL
            SELECT field, lead, place, received_at FROM outcomes
            WHERE outcomes.code = step.code AND coalesce(since, received_at) < :ends
        ) AS either LIMIT 1
    ) AS stood
    WHERE (step.closed_at IS NULL OR step.closed_at >= :begins) AND {_AGENCY.format(column="step.agency")}
    ORDER BY step.code, step.due, step.limit_id
    """  # noqa: S608 - made of constants
)

_AT_ONCE = 2000
_AT_MOST = timedelta(seconds=60)
"""The time that one statement may take: an account is asked for rarely, and of many cases."""


@dataclass(frozen=True)
class Asked:
    """An account that is asked for: of one authority, or of one of its lead agencies, in a period of its local days. With `at`
    within the period, a limit that ends after `at` is not late yet."""

    authority: str
    time_zone: str
    period: Period
    agency: str | None = None
    at: datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The values of the statements."""
        zone = ZoneInfo(self.time_zone)
        ends = self.period.ends(zone)
        return {
            "authority": storable(self.authority),
            "agency": self.agency and storable(self.agency),
            "begins": self.period.begins(zone),
            "ends": ends,
            "at": min(ends, self.at) if self.at else ends,
        }


class AccountBooks:
    """Accounts of any period. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def account(self, asked: Asked, *, with_late: bool = True) -> Account:
        """Return the account, all of it as of one moment. The list of late steps may be left out, or read by `late_steps`."""
        values = asked.values
        with transaction(self._engine) as session:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            _prepare(session)
            flows = [row._asdict() for row in session.execute(_FLOWS, values)]
            times = session.execute(_TIMES, values).all()
            return Account(
                authority=asked.authority,
                period=asked.period,
                agency=asked.agency,
                total=_total(flows),
                by_channel=_groups(flows, _BY_CHANNEL, "channel"),
                by_field=_groups(flows, _BY_FIELD, "field"),
                by_lead=_groups(flows, _BY_LEAD, "lead"),
                by_place=_groups(flows, _BY_PLACE, "place"),
                returned=_counts(session, "returned", values),
                ratings=_counts(session, "ratings", values),
                steps=tuple(
                    StepTimes(row.limit, row.done, row.late, _minutes(row.median), _minutes(row.ninetieth))
                    for row in times
                ),
                late=tuple(sorted(self._late(session, values), key=late_order)) if with_late else (),
            )

    def total(self, asked: Asked) -> Flow:
        """Return the flow of all cases of an account."""
        with transaction(self._engine) as session:
            _prepare(session)
            return _total([row._asdict() for row in session.execute(_FLOWS, asked.values)])

    def shares(self, asked: Asked, *, by_lead: bool = False) -> tuple[OverdueShare, ...]:
        """Return the share of overdue cases of each place, or of each lead agency."""
        with transaction(self._engine) as session:
            _prepare(session)
            found = session.execute(_SHARES_OF_LEADS if by_lead else _SHARES_OF_PLACES, asked.values)
            return tuple(OverdueShare(**row._asdict()) for row in found)

    def late_steps(self, asked: Asked) -> Iterator[LateStep]:
        """Yield the late steps of the account in the order of their cases. They come from the database bit by bit, so that any
        number of them needs little memory."""
        with transaction(self._engine) as session:
            take_up_to(session, _AT_MOST)
            yield from self._late(session, asked.values)

    def _late(self, session: Session, values: dict[str, Any]) -> Iterator[LateStep]:
        plan_for_reports(session)
        found = session.execute(_LATE, values, execution_options={"stream_results": True, "yield_per": _AT_ONCE})
        for row in found:
            procedure = self._procedures.procedure(session, row.digest)
            rule = procedure.limit(row.limit_id)
            yield LateStep(
                code=row.code,
                limit=row.limit_id,
                step=rule.name,
                source=rule.source,
                agency=row.agency,
                field=row.field,
                lead=row.lead,
                place=row.place,
                received_at=row.received_at,
                due=row.due,
                done_at=row.done_at,
                unit=rule.amount.unit if rule.amount else Unit.WORKING_DAY,
            )


def _prepare(session: Session) -> None:
    plan_for_counts(session)
    take_up_to(session, _AT_MOST)


def _total(flows: list[dict[str, Any]]) -> Flow:
    return next((_flow(row) for row in flows if row["grouped"] == _TOTAL), Flow())


def _flow(row: dict[str, Any]) -> Flow:
    return Flow(**{name: row[name] for name in _FLOW})


def _groups(flows: list[dict[str, Any]], grouped: int, column: str) -> tuple[Group, ...]:
    return groups_of((row[column], _flow(row)) for row in flows if row["grouped"] == grouped)


def _counts(session: Session, what: str, values: dict[str, Any]) -> tuple[Count, ...]:
    statement = {"returned": _RETURNED, "ratings": _RATED}[what]
    return counts_of((row.id, row.times) for row in session.execute(statement, values))


def _minutes(used: int | None) -> timedelta | None:
    return timedelta(minutes=used) if used is not None else None
