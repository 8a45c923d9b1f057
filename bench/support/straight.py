"""The straight case that the benches run: filed, dispatched, accepted, result submitted, approved, published, rated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bench.support.filing import file_now
from calendars import official_book
from calendars.filling import scheduled
from domain.actors import REPORTER, Actor
from domain.acts import Accept, Act, Approve, Dispatch, Publish, Rate, Sealed, SubmitResult
from domain.complaint import apply_all
from domain.decide import decide
from domain.limits import next_alarm
from domain.refusals import Refusal
from domain.words import Role

PROCEDURE = "khanh-hoa"
LEAD = "ubnd-nha-trang"
_RESULT = "Đã xử lý xong, có hình ảnh kèm theo."

REPORT: dict[str, Any] = {
    "procedure": PROCEDURE,
    "field": "moi-truong",
    "content": "Rác thải chất đống trên vỉa hè nhiều ngày chưa được thu gom, bốc mùi hôi.",
    "place": "Trước số 12 đường Trần Phú, Nha Trang",
    "occurred_at": "từ sáng thứ Hai",
    "reporter": {"name": "Người đo", "address": "10 Trần Phú, Nha Trang", "phone": "0905 123 456"},
}
"""The report as the front takes it."""


def _staff(role: Role, agency: str | None = None) -> Actor:
    return Actor(role, PROCEDURE, agency, account=str(role))


STRAIGHT: tuple[tuple[Actor, Act, dict[str, Any]], ...] = (
    (_staff(Role.CENTRE_OPERATOR), Dispatch(lead=LEAD), {"lead": LEAD}),
    (_staff(Role.AGENCY_OFFICER, LEAD), Accept(), {}),
    (_staff(Role.AGENCY_OFFICER, LEAD), SubmitResult(result=Sealed(_RESULT)), {"result": _RESULT}),
    (_staff(Role.AGENCY_LEADER, LEAD), Approve(), {}),
    (_staff(Role.AGENCY_LEADER, LEAD), Publish(), {}),
    (REPORTER, Rate(rating="satisfied"), {"rating": "satisfied"}),
)
"""The acts in order, each with its actor and with the fields of its body as the front takes it."""


def rearming_acts() -> frozenset[int]:
    """Return the acts of a straight case, counted from one, that move its nearest alarm: each needs another timer."""
    complaint, _ = file_now("KH-2026-0")
    at, moving = complaint.moments["filed"], set()
    for number, (by, act, _) in enumerate(STRAIGHT, start=1):
        before = next_alarm(complaint)
        at += timedelta(seconds=1)
        events = decide(complaint, act, by=by, at=at)
        if isinstance(events, Refusal):
            raise TypeError(f"the bench's own act was refused: {events}")
        complaint = apply_all(complaint, scheduled(complaint, events, official_book()))
        if (after := next_alarm(complaint)) is not None and after != before:
            moving.add(number)
    return frozenset(moving)
