"""Takes what an authority has beside its cases over to the authority that it joins: agencies, places, fields, rules, people, and
the work that waits for them.

What was numbered, sent or decided is never moved: it keeps the name of its time, and the heir's people find it there
(`records.offices.lineage`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import text, update
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
    """Give the other authority the agencies, places, fields, rules and answer templates that it lacks, under their ids, and
    all people with the work that waits for them.

    An agency of an id that both have is one agency from now on. Where the other one has a rule for the same cases, its own
    stands.
    """
    agencies = _lacking(session, tables.Agency, authority, into)
    keep(session, tables.Agency, Subject.AGENCY, into, map(_entry, agencies), change)
    session.execute(_NAMES, {"authority": authority, "into": into, "agencies": [row.id for row in agencies]})
    fields = _lacking(session, tables.OwnField, authority, into)
    keep(session, tables.OwnField, Subject.FIELD, into, map(_entry, fields), change)
    places = sorted(_lacking(session, tables.Place, authority, into), key=lambda row: row.parent is not None)
    keep(session, tables.Place, Subject.PLACE, into, map(_entry, places), change)
    _join_rules(session, authority, into, change)
    answers = _lacking(session, tables.AnswerTemplate, authority, into)
    keep(session, tables.AnswerTemplate, Subject.ANSWER_TEMPLATE, into, map(_entry, answers), change)
    _join_people(session, authority, into, change)
    for statement in _WAITING_WORK:
        session.execute(statement, {"authority": authority, "into": into, "at": change.at, "why": _IMPORT_STOPPED})


# Cases of the time before show the names of their time.
_NAMES = text(
    """
    INSERT INTO agency_names (authority, agency, since, name)
    SELECT :into, agency, since, name FROM agency_names WHERE authority = :authority AND agency = ANY (:agencies)
    ON CONFLICT DO NOTHING
    """
)
_IMPORT_STOPPED = "Địa phương của tệp đã nhập vào địa phương khác."
_WAITING_WORK = (
    text(
        """
        UPDATE imports SET finished_at = :at, content = NULL, stopped = :why
        WHERE authority = :authority AND finished_at IS NULL AND CAST(:into AS text) IS NOT NULL
        """
    ),
    *(
        text(f"UPDATE {table} SET authority = :into WHERE authority = :authority")  # noqa: S608 - the tables are constants
        for table in ("imports", "handovers", "delegations", "personal_data_requests")
    ),
)


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


def _entry(
    row: tables.Agency | tables.Place | tables.OwnField | tables.RoutingRule | tables.AnswerTemplate,
) -> dict[str, Any]:
    plain = {name: value for name, value in row.model_dump().items() if name not in _UNSHOWN}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}
