"""Tests who sees a blacked-out photo or video uncovered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.actors import Actor
from domain.attachments import AttachmentKind, AttachmentStage, awaits_review, sees_whole, taken
from domain.complaint import Complaint
from domain.events import Attached
from domain.notices import notices
from domain.visibility import Audience
from domain.words import Role
from procedures import all_procedures
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


PHOTO, VIDEO, AUDIO = AttachmentKind.PHOTO, AttachmentKind.VIDEO, AttachmentKind.AUDIO


@pytest.mark.parametrize(
    ("province", "kinds"),
    [
        ("khanh-hoa", set(AttachmentKind)),  # “tài liệu, hình ảnh, video”: a recording is a document, too
        ("binh-dinh", {PHOTO, VIDEO}),
        ("buon-ma-thuot", {PHOTO, VIDEO}),
        ("lai-chau", {PHOTO, VIDEO, AUDIO}),  # “hình ảnh, âm thanh”
        ("dien-bien", {PHOTO, VIDEO}),
    ],
)
def test_a_report_holds_what_its_regulation_names_and_a_result_anything(
    province: str, kinds: set[AttachmentKind]
) -> None:
    procedure = all_procedures()[province]
    assert taken(procedure, REPORT).keys() == taken(procedure, SUPPLEMENT).keys() == kinds
    assert taken(procedure, RESULT).keys() == set(AttachmentKind)


def test_a_regulation_that_names_no_kinds_takes_photos_and_videos() -> None:
    needs = tuple(replace(need, kinds=()) for need in PROCEDURE.requirements)
    assert taken(replace(PROCEDURE, requirements=needs), REPORT) == {PHOTO: 5, VIDEO: 1}


AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("province", "moments", "came_at", "waits"),
    [
        ("khanh-hoa", {"published": AT}, AT, False),
        ("khanh-hoa", {"published": AT}, LATER, True),
        ("khanh-hoa", {"verified": AT, "approved": AT}, AT, True),  # an approval shows nothing to the public
        ("khanh-hoa", {"published": AT, "reopened": LATER}, LATER, True),
        ("binh-dinh", {"verified": AT}, AT, False),  # public from here on: the centre looked at it
        ("binh-dinh", {"verified": AT}, LATER, True),
        ("binh-dinh", {"verified": AT, "dispatched": LATER}, LATER, False),
        ("binh-dinh", {"verified": AT, "accepted": LATER}, LATER, True),  # the agency does not publish
        ("lai-chau", {"published": AT}, AT, False),
        ("dien-bien", {"dispatched": LATER}, AT, True),
    ],
)
def test_what_came_after_the_last_look_of_somebody_who_publishes_waits(
    province: str, moments: dict[str, datetime], came_at: datetime, waits: bool
) -> None:
    case = Complaint("XX-2026-000001", all_procedures()[province], moments=moments)
    assert awaits_review(case, AttachmentStage.SUPPLEMENT, came_at) is waits
    assert not awaits_review(case, AttachmentStage.RESULT, came_at)


def test_photos_of_a_merged_report_are_told_to_whom_the_merge_concerns() -> None:
    case = Complaint("KH-2026-000001", PROCEDURE, lead="ubnd-nha-trang")
    told = notices(case, Attached(at=AT, report="KH-2026-000002"))
    assert {(notice.to.role, notice.to.agency) for notice in told} == {(Role.AGENCY_OFFICER, "ubnd-nha-trang")}


def test_whoever_publishes_is_told_of_what_waits_and_nobody_else() -> None:
    case = Complaint("KH-2026-000001", PROCEDURE, lead="ubnd-nha-trang")
    told = {(notice.to.role, notice.to.agency, notice.channel) for notice in notices(case, Attached(at=AT, count=2))}
    assert told == {
        (Role.AGENCY_LEADER, "ubnd-nha-trang", "portal"),
        (Role.CENTRE_OPERATOR, None, "portal"),
        (Role.CENTRE_LEADER, None, "portal"),
    }
