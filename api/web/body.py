"""The base of all request bodies."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.acts import Act


class Body(BaseModel):
    """A request body. Unknown keys are refused, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ActBodyBase(Body):
    """An act that a caller sends."""

    act_id: UUID = Field(
        description="Mã do bên gọi đặt cho lần thao tác này (UUID). Gửi lại cùng mã thì không bị làm hai lần.",
        examples=["0b8f6f0e-3c1d-4a53-9a56-0d0f6f3b2a11"],
    )

    def to_act(self) -> Act:
        """Return the act as the core knows it."""
        raise NotImplementedError


def as_code(written: str) -> str:
    """Return a case code in its canonical form, however it was typed."""
    return written.strip().upper()
