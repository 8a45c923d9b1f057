"""Passkeys in memory."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from records.offices.rows import ChangedBy
from records.staff.rows import Account, Passkey
from tests.support.fronts.memory.second_factors import MemorySecondFactors


@dataclass
class MemoryPasskeys:
    """Stands in for `records.staff.passkeys.Passkeys`."""

    factors: MemorySecondFactors
    kept: dict[bytes, tuple[Passkey, Account]] = field(default_factory=dict)

    def of_account(self, account_id: str) -> tuple[Passkey, ...]:
        return tuple(passkey for passkey, account in self.kept.values() if account.id == account_id)

    def find(self, credential_id: bytes) -> tuple[Passkey, Account] | None:
        return self.kept.get(credential_id)

    def add(
        self, account: Account, credential_id: bytes, public_key: bytes, sign_count: int, name: str, change: ChangedBy
    ) -> bool:
        if credential_id in self.kept:
            return False
        passkey = Passkey(uuid.uuid4(), credential_id, account.id, public_key, sign_count, name, change.at, None)
        self.kept[credential_id] = (passkey, account)
        self.factors.with_passkey.add(account.id)
        return True

    def note_use(self, passkey: Passkey, sign_count: int, at: datetime) -> bool:
        kept, account = self.kept[passkey.credential_id]
        if not (kept.sign_count < sign_count or kept.sign_count == sign_count == 0):
            return False
        self.kept[passkey.credential_id] = (replace(kept, sign_count=sign_count, used_at=at), account)
        return True

    def remove(self, account: Account, passkey_id: UUID, change: ChangedBy) -> bool:
        gone = [each.credential_id for each in self.of_account(account.id) if each.id == passkey_id]
        for each in gone:
            del self.kept[each]
        if not self.of_account(account.id):
            self.factors.with_passkey.discard(account.id)
        return bool(gone)
