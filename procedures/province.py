"""The folder of one province: `procedure.toml`, `office.toml`, `area.toml`, `retention.toml`, `letters/`, `demo/`,
`diagram.svg`.

An amended regulation is a second file of the same id, such as `procedure-2031.toml`: every `procedure*.toml` is a version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from domain.accounts.letters import OverdueLetterRule
from domain.offices.area import Area
from domain.offices.office import Office
from domain.personal_data.retention import Retention
from domain.procedure import Procedure
from procedures.faults import Fault, ProvinceFault
from procedures.folders import REPORTS, WHOLE_FOLDER, files_in, known_forms
from procedures.present import present
from procedures.reading import load_procedure
from templates.letters import Form

if TYPE_CHECKING:
    from procedures.offices.later import LaterOffice

PROCEDURE = "procedure.toml"
OFFICE = "office.toml"
AREA = "area.toml"
RETENTION = "retention.toml"
DEMO = "demo"
DIAGRAM = "diagram.svg"
_PROCEDURES = "procedure*.toml"
_LATER_OFFICES = "office-*.toml"


@dataclass(frozen=True)
class Province:
    """A province as its folder says. `versions` are in the order of their validity; `office` is None where no file lists it.
    `area` has no boxes where no file tells them; `retention` is None where no file tells it."""

    folder: Path
    versions: tuple[Procedure, ...]
    office: Office | None
    forms: Mapping[str, Form]
    area: Area = field(default_factory=Area)
    retention: Retention | None = None
    overdue_letter: tuple[OverdueLetterRule, Form] | None = None

    @property
    def id(self) -> str:
        """The id of its procedure, which is the folder's name."""
        return self.versions[0].id

    @property
    def demo_files(self) -> tuple[Path, ...]:
        """The cases that the demo shows, by name of the file. Raises ProvinceFault."""
        return tuple(files_in(self.folder / DEMO, "*.toml"))


def is_province(folder: Path) -> bool:
    """Return whether the folder holds a procedure. Raises ProvinceFault."""
    return bool(files_in(folder, _PROCEDURES))


def load_province(folder: Path) -> Province:
    """Read all that the folder says but its demo cases and diagram. Raises ProvinceFault."""
    versions = load_versions(folder)
    return Province(
        folder,
        versions,
        load_own_office(folder, versions),
        known_forms(folder),
        load_own_area(folder),
        load_own_retention(folder),
        load_own_overdue_letter(folder, versions),
    )


def load_versions(folder: Path, *, walk: bool = True) -> tuple[Procedure, ...]:
    """Read every version of a province's procedure, in the order of their validity. `walk` is as for `load_procedure`.

    Raises:
        ProvinceFault: there is none, a file has a fault, an id is not the folder's name, or two versions overlap.
    """
    _require_known_files(folder)
    read = [(path, load_procedure(path, walk=walk)) for path in files_in(folder, _PROCEDURES)]
    if not read:
        raise ProvinceFault(str(folder), (Fault(WHOLE_FOLDER, f"thiếu tệp {PROCEDURE}"),))
    name = folder.resolve().name
    for path, procedure in read:
        if procedure.id != name:
            reason = f"“{procedure.id}” không phải tên thư mục của tỉnh, “{name}”"
            raise ProvinceFault(str(path), (Fault("id", reason),))
    read.sort(key=lambda version: version[1].valid_from)
    for (earlier, one), (later, other) in pairwise(read):
        if faults := tuple(_beside(earlier.name, one, other)):
            raise ProvinceFault(str(later), faults)
    return tuple(procedure for _, procedure in read)


def load_own_office(folder: Path, versions: Sequence[Procedure]) -> Office | None:
    """Read the office's file against the version of today, None where there is none. Raises ProvinceFault."""
    if not files_in(folder, OFFICE):
        return None
    # Imported here, because what only shows a procedure reads no office.
    from procedures.offices.reading import load_office

    procedure = nearest(versions)
    return load_office(folder / OFFICE, {procedure.id: procedure})


def load_own_later_offices(folder: Path, versions: Sequence[Procedure]) -> tuple[LaterOffice, ...]:
    """Read the offices that an admin may choose instead, each from its day on, the earliest first. Raises ProvinceFault."""
    paths = files_in(folder, _LATER_OFFICES)
    if not paths:
        return ()
    # Imported here, for the same reason.
    from procedures.offices.later import load_later_offices

    procedure = nearest(versions)
    return load_later_offices(paths, {procedure.id: procedure})


def load_own_area(folder: Path) -> Area:
    """Read the file of the area, without boxes where there is none. Raises ProvinceFault."""
    if not files_in(folder, AREA):
        return Area()
    # Imported here, for the same reason.
    from procedures.offices.area import load_area

    return load_area(folder / AREA)


def load_own_retention(folder: Path) -> Retention | None:
    """Read how long the province keeps who reported, None where no file tells it. Raises ProvinceFault."""
    if not files_in(folder, RETENTION):
        return None
    # Imported here, for the same reason.
    from procedures.retention import load_retention

    return load_retention(folder / RETENTION)


def load_own_overdue_letter(folder: Path, versions: Sequence[Procedure]) -> tuple[OverdueLetterRule, Form] | None:
    """Read the letter about overdue cases with its form, None where the folder words none. Raises ProvinceFault."""
    if not files_in(folder / REPORTS, "*.toml"):
        return None
    # Imported here, for the same reason.
    from procedures.overdue_letter import load_overdue_letter

    return load_overdue_letter(folder, versions)


def is_in_force(procedure: Procedure, on: date) -> bool:
    """Return whether the procedure is in force on a day. `valid_to` is the first day on which it no longer is."""
    return procedure.valid_from <= on and (procedure.valid_to is None or on < procedure.valid_to)


def today_of(procedure: Procedure) -> date:
    """Return the date it is now where the procedure applies."""
    return procedure.authority.local_date(present())


def nearest(versions: Sequence[Procedure]) -> Procedure:
    """Return the version in force today, else the next one to come, else the last one."""
    return next((each for each in versions if each.valid_to is None or today_of(each) < each.valid_to), versions[-1])


def _beside(earlier: str, one: Procedure, other: Procedure) -> Iterator[Fault]:
    """Return the faults of a version beside the one before it, which stands in the file `earlier`."""
    if is_in_force(one, other.valid_from):
        yield Fault(
            "valid_from", f"ngày {other.valid_from:%d/%m/%Y} {earlier} còn hiệu lực; hãy ghi valid_to ở {earlier}"
        )
    if one.valid_to is not None and one.valid_to < other.valid_from:
        yield Fault(
            "valid_from",
            f"từ {one.valid_to:%d/%m/%Y} đến trước {other.valid_from:%d/%m/%Y} không văn bản nào có hiệu lực; "
            f"hãy nối tiếp với valid_to ở {earlier}",
        )
    if one.authority.code_prefix != other.authority.code_prefix:
        yield Fault("authority.code_prefix", f"phải là “{one.authority.code_prefix}” như ở {earlier}")


def _require_known_files(folder: Path) -> None:
    """Refuse a TOML file of another name: a misspelt `office.toml` would be left out without a word."""
    known = {*files_in(folder, _PROCEDURES), *files_in(folder, _LATER_OFFICES), folder / OFFICE, folder / AREA}
    known.add(folder / RETENTION)
    for path in files_in(folder, "*.toml"):
        if path not in known:
            there = f"{PROCEDURE} ({_PROCEDURES}), {OFFICE}, {_LATER_OFFICES}, {AREA}, {RETENTION}"
            reason = f"không có tệp nào tên như vậy ở đây; có: {there}"
            raise ProvinceFault(str(path), (Fault("(cả tệp)", reason),))
