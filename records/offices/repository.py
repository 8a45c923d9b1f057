"""Reads and changes offices: their agencies, places, routing rules and fields of work."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlmodel import col, select

from domain.offices.answers import AnswerTemplate
from domain.offices.office import Agency
from domain.offices.reorganisation import Reorganisation
from domain.offices.succession import Successions
from domain.offices.validity import Dated, overlap
from records.engine import transaction
from records.errors import RoutedAlready
from records.later_words import word_in
from records.offices import tables
from records.offices.cache import OfficeCache
from records.offices.changes import hold, keep, listed
from records.offices.lineage import of_lineage
from records.offices.rows import ChangedBy, OfficeChange, Subject
from records.staff import tables as staff_tables
from records.texts import storable, storable_json
from records.versions import NEW, version_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Engine

    from domain.offices.names import NameHistory
    from domain.offices.office import Office, OwnField
    from domain.offices.places import Place
    from domain.offices.routing import RoutingRule


_COUNT_USE = text(
    """
    INSERT INTO answer_uses AS uses (authority, template, used)
    SELECT authority, id, 1 FROM answer_templates WHERE authority = :authority AND id = :template
    ON CONFLICT (authority, template) DO UPDATE SET used = uses.used + 1
    """
)


class Offices:
    """The offices in the record. Every method may raise RecordsUnavailable, and UnstorableText where it takes a text.

    Every change is one transaction and is noted. Notes are never changed.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._cache = OfficeCache()

    def agencies(self, authority: str) -> tuple[Agency, ...]:
        """Return the agencies of an authority, active or not, sorted by id."""
        return self._cache.read(self._engine, storable(authority)).agencies

    def places(self, authority: str) -> tuple[Place, ...]:
        """Return the places of an authority, active or not, sorted by id."""
        return self._cache.read(self._engine, storable(authority)).places

    def routing_rules(self, authority: str) -> tuple[RoutingRule, ...]:
        """Return the routing rules of an authority, active or not, sorted by id."""
        return self._cache.read(self._engine, storable(authority)).routing_rules

    def own_fields(self, authority: str) -> tuple[OwnField, ...]:
        """Return the fields of work that an authority has added or changed, sorted by id."""
        return self._cache.read(self._engine, storable(authority)).own_fields

    def answers(self, authority: str) -> tuple[AnswerTemplate, ...]:
        """Return the answer templates of an authority, active or not, sorted by id."""
        return self._cache.read(self._engine, storable(authority)).answers

    def answer_uses(self, authority: str) -> dict[str, int]:
        """Return how often each answer template of an authority was used, by its id."""
        use = tables.AnswerUse
        with transaction(self._engine) as session:
            found = session.exec(select(use.template, use.used).where(col(use.authority) == storable(authority)))
            return dict(found.all())

    def count_use(self, authority: str, template: str) -> None:
        """Count one more use of an answer template. Do nothing where there is none of this id."""
        with transaction(self._engine) as session:
            session.execute(_COUNT_USE, {"authority": storable(authority), "template": storable(template)})

    def agency_names(self, authority: str) -> Mapping[str, NameHistory]:
        """Return the names of an authority's agencies over time, by agency."""
        return self._cache.read(self._engine, storable(authority)).agency_names

    def succeeded(self, authority: str) -> Successions:
        """Return the successions of an authority's agencies that have come by today."""
        office = self._cache.read(self._engine, storable(authority))
        return Successions(office.successions, office.day)

    def joined(self, authority: str) -> tuple[str, ...]:
        """Return the authorities that have joined this one by today, those that had joined them before among them."""
        return self._cache.read(self._engine, storable(authority)).joined

    def going_over(self, authority: str) -> Reorganisation | None:
        """Return the latest reorganisation that has come by which open cases of this authority go over to another text."""
        office = self._cache.read(self._engine, storable(authority))
        come = (each for each in office.reorganisations if each.into is not None and each.has_come(office.day))
        return max(come, key=lambda each: each.day, default=None)

    def changes(self, authority: str | None, before: int | None, limit: int) -> tuple[OfficeChange, ...]:
        """Return the changes of an authority's office, or of all, the latest first. `before` is the number to continue from."""
        change = tables.OfficeChange
        wanted = (
            select(change, staff_tables.Account.username)
            .join(staff_tables.Account, col(staff_tables.Account.id) == col(change.by_account), isouter=True)
            .order_by(col(change.id).desc())
            .limit(limit)
        )
        if authority is not None:
            wanted = wanted.where(of_lineage(change.authority, authority))
        if before is not None:
            wanted = wanted.where(col(change.id) < before)
        with transaction(self._engine) as session:
            return tuple(
                OfficeChange(
                    number=row.id or 0,
                    at=row.at,
                    authority=row.authority,
                    by_account=row.by_account,
                    by_username=username,
                    subject=word_in(Subject, row.subject),
                    subject_id=row.subject_id,
                    before=row.before,
                    after=row.after,
                )
                for row, username in session.exec(wanted)
            )

    def load(self, office: Office, *, at: datetime) -> None:
        """Store what the office's file lists, except what an admin has changed since."""
        change, authority = ChangedBy(None, at), office.authority
        places = sorted(office.places, key=lambda place: place.parent is not None)
        with transaction(self._engine) as session:
            hold(session)
            keep(session, tables.Agency, Subject.AGENCY, authority, map(_agency, office.agencies), change)
            keep(session, tables.Place, Subject.PLACE, authority, map(_plain, places), change)
            routed = listed(session, tables.RoutingRule, authority).values()
            rules = [rule for rule in office.routing if _other(routed, rule) is None]
            keep(session, tables.RoutingRule, Subject.ROUTING_RULE, authority, map(_plain, rules), change)

    def keep_agency(self, agency: Agency, change: ChangedBy) -> bool:
        """Add an agency, or change its name, its own limit, its symbol or whether it is active. Return whether it is new."""
        with transaction(self._engine) as session:
            hold(session)
            return bool(keep(session, tables.Agency, Subject.AGENCY, agency.authority, [_agency(agency)], change))

    def keep_place(self, authority: str, place: Place, change: ChangedBy) -> bool:
        """Add or change a place and return whether it is new. Its parent must be in the record."""
        with transaction(self._engine) as session:
            hold(session)
            return bool(keep(session, tables.Place, Subject.PLACE, authority, [_plain(place)], change))

    def keep_field(self, authority: str, field: OwnField, change: ChangedBy) -> bool:
        """Add or change a field of work that the regulation leaves to the authority. Return whether it is new."""
        with transaction(self._engine) as session:
            hold(session)
            return bool(keep(session, tables.OwnField, Subject.FIELD, authority, [_plain(field)], change))

    def keep_answer(self, authority: str, answer: AnswerTemplate, change: ChangedBy) -> bool:
        """Add or change an answer template and return whether it is new."""
        with transaction(self._engine) as session:
            hold(session)
            subject = Subject.ANSWER_TEMPLATE
            return bool(keep(session, tables.AnswerTemplate, subject, authority, [_plain(answer)], change))

    def keep_routing_rule(self, authority: str, rule: RoutingRule, change: ChangedBy) -> bool:
        """Add or change a routing rule and return whether it is new. Its agency and its place must be in the record.

        Raises:
            RoutedAlready: another active rule routes the same field and place on some of the same days.
        """
        with transaction(self._engine) as session:
            hold(session)
            if other := _other(listed(session, tables.RoutingRule, authority).values(), rule):
                raise RoutedAlready(other)
            kept = keep(session, tables.RoutingRule, Subject.ROUTING_RULE, authority, [_plain(rule)], change)
            return bool(kept)

    def keep_all(
        self,
        authority: str,
        change: ChangedBy,
        *,
        agencies: Sequence[Agency] = (),
        places: Sequence[Place] = (),
        rules: Sequence[RoutingRule] = (),
    ) -> int:
        """Add or change many entries in one transaction, places in this order. Return how many are new.

        Raises:
            RoutedAlready: another active rule routes the same field and place.
        """
        with transaction(self._engine) as session:
            hold(session)
            known = {**listed(session, tables.RoutingRule, authority)}
            others = [known[each] for each in known.keys() - {rule.id for rule in rules}]
            if other := next((found for rule in rules if (found := _other(others, rule))), None):
                raise RoutedAlready(other)
            new = keep(session, tables.Agency, Subject.AGENCY, authority, map(_agency, agencies), change)
            new += keep(session, tables.Place, Subject.PLACE, authority, map(_plain, places), change)
            new += keep(session, tables.RoutingRule, Subject.ROUTING_RULE, authority, map(_plain, rules), change)
            return len(new)


def _other(rules: Iterable[tables.RoutingRule], rule: RoutingRule) -> str | None:
    """Return the id of another active rule for the same cases on some day, None where there is none."""
    same = (
        each.id
        for each in rules
        if each.active
        and rule.active
        and each.id != rule.id
        and (each.field, each.place) == (rule.field, rule.place)
        and overlap(Dated(valid_from=each.valid_from, valid_to=each.valid_to), rule)
    )
    return next(same, None)


def version_of_entry(entry: Agency | Place | OwnField | RoutingRule | AnswerTemplate | None) -> str:
    """Return the version of an entry as it is kept; None stands for one that is not in the record."""
    if entry is None:
        return NEW
    return version_of(storable_json(_agency(entry) if isinstance(entry, Agency) else _plain(entry)))


def _agency(agency: Agency) -> dict[str, Any]:
    own_limit = str(agency.own_limit) if agency.own_limit else None
    return {
        "id": agency.id,
        "name": agency.name,
        "active": agency.active,
        "own_limit": own_limit,
        "symbol": agency.symbol,
        "valid_from": _day(agency.valid_from),
        "next_name": agency.next_name,
        "next_symbol": agency.next_symbol,
        "renamed_on": _day(agency.renamed_on),
    }


def _plain(entry: Place | RoutingRule | OwnField | AnswerTemplate) -> dict[str, Any]:
    plain: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(entry).items()
        if name != "holds"
    }
    if isinstance(entry, AnswerTemplate):
        return plain
    return plain | {"valid_from": _day(entry.valid_from), "valid_to": _day(entry.valid_to)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
