"""Tells a rehearsed course to people: who did what, what followed, which clocks run, who may do what next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from api.office.rehearsal.running import holder_of
from api.web.problems.refusals import told
from domain.actors import REPORTER, Actor
from domain.acts.possible import possible_acts
from domain.citing import article_of
from domain.complaint import Complaint, Limit
from domain.events import Event, is_of_somebody
from domain.messages import MessageChannel
from domain.procedure import Procedure
from domain.words import FOLLOWING, ActKind, Role, Status
from language.happenings import happening, named
from language.labels import CHANNEL, EVENT, STATUS
from procedures.situations import Passage, Situation
from procedures.situations.course import shown
from procedures.situations.expectations import Departure


@dataclass(frozen=True)
class Happening:
    """An event: what happened, by whose act, by which article. `by` is None for what time brought about."""

    at: datetime
    kind: str
    what: str
    by: str | None
    article: str | None


@dataclass(frozen=True)
class Sent:
    """The notices that events of one kind sent by one channel: on what, by which channel, to whom."""

    on: str
    channel: str
    to: tuple[str, ...]

    @property
    def channel_label(self) -> str:
        """The channel in Vietnamese."""
        return CHANNEL[MessageChannel(self.channel)]


@dataclass(frozen=True)
class Clock:
    """A running limit. `due` is None for an end that is not reckoned yet. `ours` says that no text states its length."""

    limit: str
    name: str
    due: datetime | None
    article: str
    assignee: str
    ours: bool
    overdue: bool
    paused: bool


@dataclass(frozen=True)
class NextAct:
    """An act that may be done now: its kind, name and article."""

    act: ActKind
    name: str
    article: str


@dataclass(frozen=True)
class Next:
    """The acts that one role may do now. `agency` is the id of its agency, if it has one."""

    who: str
    role: Role
    agency: str | None
    acts: tuple[NextAct, ...]


@dataclass(frozen=True)
class RefusedAct:
    """The reason for which an act is refused: its name in the rulings, and what a person reads."""

    kind: str
    sentence: str
    expected: bool


@dataclass(frozen=True)
class RehearsedStep:
    """A step of the file, and the case after it. `act` is None where only time passed or decisions arrived."""

    key: str
    at: datetime
    who: str | None
    act: str | None
    refused: RefusedAct | None
    happened: tuple[Happening, ...]
    sent: tuple[Sent, ...]
    status: Status
    status_name: str
    clocks: tuple[Clock, ...]
    may: tuple[Next, ...]


@dataclass(frozen=True)
class Missed:
    """An expectation of the file that does not hold."""

    step: str
    what: str
    expected: str
    found: str


@dataclass(frozen=True)
class Rehearsal:
    """A whole rehearsed case."""

    title: str
    source: str
    procedure: str
    authority: str
    time_zone: str
    steps: tuple[RehearsedStep, ...]
    missed: tuple[Missed, ...]


def tell(situation: Situation, course: Iterable[Passage], departed: Iterable[Departure]) -> Rehearsal:
    """Return the course of a situation as people read it, with the expectations that do not hold."""
    procedure = situation.procedure
    return Rehearsal(
        title=situation.title,
        source=situation.source,
        procedure=procedure.id,
        authority=procedure.authority.name,
        time_zone=procedure.authority.time_zone,
        steps=tuple(rehearsed_step(passage) for passage in course),
        missed=tuple(
            Missed(each.passage.step.key, each.what, shown(each.expected, situation), shown(each.found, situation))
            for each in departed
        ),
    )


def rehearsed_step(passage: Passage, *, with_next: bool = True) -> RehearsedStep:
    """Return a step as people read it. `with_next` asks who may do what next, which takes longer than all the rest."""
    step, after = passage.step, passage.after
    procedure = after.procedure
    rule = procedure.act(step.act.kind) if step.act else None
    return RehearsedStep(
        key=step.key,
        at=step.at,
        who=named(procedure, step.by) if step.by else None,
        act=rule.name if rule else str(step.act.kind) if step.act else None,
        refused=_refused(passage),
        happened=tuple(_happened(passage)),
        sent=tuple(_sent(passage)),
        status=after.status,
        status_name=STATUS[after.status],
        clocks=tuple(_clock(after, limit) for limit in after.running_limits),
        may=tuple(_who_may(after, step.at)) if with_next else (),
    )


def _refused(passage: Passage) -> RefusedAct | None:
    if passage.refusal is None:
        return None
    title, sentence = told(passage.refusal, passage.before.procedure)
    return RefusedAct(passage.refusal.kind, f"{title}: {sentence}", expected=passage.is_as_ruled)


def _happened(passage: Passage) -> Iterator[Happening]:
    procedure = passage.before.procedure
    for event in passage.rang:
        yield _event(procedure, event, None)
    for event in passage.done:
        yield _event(procedure, event, passage.step.by)


def _sent(passage: Passage) -> Iterator[Sent]:
    procedure = passage.before.procedure
    for kind, notices in passage.notices.items():
        for channel in dict.fromkeys(notice.channel for notice in notices):
            to = (named(procedure, notice.to) for notice in notices if notice.channel == channel)
            yield Sent(EVENT[kind], channel, tuple(dict.fromkeys(to)))


def _event(procedure: Procedure, event: Event, by: Actor | None) -> Happening:
    by = by if is_of_somebody(event) else None
    return Happening(
        at=event.at,
        kind=event.kind,
        what=happening(procedure, event),
        by=named(procedure, by) if by else None,
        article=article_of(procedure, event),
    )


def _clock(complaint: Complaint, limit: Limit) -> Clock:
    rule = complaint.rule_of(limit)
    return Clock(
        limit=limit.id,
        name=rule.name,
        due=limit.schedule.due if limit.schedule else None,
        article=rule.source,
        assignee=named(complaint.procedure, Actor(rule.assignee, complaint.procedure.id, limit.agency)),
        ours=rule.ours,
        overdue=limit.passed_at is not None and rule.makes_late,
        paused=complaint.stands_still(limit),
    )


def _who_may(complaint: Complaint, at: datetime) -> Iterator[Next]:
    for actor in _people(complaint):
        rules = [rule for rule in possible_acts(complaint, actor, at) if rule.act not in FOLLOWING | {ActKind.FILE}]
        if rules:
            acts = tuple(NextAct(rule.act, rule.name, rule.source) for rule in rules)
            yield Next(named(complaint.procedure, actor), actor.role, actor.agency, acts)


def _people(complaint: Complaint) -> Iterator[Actor]:
    """Yield one person of each role that may have a part in the case, as `read_situation` names them."""
    yield REPORTER
    agencies = dict.fromkeys([*([complaint.lead] if complaint.lead else []), *complaint.co_ordinating])
    for role in Role:
        if role is Role.REPORTER:
            continue
        for agency in agencies if role.of_agency else (None,):
            yield holder_of(role, complaint.procedure, agency)
