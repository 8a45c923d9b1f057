"""Finds cases that may be about the same matter: near, of the same field, and alike in words. The centre decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rapidfuzz import fuzz

from domain.offices.places import Box, box_around, distance
from language.vietnamese import folded
from records.cases.rows import Likely, Report

_NEAR = 300.0  # metres: people put the pin where they stand, not on what they see
_ALIKE = 60.0  # measured: reports of one matter 64 to 92, of others on the same street 55 to 79
_ONE_PLACE = 80.0


class LikelyCases(Protocol):
    """The record as comparing needs it; `records.cases.likely.LikelyCases` is the real one."""

    def near(self, code: str, authority: str, field: str | None, box: Box, *, test: bool) -> tuple[Likely, ...]:
        """Return the other open cases within the box."""
        ...

    def latest(self, code: str, authority: str, field: str | None, *, test: bool) -> tuple[Likely, ...]:
        """Return the latest other open cases of the field."""
        ...

    def closed(
        self, code: str, authority: str, field: str | None, box: Box | None, *, since: datetime
    ) -> tuple[Likely, ...]:
        """Return other cases that were answered since then and are closed, within the box or the latest."""
        ...


@dataclass(frozen=True)
class Alike:
    """A case that may be about the same matter. `metres` lie between, where both places are known; `likeness` is at most 100."""

    case: Likely
    metres: float | None
    likeness: float


def alike(
    likely: LikelyCases,
    report: Report,
    *,
    authority: str,
    field: str | None,
    code: str = "",
    test: bool = False,
    closed_since: datetime | None = None,
) -> list[Alike]:
    """Return the open cases in the same place that read like this report, the latest first; after them those that were answered
    and closed since `closed_since`.

    `code` is the report's own, where it is filed. Trials are compared with open trials alone.
    """
    here = _point(report)
    known: dict[str, Likely] = {}
    boxes: list[Box | None] = [None]
    if here is not None:
        box = box_around(*here, metres=_NEAR)
        boxes.append(box)
        known |= {each.code: each for each in likely.near(code, authority, field, box, test=test)}
    known |= {each.code: each for each in likely.latest(code, authority, field, test=test)}
    if closed_since is not None and not test:
        for within in boxes:
            closed = likely.closed(code, authority, field, within, since=closed_since)
            known |= {each.code: each for each in closed}
    words, place = folded(report.content), folded(report.place)
    found = []
    for each in known.values():
        there = _point(each)
        metres = distance(here, there) if here and there else None
        if metres is None and not _same_place(report, place, each):
            continue
        if metres is None or metres <= _NEAR:
            found.append(Alike(each, metres, fuzz.token_set_ratio(words, folded(each.content))))
    alike_enough = [each for each in found if each.likeness >= _ALIKE]
    return sorted(alike_enough, key=lambda each: (each.case.ended_at is None, each.case.received_at), reverse=True)


def _point(of: Report | Likely) -> tuple[float, float] | None:
    return None if of.latitude is None or of.longitude is None else (of.latitude, of.longitude)


def _same_place(report: Report, place: str, other: Likely) -> bool:
    """Return whether two places are in the same unit, or in words so alike that they may be one."""
    if report.place_id is not None and report.place_id == other.place_id:
        return True
    return fuzz.token_set_ratio(place, folded(other.place)) >= _ONE_PLACE
