"""The bodies of acts that keep a case from people."""

from __future__ import annotations

from typing import Literal

from api.web.body import ActBodyBase
from domain import acts
from domain.acts import Act
from domain.words import ActKind


class AskSecrecyBody(ActBodyBase):
    """Người gửi đề nghị giữ bí mật sau khi đã gửi: phản ánh thôi công khai, kết quả chỉ trả lời riêng."""

    act: Literal[ActKind.ASK_SECRECY]

    def to_act(self) -> Act:
        return acts.AskSecrecy()


KeepingBody = AskSecrecyBody
