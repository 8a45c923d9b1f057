"""Machine clients by their tokens: which program calls, and whether its scopes open the address that it asks for."""

from __future__ import annotations

from contextlib import suppress
from types import MappingProxyType
from typing import Protocol

from fastapi import Request

from api.web.front import Clock, fingerprint
from api.web.path_templates import template_of
from api.web.problems.kinds import SIGN_IN
from api.web.problems.machine_kinds import MACHINE_ENDED, OUT_OF_NETWORK, OUT_OF_SCOPE
from api.web.problems.problem import Problem
from api.web.throttle import Throttle
from domain.offices.machine_clients import MachineRefusal, MachineScope, refusal_of
from records.errors import RecordsError
from records.record import Record
from records.staff.rows import MachineClient, MachineToken

TOKEN_MARK, SECRET_MARK = "htm_", "hts_"
"""They begin each token and each secret, so that a search of files finds one that was left where it does not belong."""

_CASES = "/api/v1/complaints"
SCOPE_OF = MappingProxyType(
    {
        f"GET {_CASES}": MachineScope.READ,
        f"GET {_CASES}/{{code}}": MachineScope.READ,
        f"GET {_CASES}/{{code}}/events": MachineScope.READ,
        f"GET {_CASES}/{{code}}/attachments": MachineScope.READ,
        f"GET {_CASES}/{{code}}/attachments/{{attachment}}": MachineScope.READ,
        f"GET {_CASES}/{{code}}/attachments/{{attachment}}/thumbnail": MachineScope.READ,
        f"POST {_CASES}/{{code}}/acts": MachineScope.ACT,
        f"POST {_CASES}/{{code}}/attachments": MachineScope.ACT,
        f"POST {_CASES}": MachineScope.FILE,
    }
)
"""The addresses that are open to machine clients, each with the scope that it needs. All others are for people."""


class MachineParts(Protocol):
    """The parts of the front that find a machine client; `api.web.front.Front` is the real one."""

    @property
    def record(self) -> Record: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def throttle(self) -> Throttle: ...


def is_of_machine(token: str) -> bool:
    """Return whether this is a machine client's token, and no session of a person."""
    return token.startswith(TOKEN_MARK)


def machine_with(parts: MachineParts, request: Request, token: str) -> MachineToken:
    """Return the machine client whose token this is. Its use is on record, a refused one too.

    Raises:
        Problem: the token does not hold, or does not open this address.
    """
    found = parts.record.machines.of_token(fingerprint(token), parts.clock())
    if found is None:
        raise Problem(SIGN_IN)
    require_standing(parts, found.client, request)
    needed = SCOPE_OF.get(f"{request.method} {template_of(request.scope)}")
    if needed is None or needed not in found.scopes:
        note_refusal(parts, found.client, MachineRefusal.SCOPE)
        raise Problem(OUT_OF_SCOPE)
    note_use(parts, found.client)
    return found


def require_standing(parts: MachineParts, client: MachineClient, request: Request) -> None:
    """Raise Problem where a machine client is revoked, has expired, calls from elsewhere or too often, and note it."""
    why = standing(parts, client, request)
    if why is not None:
        note_refusal(parts, client, why)
        raise Problem(OUT_OF_NETWORK if why is MachineRefusal.NETWORK else MACHINE_ENDED)
    try:
        parts.throttle.machine(client.id).spend()
    except Problem:
        note_refusal(parts, client, MachineRefusal.RATE)
        raise


def standing(parts: MachineParts, client: MachineClient, request: Request) -> MachineRefusal | None:
    """Return why a machine client may do nothing now from the address of this request, None where it may."""
    return refusal_of(
        revoked_at=client.revoked_at,
        expires_at=client.expires_at,
        networks=client.networks,
        address=request.client.host if request.client else "",
        at=parts.clock(),
    )


def note_use(parts: MachineParts, client: MachineClient) -> None:
    """Count a use of a machine client. To read must be possible where nothing can be written."""
    with suppress(RecordsError):
        parts.record.machines.note_use(client.id, parts.clock())


def note_refusal(parts: MachineParts, client: MachineClient, why: MachineRefusal) -> None:
    """Count a use of a machine client that was refused."""
    with suppress(RecordsError):
        parts.record.machines.note_refusal(client.id, why, parts.clock())
