"""The stories of the sample cases: the reports of each province, and how each case went."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from pathlib import Path
from random import Random


class Course(Enum):
    """The course of a sample case."""

    RATED = auto()
    UNRATED = auto()
    LATE = auto()
    STUCK = auto()
    NOT_ACCEPTED = auto()
    BEING_HANDLED = auto()
    AWAITS_APPROVAL = auto()
    NEW = auto()
    INCOMPLETE = auto()
    REFUSED = auto()
    RETURNED = auto()
    WITHDRAWN = auto()


_DAYS_AGO: dict[Course, tuple[float, float]] = {
    Course.RATED: (14, 82),
    Course.UNRATED: (20, 80),
    Course.LATE: (25, 82),
    Course.STUCK: (9, 40),
    Course.NOT_ACCEPTED: (4, 8),
    Course.BEING_HANDLED: (0.8, 3),
    Course.AWAITS_APPROVAL: (1, 2.5),
    Course.NEW: (0.02, 0.4),
    Course.INCOMPLETE: (0.5, 2),
    Course.REFUSED: (5, 70),
    Course.RETURNED: (1, 3),
    Course.WITHDRAWN: (5, 70),
}
_COURSES = (
    *(Course.RATED,) * 7,
    *(Course.UNRATED,) * 2,
    *(Course.LATE,) * 2,
    *(Course.STUCK,) * 3,
    Course.NOT_ACCEPTED,
    *(Course.BEING_HANDLED,) * 2,
    Course.AWAITS_APPROVAL,
    *(Course.NEW,) * 2,
    Course.INCOMPLETE,
    Course.REFUSED,
    Course.RETURNED,
    Course.WITHDRAWN,
)


@dataclass(frozen=True)
class Told:
    """A report: where it is, what it says, and what came of it."""

    field: str
    place: str
    where: str
    content: str
    result: str


@dataclass(frozen=True)
class Story:
    """A sample case: what was reported, how long ago, and its course."""

    told: Told
    ago: timedelta
    course: Course


def stories_of(folder: Path, random: Random) -> Iterator[Story]:
    """Yield the sample cases of a province, the oldest first; none where the province has no `sample/reports.toml`."""
    path = folder / "sample" / "reports.toml"
    if not path.exists():
        return
    told = [Told(**each) for each in tomllib.loads(path.read_text())["reports"]]
    stories = []
    for number, course in enumerate(_COURSES):
        least, most = _DAYS_AGO[course]
        stories.append(Story(told[number % len(told)], timedelta(days=random.uniform(least, most)), course))
    yield from sorted(stories, key=lambda story: -story.ago)
