"""From notices to messages: who holds the role that a notice tells, and which reporters follow the case."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from domain.messages import Fault, MessageChannel
from domain.notices import FOR_THE_REPORTER_WHO_CAN_ACT

# One statement, so that a notice is addressed whole or not at all, and by one relay however many run.
_ADDRESS = text(
    """
    WITH RECURSIVE taken AS (
        SELECT notices.id, notices.code, notices.role, notices.agency, notices.channel, events.kind,
               coalesce(cases.authority, summaries.authority) AS authority
        FROM notices
        LEFT JOIN cases ON cases.code = notices.code
        LEFT JOIN events ON events.code = notices.code AND events.number = notices.event_number
        LEFT JOIN summaries ON summaries.code = notices.summary
        -- What names a channel that we do not know waits for a program that does, and holds up no other.
        WHERE notices.status = 'queued' AND notices.channel = ANY (:channels)
        ORDER BY notices.id
        LIMIT :limit
        FOR UPDATE OF notices SKIP LOCKED
    ),
    reporters AS (
        SELECT id AS notice, code, kind FROM taken WHERE role = 'reporter'
        UNION
        SELECT reporters.notice, cases.code, reporters.kind
        FROM reporters JOIN cases ON cases.merged_into = reporters.code
        WHERE reporters.kind <> ALL (:for_who_can_act)
    ),
    addressees AS (
        SELECT notice, NULL AS account, code AS reporter_of FROM reporters
        UNION ALL
        SELECT taken.id, accounts.id, NULL
        FROM taken
        JOIN accounts ON accounts.role = taken.role AND accounts.authority = taken.authority
                     AND accounts.agency IS NOT DISTINCT FROM taken.agency AND accounts.active AND accounts.active
    ),
    written AS (
        INSERT INTO messages (notice, account, reporter_of, channel, status, last_error)
        SELECT taken.id, account, reporter_of, channel,
               CASE WHEN num_nonnulls(account, reporter_of) = 0 THEN 'given_up'
                    WHEN channel = 'portal' THEN 'shown'
                    ELSE 'queued' END,
               CASE WHEN num_nonnulls(account, reporter_of) = 0 THEN :nobody END
        FROM taken LEFT JOIN addressees ON addressees.notice = taken.id
        -- The texts ask for a push message where a device is registered, and for none elsewhere.
        WHERE channel <> 'push' OR EXISTS (
            SELECT FROM devices
            WHERE devices.account = addressees.account OR devices.reporter_of = addressees.reporter_of
        )
        ORDER BY taken.id
        ON CONFLICT DO NOTHING
    )
    UPDATE notices SET status = 'addressed' FROM taken WHERE notices.id = taken.id
    """
)


def address(session: Session, limit: int) -> int:
    """Writes the messages of up to `limit` queued notices, the oldest first; gives how many notices there were."""
    parameters = {
        "limit": limit,
        "channels": list(MessageChannel),
        "for_who_can_act": sorted(FOR_THE_REPORTER_WHO_CAN_ACT),
        "nobody": Fault.NO_ADDRESSEE.value,
    }
    return int(session.connection().execute(_ADDRESS, parameters).rowcount)
