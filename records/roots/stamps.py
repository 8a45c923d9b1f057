"""Checks time stamps of daily roots (RFC 3161)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cryptography.x509 import Certificate, ObjectIdentifier, load_pem_x509_certificates
from rfc3161_client import PKIStatus, VerificationError, VerifierBuilder, decode_timestamp_response

from records.roots.der import with_sorted_certificates

_SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_GRANTED = (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)


class StampRefused(Exception):
    """A reply that is no stamp of what was to be stamped."""


def require_stamp(
    reply: bytes, stamped: bytes, *, trusted: Sequence[Certificate] = (), nonce: int | None = None
) -> None:
    """Require that a reply is a stamp of these bytes, and with `trusted` that a certificate under one of these signed it.

    Raises:
        StampRefused: it is not.
    """
    try:
        response = decode_timestamp_response(with_sorted_certificates(reply))
        if PKIStatus(response.status) not in _GRANTED:
            raise StampRefused(f"the authority answered with status {response.status}")
        about = response.tst_info
        imprint = about.message_imprint
        if imprint.hash_algorithm != _SHA256 or imprint.message != hashlib.sha256(stamped).digest():
            raise StampRefused("the stamp is of something else")
        if nonce is not None and about.nonce != nonce:
            raise StampRefused("the stamp answers another request")
        if trusted:
            VerifierBuilder(roots=list(trusted)).build().verify_message(response, stamped)
    except (VerificationError, ValueError) as error:
        raise StampRefused(str(error)) from error


def certificates(pem: bytes) -> list[Certificate]:
    """Return the certificates of a PEM file. Raises ValueError."""
    return load_pem_x509_certificates(pem)


def is_stamp(reply: bytes, stamped: bytes, trusted: Sequence[Certificate]) -> bool:
    """Tell whether a reply is a stamp of these bytes by an authority under a trusted certificate; by any where none is given."""
    try:
        require_stamp(reply, stamped, trusted=trusted)
    except StampRefused:
        return False
    return True
