"""The notices that an event sends: to whom, by which channels."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actors import Told
from domain.complaint import Complaint
from domain.events import Bounced, Escalated, Event, Reminded
from domain.procedure import NoticeRule
from domain.words import Role

BY_RECEIPT = "receipt"
"""Stands for the channel that answers the reporter's own report."""

FOR_ITS_OWN_REPORTER = frozenset({"supplement_asked", "reminded", "answered", "hidden", "unhidden"})
"""The kinds of event that concern only the case's own reporter: a request to the reporter, an answer to the reporter's question,
the reporter's words taken from view. Reporters whose cases were merged into this one are not notified of them."""


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
    who follows the case, by the channel that answers that reporter's own report."""

    to: Told
    channel: str


def notices(complaint: Complaint, event: Event) -> tuple[Notice, ...]:
    """Return the notices that `event` sends, each once, with the channels of the case's own reporter. `complaint` is the case
    after the event."""
    queued = notices_to_queue(complaint, event)
    return tuple(dict.fromkeys(Notice(one.to, _by(complaint, one.channel)) for one in queued))


def notices_to_queue(complaint: Complaint, event: Event) -> tuple[Notice, ...]:
    """Return the same before the reporters who follow the case are known: other cases may have been merged into it."""
    sent: dict[Notice, None] = {}
    for rule in complaint.procedure.notices:
        if rule.on != event.kind or rule.urgency not in (None, complaint.urgency):
            continue
        for recipient in rule.to:
            for told in _who(complaint, event, recipient):
                sent.update((Notice(told, channel), None) for channel in _channels(rule, told))
    return tuple(sent)


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
        return event.told if isinstance(event, Reminded | Escalated | Bounced) else ()
    role = Role(recipient)
    if not role.of_agency:
        return (Told(role),)
    agencies = (complaint.lead, *complaint.co_ordinating)
    return tuple(Told(role, agency) for agency in agencies if agency)
