"""Rulings on how a case in the record and its workflow may differ, and what is done about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.reconciling import CHOICES, FREEZING, REMEDIES, FindingKind, Recorded, Remedy, Run, Seen, compare

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
LONG_AGO, SOON = NOW - timedelta(hours=1), NOW + timedelta(hours=1)

OPEN, LATE, OVER = Recorded(5, rings_at=SOON), Recorded(5, rings_at=LONG_AGO), Recorded(5, ended=True)


@pytest.mark.parametrize(
    ("recorded", "seen", "finding"),
    [
        pytest.param(OPEN, Seen(Run.RUNNING), None, id="it runs"),
        pytest.param(OPEN, Seen(Run.RUNNING, 5), None, id="it knows the last event"),
        pytest.param(OPEN, Seen(Run.NONE), FindingKind.MISSING, id="Temporal knows nothing of it"),
        pytest.param(OPEN, Seen(Run.STOPPED), FindingKind.TERMINATED, id="it was ended from outside"),
        pytest.param(OPEN, Seen(Run.COMPLETED), FindingKind.AHEAD, id="it ended by an event that is not recorded"),
        pytest.param(OPEN, Seen(Run.RUNNING, 4), FindingKind.BEHIND, id="it lacks an event"),
        pytest.param(OPEN, Seen(Run.RUNNING, 6), FindingKind.AHEAD, id="it knows an event that is not recorded"),
        pytest.param(OPEN, Seen(Run.RUNNING, 5, same=False), FindingKind.CONTRADICTS, id="other events, as many"),
        pytest.param(OPEN, Seen(Run.RUNNING, 4, failing="X"), FindingKind.STUCK, id="it lacks an event and fails"),
        pytest.param(OPEN, Seen(Run.RUNNING, failing="X"), FindingKind.STUCK, id="its task fails again and again"),
        pytest.param(
            OPEN, Seen(Run.RUNNING, 6, failing="RecordOutOfStep"), FindingKind.AHEAD, id="it fails since it is ahead"
        ),
        pytest.param(LATE, Seen(Run.RUNNING, 5), FindingKind.UNRUNG, id="its alarm should have rung"),
        pytest.param(LATE, Seen(Run.RUNNING), FindingKind.UNRUNG, id="its alarm should have rung, nobody answers"),
        pytest.param(LATE, Seen(Run.NONE), FindingKind.MISSING, id="a missed alarm and no workflow"),
        pytest.param(
            OPEN, Seen(Run.RUNNING, another=True), FindingKind.ANOTHER, id="another filing runs under its code"
        ),
        pytest.param(
            OPEN, Seen(Run.STOPPED, another=True), FindingKind.ANOTHER, id="another filing ended under its code"
        ),
        pytest.param(OVER, Seen(Run.RUNNING, another=True), None, id="over, and another filing runs under its code"),
        pytest.param(OVER, Seen(Run.NONE), None, id="over, and forgotten"),
        pytest.param(OVER, Seen(Run.COMPLETED), None, id="over on both sides"),
        pytest.param(OVER, Seen(Run.RUNNING, 4), FindingKind.BEHIND, id="over, and its workflow does not know"),
        pytest.param(OVER, Seen(Run.RUNNING, 5), None, id="over, run once more for one act"),
        pytest.param(None, Seen(Run.RUNNING, 5), FindingKind.UNKNOWN, id="a workflow of no case"),
        pytest.param(None, Seen(Run.COMPLETED), None, id="a workflow of no case that is over"),
    ],
)
def test_what_differs_is_named(recorded: Recorded | None, seen: Seen, finding: FindingKind | None) -> None:
    assert compare(recorded, seen, NOW) is finding


def test_an_alarm_has_a_minute_to_ring() -> None:
    just = Recorded(5, rings_at=NOW - timedelta(seconds=59))
    assert compare(just, Seen(Run.RUNNING, 5), NOW) is None


def test_each_difference_has_a_remedy_and_those_for_people_have_choices() -> None:
    assert set(REMEDIES) == set(FindingKind)
    assert {kind for kind, remedy in REMEDIES.items() if remedy is Remedy.DECIDE} == set(CHOICES)
    assert set(CHOICES) >= FREEZING
