"""The notices that an event sends: to whom, by which channels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.actors import Told
from domain.complaint import Complaint
from domain.events import (
    Attached,
    Bounced,
    Commented,
    Contributed,
    Dispatched,
    Escalated,
    Event,
    Gathered,
    HandedBack,
    Noted,
    PartDaySet,
    PartDeclined,
    RatingLapsed,
    Recalled,
    Reminded,
    Succeeded,
    TextChanged,
)
from domain.merging import concerned
from domain.procedure import NoticeRule
from domain.words import ActKind, Role

BY_RECEIPT = "receipt"
"""Stands for the channel that answers the reporter's own report."""

OF_THE_ANSWER = ("published", "withheld", "progress_reported", "delay_explained", "extended", "temporarily_fixed")
"""The kinds of event of which a reporter whose report is merged later is notified at once: the answer, and what was promised."""

OF_THE_COURSE = (
    "filed",
    "supplement_asked",
    "supplement_lapsed",
    "dispatched",
    "progress_reported",
    "delay_explained",
    "extended",
    "temporarily_fixed",
    "answered",
    "hidden",
    "unhidden",
)
"""The kinds of event of which a reporter is told whether or not the regulation says so: the receipt, each step that waits for the
reporter or gives the case to others, each delay, and what is done with the reporter's words."""

STANDING = ("directed", "asked", "reopened", "restricted", "secrecy_asked", "gathered", "commented", "noted")
"""The kinds of event of which an agency that joins a case later is notified at once, where the regulation notifies agencies."""


NEXT_UP = {
    Role.AGENCY_OFFICER: Role.AGENCY_LEADER,
    Role.AGENCY_LEADER: Role.CENTRE_LEADER,
    Role.CENTRE_OPERATOR: Role.CENTRE_LEADER,
    Role.FOCAL_POINT: Role.CENTRE_LEADER,
    Role.CENTRE_LEADER: Role.AUTHORITY_LEADER,
}
"""The role that is told in place of one that nobody holds. Only a role of an agency keeps the agency."""


@dataclass(frozen=True)
class Notice:
    """A message to queue; its text follows from the case, the event and the channel. With `BY_RECEIPT` it goes to each reporter
    who follows the case, by the channel that answers that reporter's own report. `reports` names the reports whose reporters
    alone get it, None for all who follow the case."""

    to: Told
    channel: str
    reports: tuple[str, ...] | None = None


def notices(complaint: Complaint, event: Event) -> tuple[Notice, ...]:
    """Return the notices that `event` sends, each once, with the channels of the case's own reporter. `complaint` is the case
    after the event."""
    queued = notices_to_queue(complaint, event)
    return tuple(dict.fromkeys(Notice(one.to, _by(complaint, one.channel), one.reports) for one in queued))


def notices_to_queue(complaint: Complaint, event: Event) -> tuple[Notice, ...]:
    """Return the same before the reporters who follow the case are known: other cases may have been merged into it."""
    reports = _reports_told(complaint, event)
    own = (
        *_to_publishers(complaint, event),
        *_of_succession(complaint, event),
        *_of_text(complaint, event),
        *_of_course(complaint, event, reports),
    )
    sent: dict[Notice, None] = dict.fromkeys(own)
    for rule in complaint.procedure.notices:
        if rule.on != _as_told(event) or not _is_for(rule, complaint):
            continue
        for recipient in rule.to:
            for told in _who(complaint, event, recipient):
                only = reports if told.role is Role.REPORTER else None
                sent.update((Notice(told, channel, only), None) for channel in _channels(rule, told))
    return tuple(sent)


def _is_for(rule: NoticeRule, complaint: Complaint) -> bool:
    return rule.urgency in (None, complaint.urgency) and rule.leaving_in in (None, complaint.status)


def missed(before: Complaint, after: Complaint) -> tuple[tuple[str, Notice], ...]:
    """Return the notices of earlier events that the agencies which joined the case meanwhile must still get, each with the kind
    of the event; its latest is meant."""
    known = {before.lead, *before.co_ordinating}
    agencies = [agency for agency in (after.lead, *after.co_ordinating) if agency and agency not in known]
    found: dict[tuple[str, Notice], None] = {}
    for rule in after.procedure.notices if agencies else ():
        if rule.on not in STANDING or rule.on not in before.moments or rule.urgency not in (None, after.urgency):
            continue
        roles = [Role(recipient) for recipient in rule.to if recipient != "told" and Role(recipient).of_agency]
        for told in (Told(role, agency) for role in roles for agency in agencies):
            found.update(((rule.on, Notice(told, channel)), None) for channel in _channels(rule, told))
    return tuple(found)


def _reports_told(complaint: Complaint, event: Event) -> tuple[str, ...] | None:
    """Return the reports whose reporters alone are notified. Those who have rated are not reminded to."""
    if isinstance(event, Reminded) and complaint.procedure.limit(event.limit).on_lapse == RatingLapsed.kind:
        return complaint.unrated
    return concerned(complaint, event)


def _as_told(event: Event) -> str:
    """Return the kind of event whose notices are sent. Photos of a merged report concern those whom the merge concerned."""
    return Gathered.kind if isinstance(event, Attached) and event.report else event.kind


def _to_publishers(complaint: Complaint, event: Event) -> Iterator[Notice]:
    """Yield the notices of what waits to be shown in public: to the roles that the regulation lets publish. Photos of a merged
    report are shown to staff alone."""
    waits = isinstance(event, Attached) and event.report is None
    rule = complaint.procedure.act(ActKind.PUBLISH) if waits else None
    for role in rule.by if rule else ():
        if complaint.lead or not role.of_agency:
            yield Notice(Told(role, complaint.lead if role.of_agency else None), "portal")


def _of_succession(complaint: Complaint, event: Event) -> Iterator[Notice]:
    """Yield the notices that an open case goes on at another agency: to that agency's people, and to the reporters where it
    leads. No regulation names them, so they stay on the system itself."""
    if not isinstance(event, Succeeded) or complaint.status.is_final:
        return
    for role in (Role.AGENCY_OFFICER, Role.AGENCY_LEADER):
        yield Notice(Told(role, event.successor), "portal")
    if complaint.lead == event.successor and not complaint.test:
        yield Notice(Told(Role.REPORTER), "portal")


def _of_text(complaint: Complaint, event: Event) -> Iterator[Notice]:
    """Yield the notices that an open case follows another text: to the office that has it, and to the reporters. No regulation
    names them, so they stay on the system itself."""
    if not isinstance(event, TextChanged) or complaint.status.is_final:
        return
    if complaint.test:
        yield Notice(Told(Role.TECHNICIAN), "portal")
        return
    holder = Told(Role.AGENCY_OFFICER, complaint.lead) if complaint.lead else Told(Role.CENTRE_OPERATOR)
    yield Notice(holder, "portal")
    yield Notice(Told(Role.REPORTER), "portal")


def _of_course(complaint: Complaint, event: Event, reports: tuple[str, ...] | None) -> Iterator[Notice]:
    """Yield the notice of a step to the reporters whom it concerns. The receipt names where the routing rules sent the report
    at once, so that dispatch is no notice of its own."""
    at_once = isinstance(event, Dispatched) and event.automatic
    if event.kind in OF_THE_COURSE and not at_once and not complaint.test:
        yield Notice(Told(Role.REPORTER), "portal", reports)


def _agencies_told(complaint: Complaint, event: Event) -> tuple[str | None, ...]:
    """Return the agencies whose people an event tells: of a part, the lead learns; of a day for a part, its agency does."""
    match event:
        case PartDaySet():
            return (event.agency,)
        case Contributed() | PartDeclined():
            return (complaint.lead,)
        case _:
            return (complaint.lead, *complaint.co_ordinating)


def _channels(rule: NoticeRule, told: Told) -> tuple[str, ...]:
    """Return the rule's channels for a recipient. Only a reporter can be answered by `receipt`."""
    return tuple(each for each in rule.channels if each != BY_RECEIPT or told.role is Role.REPORTER)


def _by(complaint: Complaint, channel: str) -> str:
    """Return the channel itself or, for `receipt`, the one that answers reports of the case's own channel."""
    if channel != BY_RECEIPT:
        return channel
    came_by = complaint.procedure.channel(complaint.channel)
    return came_by.answers_by if came_by else "portal"


def _who(complaint: Complaint, event: Event, recipient: str) -> tuple[Told, ...]:
    if recipient == "told":
        return event.told if isinstance(event, Reminded | Escalated | Bounced | Recalled | HandedBack) else ()
    author = event.author if isinstance(event, Commented | Noted) else None
    role = Role(recipient)
    agencies = _agencies_told(complaint, event) if role.of_agency else (None,)
    told = (Told(role, agency) for agency in agencies if agency or not role.of_agency)
    return tuple(each for each in told if each != author)
