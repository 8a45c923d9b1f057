"""The id of an account as it stands in an address."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

AccountId = Annotated[
    str, Path(description="Mã tài khoản.", examples=["5f0c2d7e9b1a4c3d8e6f7a8b9c0d1e2f"], max_length=60)
]
