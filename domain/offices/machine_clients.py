"""Machine clients: what a program of an agency or of a channel may be allowed to do, and when it is refused."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from domain.words import ActKind, Role

MARK = " (máy)"
"""Ends the name of each machine client, so that nobody takes it for a person in the course of a case."""


class MachineScope(StrEnum):
    """The things that a machine client may be allowed to do."""

    READ = "cases.read"
    ACT = "cases.act"
    FILE = "cases.file"


OF_AGENCY = frozenset({MachineScope.READ, MachineScope.ACT})
OF_CHANNEL = frozenset({MachineScope.FILE})

ACTS_OF_MACHINES = frozenset({ActKind.ACCEPT, ActKind.RETURN, ActKind.REPORT_PROGRESS, ActKind.SUBMIT_RESULT})
"""The acts that a machine may do for its agency. Each still needs that the regulation lets the agency's officer do it."""


class MachineRefusal(StrEnum):
    """The grounds on which a machine client is refused."""

    SECRET = "secret"  # noqa: S105 - a ground, no secret
    TOKEN = "token"  # noqa: S105 - a ground, no token
    REVOKED = "revoked"
    EXPIRED = "expired"
    NETWORK = "network"
    SCOPE = "scope"
    RATE = "rate"


def role_for(agency: str | None) -> Role:
    """Return the role in which a machine client acts: as an officer of its agency, or as the centre's operator who files."""
    return Role.AGENCY_OFFICER if agency else Role.CENTRE_OPERATOR


def scopes_for(agency: str | None) -> frozenset[MachineScope]:
    """Return what a machine client may be allowed to do: cases for an agency, or filing for a channel."""
    return OF_AGENCY if agency else OF_CHANNEL


def refusal_of(
    *, revoked_at: datetime | None, expires_at: datetime, networks: Collection[str], address: str, at: datetime
) -> MachineRefusal | None:
    """Return why a machine client may do nothing at this instant from this address, None where it may."""
    if revoked_at is not None:
        return MachineRefusal.REVOKED
    if at >= expires_at:
        return MachineRefusal.EXPIRED
    return None if is_within(networks, address) else MachineRefusal.NETWORK


def is_within(networks: Collection[str], address: str) -> bool:
    """Tell whether an address lies in one of the networks. Without networks, every address does."""
    if not networks:
        return True
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in ipaddress.ip_network(each, strict=False) for each in networks)


def as_networks(written: Iterable[str]) -> tuple[str, ...]:
    """Return networks as they are kept, each once.

    Raises:
        ValueError: one is neither an address nor a network.
    """
    return tuple(dict.fromkeys(str(ipaddress.ip_network(each.strip(), strict=False)) for each in written))
