"""Who tries too often waits: wrong passwords, wrong tracking keys, reports, photos and videos. Counted in the record, so
that all fronts count together and a restart forgives nothing."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from fastapi import Request

from api.web.problems.kinds import TOO_MANY_FILES, TOO_MANY_KEYS, TOO_MANY_PASSWORDS, TOO_MANY_REPORTS, Kind
from api.web.problems.problem import Problem
from domain.allowances import Allowance

Clock = Callable[[], datetime]

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


class TriesKept(Protocol):
    """The record as throttling needs it; `records.staff.tries.Tries` is the real one.

    Every method may raise RecordsUnavailable.
    """

    def wait(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Give how long until one more try of all these is allowed."""
        ...

    def spend(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Count one more try of all these, or give how long to wait for it."""
        ...

    def give_back(self, tries: Mapping[str, Allowance], at: datetime) -> None:
        """Take one try of all these back."""
        ...


class Counted:
    """Tries of one kind, by all that each of them counts for. `kind` is what a caller who must wait is told."""

    def __init__(self, tries: TriesKept, kind: Kind, allowances: Mapping[str, Allowance], clock: Clock) -> None:
        self._tries = tries
        self._kind = kind
        self._allowances = allowances
        self._clock = clock

    def spend(self) -> None:
        """Count one more try. Raises Problem where the caller must wait; nothing is counted then."""
        if self._allowances:
            self._require_no(self._tries.spend(self._allowances, self._clock()))

    def require_one(self) -> None:
        """Raise Problem where the next try must wait, without counting one."""
        if self._allowances:
            self._require_no(self._tries.wait(self._allowances, self._clock()))

    def give_back(self) -> None:
        """Take back the try that was counted: it was a right one."""
        if self._allowances:
            self._tries.give_back(self._allowances, self._clock())

    def _require_no(self, wait: timedelta) -> None:
        if wait:
            raise Problem(self._kind, detail=self._kind.detail.format(wait=_in_words(wait)), retry_after=wait)


class Throttle:
    """Makes callers wait who try too often. `key` hides from the record who tried what."""

    def __init__(self, tries: TriesKept, limits: Limits, key: bytes, clock: Clock) -> None:
        self._tries = tries
        self._limits = limits
        self._key = key
        self._clock = clock

    def passwords(self, username: str, address: str, device: str | None = None) -> Counted:
        """A password for this username, given at this address. With a device of its owner's, wrong ones count for that
        device alone, and those from elsewhere do not count for it."""
        whose = ("password", "device", device, username) if device else ("password", "username", username)
        counted: dict[tuple[str, ...], int] = {
            whose: self._limits.passwords_of_username,
            ("password", "address", address): self._limits.passwords_of_address,
        }
        return self._counted(TOO_MANY_PASSWORDS, _QUARTER, counted)

    def keys(self, code: str, address: str) -> Counted:
        """A tracking key for this case, given at this address."""
        counted: dict[tuple[str, ...], int] = {
            ("key", "case", code, address): self._limits.keys_of_case,
            ("key", "address", address): self._limits.keys_of_address,
        }
        return self._counted(TOO_MANY_KEYS, _QUARTER, counted)

    def reports(self, address: str) -> Counted:
        """A report, sent from this address."""
        return self._counted(TOO_MANY_REPORTS, _HOUR, {("report", "address", address): self._limits.reports_of_address})

    def uploads(self, address: str, *, with_video: bool) -> Counted:
        """Photos, or a video too, sent from this address. They have to be cleaned whether or not they are kept."""
        counted: dict[tuple[str, ...], int] = {("upload", "address", address): self._limits.uploads_of_address}
        if with_video:
            counted["video", "address", address] = self._limits.videos_of_address
        return self._counted(TOO_MANY_FILES, _HOUR, counted)

    def _counted(self, kind: Kind, within: timedelta, counted: Mapping[tuple[str, ...], int]) -> Counted:
        allowances = {known_as(self._key, about): Allowance(most, within) for about, most in counted.items() if most}
        return Counted(self._tries, kind, allowances, self._clock)


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
