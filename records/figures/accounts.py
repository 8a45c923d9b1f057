"""Reads the account of a period from the rows that figures are counted from.

It agrees with `domain.accounts.reckoning`, which reads the events themselves. Where `at` is given, nothing happened after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, TextClause, text
from sqlmodel import Session

from domain.accounts.account import (
    Account,
    Count,
    Flow,
    Group,
    LateStep,
    StepTimes,
    counts_of,
    groups_of,
    late_order,
    total_of,
)
from domain.accounts.period import Period
from domain.accounts.shares import OverdueShare, shares_of
from domain.time.amounts import Unit
from domain.time.months import Month
from records.engine import take_up_to, transaction
from records.figures.borders import WITHIN, Borders, of_their_time, values_of
from records.figures.flows import FLOW, FLOWS_OF_AUTHORITY, FLOWS_OF_PART, GROUPINGS, OF_AGENCY, WERE_LATE
from records.figures.step_times import TIMES_OF_AUTHORITY, TIMES_OF_PART
from records.offices.lineage import joinings
from records.offices.procedures import ProcedureStore
from records.statements import plan_for_counts, plan_for_reports
from records.texts import storable

_RETURNED = text(
    f"""
    SELECT agency AS id, count(*) AS times FROM returns
    WHERE authority = :authority AND at >= :begins AND at < :ends AND {OF_AGENCY.format(column="agency")}
        AND {WITHIN}
    GROUP BY 1
    """  # noqa: S608 - made of constants
)

_RATED = text(
    f"""
    SELECT rating AS id, count(*) AS times FROM ratings
    WHERE authority = :authority AND rated_at >= :begins AND rated_at < :ends AND {OF_AGENCY.format(column="lead")}
        AND {WITHIN}
    GROUP BY 1
    """  # noqa: S608 - made of constants
)

_LATE = text(
    f"""
    SELECT
        step.code, step.limit_id, step.agency, stood.field, stood.lead, stood.place, stood.received_at, step.due,
        CASE WHEN step.closed_at < :ends THEN step.closed_at END AS done_at, cases.procedure_digest AS digest
    FROM ({WERE_LATE}) AS step
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
    WHERE (step.closed_at IS NULL OR step.closed_at >= :begins) AND {OF_AGENCY.format(column="step.agency")}
        AND {WITHIN.replace("OR code", "OR step.code")}
    ORDER BY step.code, step.due, step.limit_id
    """  # noqa: S608 - made of constants
)

_DAY = timedelta(days=1)
_AT_ONCE = 2000
_AT_MOST = timedelta(seconds=60)
"""The time that one statement may take: an account is asked for rarely, and of many cases."""


@dataclass(frozen=True)
class Asked:
    """An account that is asked for: of one authority, of one of its lead agencies, or within borders that it had, in a period of
    its local days. With `at` within the period, a limit that ends after `at` is not late yet."""

    authority: str
    time_zone: str
    period: Period
    agency: str | None = None
    at: datetime | None = None
    borders: Borders | None = None

    @property
    def is_whole(self) -> bool:
        """True where the account is of all cases of the authority, which sums tell of."""
        return self.agency is None and self.borders is None

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
            "first": self.period.first,
            "last": self.period.last,
            **values_of(self.borders),
            **self._whole_months(zone),
        }

    def _whole_months(self, zone: ZoneInfo) -> dict[str, Any]:
        """The whole months of the period, as days and as instants; where it has none, they begin and end with the period."""
        first, after = self.period.first, self.period.last + _DAY
        begins = Month(first.year, first.month)
        begins = begins if first.day == 1 else begins.following
        ends = Month(after.year, after.month)
        if begins.first_day >= ends.first_day:
            return {
                "first_month": first,
                "after_months": first,
                "months_begin": self.period.begins(zone),
                "months_end": self.period.begins(zone),
            }
        months = Period(begins.first_day, ends.first_day - _DAY)
        return {
            "first_month": months.first,
            "after_months": ends.first_day,
            "months_begin": months.begins(zone),
            "months_end": months.ends(zone),
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
            groups = _flows(session, asked, GROUPINGS)
            statement = TIMES_OF_AUTHORITY if asked.is_whole else TIMES_OF_PART
            times = session.execute(statement, _named_in(statement, values)).all()
            return Account(
                authority=asked.authority,
                period=asked.period,
                agency=asked.agency,
                total=total_of(group.flow for group in groups["channel"]),
                by_channel=groups["channel"],
                by_field=groups["field"],
                by_lead=groups["lead"],
                by_place=groups["place"],
                returned=_counts(session, "returned", values),
                ratings=_counts(session, "ratings", values),
                steps=tuple(
                    StepTimes(row.limit, row.done, row.late, _minutes(row.median), _minutes(row.ninetieth))
                    for row in times
                ),
                late=tuple(sorted(self._late(session, values), key=late_order)) if with_late else (),
            )

    def of_its_time(self, asked: Asked) -> Asked:
        """Return the same account within the borders that its authority had on the last day of the period."""
        with transaction(self._engine) as session:
            heir, borders = of_their_time(asked.authority, asked.period.last, joinings(session))
        return replace(asked, authority=heir, borders=borders)

    def total(self, asked: Asked) -> Flow:
        """Return the flow of all cases of an account."""
        with transaction(self._engine) as session:
            _prepare(session)
            return total_of(group.flow for group in _flows(session, asked, ("channel",))["channel"])

    def shares(self, asked: Asked, *, by_lead: bool = False) -> tuple[OverdueShare, ...]:
        """Return the share of overdue cases of each place, or of each lead agency."""
        by = "lead" if by_lead else "place"
        with transaction(self._engine) as session:
            _prepare(session)
            return shares_of(_flows(session, asked, (by,))[by])

    def late_steps(self, asked: Asked) -> Iterator[LateStep]:
        """Yield the late steps of the account in the order of their cases. They come from the database bit by bit, so that any
        number of them needs little memory."""
        with transaction(self._engine) as session:
            take_up_to(session, _AT_MOST)
            yield from self._late(session, asked.values)

    def _late(self, session: Session, values: dict[str, Any]) -> Iterator[LateStep]:
        plan_for_reports(session)
        found = session.execute(
            _LATE, _named_in(_LATE, values), execution_options={"stream_results": True, "yield_per": _AT_ONCE}
        )
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


def _flows(session: Session, asked: Asked, groupings: tuple[str, ...]) -> dict[str, tuple[Group, ...]]:
    """Return the flows of an account, grouped in each of these ways."""
    statement = FLOWS_OF_AUTHORITY if asked.is_whole else FLOWS_OF_PART
    values = _named_in(statement, asked.values | {"groupings": list(groupings)})
    found: dict[str, list[tuple[str | None, Flow]]] = {each: [] for each in groupings}
    for row in session.execute(statement, values):
        flow = Flow(**{name: getattr(row, name) for name in FLOW})
        found[row.grouped_by].append((row.id, flow))
    return {by: groups_of(flows) for by, flows in found.items()}


def _named_in(statement: TextClause, values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in statement.compile().params}


def _counts(session: Session, what: str, values: dict[str, Any]) -> tuple[Count, ...]:
    statement = {"returned": _RETURNED, "ratings": _RATED}[what]
    return counts_of((row.id, row.times) for row in session.execute(statement, _named_in(statement, values)))


def _minutes(used: int | None) -> timedelta | None:
    return timedelta(minutes=used) if used is not None else None
