"""Fronts for tests. The routes are built once, because that takes longer than most tests; each test gets a front of its
own."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import cache
from typing import Any, cast

from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.datastructures import State

from api.app import create_app
from api.web.front import Front, Keys, Site
from api.web.gateway import Gateway
from api.web.identity.passwords import Passwords
from api.web.throttle import Limits
from attachments.store import Store, open_store
from records.record import Record
from settings import derived_keys
from tests.support.fronts.memory.gateway import SECRET, CoreGateway
from tests.support.fronts.memory.record import MemoryRecord

SITE = "https://pakn.vidu.vn"
ENDLESS_READS = Limits(reads_of_address=0, exports_of_address=0)
"""The limits of a front whose clock stands still, so that no read would ever come back."""
HASHER = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


def front(
    record: Record | MemoryRecord, gateway: Gateway, clock: Callable[[], datetime], store: Store, **parts: Any
) -> Front:
    """Return the parts of a front. Parts that the test does not name have defaults."""
    given: dict[str, Any] = {"site": Site(SITE), "passwords": Passwords(HASHER), "limits": ENDLESS_READS} | parts
    return Front(
        record=cast(Record, record),
        gateway=gateway,
        store=store,
        keys=Keys.of(derived_keys(SECRET)),
        clock=clock,
        **given,
    )


def front_over(
    record: Record | MemoryRecord, gateway: Gateway, clock: Callable[[], datetime], *, store: Store
) -> FastAPI:
    """Return a front as `create_app` builds it, without background jobs."""
    app = copy(_built())
    app.state = State()
    app.state.front = front(record, gateway, clock, store)
    return app


@cache
def _built() -> FastAPI:
    """Return a front that serves no request. It has no middleware yet that a copy could share."""
    clock = datetime.now
    record = MemoryRecord(clock)
    return create_app(front(record, CoreGateway(record, clock), clock, open_store("memory:///")))
