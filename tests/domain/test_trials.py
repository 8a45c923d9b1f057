"""Only the technician who filed a report may say afterwards that it was a trial."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.actors import REPORTER, Actor
from domain.acts import File, MarkAsTest, Sealed
from domain.complaint import Complaint
from domain.decide import decide, follow
from domain.refusals import Refusal, RefusalKind
from domain.words import Role
from procedures import all_procedures

DIEN_BIEN = all_procedures()["dien-bien"]
AT = datetime(2026, 3, 23, 2, tzinfo=UTC)
TECHNICIAN = Actor(Role.TECHNICIAN, "dien-bien", account="1")
MARK = MarkAsTest(reason=Sealed("Thử gửi ảnh."))


def filed_by(somebody: Actor) -> Complaint:
    holds = tuple(need.id for need in DIEN_BIEN.requirements)
    filing = File(channel=DIEN_BIEN.channels[0].id, field=None, secret=False, holds=holds)
    complaint = Complaint(code="DB-2026-000001", procedure=DIEN_BIEN)
    events = decide(complaint, filing, by=somebody, at=AT)
    assert not isinstance(events, Refusal)
    return follow(complaint, events[:1])


def test_who_filed_it_marks_it() -> None:
    marked = decide(filed_by(TECHNICIAN), MARK, by=TECHNICIAN, at=AT)
    assert not isinstance(marked, Refusal)
    assert follow(filed_by(TECHNICIAN), marked).test


@pytest.mark.parametrize("by", [REPORTER, replace(TECHNICIAN, account="2")], ids=["a reporter's", "a colleague's"])
def test_a_report_of_somebody_else_is_no_trial(by: Actor) -> None:
    refusal = decide(filed_by(by), MARK, by=TECHNICIAN, at=AT)
    assert refusal == Refusal(RefusalKind.NOT_OWN_REPORT, "mark_as_test")
