"""Checks a password that a person chooses: it must be hard to guess for a person who knows whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from api.web.problems.problem import wrong_field
from language.vietnamese import folded

_ENOUGH = 3  # zxcvbn's score: more than 10^8 guesses
_READ = 72  # characters that are looked at; the time to look grows with their square
_OF_THIS_COUNTRY = ("hientruong", "phananh", "matkhau", "vietnam", "tochuc", "coquan", "ubnd", "canbo", "lanhdao")
"""Words that every guesser tries here, and that no foreign list holds."""


def require_hard_to_guess(new: str, current: str, known: Iterable[str]) -> None:
    """Refuse a password that is common, that follows a pattern, or that is made of what is `known` of its owner.

    Raises:
        Problem: it can be guessed, or it is the current one.
    """
    from zxcvbn import zxcvbn  # reads its lists of words when imported

    if new == current:
        raise wrong_field("new", "Mật khẩu mới trùng với mật khẩu đang dùng; hãy chọn mật khẩu khác.")
    words = sorted({word for text in known for word in _words(text)} | set(_OF_THIS_COUNTRY))
    if zxcvbn(new[:_READ], user_inputs=words, max_length=_READ)["score"] < _ENOUGH:
        raise wrong_field(
            "new",
            "Mật khẩu này dễ đoán: quá phổ biến, theo thứ tự phím, hoặc gồm tên của bạn hay cơ quan; "
            "hãy chọn một câu dài mà chỉ bạn nghĩ ra.",
        )


def _words(text: str) -> Iterator[str]:
    """Yield a name as a guesser tries it: whole, by words and by pairs of words, with and without its marks."""
    for written in (text.lower(), folded(text)):
        parts = [part for part in re.split(r"[\W_]+", written) if len(part) > 1]
        yield from (written, *parts, "".join(parts))
        yield from map("".join, pairwise(parts))
