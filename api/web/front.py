"""The parts of which the front is made, and how a request reaches them."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Annotated

from fastapi import Depends, Request

from api.web.gateway import Gateway, ReportGateway
from api.web.identity.passwords import Passwords
from api.web.identity.provider import Provider
from api.web.interruptions import OpenInterruptions
from api.web.offices import ProceduresInForce
from api.web.pairing import KnownPairing
from api.web.throttle import Limits, Throttle
from attachments.map_archive import MapArchive
from attachments.scanning import Scanner
from attachments.store import Store
from documents.messages.texts import Texts
from domain.words import Role
from records.record import Record
from workflows.histories import Histories
from workflows.sealing import Sealer


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


Clock = Callable[[], datetime]

MOST_DRIFT = timedelta(seconds=1)
"""The difference of a machine's clock from the database's from which that machine is wrong."""


def process_name() -> str:
    """Return a name for this process that no other one has, on whichever machine."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass(frozen=True)
class Keys:
    """A key for each purpose, all derived from one master secret."""

    actors: bytes
    tracking: bytes
    forms: bytes
    throttling: bytes
    sign_ins: bytes
    second_factors: bytes
    store: bytes
    exports: bytes
    sealer: Sealer

    @classmethod
    def of(cls, derived: Mapping[str, bytes]) -> Keys:
        """Take the keys as `settings.derived_keys` names them."""
        return cls(
            actors=derived["actors"],
            tracking=derived["tracking"],
            forms=derived["forms"],
            throttling=derived["throttling"],
            sign_ins=derived["sign-ins"],
            second_factors=derived["second-factors"],
            store=derived["store"],
            exports=derived["exports"],
            sealer=Sealer([derived["sealed"]]),
        )


@dataclass(frozen=True)
class Site:
    """The address of the front and of the services beside it. `map_tiles` and `map_archive` lie under the maps. `sends_sms` is
    whether a gateway takes SMS."""

    address: str
    map_tiles: str = ""
    web_ui: str | None = None
    histories: str | None = None
    map_archive: MapArchive | None = None
    sends_sms: bool = False
    texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", Texts(self.address))


@dataclass(frozen=True)
class Front:
    """All parts, given once to `create_app`. A function takes the parts that it uses.

    `limits` says how often an address may try; `provider` signs staff in beside their passwords. `data_dir` is the folder whose
    disk this front watches, `process` its name among all processes of the system. `interruptions` are shown on staff pages.
    `pairing` says whether record and Temporal belong together.
    `stopping` is set once it is told to stop. `drift` tells how far its machine's clock is ahead of the database's, which
    `clock` follows. With `demo`, the demo accounts may sign in. A session that was `idle` for so long has ended. An act of
    weight needs a session whose owner proved who they are within `confirmed_for`. Zero means no limit for both.
    The `second_factor_roles` cannot be used with a password alone.
    `histories` reads what Temporal tells of a case; `report_gateway` reaches the workflows of periodic reports.
    `scanner` looks for viruses in what people send, where there is one.
    """

    record: Record
    gateway: Gateway
    store: Store
    keys: Keys
    site: Site
    clock: Clock = now
    drift: Callable[[], timedelta] = timedelta
    limits: Limits = field(default_factory=Limits)
    passwords: Passwords = field(default_factory=Passwords)
    provider: Provider | None = None
    data_dir: Path | None = None
    process: str = field(default_factory=process_name)
    stopping: Event = field(default_factory=Event)
    demo: bool = False
    idle: timedelta = timedelta()
    confirmed_for: timedelta = timedelta()
    second_factor_roles: frozenset[Role] = frozenset()
    scanner: Scanner | None = None
    interruptions: OpenInterruptions = field(default_factory=OpenInterruptions)
    histories: Histories | None = None
    report_gateway: ReportGateway | None = None
    pairing: KnownPairing = field(default_factory=KnownPairing)
    procedures: ProceduresInForce = field(init=False)
    throttle: Throttle = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "procedures", ProceduresInForce(self.record.offices))
        throttle = Throttle(self.record.tries, self.limits, self.keys.throttling, self.clock)
        object.__setattr__(self, "throttle", throttle)


def front_of(request: Request) -> Front:
    """Return the front that serves this request."""
    front: Front = request.app.state.front
    return front


async def _front(request: Request) -> Front:
    return front_of(request)  # not a plain function: the framework would have a thread do this at every request


FrontDep = Annotated[Front, Depends(_front)]


def fingerprint(key: str) -> str:
    """Return the hash under which the record keeps a token or a tracking key. Both are random, so no salt is needed."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
