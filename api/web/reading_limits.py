"""Counts what strangers read and what anybody exports, so that one machine does not take the time of all others."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.web.front import FrontDep
from api.web.throttle import Throttle, address_of


async def _counted_for(request: Request, front: FrontDep) -> tuple[Throttle, str]:
    return front.throttle, address_of(request)


_CountedFor = Annotated[tuple[Throttle, str], Depends(_counted_for)]


async def _read(counted: _CountedFor) -> None:
    throttle, address = counted
    throttle.reads(address).spend()


async def _export(counted: _CountedFor) -> None:
    throttle, address = counted
    throttle.exports(address).spend()


COUNTED_READ = Depends(_read)
"""A route that strangers read. Raises Problem for an address that reads too often."""

COUNTED_EXPORT = Depends(_export)
"""A route that writes a whole table. Raises Problem for an address that exports too often."""
