"""Fronts for tests: the routes are built once, which takes longer than most tests; what serves them is each test's own."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import cache

from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.datastructures import State

from api.app import create_app
from api.web.identity.passwords import Passwords
from api.web.ports import Attachments, Gateway, Mailbox, Reader, Records
from attachments.store import Store, open_store
from tests.support.fronts.mail import NoMail
from tests.support.fronts.memory import SECRET, CoreGateway, MemoryRecord
from tests.support.fronts.memory_attachments import MemoryAttachments

SITE = "https://pakn.vidu.vn"
HASHER = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


def front_over(
    reader: Reader,
    records: Records,
    gateway: Gateway,
    clock: Callable[[], datetime],
    *,
    mailbox: Mailbox,
    attachments: Attachments,
    store: Store,
) -> FastAPI:
    """As `create_app` puts it together."""
    app = copy(_built())
    app.state = State()
    app.state.front = replace(
        _built().state.front,
        reader=reader,
        records=records,
        gateway=gateway,
        clock=clock,
        mailbox=mailbox,
        attachments=attachments,
        store=store,
        passwords=Passwords(HASHER),
    )
    return app


@cache
def _built() -> FastAPI:
    """A front that nobody asks, so it has no middleware yet that a copy could share."""
    clock = datetime.now
    record = MemoryRecord(clock)
    return create_app(
        record,
        record,
        CoreGateway(record, clock),
        SECRET,
        clock,
        mailbox=NoMail(),
        attachments=MemoryAttachments(),
        store=open_store("memory:///"),
        site=SITE,
    )
