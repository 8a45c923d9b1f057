"""Reads the tables of permissions: who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from domain.words import Role, Status

_HERE = Path(__file__).parents[2] / "permissions"
ROLES = {
    "reporter": Role.REPORTER,
    "operator": Role.CENTRE_OPERATOR,
    "c.leader": Role.CENTRE_LEADER,
    "officer": Role.AGENCY_OFFICER,
    "a.leader": Role.AGENCY_LEADER,
    "focal": Role.FOCAL_POINT,
    "province": Role.AUTHORITY_LEADER,
    "technician": Role.TECHNICIAN,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMIN,
}
"""The people of an authority, as the columns of the tables call them."""

STATUSES = {
    "S": Status.SUBMITTED,
    "s": Status.AWAITING_SUPPLEMENT,
    "V": Status.VERIFIED,
    "D": Status.AWAITING_DIRECTION,
    "F": Status.WITH_FOCAL_POINT,
    "T": Status.DISPATCHED,
    "R": Status.RETURNED,
    "P": Status.PROCESSING,
    "L": Status.AWAITING_APPROVAL,
    "A": Status.APPROVED,
    "E": Status.RESOLVED,
    "B": Status.PUBLISHED,
    "W": Status.WITHHELD,
    "C": Status.CLOSED,
    "M": Status.MERGED,
}
ENDED = (Status.REFUSED, Status.WITHDRAWN, Status.DELETED)
"""The statuses in which a case has ended, so that nobody does anything to it."""

_NOT, _BESIDE = "·", "beside"
_COLUMNS = {"operator", "officer", "technician"}
_METHODS = {"GET", "POST", "PUT", "DELETE"}


@dataclass(frozen=True)
class Row:
    """An act under one regulation: the columns that allow it, those that allow it where the agency co-ordinates, the statuses of
    `when`, and whether the focal point may do it while an agency has the case."""

    authority: str
    act: str
    may: frozenset[str]
    helps: frozenset[str]
    when: frozenset[Status]
    beside: bool


def _rows() -> Iterator[Row]:
    authority, columns = "", list[str]()
    for line in _tables("who_may.txt"):
        first, *rest = line.split()
        if not line.startswith(" "):
            authority, columns = first, rest
            continue
        cells = dict(zip(columns, rest, strict=False))
        when = cells.pop("when")
        assert set(cells.values()) <= {"yes", "help", "each", _BESIDE, _NOT}, line
        assert len(when) == len(STATUSES), line
        assert all(letter in (place, _NOT) for letter, place in zip(when, STATUSES, strict=True)), line
        may = frozenset(column for column, cell in cells.items() if cell not in (_NOT, "help"))
        helps = frozenset(column for column, cell in cells.items() if cell in ("help", "each"))
        statuses = frozenset(STATUSES[letter] for letter in when if letter != _NOT)
        yield Row(authority, first, may, helps, statuses, _BESIDE in cells.values())


def _tables(name: str) -> Iterator[str]:
    """Yield the lines of a file's tables, from the first heading that names columns."""
    lines = iter((_HERE / name).read_text("utf-8").splitlines())
    started = False
    for line in lines:
        started = started or set(line.split()) >= _COLUMNS
        if started and line.strip():
            yield line


ROWS = {(row.authority, row.act): row for row in _rows()}
AUTHORITIES = sorted({authority for authority, _ in ROWS})


def acts_of(authority: str) -> list[str]:
    """Return the acts on a case under this regulation, in the table's order."""
    return [act for of, act in ROWS if of == authority and act != "file"]


def may(authority: str, act: str, column: str) -> bool:
    """Return whether this column may ever do the act."""
    return column in ROWS[authority, act].may


def may_now(authority: str, column: str, status: Status) -> set[str]:
    """Return the acts that this column may do to its own case in this status."""
    return {act for act in acts_of(authority) if may(authority, act, column) and status in ROWS[authority, act].when}


def helps_now(authority: str, column: str, status: Status) -> set[str]:
    """Return the acts that this column may do in this status to a case in which its agency co-ordinates."""
    rows = ((act, ROWS[authority, act]) for act in acts_of(authority))
    return {act for act, row in rows if column in row.helps and status in row.when}


def statuses_of(authority: str) -> list[Status]:
    """Return the statuses in which some act is possible under this regulation, in the table's order."""
    named = frozenset[Status]().union(*(row.when for row in ROWS.values() if row.authority == authority))
    return [status for status in STATUSES.values() if status in named]


def is_an_agency_s(authority: str, act: str) -> bool:
    """Return whether the act is an agency's, which the focal point may do only while no agency has the case."""
    row = ROWS[authority, act]
    return bool((row.may | row.helps) & {"officer", "a.leader"}) and not row.beside


@dataclass(frozen=True)
class Address:
    """An address of pages or API, with `{…}` for its subject, and its status for people who may use it."""

    method: str
    path: str
    status: int

    @property
    def of_api(self) -> bool:
        """True if it is an address of the API."""
        return self.path.startswith("/api/")


@dataclass(frozen=True)
class Sight:
    """A row about addresses: each column's cell, and the addresses of the row."""

    part: str
    name: str
    cells: dict[str, str]
    addresses: tuple[Address, ...]


def sights(name: str) -> list[Sight]:
    """Return the rows of a file about addresses, in order. `part` is the table's heading."""
    found, columns, part = list[Sight](), list[str](), ""
    for line in _tables(name):
        words = line.split()
        if not line.startswith(" "):
            part, columns = words[0], words[1:]
        elif words[0] in _METHODS:
            last = found.pop()
            status = int(words[2].removeprefix("=")) if len(words) > 2 else 200
            found.append(replace(last, addresses=(*last.addresses, Address(words[0], words[1], status))))
        else:
            cells = dict(zip(columns, words[-len(columns) :], strict=True))
            found.append(Sight(part, " ".join(words[: -len(columns)]), cells, ()))
    return found
