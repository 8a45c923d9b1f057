"""The jobs of the worker about personal data: identities that go, and limits of requests that passed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid5

import structlog

from api.background.repeating import for_ever
from api.background.retaining import retaining
from api.web.front import Clock
from calendars import VIETNAM
from documents.messages.texts import Text
from domain.personal_data.requests import RequestStep
from domain.words import Role
from language.labels import local_time
from language.later_words import label_of
from language.personal_data import REQUEST_KIND
from operators import Address, Operators, addresses_of
from procedures import retention_rules
from records.personal_data.requests import DataRequests
from records.personal_data.rows import MissedLimit
from records.record import Record
from records.staff.accounts import Accounts

_log = structlog.get_logger(__name__)

_EVERY = timedelta(minutes=5)
_NAMESPACE = UUID("4b8f1f0a-1d1e-4c7f-9a53-8c9a0e1b7d25")
_IN_CHARGE = (Role.CENTRE_LEADER, Role.ADMIN)


def personal_data_jobs(record: Record, clock: Clock, operators: Operators) -> tuple[Coroutine[None, None, None], ...]:
    """Return the jobs. Each runs until it is cancelled, and is harmless in several workers."""
    missing = partial(tell_missed, record.data_requests, record.accounts, operators, clock)
    return (
        retaining(record.erasures, retention_rules, clock),
        for_ever(missing, every=_EVERY, failed="missed limits not told", job="personal_data_limits"),
    )


async def tell_missed(register: DataRequests, accounts: Accounts, operators: Operators, clock: Clock) -> None:
    """Tell the operators, the admins and the leaders of the centre of each limit that passed, once."""
    at = clock()
    while (missed := await asyncio.to_thread(register.next_missed, at)) is not None:
        people = await asyncio.to_thread(_in_charge, accounts, missed.authority)
        occasion = uuid5(_NAMESPACE, f"{missed.number} {missed.step}")
        if not await operators.send(occasion, text_of(missed), missed.due, people):
            _log.warning("a missed limit was not told", request=missed.number, limit=missed.step)
            return
        await asyncio.to_thread(register.told, missed, at)


def text_of(missed: MissedLimit) -> Text:
    """Return what people in charge read. It names neither the person who asked nor a case, because it may be read on the way."""
    undone = "trả lời" if missed.step is RequestStep.ANSWERED else "thực hiện"
    due = local_time(missed.due, VIETNAM.key)
    return Text(
        subject=f"Yêu cầu về dữ liệu cá nhân số {missed.number} quá hạn {undone}",
        paragraphs=(
            f"Yêu cầu {label_of(REQUEST_KIND, missed.kind)} số {missed.number} phải được {undone} trước {due}, "
            f"và chưa được {undone}.",
            "Hãy mở sổ yêu cầu về dữ liệu cá nhân (/can-bo/du-lieu-ca-nhan) và xử lý ngay.",
        ),
        short=f"Hien truong: yeu cau du lieu ca nhan so {missed.number} qua han. Xem /can-bo/du-lieu-ca-nhan.",
    )


def _in_charge(accounts: Accounts, authority: str) -> list[Address]:
    people = [each for each in accounts.of_authority(authority) if each.active and each.role in _IN_CHARGE]
    return addresses_of([each.email for each in people if each.email], [each.phone for each in people if each.phone])
