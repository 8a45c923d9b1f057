"""Reads cases as a comparison with Temporal needs them, and keeps what it found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import Engine, func, update
from sqlmodel import col

from domain.reconciling import Choice, FindingKind, Recorded
from records.cases.tables import IS_OPEN
from records.engine import driver, read, transaction
from records.later_words import word_in
from records.offices.procedures import ProcedureStore
from records.reconciliation import tables
from records.reconciliation.rows import Difference, KnownFinding, LastComparison, OpenCase, Rebuild
from records.texts import storable
from records.versions import require_seen, version_of

# Plain SQL through the driver: a comparison reads every open case.
_OPEN = f"""
SELECT code, number, rings_at, authority, lead, field, urgency, overdue
FROM cases WHERE {IS_OPEN} AND code > %(after)s AND taken_at < now() - %(settled)s
ORDER BY code LIMIT %(limit)s
"""  # noqa: S608 - constants
_STANDING = f"SELECT code, number, NOT ({IS_OPEN}), rings_at FROM cases WHERE code = ANY(%s)"  # noqa: S608 - constants
_REBUILDS = f"""
SELECT cases.code, procedure_digest, snapshot, coalesce(said.last_recorded_at, taken_at), said.done
FROM cases CROSS JOIN LATERAL (
    SELECT max(recorded_at) AS last_recorded_at,
           jsonb_object_agg(act_id, number ORDER BY number) FILTER (WHERE act_digest IS NOT NULL) AS done
    FROM events WHERE events.code = cases.code
) AS said
WHERE cases.code = ANY(%s) AND {IS_OPEN}
"""  # noqa: S608 - constants
_STARTED = "UPDATE cases SET started_at = now() WHERE code = ANY(%s)"

_HOLD = """
UPDATE reconciliation SET held_by = %(by)s, held_until = now() + %(during)s
WHERE held_by IS NULL OR held_by = %(by)s OR held_until < now()
"""
_LAST = "SELECT compared_at, finished_at, compared, found FROM reconciliation WHERE finished_at IS NOT NULL"
_FINISHED = """
UPDATE reconciliation SET compared_at = %(began_at)s, finished_at = now(), compared = %(compared)s, found = %(found)s
WHERE compared_at IS NULL OR compared_at < %(began_at)s
"""

# A difference that a person chose to leave is found again only where it has changed since.
_FOUND = """
INSERT INTO reconciliation_findings (code, kind, record_number, workflow_number, failing)
SELECT %(code)s, %(kind)s, %(record_number)s, %(workflow_number)s, %(failing)s
WHERE NOT EXISTS (
    SELECT FROM (
        SELECT kind, record_number, workflow_number, choice FROM reconciliation_findings
        WHERE code = %(code)s ORDER BY found_at DESC LIMIT 1
    ) AS latest
    WHERE choice = 'leave' AND kind = %(kind)s
      AND (record_number, workflow_number) IS NOT DISTINCT FROM (%(record_number)s::integer, %(workflow_number)s::integer)
)
ON CONFLICT (code) WHERE settled_at IS NULL DO UPDATE
SET kind = excluded.kind, record_number = excluded.record_number, workflow_number = excluded.workflow_number,
    failing = excluded.failing, seen_at = now()
"""
_GONE = """
UPDATE reconciliation_findings SET settled_at = now()
WHERE settled_at IS NULL AND decided_at IS NULL AND seen_at < %(since)s AND NOT code = ANY(%(codes)s)
"""
_FOR_A_DECISION = """
SELECT code, kind, record_number, workflow_number, failing FROM reconciliation_findings WHERE id = %s FOR UPDATE
"""
_DECIDE = """
UPDATE reconciliation_findings SET decided_at = now(), choice = %(choice)s, note = %(note)s, by_account = %(by)s
WHERE id = %(id)s AND settled_at IS NULL AND decided_at IS NULL
"""
_FINDINGS = """
SELECT finding.id, finding.code, kind, record_number, workflow_number, failing, cases.authority, found_at, seen_at, decided_at,
       settled_at, choice, note, account_name_at(by_account, decided_at)
FROM reconciliation_findings AS finding LEFT JOIN cases ON cases.code = finding.code
"""
_OF_AUTHORITY = "(%(authority)s::text IS NULL OR cases.authority = %(authority)s)"

# A code that Temporal knows is never given to another report, even where the record has forgotten it.
_SKIP_CODES = """
INSERT INTO code_numbers AS numbers (prefix, year, last)
SELECT part[1], part[2]::integer, max(part[3]::integer)
FROM unnest(%s::text[]) AS code, regexp_match(code, '^(.+)-(\\d{4})-(\\d{6,9})$') AS part
WHERE part IS NOT NULL GROUP BY part[1], part[2]
ON CONFLICT (prefix, year) DO UPDATE SET last = greatest(numbers.last, excluded.last)
"""


# What a workflow was to finish and has not. Handing it over twice is harmless: each has a workflow id of its own.
_HAND_OVER_AGAIN = (
    "UPDATE messages SET handed_over_at = NULL"
    " WHERE handed_over_at IS NOT NULL AND status IN ('queued', 'delivering', 'failed')",
    "UPDATE letters SET handed_over_at = NULL WHERE handed_over_at IS NOT NULL AND status <> 'rendered'",
    "UPDATE calendar_revisions SET told_at = NULL WHERE revision > 1 AND told_at > now() - interval '7 days'",
)


class Reconciliation:
    """The comparison of cases with their workflows. Every method may raise RecordsUnavailable; calling again is safe."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def now(self) -> datetime:
        """Return the instant by the database's clock."""
        with read(self._engine) as session:
            now: datetime = driver(session).execute("SELECT now()").fetchall()[0][0]
        return now.astimezone(UTC)

    def open_cases(self, after: str, limit: int, settled: timedelta) -> tuple[OpenCase, ...]:
        """Return up to `limit` open cases in the order of their codes, behind the code `after`, that were filed longer than
        `settled` ago."""
        known = {"after": after, "limit": limit, "settled": settled}
        with transaction(self._engine) as session:
            return tuple(
                OpenCase(code, Recorded(number, rings_at=_utc(rings_at)), tuple(face))
                for code, number, rings_at, *face in driver(session).execute(_OPEN, known)
            )

    def standing(self, codes: Sequence[str]) -> dict[str, Recorded]:
        """Return where these cases stand, by code. A code that is unknown is left out."""
        with transaction(self._engine) as session:
            found = driver(session).execute(_STANDING, (list(codes),))
            return {code: Recorded(number, ended, _utc(rings_at)) for code, number, ended, rings_at in found}

    def rebuilds(self, codes: Sequence[str]) -> tuple[Rebuild, ...]:
        """Return what the workflows of these cases are started from. A case that has ended is left out."""
        with transaction(self._engine) as session:
            return tuple(
                Rebuild(
                    self._procedures.complaint(session, digest, snapshot), done or {}, _utc(recorded_at) or recorded_at
                )
                for _, digest, snapshot, recorded_at, done in driver(session).execute(_REBUILDS, (list(codes),))
            )

    def started(self, codes: Sequence[str]) -> None:
        """Record that the workflows of these cases were started."""
        with transaction(self._engine) as session:
            driver(session).execute(_STARTED, (list(codes),))

    def hold(self, by: str, during: timedelta) -> bool:
        """Say that this process compares for the next while. Return false where another one does."""
        with transaction(self._engine) as session:
            return driver(session).execute(_HOLD, {"by": by, "during": during}).rowcount == 1

    def let_go(self, by: str) -> None:
        """Say that this process no longer compares."""
        held = update(tables.Comparison).where(col(tables.Comparison.held_by) == by)
        with transaction(self._engine) as session:
            session.execute(held.values(held_by=None, held_until=None))

    def last(self) -> LastComparison | None:
        """Return the last complete comparison, None where there was none."""
        with read(self._engine) as session:
            row = driver(session).execute(_LAST).fetchone()
        if row is None:
            return None
        began_at, finished_at, compared, found = row
        return LastComparison(began_at.astimezone(UTC), finished_at.astimezone(UTC), compared, found)

    def round(self) -> int:
        """Return the number of the last complete comparison."""
        with read(self._engine) as session:
            return int(driver(session).execute("SELECT round FROM reconciliation").fetchall()[0][0])

    def begin_round(self, number: int) -> None:
        """Record that the comparison of this number is the last complete one."""
        with transaction(self._engine) as session:
            driver(session).execute("UPDATE reconciliation SET round = %s", (number,))

    def skip_codes(self, codes: Sequence[str]) -> None:
        """Never give these codes, nor any that come before them, to another report."""
        with transaction(self._engine) as session:
            driver(session).execute(_SKIP_CODES, (list(codes),))

    def finished(self, began_at: datetime, compared: int, found: dict[str, int], differences: Iterable[str]) -> None:
        """Record a complete comparison. Findings that it did not see again are settled; `differences` are the codes it saw."""
        told = {"began_at": began_at, "compared": compared, "found": Jsonb(found)}
        with transaction(self._engine) as session:
            connection = driver(session)
            connection.execute(_FINISHED, told)
            connection.execute(_GONE, {"since": began_at, "codes": list(differences)})

    def hand_over_again(self) -> int:
        """Let messages, letters and decisions about days off that were handed over to Temporal and are not finished be handed
        over again. Return how many there are. Of decisions it is not known here whether they reached every case, so those of
        the last week are told again."""
        with transaction(self._engine) as session:
            connection = driver(session)
            return sum(connection.execute(statement).rowcount for statement in _HAND_OVER_AGAIN)

    def found(self, differences: Sequence[Difference]) -> None:
        """Keep differences for a person to decide on."""
        unknown = [each.code for each in differences if each.kind is FindingKind.UNKNOWN]
        with transaction(self._engine) as session:
            connection = driver(session)
            for each in differences:
                connection.execute(_FOUND, vars(each) | {"kind": each.kind.value})
            if unknown:
                connection.execute(_SKIP_CODES, (unknown,))

    def open_findings(self, authority: str | None, limit: int) -> tuple[KnownFinding, ...]:
        """Return the findings that are not settled, the oldest first: of one authority, or all."""
        which = f"WHERE settled_at IS NULL AND {_OF_AUTHORITY} ORDER BY found_at, finding.code LIMIT %(limit)s"
        return self._findings(which, {"authority": authority, "limit": limit})

    def settled_findings(self, authority: str | None, limit: int) -> tuple[KnownFinding, ...]:
        """Return the findings that were settled, the latest first: of one authority, or all."""
        which = f"WHERE settled_at IS NOT NULL AND {_OF_AUTHORITY} ORDER BY settled_at DESC LIMIT %(limit)s"
        return self._findings(which, {"authority": authority, "limit": limit})

    def decided_findings(self, limit: int) -> tuple[KnownFinding, ...]:
        """Return the findings whose decision is yet to be carried out, the oldest decision first."""
        which = "WHERE settled_at IS NULL AND decided_at IS NOT NULL ORDER BY decided_at LIMIT %(limit)s"
        return self._findings(which, {"limit": limit})

    def finding(self, id_: UUID) -> KnownFinding | None:
        """Return one finding, None for an unknown id."""
        return next(iter(self._findings("WHERE finding.id = %(id)s", {"id": id_})), None)

    def decide(self, id_: UUID, choice: Choice, *, note: str, by_account: str | None, seen: str | None = None) -> bool:
        """Record the decision on a finding. Return false where somebody decided before, or nothing is left to decide.

        Raises:
            ChangedMeanwhile: the finding is no more as it was `seen`.
        """
        decided = {"id": id_, "choice": choice.value, "note": storable(note), "by": by_account}
        with transaction(self._engine) as session:
            connection = driver(session)
            kept = connection.execute(_FOR_A_DECISION, (id_,)).fetchone()
            if kept is not None:
                code, kind, *rest = kept
                require_seen(_versioned(Difference(code, word_in(FindingKind, kind), *rest)), seen)
            return connection.execute(_DECIDE, decided).rowcount == 1

    def settled(self, id_: UUID) -> None:
        """Record that the decision on a finding was carried out."""
        finding = tables.Finding
        unsettled = update(finding).where(col(finding.id) == id_, col(finding.settled_at).is_(None))
        with transaction(self._engine) as session:
            session.execute(unsettled.values(settled_at=func.now()))

    def _findings(self, which: str, values: dict[str, Any]) -> tuple[KnownFinding, ...]:
        with read(self._engine) as session:
            return tuple(_finding(row) for row in driver(session).execute(_FINDINGS + which, values))


def version_of_difference(difference: Difference) -> str:
    """Return the version of a difference: another one where a comparison found it otherwise."""
    return version_of(_versioned(difference))


def _versioned(difference: Difference) -> dict[str, Any]:
    return vars(difference) | {"kind": difference.kind.value}


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at is not None else None


def _finding(row: tuple[Any, ...]) -> KnownFinding:
    id_, code, kind, record_number, workflow_number, failing, authority, *instants, choice, note, by = row
    found_at, seen_at, decided_at, settled_at = instants
    return KnownFinding(
        id_,
        Difference(code, word_in(FindingKind, kind), record_number, workflow_number, failing),
        authority,
        found_at.astimezone(UTC),
        seen_at.astimezone(UTC),
        _utc(decided_at),
        _utc(settled_at),
        word_in(Choice, choice) if choice else None,
        note,
        by,
    )
