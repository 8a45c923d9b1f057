"""Knows again the browsers in which somebody signed in before: OWASP's device cookies.

Wrong passwords from elsewhere then do not keep the owner of a username out
(https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
The cookie signs nobody in and names nobody. For each username it holds a random name of the browser under our seal.
"""

from __future__ import annotations

import hmac
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from api.staff.sessions.signing_in import Client
from api.web.front import Keys
from api.web.identity import cookies
from api.web.throttle import address_of, known_as

_MOST = 5  # people at one desk
_WRITTEN = re.compile(r"[A-Za-z0-9_-]{22}\.[0-9a-f]{64}")


def client_of(keys: Keys, request: Request, username: str) -> Client:
    """Return where a request to sign in with this username comes from."""
    return Client(address_of(request), known_device(keys, request, username), agent_of(request))


def agent_of(request: Request) -> str:
    """Return the program that sends a request, as it names itself."""
    return "".join(filter(str.isprintable, request.headers.get("user-agent", "")))


def known_device(keys: Keys, request: Request, username: str) -> str | None:
    """Return the browser's name if this username signed in with it before."""
    for held in _held(request):
        device, _, seal = held.partition(".")
        if hmac.compare_digest(seal, _seal(keys, device, username)):
            return device
    return None


def remember_device(keys: Keys, request: Request, answer: Response, username: str) -> None:
    """Mark this browser as one in which this username signed in."""
    if known_device(keys, request, username) is None:
        device = secrets.token_urlsafe(16)
        held = [*_held(request), f"{device}.{_seal(keys, device, username)}"]
        cookies.put(answer, cookies.DEVICE, "~".join(held[-_MOST:]), cookies.YEAR)


def _held(request: Request) -> list[str]:
    return [held for held in request.cookies.get(cookies.DEVICE, "").split("~") if _WRITTEN.fullmatch(held)]


def _seal(keys: Keys, device: str, username: str) -> str:
    return known_as(keys.throttling, ("device", device, username))
