"""Lists what a province's folder holds. A folder that cannot be read is a ProvinceFault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

from language.system_errors import reason_of
from procedures.faults import Fault, ProvinceFault
from templates.letters import Form, forms_beside

LETTERS = "letters"
"""The folder of a province's own forms, beside its procedure."""

REPORTS = "reports"
"""The folder of a province's own forms of reports."""

WHOLE_FOLDER = "(cả thư mục)"


def files_in(folder: Path, pattern: str) -> list[Path]:
    """Return the entries of a folder that match, by name; none where there is no such folder. Raises ProvinceFault.

    `Path.glob` would find nothing in a folder that may not be read, and say nothing.
    """
    with _readable(folder):
        try:
            return sorted(each for each in folder.iterdir() if fnmatchcase(each.name, pattern))
        except FileNotFoundError:
            return []


def folders_in(folder: Path) -> list[Path]:
    """Return the folders in a folder, by name. Raises ProvinceFault, also where there is no such folder."""
    with _readable(folder):
        return sorted(each for each in folder.iterdir() if each.is_dir())


def known_forms(province: Path) -> dict[str, Form]:
    """Return the forms that the letters of a province may name: its own and the shared ones. Raises ProvinceFault."""
    with _readable(province / LETTERS):
        return forms_beside(province / LETTERS)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        reason = "không có thư mục này"
    except NotADirectoryError:
        reason = "không phải thư mục"
    except OSError as error:
        reason = f"không đọc được thư mục ({reason_of(error)})"
    else:
        return
    raise ProvinceFault(str(folder), (Fault(WHOLE_FOLDER, reason),))
