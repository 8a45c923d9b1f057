"""Registers papers that came in or went out, and lists them with the letters."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Engine, Row, text
from sqlmodel import Session, col, select

from records.engine import transaction
from records.errors import KeyReused
from records.offices.lineage import OF_LINEAGE
from records.offices.procedures import ProcedureStore
from records.papers import tables
from records.papers.rows import Direction, NewOutgoingPaper, NewPaper, Paper, SoughtPapers
from records.texts import storable, storable_row

# Locks the counter, so that of two who register at once the second reads what the first wrote.
_HOLD = text(
    """
    INSERT INTO incoming_numbers (authority, agency, year, last) VALUES (:authority, :agency, :year, 0)
    ON CONFLICT (authority, agency, year) DO UPDATE SET last = incoming_numbers.last
    RETURNING last
    """
)
_NEXT = text(
    "UPDATE incoming_numbers SET last = :number WHERE (authority, agency, year) = (:authority, :agency, :year)"
)

# Of two that register the same paper at once, the second waits here and then finds it.
_HOLD_KEY = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 11))")

# The series that the office's letters are numbered in, and the symbol of the office as it is now.
_DRAW = text(
    """
    INSERT INTO letter_numbers (authority, agency, year, last) VALUES (:authority, :agency, :year, 1)
    ON CONFLICT (authority, agency, year) DO UPDATE SET last = letter_numbers.last + 1
    RETURNING last, agency_symbol_at(:authority, :agency, now())
    """
)

# The day of a letter is that of its event, in the zone where people read it.
_REGISTER = text(
    f"""
    SELECT * FROM (
        SELECT 'out' AS direction, letters.authority, letters.agency, letters.number, letters.report AS code,
               (events.at AT TIME ZONE :zone)::date AS day, events.kind, letters.template, letters.symbol,
               cases.procedure_digest, '' AS other, '' AS paper_number, NULL::date AS dated, '' AS about
        FROM letters
        JOIN events ON events.code = letters.code AND events.number = letters.event_number
        JOIN cases ON cases.code = letters.code
        WHERE letters.year BETWEEN extract(year FROM :since) AND extract(year FROM :until)
        UNION ALL
        SELECT 'out', authority, agency, number, NULL, (sent_at AT TIME ZONE :zone)::date, NULL, NULL, symbol, NULL,
               addressees, '', NULL, name || ' (' || report || ')'
        FROM periodic_reports_sent
        UNION ALL
        SELECT 'in', authority, agency, number, code, received_on, NULL, NULL, NULL, NULL, sender, paper_number, dated, about
        FROM incoming_papers
        UNION ALL
        SELECT 'out', authority, agency, number, code, sent_on, NULL, NULL, symbol, NULL, recipient, '', NULL, about
        FROM outgoing_papers
    ) AS papers
    WHERE day BETWEEN :since AND :until
      AND (CAST(:authority AS text) IS NULL OR {OF_LINEAGE})
      AND (CAST(:agency AS text) IS NULL OR agency = :agency)
      AND (CAST(:direction AS text) IS NULL OR direction = :direction)
      AND (CAST(:code AS text) IS NULL OR code = :code)
    ORDER BY day DESC, authority, agency, direction, number DESC
    LIMIT :limit OFFSET :offset
    """  # noqa: S608 - the condition is a constant
)


class Papers:
    """The register of papers. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def add(self, paper: NewPaper, *, authority: str, agency: str | None, by: str, key: str) -> Paper:
        """Register a paper that came in under the next number of its office and year, once however often it is passed.

        Raises:
            KeyReused: another paper has this key.
        """
        paper, table = storable_row(paper), tables.IncomingPaper
        office: dict[str, Any] = {"authority": authority, "agency": agency or "", "year": paper.received_on.year}
        with transaction(self._engine) as session:
            last = session.execute(_HOLD, office).scalar_one()
            row = session.exec(select(table).where(col(table.idempotency_key) == key)).one_or_none()
            if row is None:
                row = table(**office, number=last + 1, by_account=by, idempotency_key=key, **asdict(paper))
                session.execute(_NEXT, office | {"number": row.number})
                session.add(row)
                session.flush()
            elif _new(row) != paper or (row.authority, row.agency) != (authority, agency or ""):
                raise KeyReused("this key belongs to another paper")
            return _incoming(row)

    def send(self, paper: NewOutgoingPaper, *, authority: str, agency: str | None, by: str, key: str) -> Paper:
        """Register a paper that went out under the next number of its office's letters, once however often it is passed.

        Raises:
            KeyReused: another paper has this key.
        """
        paper, table = storable_row(paper), tables.OutgoingPaper
        office: dict[str, Any] = {"authority": authority, "agency": agency or "", "year": paper.sent_on.year}
        with transaction(self._engine) as session:
            session.execute(_HOLD_KEY, {"key": key})
            row = session.exec(select(table).where(col(table.idempotency_key) == key)).one_or_none()
            if row is None:
                number, symbol = session.execute(_DRAW, office).one()
                written = f"{paper.kind}-{symbol}" if symbol else paper.kind
                row = table(
                    **office, number=number, symbol=written, by_account=by, idempotency_key=key, **asdict(paper)
                )
                session.add(row)
                session.flush()
            elif _new_outgoing(row) != paper or (row.authority, row.agency) != (authority, agency or ""):
                raise KeyReused("this key belongs to another paper")
            return _outgoing(row)

    def listed(
        self, sought: SoughtPapers, *, zone: str, limit: int | None = None, offset: int = 0
    ) -> tuple[Paper, ...]:
        """Return the entries that are sought, the latest first. `zone` is the time zone of their days."""
        wanted = asdict(sought) | {"zone": zone, "limit": limit, "offset": offset}
        wanted["code"] = None if sought.code is None else storable(sought.code)
        wanted["agency"] = None if sought.agency is None else storable(sought.agency)
        with transaction(self._engine) as session:
            return tuple(self._paper(session, row) for row in session.execute(_REGISTER, wanted))

    def _paper(self, session: Session, row: Row[Any]) -> Paper:
        entry = Paper(
            Direction(row.direction),
            row.authority,
            row.agency or None,
            row.number,
            row.day,
            row.code,
            symbol=row.symbol or "",
            other=row.other,
            paper_number=row.paper_number,
            dated=row.dated,
            about=row.about,
        )
        if row.procedure_digest is None:
            return entry
        rule = self._procedures.procedure(session, row.procedure_digest).letter_made(row.kind, row.template)
        return replace(entry, letter=rule, symbol=row.symbol or rule.symbol)


def _new(row: tables.IncomingPaper) -> NewPaper:
    return NewPaper(row.received_on, row.sender, row.about, row.paper_number, row.dated, row.code)


def _incoming(row: tables.IncomingPaper) -> Paper:
    return Paper(
        Direction.IN,
        row.authority,
        row.agency or None,
        row.number,
        row.received_on,
        row.code,
        other=row.sender,
        paper_number=row.paper_number,
        dated=row.dated,
        about=row.about,
    )


def _new_outgoing(row: tables.OutgoingPaper) -> NewOutgoingPaper:
    return NewOutgoingPaper(row.sent_on, row.recipient, row.kind, row.about, row.code)


def _outgoing(row: tables.OutgoingPaper) -> Paper:
    return Paper(
        Direction.OUT,
        row.authority,
        row.agency or None,
        row.number,
        row.sent_on,
        row.code,
        symbol=row.symbol,
        other=row.recipient,
        about=row.about,
    )
