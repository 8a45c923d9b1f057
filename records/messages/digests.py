"""Gathers the messages of alarms that rang late in one digest for each person, so that nobody gets a flood after an outage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from domain.messages import MessageStatus
from records.messages import tables

QUIET = timedelta(minutes=1)
"""The time without a further late alarm for a person after which their digest goes."""

MOST = timedelta(minutes=10)
"""The time after which a digest goes even if alarms go on to ring late."""

LONGEST = timedelta(hours=1)
"""The time for which digests wait for the end of an import, so that its cases are told in one."""

MAY_GO = "NOT (notices.late AND messages.account IS NOT NULL AND messages.digest IS DISTINCT FROM messages.id)"
"""The message is no late alarm, or the one that carries a digest."""

# The first message carries the digest: it is its own, and the others name it.
_GATHER = text(
    """
    UPDATE messages SET digest = gathered.head FROM (
        SELECT messages.id,
               first_value(messages.id) OVER (whose ORDER BY messages.queued_at, messages.id) AS head,
               max(messages.queued_at) OVER whose AS newest, min(messages.queued_at) OVER whose AS oldest
        FROM messages JOIN notices ON notices.id = messages.notice
        WHERE notices.late AND messages.account IS NOT NULL AND messages.status = 'queued' AND messages.digest IS NULL
        WINDOW whose AS (PARTITION BY messages.account, messages.channel)
    ) AS gathered
    WHERE messages.id = gathered.id AND messages.digest IS NULL
      AND (gathered.newest < now() - :quiet OR gathered.oldest < now() - :most)
      AND NOT EXISTS (
          SELECT FROM imports
          WHERE started_at > now() - :longest AND finished_at IS NULL
      )
    """
)

# On the portal a single late alarm stays a notice of its own, so that it is read with its case.
_GATHER_ON_PORTAL = text(
    """
    UPDATE messages SET digest = gathered.head FROM (
        SELECT messages.id, count(*) OVER whose AS number,
               first_value(messages.id) OVER (whose ORDER BY messages.queued_at, messages.id) AS head,
               max(messages.queued_at) OVER whose AS newest, min(messages.queued_at) OVER whose AS oldest
        FROM notices JOIN messages ON messages.notice = notices.id
        WHERE notices.late AND notices.queued_at > now() - CAST(:longest AS interval) AND messages.account IS NOT NULL
          AND messages.channel = 'portal' AND messages.read_at IS NULL AND messages.digest IS NULL
        WINDOW whose AS (PARTITION BY messages.account)
    ) AS gathered
    WHERE messages.id = gathered.id AND messages.digest IS NULL AND gathered.number > 1
      AND (gathered.newest < now() - CAST(:quiet AS interval) OR gathered.oldest < now() - CAST(:most AS interval))
      AND NOT EXISTS (SELECT FROM imports WHERE started_at > now() - CAST(:longest AS interval) AND finished_at IS NULL)
    """
)


def gather(session: Session) -> None:
    """Gather the late alarms of each person and channel for which none has come for a while."""
    for statement in (_GATHER, _GATHER_ON_PORTAL):
        session.connection().execute(statement, {"quiet": QUIET, "most": MOST, "longest": LONGEST})


def listed(session: Session, head: UUID) -> Iterator[tables.Message]:
    """Yield the unsent messages that the digest carries beside its own, the oldest first."""
    message = tables.Message
    wanted = select(message).where(
        col(message.digest) == head, col(message.id) != head, col(message.status) != MessageStatus.SENT
    )
    yield from session.exec(wanted.order_by(col(message.queued_at), col(message.id)))


def carried_by(session: Session, heads: Iterable[UUID]) -> dict[UUID, list[tables.Message]]:
    """Return the notices on the portal that each of these carries beside its own, the oldest first."""
    message = tables.Message
    wanted = select(message).where(col(message.digest).in_(set(heads)), col(message.id) != col(message.digest))
    found: dict[UUID, list[tables.Message]] = {}
    for row in session.exec(wanted.order_by(col(message.queued_at), col(message.id))):
        if row.digest is not None:
            found.setdefault(row.digest, []).append(row)
    return found


def alone(session: Session, message: UUID) -> None:
    """Let a message go by itself."""
    table = tables.Message
    late = col(table.digest).is_not(None)
    session.execute(update(table).where(col(table.id) == message, late).values(digest=message))
