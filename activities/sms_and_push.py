"""Sends SMS and push messages through one HTTP gateway. docs/message-gateway.md is the contract."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2

from activities.contract import SEND_TIMEOUT
from activities.delivering import Envelope, NotSent, Sent
from domain.messages import Fault, MessageChannel

_FOR_GOOD = frozenset({400, 404, 410, 422})
_OUR_FAULT = frozenset({401, 403})
_MOBILE = re.compile(r"0[35789][0-9]{8}")
_CODE = re.compile(r"[a-z0-9_.-]{1,40}")
_ID = re.compile(r"[!-~]{1,200}")
_LONGEST_WAIT = timedelta(minutes=30)


@dataclass(frozen=True)
class GatewayAddress:
    """The gateway's address, and the token that authorises us."""

    url: str
    token: str | None = field(default=None, repr=False)


class SmsAndPush:
    """Sends messages to the gateway. The message id is the idempotency key by which the gateway recognises a retry."""

    def __init__(self, gateway: GatewayAddress | None) -> None:
        self._gateway = gateway

    async def send(self, envelope: Envelope) -> Sent | NotSent:
        """See `Carrier.send`."""
        if self._gateway is None:
            return NotSent(Fault.NOT_CONFIGURED)
        body = _body(envelope)
        if isinstance(body, NotSent):
            return body
        headers = {"Idempotency-Key": str(envelope.id)}
        if self._gateway.token:
            headers["Authorization"] = f"Bearer {self._gateway.token}"
        try:
            async with httpx2.AsyncClient(timeout=SEND_TIMEOUT.total_seconds(), trust_env=False) as http:
                answer = await http.post(f"{self._gateway.url.rstrip('/')}/messages", json=body, headers=headers)
        except httpx2.TimeoutException:
            return NotSent(Fault.TIMED_OUT)
        except httpx2.HTTPError:
            return NotSent(Fault.UNREACHABLE)
        return _outcome(answer)


def _body(envelope: Envelope) -> dict[str, Any] | NotSent:
    if envelope.channel is MessageChannel.PUSH:
        if not envelope.contact.devices:
            return NotSent(Fault.NO_ADDRESS)
        about = {"title": envelope.text.subject, "text": envelope.text.short, "case": envelope.code}
        return {"channel": "push", "to": list(envelope.contact.devices)} | about
    if not envelope.contact.phone:
        return NotSent(Fault.NO_ADDRESS)
    digits = re.sub(r"[\s.()-]", "", envelope.contact.phone)
    if not _MOBILE.fullmatch(digits):
        return NotSent(Fault.BAD_ADDRESS)
    return {"channel": "sms", "to": [f"+84{digits[1:]}"], "text": envelope.text.short}


def _outcome(answer: httpx2.Response) -> Sent | NotSent:
    said = _json(answer)
    if answer.is_success:
        gone = said.get("unregistered")
        provider_id = str(said.get("id", ""))
        return Sent(
            provider_id if _ID.fullmatch(provider_id) else None,
            tuple(each for each in gone if isinstance(each, str)) if isinstance(gone, list) else (),
        )
    code = str(said.get("code", ""))
    detail = f"{answer.status_code} {code}" if _CODE.fullmatch(code) else str(answer.status_code)
    if answer.status_code in _FOR_GOOD:
        return NotSent(Fault.REFUSED, detail)
    if answer.status_code in _OUR_FAULT:
        return NotSent(Fault.NOT_LET_IN, detail)
    return NotSent(Fault.BUSY, detail, _retry_after(answer))


def _json(answer: httpx2.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _retry_after(answer: httpx2.Response) -> timedelta | None:
    """Return the wait that the gateway asks for in seconds, up to the longest wait that we accept."""
    asked = answer.headers.get("Retry-After", "")
    return min(timedelta(seconds=int(asked)), _LONGEST_WAIT) if re.fullmatch(r"[0-9]{1,6}", asked) else None
