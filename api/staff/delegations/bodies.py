"""The request body of a delegation."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from api.office.bodies import FilledLine
from api.staff.delegations.delegating import Absence
from api.web.body import Body
from api.web.texts import Line


class DelegationBody(Body):
    """Một ủy quyền."""

    leader: Line | None = Field(
        default=None, description="Tài khoản lãnh đạo vắng mặt; bỏ trống là chính mình.", examples=["5f0c2d7e9b1a4c3d"]
    )
    delegate: FilledLine = Field(description="Tài khoản người thay.", examples=["0d1e2f3a4b5c6d7e"])
    starts_at: AwareDatetime = Field(description="Từ lúc nào.", examples=["2026-11-30T00:00:00+07:00"])
    ends_at: AwareDatetime = Field(description="Đến lúc nào.", examples=["2026-12-05T00:00:00+07:00"])
    reason: FilledLine = Field(description="Lý do.", examples=["Đi công tác"])

    def absence(self) -> Absence:
        """Return for whom, to whom and for how long it is."""
        return Absence(self.leader or None, self.delegate, self.starts_at, self.ends_at, self.reason)
