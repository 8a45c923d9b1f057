"""Tests which name an agency or a person had at an instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.offices.names import former_names, name_at

FIRST = datetime(2026, 3, 2, 1, tzinfo=UTC)
SECOND = FIRST + timedelta(days=30)
HISTORY = ((FIRST, "Sở Giao thông vận tải"), (SECOND, "Sở Xây dựng"))


@pytest.mark.parametrize(
    ("at", "name"),
    [
        (FIRST - timedelta(days=999), "Sở Giao thông vận tải"),
        (FIRST, "Sở Giao thông vận tải"),
        (SECOND - timedelta(microseconds=1), "Sở Giao thông vận tải"),
        (SECOND, "Sở Xây dựng"),
        (None, "Sở Xây dựng"),
    ],
)
def test_a_name_holds_from_its_instant_on(at: datetime | None, name: str) -> None:
    assert name_at(HISTORY, at) == name


def test_former_names_are_told_once_and_never_the_present_one() -> None:
    back = (*HISTORY, (SECOND + timedelta(days=1), "Sở Giao thông vận tải"))
    assert former_names(HISTORY) == ("Sở Giao thông vận tải",)
    assert former_names(back) == ("Sở Xây dựng",)
    assert former_names(HISTORY[:1]) == ()
