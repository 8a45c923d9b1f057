"""The deviations that an audit of the record can find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DeviationKind(StrEnum):
    """The ways in which a part of the record can contradict another."""

    EVENT_CHANGED = "event_changed"
    EVENT_MISSING = "event_missing"
    EVENT_UNCHAINED = "event_unchained"
    EVENT_UNREADABLE = "event_unreadable"
    EVENT_INSTANT = "event_instant"
    REPORT_CHANGED = "report_changed"
    REGULATION_CHANGED = "regulation_changed"
    HEAD = "head"
    STANDING = "standing"
    FIGURES = "figures"
    LETTER_MISSING = "letter_missing"
    LETTER_CHANGED = "letter_changed"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    HISTORY_START = "history_start"
    HISTORY_EVENT = "history_event"
    HISTORY_DUE = "history_due"
    HISTORY_ACT = "history_act"
    HISTORY_WORDS = "history_words"
    HISTORY_OPEN = "history_open"
    ROOTED_HEAD = "rooted_head"
    ROOT = "root"
    STAMP = "stamp"
    GUARD_OFF = "guard_off"


@dataclass(frozen=True)
class Deviation:
    """A contradiction in the record. `code` and `number` are the case and its event, None where it concerns no single one.

    `about` names the part. `found` is what stands there, `told` what the other part of the record says.
    """

    kind: DeviationKind
    code: str | None = None
    number: int | None = None
    about: str = ""
    found: str = ""
    told: str = ""
