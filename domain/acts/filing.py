"""The act that begins a case: a reporter files a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from domain.actors import Actor
from domain.acts.base import Verdict
from domain.acts.sending import Dispatched, Forwarded
from domain.complaint import Complaint, Moment, Shown
from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from domain.time.amounts import Amount
from domain.words import ActKind, Role, Urgency

_CONTENT = "content"
"""The requirement without which there is no report."""


@dataclass(frozen=True, kw_only=True)
class Filed(Moment, act=ActKind.FILE, shown=Shown.REPORTER | Shown.PUBLIC):
    """The report was received. It may go on with the case `continues`; it is then `kept` from the public as that one was.
    `author` is the technician's account, where a technician filed it. `lacks` are the requirements that it does not fulfil."""

    kind: Literal["filed"] = "filed"
    channel: str
    field: str | None
    urgency: Urgency
    secret: bool
    place: str | None = None
    test: bool = False
    continues: str | None = None
    kept: bool = False
    author: str | None = None
    lacks: tuple[str, ...] = ()

    def change(self, complaint: Complaint) -> Complaint:
        return replace(
            complaint.brought_about_by(self.kind, self.author),
            channel=self.channel,
            field=self.field,
            urgency=self.urgency,
            secret=self.secret,
            place=self.place,
            test=self.test,
            continues=self.continues,
            restricted=self.kept,
        )


@dataclass(frozen=True, kw_only=True)
class File:
    """A reporter files a report. `holds` names the requirements it fulfils; the words themselves stay in the record.

    `place` is the id of the administrative unit, `routed_to` the agency that the authority's routing rules name for it and
    `agency_limit` that agency's own limit; `test` marks a technician's trial of the system. `continues` is the closed case that
    the report goes on with, `routed_to` then the agency that answered it, and `kept` whether that case was kept from the public.
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
    continues: str | None = None
    kept: bool = False

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Filed | Dispatched | Forwarded]:
        """Receive the report. Where the regulation lets the system dispatch, and routing names an agency, send it there. What
        goes on with a closed case goes to the agency that answered it."""
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
            continues=self.continues,
            kept=self.kept,
            author=by.account if by and by.role is Role.TECHNICIAN else None,
            lacks=self._lacks(procedure),
        )
        if self.continues is not None:
            return (filed, *self._sent_back(procedure, urgency, at))
        by_focal_point = field is not None and field.by_focal_point
        if procedure.own_dispatch is None or self.routed_to is None or self.test or by_focal_point:
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

    def _sent_back(self, procedure: Procedure, urgency: Urgency, at: datetime) -> Iterator[Dispatched | Forwarded]:
        """Yield the way of a continuation to the agency that answered. Where none answered, or it works no longer, the focal
        point or the centre sends the case on."""
        dispatch = procedure.act(ActKind.DISPATCH)
        if dispatch is None or (dispatch.names_agency and self.routed_to is None):
            return
        sent: dict[str, Any] = {"co_ordinating": (), "automatic": True, "agency_limit": self.agency_limit}
        lead = self.routed_to if dispatch.names_agency else None
        yield Dispatched(at=at, field=self.field, urgency=urgency, lead=lead, **sent)
        if not dispatch.names_agency and self.routed_to and procedure.act(ActKind.FORWARD):
            yield Forwarded(at=at, lead=self.routed_to, **sent)

    def _refusal(self, complaint: Complaint, by: Actor | None) -> Refusal | None:
        procedure = complaint.procedure
        if self.continues is not None and procedure.continuation is None:
            return Refusal(RefusalKind.NOT_CONTINUED, self.continues)
        channel = procedure.channel(self.channel)
        if channel is None:
            return Refusal(RefusalKind.UNKNOWN_CHANNEL, self.channel)
        if channel.staff_only and (by is None or by.role is Role.REPORTER):
            return Refusal(RefusalKind.STAFF_CHANNEL, self.channel)
        if self.test and (by is None or by.role is not Role.TECHNICIAN):
            return Refusal(RefusalKind.WRONG_ROLE, self.kind)
        if self.field is not None and procedure.field(self.field) is None:
            return Refusal(RefusalKind.UNKNOWN_FIELD, self.field)
        lacks = self._lacks(procedure)
        if channel.takes_incomplete:  # the centre asks for the rest, or refuses with a reason
            lacks = tuple(need for need in lacks if need == _CONTENT)
        return Refusal(RefusalKind.REPORT_INCOMPLETE, ",".join(lacks)) if lacks else None

    def _lacks(self, procedure: Procedure) -> tuple[str, ...]:
        needs = (need for need in procedure.requirements if need.required and self.channel not in need.except_channels)
        return tuple(need.id for need in needs if need.id not in self.holds)
