"""Messages that leave the system: addresses them, hands them over, and records each try and its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, ScalarResult, delete, func, or_, text, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from domain.actors import Told
from domain.messages import Fault, MessageChannel, MessageStatus, Reader, StandingIn
from domain.offices.names import names_at
from domain.words import Role
from records.cases import tables as case_tables
from records.engine import transaction
from records.later_words import word_in
from records.messages import addressing, digests, tables
from records.messages.occasions import occasions_of
from records.messages.rows import Contact, FiledAs, Outgoing, UndeliveredMessage
from records.names import agency_names
from records.offices.procedures import ProcedureStore
from records.reports import tables as report_tables
from records.staff import tables as staff_tables
from records.texts import storable

_CHANNELS = tuple(MessageChannel)
"""The channels that this release knows. Messages by another are left to workers of the release that does."""

_UNSETTLED = (MessageStatus.QUEUED, MessageStatus.DELIVERING, MessageStatus.FAILED)
_FORGOTTEN_AFTER = timedelta(hours=1)
"""A message without any progress for this long is handed over again. That is harmless where its workflow still runs."""

_message = tables.Message
_happened = report_tables.ReportEvent


_SETTLE_OLD = text(
    """
    UPDATE notices SET status = 'addressed'
    WHERE notices.status = 'queued' AND notices.channel <> :portal AND (
        EXISTS (
            SELECT FROM events
            WHERE events.code = notices.code AND events.number = notices.event_number AND events.at < :before
        ) OR EXISTS (
            SELECT FROM periodic_report_events AS happened
            WHERE happened.report = notices.periodic_report AND happened.number = notices.periodic_report_event
              AND happened.at < :before
        )
    )
    """
)


class Outbox:
    """Messages to deliver. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def address(self, limit: int, *, sms: bool = False) -> int:
        """Write the messages of up to `limit` queued notices. Return how many notices there were. `sms` tells whether reporters
        are also told by SMS where the regulation does not ask for it."""
        with transaction(self._engine) as session:
            return addressing.address(session, limit, sms=sms)

    def keep_on_portal(self, before: datetime) -> None:
        """Settle the queued notices about events before an instant that would leave the system. They are not sent; those on the
        portal are shown all the same."""
        with transaction(self._engine) as session:
            session.connection().execute(_SETTLE_OLD, {"portal": MessageChannel.PORTAL, "before": before})

    def gather(self) -> None:
        """Gather the late alarms of each person in one message."""
        with transaction(self._engine) as session:
            digests.gather(session)

    def waiting(self, limit: int) -> tuple[UndeliveredMessage, ...]:
        """Return the messages that leave the system and that no workflow delivers, the oldest first."""
        last_sign = func.greatest(col(_message.handed_over_at), col(_message.next_try_at), col(_message.tried_at))
        wanted = (
            select_columns(
                col(_message.id),
                func.coalesce(col(tables.Notice.code), col(tables.Notice.periodic_report)),
                func.coalesce(col(case_tables.Event.kind), col(_happened.kind)),
                col(_message.channel),
            )
            .join(tables.Notice, col(tables.Notice.id) == col(_message.notice))
            .outerjoin(
                case_tables.Event,
                (col(case_tables.Event.code) == col(tables.Notice.code))
                & (col(case_tables.Event.number) == col(tables.Notice.event_number)),
            )
            .outerjoin(
                _happened,
                (col(_happened.report) == col(tables.Notice.periodic_report))
                & (col(_happened.number) == col(tables.Notice.periodic_report_event)),
            )
            .where(
                col(_message.status).in_(_UNSETTLED),
                col(_message.channel).in_(_CHANNELS),
                text(digests.MAY_GO),
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
        """Record that a workflow delivers the message."""
        self._set(message, handed_over_at=func.now())

    def begin(self, message: UUID) -> Outgoing | None:
        """Record one more try, and return what to send and where to. The contact is looked up now, so that it is current.

        Return None for a message that is unknown, sent or given up. Return None also where the addressee has left the post for
        which they are told: the notice is then addressed again.
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
                for each in digests.listed(session, row.id):
                    each.digest = each.id
                session.flush()
                addressing.address_anew(session, row)
                return None
            return self._outgoing(session, row) if row else None

    def sent(self, message: UUID, provider_id: str | None) -> None:
        """Record that the message was sent. `provider_id` is the message's id at the provider that took it."""
        carried = or_(col(_message.id) == message, col(_message.digest) == message)
        with transaction(self._engine) as session:
            session.execute(
                update(_message)
                .where(carried, col(_message.status) != MessageStatus.SENT)
                .values(
                    status=MessageStatus.SENT,
                    sent_at=func.now(),
                    next_try_at=None,
                    last_error=None,
                    provider_id=storable(provider_id) if provider_id else None,
                )
            )

    def failed(self, message: UUID, fault: Fault, detail: str | None, next_try_at: datetime) -> None:
        """Record a failed try, and when the next one is due."""
        error = _error(fault, detail)
        self._set(message, status=MessageStatus.FAILED, last_error=error, next_try_at=next_try_at)

    def gave_up(self, message: UUID, fault: Fault | None = None, detail: str | None = None) -> None:
        """Record that there will be no further try. Without a fault the last one stays as the reason."""
        reason = {"last_error": _error(fault, detail)} if fault else {}
        carried = col(_message.digest) == message
        with transaction(self._engine) as session:
            unsettled = col(_message.status).in_(_UNSETTLED)
            given_up = {"status": MessageStatus.GIVEN_UP, "next_try_at": None, **reason}
            session.execute(
                update(_message).where(or_(col(_message.id) == message, carried), unsettled).values(**given_up)
            )

    def forget_devices(self, tokens: tuple[str, ...]) -> None:
        """Delete devices that no longer take messages."""
        with transaction(self._engine) as session:
            session.execute(delete(tables.Device).where(col(tables.Device.token).in_(map(storable, tokens))))

    def _set(self, message: UUID, **values: object) -> None:
        with transaction(self._engine) as session:
            unsettled = col(_message.status).in_(_UNSETTLED)
            session.execute(update(_message).where(col(_message.id) == message, unsettled).values(**values))

    def _outgoing(self, session: Session, row: tables.Message) -> Outgoing:
        notice = session.get_one(tables.Notice, row.notice)
        with_it = digests.listed(session, row.id) if row.digest == row.id else ()
        others = [session.get_one(tables.Notice, each.notice) for each in with_it]
        occasions = occasions_of(session, self._procedures, [notice, *others])
        occasion = occasions[row.notice]
        return Outgoing(
            id=row.id,
            channel=MessageChannel(row.channel),
            queued_at=row.queued_at,
            occasion=occasion,
            reader=reader_of(notice, row, stand_ins(session, [row]), unheld(session, [notice])),
            contact=_contact(session, row),
            agencies=names_at(agency_names(session, occasion.procedure.id), occasion.at),
            others=tuple(occasions[each.id] for each in others if each.id is not None),
            filed_as=_filed_as(session, row),
        )


def reader_of(
    notice: tables.Notice, message: tables.Message, stand_ins: Mapping[str, StandingIn], unheld: Mapping[int, Told]
) -> Reader:
    """Return the reader that a message is written for. `stand_ins` are by delegation, `unheld` by the notice to that role."""
    merged = message.reporter_of is not None and message.reporter_of != notice.code
    told, own_code = Told(Role(notice.role), notice.agency), message.reporter_of if merged else None
    return Reader(told, own_code, stand_ins.get(message.delegation or ""), unheld.get(notice.in_place_of or 0))


def unheld(session: Session, notices: Iterable[tables.Notice]) -> dict[int, Told]:
    """Return the roles that nobody held, in whose place these notices tell others, by the notice to that role."""
    table = tables.Notice
    wanted = {notice.in_place_of for notice in notices if notice.in_place_of}
    if not wanted:
        return {}
    found = session.exec(select(table.id, table.role, table.agency).where(col(table.id).in_(wanted)))
    return {id_: Told(Role(role), agency) for id_, role, agency in found if id_ is not None}


def stand_ins(session: Session, messages: Iterable[tables.Message]) -> dict[str, StandingIn]:
    """Return for whom and until when the addressees of these messages stand in, by delegation."""
    delegation = staff_tables.Delegation
    wanted = {message.delegation for message in messages if message.delegation}
    if not wanted:
        return {}
    found = select(
        delegation.id, func.account_name_at(col(delegation.from_account), col(delegation.starts_at)), delegation.ends_at
    ).where(col(delegation.id).in_(wanted))
    return {id_: StandingIn(name, until) for id_, name, until in session.exec(found)}


def _has_left(session: Session, row: tables.Message) -> bool:
    """Return whether the addressee no longer works here, or no longer holds the role for which they are told."""
    person = session.get(staff_tables.Account, row.account) if row.account is not None else None
    if person is None:
        return False
    notice = session.get_one(tables.Notice, row.notice)
    holds = row.delegation is not None or (person.role, person.agency) == (notice.role, notice.agency)
    return not (person.active and holds)


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


def _filed_as(session: Session, row: tables.Message) -> FiledAs | None:
    if row.reporter_of is None or row.channel not in (MessageChannel.EMAIL, MessageChannel.SMS):
        return None
    filed = session.get_one(case_tables.Submission, row.reporter_of)
    return FiledAs(filed.code, filed.idempotency_key, filed.tracking_hash)


def _error(fault: Fault, detail: str | None) -> str:
    return f"{fault}:{storable(detail)}" if detail else fault.value


def fault_of(error: str | None) -> tuple[Fault | None, str | None]:
    """Return the fault in `last_error`, and what the refusing server said."""
    if error is None:
        return None, None
    fault, _, detail = error.partition(":")
    return word_in(Fault, fault), detail or None
