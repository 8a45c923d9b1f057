"""The two ceremonies of WebAuthn: registering a passkey and proving to have one. Challenges are ours, fresh, and used once.

The library is imported where it is used: it takes half a second, and most people sign in without a passkey.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from records.staff.rows import Account, Passkey

NAME = "Hiện trường"
WITHIN = timedelta(minutes=10)
_RANDOM, _TIME = 16, 8


class NotProven(Exception):
    """The answer of a browser proves nothing."""


@dataclass(frozen=True)
class Registered:
    """A passkey that a browser has just made."""

    credential_id: bytes
    public_key: bytes = field(repr=False)
    sign_count: int


@dataclass(frozen=True)
class RelyingParty:
    """The site that passkeys are bound to: its domain, and its origin as browsers name it."""

    id: str
    origin: str
    key: bytes = field(repr=False)

    @classmethod
    def at(cls, address: str, key: bytes) -> RelyingParty | None:
        """Return the relying party of the site at this address. None for an address without a domain, which browsers refuse."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return cls(host, f"{parts.scheme}://{parts.netloc}", key) if host else None
        return None

    def to_register(self, account: Account, known: Iterable[Passkey], at: datetime) -> str:
        """Return what a browser needs to make a passkey, as JSON."""
        import webauthn
        from webauthn.helpers.structs import (
            AuthenticatorSelectionCriteria,
            PublicKeyCredentialDescriptor,
            ResidentKeyRequirement,
            UserVerificationRequirement,
        )

        options = webauthn.generate_registration_options(
            rp_id=self.id,
            rp_name=NAME,
            user_id=account.id.encode(),
            user_name=account.username,
            user_display_name=account.display_name,
            challenge=self.challenge(account.id, at),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.PREFERRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in known],
        )
        return webauthn.options_to_json(options)

    def to_sign_in(self, known: Iterable[Passkey], at: datetime) -> str:
        """Return what a browser needs to prove a passkey, as JSON: one of those known or, where none is, any of this site."""
        import webauthn
        from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

        allowed = [PublicKeyCredentialDescriptor(id=each.credential_id) for each in known]
        options = webauthn.generate_authentication_options(
            rp_id=self.id,
            challenge=self.challenge("", at),
            allow_credentials=allowed,
            user_verification=UserVerificationRequirement.PREFERRED
            if allowed
            else UserVerificationRequirement.REQUIRED,
        )
        return webauthn.options_to_json(options)

    def registered(self, written: str, account: Account, at: datetime) -> Registered:
        """Return the passkey that a browser made for this account. Raises NotProven."""
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        challenge = challenge_in(written)
        self._require_ours(challenge, account.id, at)
        try:
            made = webauthn.verify_registration_response(
                credential=written,
                expected_challenge=challenge,
                expected_rp_id=self.id,
                expected_origin=self.origin,
            )
        except (WebAuthnException, ValueError) as error:
            raise NotProven from error
        return Registered(made.credential_id, made.credential_public_key, made.sign_count)

    def count_proven(self, written: str, passkey: Passkey, at: datetime, *, verified: bool) -> int:
        """Return the new count of a passkey that a browser proved. `verified`: its device must have verified the person.
        Raises NotProven."""
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        challenge = challenge_in(written)
        self._require_ours(challenge, "", at)
        try:
            proof = webauthn.verify_authentication_response(
                credential=written,
                expected_challenge=challenge,
                expected_rp_id=self.id,
                expected_origin=self.origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=0,  # the record compares, once for all fronts
                require_user_verification=verified,
            )
        except (WebAuthnException, ValueError) as error:
            raise NotProven from error
        return proof.new_sign_count

    def challenge(self, about: str, at: datetime) -> bytes:
        """Return a fresh challenge that carries its end and our seal, so that nothing need be kept of it."""
        fresh = secrets.token_bytes(_RANDOM) + int((at + WITHIN).timestamp()).to_bytes(_TIME)
        return fresh + self._seal(fresh, about)

    def _require_ours(self, challenge: bytes, about: str, at: datetime) -> None:
        fresh, seal = challenge[: _RANDOM + _TIME], challenge[_RANDOM + _TIME :]
        ends = int.from_bytes(fresh[_RANDOM:])
        if not hmac.compare_digest(seal, self._seal(fresh, about)) or at.timestamp() >= ends:
            raise NotProven

    def _seal(self, fresh: bytes, about: str) -> bytes:
        return hmac.new(self.key, b"challenge\x1f" + about.encode() + b"\x1f" + fresh, hashlib.sha256).digest()


def challenge_in(written: str) -> bytes:
    """Return the challenge that a browser answers. Raises NotProven where it names none."""
    from webauthn.helpers import base64url_to_bytes

    try:
        given: Any = json.loads(written)
        client: Any = json.loads(base64url_to_bytes(given["response"]["clientDataJSON"]))
        return base64url_to_bytes(client["challenge"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotProven from error


def credential_in(written: str) -> bytes:
    """Return the id of the passkey that a browser proves. Raises NotProven where it names none."""
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return parse_authentication_credential_json(written).raw_id
    except (WebAuthnException, ValueError) as error:
        raise NotProven from error
