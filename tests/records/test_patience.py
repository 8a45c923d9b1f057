"""Tests when callers are refused because the database is known not to answer."""

from __future__ import annotations

import time

import pytest

from records.errors import RecordsUnavailable
from records.patience import CircuitBreaker


def test_everybody_is_admitted_while_the_database_answers():
    breaker = CircuitBreaker()
    breaker.note_answer()
    for _ in range(3):
        breaker.admit()


def test_after_silence_one_caller_tries_and_the_others_are_refused():
    breaker = CircuitBreaker()
    breaker.note_silence(time.monotonic())
    breaker.admit()
    for _ in range(3):
        with pytest.raises(RecordsUnavailable, match="does not answer"):
            breaker.admit()


def test_the_first_answer_admits_everybody_again():
    breaker = CircuitBreaker()
    breaker.note_silence(time.monotonic())
    breaker.admit()
    breaker.note_answer()
    for _ in range(3):
        breaker.admit()


def test_one_session_that_hangs_while_others_are_answered_is_no_silence():
    breaker = CircuitBreaker()
    began = time.monotonic()
    breaker.note_answer()
    breaker.note_silence(began)
    for _ in range(3):
        breaker.admit()
