"""Tests which faults are permanent, and that every word of messages has its Vietnamese."""

from __future__ import annotations

import pytest

from domain.messages import Fault, MessageChannel, MessageStatus
from language.labels import CHANNEL, FAULT, MESSAGE_STATUS

FOR_GOOD = {Fault.NO_ADDRESSEE, Fault.NO_ADDRESS, Fault.BAD_ADDRESS, Fault.REFUSED}


@pytest.mark.parametrize("fault", Fault)
def test_trying_again_helps_unless_a_person_has_to_mend_something(fault: Fault) -> None:
    assert fault.is_permanent == (fault in FOR_GOOD)


def test_every_channel_status_and_fault_has_its_words() -> None:
    assert (set(CHANNEL), set(MESSAGE_STATUS), set(FAULT)) == (set(MessageChannel), set(MessageStatus), set(Fault))
