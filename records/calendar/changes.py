"""Changes the calendar. Each change is a new revision with its author, time and act; no revision is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, update
from sqlmodel import Session, col, select

from domain.time.decisions import EVERYWHERE, ChangeKind, Decision, Reach
from records.calendar import tables
from records.calendar.books import decision_from_json, decision_to_json, hold_alone
from records.errors import ActInForce, ActNotInForce
from records.texts import storable

_SHIPPED = "calendars/official_decisions.toml"


def seed(session: Session, decisions: Iterable[Decision], *, at: datetime) -> tuple[str, ...]:
    """Seed in this transaction. See `Calendar.seed`."""
    hold_alone(session)
    if _latest(session) is None:
        _revise(session, ChangeKind.SEED, EVERYWHERE, act="", source="", by_account=None, at=at)
        _add(session, decisions, revision=1)
        return ()
    shared = col(tables.CalendarDecision.authority).is_(None)
    known = set(session.exec(select(tables.CalendarDecision.act).where(shared).distinct()))
    new = [each for each in decisions if storable(each.act) not in known]
    acts = tuple(dict.fromkeys(storable(each.act) for each in new))
    if acts:
        revision = _revise(
            session, ChangeKind.ADD, EVERYWHERE, act="; ".join(acts), source=_SHIPPED, by_account=None, at=at
        )
        _add(session, new, revision=revision)
    return acts


def add(
    session: Session, act: str, decisions: Iterable[Decision], *, source: str, by_account: str, at: datetime
) -> int:
    """Add in this transaction. See `Calendar.add`."""
    act, decisions = storable(act), tuple(decisions)
    wanted, reach = [decision_to_json(decision) for decision in decisions], decisions[0].reach
    hold_alone(session)
    table = tables.CalendarDecision
    kept = session.exec(select(table).where(*_of(act, reach), col(table.withdrawn_in).is_(None))).all()
    if kept:
        if set(map(decision_from_json, wanted)) != {decision_from_json(row.body) for row in kept}:
            raise ActInForce(f"{act} is in force with other days")
        return max(row.added_in for row in kept)
    revision = _revise(session, ChangeKind.ADD, reach, act=act, source=storable(source), by_account=by_account, at=at)
    _add(session, decisions, revision=revision)
    return revision


def withdraw(session: Session, act: str, reach: Reach, *, by_account: str, at: datetime) -> int:
    """Withdraw in this transaction. See `Calendar.withdraw`."""
    act = storable(act)
    hold_alone(session)
    table = tables.CalendarDecision
    in_force = (*_of(act, reach), col(table.withdrawn_in).is_(None))
    if session.exec(select(table.id).where(*in_force).limit(1)).one_or_none() is None:
        before = session.exec(select(func.max(table.withdrawn_in)).where(*_of(act, reach))).one()
        if before is None:
            raise ActNotInForce(f"{act} is not in force")
        return int(before)
    revision = _revise(session, ChangeKind.WITHDRAW, reach, act=act, source="", by_account=by_account, at=at)
    session.execute(update(table).where(*in_force).values(withdrawn_in=revision))
    return revision


def _of(act: str, reach: Reach) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of one act's rows. Acts of two authorities may have one number."""
    table = tables.CalendarDecision
    return (
        col(table.act) == act,
        col(table.authority).is_not_distinct_from(reach.authority),
        col(table.agency).is_not_distinct_from(reach.agency),
    )


def _latest(session: Session) -> tables.CalendarRevision | None:
    table = tables.CalendarRevision
    return session.exec(select(table).order_by(col(table.revision).desc()).limit(1)).one_or_none()


def _revise(
    session: Session, change: ChangeKind, reach: Reach, *, act: str, source: str, by_account: str | None, at: datetime
) -> int:
    latest = _latest(session)
    revision = latest.revision + 1 if latest else 1
    row = {
        "revision": revision,
        # Editions must be in order of time even where the clocks of two machines differ.
        "since": max(at, latest.since) if latest else at,
        "change": change.value,
        "act": act,
        "source": source,
        "by_account": by_account,
        "authority": reach.authority,
        "agency": reach.agency,
    }
    session.execute(insert(tables.CalendarRevision).values(row))
    return revision


def _add(session: Session, decisions: Iterable[Decision], *, revision: int) -> None:
    rows = [
        {
            "added_in": revision,
            "act": storable(each.act),
            "authority": each.authority,
            "agency": each.agency,
            "day": each.day,
            "body": decision_to_json(each),
        }
        for each in decisions
    ]
    session.execute(insert(tables.CalendarDecision), rows)
