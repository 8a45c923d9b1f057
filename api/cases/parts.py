"""The parts that acting on a case needs. The front has these parts and more; the worker has them without a front."""

from __future__ import annotations

from typing import Protocol

from api.web.front import Clock, Keys
from api.web.gateway import Gateway
from records.record import Record


class ActingParts(Protocol):
    """The record, the way to the workflows, the keys of which one signs acts, and the time."""

    @property
    def record(self) -> Record: ...

    @property
    def gateway(self) -> Gateway: ...

    @property
    def keys(self) -> Keys: ...

    @property
    def clock(self) -> Clock: ...
