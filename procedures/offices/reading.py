"""From a TOML file to an Office, or to everything that is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from domain.office import Office
from domain.procedure import Procedure
from procedures import Fault, ProcedureFault
from procedures.offices.file_format import OfficeFile
from procedures.offices.rules import faults_of_office
from procedures.reading import document_of, format_fault, text_of


class OfficeFault(ValueError):
    """An office's file that cannot be used. Its text has one line for each fault: file, key and reason."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.file = file
        self.faults = faults
        super().__init__("\n".join(f"{file}: {fault.key}: {fault.reason}" for fault in faults))


def load_office(path: Path, procedures: Mapping[str, Procedure]) -> Office:
    """Read one office's file; `procedures` are those in force, by id.

    Raises:
        OfficeFault: the file cannot be read, has an unknown, missing or mistyped key, or contradicts itself or its procedure.
    """
    try:
        text = text_of(path)
    except ProcedureFault as fault:
        raise OfficeFault(fault.file, fault.faults) from None
    return read_office(text, procedures, file=str(path))


def read_office(text: str, procedures: Mapping[str, Procedure], *, file: str) -> Office:
    """Read an office from the text of a file; `file` is how faults name it. Raises OfficeFault."""
    try:
        document = document_of(text, file=file)
    except ProcedureFault as fault:
        raise OfficeFault(file, fault.faults) from None
    try:
        office = OfficeFile.model_validate(document).to_domain()
    except ValidationError as error:
        raise OfficeFault(file, tuple(format_fault(each, document) for each in error.errors())) from None
    if faults := tuple(dict.fromkeys(faults_of_office(office, procedures.get(office.authority)))):
        raise OfficeFault(file, faults)
    return office
