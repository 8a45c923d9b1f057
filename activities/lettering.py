"""Making one letter. Whom it is written to is read here, and neither that nor what it says leaves by a result or an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import LETTER_NOT_MADE, RENDER_LETTER, LetterRequest
from documents.letters.docx import docx
from documents.letters.letter import Letter
from documents.letters.pdf import pdf
from domain.words import Role
from language.labels import ROLE
from records.letters.rows import LetterFacts, LetterFormat, LetterKey

_FORMATS: Mapping[LetterFormat, Callable[[str, Letter], bytes]] = {LetterFormat.PDF: pdf, LetterFormat.DOCX: docx}
_SIGNS_AS = {Role.AGENCY_LEADER: "Thủ trưởng đơn vị"}
"""As the appendix of Bình Định has it. Whoever else signs does so under the name of their role."""

_log = structlog.get_logger(__name__)


class Letters(Protocol):
    """The record as lettering needs it; `records.letters.letters.Letters` is the real one."""

    def facts(self, letter: LetterKey) -> LetterFacts | None:
        """What the letter is made of; None for one that is made."""
        ...

    def keep(self, letter: LetterKey, made: Mapping[LetterFormat, bytes]) -> None:
        """Keep the letter, unless it was made before."""
        ...

    def failed(self, letter: LetterKey, fault: str) -> None:
        """Note that the letter could not be made."""
        ...


class Lettering:
    """Makes letters."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    @activity.defn(name=RENDER_LETTER)
    def render(self, request: LetterRequest) -> None:
        """Make the letter in every format and keep it. One that is made stays as it is.

        Raises:
            ApplicationError: of type LetterNotMade, where its form fails; the letter says so meanwhile.
        """
        key = LetterKey(request.code, request.event_number)
        facts = self._letters.facts(key)
        if facts is None:
            return
        try:
            letter = letter_of(facts)
            made = {each: make(facts.rule.template, letter) for each, make in _FORMATS.items()}
        except Exception as error:  # noqa: BLE001 - a form's own error may quote the letter, so its name has to do
            fault = type(error).__name__
            _log.warning("letter not made", case=key.code, event_number=key.event_number, error=fault)
            self._letters.failed(key, fault)
            raise ApplicationError(f"the form {facts.rule.template} failed: {fault}", type=LETTER_NOT_MADE) from None
        self._letters.keep(key, made)


def letter_of(facts: LetterFacts) -> Letter:
    """The letter that these facts make."""
    authority = facts.procedure.authority
    number = facts.rule.numbered(facts.number)
    return Letter(
        title=f"{facts.rule.name} số {number}, hồ sơ {facts.code}",
        superior=_abbreviated(authority.name),
        issuer=_abbreviated(facts.agency_name or authority.centre),
        number=number,
        about=f"V/v {facts.rule.name[:1].lower()}{facts.rule.name[1:]} {facts.code}",
        place=facts.rule.place,
        dated=authority.local_date(facts.at),
        addressee=facts.addressee,
        body=facts.words,
        signer_title=_SIGNS_AS.get(facts.signer_role, ROLE[facts.signer_role]),
        signer=facts.signer,
        recipients=("Như trên;", "Lưu: VT."),
        code=facts.code,
        reason=facts.reason,
        replaces=_replaces(facts),
    )


def _replaces(facts: LetterFacts) -> str | None:
    """The sentence by which a letter takes the place of an earlier one, which keeps its number."""
    replaced, authority = facts.replaces, facts.procedure.authority
    if replaced is None:
        return None
    day = authority.local_date(replaced.at)
    of = "" if replaced.agency_name == facts.agency_name else f" của {replaced.agency_name or authority.centre}"
    return f"Văn bản này thay thế văn bản số {facts.rule.numbered(replaced.number)} ngày {day:%d/%m/%Y}{of}."


def _abbreviated(name: str) -> str:
    """As the appendices write the name of an office: `UBND tỉnh Bình Định`."""
    return name.replace("Ủy ban nhân dân", "UBND")
