"""Makes one letter. It reads the addressee here; no result and no error holds the addressee or the text."""

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
from documents.letters.signing import UNSIGNED, Seals
from domain.procedure import written_number
from domain.words import Role
from language.labels import ROLE, local_time, paper_text
from language.vietnamese import starting_small
from records.letters.rows import LetterFacts, LetterFormat, LetterKey, Matter
from templates.letters import Form

FormOf = Callable[[str, str], Form]
"""The form that a procedure, by its id, calls by a name. Raises NoForm."""

_FORMATS: Mapping[LetterFormat, Callable[[Form, Letter], bytes]] = {LetterFormat.PDF: pdf, LetterFormat.DOCX: docx}
_SIGNS_AS = {Role.AGENCY_LEADER: "Thủ trưởng đơn vị"}
"""The name under which a role signs, from the appendix of Bình Định. Other roles sign under their own name."""

_log = structlog.get_logger(__name__)


class Letters(Protocol):
    """The record as making letters needs it; `records.letters.repository.Letters` is the real one."""

    def facts(self, letter: LetterKey) -> LetterFacts | None:
        """Return the facts of the letter; None if it was made before."""
        ...

    def keep(self, letter: LetterKey, made: Mapping[LetterFormat, bytes]) -> None:
        """Store the letter, unless it was made before."""
        ...

    def failed(self, letter: LetterKey, fault: str) -> None:
        """Record that the letter could not be made."""
        ...


class Lettering:
    """Makes letters."""

    def __init__(self, letters: Letters, form_of: FormOf, seals: Seals = UNSIGNED) -> None:
        self._letters = letters
        self._form_of = form_of
        self._seals = seals

    @activity.defn(name=RENDER_LETTER)
    def render(self, request: LetterRequest) -> None:
        """Make the letter in every format, sign the PDF where its office has a certificate, and store both. A letter that was
        made before stays as it is.

        Raises:
            ApplicationError: of type LetterNotMade, where its form or its signature fails. The letter's status shows that until
                a retry succeeds.
        """
        key = LetterKey(request.code, request.event_number, request.report or "")
        facts = self._letters.facts(key)
        if facts is None:
            return
        try:
            form, letter = self._form_of(facts.procedure.id, facts.rule.template), letter_of(facts)
            made = {each: make(form, letter) for each, make in _FORMATS.items()}
            made[LetterFormat.PDF] = self._signed(made[LetterFormat.PDF], facts)
        except Exception as error:  # noqa: BLE001 - only its type is kept, because its text may quote the letter
            fault = type(error).__name__
            _log.warning("letter not made", case=key.code, event_number=key.event_number, error=fault)
            self._letters.failed(key, fault)
            raise ApplicationError(f"the letter {facts.rule.template} failed: {fault}", type=LETTER_NOT_MADE) from None
        self._letters.keep(key, made)

    def _signed(self, made: bytes, facts: LetterFacts) -> bytes:
        procedure = facts.procedure
        return self._seals.sign(made, procedure.id, facts.agency, procedure.authority.time_zone)


def letter_of(facts: LetterFacts) -> Letter:
    """Return the letter that these facts make."""
    authority = facts.procedure.authority
    number = written_number(facts.number, facts.symbol)
    return Letter(
        title=f"{facts.rule.name} số {number}, hồ sơ {facts.report}",
        superior=_abbreviated(facts.rule.superior or authority.name),
        issuer=_abbreviated(facts.agency_name or authority.centre),
        number=number,
        about=f"V/v {starting_small(facts.rule.name)} {facts.report}",
        place=facts.rule.place,
        dated=authority.local_date(facts.at),
        addressee=facts.addressee,
        body=_body(facts),
        signer_title=_SIGNS_AS.get(facts.signer_role, ROLE[facts.signer_role]),
        signer=facts.signer,
        recipients=("Như trên;", "Lưu: VT."),
        code=facts.report,
        reason=(facts.words or None) if facts.matter else facts.reason,
        replaces=_replaces(facts),
    )


def _body(facts: LetterFacts) -> str:
    """Return the words of the letter. A letter to an office tells the report; a result in writing ends with its paper, a
    commitment with its day."""
    if facts.matter is not None:
        return _told(facts.matter, facts.procedure.authority.time_zone)
    paper = f"\nĐính kèm: Văn bản {paper_text(facts.paper)}." if facts.paper else ""
    day = f"\nThời hạn cam kết hoàn thành: hết ngày {facts.committed:%d/%m/%Y}." if facts.committed else ""
    return f"{facts.words}{day}{paper}"


def _told(matter: Matter, zone: str) -> str:
    told = (
        ("Nội dung", matter.content),
        ("Địa điểm", matter.place),
        ("Thời gian", matter.occurred_at),
        ("Tiếp nhận lúc", local_time(matter.filed_at, zone)),
    )
    return "\n".join(f"{name}: {words}" for name, words in told if words)


def _replaces(facts: LetterFacts) -> str | None:
    """Return the sentence by which a letter replaces an earlier one. The earlier letter keeps its number."""
    replaced, authority = facts.replaces, facts.procedure.authority
    if replaced is None:
        return None
    day = authority.local_date(replaced.at)
    of = "" if replaced.agency_name == facts.agency_name else f" của {replaced.agency_name or authority.centre}"
    return (
        f"Văn bản này thay thế văn bản số {written_number(replaced.number, replaced.symbol)} ngày {day:%d/%m/%Y}{of}."
    )


def _abbreviated(name: str) -> str:
    """Abbreviate the name of an office as the appendices do: `UBND tỉnh Bình Định`."""
    return name.replace("Ủy ban nhân dân", "UBND")
