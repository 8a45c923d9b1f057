"""Makes a letter or report as PDF/UA-1, the accessible kind: tagged, titled, in a named language."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from documents.letters.case_file import CaseFile
from documents.letters.letter import Letter
from documents.letters.periodic import PeriodicReportPaper
from documents.letters.stamp import Stamp
from templates.letters import FOLDER, LAYOUT, Form

MISSING = "□"

# What Typst's own fonts can show. A letter is required, but PDF/UA-1 refuses a text with a character that has no shape.
# Combining marks that no composed letter holds have a shape over some letters only, so they count as missing.
_SHOWN = frozenset(
    chain(
        range(0x20, 0x250), range(0x2B0, 0x500), range(0x1E00, 0x1F00), range(0x2010, 0x2041), range(0x20A0, 0x20C0),
        range(0x2190, 0x2400), range(0x2460, 0x2600), (ord("℃"), ord("№"), ord("™")),
    )
)  # fmt: skip
_UNSURE = frozenset({"Cn", "Mn", "Me", "Mc"})
_FONTS = typst.Fonts(include_system_fonts=False)  # a letter looks the same on every machine


def pdf(form: Form, letter: Letter | PeriodicReportPaper | CaseFile | Stamp) -> bytes:
    """Return the letter, report, case file or stamp in this form. Characters that the font lacks are shown as `MISSING`, and the
    letter says so."""
    data = letter.as_data()
    shown = _shown(data)
    pictures = letter.pictures if isinstance(letter, CaseFile) else {}
    with _with_layout(form, pictures) as root:
        compiler = typst.Compiler(
            root / form.typst.name,
            root=root,
            font_paths=_FONTS,
            sys_inputs={"letter": json.dumps(shown | {"unshown": shown != data})},
        )
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)  # noqa: S101 - several pages are one file in this format
    return made


@contextmanager
def _with_layout(form: Form, pictures: Mapping[str, bytes]) -> Iterator[Path]:
    """Yield a folder that holds the form, the files beside it, the shared layout and the pictures by their names. Typst reads
    nothing outside it."""
    if form.folder == FOLDER and not pictures:
        yield FOLDER
        return
    with TemporaryDirectory(prefix="hientruong-letter-") as folder:
        shutil.copy(LAYOUT, folder)
        shutil.copytree(form.folder, folder, dirs_exist_ok=True)
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        yield Path(folder)


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(each if _can_be_shown(each) else MISSING for each in value)
    if isinstance(value, list):
        return [_shown(each) for each in value]
    if isinstance(value, dict):
        return {key: _shown(each) for key, each in value.items()}
    return value


def _can_be_shown(character: str) -> bool:
    return ord(character) in _SHOWN and unicodedata.category(character) not in _UNSURE
