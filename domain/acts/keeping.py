"""Acts of a reporter who wants a case kept from the public."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import Verdict
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


KeepingAct = AskSecrecy
KeepingEvent = SecrecyAsked
