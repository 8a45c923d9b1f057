"""Tests that the record's JSON is written as RFC 8785 writes it, whichever writer is taken."""

from __future__ import annotations

import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from records.hashes import canonical

_WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none() | st.booleans() | _WHOLE | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner),
    max_leaves=20,
)


@given(_JSON)
@example({"b": '\b\t\n\f\r\x00\x1f\x7f"\\/\u2028😀', "a": [True, 1, None]})
@example({"vĩ độ": 12.0, "xa": 1e21, "gần": 1e-7})
@example({"\ufb33": 1, "😀": 2})
def test_a_value_is_written_as_rfc_8785_writes_it(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]
