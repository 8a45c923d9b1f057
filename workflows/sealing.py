"""The payload codec. It encrypts people's words in Temporal's history; everything else stays readable there."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

_MARK = "sealed"
_NONCE_BYTES = 12


class SealBroken(ValueError):
    """Sealed words that no key opens."""


def is_sealed(payload: Payload) -> bool:
    """Return whether words in this payload are sealed."""
    return _MARK in payload.metadata


class Sealer(PayloadCodec):
    """Encrypts each `{"sealed": words}` in a JSON payload with AES-256-GCM. The envelope names the key.

    The first of `keys` (32 bytes each) seals. Every key opens, so keys can rotate.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {hashlib.sha256(key).hexdigest()[:8]: AESGCM(key) for key in keys}
        self._active = next(iter(self._ciphers))

    async def encode(self, payloads: Iterable[Payload]) -> list[Payload]:
        """Return the payloads with their words sealed. A payload without such words is unchanged."""
        return [self._encoded(payload) for payload in payloads]

    async def decode(self, payloads: Iterable[Payload]) -> list[Payload]:
        """Return the payloads with their words opened. Raises SealBroken for an unknown key or altered words."""
        return [self._decoded(payload) for payload in payloads]

    def _encoded(self, payload: Payload) -> Payload:
        if b'"sealed"' not in payload.data or is_sealed(payload):
            return payload
        sealed = Payload(data=_rewritten(payload.data, self._seal))
        sealed.metadata.update({**payload.metadata, _MARK: self._active.encode()})
        return sealed

    def _decoded(self, payload: Payload) -> Payload:
        if not is_sealed(payload):
            return payload
        opened = Payload(data=_rewritten(payload.data, self._open))
        opened.metadata.update({name: value for name, value in payload.metadata.items() if name != _MARK})
        return opened

    def _seal(self, words: str) -> str:
        if not words:
            return words
        nonce = os.urandom(_NONCE_BYTES)
        closed = self._ciphers[self._active].encrypt(nonce, words.encode(), None)
        return f"{self._active}.{base64.b64encode(nonce + closed).decode()}"

    def _open(self, envelope: str) -> str:
        if not envelope:
            return envelope
        key_id, _, closed = envelope.partition(".")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise SealBroken(f"no key {key_id!r} to open sealed words with")
        raw = base64.b64decode(closed)
        try:
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()
        except InvalidTag as broken:
            raise SealBroken("sealed words were altered") from broken


def _rewritten(data: bytes, rewrite: Callable[[str], str]) -> bytes:
    return json.dumps(_walk(json.loads(data), rewrite), ensure_ascii=False, separators=(",", ":")).encode()


def _walk(value: Any, rewrite: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {_MARK} and isinstance(value[_MARK], str):
            return {_MARK: rewrite(value[_MARK])}
        return {name: _walk(item, rewrite) for name, item in value.items()}
    if isinstance(value, list):
        return [_walk(item, rewrite) for item in value]
    return value
