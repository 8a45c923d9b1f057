"""Official decisions about single days, and the book that keeps every change of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.time.office_hours import Session

_SATURDAY = 5


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
    `sessions`. `why` is the Vietnamese reason on screens; `act` is the number of the act, `act_date` its date where known.

    Raises:
        InvalidDecision: hours for a day off, two kinds of hours, or a worked weekend without any.
    """

    day: date
    effect: Effect
    act: str
    why: str
    act_date: date | None = None
    decided: bool = True
    hours_of: int | None = None
    sessions: tuple[Session, ...] = ()

    def __post_init__(self) -> None:
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
    def precedence(self) -> tuple[bool, date]:
        """The order of two decisions on one day, of which the greater holds: decided above expected, then the later act."""
        return (self.decided, self.act_date or date.min)


class ChangeKind(StrEnum):
    """The kinds of revision of the calendar."""

    SEED = "seed"
    ADD = "add"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Edition:
    """The decisions in force from `since` on (aware, UTC), and the change that put them in force: an act added or withdrawn."""

    revision: int
    since: datetime
    decisions: tuple[Decision, ...]
    change: ChangeKind
    act: str = ""


@dataclass(frozen=True, eq=False)
class CalendarBook:
    """Every edition of the calendar in order, at least one; the first holds for all time before the second.

    Compared by identity: readers of the record keep one book per revision, so that calendars are computed once per revision.
    """

    editions: tuple[Edition, ...]

    @property
    def latest(self) -> Edition:
        """The edition in force now."""
        return self.editions[-1]

    @property
    def revision(self) -> int:
        """The number of the latest edition."""
        return self.latest.revision

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions in force now."""
        return self.latest.decisions

    def changes_after(self, revision: int) -> tuple[Edition, ...]:
        """Return the editions that came after this revision, in order."""
        return tuple(edition for edition in self.editions if edition.revision > revision)

    def with_next(
        self, decisions: tuple[Decision, ...], *, change: ChangeKind, act: str, since: datetime
    ) -> CalendarBook:
        """Return the book after one more change at `since`. A change is never dated before the one that precedes it."""
        since = max(since, self.latest.since)
        return CalendarBook((*self.editions, Edition(self.revision + 1, since, decisions, change, act)))
