"""Callers who try too often must wait: wrong passwords, wrong tracking keys, reports and attachments.

The tries are counted in the record, so that all fronts count together and a restart forgives nothing. Reads and exports are
counted in each front.
"""

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

from api.web.own_tries import OwnTries
from api.web.problems.kinds import (
    TOO_MANY_DEADLINES,
    TOO_MANY_FILES,
    TOO_MANY_KEYS,
    TOO_MANY_PASSWORDS,
    TOO_MANY_READS,
    TOO_MANY_REPORTS,
    Kind,
)
from api.web.problems.machine_kinds import TOO_MANY_REQUESTS, TOO_MANY_SECRETS
from api.web.problems.problem import Problem
from api.web.problems.proofs import PASSKEY_REFUSED, TOO_MANY_CODES
from domain.allowances import Allowance

Clock = Callable[[], datetime]

_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_ONE_MINUTE = timedelta(minutes=1)
_ONE_HOUSEHOLD = 64  # bits of an IPv6 address that a provider gives to one customer
_MINUTE = 60


@dataclass(frozen=True)
class Limits:
    """The number of tries that are allowed at once. Each comes back after its share of the time; 0 means without limit.

    One address may stand for a whole office or, with a mobile provider, for a whole quarter of the city: its limits stop
    machines, not people. The limit of a username stops guessing. It lets the owner in again after a minute and a half, or at
    once in a browser where the owner signed in before.
    """

    passwords_of_username: int = 10  # wrong ones, in a quarter of an hour
    passwords_of_address: int = 100  # the same
    keys_of_case: int = 10  # wrong ones from one address, in a quarter of an hour
    keys_of_address: int = 100  # the same, over all cases
    reports_of_address: int = 120  # in an hour
    uploads_of_address: int = 240  # in an hour: requests with attachments, with a report or to a case
    videos_of_address: int = 60  # in an hour; one takes both cores for many seconds
    deadlines_of_address: int = 120  # in a minute: questions when an amount of time ends
    reads_of_address: int = 240  # in a minute, of what is public; each front counts for itself
    exports_of_address: int = 30  # in a minute: whole tables as files; each front counts for itself
    requests_of_machine: int = 600  # in a minute, of one machine client; each front counts for itself


class TriesKept(Protocol):
    """The record as throttling needs it; `records.staff.tries.Tries` is the real one.

    Every method may raise RecordsUnavailable.
    """

    def wait(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Return how long until one more try of all these is allowed."""
        ...

    def spend(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Count one more try of all these, or return how long to wait for it."""
        ...

    def give_back(self, tries: Mapping[str, Allowance], at: datetime) -> None:
        """Uncount one try of all these."""
        ...


class Counted:
    """Tries of one kind, with every counter that they count on. `kind` is the problem of a caller who must wait."""

    def __init__(self, tries: TriesKept, kind: Kind, allowances: Mapping[str, Allowance], clock: Clock) -> None:
        self._tries = tries
        self._kind = kind
        self._allowances = allowances
        self._clock = clock

    def spend(self) -> None:
        """Count one more try. Raises Problem, and counts nothing, where the caller must wait."""
        if self._allowances:
            self._require_no(self._tries.spend(self._allowances, self._clock()))

    def require_one(self) -> None:
        """Raise Problem where the next try must wait. Count nothing."""
        if self._allowances:
            self._require_no(self._tries.wait(self._allowances, self._clock()))

    def give_back(self) -> None:
        """Uncount the try that was counted, since it was right."""
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
        self._own_tries = OwnTries()

    def passwords(self, username: str, address: str, device: str | None = None) -> Counted:
        """Return the tries of a password for this username from this address.

        With a device of the owner's, wrong passwords count on that device alone, and those from elsewhere do not count on it.
        """
        whose = ("password", "device", device, username) if device else ("password", "username", username)
        counted: dict[tuple[str, ...], int] = {
            whose: self._limits.passwords_of_username,
            ("password", "address", address): self._limits.passwords_of_address,
        }
        return self._counted(TOO_MANY_PASSWORDS, _QUARTER, counted)

    def codes(self, account: str, address: str) -> Counted:
        """Return the tries of a code of the second factor for this account from this address."""
        counted: dict[tuple[str, ...], int] = {
            ("code", "account", account): self._limits.passwords_of_username,
            ("code", "address", address): self._limits.passwords_of_address,
        }
        return self._counted(TOO_MANY_CODES, _QUARTER, counted)

    def secrets(self, client: str, address: str) -> Counted:
        """Return the tries of a secret for this machine client from this address."""
        counted: dict[tuple[str, ...], int] = {
            ("secret", "client", client, address): self._limits.passwords_of_username,
            ("secret", "address", address): self._limits.passwords_of_address,
        }
        return self._counted(TOO_MANY_SECRETS, _QUARTER, counted)

    def machine(self, client: str) -> Counted:
        """Return the requests of this machine client."""
        return self._counted_here(("machine", client), self._limits.requests_of_machine, TOO_MANY_REQUESTS)

    def challenge(self, challenge: bytes) -> Counted:
        """Return the one use of a challenge to a passkey."""
        return self._counted(PASSKEY_REFUSED, _QUARTER, {("challenge", challenge.hex()): 1})

    def keys(self, code: str, address: str) -> Counted:
        """Return the tries of a tracking key for this case from this address."""
        counted: dict[tuple[str, ...], int] = {
            ("key", "case", code, address): self._limits.keys_of_case,
            ("key", "address", address): self._limits.keys_of_address,
        }
        return self._counted(TOO_MANY_KEYS, _QUARTER, counted)

    def reports(self, address: str) -> Counted:
        """Return the tries of a report from this address."""
        return self._counted(TOO_MANY_REPORTS, _HOUR, {("report", "address", address): self._limits.reports_of_address})

    def uploads(self, address: str, *, with_video: bool) -> Counted:
        """Return the tries of attachments from this address. They cost cleaning, whether or not they are kept."""
        counted: dict[tuple[str, ...], int] = {("upload", "address", address): self._limits.uploads_of_address}
        if with_video:
            counted["video", "address", address] = self._limits.videos_of_address
        return self._counted(TOO_MANY_FILES, _HOUR, counted)

    def deadlines(self, address: str) -> Counted:
        """Return the questions from this address when an amount of time ends. Each may lay out years of days."""
        counted: dict[tuple[str, ...], int] = {("deadline", "address", address): self._limits.deadlines_of_address}
        return self._counted(TOO_MANY_DEADLINES, _ONE_MINUTE, counted)

    def reads(self, address: str) -> Counted:
        """Return the reads of what is public from this address."""
        return self._counted_here(("read", "address", address), self._limits.reads_of_address)

    def exports(self, address: str) -> Counted:
        """Return the tables that were exported as files to this address. Each may read the whole record."""
        return self._counted_here(("export", "address", address), self._limits.exports_of_address)

    def _counted_here(self, about: tuple[str, ...], most: int, kind: Kind = TOO_MANY_READS) -> Counted:
        allowances = {known_as(self._key, about): Allowance(most, _ONE_MINUTE)} if most else {}
        return Counted(self._own_tries, kind, allowances, self._clock)

    def _counted(self, kind: Kind, within: timedelta, counted: Mapping[tuple[str, ...], int]) -> Counted:
        allowances = {known_as(self._key, about): Allowance(most, within) for about, most in counted.items() if most}
        return Counted(self._tries, kind, allowances, self._clock)


def address_of(request: Request) -> str:
    """Return the address of a request: the peer's, or the one that a trusted proxy names (setting `trusted_proxies`)."""
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
    """Return the counter's name in the record. It cannot be read back, not even by trying out every address."""
    return hmac.new(key, "\x1f".join(about).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _in_words(wait: timedelta) -> str:
    seconds = math.ceil(wait.total_seconds())
    return f"{seconds} giây" if seconds <= 2 * _MINUTE else f"{math.ceil(seconds / _MINUTE)} phút"
