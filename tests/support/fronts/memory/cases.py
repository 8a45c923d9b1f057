"""Cases in memory: taking in, finding, listing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from calendars.filling import scheduled
from domain.actors import Actor
from domain.complaint import Complaint, apply
from domain.endings import ended_at, over_since
from domain.events import Event, Merged, Published, Unmerged, Withheld
from domain.limits import has_overdue, nearest_limit
from domain.offices.places import Box
from domain.procedure import Procedure
from domain.results import result_in
from domain.time.decisions import EVERYWHERE, Reach
from domain.visibility import Scope
from domain.words import Status
from records.cases.rows import (
    NO_LEAD,
    CaseLine,
    CaseRecord,
    Entry,
    Filters,
    Likely,
    OverdueCases,
    Page,
    Submission,
    Taken,
)
from records.errors import BadCursor, ContinuedAlready, KeyReused
from tests.support.calendars.concerning import concerns
from tests.support.fronts.memory.part import Part


class MemoryCases(Part):
    def append(
        self, code: str, act_id: str, by: Actor | None, events: tuple[Event, ...], act_digest: str | None = None
    ) -> None:
        self._kept.answer()
        filled = scheduled(self._kept.complaints[code], events, self._kept.book)
        for event in events:
            if isinstance(event, Merged | Unmerged):
                into = event.into if isinstance(event, Merged) else self.main_of(code)
                self._kept.to_gather_.append((into, code))
        for event in filled:
            self._kept.complaints[code] = apply(self._kept.complaints[code], event)
            self._kept.ledger[code].append(Entry(self._kept.complaints[code].number, act_id, by, event, act_digest))

    def find(self, code: str, act_id: str | None = None) -> CaseRecord | None:
        self._kept.answer()
        if code not in self._kept.complaints:
            return None
        complaint = self._kept.complaints[code]
        latest, given = _results(entry.event for entry in self._kept.ledger[code])
        return CaseRecord(
            code=code,
            complaint=complaint,
            report=self._kept.submissions[code].report,
            received_at=complaint.moments["filed"],
            started=code in self._kept.started,
            result=latest,
            given=given,
            merged=self.merged_into(code),
            continued_by=tuple(sorted(c for c, one in self._kept.complaints.items() if one.continues == code)),
            act=self.act_entries(code, act_id) if act_id else (),
        )

    def entries(self, code: str) -> tuple[Entry, ...]:
        self._kept.answer()
        return tuple(self._kept.ledger.get(code, ()))

    def act_entries(self, code: str, act_id: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries(code) if entry.act_id == act_id)

    def open_complaints(self, after: str, limit: int, office: Reach = EVERYWHERE) -> tuple[Complaint, ...]:
        self._kept.answer()
        found = [
            one
            for code, one in sorted(self._kept.complaints.items())
            if code > after and not one.status.is_final and concerns(one, office)
        ]
        return tuple(found[:limit])

    def tracking_hash(self, code: str) -> str | None:
        self._kept.answer()
        return self._kept.submissions[code].tracking_hash

    def merged_into(self, code: str) -> tuple[str, ...]:
        self._kept.answer()
        found, ahead = set[str](), {code}
        while ahead:
            ahead = {one.code for one in self._kept.complaints.values() if one.merged_into in ahead} - found
            found |= ahead
        return tuple(sorted(found))

    def main_of(self, code: str) -> str:
        self._kept.answer()
        while (into := self._kept.complaints[code].merged_into) is not None:
            code = into
        return code

    def to_gather(self, limit: int, main: str | None = None) -> tuple[tuple[str, str], ...]:
        self._kept.answer()
        return tuple(pair for pair in self._kept.to_gather_ if main in (None, pair[0]))[:limit]

    def gathered(self, main: str, reports: tuple[str, ...]) -> None:
        self._kept.answer()
        self._kept.to_gather_ = [pair for pair in self._kept.to_gather_ if pair[0] != main or pair[1] not in reports]

    def page(
        self, scope: Scope, filters: Filters, cursor: str | None, limit: int, *, at: datetime | None = None
    ) -> Page:
        self._kept.answer()
        if cursor is not None and cursor not in self._kept.complaints:
            raise BadCursor
        lines = [self._line(code, at or self._kept.clock()) for code in sorted(self._kept.complaints)]
        shown = [
            line for line in lines if _is_in(line, scope) and _passes(line, filters) and line.code > (cursor or "")
        ]
        return Page(tuple(shown[:limit]), shown[limit - 1].code if len(shown) > limit else None)

    def count(self, scope: Scope, filters: Filters, most: int, *, at: datetime | None = None) -> int:
        return len(self.page(scope, filters, None, most, at=at).lines)

    def overdue(self, scope: Scope, filters: Filters, *, at: datetime | None = None) -> tuple[OverdueCases, ...]:
        lines = self.page(scope, replace(filters, overdue=True), None, len(self._kept.complaints) + 1, at=at).lines
        return tuple(
            OverdueCases(*of, count) for of, count in Counter((line.lead, line.rung) for line in lines).items()
        )

    def oldest(self, scope: Scope, filters: Filters, count: int, *, at: datetime | None = None) -> tuple[CaseLine, ...]:
        lines = self.page(scope, filters, None, len(self._kept.complaints) + 1, at=at).lines
        return tuple(sorted(lines, key=lambda line: (line.received_at, line.code))[:count])

    def _line(self, code: str, at: datetime) -> CaseLine:
        one = self._kept.complaints[code]
        due = nearest_limit(one)
        return CaseLine(
            code=code,
            authority=one.procedure.id,
            status=one.status,
            field=one.field,
            urgency=one.urgency,
            lead=one.lead,
            co_ordinating=one.co_ordinating,
            received_at=one.moments["filed"],
            due=due.schedule.due if due and due.schedule else None,
            due_limit=due.id if due else None,
            rung=max((limit.rungs_climbed for limit in one.overdue_limits), default=0),
            overdue=has_overdue(one, at),
            paused=one.paused_since is not None,
            excerpt=self._kept.submissions[code].report.content[:160],
            officer=one.officer,
            merged_into=one.merged_into,
            test=one.test,
            place=one.place,
            over_since=over_since(one),
        )


class MemoryIntake(Part):
    def find(self, idempotency_key: str) -> tuple[str, str] | None:
        self._kept.answer()
        return next(
            (
                (code, one.body_hash)
                for code, one in self._kept.submissions.items()
                if one.idempotency_key == idempotency_key
            ),
            None,
        )

    def allocate_code(self, procedure: Procedure, on: date) -> str:
        self._kept.answer()
        self._kept.numbers += 1
        return f"{procedure.authority.code_prefix}-{on.year}-{self._kept.numbers:06}"

    def take_in(
        self, submission: Submission, complaint: Complaint, *, events: tuple[Event, ...], by: Actor, act_id: str
    ) -> Taken:
        self._kept.answer()
        if self._kept.beaten_by is not None:
            beaten_by, self._kept.beaten_by = self._kept.beaten_by, None
            beaten_by(submission)
        if earlier := self.find(submission.idempotency_key):
            if earlier[1] != submission.body_hash:
                raise KeyReused
            return Taken(earlier[0], self._kept.complaints[earlier[0]], new=False)
        for code, one in self._kept.complaints.items():
            if complaint.continues and one.continues == complaint.continues and not one.status.is_final:
                raise ContinuedAlready(code)
        self._kept.submissions[complaint.code] = submission
        self._kept.complaints[complaint.code] = complaint
        self._kept.ledger[complaint.code] = [
            Entry(number, act_id, by, event) for number, event in enumerate(events, start=1)
        ]
        return Taken(complaint.code, complaint, new=True)

    def take_in_next(
        self,
        submission: Submission,
        complaint: Complaint,
        events: tuple[Event, ...],
        *,
        by: Actor,
        act_id: str,
        on: date,
        tracking_hash: Callable[[str], str],
    ) -> Taken:
        if self._kept.beaten_by is None and self.find(submission.idempotency_key) is None:
            code = self.allocate_code(complaint.procedure, on)
            complaint, submission = (
                replace(complaint, code=code),
                replace(submission, tracking_hash=tracking_hash(code)),
            )
        return self.take_in(submission, complaint, events=events, by=by, act_id=act_id)

    def mark_started(self, code: str) -> None:
        self._kept.answer()
        self._kept.started.add(code)

    def unstarted(self, older_than: timedelta, limit: int) -> tuple[str, ...]:
        self._kept.answer()
        before = self._kept.clock() - older_than
        waiting = [code for code, one in self._kept.complaints.items() if one.moments["filed"] < before]
        return tuple(code for code in waiting if code not in self._kept.started)[:limit]


class MemoryLikely(Part):
    def near(self, code: str, authority: str, field: str | None, box: Box, *, test: bool) -> tuple[Likely, ...]:
        return tuple(
            each
            for each in self.latest(code, authority, field, test=test)
            if each.latitude is not None and each.longitude is not None and box.holds(each.latitude, each.longitude)
        )

    def latest(self, code: str, authority: str, field: str | None, *, test: bool) -> tuple[Likely, ...]:
        self._kept.answer()
        return tuple(
            self._likely(one)
            for one in self._kept.complaints.values()
            if (one.procedure.id, one.test) == (authority, test)
            and one.code != code
            and not one.status.is_final
            and (field is None or one.field in (None, field))
        )

    def closed(
        self, code: str, authority: str, field: str | None, box: Box | None, *, since: datetime
    ) -> tuple[Likely, ...]:
        self._kept.answer()
        return tuple(
            replace(self._likely(one), ended_at=at)
            for one in self._kept.complaints.values()
            if one.procedure.id == authority
            and one.code != code
            and one.status is Status.CLOSED
            and (at := ended_at(one)) is not None
            and at >= since
            and (field is None or one.field in (None, field))
        )

    def _likely(self, one: Complaint) -> Likely:
        report = self._kept.submissions[one.code].report
        return Likely(
            code=one.code,
            content=report.content,
            place=report.place,
            place_id=report.place_id,
            latitude=report.latitude,
            longitude=report.longitude,
            field=one.field,
            received_at=one.moments["filed"],
            status=one.status,
            lead=one.lead,
            merged=0,
        )


def _is_in(line: CaseLine, scope: Scope) -> bool:
    return scope.covers(authority=line.authority, lead=line.lead, co_ordinating=line.co_ordinating, test=line.test)


def _results(events: Iterable[Event]) -> tuple[str | None, str | None]:
    """Return the latest result, and the one that the reporter was last given."""
    latest = given = None
    for event in events:
        if (said := result_in(event)) is not None:
            latest = said.sealed
        if isinstance(event, Published | Withheld):
            given = latest
    return latest, given


def _passes(line: CaseLine, filters: Filters) -> bool:
    return (
        (not filters.status or line.status in filters.status)
        and filters.agency in (None, line.lead, *line.co_ordinating)
        and filters.field in (None, line.field)
        and filters.overdue in (None, line.overdue)
        and (filters.due_before is None or (line.due is not None and line.due < filters.due_before))
        and (filters.text is None or filters.text in line.excerpt)
        and filters.officer in (None, line.officer)
        and filters.unassigned in (None, bool(line.lead and not line.officer and not line.status.is_final))
        and filters.merged_into in (None, line.merged_into)
        and filters.authority in (None, line.authority)
        and filters.open in (None, line.status.is_handled)
        and filters.test in (None, line.test)
        and filters.lead in (None, line.lead or NO_LEAD)
        and filters.rung in (None, line.rung)
        and (not filters.places or line.place in filters.places)
        and filters.urgency in (None, line.urgency)
        and (filters.received_since is None or line.received_at >= filters.received_since)
        and (filters.received_before is None or line.received_at < filters.received_before)
        and filters.paused in (None, line.paused)
    )
