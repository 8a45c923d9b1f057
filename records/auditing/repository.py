"""Audits the record: reads whole cases, and compares all that must agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row
from sqlalchemy import Engine, text
from sqlmodel import Session

from domain.procedure import Procedure
from domain.proof.deviations import Deviation, DeviationKind
from records.auditing.checking import check
from records.auditing.rows import Row, WholeCase
from records.codec import canonical_digest
from records.engine import driver, transaction
from records.offices.procedures import ProcedureStore

# A case is read as of one instant, so that an act meanwhile contradicts nothing.
_ONE_INSTANT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
_CODES = text("SELECT code FROM cases WHERE code > :after ORDER BY code LIMIT :limit")
_COUNT = text("SELECT count(*) FROM cases")

_OF_CASES = {
    "cases": "SELECT * FROM cases WHERE code = ANY(%(codes)s)",
    "reports": """
        SELECT report_hash, reports.code, content, place, occurred_at, place_id, latitude, longitude
        FROM reports JOIN submissions USING (code) WHERE code = ANY(%(codes)s)
    """,
    "events": "SELECT * FROM events WHERE code = ANY(%(codes)s) ORDER BY code, number",
    "letters": """
        SELECT letters.code, event_number, letters.report, letters.status, format, sha256,
               encode(sha256(content), 'hex') AS found
        FROM letters LEFT JOIN letter_files USING (code, event_number, report) WHERE letters.code = ANY(%(codes)s)
        ORDER BY letters.code, event_number, letters.report, format
    """,
    "outcomes": "SELECT * FROM outcomes WHERE code = ANY(%(codes)s)",
    "steps": "SELECT * FROM steps WHERE code = ANY(%(codes)s) ORDER BY code, limit_id, counted_from",
    "answers": "SELECT * FROM answers WHERE code = ANY(%(codes)s) ORDER BY code, number",
    "ratings": "SELECT * FROM ratings WHERE code = ANY(%(codes)s) ORDER BY code, number, report",
}
# Many cases share a regulation, which is large: it is read and hashed once for all of them.
_REGULATIONS = """
WITH RECURSIVE followed AS (
    SELECT digest, body FROM procedures WHERE digest = ANY(%(digests)s)
    UNION
    SELECT before.digest, before.body
    FROM procedures AS before JOIN followed ON before.digest = followed.body ->> 'follows'
)
SELECT digest, body FROM followed
"""
_FIGURES = ("outcomes", "steps", "answers", "ratings")

# Each guarded table with the triggers that must be there and on.
_GUARDS = {
    "attachments": ("append_only",),
    "attachments_blacked_out": ("append_only",),
    "attachments_reviewed": ("append_only",),
    "events": ("append_only", "unchanged"),
    "identity_corrections": ("append_only",),
    "identity_erasures": ("append_only",),
    "identity_restrictions": ("append_only",),
    "export_keys": ("append_only",),
    "incoming_papers": ("append_only",),
    "letter_files": ("append_only",),
    "letters": ("never_taken_back", "numbered_once", "rendered_once"),
    "looks": ("append_only",),
    "masked_reports": ("append_only",),
    "office_changes": ("append_only",),
    "outgoing_papers": ("append_only",),
    "past_audits": ("append_only",),
    "personal_data_request_steps": ("append_only",),
    "daily_roots": ("append_only",),
    "root_messages": ("append_only",),
    "rooted_heads": ("append_only",),
    "summaries": ("append_only",),
    "summary_files": ("append_only",),
}
_TRIGGERS = text(
    "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal AND pg_table_is_visible(tgrelid)"
)


class Audits:
    """Reads and checks the record. Every method may raise RecordsUnavailable. Nothing is changed."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def count(self) -> int:
        """Count the cases."""
        with transaction(self._engine) as session:
            return int(session.execute(_COUNT).scalar_one())

    def codes(self, after: str, limit: int) -> tuple[str, ...]:
        """Return the next codes of all cases in order, beginning after the code `after`."""
        with transaction(self._engine) as session:
            return tuple(session.execute(_CODES, {"after": after, "limit": limit}).scalars())

    def whole(self, codes: Iterable[str]) -> tuple[WholeCase, ...]:
        """Return all that the record holds of these cases, in the order of their codes."""
        with transaction(self._engine) as session:
            session.execute(_ONE_INSTANT)
            return _whole(driver(session), sorted(codes), self._procedures)

    def check(self, case: WholeCase) -> tuple[Deviation, ...]:
        """Return what contradicts itself in the record of a case."""
        return tuple(check(case, self._procedures))

    def procedure(self, case: WholeCase) -> Procedure:
        """Return the regulation that a case is under, as it is stored."""
        return self._procedures.remember(case.case["procedure_digest"], case.case["regulation"])

    def guards_off(self) -> tuple[Deviation, ...]:
        """Return the guards of append-only tables that are missing or switched off."""
        with transaction(self._engine) as session:
            on = _guards(session)
        return tuple(
            Deviation(DeviationKind.GUARD_OFF, about=f"{table}.{trigger}")
            for table, triggers in _GUARDS.items()
            for trigger in triggers
            if (table, trigger) not in on
        )


def _guards(session: Session) -> set[tuple[str, str]]:
    return {(table, trigger) for table, trigger in session.execute(_TRIGGERS)}


def _whole(connection: Connection[Any], codes: list[str], procedures: ProcedureStore) -> tuple[WholeCase, ...]:
    found: dict[str, dict[str, list[Row]]] = {table: {} for table in _OF_CASES}
    with connection.cursor(row_factory=dict_row) as cursor:
        for table, statement in _OF_CASES.items():
            for row in cursor.execute(statement, {"codes": codes}):
                found[table].setdefault(row["code"], []).append(row)
        digests = {row["procedure_digest"] for rows in found["cases"].values() for row in rows}
        bodies = {row["digest"]: row["body"] for row in cursor.execute(_REGULATIONS, {"digests": sorted(digests)})}
    for digest in bodies.keys() - digests:  # those that cases were under before are needed to fold their events
        procedures.remember(digest, bodies[digest])
    regulations = {digest: {"regulation": bodies.get(digest), "regulation_digest": None} for digest in digests}
    regulations |= {
        digest: {"regulation": body, "regulation_digest": canonical_digest(body)} for digest, body in bodies.items()
    }
    return tuple(
        WholeCase(
            code=code,
            case={**found["cases"][code][0], **regulations[found["cases"][code][0]["procedure_digest"]]},
            report=found["reports"].get(code, [{}])[0],
            events=tuple(found["events"].get(code, ())),
            letters=tuple(found["letters"].get(code, ())),
            figures={table: tuple(found[table].get(code, ())) for table in _FIGURES},
        )
        for code in codes
        if code in found["cases"]
    )
