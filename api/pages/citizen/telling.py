"""The ways by which reporters are told of their cases beside the page, and what was sent to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.web.front import Site
from api.web.offices import zone_of
from domain.messages import MessageStatus, ToldBy
from language.labels import CHANNEL, MESSAGE_STATUS, TOLD_OF, local_time
from language.later_words import label_of
from records.messages.rows import MessageLine

_BY_ALL = (
    (ToldBy.EVERYTHING, "Thư điện tử và tin nhắn"),
    (ToldBy.EMAIL, "Chỉ thư điện tử"),
    (ToldBy.SMS, "Chỉ tin nhắn"),
    (ToldBy.NOTHING, "Không gửi, tôi tự xem hồ sơ"),
)
_BY_EMAIL = (
    (ToldBy.EVERYTHING, "Thư điện tử"),
    (ToldBy.NOTHING, "Không gửi, tôi tự xem hồ sơ"),
)


@dataclass(frozen=True)
class SentMessage:
    """A message to a reporter as the reporter sees it: what it told, when, by what, and whether it went."""

    label: str
    at_text: str
    channel: str
    status: str


def told_ways(site: Site) -> tuple[tuple[ToldBy, str], ...]:
    """Return the choices with their words. SMS are a choice only where a gateway takes them."""
    return _BY_ALL if site.sends_sms else _BY_EMAIL


def shown_choice(site: Site, chosen: ToldBy) -> ToldBy:
    """Return the choice that the form shows as the present one, also where it was made when there was a gateway."""
    if site.sends_sms:
        return chosen
    return ToldBy.EVERYTHING if chosen.email else ToldBy.NOTHING


def sent_messages(lines: Iterable[MessageLine]) -> Iterator[SentMessage]:
    """Return the messages in words."""
    for line in lines:
        # That staff must look after it is nothing to a reporter.
        given_up = line.status is MessageStatus.GIVEN_UP
        words = "Không gửi được" if given_up else label_of(MESSAGE_STATUS, line.status)
        at = local_time(line.sent_at or line.queued_at, zone_of(line.authority))
        yield SentMessage(TOLD_OF.get(line.kind, line.kind), at, label_of(CHANNEL, line.channel), words)
