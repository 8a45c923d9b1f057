"""Who tries too often waits: wrong passwords, wrong tracking keys, reports, photos and videos. Counted in the record, so
that all fronts count together and a restart forgives nothing."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fastapi import Request

from api.web.problems.kinds import TOO_MANY_FILES, TOO_MANY_KEYS, TOO_MANY_PASSWORDS, TOO_MANY_REPORTS, Kind
from api.web.problems.problem import Problem
from domain.allowances import Allowance

if TYPE_CHECKING:
    from api.web.front import Front

_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_ONE_HOUSEHOLD = 64  # bits of an IPv6 address that a provider gives to one customer
_MINUTE = 60


@dataclass(frozen=True)
class Limits:
    """How many tries at once, each given back after its share of the time; 0 for as many as anybody likes.

    An address may stand for a whole office or, with a mobile provider, a whole quarter of the city: its limits stop
    machines, not people. A username's stops guessing, and lets its owner in again after a minute and a half, or at once in
    a browser where the owner signed in before.
    """

    passwords_of_username: int = 10  # wrong ones, in a quarter of an hour
    passwords_of_address: int = 100  # the same
    keys_of_case: int = 10  # wrong ones from one address, in a quarter of an hour
    keys_of_address: int = 100  # the same, over all cases
    reports_of_address: int = 120  # in an hour
    uploads_of_address: int = 240  # in an hour: sendings of photos and videos, with a report or to a case
    videos_of_address: int = 60  # in an hour; one takes both cores for many seconds


class Tries:
    """Something that is tried, and what counts it. `kind` is what whoever must wait is told."""

    def __init__(self, front: Front, kind: Kind, within: timedelta, counted: Mapping[tuple[str, ...], int]) -> None:
        self._front = front
        self._kind = kind
        self._allowances = {
            known_as(front.throttling_key, about): Allowance(most, within) for about, most in counted.items() if most
        }

    def spend(self) -> None:
        """Count one more try. Raises Problem where one must wait; nothing is counted then."""
        if self._allowances:
            self._require_no(self._front.records.spend_try(self._allowances, self._front.clock()))

    def require_one(self) -> None:
        """Raise Problem where the next try must wait, without counting one."""
        if self._allowances:
            self._require_no(self._front.reader.wait_for_try(self._allowances, self._front.clock()))

    def give_back(self) -> None:
        """The try that was counted was a right one."""
        if self._allowances:
            self._front.records.give_try_back(self._allowances, self._front.clock())

    def _require_no(self, wait: timedelta) -> None:
        if wait:
            raise Problem(self._kind, detail=self._kind.detail.format(wait=_in_words(wait)), retry_after=wait)


def password_tries(front: Front, username: str, address: str, device: str | None = None) -> Tries:
    """Somebody at this address gives a password for this username. With a device of its owner's, wrong ones count for that
    device alone, and those from elsewhere do not count for it."""
    whose = ("password", "device", device, username) if device else ("password", "username", username)
    counted: dict[tuple[str, ...], int] = {
        whose: front.limits.passwords_of_username,
        ("password", "address", address): front.limits.passwords_of_address,
    }
    return Tries(front, TOO_MANY_PASSWORDS, _QUARTER, counted)


def key_tries(front: Front, code: str, address: str) -> Tries:
    """Somebody at this address gives a tracking key for this case."""
    counted: dict[tuple[str, ...], int] = {
        ("key", "case", code, address): front.limits.keys_of_case,
        ("key", "address", address): front.limits.keys_of_address,
    }
    return Tries(front, TOO_MANY_KEYS, _QUARTER, counted)


def report_tries(front: Front, address: str) -> Tries:
    """Somebody at this address sends a report."""
    return Tries(front, TOO_MANY_REPORTS, _HOUR, {("report", "address", address): front.limits.reports_of_address})


def upload_tries(front: Front, address: str, *, with_video: bool) -> Tries:
    """Somebody at this address sends photos, or a video too, which have to be cleaned whether or not they are kept."""
    counted: dict[tuple[str, ...], int] = {("upload", "address", address): front.limits.uploads_of_address}
    if with_video:
        counted["video", "address", address] = front.limits.videos_of_address
    return Tries(front, TOO_MANY_FILES, _HOUR, counted)


def address_of(request: Request) -> str:
    """Where a request comes from: its connection's other end, or what a trusted proxy says of it (`trusted_proxies`)."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _ONE_HOUSEHOLD), strict=False))


def known_as(key: bytes, about: tuple[str, ...]) -> str:
    """What the record knows of a try: nothing that could be read back, not even by trying out every address."""
    return hmac.new(key, "\x1f".join(about).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _in_words(wait: timedelta) -> str:
    seconds = math.ceil(wait.total_seconds())
    return f"{seconds} giây" if seconds <= 2 * _MINUTE else f"{math.ceil(seconds / _MINUTE)} phút"
