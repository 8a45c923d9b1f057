"""Cases that staff saw on a camera, on a real record: they have no reporter, so no identity is kept and no message goes
to one."""

from __future__ import annotations

import pytest

from domain.messages import MessageStatus
from domain.words import Role
from records.cases.rows import Identity
from records.messages.rows import MessageFilters
from records.record import Record
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

LAI_CHAU, WARD = "lai-chau", "ubnd-tan-phong"
SEEN = {
    "procedure": LAI_CHAU,
    "channel": "camera",
    "field": "trat-tu-do-thi",
    "content": "Vật liệu xây dựng đổ tràn trên vỉa hè",
    "place_id": "tan-phong",
}


@pytest.fixture
def code(real_desk: RealDesk) -> str:
    """A case that the officer at the cameras has filed."""
    for username, role, agency in (
        ("ioc", Role.CENTRE_OPERATOR, None),
        ("ioc_leader", Role.CENTRE_LEADER, None),
        ("ward", Role.AGENCY_OFFICER, WARD),
    ):
        real_desk.employs(username, role, LAI_CHAU, agency)
    answer = real_desk.sends(SEEN, who="ioc")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


def test_a_case_from_a_camera_is_nobodys(real_desk: RealDesk, code: str) -> None:
    identity = real_desk.record.looks.identity(code, seen_by=None)
    assert identity == Identity("", "", "", None)
    seen = real_desk.sees(code, "ioc").json()
    assert seen["channel"]["id"] == "camera"
    assert seen["identity"] is None


def test_nothing_is_sent_to_the_reporter_whom_a_camera_has_not(real_desk: RealDesk, code: str) -> None:
    real_desk.acts(code, "dispatch", "ioc_leader", lead=WARD)
    real_desk.acts(code, "submit_result", "ward", why_no_images="Chỉ nhắc nhở tại chỗ.")
    answer = real_desk.acts(code, "publish", "ioc")
    assert answer.json()["status"] == "closed", answer.text
    while Record(real_desk.engine).outbox.address(100):
        pass
    lines = Record(real_desk.engine).mailbox.page(LAI_CHAU, MessageFilters(), None, 200).lines
    assert any(line.told.role is Role.AGENCY_OFFICER for line in lines)
    assert [line for line in lines if line.told.role is Role.REPORTER and line.status is not MessageStatus.SHOWN] == []
