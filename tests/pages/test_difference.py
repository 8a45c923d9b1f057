"""The changes of a result, as readers of the case see them."""

from __future__ import annotations

import pytest

from api.pages.staff.difference import Change, Part, difference

KEPT, OUT, IN = Change.KEPT, Change.TAKEN_OUT, Change.PUT_IN
LONG = " ".join(f"đã vá ổ gà số {number}," for number in range(200))


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("Đã vá xong", "Đã vá xong", [(KEPT, "Đã vá xong")]),
        ("Đã vá một ổ gà", "Đã vá hai ổ gà", [(KEPT, "Đã vá "), (OUT, "một "), (IN, "hai "), (KEPT, "ổ gà")]),
        ("", "Đã vá xong", [(IN, "Đã vá xong")]),
        (f"Cũ {LONG}", f"Mới {LONG}", [(OUT, "Cũ "), (IN, "Mới "), (KEPT, LONG)]),
    ],
)
def test_words_are_kept_taken_out_and_put_in(before: str, after: str, parts: list[tuple[Change, str]]) -> None:
    found = difference(before, after)
    assert "".join(part.words for part in found if part.change is not OUT) == after
    assert "".join(part.words for part in found if part.change is not IN) == before
    assert [(part.change, part.words) for part in found] == parts


def test_a_text_of_one_word_over_and_over_is_changed_as_a_whole_and_holds_nobody_up() -> None:
    before, after = "a " * 5000, "b " + "a " * 4999
    assert difference(before, after) == [Part(OUT, before), Part(IN, after)]
