"""Messages on their way out: addressed, handed over, tried, and their fate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, ScalarResult, delete, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from domain.actors import Told
from domain.messages import SUMMARY_MADE, Fault, MessageChannel, MessageStatus, Reader, StandingIn
from domain.words import Role
from records.cases import tables as case_tables
from records.engine import transaction
from records.messages import addressing, tables
from records.messages.occasions import occasions_of
from records.messages.rows import Contact, Outgoing, UndeliveredMessage
from records.offices import tables as office_tables
from records.offices.procedures import ProcedureStore
from records.staff import tables as staff_tables
from records.texts import storable

_UNSETTLED = (MessageStatus.QUEUED, MessageStatus.DELIVERING, MessageStatus.FAILED)
_FORGOTTEN_AFTER = timedelta(hours=1)
"""A message this long past its last sign of life is handed over again; one that is still looked after is not sent twice."""

_message = tables.Message


class Outbox:
    """Every method may raise RecordsUnavailable, and may be called again with the same arguments."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def address(self, limit: int) -> int:
        """Makes messages of up to `limit` queued notices; gives how many notices there were."""
        with transaction(self._engine) as session:
            return addressing.address(session, limit)

    def waiting(self, limit: int) -> tuple[UndeliveredMessage, ...]:
        """Messages that leave the system and that nobody delivers, the oldest first."""
        last_sign = func.greatest(col(_message.handed_over_at), col(_message.next_try_at), col(_message.tried_at))
        wanted = (
            select_columns(
                col(_message.id),
                func.coalesce(col(tables.Notice.code), col(tables.Notice.summary)),
                func.coalesce(col(case_tables.Event.kind), SUMMARY_MADE),
                col(_message.channel),
            )
            .join(tables.Notice, col(tables.Notice.id) == col(_message.notice))
            .outerjoin(
                case_tables.Event,
                (col(case_tables.Event.code) == col(tables.Notice.code))
                & (col(case_tables.Event.number) == col(tables.Notice.event_number)),
            )
            .where(
                col(_message.status).in_(_UNSETTLED),
                or_(col(_message.handed_over_at).is_(None), last_sign < func.now() - _FORGOTTEN_AFTER),
            )
            .order_by(col(_message.queued_at), col(_message.id))
            .limit(limit)
        )
        with transaction(self._engine) as session:
            return tuple(
                UndeliveredMessage(id_, code, kind, MessageChannel(channel))
                for id_, code, kind, channel in session.execute(wanted)
            )

    def handed_over(self, message: UUID) -> None:
        """Notes that a workflow delivers the message."""
        self._set(message, handed_over_at=func.now())

    def begin(self, message: UUID) -> Outgoing | None:
        """Notes one more try, and gives what to send and where to: looked up now, so that it is where the addressee is now.

        None for a message that was sent or given up, for one that is not known, and for one to somebody who works here no
        more: its notice is addressed anew.
        """
        begun = (
            update(_message)
            .where(col(_message.id) == message, col(_message.status).in_(_UNSETTLED))
            .values(
                status=MessageStatus.DELIVERING,
                attempts=col(_message.attempts) + 1,
                tried_at=func.now(),
                next_try_at=None,
            )
            .returning(_message)
        )
        with transaction(self._engine) as session:
            rows: ScalarResult[tables.Message] = session.execute(begun).scalars()
            row = rows.one_or_none()
            if row is not None and _has_left(session, row):
                addressing.address_anew(session, row)
                return None
            return self._outgoing(session, row) if row else None

    def sent(self, message: UUID, provider_id: str | None) -> None:
        """Notes that the message has left; `provider_id` is what whoever took it calls it."""
        with transaction(self._engine) as session:
            session.execute(
                update(_message)
                .where(col(_message.id) == message, col(_message.status) != MessageStatus.SENT)
                .values(
                    status=MessageStatus.SENT,
                    sent_at=func.now(),
                    next_try_at=None,
                    last_error=None,
                    provider_id=storable(provider_id) if provider_id else None,
                )
            )

    def failed(self, message: UUID, fault: Fault, detail: str | None, next_try_at: datetime) -> None:
        """Notes a try that failed, and when the next one is due."""
        error = _error(fault, detail)
        self._set(message, status=MessageStatus.FAILED, last_error=error, next_try_at=next_try_at)

    def gave_up(self, message: UUID, fault: Fault | None = None, detail: str | None = None) -> None:
        """Notes that no further try is made. Without a fault the last one stays the reason."""
        reason = {"last_error": _error(fault, detail)} if fault else {}
        self._set(message, status=MessageStatus.GIVEN_UP, next_try_at=None, **reason)

    def forget_devices(self, tokens: tuple[str, ...]) -> None:
        """Devices that show our messages no more."""
        with transaction(self._engine) as session:
            session.execute(delete(tables.Device).where(col(tables.Device.token).in_(map(storable, tokens))))

    def _set(self, message: UUID, **values: object) -> None:
        with transaction(self._engine) as session:
            unsettled = col(_message.status).in_(_UNSETTLED)
            session.execute(update(_message).where(col(_message.id) == message, unsettled).values(**values))

    def _outgoing(self, session: Session, row: tables.Message) -> Outgoing:
        notice = session.get_one(tables.Notice, row.notice)
        occasion = occasions_of(session, self._procedures, [notice])[row.notice]
        named = select(office_tables.Agency.id, office_tables.Agency.name).where(
            col(office_tables.Agency.authority) == occasion.procedure.id
        )
        return Outgoing(
            id=row.id,
            channel=MessageChannel(row.channel),
            queued_at=row.queued_at,
            occasion=occasion,
            reader=reader_of(notice, row, stand_ins(session, [row])),
            contact=_contact(session, row),
            agencies=dict(session.exec(named).all()),
        )


def reader_of(notice: tables.Notice, message: tables.Message, stand_ins: Mapping[str, StandingIn]) -> Reader:
    """For whom a message is written, given who stands in by which delegation."""
    merged = message.reporter_of is not None and message.reporter_of != notice.code
    told, own_code = Told(Role(notice.role), notice.agency), message.reporter_of if merged else None
    return Reader(told, own_code, stand_ins.get(message.delegation or ""))


def stand_ins(session: Session, messages: Iterable[tables.Message]) -> dict[str, StandingIn]:
    """In whose place and until when, by delegation, for messages to stand-ins."""
    delegation, leader = staff_tables.Delegation, staff_tables.Account
    wanted = {message.delegation for message in messages if message.delegation}
    if not wanted:
        return {}
    found = (
        select(delegation.id, leader.display_name, delegation.ends_at)
        .join(leader, col(leader.id) == col(delegation.from_account))
        .where(col(delegation.id).in_(wanted))
    )
    return {id_: StandingIn(name, until) for id_, name, until in session.exec(found)}


def _has_left(session: Session, row: tables.Message) -> bool:
    person = session.get(staff_tables.Account, row.account) if row.account is not None else None
    return person is not None and not person.active


def _contact(session: Session, row: tables.Message) -> Contact:
    if row.account is not None:
        person: staff_tables.Account | case_tables.Reporter | None = session.get(staff_tables.Account, row.account)
        whose = col(tables.Device.account) == row.account
    else:
        person = session.get(case_tables.Reporter, row.reporter_of)
        whose = col(tables.Device.reporter_of) == row.reporter_of
    if person is None:
        return Contact()
    devices = tuple(session.exec(select(tables.Device.token).where(whose).order_by(col(tables.Device.token))))
    return Contact(email=person.email, phone=person.phone, devices=devices)


def _error(fault: Fault, detail: str | None) -> str:
    return f"{fault}:{storable(detail)}" if detail else fault.value


def fault_of(error: str | None) -> tuple[Fault | None, str | None]:
    """What `last_error` says: the fault, and what whoever refused said of it."""
    if error is None:
        return None, None
    fault, _, detail = error.partition(":")
    return Fault(fault), detail or None
