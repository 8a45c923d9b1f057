"""The provinces that this process works with: those that ship with the program, and those that a setting adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from domain.offices.area import Area
from domain.offices.office import Office
from domain.personal_data.retention import Retention
from domain.procedure import Authority, Procedure
from procedures.faults import Fault, NoForm, NoProcedure, ProvinceFault
from procedures.folders import WHOLE_FOLDER, folders_in
from procedures.province import (
    OFFICE,
    PROCEDURE,
    Province,
    is_in_force,
    is_province,
    load_own_later_offices,
    load_province,
    load_versions,
    nearest,
    today_of,
)
from templates.letters import Form

if TYPE_CHECKING:
    from procedures.offices.later import LaterOffice

SHIPPED = Path(__file__).parents[1] / "provinces"
_outside: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Provinces:
    """Provinces by their ids, each with all that its folder says."""

    by_id: dict[str, Province]

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """Every version of every procedure, by id and date."""
        return tuple(version for province in self.by_id.values() for version in province.versions)

    @property
    def offices(self) -> tuple[Office, ...]:
        """The office of every province whose folder lists it, by authority."""
        return tuple(province.office for province in self.by_id.values() if province.office)

    def form(self, procedure_id: str, template: str) -> Form:
        """Return the form that a letter of this province names. Raises NoForm."""
        province = self.by_id.get(procedure_id)
        form = province.forms.get(template) if province else None
        if form is None:
            raise NoForm(f"tỉnh “{procedure_id}” không có mẫu “{template}”")
        return form


def use_provinces(outside: Iterable[Path]) -> None:
    """Add the provinces of these folders to those that ship. Composition roots call it before anything reads a province.

    A folder is a province's own, or holds the folders of several.
    """
    global _outside
    if _outside != (wanted := tuple(outside)):
        _outside = wanted
        provinces.cache_clear()


@lru_cache(maxsize=1)
def provinces() -> Provinces:
    """Return the provinces in use, read once. Raises ProvinceFault."""
    return load_provinces([SHIPPED, *_outside])


def load_provinces(folders: Iterable[Path]) -> Provinces:
    """Read the provinces of these folders.

    Raises:
        ProvinceFault: a folder is missing or holds no province, a province has a fault, or two have the same id, the same
            code prefix or a username in common.
    """
    read = [load_province(each) for folder in folders for each in _province_folders(folder)]
    _require_distinct(read)
    return Provinces({province.id: province for province in sorted(read, key=lambda province: province.id)})


def all_procedures(among: Iterable[Procedure] | None = None) -> dict[str, Procedure]:
    """Return the procedure by which each authority works today, by id: the version in force, else the next one to come, else the
    last one. An authority whose procedure has ended still has its cases, its people and its figures. `among` is as for
    `procedure_in_force`.

    Reports can be filed under `procedures_in_force` alone.
    """
    versions: dict[str, list[Procedure]] = {}
    for each in provinces().procedures if among is None else among:
        versions.setdefault(each.id, []).append(each)
    ordered = {id_: sorted(known, key=lambda version: version.valid_from) for id_, known in versions.items()}
    return {id_: nearest(known) for id_, known in ordered.items()}


def procedures_in_force(among: Iterable[Procedure] | None = None) -> dict[str, Procedure]:
    """Return the procedures in force today, each where it applies, by id: those under which reports can be filed. `among` is as
    for `procedure_in_force`."""
    return {id_: each for id_, each in all_procedures(among).items() if is_in_force(each, today_of(each))}


def versions_of(procedure_id: str) -> tuple[Procedure, ...]:
    """Return every version of an authority's procedure in the order of their validity, none for an unknown id."""
    province = provinces().by_id.get(procedure_id)
    return province.versions if province else ()


def read_versions() -> tuple[Procedure, ...]:
    """Return every version of every procedure in use, by id and date, for what only shows them.

    Reads neither offices nor forms, and walks through no course: what runs cases calls `provinces`, and
    `hientruong procedures check` checks a folder. Raises ProvinceFault.
    """
    folders = [each for folder in (SHIPPED, *_outside) for each in _province_folders(folder)]
    read = [Province(each, load_versions(each, walk=False), office=None, forms={}) for each in folders]
    _require_distinct(read)
    return tuple(version for one in sorted(read, key=lambda province: province.id) for version in one.versions)


def area_of(authority: str) -> Area:
    """Return the area of an authority, without boxes where no file tells them."""
    province = provinces().by_id.get(authority)
    return province.area if province else Area()


def later_offices(authority: str) -> tuple[LaterOffice, ...]:
    """Return the offices of an authority that an admin may choose instead, the earliest first. Raises ProvinceFault."""
    province = provinces().by_id.get(authority)
    return load_own_later_offices(province.folder, province.versions) if province else ()


def retention_rules() -> tuple[tuple[Authority, str, Retention], ...]:
    """Return every authority that says how long it keeps who reported, with its id and rule. Raises ProvinceFault."""
    return tuple(
        (province.versions[0].authority, province.id, province.retention)
        for province in provinces().by_id.values()
        if province.retention
    )


def outside_provinces() -> tuple[Province, ...]:
    """Return the provinces in use that do not ship with the program. Raises ProvinceFault."""
    return tuple(each for each in provinces().by_id.values() if each.folder.parent != SHIPPED)


def require_fits(province: Province) -> None:
    """Refuse a province that the start would refuse beside the others in use.

    The province's own folder is left out of the others. So is a folder that has a fault: its own check names that.

    Raises:
        ProvinceFault: another province has the same id, the same code prefix or a username in common.
    """
    _require_distinct([*_others_than(province.folder.resolve()), province])


def procedure_in_force(procedure_id: str, on: date, among: Iterable[Procedure] | None = None) -> Procedure:
    """Return the version of a procedure in force on a day; `among` is all in use unless given. Raises NoProcedure."""
    for procedure in provinces().procedures if among is None else among:
        if procedure.id == procedure_id and is_in_force(procedure, on):
            return procedure
    raise NoProcedure(f"không có quy trình “{procedure_id}” có hiệu lực ngày {on:%d/%m/%Y}")


def _others_than(folder: Path) -> Iterator[Province]:
    for place in (SHIPPED, *_outside):
        with suppress(ProvinceFault):
            for each in _province_folders(place):
                with suppress(ProvinceFault):
                    if each.resolve() != folder:
                        yield load_province(each)


def _province_folders(folder: Path) -> Iterator[Path]:
    inside = [each for each in folders_in(folder) if not each.name.startswith((".", "_"))]
    if is_province(folder):
        yield folder
        return
    if not inside:
        reason = f"thiếu tệp {PROCEDURE}, cũng không có thư mục của tỉnh nào"
        raise ProvinceFault(str(folder), (Fault(WHOLE_FOLDER, reason),))
    yield from inside


def _require_distinct(provinces: Iterable[Province]) -> None:
    """Refuse what two provinces may not have in common; the fault is the later one's."""
    ids: dict[str, Path] = {}
    prefixes: dict[str, str] = {}
    usernames: dict[str, str] = {}
    for province in provinces:
        folder, prefix = province.folder, province.versions[0].authority.code_prefix
        if (first := ids.setdefault(province.id, folder)) is not folder:
            raise ProvinceFault(str(folder), (Fault(WHOLE_FOLDER, f"tỉnh “{province.id}” đã có ở {first}"),))
        if (owner := prefixes.setdefault(prefix, province.id)) != province.id:
            reason = f"“{prefix}” đã là đầu mã hồ sơ của “{owner}”"
            raise ProvinceFault(str(folder / PROCEDURE), (Fault("authority.code_prefix", reason),))
        doubled = tuple(
            Fault(f"staff[{post.username}]", f"tên đăng nhập này đã có ở “{owner}”")
            for post in (province.office.staff if province.office else ())
            if (owner := usernames.setdefault(post.username, province.id)) != province.id
        )
        if doubled:
            raise ProvinceFault(str(folder / OFFICE), doubled)
