"""Makes a letter as DOCX, for offices that edit it further."""

from __future__ import annotations

import io
from datetime import datetime, time
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from documents.letters.letter import Letter
from templates.letters import Form

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest date of a ZIP archive
_UNIX = 3


def docx(form: Form, letter: Letter) -> bytes:
    """Return the letter in this form. A form may come with a province from outside the program, so it runs in a sandbox."""
    from docxtpl import DocxTemplate  # slow to import, and read when the first letter is made

    template = DocxTemplate(form.docx)
    # Without escaping, a text such as `<b>&` becomes markup of the document and disappears.
    template.render(letter.as_data(), SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    about = template.docx.core_properties
    about.created = about.modified = datetime.combine(letter.dated, time())
    written = io.BytesIO()
    template.save(written)
    return _undated(written)


def _undated(archive: io.BytesIO) -> bytes:
    """Return the same parts in the same order, without the time at which they were packed."""
    packed = io.BytesIO()
    with ZipFile(archive) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as again:
        for part in parts.infolist():
            entry = ZipInfo(part.filename, _LONG_AGO)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, _UNIX
            again.writestr(entry, parts.read(part))
    return packed.getvalue()
