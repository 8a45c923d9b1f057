"""Takes what an authority has beside its cases over to the authority that it joins: agencies, places, rules and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlmodel import col, select

from records.offices import tables
from records.offices.changes import Listed, keep, listed, note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables as staff_tables
from records.staff.duties import end_delegations

if TYPE_CHECKING:
    from sqlmodel import Session

_account = staff_tables.Account
_UNSHOWN = frozenset({"authority", "by_admin"})


def join(session: Session, authority: str, into: str, change: ChangedBy) -> None:
    """Give the other authority the agencies, places, rules and answer templates that it does not have, under their ids, and all
    people.

    An agency of an id that both have is one agency from now on. Where the other one has a rule for the same cases, its own
    stands.
    """
    agencies = _lacking(session, tables.Agency, authority, into)
    keep(session, tables.Agency, Subject.AGENCY, into, map(_entry, agencies), change)
    places = sorted(_lacking(session, tables.Place, authority, into), key=lambda row: row.parent is not None)
    keep(session, tables.Place, Subject.PLACE, into, map(_entry, places), change)
    _join_rules(session, authority, into, change)
    answers = _lacking(session, tables.AnswerTemplate, authority, into)
    keep(session, tables.AnswerTemplate, Subject.ANSWER_TEMPLATE, into, map(_entry, answers), change)
    _join_people(session, authority, into, change)


def _lacking(session: Session, table: type[Listed], authority: str, into: str) -> list[Listed]:
    known = listed(session, table, into)
    return [row for id_, row in listed(session, table, authority).items() if id_ not in known]


def _join_rules(session: Session, authority: str, into: str, change: ChangedBy) -> None:
    """Take the rules for places over. One without a place would route the other authority's cases too."""
    known = listed(session, tables.RoutingRule, into)
    routed = {(row.field, row.place) for row in known.values() if row.active}
    rules = (
        row
        for row in listed(session, tables.RoutingRule, authority).values()
        if row.active and row.place is not None and (row.field, row.place) not in routed
    )
    entries: Iterable[Mapping[str, Any]] = (
        entry | {"id": f"{authority}-{row.id}" if row.id in known else row.id}
        for row in rules
        for entry in (_entry(row),)
    )
    keep(session, tables.RoutingRule, Subject.ROUTING_RULE, into, list(entries), change)


def _join_people(session: Session, authority: str, into: str, change: ChangedBy) -> None:
    for person in session.exec(select(_account).where(col(_account.authority) == authority)).all():
        end_delegations(session, person.id, change, still=lambda _: False)
        session.execute(update(_account).where(col(_account.id) == person.id).values(authority=into))
        note(session, Subject.ACCOUNT, into, person.id, {"authority": authority}, {"authority": into}, change)


def _entry(row: tables.Agency | tables.Place | tables.RoutingRule | tables.AnswerTemplate) -> dict[str, Any]:
    plain = {name: value for name, value in row.model_dump().items() if name not in _UNSHOWN}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}
