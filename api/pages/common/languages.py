"""The languages of the pages. Vietnamese is what the templates are written in; English stands in catalogues beside them."""

from __future__ import annotations

import gettext
import re
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parents[3] / "templates" / "pages" / "locales"


class Language(StrEnum):
    """A language that a person may choose."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


LANGUAGE_NAMES = {Language.VIETNAMESE: "Tiếng Việt", Language.ENGLISH: "English"}


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """What the pages say in this language; what no catalogue holds stays Vietnamese."""
    found = gettext.NullTranslations()
    for catalogue in catalogues(language):
        translated = _compiled(catalogue)
        translated.add_fallback(found)
        found = translated
    return found


_BLANK = re.compile(r"\\{(\w+)\\}")
_COUNTED = re.compile(r"([\d.,:]+) (\D+?)(?: ([\d/]+))?")


def said_in(language: Language, words: str | None) -> str:
    """A known Vietnamese word in this language; of `5 ngày làm việc` and `17:00 thứ Sáu 27/11/2026`, what stands between the
    numbers; of a sentence that the catalogue has with blanks, as `hãy đợi {wait}`, both. Empty for none."""
    translated = translations(language)
    found = translated.gettext(words) if words else ""
    if found != words:
        return found
    if parts := _COUNTED.fullmatch(words):
        before, between, after = parts.groups("")
        if (said := translated.gettext(between)) != between:
            return f"{before.replace(',', '.')} {said} {after}".rstrip()
    for sentence, otherwise in _with_blanks(language):
        if filled := sentence.fullmatch(words):
            return otherwise.format(**{name: said_in(language, said) for name, said in filled.groupdict().items()})
    return words


def act_in(language: Language, name: str) -> str:
    """What an act is called as something to do; its event, as something done, may share the Vietnamese words."""
    found = translations(language).pgettext("act", name)
    return found if found != name else said_in(language, name)


@cache
def _with_blanks(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences that the catalogues have with blanks, to be known again when they are filled, and how they read there."""
    return tuple(
        (re.compile(_BLANK.sub(r"(?P<\1>.+)", re.escape(each.id)), re.DOTALL), str(each.string))
        for catalogue in catalogues(language)
        for each in catalogue
        if isinstance(each.id, str) and _BLANK.search(re.escape(each.id))
    )


@cache
def catalogues(language: Language) -> tuple[Catalog, ...]:
    """What stands beside the templates in this language, one for each room."""
    found = []
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            found.append(read_po(file, locale=language))
    return tuple(found)


def _compiled(catalogue: Catalog) -> gettext.GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
