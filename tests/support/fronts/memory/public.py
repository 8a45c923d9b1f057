"""The public's view of the cases in memory."""

from __future__ import annotations

from domain.endings import over_since
from domain.visibility import is_public, publicly_changed_at
from language.vietnamese import folded
from records.cases.rows import PublicFilters, PublicLine, PublicPage
from records.errors import BadCursor
from tests.support.fronts.memory.part import Part


class MemoryPublic(Part):
    def page(self, filters: PublicFilters, cursor: str | None, limit: int) -> PublicPage:
        self._kept.answer()
        if cursor is not None and cursor not in self._kept.complaints:
            raise BadCursor
        lines = [line for line in self._public(filters) if cursor is None or line.code < cursor]
        return PublicPage(tuple(lines[:limit]), lines[limit - 1].code if len(lines) > limit else None)

    def points(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        self._kept.answer()
        return tuple(line for line in self._public(filters) if line.latitude is not None)[:most]

    def places(self, filters: PublicFilters, most: int) -> tuple[tuple[float, float], ...]:
        points = self.points(filters, most)
        return tuple((line.latitude, line.longitude) for line in points if line.latitude and line.longitude)

    def news(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        self._kept.answer()
        return tuple(sorted(self._public(filters), key=lambda line: line.changed_at, reverse=True)[:most])

    def count(self, filters: PublicFilters, most: int) -> int:
        self._kept.answer()
        return len(self._public(filters)[:most])

    def _public(self, filters: PublicFilters) -> list[PublicLine]:
        shown = sorted((code for code, one in self._kept.complaints.items() if is_public(one)), reverse=True)
        return [line for line in map(self._public_line, shown) if _is_sought(line, filters)]

    def _public_line(self, code: str) -> PublicLine:
        one, report = self._kept.complaints[code], self._kept.submissions[code].report
        return PublicLine(
            code=code,
            authority=one.procedure.id,
            status=one.status,
            field=one.field,
            lead=one.lead,
            received_at=one.moments["filed"],
            changed_at=publicly_changed_at(one),
            excerpt=report.content[:160],
            place=report.place,
            place_id=report.place_id,
            latitude=report.latitude,
            longitude=report.longitude,
            over_since=over_since(one),
        )


def _is_sought(line: PublicLine, filters: PublicFilters) -> bool:
    return (
        filters.authority in (None, line.authority)
        and filters.field in (None, line.field)
        and (not filters.places or line.place_id in filters.places)
        and (not filters.status or line.status in filters.status)
        and (filters.since is None or line.received_at >= filters.since)
        and (filters.until is None or line.received_at < filters.until)
        and (filters.text is None or folded(filters.text) in folded(line.excerpt))
        and (
            filters.box is None or (line.latitude is not None and filters.box.holds(line.latitude, line.longitude or 0))
        )
    )
