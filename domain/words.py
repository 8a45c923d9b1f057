"""The closed vocabularies of the law: roles, statuses, urgencies, kinds of act. Data files and the API use their values."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The role of a person towards a case."""

    REPORTER = "reporter"
    CENTRE_OPERATOR = "centre_operator"
    CENTRE_LEADER = "centre_leader"
    FOCAL_POINT = "focal_point"
    AGENCY_OFFICER = "agency_officer"
    AGENCY_LEADER = "agency_leader"
    AUTHORITY_LEADER = "authority_leader"
    TECHNICIAN = "technician"
    AUDITOR = "auditor"
    ADMIN = "admin"

    @property
    def of_agency(self) -> bool:
        """True if the role is held within one agency and reaches only that agency's cases."""
        return self in (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)

    @property
    def leader(self) -> Role:
        """The role that answers for this one when a limit is missed."""
        return _LEADERS.get(self, self)


_LEADERS = {
    Role.CENTRE_OPERATOR: Role.CENTRE_LEADER,
    Role.FOCAL_POINT: Role.AUTHORITY_LEADER,
    Role.AGENCY_OFFICER: Role.AGENCY_LEADER,
}


class Party(StrEnum):
    """The agencies of a case whose people an act is for: the one that leads, those that co-ordinate, or each of them."""

    LEAD = "lead"
    CO_ORDINATING = "co_ordinating"
    EACH = "each"


class Status(StrEnum):
    """The status of a case."""

    UNFILED = "unfiled"
    SUBMITTED = "submitted"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    VERIFIED = "verified"
    AWAITING_DIRECTION = "awaiting_direction"
    WITH_FOCAL_POINT = "with_focal_point"
    DISPATCHED = "dispatched"
    RETURNED = "returned"
    PROCESSING = "processing"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    RESOLVED = "resolved"
    PUBLISHED = "published"
    WITHHELD = "withheld"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    DELETED = "deleted"

    @property
    def is_final(self) -> bool:
        """True if the case has ended: no limit runs, and nothing more happens except acts that hide it from view. A closed case
        may also be rated and asked about, where the regulation says so."""
        return self in (Status.CLOSED, Status.REFUSED, Status.WITHDRAWN, Status.MERGED, Status.DELETED)

    @property
    def is_handled(self) -> bool:
        """True while the case is open for the offices: no answer was given, and it has not ended. Figures and lists count by
        this."""
        return not self.is_final and self not in (Status.PUBLISHED, Status.WITHHELD)


class Urgency(StrEnum):
    """The courses of a regulation that a case can take."""

    ORDINARY = "ordinary"
    INSTANT = "instant"
    URGENT = "urgent"


class AttachmentKind(StrEnum):
    """The kind of an attachment."""

    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


class DocumentFormat(StrEnum):
    """The format of a document that lies with a case."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"


class ActKind(StrEnum):
    """The kinds of act that a person can do to a case."""

    FILE = "file"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    REFUSE = "refuse"
    VERIFY = "verify"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    RETURN = "return"
    RECALL = "recall"
    HAND_BACK = "hand_back"
    EXTEND = "extend"
    FIX_TEMPORARILY = "fix_temporarily"
    EXPLAIN_DELAY = "explain_delay"
    SUBMIT_RESULT = "submit_result"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    WITHHOLD = "withhold"
    KEEP_COMMITMENT = "keep_commitment"
    MOVE_COMMITMENT = "move_commitment"
    RATE = "rate"
    WITHDRAW = "withdraw"
    ASK_DIRECTION = "ask_direction"
    DIRECT = "direct"
    FORWARD = "forward"
    TAKE_ON = "take_on"
    RECLASSIFY = "reclassify"
    INVOLVE = "involve"
    CONTRIBUTE = "contribute"
    DECLINE_PART = "decline_part"
    SET_PART_DAY = "set_part_day"
    ASSIGN = "assign"
    RECORD_INSPECTION = "record_inspection"
    REPORT_PROGRESS = "report_progress"
    RESTRICT = "restrict"
    ASK_SECRECY = "ask_secrecy"
    SHARE_IDENTITY = "share_identity"
    HIDE = "hide"
    UNHIDE = "unhide"
    MERGE = "merge"
    UNMERGE = "unmerge"
    GATHER = "gather"
    ATTACH = "attach"
    SUCCEED = "succeed"
    CHANGE_TEXT = "change_text"
    ASK = "ask"
    ANSWER = "answer"
    COMMENT = "comment"
    NOTE = "note"
    CONTEST = "contest"
    MARK_AS_TEST = "mark_as_test"
    DELETE_TEST = "delete_test"


FOLLOWING = frozenset({ActKind.GATHER, ActKind.ATTACH, ActKind.SUCCEED, ActKind.CHANGE_TEXT})
"""Acts that follow from something else that was done. Nobody does them by hand, and no regulation names them."""
