"""The languages of the pages. The templates are written in Vietnamese; English stands in catalogues beside them."""

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
from markupsafe import Markup

CATALOGUES = Path(__file__).parents[3] / "templates" / "pages" / "locales"


class Language(StrEnum):
    """A language that a person may choose."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


LANGUAGE_NAMES = {Language.VIETNAMESE: "Tiếng Việt", Language.ENGLISH: "English"}


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """Return the translations into this language. A text that no catalogue has stays Vietnamese."""
    found = gettext.NullTranslations()
    for catalogue in catalogues(language):
        translated = _compiled(catalogue)
        translated.add_fallback(found)
        found = translated
    return found


class Translator:
    """Translates the texts of templates. It does what the framework's own functions do, but each text is looked up once: a
    page has some hundred of them."""

    def __init__(self, language: Language) -> None:
        self._translations = translations(language)
        self._found: dict[str, Markup] = {}

    def text(self, text: str, /, **blanks: object) -> Markup:
        """Return a text in the language, with its blanks filled in."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = Markup(self._translations.gettext(text))  # noqa: S704 - our own text
        return found % blanks

    def counted(self, one: str, several: str, num: int, /, **blanks: object) -> Markup:
        """Return a text in the form that this number of things needs, with its blanks filled in."""
        found = Markup(self._translations.ngettext(one, several, num))  # noqa: S704 - our own text
        return found % {"num": num, **blanks}


_BLANK = re.compile(r"\\{(\w+)\\}")
_COUNTED = re.compile(r"([\d.,:]+) (\D+?)(?: ([\d/]+))?")


def said_in(language: Language, words: str | None) -> str:
    """Return a Vietnamese text in this language; empty for None.

    Three kinds of text are translated: one that the catalogue has; the words between the numbers of `5 ngày làm việc` and of
    `17:00 thứ Sáu 27/11/2026`; and a sentence that the catalogue has with blanks, like `hãy đợi {wait}`.
    """
    if language is Language.VIETNAMESE:
        return words or ""
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
    """Return the name of an act as something to do. Its event, as something done, may have the same Vietnamese words."""
    found = translations(language).pgettext("act", name)
    return found if found != name else said_in(language, name)


@cache
def _with_blanks(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the catalogues' sentences with blanks, each as a pattern that recognises it filled in, with its translation."""
    return tuple(
        (_filled(each.id), str(each.string))
        for catalogue in catalogues(language)
        for each in catalogue
        if isinstance(each.id, str) and _BLANK.search(re.escape(each.id))
    )


def _filled(sentence: str) -> re.Pattern[str]:
    """Return the pattern of a sentence with its blanks filled in. A blank that stands in it twice is filled in twice alike."""
    first, *rest = _BLANK.split(re.escape(sentence))
    pattern, seen = first, set[str]()
    for name, words in zip(rest[::2], rest[1::2], strict=True):
        pattern += (f"(?P={name})" if name in seen else f"(?P<{name}>.+)") + words
        seen.add(name)
    return re.compile(pattern, re.DOTALL)


@cache
def catalogues(language: Language) -> tuple[Catalog, ...]:
    """Return the catalogues of this language, one for each folder of pages."""
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
