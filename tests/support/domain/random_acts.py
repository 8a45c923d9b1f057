"""Random acts by random people at increasing times, mostly such as the status has in mind."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, get_type_hints

from hypothesis import strategies as st

from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Sealed
from domain.words import ActKind, Party, Status
from tests.support.domain.driving import DAY, HOUR, KNOWN, MINUTE, Case, case_in
from tests.support.domain.people import (
    ADMIN,
    AUDITOR,
    AUTHORITY_LEADER,
    CENTRE_LEADER,
    HOLDS,
    LEADER,
    LIGHTING,
    NHA_TRANG,
    OFFICER,
    OPERATOR,
    POWER,
    PROCEDURE,
    ROAD,
    SAMPLES,
    START,
    TRANSPORT,
)

_anybody = st.sampled_from([REPORTER, OPERATOR, CENTRE_LEADER, OFFICER, LEADER, AUTHORITY_LEADER, AUDITOR, ADMIN])
_words = st.sampled_from([Sealed("Đã xử lý"), Sealed("Đã xử lý"), Sealed("Đã xử lý"), Sealed("")])
_field = st.sampled_from([ROAD, LIGHTING, None, "nope"])
_agency = st.sampled_from([NHA_TRANG, NHA_TRANG, TRANSPORT])

_BY_FIELD: dict[str, st.SearchStrategy[Any]] = {
    "channel": st.just("portal"),
    "field": _field,
    "secret": st.booleans(),
    "holds": st.just(HOLDS),
    "duplicate_of": st.sampled_from([None, "KH-2026-000001", "KH-2026-000009"]),
    "lead": _agency,
    "officer": st.sampled_from(["3", "33"]),
    "into": st.sampled_from(["KH-2026-000001", "KH-2026-000009"]),
    "agency": st.sampled_from([TRANSPORT, POWER, NHA_TRANG]),
    "expected": st.sampled_from([START.date() + timedelta(days=days) for days in (0, 1, 5, 30, 500)]),
    "rating": st.sampled_from(["satisfied", "nope"]),
}
_BY_ACT: dict[tuple[ActKind, str], st.SearchStrategy[Any]] = {
    (ActKind.REFUSE, "ground"): st.sampled_from(["duplicate", "out_of_scope", "nope"]),
    (ActKind.RESTRICT, "ground"): st.sampled_from(["reporter_asked", "state_secret", "nope"]),
    (ActKind.WITHHOLD, "ground"): st.sampled_from(["reporter_asked", "state_secret", "nope"]),
    (ActKind.DISPATCH, "co_ordinating"): st.sampled_from([(), (TRANSPORT,), (NHA_TRANG,)]),
    (ActKind.SUBMIT_RESULT, "expected"): st.sampled_from([None, None, START.date() + timedelta(days=40)]),
    (ActKind.INVOLVE, "co_ordinating"): st.sampled_from([(TRANSPORT,), (NHA_TRANG,), (POWER,)]),
}
_LEFT_OUT = {"guidance", "note", "edited"}


def _any(kind: ActKind) -> st.SearchStrategy[acts.Act]:
    """An act of this kind, each of its fields filled in at random, rightly or not."""
    form = acts.FORMS[kind]
    names = [field.name for field in fields(form) if field.name not in _LEFT_OUT]
    said = {name: _BY_ACT.get((kind, name), _BY_FIELD.get(name)) for name in names}
    hints = get_type_hints(form)
    written = {name: _words for name in names if hints[name] is Sealed}
    return st.builds(form, **written, **{name: filled for name, filled in said.items() if filled is not None})


_ACTS = {kind: _any(kind) for kind in SAMPLES}
KNOWS = {rule.act: rule for rule in PROCEDURE.acts}
_LAST = (ActKind.WITHDRAW, ActKind.REFUSE, ActKind.MERGE)
_ON_ITS_WAY = [status for status in KNOWN if not status.is_final and status is not Status.UNFILED]
_long = st.sampled_from([timedelta(0), MINUTE, HOUR / 2, 5 * HOUR, 10 * HOUR, DAY, 3 * DAY, 8 * DAY, 20 * DAY])


@dataclass(frozen=True)
class RandomStep:
    """Time goes by, watched or not; then somebody does something."""

    long: timedelta
    watched: bool
    act: acts.Act
    by: Actor

    def happens_to(self, case: Case) -> None:
        """Let it happen; a refusal changes nothing."""
        (case.waits if self.watched else case.sleeps)(self.long)
        if isinstance(case.decides(self.act, self.by), tuple):
            case.does(self.act, self.by)


@st.composite
def steps(draw: st.DrawFn, case: Case) -> RandomStep:
    """A next step for the case as it stands. Three times in four it is a usual act of the status, by a person who
    should do it."""
    usual = draw(st.integers(0, 3)) > 0
    kinds = _usual(case.complaint.status) if usual else list(_ACTS)
    kind = draw(st.sampled_from(kinds))
    by = draw(_anybody) if not usual else SAMPLES[kind][1]
    if usual and by.role.of_agency:
        helps = KNOWS[kind].agencies is Party.CO_ORDINATING and case.complaint.co_ordinating
        by = replace(by, agency=draw(st.sampled_from(case.complaint.co_ordinating)) if helps else case.complaint.lead)
    return RandomStep(draw(_long), draw(st.booleans()), draw(_ACTS[kind]), by)


def _usual(status: Status) -> list[ActKind]:
    kinds = [rule.act for rule in PROCEDURE.acts if status in rule.when]
    return [kind for kind in kinds if kind not in _LAST] or list(_ACTS)


@st.composite
def cases(draw: st.DrawFn, most: int = 8) -> Case:
    """A case brought to some status, to which random things then happened."""
    case = case_in(
        draw(st.sampled_from([*_ON_ITS_WAY, *KNOWN])),
        field=draw(st.sampled_from([ROAD, LIGHTING])),
        after=draw(st.sampled_from([timedelta(0), HOUR / 2, 7 * DAY])),
        every=draw(st.sampled_from([timedelta(0), HOUR / 2, 5 * HOUR])),
    )
    for _ in range(draw(st.integers(0, most))):
        draw(steps(case)).happens_to(case)
    return case
