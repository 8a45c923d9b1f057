"""Vietnamese text: its one normal form, invisible characters, missing diacritics, and folding for comparison."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from itertools import product


class Doubt(StrEnum):
    """The reasons to doubt that a text reads as its writer meant. A doubt is a reason to make a suggestion, never to
    refuse the text."""

    NO_DIACRITICS = "no_diacritics"
    FEW_DIACRITICS = "few_diacritics"
    FOREIGN_LETTERS = "foreign_letters"


_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")  # ngang, huyền, sắc, ngã, hỏi, nặng
_MARKED = frozenset(unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", _TONES)) | {
    "đ"
}
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz")
_DIACRITICS = _MARKED - _ASCII
_LETTERS = _MARKED | _ASCII
_VOWELS = frozenset("aeiouy")
_NEVER_VIETNAMESE = frozenset("fjwz")

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # control, format (bidi and zero width), surrogate, separators
_JOINER = "\u200d"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # Word ends a line within a paragraph by \x0b
_BLANKS = re.compile("[\n\t]+")
_ALSO_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_ADDRESSES = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_WORDS = re.compile(r"[^\W\d_]+")
_PROPER_SHARE = 0.5  # measured: proper texts 0.67 to 1, mixed ones up to 0.45
_FOREIGN_SHARE = 0.2
_ENOUGH_WORDS = 5


def normal(text: str, *, lines: bool = True) -> str:
    """Return the one form in which words are kept and compared: NFC, newlines as `\n`, no blanks around it, and nothing that
    no reader can see or no database keeps. Nobody is asked to find and mend such a character.

    What pasted text brings along becomes a newline or a blank where it parts words, and nothing elsewhere: marks of
    direction turn the letters of a name around. The joiner stays where it joins several pictures into one. Where the text
    may not have several `lines`, newlines and tabs become blanks.
    """
    text = _LINE_ENDS.sub("\n", text)
    seen = "".join(_seen(text, number) for number in range(len(text)))
    return unicodedata.normalize("NFC", seen if lines else _BLANKS.sub(" ", seen)).strip()


def starting_small(text: str) -> str:
    """Return the text as it stands within a sentence: its first letter is small, except in an abbreviation such as UBND."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def whole(text: str) -> str:
    """Return the text with halves of surrogate pairs joined, and the replacement character for halves that stand alone."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _seen(text: str, number: int) -> str:
    char = text[number]
    if char in "\n\t" or not _is_unwelcome(char) or _joins_pictures(text, number):
        return char
    return " " if unicodedata.category(char) == "Cc" else ""


def _joins_pictures(text: str, number: int) -> bool:
    return (
        text[number] == _JOINER
        and 0 < number < len(text) - 1
        and unicodedata.category(text[number + 1]) == "So"
        and unicodedata.category(text[number - 1]) in ("So", "Sk", "Mn")
    )


def unwelcome(text: str, *, lines: bool) -> str | None:
    """Return the first character that no reader can see or no database keeps, None when there is none.

    Newlines and tabs are accepted where a text may have several `lines`.
    """
    return next(
        (char for char in text if char != _JOINER and _is_unwelcome(char) and not (lines and char in "\n\t")), None
    )


def _is_unwelcome(char: str) -> bool:
    if unicodedata.category(char) in _INVISIBLE or char in _ALSO_INVISIBLE:
        return True
    point = ord(char)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # Unicode's noncharacters


def doubt_about(text: str) -> Doubt | None:
    """Return a doubt where a text seems to lack diacritics, or to come from an old encoding such as TCVN3 or VNI."""
    words = _words_of(text)
    if not words:
        return None
    if sum(not _LETTERS.issuperset(word) for word in words) > _FOREIGN_SHARE * len(words):
        return Doubt.FOREIGN_LETTERS
    share = sum(not _DIACRITICS.isdisjoint(word) for word in words) / len(words)
    if share == 0:
        return Doubt.NO_DIACRITICS
    return Doubt.FEW_DIACRITICS if share < _PROPER_SHARE and len(words) >= _ENOUGH_WORDS else None


def _words_of(text: str) -> list[str]:
    """Return the words, in lower case, that Vietnamese would write with diacritics: no abbreviations, units or addresses."""
    text = unicodedata.normalize("NFC", _ADDRESSES.sub(" ", text))
    shouted = text.isupper()
    return [
        word.lower()
        for word in _WORDS.findall(text)
        if (shouted or not (len(word) > 1 and word.isupper())) and _could_be_vietnamese(word.lower())
    ]


def folded(text: str) -> str:
    """Return the words in lower case without diacritics or punctuation, separated by blanks, for comparison."""
    bare = (char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", "".join(bare).replace("đ", "d")))


def _could_be_vietnamese(word: str) -> bool:
    """Tell whether an ASCII word could be Vietnamese without its diacritics. `km`, `wifi` and `79A` could not."""
    letters = set(word)
    return not letters <= _ASCII or (
        len(word) > 1 and not letters.isdisjoint(_VOWELS) and letters.isdisjoint(_NEVER_VIETNAMESE)
    )
