"""The core's words are complete: every event has its act or its cause, and everything shown has Vietnamese words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from domain.acts import Act
from domain.complaint import Outcome
from domain.events import ACT_OF_EVENT, LAPSES, MOMENTS, Event
from domain.words import FOLLOWING, ActKind, Role, Status, Urgency
from language import labels
from procedures import all_procedures

KINDS = {event.kind for event in get_args(Event)}


def test_each_kind_of_act_is_one_act_and_brings_about_one_kind_of_event() -> None:
    assert sorted(act.kind for act in get_args(Act)) == sorted(ActKind)
    assert sorted(ACT_OF_EVENT.values()) == sorted(ActKind)
    assert KINDS >= MOMENTS


def test_every_act_of_the_core_is_in_some_procedure() -> None:
    """Acts that follow another are given to nobody by a regulation."""
    assert {rule.act for procedure in all_procedures().values() for rule in procedure.acts} == set(ActKind) - FOLLOWING


def test_a_window_lapses_into_an_event_of_the_same_name() -> None:
    assert {kind: event.kind for kind, event in LAPSES.items()} == {kind: kind for kind in LAPSES}


@pytest.mark.parametrize(
    ("words", "vocabulary"),
    [
        (labels.STATUS, set(Status)),
        (labels.ROLE, set(Role)),
        (labels.URGENCY, set(Urgency)),
        (labels.OUTCOME, set(Outcome)),
        (labels.EVENT, KINDS),
    ],
    ids=["status", "role", "urgency", "outcome", "event"],
)
def test_everything_shown_has_words(words: dict[str, str], vocabulary: set[str]) -> None:
    assert set(words) == vocabulary
    assert all(words.values())


def test_an_instant_is_written_in_local_time() -> None:
    friday = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    assert labels.local_time(friday, "Asia/Ho_Chi_Minh") == "17:00 thứ Sáu 27/11/2026"
