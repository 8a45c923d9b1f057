"""Tests who sees a blacked-out photo or video uncovered."""

from __future__ import annotations

import pytest

from domain.actors import Actor
from domain.attachments import AttachmentStage, sees_whole
from domain.complaint import Complaint
from domain.visibility import Audience
from domain.words import Role
from tests.support.domain.people import PROCEDURE

REPORT, SUPPLEMENT, RESULT = AttachmentStage
RULINGS = [
    (Audience.REPORTER, (), {REPORT, SUPPLEMENT}),
    (Audience.PUBLIC, (), set()),
    (Audience.STAFF, (Role.CENTRE_OPERATOR,), {REPORT, SUPPLEMENT, RESULT}),
    (Audience.STAFF, (Role.AGENCY_OFFICER,), set()),
    (Audience.STAFF, (Role.AGENCY_OFFICER, Role.CENTRE_LEADER), {REPORT, SUPPLEMENT, RESULT}),
]


@pytest.mark.parametrize(("audience", "roles", "whole"), RULINGS)
def test_a_reporter_sees_whole_what_is_the_reporters_and_staff_what_the_procedure_lets_them(
    audience: Audience, roles: tuple[Role, ...], whole: set[AttachmentStage]
) -> None:
    case = Complaint("KH-2026-000001", PROCEDURE, lead="ubnd-nha-trang")
    actors = tuple(Actor(role, authority=PROCEDURE.id, agency="ubnd-nha-trang") for role in roles)
    assert {stage for stage in AttachmentStage if sees_whole(case, audience, actors, stage)} == whole
