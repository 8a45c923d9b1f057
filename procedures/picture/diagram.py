"""The content of a procedure's picture: cards for the statuses a case can have, arrows for what leads from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.limit_rules import LimitKind, LimitRule
from domain.procedure import ActRule, Procedure, UnlimitedWait
from domain.words import ActKind, Status
from language.labels import EVENT, length_text, role_name
from procedures.checks.course import Transition, limits_in, standings, walk

OURS = "do chúng tôi đặt"
_BY_ITSELF = "; hệ thống tự chuyển theo phân công"


@dataclass(frozen=True)
class Arrow:
    """An act, or the end of a window, that leads from some statuses to one. `back` where the case turns back."""

    name: str
    by: str
    article: str
    sources: tuple[Status, ...]
    to: Status
    back: bool
    by_time: bool


@dataclass(frozen=True)
class Card:
    """A status: how far down it stands, which limits run in it, which acts leave the case where it is."""

    status: Status
    rank: int
    limits: tuple[LimitRule, ...]
    acts: tuple[ActRule, ...]
    unlimited: UnlimitedWait | None


@dataclass(frozen=True)
class Diagram:
    """The whole picture, from the top down."""

    cards: tuple[Card, ...]
    arrows: tuple[Arrow, ...]


def diagram(procedure: Procedure) -> Diagram:
    """Return what the picture of this procedure shows."""
    steps = walk(procedure)
    moves = tuple(_moves(procedure, steps))
    ranks = _ranks([(source, move.to) for move in moves for source in move.sources])
    cards = tuple(_card(procedure, steps, status, rank) for status, rank in ranks.items())
    return Diagram(cards, tuple(part for move in moves for part in _by_direction(move, ranks)))


def article(rule: ActRule | LimitRule | UnlimitedWait) -> str:
    """Return the article that says so, or that the rule is ours."""
    return OURS if rule.ours else rule.source


def _moves(procedure: Procedure, steps: tuple[Transition, ...]) -> Iterator[Arrow]:
    for rule in procedure.acts:
        for to in dict.fromkeys(rule.leads_to(status) for status in rule.when):
            sources = tuple(status for status in rule.when if rule.leads_to(status) is to and status is not to)
            if to and sources:
                yield Arrow(rule.name, _by(procedure, rule), article(rule), sources, to, back=False, by_time=False)
    for limit in procedure.limits:
        if limit.kind is LimitKind.WINDOW and limit.on_lapse and limit.lapse_to:
            sources = tuple(dict.fromkeys(step.before.status for step in steps if limit.on_lapse in step.events))
            by = f"sau {length_text(limit.amount)}"
            yield Arrow(EVENT[limit.on_lapse], by, article(limit), sources, limit.lapse_to, back=False, by_time=True)


def _by(procedure: Procedure, rule: ActRule) -> str:
    """Return who does an act, what else brings it about, how often, and after what."""
    who = ", ".join(role_name(procedure, role) for role in rule.by)
    if rule.act is ActKind.DISPATCH and procedure.own_dispatch:
        who += _BY_ITSELF
    reopening = [f"“{rating.name}”" for rating in procedure.ratings if rating.reopens]
    if rule.act is ActKind.CONTEST and reopening:
        who += f"; khi đánh giá {', '.join(reopening)}"
    times = f"; tối đa {rule.times} lần" if rule.times else ""
    several = f"; nhiều cơ quan: sau khi {EVENT[rule.after].lower()}" if rule.after and rule.several_agencies else ""
    late = f"; khi đã qua hạn “{procedure.limit(rule.after_limit).name}”" if rule.after_limit else ""
    return who + times + several + late


def _ranks(pairs: list[tuple[Status, Status]]) -> dict[Status, int]:
    """Return how far down each status stands: one below the lowest that leads to it, not counting ways back."""
    onward: list[tuple[Status, Status]] = []
    left: list[Status] = []

    def follow(status: Status, path: tuple[Status, ...]) -> None:
        for pair in pairs:
            if pair[0] is status and pair[1] not in path:
                onward.append(pair)
                if pair[1] not in left:
                    follow(pair[1], (*path, pair[1]))
        left.append(status)

    follow(Status.UNFILED, (Status.UNFILED,))
    ranks = {Status.UNFILED: 0}
    for source in reversed(left):  # every status that leads to another was left after it
        for to in (to for one, to in onward if one is source):
            ranks[to] = max(ranks.get(to, 0), ranks[source] + 1)
    return ranks


def _by_direction(move: Arrow, ranks: dict[Status, int]) -> Iterator[Arrow]:
    for back in (False, True):
        sources = tuple(status for status in move.sources if (ranks[status] > ranks[move.to]) is back)
        if sources:  # the system dispatches only what was just filed
            by = move.by if Status.SUBMITTED in sources else move.by.replace(_BY_ITSELF, "")
            yield replace(move, by=by, sources=sources, back=back)


def _card(procedure: Procedure, steps: tuple[Transition, ...], status: Status, rank: int) -> Card:
    running = {limit for standing in standings(steps) if standing.status is status for limit in standing.running}
    staying = tuple(rule for rule in procedure.acts if status in rule.when and rule.leads_to(status) in (None, status))
    unlimited = next((wait for wait in procedure.unlimited if wait.status is status), None)
    return Card(status, rank, limits_in(procedure, status, running), staying, unlimited)
