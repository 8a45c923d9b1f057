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
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            translated = _compiled(read_po(file, locale=language))
        translated.add_fallback(found)
        found = translated
    return found


_WAIT = re.compile(r"\d+ (?:giây|phút)")
_COUNTED = re.compile(r"([\d.,:]+) (\D+?)(?: ([\d/]+))?")


def said_in(translated: gettext.NullTranslations, words: str | None) -> str:
    """A known Vietnamese word in this language; of `5 ngày làm việc` and `17:00 thứ Sáu 27/11/2026`, what stands between the
    numbers; of a sentence that says how long to wait, the sentence around it. Empty for none."""
    found = translated.gettext(words) if words else ""
    if found != words:
        return found
    if parts := _COUNTED.fullmatch(found):
        before, between, after = parts.groups("")
        return f"{before} {translated.gettext(between)} {after}".rstrip()
    if wait := _WAIT.search(found):
        around = found.replace(wait[0], "{wait}", 1)
        said = translated.gettext(around)
        return found if said == around else said.replace("{wait}", said_in(translated, wait[0]))
    return found


def _compiled(catalogue: Catalog) -> gettext.GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
