"""Messages as people see them: their own notices on the portal, and the delivery of what leaves the system."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Engine,
    Row,
    Select,
    delete,
    func,
    literal,
    literal_column,
    not_,
    or_,
    tuple_,
    update,
)
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from domain.actors import Told
from domain.messages import AnyOccasion, MessageChannel, MessageStatus, Reader
from domain.offices.names import NameHistory, names_at
from domain.words import Role
from records.cases import tables as case_tables
from records.columns import Instant
from records.cursors import cursor_at, position_of
from records.engine import transaction
from records.errors import BadCursor, MessageNotGivenUp, MessageUnknown
from records.later_words import word_in
from records.messages import addressing, digests, tables
from records.messages.occasions import occasions_of
from records.messages.outbox import fault_of, reader_of, stand_ins, unheld
from records.messages.rows import (
    MOST_SENT,
    MOST_UNREAD,
    Addressee,
    MessageFilters,
    MessageLine,
    MessagePage,
    ShownNotice,
    ShownPage,
)
from records.names import agency_names
from records.offices.procedures import ProcedureStore
from records.reports import tables as report_tables
from records.texts import storable

_message, _notice, _event, _case, _report, _report_event = (
    tables.Message,
    tables.Notice,
    case_tables.Event,
    case_tables.Case,
    report_tables.PeriodicReport,
    report_tables.ReportEvent,
)
_first = aliased(tables.Notice)
_authority = func.coalesce(col(_case.authority), col(_report.authority))
_about_at = func.coalesce(col(_event.at), col(_report_event.at), col(_message.queued_at))
_about = func.coalesce(col(_event.kind), col(_report_event.kind))
_told_name = func.account_name_at(col(_message.account), _about_at)
# In exactly the words of the indexes, so that the database recognises them.
_ON_PORTAL: ColumnElement[bool] = literal_column(tables.ON_PORTAL, Boolean)
_UNREAD: ColumnElement[bool] = literal_column(tables.IS_UNREAD, Boolean)
_BY_ITSELF: ColumnElement[bool] = not_(literal_column(f"({tables.IS_CARRIED})", Boolean))
_KNOWN: ColumnElement[bool] = col(_notice.summary).is_(None)
"""Notices of the monthly reports that were made without acts are about nothing that is still read."""
_told_of = (col(_notice.code), col(_notice.periodic_report))


class Mailbox:
    """Messages to their readers. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    # On the portal

    def shown_to(self, whom: Addressee, *, unread: bool, cursor: str | None, limit: int) -> ShownPage:
        """Return a page of an addressee's notices, the latest first. `unread` leaves out those that were read.

        Raises:
            BadCursor: `cursor` is not the `next` of any page.
        """
        wanted: Select[*tuple[Any, ...]] = (
            select_columns(_message, _notice)
            .join(_notice, col(_notice.id) == col(_message.notice))
            .where(*_whose(whom), _UNREAD if unread else _ON_PORTAL, _KNOWN, _BY_ITSELF)
        )
        with transaction(self._engine) as session:
            rows = session.execute(_latest(wanted.where(*_before(cursor)), limit + 1)).all()
            count = _count_unread(session, whom)
            shown = rows[:limit]
            carried = digests.carried_by(session, (message.id for message, _ in shown if message.digest))
            within = {each.notice for several in carried.values() for each in several}
            others = session.exec(select(_notice).where(col(_notice.id).in_(within))).all() if within else ()
            told = occasions_of(session, self._procedures, (*(notice for _, notice in shown), *others))
            agencies = {each: agency_names(session, each) for each in {one.procedure.id for one in told.values()}}
            in_place = stand_ins(session, (message for message, _ in shown))
            roles = unheld(session, (notice for _, notice in shown))
            notices = tuple(
                _shown(
                    message,
                    reader_of(notice, message, in_place, roles),
                    told[message.notice],
                    tuple(told[each.notice] for each in carried.get(message.id, ())),
                    agencies,
                )
                for message, notice in shown
            )
        last = notices[-1] if len(rows) > limit else None
        return ShownPage(notices, count, cursor_at(last.queued_at, str(last.id)) if last else None)

    def count_unread(self, whom: Addressee) -> int:
        """Count an addressee's unread notices. MOST_UNREAD means that many or more."""
        with transaction(self._engine) as session:
            return _count_unread(session, whom)

    def mark_read(self, message: UUID, whom: Addressee, at: datetime) -> None:
        """Record when an addressee first read a notice, and with it those that it carries.

        Raises:
            MessageUnknown: the addressee has no such notice.
        """
        read = (
            update(_message)
            .where(or_(col(_message.id) == message, col(_message.digest) == message), *_whose(whom), _ON_PORTAL)
            .values(read_at=func.coalesce(col(_message.read_at), at))
            .returning(col(_message.id))
        )
        with transaction(self._engine) as session:
            if not session.execute(read).all():
                raise MessageUnknown(f"no notice {message} of theirs")

    def mark_read_about(self, code: str, whom: Addressee, at: datetime) -> None:
        """Record that an addressee has now read every notice about a case alone. One that carries others is about several."""
        about = select_columns(col(_notice.id)).where(col(_notice.code) == storable(code))
        carries = col(_message.digest) == col(_message.id)
        read = update(_message).where(*_whose(whom), _UNREAD, col(_message.notice).in_(about), carries.is_not(True))
        read = read.values(read_at=at)
        with transaction(self._engine) as session:
            session.execute(read)

    # Their delivery

    def page(self, authority: str | None, filters: MessageFilters, cursor: str | None, limit: int) -> MessagePage:
        """Return a page of messages that left the system or should have, the latest first, of one authority or of all.

        Raises:
            BadCursor: `cursor` is not the `next` of any page.
        """
        conditions: list[ColumnElement[bool]] = [
            or_(col(_message.channel) != MessageChannel.PORTAL, col(_message.status) != MessageStatus.SHOWN),
            _KNOWN,
        ]
        if authority is not None:
            conditions.append(_authority == storable(authority))
        if filters.status:
            conditions.append(col(_message.status).in_(filters.status))
        if filters.channel:
            conditions.append(col(_message.channel).in_(filters.channel))
        if filters.code is not None:
            conditions.append(or_(*(told_of == storable(filters.code) for told_of in _told_of)))
        with transaction(self._engine) as session:
            rows = session.execute(_latest(_lines().where(*conditions, *_before(cursor)), limit + 1)).all()
            lines = tuple(map(_line, rows[:limit]))
        last = lines[-1] if len(rows) > limit else None
        return MessagePage(lines, cursor_at(last.queued_at, str(last.id)) if last else None)

    def of_case(self, code: str) -> dict[int, tuple[MessageLine, ...]]:
        """Return every message of a case, by the number of the event that it is about."""
        found: dict[int, list[MessageLine]] = defaultdict(list)
        wanted = _lines().where(col(_notice.code) == storable(code))
        with transaction(self._engine) as session:
            for line in map(_line, session.execute(wanted.order_by(col(_notice.id), col(_message.id)))):
                if line.event_number is not None:
                    found[line.event_number].append(line)
        return {number: tuple(lines) for number, lines in found.items()}

    def sent_to_reporter_of(self, code: str) -> tuple[MessageLine, ...]:
        """Return what left the system, or should have, for the reporter of a case, the latest first; at most `MOST_SENT`."""
        theirs = (col(_message.reporter_of) == storable(code), col(_message.channel) != MessageChannel.PORTAL)
        with transaction(self._engine) as session:
            return tuple(map(_line, session.execute(_latest(_lines().where(*theirs), MOST_SENT)).all()))

    def try_again(self, message: UUID, authority: str | None) -> None:
        """Queue a message that was given up; the relay then takes it. Where it had no addressee, address its notice again.

        Raises:
            MessageUnknown: there is no such message of the authority.
            MessageNotGivenUp: the message is being delivered or was delivered.
        """
        with transaction(self._engine) as session:
            found = session.execute(
                _lines().where(col(_message.id) == message).with_for_update(of=_message)
            ).one_or_none()
            if found is None or authority not in (None, found[2]):
                raise MessageUnknown(f"no message {message}")
            row = found[0]
            if row.status != MessageStatus.GIVEN_UP:
                raise MessageNotGivenUp(f"message {message} is {row.status}")
            if row.account is None and row.reporter_of is None:
                addressing.address_anew(session, row)
            else:
                again = {"status": MessageStatus.QUEUED, "handed_over_at": None, "next_try_at": None}
                session.execute(update(_message).where(col(_message.id) == message).values(again))
                digests.alone(session, message)

    # Devices

    def register_device(self, token: str, platform: str, whom: Addressee) -> UUID:
        """Register a device for an addressee's push messages. It no longer shows those of another account."""
        device = tables.Device
        row = {"token": storable(token), "platform": platform, **vars(whom)}
        again = {"platform": platform, "account": whom.account, "registered_at": func.now()}
        registered = (
            upsert(device)
            .values(row)
            .on_conflict_do_update(
                index_elements=["token", func.coalesce(col(device.reporter_of), literal("", literal_execute=True))],
                set_=again,
            )
            .returning(col(device.id))
        )
        with transaction(self._engine) as session:
            id_: UUID = session.execute(registered).scalar_one()
            return id_

    def unregister_device(self, device: UUID, whom: Addressee) -> None:
        """Remove a device of the addressee. Do nothing where it is unknown or another addressee's."""
        theirs = [
            col(tables.Device.account) == whom.account
            if whom.account is not None
            else col(tables.Device.reporter_of) == whom.reporter_of
        ]
        with transaction(self._engine) as session:
            session.execute(delete(tables.Device).where(col(tables.Device.id) == device, *theirs))


def _whose(whom: Addressee) -> tuple[ColumnElement[bool], ...]:
    if whom.account is not None:
        return (col(_message.account) == storable(whom.account),)
    return (col(_message.reporter_of) == storable(whom.reporter_of or ""),)


def _count_unread(session: Session, whom: Addressee) -> int:
    some = select_columns(col(_message.id)).where(*_whose(whom), _UNREAD, _BY_ITSELF).limit(MOST_UNREAD).subquery()
    return session.scalars(select_columns(func.count()).select_from(some)).one()


def _shown(
    message: tables.Message,
    reader: Reader,
    occasion: AnyOccasion,
    others: tuple[AnyOccasion, ...],
    agencies: Mapping[str, Mapping[str, NameHistory]],
) -> ShownNotice:
    return ShownNotice(
        id=message.id,
        code=occasion.code,
        occasion=occasion,
        reader=reader,
        queued_at=message.queued_at,
        read_at=message.read_at,
        agencies=names_at(agencies[occasion.procedure.id], occasion.at),
        others=others,
    )


def _lines() -> Select[*tuple[Any, ...]]:
    """Return the query whose rows `_line` reads."""
    return (
        select_columns(_message, _notice, _authority, _about, _told_name, _about_at, col(_first.role))
        .join(_notice, col(_notice.id) == col(_message.notice))
        .outerjoin(_first, col(_first.id) == col(_notice.in_place_of))
        .outerjoin(_case, col(_case.code) == col(_notice.code))
        .outerjoin(_report, col(_report.code) == col(_notice.periodic_report))
        .outerjoin(
            _report_event,
            (col(_report_event.report) == col(_notice.periodic_report))
            & (col(_report_event.number) == col(_notice.periodic_report_event)),
        )
        .outerjoin(_event, (col(_event.code) == col(_notice.code)) & (col(_event.number) == col(_notice.event_number)))
    )


def _line(row: Row[*tuple[Any, ...]]) -> MessageLine:
    message, notice, authority, kind, name, at, unheld_role = row
    fault, detail = fault_of(message.last_error)
    return MessageLine(
        id=message.id,
        code=notice.code or notice.periodic_report,
        authority=authority,
        event_number=notice.event_number,
        kind=kind,
        told=Told(Role(notice.role), notice.agency),
        told_name=name,
        at=at,
        in_place_of=Role(unheld_role) if unheld_role else None,
        channel=word_in(MessageChannel, message.channel),
        status=word_in(MessageStatus, message.status),
        attempts=message.attempts,
        fault=fault,
        fault_detail=detail,
        provider_id=message.provider_id,
        queued_at=message.queued_at,
        tried_at=message.tried_at,
        next_try_at=message.next_try_at,
        sent_at=message.sent_at,
        read_at=message.read_at,
    )


def _latest(wanted: Select[*tuple[Any, ...]], count: int) -> Select[*tuple[Any, ...]]:
    return wanted.order_by(col(_message.queued_at).desc(), col(_message.id).desc()).limit(count)


def _before(cursor: str | None) -> list[ColumnElement[bool]]:
    if cursor is None:
        return []
    instant, key = position_of(cursor)
    if instant is None:
        raise BadCursor("every message was queued at some time")
    try:
        last = UUID(key)
    except ValueError:
        raise BadCursor("this cursor is none of ours") from None
    position = tuple_(literal(instant, Instant), literal(last))
    return [tuple_(col(_message.queued_at), col(_message.id)) < position]
