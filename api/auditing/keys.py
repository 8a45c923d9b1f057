"""The public keys that check the signatures of exports: the present one, and those that signed earlier ones."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, Field

from api.auditing.packing import fingerprint_of, public_key


class KeptKeys(Protocol):
    """The keys of the record; `records.auditing.export_keys.ExportKeys` is the real one."""

    def all(self) -> tuple[tuple[bytes, datetime], ...]:
        """Return all keys that ever signed, each with the instant of its first export."""
        ...


class KeyView(BaseModel):
    """Một khóa công khai Ed25519."""

    ed25519: str = Field(description="Khóa, dạng thập lục phân.")
    fingerprint: str = Field(description="SHA-256 của khóa, để đối chiếu với tài liệu trên giấy.")
    current: bool = Field(description="Khóa đang ký các bản xuất mới.")
    first_used_at: datetime | None = Field(description="Lần ký đầu tiên; null nếu chưa ký bản nào.")


class KeyList(BaseModel):
    """Các khóa: khóa hiện dùng trước, rồi các khóa trước đây."""

    keys: list[KeyView]


def keys_of(kept: KeptKeys, key: bytes) -> KeyList:
    """Return the public part of the key that signs now, and the keys that signed before it."""
    current, used = public_key(key), dict(kept.all())
    earlier = [public for public in used if public != current]
    return KeyList(
        keys=[
            KeyView(
                ed25519=public.hex(),
                fingerprint=fingerprint_of(public),
                current=public == current,
                first_used_at=used.get(public),
            )
            for public in (current, *earlier)
        ]
    )
