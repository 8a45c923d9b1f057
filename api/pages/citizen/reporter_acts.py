"""The acts of a reporter, each with its form on the case's page."""

from __future__ import annotations

from dataclasses import dataclass

from api.cases.bodies.answering import AskBody, CommentBody, ContestBody, RateBody, WithdrawBody
from api.cases.bodies.keeping import AskSecrecyBody
from api.cases.bodies.receiving import SupplementBody
from api.pages.common.forms import Form
from api.web.body import ActBodyBase
from domain.words import ActKind


@dataclass(frozen=True)
class ReporterAct:
    """The form of one act: the body that it fills in, and its fields. The field that holds the words comes last,
    where the act has words."""

    body: type[ActBodyBase]
    fields: tuple[str, ...]

    def read(self, act: ActKind, form: Form) -> ActBodyBase:
        """Return the form as the act's body. Raises Problem where a field is wrong."""
        return form.only("act_id", *self.fields).read(self.body, act=act)


REPORTER_ACTS = {
    ActKind.SUPPLEMENT: ReporterAct(SupplementBody, ("text",)),
    ActKind.RATE: ReporterAct(RateBody, ("rating", "comment")),
    ActKind.CONTEST: ReporterAct(ContestBody, ("reason",)),
    ActKind.ASK: ReporterAct(AskBody, ("question",)),
    ActKind.COMMENT: ReporterAct(CommentBody, ("text",)),
    ActKind.ASK_SECRECY: ReporterAct(AskSecrecyBody, ()),
    ActKind.WITHDRAW: ReporterAct(WithdrawBody, ("reason",)),
}
"""The acts in the order in which they are offered."""
