"""The act that begins a case: a reporter files a report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import Verdict
from domain.acts.sending import Dispatched
from domain.complaint import Complaint, Moment, Shown
from domain.refusals import Refusal, RefusalKind
from domain.time.amounts import Amount
from domain.words import ActKind, Role, Urgency


@dataclass(frozen=True, kw_only=True)
class Filed(Moment, act=ActKind.FILE, shown=Shown.REPORTER | Shown.PUBLIC):
    """The report was received."""

    kind: Literal["filed"] = "filed"
    channel: str
    field: str | None
    urgency: Urgency
    secret: bool
    place: str | None = None
    test: bool = False

    def change(self, complaint: Complaint) -> Complaint:
        return replace(
            complaint,
            channel=self.channel,
            field=self.field,
            urgency=self.urgency,
            secret=self.secret,
            place=self.place,
            test=self.test,
        )


@dataclass(frozen=True, kw_only=True)
class File:
    """A reporter files a report. `holds` names the requirements it fulfils; the words themselves stay in the record.

    `place` is the id of the administrative unit, `routed_to` the agency that the authority's routing rules name for it and
    `agency_limit` that agency's own limit; `test` marks a technician's trial of the system.
    """

    kind: Literal[ActKind.FILE] = ActKind.FILE
    channel: str
    field: str | None
    secret: bool
    holds: tuple[str, ...]
    place: str | None = None
    routed_to: str | None = None
    agency_limit: Amount | None = None
    test: bool = False

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Filed | Dispatched]:
        """Receive the report. Where the regulation lets the system dispatch, and routing names an agency, send it there."""
        procedure = complaint.procedure
        if refusal := self._refusal(complaint, by):
            return refusal
        field = procedure.field(self.field)
        urgency = field.urgency if field else Urgency.ORDINARY
        filed = Filed(
            at=at,
            channel=self.channel,
            field=self.field,
            urgency=urgency,
            secret=self.secret,
            place=self.place,
            test=self.test,
        )
        if procedure.own_dispatch is None or self.routed_to is None or self.test:
            return (filed,)
        dispatched = Dispatched(
            at=at,
            field=self.field,
            urgency=urgency,
            lead=self.routed_to,
            co_ordinating=(),
            automatic=True,
            agency_limit=self.agency_limit,
        )
        return (filed, dispatched)

    def _refusal(self, complaint: Complaint, by: Actor | None) -> Refusal | None:
        procedure = complaint.procedure
        channel = procedure.channel(self.channel)
        if channel is None:
            return Refusal(RefusalKind.UNKNOWN_CHANNEL, self.channel)
        if channel.staff_only and (by is None or by.role is Role.REPORTER):
            return Refusal(RefusalKind.STAFF_CHANNEL, self.channel)
        if self.test and (by is None or by.role is not Role.TECHNICIAN):
            return Refusal(RefusalKind.WRONG_ROLE, self.kind)
        if self.field is not None and procedure.field(self.field) is None:
            return Refusal(RefusalKind.UNKNOWN_FIELD, self.field)
        needs = (need for need in procedure.requirements if need.required and self.channel not in need.except_channels)
        if missing := [need.id for need in needs if need.id not in self.holds]:
            return Refusal(RefusalKind.REPORT_INCOMPLETE, ",".join(missing))
        return None
