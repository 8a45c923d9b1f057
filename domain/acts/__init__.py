"""The acts that people do to a case, and the events that acts bring about.

Free text is Sealed, so that Temporal's history holds it encrypted.

Each act stands beside its event and its verdict, in the module of the part of a case's life that it belongs to. To add one:
a kind in `domain.words.ActKind`, the act and its event in one of these modules, both in the unions at its end.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import get_args

from domain.acts.answering import *  # noqa: F403 - this package is the one name for all of them
from domain.acts.answering import AnsweringAct
from domain.acts.base import NOTHING_WRITTEN as NOTHING_WRITTEN
from domain.acts.base import Sealed as Sealed
from domain.acts.changing_text import *  # noqa: F403
from domain.acts.changing_text import ChangingTextAct
from domain.acts.committing import *  # noqa: F403
from domain.acts.committing import CommittingAct
from domain.acts.filing import *  # noqa: F403
from domain.acts.filing import File
from domain.acts.handling import *  # noqa: F403
from domain.acts.handling import HandlingAct
from domain.acts.keeping import *  # noqa: F403
from domain.acts.keeping import KeepingAct
from domain.acts.receiving import *  # noqa: F403
from domain.acts.receiving import ReceivingAct
from domain.acts.reclassifying import *  # noqa: F403
from domain.acts.reclassifying import Reclassify
from domain.acts.sending import *  # noqa: F403
from domain.acts.sending import SendingAct
from domain.acts.succeeding import *  # noqa: F403
from domain.acts.succeeding import SucceedingAct
from domain.acts.taking_back import *  # noqa: F403
from domain.acts.taking_back import TakingBackAct
from domain.acts.taking_part import *  # noqa: F403
from domain.acts.taking_part import TakingPartAct
from domain.acts.trials import *  # noqa: F403
from domain.acts.trials import TrialAct
from domain.time.schedule import Schedule
from domain.words import ActKind

Act = (
    File
    | ReceivingAct
    | SendingAct
    | Reclassify
    | TakingBackAct
    | TakingPartAct
    | HandlingAct
    | AnsweringAct
    | CommittingAct
    | KeepingAct
    | TrialAct
    | SucceedingAct
    | ChangingTextAct
)

FORMS: dict[ActKind, type[Act]] = {form.kind: form for form in get_args(Act)}
"""The class of each kind of act."""


@dataclass(frozen=True, kw_only=True)
class TimePassed:
    """The passing of time: nobody acted."""


@dataclass(frozen=True, kw_only=True)
class FollowCalendar:
    """A move of days by official decisions: nobody acted. `moved` holds the new schedule of each limit that they move,
    `decided_by` the acts that they rest on."""

    moved: tuple[tuple[str, Schedule], ...]
    decided_by: str


def digest(act: Act) -> str:
    """Return what tells one act from another, words included: SHA-256, hexadecimal.

    Fields left at their default do not count, so an act keeps its digest when its kind gets further fields.
    """
    said = {one.name: getattr(act, one.name) for one in fields(act) if getattr(act, one.name) != one.default}
    plain = {name: asdict(value) if isinstance(value, Sealed) else value for name, value in said.items()}
    text = json.dumps({"kind": act.kind} | plain, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
