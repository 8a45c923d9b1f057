"""Tells staff who want it, each working morning, how it stands: the numbers of `api.today`, by e-mail."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import structlog

from activities.delivering import Carrier, Envelope, Sent
from api.today.counting import MOST, Tile, Today, today_for
from api.web.front import Clock
from api.web.identity.callers import Staff
from api.web.offices import ProceduresInForce
from calendars.working import WorkingCalendar, working_calendar
from documents.messages.texts import Text
from domain.messages import MessageChannel
from domain.procedure import Procedure
from domain.time.decisions import Reach
from procedures import all_procedures
from records.messages.rows import Contact
from records.record import Record
from records.staff.rows import Account

_log = structlog.get_logger(__name__)

_NAMESPACE = UUID("0c5c2f5b-6a55-4d83-9f43-0f5b0a3b7f0e")


class Mornings:
    """Sends the morning e-mails, from the first hour that an authority works on a day. `site` is the address of the portal.

    It is harmless in several processes: each e-mail is claimed before it is sent. One that no mail server took is tried again
    in the next round.
    """

    every = timedelta(minutes=5)

    def __init__(self, record: Record, clock: Clock, mail: Carrier, site: str) -> None:
        self.record = record
        self.clock = clock
        self.procedures = ProceduresInForce(record.offices)
        self._mail = mail
        self._site = site

    async def round(self) -> None:
        """Tell everybody who was not told today and whose authority works now."""
        for procedure in all_procedures().values():
            now, zone = self.clock(), ZoneInfo(procedure.authority.time_zone)
            today = now.astimezone(zone).date()
            waiting = await asyncio.to_thread(self.record.mornings.untold, procedure.id, today)
            if waiting and (await asyncio.to_thread(self._calendar, procedure, zone)).is_working(now):
                for account in waiting:
                    await self._tell(account, today)

    def _calendar(self, procedure: Procedure, zone: ZoneInfo) -> WorkingCalendar:
        decisions = self.record.calendar.book().of(Reach(procedure.id)).decisions
        return working_calendar(procedure.office_hours, decisions, zone=zone)

    async def _tell(self, account: Account, day: date) -> None:
        if not await asyncio.to_thread(self.record.mornings.claim, account.id, day):
            return
        today = await asyncio.to_thread(today_for, self, Staff(account, token_fingerprint=""), None)
        envelope = Envelope(
            id=uuid5(_NAMESPACE, f"{account.id} {day}"),
            channel=MessageChannel.EMAIL,
            queued_at=self.clock(),
            code="",
            text=text_of(today, self._site),
            contact=Contact(email=account.email),
        )
        answer = await self._mail.send(envelope)
        if not isinstance(answer, Sent):
            _log.warning("a morning e-mail was not sent", fault=answer.fault, detail=answer.detail)
            await asyncio.to_thread(self.record.mornings.give_back, account.id)


def text_of(today: Today, site: str) -> Text:
    """Return what the e-mail says: numbers, and no case, because it may be read on the way."""
    day = f"{today.at:%d/%m/%Y}"
    pressing = [tile for tile in today.tiles if tile.presses and tile.count]
    said = "\n".join(_lines([*pressing, *(tile for tile in today.tiles if tile not in pressing)]))
    return Text(
        subject=f"Tình hình hồ sơ sáng {day}",
        paragraphs=(
            f"{today.procedure.authority.name}, tính đến {today.at:%H:%M} ngày {day}.",
            said,
            f"Mở danh sách của từng con số: {site}/can-bo/hom-nay",
            f"Thôi nhận thư này: {site}/tai-khoan",
        ),
        short=f"Tinh hinh ho so sang {today.at:%d/%m}.",
    )


def _lines(tiles: list[Tile]) -> Iterator[str]:
    for tile in tiles:
        yield f"- {tile.name}: {'từ ' if tile.count >= MOST else ''}{tile.count}"
