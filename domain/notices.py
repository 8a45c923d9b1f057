"""Which notices an event sends, to whom, by which channels."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actors import Told
from domain.complaint import Complaint
from domain.events import Bounced, Escalated, Event, Reminded
from domain.procedure import NoticeRule
from domain.words import Role

BY_RECEIPT = "receipt"
"""Stands for the channel by which the report came."""

FOR_ITS_OWN_REPORTER = frozenset({"supplement_asked", "reminded", "answered", "hidden", "unhidden"})
"""The kinds of event that concern the case's own reporter alone: who is asked to do something, whose question is answered,
whose words are taken from view. Reporters whose cases were merged into this one are not told of them."""


@dataclass(frozen=True)
class Notice:
    """One message to queue: the case's code, the event and the channel say what it will read. By `BY_RECEIPT` it goes to each
    reporter who follows the case by the channel that answers that reporter's own report."""

    to: Told
    channel: str


def notices(complaint: Complaint, event: Event) -> tuple[Notice, ...]:
    """The notices that `event` sends in a case as it stands after it, each one once, as they reach its own reporter."""
    queued = notices_to_queue(complaint, event)
    return tuple(dict.fromkeys(Notice(one.to, _by(complaint, one.channel)) for one in queued))


def notices_to_queue(complaint: Complaint, event: Event) -> tuple[Notice, ...]:
    """The same before it is known which reporters follow the case: others' cases may have been merged into it."""
    sent: dict[Notice, None] = {}
    for rule in complaint.procedure.notices:
        if rule.on != event.kind or rule.urgency not in (None, complaint.urgency):
            continue
        for recipient in rule.to:
            for told in _who(complaint, event, recipient):
                sent.update((Notice(told, channel), None) for channel in _channels(rule, told))
    return tuple(sent)


def _channels(rule: NoticeRule, told: Told) -> tuple[str, ...]:
    """The rule's channels for somebody; only a reporter has a receipt to be answered by."""
    return tuple(each for each in rule.channels if each != BY_RECEIPT or told.role is Role.REPORTER)


def _by(complaint: Complaint, channel: str) -> str:
    """The channel itself; for `receipt`, the one that reaches whoever reported by the channel the case came by."""
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
