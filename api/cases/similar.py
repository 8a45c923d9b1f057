"""Which open cases may be about the same thing: near, of the same field, and alike in words. The centre judges."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field
from rapidfuzz import fuzz

from api.cases.suggestions import case_for_dispatchers
from api.web.front import FrontDep
from api.web.identity.callers import CallerDep
from api.web.names import Agencies, Name, named
from api.web.openapi import CaseCode, problems
from domain.places import box_around, distance
from domain.words import Status
from language.labels import STATUS, local_time
from language.vietnamese import folded
from records.cases.likely import LikelyCases
from records.cases.rows import Likely, Report

router = APIRouter(prefix="/complaints", tags=["Phản ánh, kiến nghị"])

_NEAR = 300.0  # metres: people pin what they see from where they stand
_ALIKE = 60.0  # measured: reports of one matter 64 to 92, of others on the same street 55 to 79
_ONE_PLACE = 80.0
_MOST = 20
_EXCERPT = 300


class SimilarView(BaseModel):
    """Một hồ sơ đang mở có thể nói về cùng một việc."""

    code: str = Field(examples=["KH-2026-000001"])
    excerpt: str = Field(description="Đoạn đầu nội dung phản ánh.")
    place: str = Field(examples=["Trước số 45 đường Lê Hồng Phong"])
    distance: int | None = Field(
        description="Mét; null nếu một trong hai phản ánh không có tọa độ và địa điểm được so theo tên.", examples=[85]
    )
    likeness: int = Field(description="Nội dung giống nhau đến đâu, từ 0 đến 100.", examples=[84])
    received_at: datetime
    received_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    status: Status
    status_label: str = Field(examples=["Chờ xác minh"])
    field: Name | None
    lead: Name | None = Field(description="Cơ quan chủ trì.")
    merged: int = Field(description="Số phản ánh đã gộp vào hồ sơ này.")


class SimilarList(BaseModel):
    """Các hồ sơ có thể trùng, mới nhất trước."""

    items: list[SimilarView]


@router.get("/{code}/similar", summary="Các hồ sơ có thể trùng", responses=problems(401, 403, 404, 422, 429, 503))
def similar(code: CaseCode, front: FrontDep, who: CallerDep) -> SimilarList:
    """Open cases of the same authority and field that are near and read alike."""
    record = case_for_dispatchers(front, code, who)
    found = alike(
        front.record.likely,
        record.report,
        authority=record.complaint.procedure.id,
        field=record.complaint.field,
        code=record.code,
        test=record.complaint.test,
    )
    procedure = record.complaint.procedure
    agencies, zone = Agencies(front.record.offices, procedure.id), procedure.authority.time_zone
    return SimilarList(
        items=[
            SimilarView(
                code=each.code,
                excerpt=" ".join(each.content.split())[:_EXCERPT],
                place=each.place,
                distance=None if metres is None else round(metres),
                likeness=round(likeness),
                received_at=each.received_at,
                received_text=local_time(each.received_at, zone),
                status=each.status,
                status_label=STATUS[each.status],
                field=named(procedure.fields, each.field),
                lead=agencies.name(each.lead) if each.lead else None,
                merged=each.merged,
            )
            for each, metres, likeness in found[:_MOST]
        ]
    )


def alike(
    likely: LikelyCases, report: Report, *, authority: str, field: str | None, code: str = "", test: bool = False
) -> list[tuple[Likely, float | None, float]]:
    """The open cases in the same place that read like this report, the latest first, with the metres between, where they are
    known, and how alike they read, to 100. `code` is the report's own where it has one; trials are like trials alone."""
    here = _point(report)
    known: dict[str, Likely] = {}
    if here is not None:
        box = box_around(*here, metres=_NEAR)
        known |= {each.code: each for each in likely.near(code, authority, field, box, test=test)}
    known |= {each.code: each for each in likely.latest(code, authority, field, test=test)}
    words, place = folded(report.content), folded(report.place)
    found = []
    for each in known.values():
        there = _point(each)
        metres = distance(here, there) if here and there else None
        if metres is None and not _same_place(report, place, each):
            continue
        if metres is None or metres <= _NEAR:
            found.append((each, metres, fuzz.token_set_ratio(words, folded(each.content))))
    alike_enough = [each for each in found if each[2] >= _ALIKE]
    return sorted(alike_enough, key=lambda each: each[0].received_at, reverse=True)


def _point(of: Report | Likely) -> tuple[float, float] | None:
    return None if of.latitude is None or of.longitude is None else (of.latitude, of.longitude)


def _same_place(report: Report, place: str, other: Likely) -> bool:
    """Whether two places have the same unit, or words so alike that they may be one."""
    if report.place_id is not None and report.place_id == other.place_id:
        return True
    return fuzz.token_set_ratio(place, folded(other.place)) >= _ONE_PLACE
