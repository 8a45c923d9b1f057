"""Browsers in which somebody signed in before, so that wrong passwords from elsewhere do not keep the owner of a username out:
OWASP's device cookies (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).

The cookie signs nobody in and names nobody. It holds a random name for the browser under a seal of ours with each username.
"""

from __future__ import annotations

import hmac
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from api.web.front import Keys
from api.web.identity import cookies
from api.web.throttle import known_as

_MOST = 5  # people at one desk
_WRITTEN = re.compile(r"[A-Za-z0-9_-]{22}\.[0-9a-f]{64}")


def known_device(keys: Keys, request: Request, username: str) -> str | None:
    """What the browser is called where this username signed in with it before."""
    for held in _held(request):
        device, _, seal = held.partition(".")
        if hmac.compare_digest(seal, _seal(keys, device, username)):
            return device
    return None


def remember_device(keys: Keys, request: Request, answer: Response, username: str) -> None:
    """Know this browser again, now that this username signed in with it."""
    if known_device(keys, request, username) is None:
        device = secrets.token_urlsafe(16)
        held = [*_held(request), f"{device}.{_seal(keys, device, username)}"]
        cookies.put(answer, cookies.DEVICE, "~".join(held[-_MOST:]), cookies.YEAR)


def _held(request: Request) -> list[str]:
    return [held for held in request.cookies.get(cookies.DEVICE, "").split("~") if _WRITTEN.fullmatch(held)]


def _seal(keys: Keys, device: str, username: str) -> str:
    return known_as(keys.throttling, ("device", device, username))
