"""Queues and numbers a letter, in the transaction that records the event that requires it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg import Connection

from domain.actors import Actor
from domain.complaint import Complaint
from domain.events import Gathered
from domain.merging import OF_ONE_REPORTER
from domain.procedure import LetterRule

# One statement in that transaction: an event that is rolled back uses up no number.
_QUEUE = """
WITH numbered AS (
    INSERT INTO letter_numbers (authority, agency, year, last) VALUES (%(authority)s, %(agency)s, %(year)s, 1)
    ON CONFLICT (authority, agency, year) DO UPDATE SET last = letter_numbers.last + 1
    RETURNING last
)
INSERT INTO letters (code, event_number, report, template, authority, agency, year, number, status)
SELECT %(code)s, %(event_number)s, %(report)s, %(template)s, %(authority)s, %(agency)s, %(year)s, last, 'to_render'
FROM numbered
"""

# The latest letter of each template about the answer that stands.
_STANDING = """
SELECT DISTINCT ON (letters.template) letters.event_number, letters.template, letters.agency
FROM letters JOIN events ON events.code = letters.code AND events.number = letters.event_number
WHERE letters.code = %(code)s AND letters.report = %(code)s AND events.kind <> ALL (%(of_one)s)
  AND letters.event_number > coalesce(
      (SELECT max(number) FROM events WHERE code = %(code)s AND kind = 'reopened'), 0)
ORDER BY letters.template, letters.event_number DESC
"""


def queue_letter(
    connection: Connection[Any], rule: LetterRule, complaint: Complaint, at: datetime, by: Actor | None
) -> None:
    """Queue and number the letter that the case's latest event requires, one for each reporter of the case whom the event
    concerns. `at` is the instant of the event, `by` its actor."""
    reports = (complaint.code,) if rule.on in OF_ONE_REPORTER else complaint.reports
    agency = by.agency if by and by.agency else ""
    for report in reports:
        _queue(connection, complaint, at, report, (complaint.number, rule.template, agency))


def queue_letters_of_joined(connection: Connection[Any], complaint: Complaint, gathered: Gathered) -> None:
    """Queue and number for each report that joined the case the letters about the answer that the case's reporter has."""
    standing = {"code": complaint.code, "of_one": sorted(OF_ONE_REPORTER)}
    for letter in connection.execute(_STANDING, standing).fetchall():
        for report in gathered.joined:
            _queue(connection, complaint, gathered.at, report, letter)


def _queue(
    connection: Connection[Any], complaint: Complaint, at: datetime, report: str, letter: tuple[int, str, str]
) -> None:
    event_number, template, agency = letter
    row = {
        "code": complaint.code,
        "event_number": event_number,
        "report": report,
        "template": template,
        "authority": complaint.procedure.id,
        "agency": agency,
        "year": complaint.procedure.authority.local_date(at).year,
    }
    connection.execute(_QUEUE, row)
