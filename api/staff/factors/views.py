"""The second factors of one's own account, as the API shows them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.staff.factors.codes import Secret
from api.staff.factors.enrolling import Standing
from calendars import VIETNAM
from language.labels import local_time
from records.staff.rows import Passkey


class AuthenticatorView(BaseModel):
    """Ứng dụng xác thực đang dùng."""

    enrolled_at: datetime
    enrolled_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    recovery_codes_left: int


class PasskeyView(BaseModel):
    """Một khóa truy cập."""

    id: UUID
    name: str = Field(examples=["điện thoại của tôi"])
    added_at: datetime
    added_text: str
    used_at: datetime | None
    used_text: str | None


class SecondFactorView(BaseModel):
    """Xác thực hai lớp của tài khoản mình."""

    required: bool = Field(description="Vai trò này phải có.")
    authenticator: AuthenticatorView | None = Field(description="null: chưa bật ứng dụng xác thực.")
    passkeys: list[PasskeyView]


class NewAuthenticatorView(BaseModel):
    """Khóa bí mật cho ứng dụng xác thực. Giữ nguyên cho đến khi bật bằng một mã."""

    secret: str = Field(description="Base32, để nhập bằng tay.", repr=False)
    uri: str = Field(description="Địa chỉ `otpauth://` cho mã QR.", repr=False)


class RecoveryCodesView(BaseModel):
    """Các mã dự phòng, chỉ hiện một lần."""

    recovery_codes: list[str] = Field(repr=False)


def second_factor_view(standing: Standing) -> SecondFactorView:
    """Return how an account stands to second factors."""
    used = standing.authenticator
    return SecondFactorView(
        required=standing.required,
        authenticator=AuthenticatorView(
            enrolled_at=used.enrolled_at,
            enrolled_text=local_time(used.enrolled_at, VIETNAM.key),
            recovery_codes_left=used.codes_left,
        )
        if used and used.enrolled_at
        else None,
        passkeys=[_passkey_view(each) for each in standing.passkeys],
    )


def _passkey_view(passkey: Passkey) -> PasskeyView:
    return PasskeyView(
        id=passkey.id,
        name=passkey.name,
        added_at=passkey.added_at,
        added_text=local_time(passkey.added_at, VIETNAM.key),
        used_at=passkey.used_at,
        used_text=local_time(passkey.used_at, VIETNAM.key) if passkey.used_at else None,
    )


def new_authenticator_view(secret: Secret, username: str) -> NewAuthenticatorView:
    """Return the secret that an app reads."""
    return NewAuthenticatorView(secret=secret.text, uri=secret.address(username))
