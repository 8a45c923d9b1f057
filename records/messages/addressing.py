"""Turns notices into messages: finds who holds the notice's role, who stands in for them, and which reporters follow the case."""

from __future__ import annotations

from sqlalchemy import delete, text, update
from sqlmodel import Session, col

from domain.messages import Fault, MessageChannel
from domain.notices import BY_RECEIPT, NEXT_UP
from domain.offices.delegations import LEADERS, STAND_IN_FOR_NOBODY
from domain.words import Role
from records.messages import tables

# One statement, so that a notice is addressed completely or not at all, and by only one relay however many run.
_ADDRESS = text(
    """
    WITH RECURSIVE taken AS (
        SELECT notices.*, coalesce(cases.authority, heir_of(periodic_reports.authority)) AS authority,
               coalesce(events.at, periodic_report_events.at) AS at
        FROM notices
        LEFT JOIN cases ON cases.code = notices.code
        LEFT JOIN events ON events.code = notices.code AND events.number = notices.event_number
        LEFT JOIN periodic_reports ON periodic_reports.code = notices.periodic_report
        LEFT JOIN periodic_report_events ON periodic_report_events.report = notices.periodic_report
                                        AND periodic_report_events.number = notices.periodic_report_event
        -- A notice by a channel unknown to this version waits for a version that knows it, and holds up no other notice.
        WHERE notices.summary IS NULL AND notices.status = 'queued' AND notices.channel = ANY (:channels)
        ORDER BY notices.id
        LIMIT :limit
        FOR UPDATE OF notices SKIP LOCKED
    ),
    reported AS (
        SELECT id AS notice, code FROM taken WHERE role = 'reporter'
        UNION
        SELECT reported.notice, cases.code FROM reported JOIN cases ON cases.merged_into = reported.code
    ),
    following AS (
        SELECT reported.notice, cases.code, cases.procedure_digest, cases.snapshot ->> 'channel' AS came_by
        FROM reported
        JOIN cases ON cases.code = reported.code
        JOIN taken ON taken.id = reported.notice
        WHERE taken.reports IS NULL OR reported.code = ANY (taken.reports)
    ),
    answering AS MATERIALIZED (
        SELECT procedures.digest, way ->> 'id' AS came_by, way ->> 'answers_by' AS answers_by
        FROM procedures CROSS JOIN jsonb_array_elements(procedures.body -> 'channels') AS way
        WHERE procedures.digest IN (SELECT procedure_digest FROM following)
    ),
    holders AS (
        SELECT taken.id AS notice, accounts.id AS account, taken.at, taken.role, taken.authority, taken.agency
        FROM taken
        JOIN accounts ON accounts.role = taken.role AND accounts.authority = taken.authority
                     AND accounts.agency IS NOT DISTINCT FROM taken.agency AND accounts.active AND NOT accounts.machine
    ),
    stand_ins AS (
        SELECT DISTINCT ON (holders.notice, delegations.to_account)
            holders.notice, delegations.to_account AS account, delegations.id AS delegation
        FROM holders
        JOIN delegations ON delegations.from_account = holders.account
                        AND delegations.starts_at <= holders.at AND delegations.ends_at > holders.at
                        AND (delegations.revoked_at IS NULL OR delegations.revoked_at > holders.at)
        -- The same rule as `can_stand_in`: an account that has moved elsewhere stands in no longer.
        JOIN accounts ON accounts.id = delegations.to_account AND accounts.active
                     AND accounts.authority = holders.authority
                     AND accounts.agency IS NOT DISTINCT FROM holders.agency
                     AND accounts.role <> ALL (:for_nobody)
        -- A stand-in who gets the notice in a role of their own does not get it twice.
        WHERE holders.role = ANY (:leaders) AND NOT EXISTS (
            SELECT FROM holders AS told WHERE told.notice = holders.notice AND told.account = delegations.to_account
        )
        ORDER BY holders.notice, delegations.to_account, delegations.ends_at DESC, delegations.id
    ),
    addressees AS (
        SELECT following.notice, NULL AS account, NULL AS delegation, following.code AS reporter_of,
               coalesce(answering.answers_by, 'portal') AS answered_by
        FROM following
        LEFT JOIN answering ON answering.digest = following.procedure_digest AND answering.came_by = following.came_by
        UNION ALL
        SELECT notice, account, NULL, NULL, NULL FROM holders
        UNION ALL
        SELECT notice, account, delegation, NULL, NULL FROM stand_ins
    ),
    reached AS (
        -- What the portal shows reporters is sent to the e-mail address and the telephone that they gave, too, unless the notice
        -- goes there anyway.
        SELECT following.notice, following.code, way.channel
        FROM following
        JOIN taken ON taken.id = following.notice AND taken.channel = 'portal'
        JOIN reporters ON reporters.code = following.code
        CROSS JOIN LATERAL (
            SELECT 'email' WHERE reporters.email IS NOT NULL AND reporters.told_by_email
            UNION ALL
            SELECT 'sms' WHERE reporters.phone <> '' AND reporters.told_by_sms AND :sms
        ) AS way (channel)
        LEFT JOIN answering ON answering.digest = following.procedure_digest AND answering.came_by = following.came_by
        WHERE NOT EXISTS (
            SELECT FROM notices AS other
            WHERE (other.code, other.event_number, other.role) = (taken.code, taken.event_number, taken.role)
              AND (other.channel = way.channel OR (other.channel = :by_receipt AND answering.answers_by = way.channel))
        )
    ),
    sent AS (
        SELECT taken.id AS notice, taken.code, taken.event_number, taken.role, account, delegation, reporter_of, in_place_of,
               taken.channel = :by_receipt AS by_receipt,
               CASE taken.channel WHEN :by_receipt THEN answered_by ELSE taken.channel END AS channel
        FROM taken LEFT JOIN addressees ON addressees.notice = taken.id
        UNION ALL
        SELECT taken.id, taken.code, taken.event_number, taken.role, NULL, NULL, reached.code, taken.in_place_of, false,
               reached.channel
        FROM reached JOIN taken ON taken.id = reached.notice
    ),
    climbed AS (
        -- A role that nobody holds is not told; the next one up is, and the record says in whose place.
        INSERT INTO notices (
            code, event_number, periodic_report, periodic_report_event, role, agency, channel, status, late, in_place_of
        )
        SELECT taken.code, taken.event_number, taken.periodic_report, taken.periodic_report_event, up.next,
               CASE WHEN up.next = ANY (:of_agency) THEN taken.agency END,
               taken.channel, 'queued', taken.late, coalesce(taken.in_place_of, taken.id)
        FROM taken
        JOIN unnest(CAST(:roles AS text[]), CAST(:next_up AS text[])) AS up (role, next) ON up.role = taken.role
        WHERE NOT EXISTS (SELECT FROM addressees WHERE addressees.notice = taken.id)
        ON CONFLICT DO NOTHING
    ),
    written AS (
        INSERT INTO messages (notice, account, delegation, reporter_of, channel, status, last_error)
        SELECT notice, account, delegation, reporter_of, channel,
               CASE WHEN num_nonnulls(account, reporter_of) = 0 THEN 'given_up'
                    WHEN channel = 'portal' THEN 'shown'
                    ELSE 'queued' END,
               CASE WHEN num_nonnulls(account, reporter_of) = 0 THEN :nobody END
        FROM sent
        -- The regulations require a push message only where a device is registered.
        WHERE (channel <> 'push' OR EXISTS (
            SELECT FROM devices
            WHERE devices.account = sent.account OR devices.reporter_of = sent.reporter_of
        ))
        -- The notice that came first shows already that nobody holds its role.
        AND (in_place_of IS NULL OR num_nonnulls(account, reporter_of) > 0)
        -- Where the notice goes by that channel anyway, the receipt is not answered a second time.
        AND NOT (by_receipt AND EXISTS (
            SELECT FROM notices AS other
            WHERE (other.code, other.event_number, other.role, other.channel)
                = (sent.code, sent.event_number, sent.role, sent.channel)
        ))
        ORDER BY notice
        ON CONFLICT DO NOTHING
    )
    UPDATE notices SET status = 'addressed' FROM taken WHERE notices.id = taken.id
    """
)


def address(session: Session, limit: int, *, sms: bool) -> int:
    """Write the messages of up to `limit` queued notices, the oldest first. Return how many notices there were. `sms` tells
    whether reporters are also told by SMS where the regulation does not ask for it."""
    parameters = {
        "limit": limit,
        "channels": [*MessageChannel, BY_RECEIPT],
        "by_receipt": BY_RECEIPT,
        "sms": sms,
        "nobody": Fault.NO_ADDRESSEE.value,
        "leaders": sorted(LEADERS),
        "for_nobody": sorted(STAND_IN_FOR_NOBODY),
        "roles": [role.value for role in NEXT_UP],
        "next_up": [role.value for role in NEXT_UP.values()],
        "of_agency": [role.value for role in Role if role.of_agency],
    }
    return int(session.connection().execute(_ADDRESS, parameters).rowcount)


def address_anew(session: Session, message: tables.Message) -> None:
    """Delete a message that reaches nobody and queue its notice again. Addressing then adds messages to those who hold the role
    now and have none yet."""
    session.execute(delete(tables.Message).where(col(tables.Message.id) == message.id))
    session.execute(update(tables.Notice).where(col(tables.Notice.id) == message.notice).values(status="queued"))
