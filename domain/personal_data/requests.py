"""A person's request about their own data: its kinds, its limits by law, and the steps that may follow one another.

Each step is a pure function of the request, the instant and the law. It returns the request as it then stands,
or why it may not be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.time.amounts import Amount, Counting, Unit


class RequestKind(StrEnum):
    """The things that a person may ask for."""

    SEE = "see"
    CORRECT = "correct"
    RESTRICT = "restrict"
    ERASE = "erase"


class RequestStep(StrEnum):
    """The things that are done to a request."""

    RECEIVED = "received"
    ANSWERED = "answered"
    EXTENDED = "extended"
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"
    LIFTED = "lifted"


class Hindrance(StrEnum):
    """The reasons why a step may not be."""

    ENDED = "ended"
    ANSWERED_BEFORE = "answered_before"
    EXTENDED_BEFORE = "extended_before"
    NO_EXTENSION = "no_extension"
    LIMIT_PASSED = "limit_passed"
    NOT_BEFORE = "not_before"
    NOT_RESTRICTED = "not_restricted"


class WorkingDays(Protocol):
    """The calendar of an office; `calendars.WorkingCalendar` is the real one."""

    def add(self, start: datetime, amount: Amount, counting: Counting, /) -> datetime:
        """Return the instant at which the amount, counted from `start`, ends."""
        ...


@dataclass(frozen=True)
class LegalLimit:
    """A limit in days. `source` cites the law; `confirmed` tells whether the official text was read. `working` days are those on
    which offices are open."""

    days: int
    working: bool
    source: str
    confirmed: bool

    def ends(self, start: datetime, office: WorkingDays, zone: ZoneInfo) -> datetime:
        """Return the end of the limit, counted from the day after `start` (Civil Code 2015, Art. 147-148).

        It is when the offices close on the last day. Where that is a day off, it is when they close on the next working day.
        """
        if self.working:
            return office.add(start, Amount(Decimal(self.days), Unit.WORKING_DAY), Counting.WHOLE_DAY)
        last_day = start.astimezone(zone).date() + timedelta(days=self.days)
        eve = datetime.combine(last_day, time.min, zone) - timedelta(microseconds=1)
        return office.add(eve, Amount(Decimal(1), Unit.WORKING_DAY), Counting.WHOLE_DAY)


@dataclass(frozen=True)
class RequestLaw:
    """The limits by law: to answer, to carry out each kind of request, and to extend that once. A kind without an extension has
    none that is known."""

    answer: LegalLimit
    carry_out: Mapping[RequestKind, LegalLimit]
    extension: Mapping[RequestKind, LegalLimit]


@dataclass(frozen=True)
class PersonalDataRequest:
    """A request as it stands. `ended_at` is when it was carried out or refused."""

    kind: RequestKind
    received_at: datetime
    answer_due: datetime
    carry_out_due: datetime
    answered_at: datetime | None = None
    extended_at: datetime | None = None
    ended_at: datetime | None = None
    refused: bool = False

    def overdue_limit(self, at: datetime) -> RequestStep | None:
        """Return which limit has passed by the clock with its work undone, the one to carry out before the one to answer."""
        if self.ended_at is not None:
            return None
        if at > self.carry_out_due:
            return RequestStep.CARRIED_OUT
        return RequestStep.ANSWERED if self.answered_at is None and at > self.answer_due else None

    @property
    def next_due(self) -> datetime | None:
        """Return the end of the limit that runs now; None once the request has ended."""
        if self.ended_at is not None:
            return None
        return self.carry_out_due if self.answered_at else min(self.answer_due, self.carry_out_due)


@dataclass(frozen=True)
class Office:
    """The office that handles a request: its calendar and its time zone."""

    days: WorkingDays
    zone: ZoneInfo


def receive(kind: RequestKind, at: datetime, law: RequestLaw, office: Office) -> PersonalDataRequest:
    """Return a request that came in at this instant, with its limits."""
    answer_due, carry_out_due = (each.ends(at, office.days, office.zone) for each in (law.answer, law.carry_out[kind]))
    return PersonalDataRequest(kind, at, answer_due, carry_out_due)


def answer(request: PersonalDataRequest, at: datetime) -> PersonalDataRequest | Hindrance:
    """Tell the person that the request was received and what follows."""
    if hindrance := _hindrance(request, at):
        return hindrance
    if request.answered_at is not None:
        return Hindrance.ANSWERED_BEFORE
    return replace(request, answered_at=at)


def extend(
    request: PersonalDataRequest, at: datetime, law: RequestLaw, office: Office
) -> PersonalDataRequest | Hindrance:
    """Extend the limit to carry out, once and before it has passed. The extension counts from its end."""
    if hindrance := _hindrance(request, at):
        return hindrance
    if request.extended_at is not None:
        return Hindrance.EXTENDED_BEFORE
    if (extension := law.extension.get(request.kind)) is None:
        return Hindrance.NO_EXTENSION
    if at > request.carry_out_due:
        return Hindrance.LIMIT_PASSED
    due = extension.ends(request.carry_out_due, office.days, office.zone)
    return replace(request, extended_at=at, carry_out_due=due)


def carry_out(request: PersonalDataRequest, at: datetime) -> PersonalDataRequest | Hindrance:
    """Note that what was asked for is done. The person is answered with it, unless that was done before."""
    if hindrance := _hindrance(request, at):
        return hindrance
    return replace(request, answered_at=request.answered_at or at, ended_at=at)


def refuse(request: PersonalDataRequest, at: datetime) -> PersonalDataRequest | Hindrance:
    """Refuse what was asked for. The person is answered with it, unless that was done before."""
    if hindrance := _hindrance(request, at):
        return hindrance
    return replace(request, answered_at=request.answered_at or at, ended_at=at, refused=True)


def lift(request: PersonalDataRequest) -> PersonalDataRequest | Hindrance:
    """Lift the restriction that this request brought about. The request itself stays as it ended."""
    brought_one = request.kind is RequestKind.RESTRICT and request.ended_at is not None and not request.refused
    return request if brought_one else Hindrance.NOT_RESTRICTED


def _hindrance(request: PersonalDataRequest, at: datetime) -> Hindrance | None:
    if request.ended_at is not None:
        return Hindrance.ENDED
    return Hindrance.NOT_BEFORE if at < request.received_at else None
