"""Second factors in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from records.offices.rows import ChangedBy
from records.staff.rows import Account, Authenticator


@dataclass
class MemorySecondFactors:
    """Stands in for `records.staff.second_factors.SecondFactors`."""

    sealed: dict[str, bytes] = field(default_factory=dict)
    enrolled: dict[str, datetime] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)
    with_passkey: set[str] = field(default_factory=set)
    notes: list[tuple[str, str, Any]] = field(default_factory=list)

    def is_enrolled(self, account_id: str) -> bool:
        return account_id in self.enrolled or account_id in self.with_passkey

    def authenticator(self, account_id: str) -> Authenticator | None:
        if account_id not in self.sealed:
            return None
        left = len(self.codes.get(account_id, ()))
        return Authenticator(self.sealed[account_id], self.enrolled.get(account_id), left)

    def begin(self, account_id: str, sealed: bytes, at: datetime) -> None:
        if account_id not in self.enrolled:
            self.sealed[account_id] = sealed

    def enrol(self, account: Account, step: int, code_hashes: Collection[str], change: ChangedBy) -> bool:
        if account.id in self.enrolled or account.id not in self.sealed:
            return False
        self.enrolled[account.id], self.steps[account.id] = change.at, step
        self.codes[account.id] = set(code_hashes)
        self.notes.append((account.id, "enrolled", change.by_account))
        return True

    def take_step(self, account_id: str, step: int) -> bool:
        if account_id not in self.enrolled or self.steps[account_id] >= step:
            return False
        self.steps[account_id] = step
        return True

    def take_recovery_code(self, account: Account, code_hash: str, change: ChangedBy) -> bool:
        held = self.codes.get(account.id, set())
        if code_hash not in held:
            return False
        held.remove(code_hash)
        self.notes.append((account.id, "recovery_code_used", change.by_account))
        return True

    def renew_codes(self, account: Account, code_hashes: Collection[str], change: ChangedBy) -> None:
        self.codes[account.id] = set(code_hashes)

    def remove(self, account: Account, change: ChangedBy) -> None:
        for kept in (self.sealed, self.enrolled, self.steps, self.codes):
            kept.pop(account.id, None)
