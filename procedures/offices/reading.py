"""Reads a TOML file into an Office, or names everything that is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from domain.offices.office import Office
from domain.procedure import Procedure
from procedures.faults import ProvinceFault
from procedures.offices.file_format import OfficeFile
from procedures.offices.rules import faults_of_office
from procedures.reading import document_of, format_fault, text_of


def load_office(path: Path, procedures: Mapping[str, Procedure]) -> Office:
    """Read one office's file; `procedures` are those it may belong to, by id.

    Raises:
        ProvinceFault: the file cannot be read, has an unknown, missing or mistyped key, or contradicts itself or its
            procedure.
    """
    return read_office(text_of(path), procedures, file=str(path))


def read_office(text: str, procedures: Mapping[str, Procedure], *, file: str) -> Office:
    """Read an office from the text of a file; `file` is how faults name it. Raises ProvinceFault."""
    document = document_of(text, file=file)
    try:
        office = OfficeFile.model_validate(document).to_domain()
    except ValidationError as error:
        raise ProvinceFault(file, tuple(format_fault(each, document) for each in error.errors())) from None
    if faults := tuple(dict.fromkeys(faults_of_office(office, procedures.get(office.authority)))):
        raise ProvinceFault(file, faults)
    return office
