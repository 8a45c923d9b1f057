"""What the front holds while it runs, and how a request reaches it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from api.web.identity.passwords import Passwords
from api.web.identity.provider import Provider
from api.web.offices import ProceduresInForce
from api.web.ports import Attachments, Gateway, Mailbox, Reader, Records
from api.web.throttle import Limits
from attachments.store import Store
from documents.messages.texts import Texts
from workflows.sealing import Sealer


def now() -> datetime:
    """The instant, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Front:
    """Everything that a request may need, given once to `create_app`. `histories` is where Temporal's Web UI shows workflows."""

    reader: Reader
    records: Records
    gateway: Gateway
    signing_key: bytes
    tracking_key: bytes
    form_key: bytes
    throttling_key: bytes
    sign_in_key: bytes
    passwords: Passwords
    mailbox: Mailbox
    attachments: Attachments
    store: Store
    store_key: bytes
    texts: Texts
    limits: Limits
    site: str
    sealer: Sealer
    web_ui: str | None = None
    provider: Provider | None = None
    histories: str | None = None
    clock: Callable[[], datetime] = now
    map_tiles: str = ""
    procedures: ProceduresInForce = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "procedures", ProceduresInForce(self.reader))


def front_of(request: Request) -> Front:
    """The front that serves this request."""
    front: Front = request.app.state.front
    return front


FrontDep = Annotated[Front, Depends(front_of)]


def fingerprint(key: str) -> str:
    """What is kept of a token or a tracking key, so that the record gives nobody away. They are random, so no salt is needed."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
