"""Why an act may not be. The front turns each into one sentence and one status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RefusalKind(StrEnum):
    """The reasons for which the core refuses an act."""

    NOT_IN_PROCEDURE = "not_in_procedure"
    WRONG_ROLE = "wrong_role"
    WRONG_AUTHORITY = "wrong_authority"
    WRONG_AGENCY = "wrong_agency"
    CASE_CLOSED = "case_closed"
    WRONG_STATUS = "wrong_status"
    WORDS_MISSING = "words_missing"
    REPORT_INCOMPLETE = "report_incomplete"
    UNKNOWN_CHANNEL = "unknown_channel"
    UNKNOWN_FIELD = "unknown_field"
    FIELD_MISSING = "field_missing"
    UNKNOWN_GROUND = "unknown_ground"
    ORIGINAL_MISSING = "original_missing"
    DUPLICATE_OF_ITSELF = "duplicate_of_itself"
    LEAD_ALSO_CO_ORDINATES = "lead_also_co_ordinates"
    ALREADY_EXTENDED = "already_extended"
    EXTENSION_TOO_LATE = "extension_too_late"
    NOTHING_TO_FIX = "nothing_to_fix"
    NOT_OVERDUE = "not_overdue"
    SECRECY_REQUESTED = "secrecy_requested"
    SECRECY_NOT_REQUESTED = "secrecy_not_requested"
    UNKNOWN_RATING = "unknown_rating"


@dataclass(frozen=True)
class Refusal:
    """Why an act may not be. `about` is what it is about, as data: a status, missing requirements, an unknown id."""

    kind: RefusalKind
    about: str = ""
