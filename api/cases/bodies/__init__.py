"""The acts as callers send them, told apart by `act`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.cases.bodies.answering import (
    AnswerBody,
    ApproveBody,
    AskBody,
    CommentBody,
    ContestBody,
    PublishBody,
    RateBody,
    SendBackBody,
    WithholdBody,
)
from api.cases.bodies.handling import (
    ExplainDelayBody,
    ExtendBody,
    FixTemporarilyBody,
    RecordInspectionBody,
    ReportProgressBody,
    SubmitResultBody,
)
from api.cases.bodies.receiving import (
    AskSupplementBody,
    DeleteTestBody,
    HideBody,
    MergeBody,
    RefuseBody,
    RestrictBody,
    SupplementBody,
    UnhideBody,
    VerifyBody,
    WithdrawBody,
)
from api.cases.bodies.sending import (
    AcceptBody,
    AskDirectionBody,
    AssignBody,
    DirectBody,
    DispatchBody,
    ForwardBody,
    InvolveBody,
    ReclassifyBody,
    ReturnBody,
    TakeOnBody,
)

ActBody = Annotated[
    AskSupplementBody
    | SupplementBody
    | RefuseBody
    | VerifyBody
    | RestrictBody
    | HideBody
    | UnhideBody
    | MergeBody
    | DeleteTestBody
    | DispatchBody
    | AskDirectionBody
    | DirectBody
    | ForwardBody
    | TakeOnBody
    | ReclassifyBody
    | InvolveBody
    | AssignBody
    | AcceptBody
    | ReturnBody
    | ExtendBody
    | RecordInspectionBody
    | ReportProgressBody
    | FixTemporarilyBody
    | ExplainDelayBody
    | SubmitResultBody
    | ApproveBody
    | SendBackBody
    | PublishBody
    | WithholdBody
    | RateBody
    | AskBody
    | AnswerBody
    | CommentBody
    | ContestBody
    | WithdrawBody,
    Field(discriminator="act"),
]
"""Every act but filing."""
