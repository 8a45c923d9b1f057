"""The request body of a handover."""

from __future__ import annotations

from pydantic import Field

from api.office.bodies import FilledLine
from api.web.body import Body


class HandoverBody(Body):
    """Bàn giao hồ sơ đang mở của một cán bộ."""

    from_account: FilledLine = Field(
        alias="from", description="Tài khoản cán bộ bàn giao.", examples=["5f0c2d7e9b1a4c3d"]
    )
    to_account: FilledLine = Field(alias="to", description="Tài khoản cán bộ nhận.", examples=["0d1e2f3a4b5c6d7e"])
    reason: FilledLine = Field(description="Lý do.", examples=["Chuyển công tác"])
