"""Letters of a case are read: listed to everybody who sees the case, opened by those who may know the reporter."""

from __future__ import annotations

from typing import Protocol

from api.web.identity.callers import Viewer
from api.web.problems.kinds import ADDRESSEE_ONLY, LETTER_NOT_READY, UNKNOWN_LETTER
from api.web.problems.problem import Problem
from domain.complaint import Complaint
from domain.results import is_given
from domain.visibility import Audience, knows_reporter
from records.cases.rows import CaseRecord
from records.letters.rows import LetterFile, LetterFormat, LetterKey, LetterLine
from records.staff.rows import LookedAt


class KeptLetters(Protocol):
    """The letters of the record; `records.letters.repository.Letters` is the real one."""

    def of_case(self, complaint: Complaint) -> tuple[LetterLine, ...]:
        """Return the letters of a case, in the order in which they came to be."""
        ...


class LetterContents(Protocol):
    """The files of the letters; `records.letters.repository.Letters` is the real one."""

    def content(self, letter: LetterKey, form: LetterFormat) -> bytes | None:
        """Return one of a letter's files, None where it is not rendered yet."""
        ...


class Looks(Protocol):
    """The record of who looked at what; `records.staff.looks.Looks` is the real one."""

    def note(self, account: str, looked_at: LookedAt, code: str | None) -> None:
        """Record that somebody looked."""
        ...


def letters_of(letters: KeptLetters, case: CaseRecord, viewer: Viewer) -> list[LetterLine]:
    """Return the letters of a case; for anybody but staff only those that were given out."""
    complaint, is_staff = case.complaint, viewer.audience is Audience.STAFF
    return [each for each in letters.of_case(complaint) if is_staff or is_given(complaint, each.rule.on, each.at)]


def may_open(viewer: Viewer, complaint: Complaint) -> bool:
    """Return whether the viewer may open the letters, which name the reporter."""
    if viewer.audience is Audience.REPORTER:
        return True
    return viewer.actor is not None and knows_reporter(complaint, viewer.actor)


def require_letter(
    letters: KeptLetters, case: CaseRecord, viewer: Viewer, event: int, form: LetterFormat
) -> LetterFile:
    """Return the file of the letter that this event brought about.

    Raises:
        Problem: there is no such letter that the viewer knows of, the viewer may not open it, or it is not rendered yet.
    """
    line = next((each for each in letters_of(letters, case, viewer) if each.event_number == event), None)
    if line is None:
        raise Problem(UNKNOWN_LETTER)
    if not may_open(viewer, case.complaint):
        raise Problem(ADDRESSEE_ONLY)
    file = next((each for each in line.files if each.format is form), None)
    if file is None:
        raise Problem(LETTER_NOT_READY)
    return file


def open_letter(
    letters: LetterContents, looks: Looks, case: CaseRecord, viewer: Viewer, event: int, form: LetterFormat
) -> bytes | None:
    """Return the content of a letter's file. Where staff open it, that is noted."""
    if viewer.audience is Audience.STAFF and viewer.actor and viewer.actor.account:
        looks.note(viewer.actor.account, LookedAt.LETTER, case.code)
    return letters.content(LetterKey(case.code, event), form)
