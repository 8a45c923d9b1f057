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


class AuditPart(StrEnum):
    """The parts of an audit. Each compares two things that must agree."""

    CHAIN = "chain"
    STANDING = "standing"
    HISTORY = "history"
    LETTERS = "letters"
    FILES = "files"
    ROOTS = "roots"
    GUARDS = "guards"


_PARTS = {
    AuditPart.STANDING: (DeviationKind.STANDING, DeviationKind.FIGURES, DeviationKind.REGULATION_CHANGED),
    AuditPart.LETTERS: (DeviationKind.LETTER_MISSING, DeviationKind.LETTER_CHANGED),
    AuditPart.FILES: (DeviationKind.FILE_MISSING, DeviationKind.FILE_CHANGED),
    AuditPart.HISTORY: tuple(kind for kind in DeviationKind if kind.startswith("history_")),
    AuditPart.ROOTS: (DeviationKind.ROOTED_HEAD, DeviationKind.ROOT, DeviationKind.STAMP),
    AuditPart.GUARDS: (DeviationKind.GUARD_OFF,),
}
_PART_OF = {kind: part for part, kinds in _PARTS.items() for kind in kinds}


def part_of(kind: DeviationKind) -> AuditPart:
    """Return the part of an audit that finds deviations of this kind."""
    return _PART_OF.get(kind, AuditPart.CHAIN)


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
