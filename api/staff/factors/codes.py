"""Codes of authenticator apps (TOTP, RFC 6238) and recovery codes: made, shown, and compared. Keeps nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from datetime import datetime

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ISSUER = "Hiện trường"
RECOVERY_CODES = 10
_WINDOW = (0, -1, 1)
"""The steps around the present one whose codes are taken: clocks differ, and people type slowly."""
_NONCE = 12
_GROUP, _GROUPS = 5, 2


class BrokenSeal(Exception):
    """A secret was sealed for another account or under another key."""


@dataclass(frozen=True)
class Secret:
    """The secret that an app and the system share, in base32."""

    text: str = field(repr=False)

    @classmethod
    def new(cls) -> Secret:
        """Return a new secret of 160 bits."""
        return cls(pyotp.random_base32())

    @property
    def spoken(self) -> str:
        """The secret in groups of four, to be typed by hand."""
        return " ".join(self.text[start : start + 4] for start in range(0, len(self.text), 4))

    def address(self, username: str) -> str:
        """Return the address that an app reads from the QR code."""
        return pyotp.TOTP(self.text).provisioning_uri(name=username, issuer_name=ISSUER)

    def picture(self, username: str) -> str:
        """Return the QR code as an SVG in a data address."""
        return segno.make(self.address(username), error="m").svg_data_uri(scale=5, border=3, light="white")

    def step_of(self, code: str, at: datetime) -> int | None:
        """Return the step whose code this is, None for a code of no step near `at`."""
        totp = pyotp.TOTP(self.text)
        now = totp.timecode(at)
        given = "".join(code.split())
        fitting = (now + near for near in _WINDOW if hmac.compare_digest(totp.generate_otp(now + near), given))
        return next(fitting, None) if given.isascii() else None

    def sealed(self, key: bytes, account_id: str) -> bytes:
        """Return the secret encrypted for one account."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(key).encrypt(nonce, self.text.encode(), account_id.encode())

    @classmethod
    def opened(cls, sealed: bytes, key: bytes, account_id: str) -> Secret:
        """Return the secret that was sealed for this account. Raises BrokenSeal."""
        try:
            return cls(AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], account_id.encode()).decode())
        except InvalidTag as error:
            raise BrokenSeal from error


def new_recovery_codes() -> tuple[str, ...]:
    """Return new recovery codes, such as `k7qf2-m4xaa`: 50 bits each."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def recovery_hash(key: bytes, account_id: str, code: str) -> str:
    """Return the keyed hash under which a recovery code is kept, however a person typed it."""
    written = "".join(code.split()).replace("-", "").lower()
    return hmac.new(key, f"recovery\x1f{account_id}\x1f{written}".encode(), hashlib.sha256).hexdigest()


def _recovery_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(letters[start : start + _GROUP] for start in range(0, _GROUP * _GROUPS, _GROUP))
