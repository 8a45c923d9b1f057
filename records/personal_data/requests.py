"""The register of persons' requests about their own data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, col, select

from domain.personal_data.requests import Hindrance, PersonalDataRequest, RequestKind, RequestStep
from records.cases.tables import IS_OPEN
from records.engine import transaction
from records.errors import CaseNotEnded, DataRequestUnknown, KeyReused
from records.later_words import word_in
from records.personal_data import identities, tables
from records.personal_data.rows import Correction, MissedLimit, RegisteredRequest, Requester, TakenStep
from records.texts import storable, storable_row

_LOOK = text("INSERT INTO looks (account, looked_at, code) VALUES (:account, 'personal_data_request', :code)")
# A report that was merged has ended when the case that answers it has.
_IS_OPEN = text(
    f"""
    WITH RECURSIVE course (merged_into, open) AS (
        SELECT merged_into, {IS_OPEN} FROM cases WHERE code = :code
        UNION SELECT cases.merged_into, {IS_OPEN} FROM course JOIN cases ON cases.code = course.merged_into
    )
    SELECT bool_or(open) FROM course
    """  # noqa: S608 - its part is a constant
)
_ERASE = (
    text("UPDATE reporters SET name = '', address = '', phone = '', email = NULL WHERE code = :code"),
    text("DELETE FROM devices WHERE reporter_of = :code"),
    text("INSERT INTO identity_erasures (code, source) VALUES (:code, :source) ON CONFLICT DO NOTHING"),
)
_CLAIM = text(
    """
    UPDATE personal_data_requests SET telling_until = :at + CAST(:lease AS interval) WHERE id = (
        SELECT id FROM personal_data_requests
        WHERE ended_at IS NULL AND (telling_until IS NULL OR telling_until < :at) AND (
            (carry_out_due < :at AND carry_out_missed_told_at IS NULL)
            OR (answer_due < :at AND answered_at IS NULL AND answer_missed_told_at IS NULL)
        )
        ORDER BY carry_out_due LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, authority, kind, answer_due, carry_out_due, carry_out_due < :at AS is_late
    """
)
_TOLD = {
    RequestStep.ANSWERED: text(
        "UPDATE personal_data_requests SET answer_missed_told_at = :at, telling_until = NULL WHERE id = :number"
    ),
    # Who hears that it was not carried out need not hear that it was not answered.
    RequestStep.CARRIED_OUT: text(
        "UPDATE personal_data_requests SET answer_missed_told_at = coalesce(answer_missed_told_at, :at),"
        " carry_out_missed_told_at = :at, telling_until = NULL WHERE id = :number"
    ),
}
_LEASE = timedelta(minutes=2)

Change = Callable[[PersonalDataRequest], PersonalDataRequest | Hindrance]


class DataRequests:
    """The register. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        standing: PersonalDataRequest,
        requester: Requester,
        *,
        authority: str,
        code: str | None,
        by: str,
        key: str,
    ) -> RegisteredRequest:
        """Take a request in, once however often it is passed. Return it as it is in the register.

        Raises:
            KeyReused: another request has this key.
        """
        requester, table = storable_row(requester), tables.DataRequest
        row = {**_columns(standing), "authority": authority, "kind": standing.kind.value, "code": code}
        with transaction(self._engine) as session:
            adding = upsert(table).values(row | {"idempotency_key": key}).on_conflict_do_nothing()
            number = session.execute(adding.returning(col(table.id))).scalar_one_or_none()
            if number is None:
                return _same(session, key, requester, (authority, standing.kind, code))
            session.execute(insert(tables.DataRequester).values(request=number, **asdict(requester)))
            _note(session, number, RequestStep.RECEIVED, standing.received_at, by, "")
            return RegisteredRequest(number, authority, code, standing)

    def find(self, number: int) -> RegisteredRequest | None:
        """Return a request, None for an unknown number."""
        with transaction(self._engine) as session:
            row = session.get(tables.DataRequest, number)
            return _registered(row) if row else None

    def requester(self, number: int, *, seen_by: str) -> Requester:
        """Return who asks. The look is recorded. The caller must have checked that this account may know.

        Raises:
            DataRequestUnknown: no request has this number.
        """
        with transaction(self._engine) as session:
            row, request = session.get(tables.DataRequester, number), session.get(tables.DataRequest, number)
            if row is None or request is None:
                raise DataRequestUnknown(f"no request {number}")
            session.execute(_LOOK, {"account": seen_by, "code": request.code})
            return Requester(row.name, row.contact, row.checked_by, row.words)

    def steps(self, number: int) -> tuple[TakenStep, ...]:
        """Return what was done to a request, in order."""
        step = tables.DataRequestStep
        wanted = select(step).where(col(step.request) == number).order_by(col(step.number))
        with transaction(self._engine) as session:
            return tuple(
                TakenStep(word_in(RequestStep, row.step), row.at, row.by_account, row.words)
                for row in session.exec(wanted)
            )

    def listed(
        self, authority: str | None, *, only_open: bool, before: int | None = None, limit: int | None = None
    ) -> tuple[RegisteredRequest, ...]:
        """Return the requests to an authority or to all, the latest first. `before` is the number to go on from."""
        request = tables.DataRequest
        wanted = select(request).order_by(col(request.id).desc()).limit(limit)
        if authority is not None:
            wanted = wanted.where(col(request.authority) == storable(authority))
        if only_open:
            wanted = wanted.where(col(request.ended_at).is_(None))
        if before is not None:
            wanted = wanted.where(col(request.id) < before)
        with transaction(self._engine) as session:
            return tuple(map(_registered, session.exec(wanted)))

    def advance(
        self,
        number: int,
        step: RequestStep,
        change: Change,
        *,
        at: datetime,
        by: str,
        words: str,
        correction: Correction | None = None,
        codes: Sequence[str] = (),
    ) -> RegisteredRequest | Hindrance:
        """Take a step and record it, unless something hinders it. To carry out a request does what it asks for: it erases the
        identity of its case, makes the `correction`, or restricts the identities of its case and of `codes`.

        Raises:
            DataRequestUnknown: no request has this number.
            CaseNotEnded: the identity of a case that is open cannot be erased.
            IdentityUnknown: the authority keeps no identity under one of the codes.
        """
        with transaction(self._engine) as session:
            row = session.get(tables.DataRequest, number, with_for_update=True)
            if row is None:
                raise DataRequestUnknown(f"no request {number}")
            changed = change(_registered(row).standing)
            if isinstance(changed, Hindrance):
                return changed
            every = (*((row.code,) if row.code else ()), *codes)
            match (step, row.kind):
                case (RequestStep.CARRIED_OUT, RequestKind.ERASE) if row.code:
                    _erase(session, row.code, f"Yêu cầu xóa dữ liệu cá nhân số {number}")
                case (RequestStep.CARRIED_OUT, RequestKind.CORRECT) if correction:
                    identities.correct(session, number, row.authority, correction, at=at, by=by)
                case (RequestStep.CARRIED_OUT, RequestKind.RESTRICT) if every:
                    identities.restrict(session, number, row.authority, every, at=at, by=by)
                case (RequestStep.LIFTED, _) if not identities.lift(session, number, at=at, by=by):
                    return Hindrance.NOT_RESTRICTED
            table = tables.DataRequest
            session.execute(update(table).where(col(table.id) == number).values(_columns(changed)))
            _note(session, number, step, at, by, storable(words))
            return RegisteredRequest(number, row.authority, row.code, changed)

    def next_missed(self, at: datetime) -> MissedLimit | None:
        """Return a limit that has passed and that nobody was told of, and leave it to the caller for some time."""
        with transaction(self._engine) as session:
            row = session.execute(_CLAIM, {"at": at, "lease": _LEASE}).one_or_none()
            if row is None:
                return None
            step = RequestStep.CARRIED_OUT if row.is_late else RequestStep.ANSWERED
            due = row.carry_out_due if row.is_late else row.answer_due
            return MissedLimit(row.id, row.authority, word_in(RequestKind, row.kind), step, due)

    def told(self, missed: MissedLimit, at: datetime) -> None:
        """Note that people were told of it."""
        with transaction(self._engine) as session:
            session.execute(_TOLD[missed.step], {"at": at, "number": missed.number})


def _erase(session: Session, code: str, source: str) -> None:
    if session.execute(_IS_OPEN, {"code": code}).scalar_one():
        raise CaseNotEnded(f"case {code} has not ended")
    for statement in _ERASE:
        session.execute(statement, {"code": code, "source": source})


def _note(session: Session, number: int, step: RequestStep, at: datetime, by: str, words: str) -> None:
    table = tables.DataRequestStep
    taken = len(session.exec(select(col(table.number)).where(col(table.request) == number)).all())
    row = {"request": number, "number": taken + 1, "step": step.value, "at": at, "by_account": by, "words": words}
    session.execute(insert(table).values(row))


def _same(
    session: Session, key: str, requester: Requester, about: tuple[str, RequestKind, str | None]
) -> RegisteredRequest:
    table = tables.DataRequest
    row = session.exec(select(table).where(col(table.idempotency_key) == key)).one()
    found, kept = _registered(row), session.get(tables.DataRequester, row.id)
    same = kept is not None and requester == Requester(kept.name, kept.contact, kept.checked_by, kept.words)
    if not same or (found.authority, found.kind, found.code) != about:
        raise KeyReused("this key belongs to another request")
    return found


def _columns(standing: PersonalDataRequest) -> dict[str, Any]:
    return {name: value for name, value in vars(standing).items() if name != "kind"}


def _registered(row: tables.DataRequest) -> RegisteredRequest:
    standing = PersonalDataRequest(
        kind=word_in(RequestKind, row.kind),
        received_at=row.received_at,
        answer_due=row.answer_due,
        carry_out_due=row.carry_out_due,
        answered_at=row.answered_at,
        extended_at=row.extended_at,
        ended_at=row.ended_at,
        refused=row.refused,
    )
    return RegisteredRequest(row.id or 0, row.authority, row.code, standing)
