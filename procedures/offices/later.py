"""The office of an authority as it stands from a later day on, offered beside that of the text: `office-DAY.toml`.

Its places are the present wards of a province. The committee of each ward handles the cases of its place. An admin chooses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from domain.offices.office import Agency, Office
from domain.offices.places import Place
from domain.offices.routing import RoutingRule
from domain.procedure import Procedure
from language.vietnamese import starting_small
from procedures.faults import Fault, ProvinceFault
from procedures.format_parts import CitedTable, Id, Text
from procedures.offices.file_format import OfficeAgency, OfficeRule, Symbol
from procedures.offices.rules import faults_of_office
from procedures.reading import document_of, format_fault, text_of
from procedures.wards import WardChanges, changes_by, provinces_of_the_country

_WARD = "{ward}"


def _province(code: str) -> str:
    if code not in provinces_of_the_country():
        raise ValueError(f"không có tỉnh, thành phố mang mã “{code}” trong danh mục")
    return code


def _with_ward(name: str) -> str:
    if _WARD not in name:
        raise ValueError(f"tên phải có {_WARD}, chỗ của tên xã, phường")
    return name


class _WardAgencies(CitedTable):
    name: Annotated[Text, AfterValidator(_with_ward)]
    symbol: Symbol


class _LaterFile(CitedTable):
    """A whole file."""

    authority: Id
    since: date
    wards_of: Annotated[str, AfterValidator(_province)]
    ward_agencies: _WardAgencies
    agencies: tuple[OfficeAgency, ...] = ()
    routing: tuple[OfficeRule, ...] = Field(default=())


@dataclass(frozen=True)
class LaterOffice:
    """An office from the day `since` on, by its `source`: agencies and rules, besides those that come with the wards of the
    province `wards_of`, each with its committee. `ward_agency` is a committee's name with `{ward}` for the ward's, and
    `ward_rule` the source of the rule that gives it the cases of its ward."""

    authority: str
    since: date
    source: str
    wards_of: str
    ward_agency: str
    ward_symbol: str
    ward_source: str
    ward_ours: bool
    agencies: tuple[Agency, ...]
    routing: tuple[RoutingRule, ...]

    def with_wards(self, known: Sequence[Place]) -> tuple[Office, WardChanges]:
        """Return the office with its wards, beside the places that the authority has, and how these change."""
        changes = changes_by(known, self.wards_of)
        wards = (*changes.new, *changes.changed, *changes.same)
        committees = tuple(
            Agency(
                f"ubnd-{ward.id}",
                self.authority,
                self.ward_agency.replace(_WARD, starting_small(ward.name)),
                symbol=self.ward_symbol,
            )
            for ward in wards
        )
        rules = tuple(
            RoutingRule(
                f"ubnd-{ward.id}",
                f"ubnd-{ward.id}",
                self.ward_source,
                place=ward.id,
                ours=self.ward_ours,
                valid_from=self.since,
            )
            for ward in wards
        )
        return Office(self.authority, (*self.agencies, *committees), wards, (*self.routing, *rules), ()), changes


def load_later_offices(paths: Iterable[Path], procedures: Mapping[str, Procedure]) -> tuple[LaterOffice, ...]:
    """Read later offices from their files, the earliest first. Raises ProvinceFault."""
    found = [read_later_office(text_of(path), procedures, file=str(path)) for path in paths]
    return tuple(sorted(found, key=lambda each: each.since))


def read_later_office(text: str, procedures: Mapping[str, Procedure], *, file: str) -> LaterOffice:
    """Read a later office from the text of a file; `file` is how faults name it. Raises ProvinceFault."""
    document = document_of(text, file=file)
    try:
        office = _to_domain(_LaterFile.model_validate(document))
    except ValidationError as error:
        raise ProvinceFault(file, tuple(format_fault(each, document) for each in error.errors())) from None
    if faults := tuple(_faults(office, procedures.get(office.authority), file)):
        raise ProvinceFault(file, faults)
    return office


def _faults(office: LaterOffice, procedure: Procedure | None, file: str) -> Iterator[Fault]:
    if Path(file).stem != f"office-{office.since.isoformat()}":
        yield Fault("since", f"tệp của ngày này phải tên là office-{office.since.isoformat()}.toml")
    yield from faults_of_office(office.with_wards(())[0], procedure)


def _to_domain(read: _LaterFile) -> LaterOffice:
    return LaterOffice(
        authority=read.authority,
        since=read.since,
        source=read.source,
        wards_of=read.wards_of,
        ward_agency=read.ward_agencies.name,
        ward_symbol=read.ward_agencies.symbol,
        ward_source=read.ward_agencies.source,
        ward_ours=read.ward_agencies.ours,
        agencies=tuple(each.to_domain(read.authority) for each in read.agencies),
        routing=tuple(
            RoutingRule(**dict(each) | {"valid_from": each.valid_from or read.since}) for each in read.routing
        ),
    )
