"""The facts of an occasion in words, for the message templates. They never include the reporter's identity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from domain import events as happened
from domain.actors import Told
from domain.acts import Sealed
from domain.citing import article_of
from domain.complaint import Complaint, Limit
from domain.events import ACT_OF_EVENT, Event
from domain.limit_rules import LimitKind
from domain.limits import whose_turn
from domain.merging import tells_ground
from domain.messages import Occasion, Reader
from domain.procedure import Named
from domain.results import is_kept_from_reporter
from domain.visibility import Audience, shows_words
from domain.words import Role, Urgency
from language.labels import EVENT, URGENCY, length_text, local_time, role_name
from language.vietnamese import starting_small

_WRITTEN_BY_REPORTER = frozenset({"supplemented", "rated", "withdrawn", "asked", "reopened"})


@dataclass(frozen=True)
class LimitFact:
    """A limit in words. `whose` names the person or agency whose turn it is, `since` the start of the count. No text states an
    `internal` one. `passed` says that the limit was over when the event was recorded, as at an import."""

    name: str
    amount: str
    since: str
    due: str | None
    source: str
    whose: str
    internal: bool = False
    passed: bool = False


@dataclass(frozen=True)
class Facts:
    """All that a template may say. A fact that the occasion does not have is None or empty. `co_ordinates` is whether
    the reader's agency helps the lead agency,
    `unexplained` whether the reporter reopened the case without a word."""

    code: str
    own_code: str | None
    authority: str
    centre: str
    label: str
    at: str
    article: str | None
    instant: bool
    course: str
    field: str | None
    lead: str | None
    co_ordinating: tuple[str, ...]
    agency: str | None
    ground: str | None
    duplicate_of: str | None
    merged_into: str | None
    out_of: str | None
    joined: tuple[str, ...]
    parted: tuple[str, ...]
    report: str | None
    by_reporter: bool
    guidance: str | None
    expected: str | None
    returns: int | None
    rating: str | None
    words: str | None
    unexplained: bool
    result: str | None
    result_is_kept: bool
    limit: LimitFact | None
    rung: int | None
    dues: tuple[LimitFact, ...]
    answer_due: LimitFact | None
    as_leader: bool
    co_ordinates: bool
    may: tuple[str, ...]
    answered: bool
    site: str


def facts_of(occasion: Occasion, reader: Reader, agencies: Mapping[str, str], *, site: str, guarded: bool) -> Facts:
    """Return the facts for this reader. `agencies` maps ids to names; `site` is the address of the portal.

    `guarded` is whether only the reader can open the message. Facts that may not travel appear in guarded messages only.
    """
    complaint, event, procedure = occasion.complaint, occasion.event, occasion.complaint.procedure
    zone = procedure.authority.time_zone
    field = procedure.field(complaint.field)
    limit_id = getattr(event, "limit", None)
    return Facts(
        code=complaint.code,
        own_code=reader.own_code,
        authority=procedure.authority.name,
        centre=procedure.authority.centre,
        label=EVENT[event.kind],
        at=local_time(event.at, zone),
        article=article_of(procedure, event),
        instant=complaint.urgency is Urgency.INSTANT,
        course=URGENCY[complaint.urgency],
        field=field.name if field else None,
        lead=_name(complaint.lead, agencies),
        co_ordinating=tuple(agencies.get(each, each) for each in complaint.co_ordinating),
        agency=_name(getattr(event, "agency", None) or getattr(event, "lead", None), agencies),
        ground=_ground(occasion, reader),
        duplicate_of=getattr(event, "duplicate_of", None),
        merged_into=getattr(event, "into", None),
        out_of=getattr(event, "out_of", None),
        joined=getattr(event, "joined", ()),
        parted=getattr(event, "parted", ()),
        report=getattr(event, "report", None),
        by_reporter=_is_by_reporter(event),
        guidance=event.guidance.sealed or None if isinstance(event, happened.Refused) else None,
        expected=_expected(complaint, event),
        returns=getattr(event, "returns", None),
        rating=_listed(procedure.ratings, getattr(event, "rating", None)),
        words=_words(event, reader),
        unexplained=isinstance(event, happened.Reopened) and event.reason.is_blank,
        result=occasion.result if _may_be_told(occasion, guarded) else None,
        result_is_kept=is_kept_from_reporter(complaint),
        limit=_limit_of(complaint, limit_id, agencies, event) if limit_id else None,
        rung=getattr(event, "rung", None),
        dues=_dues(complaint, reader, agencies),
        answer_due=_whole_case(complaint, agencies),
        as_leader=reader.told.role in (Role.AGENCY_LEADER, Role.CENTRE_LEADER, Role.AUTHORITY_LEADER),
        co_ordinates=_co_ordinates(complaint, reader),
        may=() if _co_ordinates(complaint, reader) else _may(complaint, reader.told.role),
        answered=not complaint.moments.keys().isdisjoint({"published", "withheld"}),
        site=site,
    )


def _expected(complaint: Complaint, event: Event) -> str | None:
    """Return the day that the event names, or to which a result commits the agency."""
    match event:
        case happened.ProgressReported() | happened.PartDaySet() | happened.CommitmentMoved():
            return f"{event.expected:%d/%m/%Y}"
        case happened.Published() | happened.Withheld() if complaint.committed:
            return f"{complaint.committed:%d/%m/%Y}"
        case _:
            return None


def _name(agency: str | None, agencies: Mapping[str, str]) -> str | None:
    return agencies.get(agency, agency) if agency else None


def _listed(listed: tuple[Named, ...], wanted: str | None) -> str | None:
    return next((one.name for one in listed if one.id == wanted), wanted)


def _ground(occasion: Occasion, reader: Reader) -> str | None:
    """Return the ground in words. The reporter of a merged report is not told that another reporter asked for secrecy."""
    ground, act = getattr(occasion.event, "ground", None), ACT_OF_EVENT.get(occasion.event.kind)
    if not tells_ground(occasion.complaint.procedure, ground, own=reader.own_code is None):
        return None
    return _listed(occasion.complaint.procedure.grounds(act), ground) if act else None


def _words(event: Event, reader: Reader) -> str | None:
    """Return the words that a person wrote with the event, if this reader may read them. Words of reporters are never
    sent: they may reveal the reporter, so people read them on the portal."""
    audience = Audience.REPORTER if reader.told.role is Role.REPORTER else Audience.STAFF
    if _is_by_reporter(event) or not shows_words(audience, event.kind):
        return None
    values = (getattr(event, field.name) for field in fields(event))
    return next((value.sealed for value in values if isinstance(value, Sealed) and not value.is_blank), None)


def _is_by_reporter(event: Event) -> bool:
    of_reporter = isinstance(event, happened.Commented) and event.author.role is Role.REPORTER
    return of_reporter or event.kind in _WRITTEN_BY_REPORTER


def _may_be_told(occasion: Occasion, guarded: bool) -> bool:
    """Return whether the message may contain the result.

    A published result may. A withheld result goes to the reporter by any channel if the reporter asked to withhold it,
    or if the regulation answers by message. On any other ground it stays on the portal. Each reporter of the case gets the
    answer, also where another of them asked for secrecy; nobody does where the ground keeps the result from the reporter too.
    """
    event = occasion.event
    if event.kind == "published":
        return True
    if isinstance(event, happened.CommitmentKept):
        return guarded or "withheld" not in occasion.complaint.moments
    if not isinstance(event, happened.Withheld) or is_kept_from_reporter(occasion.complaint):
        return False
    ground = next((each for each in occasion.complaint.procedure.withhold_grounds if each.id == event.ground), None)
    return guarded or (ground is not None and (ground.on_request or ground.told_by_message))


def _limit_of(complaint: Complaint, limit_id: str, agencies: Mapping[str, str], event: Event) -> LimitFact | None:
    limit = next((each for each in reversed(complaint.limits) if each.id == limit_id), None)
    if limit is None:
        return None
    fact = _fact(complaint, limit, agencies)
    due = getattr(event, "due", None)
    # The due date in the event, because the limit may have moved since.
    if due is None:
        return fact
    return replace(fact, due=local_time(due, complaint.procedure.authority.time_zone), passed=event.at >= due)


def _fact(complaint: Complaint, limit: Limit, agencies: Mapping[str, str]) -> LimitFact:
    rule, zone = complaint.rule_of(limit), complaint.procedure.authority.time_zone
    extended = limit.amount == rule.extended and rule.extended_source
    return LimitFact(
        name=starting_small(rule.name),
        amount=length_text(limit.amount, limit.until),
        since=local_time(limit.counted_from, zone),
        due=local_time(limit.schedule.due, zone) if limit.schedule and not complaint.stands_still(limit) else None,
        source=str(extended) if extended else rule.source,
        whose=_whose(complaint, limit, agencies),
        internal=rule.is_internal,
    )


def _whose(complaint: Complaint, limit: Limit, agencies: Mapping[str, str]) -> str:
    """Return whose turn it is, in words."""
    turn = whose_turn(complaint, limit)
    name = role_name(complaint.procedure, turn.role)
    return f"{name} {_name(turn.agency, agencies)}" if turn.agency else name


def _co_ordinates(complaint: Complaint, reader: Reader) -> bool:
    return reader.told.agency in complaint.co_ordinating


def _may(complaint: Complaint, role: Role) -> tuple[str, ...]:
    """Return the acts open to this role, or to the staff whom this leader leads, in the present status."""
    return tuple(
        rule.act
        for rule in complaint.procedure.acts
        if complaint.status in rule.when and any(role in (by, by.leader) for by in rule.by)
    )


def _dues(complaint: Complaint, reader: Reader, agencies: Mapping[str, str]) -> tuple[LimitFact, ...]:
    """Return the limits that the reader must keep now, and for a leader those of the staff too."""
    kept = (
        limit
        for limit in complaint.running_limits
        if complaint.rule_of(limit).kind is not LimitKind.CASE and _is_theirs(whose_turn(complaint, limit), reader.told)
    )
    return tuple(_fact(complaint, limit, agencies) for limit in kept)


def _is_theirs(turn: Told, told: Told) -> bool:
    return told.role in (turn.role, turn.role.leader) and turn.agency in (None, told.agency)


def _whole_case(complaint: Complaint, agencies: Mapping[str, str]) -> LimitFact | None:
    """Return the limit by which the reporter can expect an answer."""
    whole = (each for each in complaint.running_limits if complaint.rule_of(each).kind is LimitKind.CASE)
    return next((_fact(complaint, limit, agencies) for limit in whole), None)
