"""One master secret, a key of its own for each purpose."""

from __future__ import annotations

import hashlib
import hmac

ACTORS = "actors"
FORMS = "forms"
SEALED_WORDS = "sealed"
SIGN_INS = "sign-ins"
THROTTLING = "throttling"
STORE = "store"
TRACKING = "tracking"


def derive(master: bytes, purpose: str) -> bytes:
    """A 32-byte key that serves one purpose; knowing it tells nothing of the master or of the other purposes' keys."""
    return hmac.new(master, b"hientruong/" + purpose.encode(), hashlib.sha256).digest()
