"""Queues and numbers a letter, in the transaction that records the event that requires it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg import Connection

from domain.actors import Actor
from domain.complaint import Complaint
from domain.procedure import LetterRule

# One statement in that transaction: an event that is rolled back uses up no number.
_QUEUE = """
WITH numbered AS (
    INSERT INTO letter_numbers (authority, agency, year, last) VALUES (%(authority)s, %(agency)s, %(year)s, 1)
    ON CONFLICT (authority, agency, year) DO UPDATE SET last = letter_numbers.last + 1
    RETURNING last
)
INSERT INTO letters (code, event_number, template, authority, agency, year, number, status)
SELECT %(code)s, %(event_number)s, %(template)s, %(authority)s, %(agency)s, %(year)s, last, 'to_render' FROM numbered
"""


def queue_letter(
    connection: Connection[Any], rule: LetterRule, complaint: Complaint, at: datetime, by: Actor | None
) -> None:
    """Queue and number the letter that the case's latest event requires. `at` is the instant of the event, `by` its actor."""
    year = complaint.procedure.authority.local_date(at).year
    row = {
        "code": complaint.code,
        "event_number": complaint.number,
        "template": rule.template,
        "authority": complaint.procedure.id,
        "agency": by.agency if by and by.agency else "",
        "year": year,
    }
    connection.execute(_QUEUE, row)
