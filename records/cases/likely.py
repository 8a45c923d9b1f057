"""Finds cases that may be about the same thing: those nearby on the map, and the latest of the same field. Open ones, and those
that were answered and closed since a given instant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import TextClause, text

from domain.words import Status
from records.cases import tables
from records.cases.rows import Likely
from records.engine import transaction
from records.texts import storable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Engine

    from domain.offices.places import Box

_MOST_NEAR = 200
_MOST_RECENT = 300
_WORDS = 2000
"""Characters of a report that are compared."""

_SHOWN = f"""
    SELECT cases.code, left(reports.content, {_WORDS}) AS content, reports.place, reports.place_id,
           reports.latitude, reports.longitude, cases.field, cases.received_at, cases.status, cases.lead,
           (SELECT count(*) FROM cases AS merged WHERE merged.merged_into = cases.code) AS merged
"""  # noqa: S608 - the number is a constant

_CLOSED = f"""
    SELECT cases.code, left(reports.content, {_WORDS}) AS content, reports.place, reports.place_id,
           reports.latitude, reports.longitude, cases.field, cases.received_at, cases.status, cases.lead,
           (SELECT count(*) FROM cases AS merged WHERE merged.merged_into = cases.code) AS merged, outcomes.ended_at
    FROM outcomes JOIN cases ON cases.code = outcomes.code JOIN reports ON reports.code = cases.code
    WHERE outcomes.authority = :authority AND outcomes.ended_at >= :since AND cases.status = 'closed'
      AND cases.code <> :code
      AND (CAST(:field AS text) IS NULL OR cases.field IS NULL OR cases.field = :field)
      {{where}}
    ORDER BY outcomes.ended_at DESC
    LIMIT {{most}}
"""  # noqa: S608 - the number is a constant

CLOSED_NEAR = text(
    _CLOSED.format(
        where="AND reports.latitude BETWEEN :south AND :north AND reports.longitude BETWEEN :west AND :east",
        most=_MOST_NEAR,
    )
)
LATEST_CLOSED = text(_CLOSED.format(where="", most=_MOST_RECENT))

NEAR = text(
    f"""
    {_SHOWN}
    FROM reports JOIN cases ON cases.code = reports.code
    WHERE reports.latitude BETWEEN :south AND :north AND reports.longitude BETWEEN :west AND :east
      AND cases.{tables.IS_OPEN} AND cases.authority = :authority AND cases.test = :test
      AND cases.code <> :code
      AND (CAST(:field AS text) IS NULL OR cases.field IS NULL OR cases.field = :field)
    ORDER BY cases.received_at DESC
    LIMIT {_MOST_NEAR}
    """
)
_ROWS = f"""
    SELECT code FROM cases
    WHERE {tables.IS_OPEN} AND authority = :authority AND {{field}} AND test = :test
    ORDER BY received_at DESC
    LIMIT {_MOST_RECENT}
"""  # noqa: S608 - both are constants


def _recent(*fields: str) -> TextClause:
    """Return a query for the latest cases of each of these fields. One subquery a field lets an index give the order; an OR
    would read and sort every open case."""
    latest = " UNION ALL ".join(f"({_ROWS.format(field=field)})" for field in fields)
    return text(
        f"""
        {_SHOWN}
        FROM cases JOIN reports ON reports.code = cases.code
        WHERE cases.code IN ({latest}) AND cases.code <> :code
        """
    )


LATEST_OF_FIELD = _recent("field = :field", "field IS NULL")
_LATEST_OF_ANY = _recent("true")


class LikelyCases:
    """Finds cases that may be about the same thing. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def near(self, code: str, authority: str, field: str | None, box: Box, *, test: bool) -> tuple[Likely, ...]:
        """Return other open cases of the authority within the box, of this field or without one. A field of None matches any.

        `test` keeps trials of the system and real cases apart.
        """
        return self._likely(NEAR, code, authority, field, vars(box) | {"test": test})

    def latest(self, code: str, authority: str, field: str | None, *, test: bool) -> tuple[Likely, ...]:
        """Return the latest other open cases of the authority, of this field and without one. A field of None matches any."""
        return self._likely(LATEST_OF_FIELD if field else _LATEST_OF_ANY, code, authority, field, {"test": test})

    def closed(
        self, code: str, authority: str, field: str | None, box: Box | None, *, since: datetime
    ) -> tuple[Likely, ...]:
        """Return other cases of the authority that were answered since then and are closed: within the box, or without one
        the latest. No trials."""
        where = {"since": since} | (vars(box) if box else {})
        return self._likely(CLOSED_NEAR if box else LATEST_CLOSED, code, authority, field, where)

    def _likely(
        self, wanted: TextClause, code: str, authority: str, field: str | None, where: Mapping[str, object]
    ) -> tuple[Likely, ...]:
        asked = {"code": storable(code), "authority": storable(authority), "field": field and storable(field)}
        named = {name: value for name, value in (asked | dict(where)).items() if f":{name}" in wanted.text}
        with transaction(self._engine) as session:
            rows = session.connection().execute(wanted, named).mappings()
            return tuple(Likely(**{**row, "status": Status(row["status"])}) for row in rows)
