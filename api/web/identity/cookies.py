"""The cookies of the pages. All are bound to this host, to TLS (or localhost) and to our own pages."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

SESSION = "__Host-session"
VISITOR = "__Host-visitor"
KEYS = "__Host-keys"
FOLLOWED = "__Host-followed"
LANGUAGE = "__Host-language"
DEVICE = "__Host-device"

YEAR = timedelta(days=365)
_KEYS_FOR = timedelta(days=180)
_MOST_KEYS = 20  # a browser keeps about 4 KB for each cookie
_MOST_FOLLOWED = 20
_WRITTEN = re.compile(r"[A-Za-z0-9_.:~-]{1,3500}")


def put(response: Response, name: str, value: str, keep: timedelta | None = None) -> None:
    """Set a cookie that scripts cannot read. It lasts as long as `keep`, or until the browser closes."""
    response.set_cookie(
        name,
        value,
        max_age=int(keep.total_seconds()) if keep else None,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )


def drop(response: Response, name: str) -> None:
    """Delete a cookie."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")


def keep_language(response: Response, language: str) -> None:
    """Remember the language that a person chose."""
    put(response, LANGUAGE, language, YEAR)


def new_visitor() -> str:
    """Return a new name for a browser, which nobody can guess."""
    return secrets.token_urlsafe(24)


def renew_visitor(response: Response, name: str | None = None) -> None:
    """Give the browser a new name, to which its forms are bound. Forms shown to an earlier person are then refused."""
    put(response, VISITOR, name or new_visitor(), YEAR)


def tracking_keys(request: Request) -> dict[str, str]:
    """Return the tracking keys that this browser holds, by case code, the latest last."""
    written = request.cookies.get(KEYS, "")
    if not _WRITTEN.fullmatch(written):
        return {}
    pairs = (pair.partition(":") for pair in written.split("~"))
    return {code: key for code, _, key in pairs if code and key}


def add_tracking_key(request: Request, response: Response, code: str, key: str) -> None:
    """Let this browser follow one more case. Where there are too many, the oldest is dropped."""
    keys = {held: kept for held, kept in tracking_keys(request).items() if held != code} | {code: key}
    latest = list(keys.items())[-_MOST_KEYS:]
    put(response, KEYS, "~".join(f"{held}:{kept}" for held, kept in latest), _KEYS_FOR)
    if VISITOR not in request.cookies:
        renew_visitor(response)


def drop_tracking_key(request: Request, response: Response, code: str) -> None:
    """Stop this browser from following the case."""
    left = {held: kept for held, kept in tracking_keys(request).items() if held != code}
    if left:
        put(response, KEYS, "~".join(f"{held}:{kept}" for held, kept in left.items()), _KEYS_FOR)
    else:
        drop(response, KEYS)


def followed(request: Request) -> tuple[str, ...]:
    """Return the codes of the public cases that this browser follows without having reported them, the latest last."""
    written = request.cookies.get(FOLLOWED, "")
    return tuple(filter(None, written.split("~"))) if _WRITTEN.fullmatch(written) else ()


def keep_followed(response: Response, codes: Iterable[str]) -> None:
    """Let this browser follow these public cases, each once. Where there are too many, the oldest are dropped."""
    if latest := list(dict.fromkeys(codes))[-_MOST_FOLLOWED:]:
        put(response, FOLLOWED, "~".join(latest), _KEYS_FOR)
    else:
        drop(response, FOLLOWED)
