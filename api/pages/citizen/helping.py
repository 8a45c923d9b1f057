"""Help for a person who writes a report: missing diacritics, public cases that may be the same, matters for another office.

It is help only: the report is filed as it was written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from api.cases.advice import Advice, advice_on
from api.cases.bodies.report import ReportBody
from api.cases.comparing import alike
from api.office.choosing import places_to_choose
from domain.procedure import Procedure, RefusalGround
from domain.visibility import is_public
from language.labels import STATUS, local_time
from language.vietnamese import folded
from records.cases.list_columns import excerpt
from records.cases.repository import Cases
from records.cases.rows import Likely, Report
from records.record import Record

_FEW_WORDS = 4
_MOST_COMPARED = 12
_MOST_SHOWN = 3
_MOST_UNITS = 12
_PETITIONS = ("khiếu nại", "tố cáo")
"""Words of petitions under the Law on Complaints and the Law on Denunciations, which are not handled here."""


@dataclass(frozen=True)
class Nearby:
    """A public case that may be about the same matter. `metres` lie between, where both places are known."""

    code: str
    excerpt: str
    place: str
    metres: int | None
    received_text: str
    status_label: str


@dataclass(frozen=True)
class Help:
    """The help to show beside the form. `petition`: the report reads like a petition of another kind. `units`: the present places
    that its address may mean, where it chooses none."""

    advice: list[Advice] = field(default_factory=list)
    units: tuple[str, ...] = ()
    nearby: list[Nearby] = field(default_factory=list)
    petition: bool = False

    def __bool__(self) -> bool:
        return bool(self.advice or self.nearby or self.petition or self.units)


def help_with(record: Record, procedure: Procedure, body: ReportBody) -> Help:
    """Return what may help with this report. It blocks: call it in a thread."""
    return Help(
        advice_on(body), _units(record, body), _nearby(record, procedure, body), _reads_like_a_petition(body.content)
    )


def _units(record: Record, body: ReportBody) -> tuple[str, ...]:
    """Return the names of the units that the address may mean, none where a unit was chosen."""
    if body.place_id or not body.place:
        return ()
    return tuple(each.name for each in places_to_choose(record.offices, body.procedure, body.place))[:_MOST_UNITS]


def not_for_this_desk(procedure: Procedure) -> RefusalGround | None:
    """Return the ground on which the regulation refuses matters for another office, None where it has none."""
    return next((ground for ground in procedure.refusal_grounds if ground.id == "out_of_scope"), None)


def _reads_like_a_petition(content: str) -> bool:
    written = unicodedata.normalize("NFC", content).lower()
    # Without diacritics, “to cao” of “tố cáo” also means tall.
    return any(words in written for words in _PETITIONS) or "khieu nai" in folded(content)


def _nearby(record: Record, procedure: Procedure, body: ReportBody) -> list[Nearby]:
    is_somewhere = bool(body.place or body.place_id or body.latitude is not None)
    if len(folded(body.content).split()) < _FEW_WORDS or not is_somewhere:
        return []
    report = Report(
        content=body.content,
        place=body.place,
        occurred_at=body.occurred_at,
        place_id=body.place_id,
        latitude=body.latitude,
        longitude=body.longitude,
    )
    found = alike(record.likely, report, authority=procedure.id, field=body.field)[:_MOST_COMPARED]
    zone = procedure.authority.time_zone
    return [
        Nearby(
            code=each.case.code,
            excerpt=excerpt(each.case.content),
            place=each.case.place,
            metres=None if each.metres is None else round(each.metres),
            received_text=local_time(each.case.received_at, zone),
            status_label=STATUS[each.case.status],
        )
        for each in found
        if _anybody_may_see(record.cases, each.case)
    ][:_MOST_SHOWN]


def _anybody_may_see(cases: Cases, each: Likely) -> bool:
    record = cases.find(each.code)
    return record is not None and is_public(record.complaint)
