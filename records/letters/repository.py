"""Reads letters, and stores each once it is rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, Row, func, or_, text, update
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from domain.complaint import Complaint
from domain.procedure import LetterRule, Procedure
from domain.results import Paper
from domain.words import Role
from records.cases import tables as case_tables
from records.engine import transaction
from records.later_words import word_in
from records.letters import tables
from records.letters.rows import (
    LetterFacts,
    LetterFile,
    LetterFormat,
    LetterKey,
    LetterLine,
    LetterStatus,
    Matter,
    ReplacedLetter,
)
from records.offices.procedures import ProcedureStore
from records.texts import storable

# The words of a letter are those of its event: what the reporter must send again, before guidance, before a reason. Where the
# event has none, they are the result as it stood then, edited or not. A letter replaces the earlier one of the same template in
# the same case to the same reporter. A result in writing names its paper, a commitment its day.
_FACTS = text(
    """
    SELECT
        letters.number, letters.symbol, letters.agency, letters.status, letters.template, cases.procedure_digest, event.kind,
        event.at, signed.by_role,
        agency_name_at(letters.authority, letters.agency, event.at) AS agency_name,
        account_name_at(signed.by_account, event.at) AS signer, reporters.name AS addressee,
        coalesce(
            event.body -> 'wanted' ->> 'sealed',
            nullif(event.body -> 'guidance' ->> 'sealed', ''),
            event.body -> 'reason' ->> 'sealed',
            (
                SELECT said.words FROM events AS earlier CROSS JOIN LATERAL (
                    SELECT coalesce(
                        earlier.body -> 'result' ->> 'sealed', nullif(earlier.body -> 'edited' ->> 'sealed', '')
                    ) AS words
                ) AS said
                WHERE earlier.code = event.code AND earlier.number <= event.number AND said.words IS NOT NULL
                ORDER BY earlier.number DESC LIMIT 1
            ),
            ''
        ) AS words,
        CASE WHEN event.body -> 'guidance' ->> 'sealed' <> '' THEN event.body -> 'reason' ->> 'sealed' END AS reason,
        CASE WHEN event.kind IN ('result_submitted', 'approved', 'published', 'withheld') THEN (
            SELECT earlier.body ->> 'expected' FROM events AS earlier
            WHERE earlier.code = event.code AND earlier.number <= event.number AND earlier.kind = 'result_submitted'
            ORDER BY earlier.number DESC LIMIT 1
        ) END AS committed,
        reports.content, reports.place, reports.occurred_at, cases.received_at,
        paper.number AS paper_number, paper.dated AS paper_dated, paper.sender AS paper_sender,
        replaced.number AS replaced_number, replaced.symbol AS replaced_symbol, replaced.at AS replaced_at,
        replaced.agency_name AS replaced_agency
    FROM letters
    JOIN cases ON cases.code = letters.code
    JOIN events AS event ON event.code = letters.code AND event.number = letters.event_number
    JOIN events AS signed
      ON signed.code = letters.code AND signed.number = coalesce(letters.signed_event, letters.event_number)
    LEFT JOIN reporters ON reporters.code = letters.report
    LEFT JOIN reports ON reports.code = letters.report
    LEFT JOIN LATERAL (
        SELECT submitted.body -> 'paper_number' ->> 'sealed' AS number, (submitted.body ->> 'paper_date')::date AS dated,
               submitted.body -> 'paper_sender' ->> 'sealed' AS sender
        FROM events AS submitted
        WHERE submitted.code = event.code AND submitted.number <= event.number AND submitted.kind = 'result_submitted'
        ORDER BY submitted.number DESC LIMIT 1
    ) AS paper ON paper.dated IS NOT NULL AND event.kind <> 'commitment_kept'
      AND NOT event.body ?| ARRAY['wanted', 'guidance', 'reason']
    LEFT JOIN LATERAL (
        SELECT earlier.number, earlier.symbol, events.at,
               agency_name_at(earlier.authority, earlier.agency, events.at) AS agency_name
        FROM letters AS earlier
        JOIN events ON events.code = earlier.code AND events.number = earlier.event_number
        WHERE (earlier.code, earlier.report, earlier.template) = (letters.code, letters.report, letters.template)
          AND earlier.event_number < letters.event_number
        ORDER BY earlier.event_number DESC LIMIT 1
    ) AS replaced ON true
    WHERE letters.code = :code AND letters.event_number = :event_number AND letters.report = :report
    """
)

_FORGOTTEN_AFTER = timedelta(hours=2)
"""A letter that was not made for this long is handed over again. That is harmless where its workflow still runs."""

_letter, _file = tables.Letter, tables.LetterFile


class Letters:
    """Letters. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def of_case(self, complaint: Complaint) -> tuple[LetterLine, ...]:
        """Return the letters to the case's own reporter, in the order of their events: those of the case, and those of the case
        that it was merged into."""
        with transaction(self._engine) as session:
            return lines(session, complaint.procedure, storable(complaint.code))

    def content(self, letter: LetterKey, form: LetterFormat) -> bytes | None:
        """Return a file of a letter, None where there is none.

        The letter names its addressee. The caller must have checked that it may be shown.
        """
        with transaction(self._engine) as session:
            row = session.get(_file, (letter.code, letter.event_number, letter.report, form))
            return row.content if row else None

    def waiting(self, limit: int) -> tuple[LetterKey, ...]:
        """Return the letters that no workflow makes yet, the oldest first."""
        wanted = (
            select(_letter.code, _letter.event_number, _letter.report)
            .where(
                or_(
                    col(_letter.handed_over_at).is_(None),
                    col(_letter.handed_over_at) < func.now() - _FORGOTTEN_AFTER,
                ),
                col(_letter.status) != LetterStatus.RENDERED,
            )
            .order_by(col(_letter.queued_at))
            .limit(limit)
        )
        with transaction(self._engine) as session:
            return tuple(LetterKey(*found) for found in session.exec(wanted))

    def handed_over(self, letter: LetterKey) -> None:
        """Record that a workflow makes the letter."""
        with transaction(self._engine) as session:
            _change(session, letter, handed_over_at=func.now())

    def facts(self, letter: LetterKey) -> LetterFacts | None:
        """Return what the letter is made of, None where it is unknown or rendered already."""
        with transaction(self._engine) as session:
            found = session.execute(_FACTS, vars(letter)).one_or_none()
            if found is None or found.status == LetterStatus.RENDERED:
                return None
            return _facts(letter.report, self._procedures.procedure(session, found.procedure_digest), found)

    def keep(self, letter: LetterKey, made: Mapping[LetterFormat, bytes]) -> None:
        """Store the files of a rendered letter. Do nothing where it was rendered before: the first files stay."""
        with transaction(self._engine) as session:
            if not _change(session, letter, status=LetterStatus.RENDERED, rendered_at=func.now(), fault=None):
                return
            rows = [
                {**vars(letter), "format": form, "sha256": hashlib.sha256(content).hexdigest(), "content": content}
                for form, content in made.items()
            ]
            session.execute(insert(_file), rows)

    def failed(self, letter: LetterKey, fault: str) -> None:
        """Record that the letter could not be rendered, and why."""
        with transaction(self._engine) as session:
            _change(session, letter, status=LetterStatus.FAILED, fault=storable(fault))


def _change(session: Session, letter: LetterKey, **values: object) -> bool:
    """Update a letter that is not rendered yet. Return whether there was one."""
    changed = (
        update(_letter)
        .where(
            col(_letter.code) == letter.code,
            col(_letter.event_number) == letter.event_number,
            col(_letter.report) == letter.report,
            col(_letter.status) != LetterStatus.RENDERED,
        )
        .values(**values)
        .returning(col(_letter.code))
    )
    return session.execute(changed).one_or_none() is not None


def _facts(report: str, procedure: Procedure, found: Row[Any]) -> LetterFacts:
    rule = procedure.letter_made(found.kind, found.template)
    return LetterFacts(
        report=report,
        procedure=procedure,
        rule=rule,
        number=found.number,
        symbol=found.symbol or rule.symbol,
        at=found.at,
        agency=found.agency or None,
        agency_name=found.agency_name,
        signer_role=Role(found.by_role),
        signer=found.signer or "",
        addressee=found.addressee or None if rule.addressee is None else rule.addressee,
        words=found.words,
        reason=found.reason,
        replaces=_replaced(found, rule),
        committed=date.fromisoformat(found.committed) if found.committed else None,
        paper=_paper(found),
        matter=Matter(found.content, found.place, found.occurred_at, found.received_at) if rule.addressee else None,
    )


def _paper(found: Row[Any]) -> Paper | None:
    if found.paper_number is None:
        return None
    return Paper(found.paper_number, found.paper_dated, found.paper_sender)


def _replaced(found: Row[Any], rule: LetterRule) -> ReplacedLetter | None:
    if found.replaced_number is None:
        return None
    symbol = found.replaced_symbol or rule.symbol
    return ReplacedLetter(found.replaced_number, symbol, found.replaced_at, found.replaced_agency)


def lines(session: Session, procedure: Procedure, code: str) -> tuple[LetterLine, ...]:
    """Return the letters to the reporter of a case in this transaction, in the order of their events."""
    files: dict[tuple[str, int], list[LetterFile]] = {}
    size = func.length(col(_file.content))
    wanted = select_columns(col(_file.code), col(_file.event_number), col(_file.format), col(_file.sha256), size).where(
        col(_file.code).in_(select(_letter.code).where(col(_letter.report) == code)), col(_file.report) == code
    )
    for of, number, form, sha256, length in session.execute(wanted):
        files.setdefault((of, number), []).append(LetterFile(LetterFormat(form), sha256, length))
    event, signed = case_tables.Event, aliased(case_tables.Event)
    signed_by = func.coalesce(col(_letter.signed_event), col(_letter.event_number))
    required = (
        select_columns(_letter, col(event.kind), col(event.at), col(event.by_account), col(signed.by_account))
        .join(event, (col(event.code) == col(_letter.code)) & (col(event.number) == col(_letter.event_number)))
        .join(signed, (col(signed.code) == col(_letter.code)) & (col(signed.number) == signed_by))
        .where(col(_letter.report) == code)
        .order_by(col(event.at), col(_letter.event_number))
    )
    return tuple(
        LetterLine(
            code=row.code,
            event_number=row.event_number,
            rule=(rule := procedure.letter_made(kind, row.template)),
            agency=row.agency or None,
            number=row.number,
            at=at,
            status=word_in(LetterStatus, row.status),
            files=tuple(
                sorted(
                    files.get((row.code, row.event_number), ()), key=lambda each: list(LetterFormat).index(each.format)
                )
            ),
            hands=frozenset(filter(None, (sender, signer))),
            symbol=row.symbol or rule.symbol,
            fault=row.fault,
        )
        for row, kind, at, sender, signer in session.execute(required)
    )
