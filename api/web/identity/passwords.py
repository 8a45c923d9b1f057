"""Passwords, checked so that the time it takes tells a stranger nothing."""

from __future__ import annotations

from functools import cached_property

import anyio
from pwdlib import PasswordHash

_AT_ONCE = 2  # argon2 takes 64 MiB and a fifth of a second of a core each


def hash_of(password: str) -> str:
    """Return the hash of a single password, computed in this thread."""
    return PasswordHash.recommended().hash(password)


class Passwords:
    """Checks passwords in threads, a few at once, so that many sign-ins wait for each other instead of filling the memory."""

    def __init__(self, hasher: PasswordHash | None = None) -> None:
        self._hasher = hasher or PasswordHash.recommended()

    async def fits(self, password: str, password_hash: str | None) -> bool:
        """Return whether the password fits this hash. An unknown account, without a hash, takes as long as a known one."""
        return await anyio.to_thread.run_sync(self._fits, password, password_hash, limiter=self._limiter)

    async def hashed(self, password: str) -> str:
        """Return the hash of a password."""
        return await anyio.to_thread.run_sync(self._hasher.hash, password, limiter=self._limiter)

    def _fits(self, password: str, password_hash: str | None) -> bool:
        matches = self._hasher.verify(password, password_hash or self._nobodys_hash)
        return matches and password_hash is not None

    @cached_property
    def _nobodys_hash(self) -> str:
        return self._hasher.hash("nobody")

    @cached_property
    def _limiter(self) -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(_AT_ONCE)
