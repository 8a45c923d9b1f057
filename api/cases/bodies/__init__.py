"""The acts as callers send them, told apart by `act`."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from api.cases.bodies.answering import AnsweringBody
from api.cases.bodies.handling import HandlingBody
from api.cases.bodies.keeping import KeepingBody
from api.cases.bodies.receiving import ReceivingBody
from api.cases.bodies.sending import SendingBody
from api.cases.bodies.taking_part import TakingPartBody
from api.web.body import ActBodyBase
from domain.words import ActKind

ActBody = Annotated[
    ReceivingBody | SendingBody | TakingPartBody | HandlingBody | AnsweringBody | KeepingBody,
    Field(discriminator="act"),
]
"""Every act but filing."""

BODIES: dict[ActKind, type[ActBodyBase]] = {
    get_args(body.model_fields["act"].annotation)[0]: body for body in get_args(get_args(ActBody)[0])
}
"""The body of each kind of act."""
