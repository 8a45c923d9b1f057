"""The languages of the pages. Vietnamese is what the templates are written in; English stands in catalogues beside them."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parents[2] / "templates" / "pages" / "locales"


class Language(StrEnum):
    """A language that a person may choose."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


LANGUAGE_NAMES = {Language.VIETNAMESE: "Tiếng Việt", Language.ENGLISH: "English"}


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """What the pages say in this language; what no catalogue holds stays Vietnamese."""
    found = gettext.NullTranslations()
    for catalogue in _catalogues(language):
        translated = _compiled(catalogue)
        translated.add_fallback(found)
        found = translated
    return found


_COUNTED = re.compile(r"([\d.,:]+) (\D+?)(?: ([\d/]+))?")
_HOLE = re.compile(r"\\{(\w+)\\}")


def said_in(language: Language, words: str | None) -> str:
    """A known Vietnamese word or sentence in this language; of `5 ngày làm việc` and `17:00 thứ Sáu 27/11/2026`, what stands
    between the numbers; of a sentence that the catalogue has with holes, as in `hãy đợi {wait}`, what fills them too. Empty
    for none."""
    known = translations(language)
    found = known.gettext(words) if words else ""
    if found != words:
        return found
    if parts := _COUNTED.fullmatch(found):
        before, between, after = parts.groups("")
        return f"{before} {known.gettext(between)} {after}".rstrip()
    for sentence, pattern in _with_holes(language):
        if filled := pattern.fullmatch(found):
            holes = {hole: _within(language, what) for hole, what in filled.groupdict().items()}
            return known.gettext(sentence).format(**holes)
    return found


def _within(language: Language, words: str) -> str:
    """What fills a hole: within a sentence a known word begins small."""
    if (found := said_in(language, words)) != words:
        return found
    found = said_in(language, large := words[:1].upper() + words[1:])
    return words if found == large else found[:1].lower() + found[1:]


@cache
def _with_holes(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    sentences = (message.id for catalogue in _catalogues(language) for message in catalogue if message.id)
    return tuple(
        (sentence, re.compile(_HOLE.sub(r"(?P<\1>.*?)", escaped)))
        for sentence in sentences
        if isinstance(sentence, str) and _HOLE.search(escaped := re.escape(sentence))
    )


def _catalogues(language: Language) -> Iterator[Catalog]:
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            yield read_po(file, locale=language)


def _compiled(catalogue: Catalog) -> gettext.GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
