"""Gathers the heads of all cases in daily Merkle roots, keeps what left the house, and checks both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.x509 import Certificate
from sqlalchemy import Engine, text
from sqlmodel import Session

from domain.proof.deviations import Deviation, DeviationKind
from domain.proof.merkle import inclusion_proof, leaf_hash, root_of
from records.engine import take_up_to, transaction
from records.hashes import canonical, digest
from records.roots.rows import DailyRoot, Inclusion
from records.roots.stamps import is_stamp
from records.texts import storable

_AT_MOST = timedelta(minutes=10)
"""The time for a statement over a million heads."""

_ONE_INSTANT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
_ALONE = text("SELECT pg_advisory_xact_lock(6962)")
_LAST = text("SELECT date, root, count, previous, hash, made_at FROM daily_roots ORDER BY date DESC LIMIT 1")
# An event is recorded as of the beginning of its transaction, so those of the hour before may have been committed later.
_MOVED = text(
    """
    SELECT code, number, head FROM cases
    WHERE head IS NOT NULL
      AND (CAST(:since AS timestamptz) IS NULL
           OR code IN (SELECT code FROM events WHERE recorded_at > CAST(:since AS timestamptz) - interval '1 hour'))
      AND NOT EXISTS (SELECT FROM rooted_heads AS rooted WHERE rooted.code = cases.code AND rooted.number = cases.number)
    ORDER BY code COLLATE "C"
    """
)
_KEEP_ROOT = text(
    "INSERT INTO daily_roots (date, root, count, previous, hash) VALUES (:date, :root, :count, :previous, :hash)"
)
_KEEP_HEADS = text(
    "INSERT INTO rooted_heads (code, number, date, head) SELECT code, number, :date, head FROM"
    " unnest(CAST(:codes AS text[]), CAST(:numbers AS integer[]), CAST(:heads AS bytea[])) AS moved (code, number, head)"
)
_ROOTS = text("SELECT date, root, count, previous, hash FROM daily_roots ORDER BY date")
_ROOT = text("SELECT date, root, count, previous, hash FROM daily_roots WHERE date = :date")
_HEADS = text('SELECT code, number, head FROM rooted_heads WHERE date = :date ORDER BY code COLLATE "C"')
_LOST = text(
    """
    SELECT rooted.code, rooted.number, rooted.date FROM rooted_heads AS rooted
    LEFT JOIN events USING (code, number) WHERE events.hash IS DISTINCT FROM rooted.head ORDER BY code, number
    """
)
_LOST_OF = text(
    """
    SELECT rooted.code, rooted.number, rooted.date FROM rooted_heads AS rooted
    LEFT JOIN events USING (code, number)
    WHERE rooted.code = :code AND events.hash IS DISTINCT FROM rooted.head ORDER BY number
    """
)
_HASH_BEFORE = text("SELECT hash FROM daily_roots WHERE date < :date ORDER BY date DESC LIMIT 1")
_LEFT_AT = text("SELECT sent_at FROM root_messages WHERE date = :date ORDER BY sent_at")
_LATEST_OF = text("SELECT number, date FROM rooted_heads WHERE code = :code ORDER BY number DESC LIMIT 1")
_UNSENT = text(
    """
    SELECT date, root, count, previous, hash, address FROM daily_roots
    CROSS JOIN unnest(CAST(:addresses AS text[])) AS wanted (address)
    WHERE NOT EXISTS (SELECT FROM root_messages AS sent WHERE sent.date = daily_roots.date AND sent.address = wanted.address)
    ORDER BY date LIMIT 31
    """
)
_SENT = text(
    "INSERT INTO root_messages (date, address, answer) VALUES (:date, :address, :answer) ON CONFLICT DO NOTHING"
)
_ANSWERS = text("SELECT date, address, answer FROM root_messages ORDER BY date, address")

Head = tuple[str, int, bytes]


def is_authority(address: str) -> bool:
    """Tell whether an address that roots left for is that of a time stamp authority. Every other one is an e-mail address."""
    return address.startswith(("http://", "https://"))


class Roots:
    """Daily roots. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, day: date) -> DailyRoot | None:
        """Gather the heads that moved since the last root. Return the root of the day; None where it has one, or a later day."""
        with transaction(self._engine) as session:
            session.execute(_ONE_INSTANT)
            session.execute(_ALONE)
            take_up_to(session, _AT_MOST)
            last = session.execute(_LAST).one_or_none()
            if last is not None and last.date >= day:
                return None
            heads = [
                (row.code, row.number, bytes(row.head))
                for row in session.execute(_MOVED, {"since": last.made_at if last else None})
            ]
            made = _root(day, heads, bytes(last.hash) if last else None)
            session.execute(_KEEP_ROOT, vars(made))
            columns: list[list[Any]] = [list(column) for column in zip(*heads, strict=True)] or [[], [], []]
            codes, numbers, hashes = columns
            session.execute(_KEEP_HEADS, {"date": day, "codes": codes, "numbers": numbers, "heads": hashes})
            return made

    def latest(self) -> DailyRoot | None:
        """Return the root of the latest day; None before the first."""
        with transaction(self._engine) as session:
            row = session.execute(_LAST).one_or_none()
            return _read(row) if row is not None else None

    def inclusion(self, code: str) -> Inclusion | None:
        """Return the proof that the latest root with this case holds it; None where no root does yet."""
        with transaction(self._engine) as session:
            found = session.execute(_LATEST_OF, {"code": storable(code)}).one_or_none()
            if found is None:
                return None
            heads = _heads(session, found.date)
            place = next(place for place, head in enumerate(heads) if head[0] == code)
            proof = inclusion_proof([_leaf(head) for head in heads], place)
            day = _read(session.execute(_ROOT, {"date": found.date}).one())
            return Inclusion(heads[place][1], heads[place][2], proof, day)

    def left_at(self, day: date) -> tuple[datetime, ...]:
        """Return the instants at which the root of a day left the house, one for each address."""
        with transaction(self._engine) as session:
            return tuple(session.execute(_LEFT_AT, {"date": day}).scalars())

    def stamps_of(self, day: date) -> tuple[tuple[str, bytes], ...]:
        """Return the time stamps of a day: the address of each authority and its reply."""
        return tuple((address, answer) for at, address, answer in self.answers() if at == day and is_authority(address))

    def unsent(self, addresses: Sequence[str]) -> tuple[tuple[DailyRoot, str], ...]:
        """Return the roots that did not leave for one of these addresses yet, with the address, the oldest first."""
        with transaction(self._engine) as session:
            rows = session.execute(_UNSENT, {"addresses": list(addresses)})
            return tuple((_read(row), row.address) for row in rows)

    def sent(self, day: date, address: str, answer: bytes) -> None:
        """Record that the root of a day left for an address, and the answer."""
        with transaction(self._engine) as session:
            session.execute(_SENT, {"date": day, "address": address, "answer": answer})

    def answers(self) -> tuple[tuple[date, str, bytes], ...]:
        """Return what was answered to the roots that left the house: the day, the address, the answer."""
        with transaction(self._engine) as session:
            return tuple((row.date, row.address, bytes(row.answer)) for row in session.execute(_ANSWERS))

    def check(self) -> tuple[Deviation, ...]:
        """Return the roots that do not follow from their heads, and the heads that no event has any more."""
        with transaction(self._engine) as session:
            take_up_to(session, _AT_MOST)
            return (*_check_roots(session), *_check_heads(session.execute(_LOST)))

    def check_stamps(self, trusted: Sequence[Certificate]) -> tuple[Deviation, ...]:
        """Return the time stamps that are not of the hash of their day, or not by an authority under a trusted certificate."""
        with transaction(self._engine) as session:
            days = {row.date: bytes(row.hash) for row in session.execute(_ROOTS)}
        return tuple(
            Deviation(DeviationKind.STAMP, about=f"{day:%d/%m/%Y} ({address})")
            for day, address, answer in self.answers()
            if is_authority(address) and not is_stamp(answer, days[day], trusted)
        )

    def check_case(self, code: str) -> tuple[Deviation, ...]:
        """Return the heads of a case that no event has any more, and the latest root with it where that does not follow."""
        with transaction(self._engine) as session:
            lost = tuple(_check_heads(session.execute(_LOST_OF, {"code": storable(code)})))
            found = session.execute(_LATEST_OF, {"code": storable(code)}).one_or_none()
            if found is None:
                return lost
            kept = _read(session.execute(_ROOT, {"date": found.date}).one())
            before = session.execute(_HASH_BEFORE, {"date": found.date}).scalar_one_or_none()
            return (*lost, *_check_root(session, kept, bytes(before) if before is not None else None))


def _check_heads(lost: Iterable[Any]) -> Iterator[Deviation]:
    for row in lost:
        yield Deviation(DeviationKind.ROOTED_HEAD, row.code, row.number, about=f"{row.date:%d/%m/%Y}")


def _check_roots(session: Session) -> Iterator[Deviation]:
    previous = None
    for row in session.execute(_ROOTS).all():
        kept = _read(row)
        yield from _check_root(session, kept, previous)
        previous = kept.hash


def _check_root(session: Session, kept: DailyRoot, previous: bytes | None) -> Iterator[Deviation]:
    if _root(kept.date, _heads(session, kept.date), previous) != kept:
        yield Deviation(DeviationKind.ROOT, about=f"{kept.date:%d/%m/%Y}")


def _root(day: date, heads: Sequence[Head], previous: bytes | None) -> DailyRoot:
    root = root_of([_leaf(head) for head in heads])
    covered = {
        "date": day.isoformat(),
        "root": root.hex(),
        "count": len(heads),
        "previous": previous.hex() if previous else None,
    }
    return DailyRoot(day, root, len(heads), previous, digest(covered))


def _leaf(head: Head) -> bytes:
    code, number, last = head
    return leaf_hash(canonical({"code": code, "number": number, "head": last.hex()}))


def _heads(session: Session, day: date) -> list[Head]:
    return [(row.code, row.number, bytes(row.head)) for row in session.execute(_HEADS, {"date": day})]


def _read(row: Any) -> DailyRoot:
    previous = bytes(row.previous) if row.previous is not None else None
    return DailyRoot(row.date, bytes(row.root), row.count, previous, bytes(row.hash))
