"""Give tokens to machine clients, by OAuth 2.0 client credentials (RFC 6749, section 4.4).

A token is short-lived and opaque. The record is asked at each request, so that revoking works at once.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import unquote_plus
from uuid import UUID

from fastapi import Request

from api.web.front import fingerprint
from api.web.identity.machines import TOKEN_MARK, MachineParts, note_refusal, note_use, require_standing, standing
from api.web.throttle import address_of
from domain.offices.machine_clients import MachineRefusal, MachineScope
from records.staff.rows import MachineClient, MachineToken

TOKEN_LENGTH = timedelta(minutes=10)
GRANT = "client_credentials"


class TokenRefused(Exception):
    """A request for a token that cannot be fulfilled. `error` is a word of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status


_NOT_PROVEN = "Mã kết nối hoặc khóa bí mật không đúng, đã bỏ, đã thu hồi, đã hết hạn, hoặc gọi từ địa chỉ mạng khác."


@dataclass(frozen=True)
class Asked:
    """A request for a token, as its form says."""

    grant: str | None
    client_id: str
    secret: str = field(repr=False)
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class GivenToken:
    """A token that was given out."""

    token: str = field(repr=False)
    scopes: tuple[MachineScope, ...]


def asked(form: Iterable[tuple[str, str]], authorization: str | None) -> Asked:
    """Return what a request asks for. The credentials come in the header or in the form, and not in both.

    Raises:
        TokenRefused: the request cannot be read, or says a thing twice.
    """
    said: dict[str, str] = {}
    for name, value in form:
        if name in said:
            raise TokenRefused("invalid_request", f"`{name[:40]}` được gửi hai lần.")
        said[name] = value
    if authorization is None:
        client_id, secret = said.get("client_id", ""), said.get("client_secret", "")
    else:
        if "client_secret" in said:
            raise TokenRefused("invalid_request", "Khóa bí mật gửi trong tiêu đề hoặc trong biểu mẫu, không cả hai.")
        client_id, secret = _basic(authorization)
    return Asked(said.get("grant_type"), client_id, secret, tuple(said.get("scope", "").split()))


def give_token(parts: MachineParts, request: Request, asked: Asked) -> GivenToken:
    """Give a token to a machine client that proves who it is. What it asks for is on record.

    Raises:
        TokenRefused: it proves nothing, or asks for what it may not have.
        Problem: it tried too often.
    """
    if asked.grant != GRANT:
        error = "unsupported_grant_type" if asked.grant else "invalid_request"
        raise TokenRefused(error, f"`grant_type` phải là `{GRANT}`.")
    client, secret_id = _proved(parts, request, asked.client_id, asked.secret)
    if not set(asked.scopes) <= {each.value for each in client.scopes}:
        note_refusal(parts, client, MachineRefusal.SCOPE)
        raise TokenRefused("invalid_scope", f"Kết nối này chỉ có phạm vi: {' '.join(sorted(client.scopes))}.")
    scopes = tuple(MachineScope(each) for each in sorted(asked.scopes)) or tuple(sorted(client.scopes))
    token = TOKEN_MARK + secrets.token_urlsafe(32)
    parts.record.machines.open_token(fingerprint(token), secret_id, scopes, parts.clock() + TOKEN_LENGTH)
    note_use(parts, client)
    return GivenToken(token, scopes)


def with_key(parts: MachineParts, request: Request, key: str, needed: MachineScope) -> MachineToken:
    """Return the machine client that a key names, where a standard knows nothing but one key: its id, a colon and its secret.

    Raises:
        TokenRefused: the key proves nothing, or does not open this.
        Problem: it was tried too often.
    """
    client_id, _, secret = key.partition(":")
    client, _ = _proved(parts, request, client_id, secret)
    account = parts.record.accounts.find(client.id)
    if account is None or needed not in client.scopes:
        note_refusal(parts, client, MachineRefusal.SCOPE)
        raise TokenRefused("invalid_scope", f"Kết nối này không có phạm vi {needed}.")
    note_use(parts, client)
    return MachineToken(client, account, client.scopes)


def _proved(parts: MachineParts, request: Request, client_id: str, secret: str) -> tuple[MachineClient, UUID]:
    """Return the machine client that has proved who it is, and the secret by which. Wrong secrets are counted."""
    tries = parts.throttle.secrets(client_id, address_of(request))
    tries.require_one()
    found = parts.record.machines.with_secret(client_id, fingerprint(secret))
    client, secret_id = found if found else (None, None)
    if client is None or secret_id is None:
        tries.spend()
        if client is not None:
            note_refusal(parts, client, MachineRefusal.SECRET)
        raise TokenRefused("invalid_client", _NOT_PROVEN, status=401)
    if why := standing(parts, client, request):
        note_refusal(parts, client, why)
        raise TokenRefused("invalid_client", _NOT_PROVEN, status=401)
    require_standing(parts, client, request)
    return client, secret_id


def _basic(authorization: str) -> tuple[str, str]:
    """Return name and secret of HTTP Basic, each form-encoded as RFC 6749 asks."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode() if scheme.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError, ValueError):
        decoded = ""
    name, colon, secret = decoded.partition(":")
    if not colon:
        raise TokenRefused("invalid_client", "Tiêu đề Authorization phải theo HTTP Basic.", status=401)
    return unquote_plus(name), unquote_plus(secret)
