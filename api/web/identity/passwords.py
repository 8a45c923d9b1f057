"""Passwords, checked so that a stranger learns nothing from how long it takes."""

from __future__ import annotations

from functools import cached_property

import anyio
from pwdlib import PasswordHash

_AT_ONCE = 2  # argon2 takes 64 MiB and a fifth of a second of a core each


def hash_of(password: str) -> str:
    """What is kept of a password, made at once, for whoever makes a single one."""
    return PasswordHash.recommended().hash(password)


class Passwords:
    """Checks passwords in threads, a few at once: many sign-ins wait for one another and not for memory."""

    def __init__(self, hasher: PasswordHash | None = None) -> None:
        self._hasher = hasher or PasswordHash.recommended()

    async def fits(self, password: str, password_hash: str | None) -> bool:
        """Whether the password is the one of this hash. An unknown account, without a hash, takes as long as a known one."""
        return await anyio.to_thread.run_sync(self._fits, password, password_hash, limiter=self._limiter)

    async def hashed(self, password: str) -> str:
        """What is kept of a password."""
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
