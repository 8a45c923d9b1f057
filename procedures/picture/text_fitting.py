"""Breaks text into lines that always fit: each letter counts as wide as in the widest font of the style sheet."""

from __future__ import annotations

import re
import unicodedata

PAD, LINE = 10.0, 16.0
STYLE = """
text{font-family:"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",sans-serif;fill:#1f2933}
.h{font-size:20px;font-weight:600}.s{font-size:13px;fill:#52606d}.t{font-size:14px;font-weight:600}
.l,.o{font-size:12px;font-weight:600;fill:#0b5394}.i{font-size:12px;font-weight:600;fill:#b45309}
.u{font-size:12px;font-weight:600;fill:#52606d;font-style:italic}
.n,.m{font-size:11px;fill:#52606d}.a{font-size:12px;font-weight:600}
"""
_SIZES = {"h": 20, "s": 13, "t": 14, "l": 12, "o": 12, "i": 12, "u": 12, "a": 12, "n": 11, "m": 11}
_BOLD = {"h", "t", "l", "o", "i", "u", "a"}
_KEPT_TOGETHER = re.compile(r"\b(Điều|khoản|điểm|Phụ|lục|bước|Bước|Mục|Mẫu|\d) ")

Lines = list[tuple[str, str]]
"""Lines of text, each after its class in the style sheet."""


def wrap(css: str, text: str, width: float) -> Lines:
    """Return the text in lines that fit into a box of this width."""
    lines = [""]
    for word in _KEPT_TOGETHER.sub("\\1\N{NO-BREAK SPACE}", text).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if length(longer, css) > width - 2 * PAD and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return [(css, line.removesuffix(" ·")) for line in lines]


def length(text: str, css: str) -> float:
    """Return how wide the text is at most, in pixels."""
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", text))
    em = sum(
        0.36 if letter in " \N{NO-BREAK SPACE}iljt.,;:()'" else 0.86 if letter in "mwMW%" else 0.63
        for letter in letters
    )
    return em * _SIZES[css] * (1.12 if css in _BOLD else 1)


def height(lines: Lines) -> float:
    """Return how high a box must be to hold the lines."""
    return len(lines) * LINE + 2 * PAD
