"""Rulings on whether a record and a Temporal belong together."""

from __future__ import annotations

import pytest

from domain.pairing import Mark, Pairing, pairing


@pytest.mark.parametrize(
    ("record", "temporal", "found"),
    [
        pytest.param(Mark("a", 7), Mark("a", 7), Pairing.TOGETHER, id="the same comparison"),
        pytest.param(Mark("a"), Mark("a"), Pairing.TOGETHER, id="none was made yet"),
        pytest.param(Mark("a", 7), None, Pairing.EMPTY, id="Temporal lost its storage"),
        pytest.param(Mark("a"), None, Pairing.EMPTY, id="a new system"),
        pytest.param(Mark("a", 6), Mark("a", 7), Pairing.RECORD_OLDER, id="PostgreSQL was put back"),
        pytest.param(Mark("a", -1), Mark("a"), Pairing.RECORD_OLDER, id="a backup was put back"),
        pytest.param(Mark("a", 8), Mark("a", 7), Pairing.TEMPORAL_OLDER, id="Temporal was put back"),
        pytest.param(Mark("a", 7), Mark("b", 7), Pairing.FOREIGN, id="another system's"),
    ],
)
def test_the_marks_of_the_last_comparison_tell(record: Mark, temporal: Mark | None, found: Pairing) -> None:
    assert pairing(record, temporal) is found
