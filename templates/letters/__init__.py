"""The letter forms that every province may use, and `layout.typ`, which the forms of all provinces import.

A form is one letter in two files of the same name: `NAME.typ` for PDF and `NAME.docx`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
LAYOUT = FOLDER / "layout.typ"


@dataclass(frozen=True)
class Form:
    """A form: its name and its folder."""

    folder: Path
    name: str

    @property
    def typst(self) -> Path:
        """The file that the PDF is made from."""
        return self.folder / f"{self.name}.typ"

    @property
    def docx(self) -> Path:
        """The file that the DOCX is made from."""
        return self.folder / f"{self.name}.docx"


PERIODIC_REPORT = Form(FOLDER, "periodic_report")
"""The periodic report; its DOCX is made without a form."""

CASE_FILE = Form(FOLDER, "case_file")
"""The file of a whole case; a PDF alone."""

STAMP = Form(FOLDER, "stamp")
"""The visible part of a digital signature; a PDF alone."""


def forms_in(folder: Path) -> dict[str, Form]:
    """Return the forms that a folder holds in both formats, by name; none where there is no such folder. Raises OSError."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".docx")
    except FileNotFoundError:
        return {}
    found = (Form(folder, path.stem) for path in paths)
    return {form.name: form for form in found if form.typst.is_file()}


def forms_beside(folder: Path) -> dict[str, Form]:
    """Return the forms that a province may name: its own, which lie in `folder`, and the shared ones.

    Raises OSError."""
    return forms_in(FOLDER) | forms_in(folder)
