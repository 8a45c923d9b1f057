"""Acts about what may be known of a case: its reporter wants it kept from the public; who reported is shared with somebody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import NOTHING_WRITTEN, Sealed, Verdict, if_written
from domain.complaint import Complaint, Moment, Shown
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind


@dataclass(frozen=True, kw_only=True)
class SecrecyAsked(Moment, act=ActKind.ASK_SECRECY, stays=True, shown=Shown.REPORTER):
    """The reporter asked for secrecy after filing. From now on the public does not see the case, and the reporter alone is
    answered."""

    kind: Literal["secrecy_asked"] = "secrecy_asked"

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, secret=True)


@dataclass(frozen=True, kw_only=True)
class AskSecrecy:
    """The reporter asks that the report and its result be kept from the public."""

    kind: Literal[ActKind.ASK_SECRECY] = ActKind.ASK_SECRECY

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[SecrecyAsked]:
        if complaint.secret:
            return Refusal(RefusalKind.ALREADY_SECRET)
        return (SecrecyAsked(at=at),)


@dataclass(frozen=True, kw_only=True)
class IdentityShared(Moment, act=ActKind.SHARE_IDENTITY, stays=True, shown=Shown.REPORTER):
    """Somebody who may decide on it shared who reported with an agency of the case, or with a third party `outside`. The event
    says with whom and why, never who reported."""

    kind: Literal["identity_shared"] = "identity_shared"
    reason: Sealed
    agency: str | None = None
    outside: Sealed = NOTHING_WRITTEN

    def change(self, complaint: Complaint) -> Complaint:
        if self.agency is None:
            return complaint
        return replace(complaint, identity_shared_with=(*complaint.identity_shared_with, self.agency))


@dataclass(frozen=True, kw_only=True)
class ShareIdentity:
    """The identity of the reporter is shared with an agency of the case, which sees it from then on, or with a third party, whom
    the centre tells. `reason` is the ground."""

    kind: Literal[ActKind.SHARE_IDENTITY] = ActKind.SHARE_IDENTITY
    reason: Sealed
    agency: str | None = None
    outside: Sealed = NOTHING_WRITTEN

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[IdentityShared]:
        if (self.agency is None) is self.outside.is_blank:
            return Refusal(RefusalKind.RECIPIENT_MISSING)
        if self.agency is not None and self.agency not in (complaint.lead, *complaint.co_ordinating):
            return Refusal(RefusalKind.NOT_OF_THE_CASE, self.agency)
        if self.agency in complaint.identity_shared_with:
            return Refusal(RefusalKind.ALREADY_SHARED, self.agency or "")
        shared = IdentityShared(at=at, reason=self.reason, agency=self.agency, outside=self.outside)
        return if_written(self.reason, shared)


KeepingAct = AskSecrecy | ShareIdentity
KeepingEvent = SecrecyAsked | IdentityShared
