"""Queues and numbers a letter, in the transaction that records the event that requires it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg import Connection

from domain.complaint import Complaint
from domain.endings import TAKES_ANSWER_BACK
from domain.events import Gathered
from domain.merging import OF_ONE_REPORTER
from domain.procedure import LetterRule
from domain.results import is_kept_from_reporter, is_of_result

# One statement in that transaction: an event that is rolled back uses up no number. The office of the person who signs numbers
# and issues the letter: where that event is missing, the one of the event itself.
_QUEUE = """
WITH signed AS (
    SELECT events.number, coalesce(events.by_agency, '') AS agency FROM events
    WHERE events.code = %(code)s AND events.number = coalesce(
        (SELECT max(number) FROM events WHERE code = %(code)s AND kind = %(signed_on)s::text AND number <= %(event_number)s),
        %(event_number)s
    )
), numbered AS (
    INSERT INTO letter_numbers (authority, agency, year, last)
    SELECT %(authority)s, signed.agency, %(year)s, 1 FROM signed
    ON CONFLICT (authority, agency, year) DO UPDATE SET last = letter_numbers.last + 1
    RETURNING last
)
INSERT INTO letters
    (code, event_number, report, template, authority, agency, year, number, status, signed_event, symbol)
SELECT %(code)s, %(event_number)s, %(report)s, %(template)s, %(authority)s, signed.agency, %(year)s, numbered.last,
       'to_render', signed.number,
       CASE WHEN signed.agency = '' THEN %(centre_symbol)s::text
            ELSE concat_ws('-', %(symbol)s::text, nullif(agency_symbol_at(%(authority)s, signed.agency, now()), '')) END
FROM numbered CROSS JOIN signed
"""

# The latest letter of each template about the answer that stands, with its event.
_STANDING = """
SELECT DISTINCT ON (letters.template) letters.event_number, events.kind, letters.template
FROM letters
JOIN events ON events.code = letters.code AND events.number = letters.event_number
WHERE letters.code = %(code)s AND letters.report = %(code)s AND events.kind <> ALL (%(of_one)s)
  AND letters.event_number > coalesce(
      (SELECT max(number) FROM events WHERE code = %(code)s AND kind = ANY (%(back)s)), 0)
ORDER BY letters.template, letters.event_number DESC
"""


def queue_letter(connection: Connection[Any], rule: LetterRule, complaint: Complaint, at: datetime) -> None:
    """Queue and number the letter that the case's latest event requires, one for each reporter of the case whom the event
    concerns, or one to another office. `at` is the instant of the event. A result that not even the reporter reads has no letter
    and takes no number."""
    if is_of_result(rule.on) and is_kept_from_reporter(complaint):
        return
    reports = (complaint.code,) if rule.addressee or rule.on in OF_ONE_REPORTER else complaint.reports
    for report in reports:
        _queue(connection, rule, complaint, at, (complaint.number, report))


def queue_letters_of_joined(connection: Connection[Any], complaint: Complaint, gathered: Gathered) -> None:
    """Queue and number for each report that joined the case the letters about the answer that the case's reporter has."""
    standing = {"code": complaint.code, "of_one": sorted(OF_ONE_REPORTER), "back": list(TAKES_ANSWER_BACK)}
    for event_number, kind, template in connection.execute(_STANDING, standing).fetchall():
        rule = complaint.procedure.letter_made(kind, template)
        for report in () if rule.addressee else gathered.joined:
            _queue(connection, rule, complaint, gathered.at, (event_number, report))


def _queue(
    connection: Connection[Any], rule: LetterRule, complaint: Complaint, at: datetime, of: tuple[int, str]
) -> None:
    event_number, report = of
    row = {
        "code": complaint.code,
        "event_number": event_number,
        "report": report,
        "template": rule.template,
        "symbol": rule.symbol,
        "centre_symbol": rule.centre_symbol or rule.symbol,
        "authority": complaint.procedure.id,
        "signed_on": rule.signed_on,
        "year": complaint.procedure.authority.local_date(at).year,
    }
    connection.execute(_QUEUE, row)
