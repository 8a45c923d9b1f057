"""Official decisions about single days, and the book that keeps every change of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum

from domain.time.office_hours import Session

_SATURDAY = 5
_NOON = time(12)
_END_OF_LUNCH = time(13)


class Half(StrEnum):
    """A half of an office's day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"

    def of(self, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
        """Return this half of a day's sessions. What ends by one o'clock is the morning, and what begins at noon or later
        the afternoon; a session across both is cut at noon."""
        return tuple(part for session in sessions for half, part in _halves(session) if half is self)


def _halves(session: Session) -> tuple[tuple[Half, Session], ...]:
    if session.closes <= _END_OF_LUNCH:
        return ((Half.MORNING, session),)
    if session.opens >= _NOON:
        return ((Half.AFTERNOON, session),)
    return (
        (Half.MORNING, Session(session.opens, _NOON)),
        (Half.AFTERNOON, Session(_NOON, session.closes)),
    )


class Effect(StrEnum):
    """The effect of a decision on a day."""

    OFF = "off"
    WORKED = "worked"


class InvalidDecision(ValueError):
    """Raised for an official decision that contradicts itself, or a table of decisions that cannot be read."""


@dataclass(frozen=True)
class Decision:
    """A day as an official act decided it or, with `decided` false, as one is expected to.

    A worked day has the hours of its own weekday, of the weekday it replaces (`hours_of`, Monday is 0), or its own
    `sessions`. A day off may be one `half` of the day. `why` is the Vietnamese reason on screens; `act` is the number of the
    act, `act_date` its date where known. It holds for every office, for the offices of one `authority`, or for one `agency` of
    it.

    Raises:
        InvalidDecision: hours for a day off, two kinds of hours, a worked weekend without any, a half of a day that is worked,
            or an agency of no authority.
    """

    day: date
    effect: Effect
    act: str
    why: str
    act_date: date | None = None
    decided: bool = True
    hours_of: int | None = None
    sessions: tuple[Session, ...] = ()
    half: Half | None = None
    authority: str | None = None
    agency: str | None = None

    def __post_init__(self) -> None:
        if self.half is not None and self.effect is not Effect.OFF:
            raise InvalidDecision(f"{self.day} is worked by {self.act}, so no half of it is named")
        if self.agency is not None and self.authority is None:
            raise InvalidDecision(f"{self.day} is decided for {self.agency} of no authority")
        has_hours = self.hours_of is not None or bool(self.sessions)
        if self.effect is Effect.OFF and has_hours:
            raise InvalidDecision(f"{self.day} is off by {self.act} and cannot have hours")
        if self.hours_of is not None and self.sessions:
            raise InvalidDecision(f"{self.day} has hours of its own or those of another weekday, not both")
        if self.hours_of is not None and self.hours_of not in range(7):
            raise InvalidDecision(f"{self.day} takes the hours of weekday {self.hours_of}; Monday is 0, Sunday is 6")
        if self.effect is Effect.WORKED and self.day.weekday() >= _SATURDAY and not has_hours:
            raise InvalidDecision(f"{self.day} is a weekend worked by {self.act}, which must say whose hours it has")

    @property
    def reach(self) -> Reach:
        """The offices that the decision holds for."""
        return Reach(self.authority, self.agency)

    @property
    def precedence(self) -> tuple[bool, int, date]:
        """The order of two decisions on one day, of which the greater holds: decided above expected, then the one for fewer
        offices, then the later act."""
        narrowness = (self.authority is not None) + (self.agency is not None)
        return (self.decided, narrowness, self.act_date or date.min)


@dataclass(frozen=True)
class Reach:
    """The offices that a decision holds for: every office, those of one authority, or one agency of it. For a case that went over
    to another authority, `former` are those that it was with before: what they decided goes on to hold for it."""

    authority: str | None = None
    agency: str | None = None
    former: tuple[str, ...] = ()

    def covers(self, office: Reach) -> bool:
        """Tell whether a decision of this reach holds for the offices of another. An authority's own days off are not moved by
        those of one agency."""
        return self.authority in (None, office.authority, *office.former) and self.agency in (None, office.agency)


EVERYWHERE = Reach()


class ChangeKind(StrEnum):
    """The kinds of revision of the calendar."""

    SEED = "seed"
    ADD = "add"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Edition:
    """The decisions in force from `since` on (aware, UTC), and the change that put them in force: an act of some reach, added
    or withdrawn."""

    revision: int
    since: datetime
    decisions: tuple[Decision, ...]
    change: ChangeKind
    act: str = ""
    reach: Reach = EVERYWHERE


@dataclass(frozen=True, eq=False)
class CalendarBook:
    """Every edition of the calendar in order, at least one; the first holds for all time before the second.

    `seen` is the latest revision of the whole calendar, where the book holds only the editions that concern one office.
    Compared by identity: readers of the record keep one book per revision, so that calendars are computed once per revision.
    """

    editions: tuple[Edition, ...]
    seen: int = 0
    _books: dict[Reach, CalendarBook] = field(default_factory=dict, init=False, repr=False)  # cache

    @property
    def latest(self) -> Edition:
        """The edition in force now."""
        return self.editions[-1]

    @property
    def revision(self) -> int:
        """The number of the latest edition of the whole calendar."""
        return self.seen or self.latest.revision

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions in force now."""
        return self.latest.decisions

    def of(self, office: Reach) -> CalendarBook:
        """Return the book as it concerns one office: decisions for others are left out, and editions that change nothing for
        it."""
        if office not in self._books:
            self._books[office] = self._of(office)
        return self._books[office]

    def _of(self, office: Reach) -> CalendarBook:
        decided = {each.reach for edition in self.editions for each in edition.decisions}
        if decided <= {EVERYWHERE}:
            return self
        # Offices without days off of their own share one book, so that its calendars are computed once.
        concern = {each for each in decided if each.covers(office)} - {EVERYWHERE}
        if office.agency is not None and not any(each.agency for each in concern):
            return self.of(replace(office, agency=None))
        if office != EVERYWHERE and not concern:
            return self.of(EVERYWHERE)
        kept: list[Edition] = []
        for edition in self.editions:
            own = tuple(each for each in edition.decisions if each.reach.covers(office))
            if not kept or own != kept[-1].decisions:
                kept.append(replace(edition, decisions=own))
        return CalendarBook(tuple(kept), self.revision)

    def changes_after(self, revision: int) -> tuple[Edition, ...]:
        """Return the editions that came after this revision, in order."""
        return tuple(edition for edition in self.editions if edition.revision > revision)

    def with_next(
        self,
        decisions: tuple[Decision, ...],
        *,
        change: ChangeKind,
        act: str,
        since: datetime,
        reach: Reach = EVERYWHERE,
    ) -> CalendarBook:
        """Return the book after one more change at `since`. A change is never dated before the one that precedes it."""
        since = max(since, self.latest.since)
        return CalendarBook((*self.editions, Edition(self.revision + 1, since, decisions, change, act, reach)))
