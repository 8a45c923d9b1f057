"""Letters of a case are read: listed to everybody who sees the case, opened by the reporter, by those who may know the reporter,
and by those who signed the letter or sent it out."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from api.web.identity.callers import Viewer
from api.web.merged import MergedCases, answering
from api.web.problems.kinds import ADDRESSEE_ONLY, IDENTITY_RESTRICTED, LETTER_NOT_READY, UNKNOWN_LETTER
from api.web.problems.problem import Problem
from domain.complaint import Complaint
from domain.results import is_given
from domain.visibility import Audience, opens_letter
from records.cases.rows import CaseRecord
from records.letters.rows import LetterFile, LetterFormat, LetterKey, LetterLine
from records.staff.rows import LookedAt


class KeptLetters(Protocol):
    """The letters of the record; `records.letters.repository.Letters` is the real one."""

    def of_case(self, complaint: Complaint) -> tuple[LetterLine, ...]:
        """Return the letters to a case's own reporter, in the order in which they came to be."""
        ...


class LetterContents(Protocol):
    """The files of the letters; `records.letters.repository.Letters` is the real one."""

    def content(self, letter: LetterKey, form: LetterFormat) -> bytes | None:
        """Return one of a letter's files, None where it is not rendered yet."""
        ...


class KeptIdentities(Protocol):
    """The identities of the record; `records.personal_data.identities.Identities` is the real one."""

    def restricted_since(self, code: str) -> datetime | None:
        """Return since when the identity of a case's reporter is restricted, None where it is not."""
        ...


class Looks(Protocol):
    """The record of who looked at what; `records.staff.looks.Looks` is the real one."""

    def note(self, account: str, looked_at: LookedAt, code: str | None) -> None:
        """Record that somebody looked."""
        ...


def letters_of(letters: KeptLetters, cases: MergedCases, case: CaseRecord, viewer: Viewer) -> list[LetterLine]:
    """Return the letters of a case; for anybody but staff only those to the reporter that were given out. Where the case is a
    merged report, the answer of the case that it is part of is among them, addressed to the report's own reporter."""
    of = {one.code: one.complaint for one in (case, answering(cases, case))}
    return [
        each
        for each in letters.of_case(case.complaint)
        if viewer.audience is Audience.STAFF or _was_given(of.get(each.code), each)
    ]


def _was_given(complaint: Complaint | None, line: LetterLine) -> bool:
    to_reporter = line.rule.addressee is None
    return to_reporter and complaint is not None and is_given(complaint, line.rule.on, line.at)


def may_open(viewer: Viewer, complaint: Complaint, line: LetterLine) -> bool:
    """Return whether the viewer may open a letter, which names the reporter. `complaint` is the case that answers."""
    if viewer.audience is Audience.REPORTER:
        return True
    return any(
        opens_letter(complaint, actor, office=line.agency, hands=line.hands, to=line.rule.to) for actor in viewer.actors
    )


def require_letter(
    letters: KeptLetters, cases: MergedCases, case: CaseRecord, viewer: Viewer, key: LetterKey, form: LetterFormat
) -> LetterFile:
    """Return the file of a letter to the reporter of this case.

    Raises:
        Problem: there is no such letter that the viewer knows of, the viewer may not open it, or it is not rendered yet.
    """
    known = letters_of(letters, cases, case, viewer)
    line = next((each for each in known if (each.code, each.event_number) == (key.code, key.event_number)), None)
    if line is None:
        raise Problem(UNKNOWN_LETTER)
    if not may_open(viewer, answering(cases, case).complaint, line):
        raise Problem(ADDRESSEE_ONLY)
    file = next((each for each in line.files if each.format is form), None)
    if file is None:
        raise Problem(LETTER_NOT_READY)
    return file


def require_unrestricted(identities: KeptIdentities, viewer: Viewer, report: str) -> None:
    """Raise Problem where staff want to open a letter to a reporter who had their identity restricted."""
    if viewer.audience is Audience.STAFF and identities.restricted_since(report) is not None:
        raise Problem(IDENTITY_RESTRICTED)


def open_letter(
    letters: LetterContents, looks: Looks, viewer: Viewer, key: LetterKey, form: LetterFormat
) -> bytes | None:
    """Return the content of a letter's file. Where staff open it, that is noted."""
    if viewer.audience is Audience.STAFF and viewer.actor and viewer.actor.account:
        looks.note(viewer.actor.account, LookedAt.LETTER, key.report)
    return letters.content(key, form)
