"""What acting on a case needs. The front has these parts and more; the worker has them without a front."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from api.web.ports import Attachments, Gateway, Reader, Records


class ActingParts(Protocol):
    """The record, the way to the workflows, the key that signs acts, and the time."""

    @property
    def reader(self) -> Reader: ...

    @property
    def records(self) -> Records: ...

    @property
    def gateway(self) -> Gateway: ...

    @property
    def attachments(self) -> Attachments: ...

    @property
    def signing_key(self) -> bytes: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...
