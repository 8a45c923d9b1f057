"""Finds one case with its report, its result and the events of one act, in one statement: every request about a case begins
with it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from psycopg.rows import dict_row
from sqlmodel import Session

from domain.actors import Actor
from domain.reconciling import FREEZING
from domain.words import Role
from records.cases.rows import CaseRecord, Entry, Report
from records.codec import Json, event_from_json
from records.engine import driver
from records.offices.procedures import ProcedureStore

_FREEZING = sorted(FREEZING)

# The text of a result, as it was submitted or as it was edited on approval or publication.
_WORDS = "coalesce(body #>> '{result,sealed}', nullif(body #>> '{edited,sealed}', ''))"
_SAYS = f"""
    SELECT {_WORDS} FROM events
    WHERE code = found.code AND kind IN ('result_submitted', 'approved', 'published', 'commitment_kept')
      AND {_WORDS} IS NOT NULL
"""  # noqa: S608 - the words are a constant
_CASE = f"""
SELECT
    found.code, procedure_digest, snapshot, received_at, started_at IS NOT NULL AS started,
    report.content, report.place, report.occurred_at, report.place_id, report.latitude, report.longitude,
    ({_SAYS} ORDER BY number DESC LIMIT 1) AS result,
    -- A result that was submitted since the reporter was given one is still internal.
    ({_SAYS} AND number <= (
        SELECT max(number) FROM events WHERE code = found.code AND kind IN ('published', 'withheld', 'commitment_kept')
    ) ORDER BY number DESC LIMIT 1) AS given,
    ARRAY(
        WITH RECURSIVE merged AS (
            SELECT code FROM cases WHERE merged_into = found.code
            UNION SELECT cases.code FROM cases JOIN merged ON cases.merged_into = merged.code
        )
        SELECT code FROM merged ORDER BY code
    ) AS merged,
    ARRAY(SELECT code FROM cases AS later WHERE later.continues = found.code ORDER BY code) AS continued_by,
    (SELECT jsonb_agg(to_jsonb(event) ORDER BY number) FROM events AS event
     WHERE code = found.code AND act_id = %(act_id)s) AS act,
    EXISTS (
        SELECT FROM reconciliation_findings
        WHERE code = found.code AND settled_at IS NULL AND kind = ANY(%(freezing)s)
    ) AS frozen
FROM cases AS found JOIN reports AS report ON report.code = found.code
WHERE found.code = %(code)s
"""  # noqa: S608 - its parts are constants


def find(session: Session, procedures: ProcedureStore, code: str, act_id: str | None) -> CaseRecord | None:
    """Find a case in this transaction. See `Cases.find`."""
    cursor = driver(session).cursor(row_factory=dict_row)
    row = cursor.execute(_CASE, {"code": code, "act_id": act_id, "freezing": _FREEZING}).fetchone()
    if row is None:
        return None
    return CaseRecord(
        code=row["code"],
        complaint=procedures.complaint(session, row["procedure_digest"], row["snapshot"]),
        report=Report(
            content=row["content"],
            place=row["place"],
            occurred_at=row["occurred_at"],
            place_id=row["place_id"],
            latitude=row["latitude"],
            longitude=row["longitude"],
        ),
        received_at=row["received_at"].astimezone(UTC),
        started=row["started"],
        result=row["result"],
        given=row["given"],
        merged=tuple(row["merged"]),
        continued_by=tuple(row["continued_by"]),
        act=tuple(map(_entry, row["act"] or ())),
        frozen=row["frozen"],
    )


def _entry(row: dict[str, Any]) -> Entry:
    body: Json = row["body"]
    return Entry(row["number"], row["act_id"], _actor(row), event_from_json(body), row["act_digest"])


def _actor(row: dict[str, Any]) -> Actor | None:
    if row["by_role"] is None:
        return None
    return Actor(Role(row["by_role"]), row["by_authority"], row["by_agency"], row["by_account"], row["by_on_behalf_of"])
