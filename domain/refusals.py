"""The reasons for which an act is refused. The front turns each refusal into one sentence and one HTTP status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RefusalKind(StrEnum):
    """The reasons for which the core refuses an act."""

    NOT_IN_PROCEDURE = "not_in_procedure"
    WRONG_ROLE = "wrong_role"
    WRONG_AUTHORITY = "wrong_authority"
    WRONG_AGENCY = "wrong_agency"
    NOT_CO_ORDINATING = "not_co_ordinating"
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
    ALREADY_SECRET = "already_secret"  # noqa: S105 - no password
    SECRECY_NOT_REQUESTED = "secrecy_not_requested"
    UNKNOWN_RATING = "unknown_rating"
    UNKNOWN_COURSE = "unknown_course"
    STAFF_CHANNEL = "staff_channel"
    NOT_BY_HAND = "not_by_hand"
    AGENCY_MISSING = "agency_missing"
    GOES_TO_FOCAL_POINT = "goes_to_focal_point"
    MOVED_BY_FORWARDING = "moved_by_forwarding"
    AGENCY_RETURNED_IT = "agency_returned_it"
    LEADER_MUST_DISPATCH = "leader_must_dispatch"
    NOTHING_NEW = "nothing_new"
    SEVERAL_AGENCIES_ONLY = "several_agencies_only"
    TOO_OFTEN = "too_often"
    NOT_BEFORE = "not_before"
    LIMIT_NOT_PASSED = "limit_not_passed"
    EDIT_NOT_ALLOWED = "edit_not_allowed"
    DAY_MISSING = "day_missing"
    IMAGES_MISSING = "images_missing"
    WHY_NO_IMAGES = "why_no_images"
    DAY_AHEAD = "day_ahead"
    PAPER_INCOMPLETE = "paper_incomplete"
    PAPER_AHEAD = "paper_ahead"
    GUIDANCE_MISSING = "guidance_missing"
    EXPECTED_DAY_PAST = "expected_day_past"
    EXPECTED_DAY_FAR = "expected_day_far"
    EXPECTED_DAY_FOR_LEADERS = "expected_day_for_leaders"
    DAY_BEFORE_FILING = "day_before_filing"
    RESTRICTED = "restricted"
    ALREADY_RESTRICTED = "already_restricted"
    ALREADY_HIDDEN = "already_hidden"
    NOT_HIDDEN = "not_hidden"
    MERGED_INTO_ITSELF = "merged_into_itself"
    NO_OPEN_QUESTION = "no_open_question"
    QUESTION_PENDING = "question_pending"
    ALREADY_RATED = "already_rated"
    REPORTERS_OWN_RATING = "reporters_own_rating"
    REPORTERS_OWN_QUESTION = "reporters_own_question"
    NOT_A_TEST = "not_a_test"
    NOT_CONTINUED = "not_continued"
    NOT_OWN_REPORT = "not_own_report"
    RECIPIENT_MISSING = "recipient_missing"
    NOT_OF_THE_CASE = "not_of_the_case"
    ALREADY_SHARED = "already_shared"
    OWN_RESULT = "own_result"
    OWN_QUESTION = "own_question"
    NO_MISSING_PART = "no_missing_part"
    COMMITMENT_NOT_ALLOWED = "commitment_not_allowed"
    NO_OPEN_COMMITMENT = "no_open_commitment"
    NO_COUNTERPART = "no_counterpart"


NOT_THEIRS = frozenset(
    {RefusalKind.WRONG_ROLE, RefusalKind.WRONG_AUTHORITY, RefusalKind.WRONG_AGENCY, RefusalKind.NOT_CO_ORDINATING}
)
"""The kinds that say that the act is not this person's, though it may be another's."""


@dataclass(frozen=True)
class Refusal:
    """The reason for which an act is refused. `about` is its subject as data: a status, missing requirements, an unknown id."""

    kind: RefusalKind
    about: str = ""
