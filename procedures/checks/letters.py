"""Checks the letters of a procedure: who signs them, and whether a letter of a result is the one that the reporter gets."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from domain.events import ACT_OF_EVENT
from domain.procedure import LetterRule, Procedure
from domain.results import GIVEN, STEPS_OF_RESULT
from domain.words import Role
from procedures.faults import Fault


def faults_of_letters(procedure: Procedure) -> Iterator[Fault]:
    """Require that an office makes and signs each letter, and that everybody who is answered with a result gets its letter."""
    for number, letter in enumerate(procedure.letters):
        earlier = tuple(one for one in procedure.letters[:number] if one.on == letter.on)
        yield from _signer(procedure, letter)
        yield from _grounds(procedure, letter)
        if bool(letter.to) != (letter.addressee is not None):
            reason = "văn bản gửi cơ quan phải nêu cả nơi nhận (addressee) và vai trò đọc được (to)"
            yield Fault(f"{_key(letter)}.to", reason)
        yield from _event(letter, earlier)
    yield from _answers(procedure)


def _signer(procedure: Procedure, letter: LetterRule) -> Iterator[Fault]:
    for name, event in (("on", letter.on), ("signed_on", letter.signed_on)):
        act = procedure.act(ACT_OF_EVENT[event]) if event in ACT_OF_EVENT else None
        if event is not None and (event not in ACT_OF_EVENT or (act and Role.REPORTER in act.by)):
            yield Fault(f"{_key(letter)}.{name}", f"“{event}” không do cán bộ làm nên không ai ký văn bản")


def _grounds(procedure: Procedure, letter: LetterRule) -> Iterator[Fault]:
    act = ACT_OF_EVENT.get(letter.on)
    listed = {ground.id for ground in procedure.grounds(act)} if act else set()
    for ground in letter.grounds:
        if ground not in listed:
            yield Fault(f"{_key(letter)}.grounds", f"không có căn cứ “{ground}” cho “{letter.on}”")


def _event(letter: LetterRule, earlier: tuple[LetterRule, ...]) -> Iterator[Fault]:
    if any(not one.grounds or not letter.grounds or {*one.grounds} & {*letter.grounds} for one in earlier):
        yield Fault(f"{_key(letter)}.on", f"“{letter.on}” đã có một văn bản ở trên")
    if any(one.template == letter.template for one in earlier):
        reason = f"mẫu “{letter.template}” đã dùng cho căn cứ khác ở trên; hãy ghi các căn cứ vào một mục"
        yield Fault(f"{_key(letter)}.template", reason)
    if letter.on in STEPS_OF_RESULT:
        reason = "lời kết quả còn có thể sửa; văn bản lập khi trả lời người gửi (“published”, “withheld”)"
        yield Fault(f"{_key(letter)}.on", f"ở “{letter.on}” {reason}")


def _answers(procedure: Procedure) -> Iterator[Fault]:
    written = {letter.on for letter in procedure.letters}
    answers = {event for event in GIVEN if procedure.act(ACT_OF_EVENT[event])}
    if written & answers:
        for event in sorted(answers - written):
            yield Fault("letters", f"người gửi được trả lời ở “{event}” mà không có văn bản như ở bước trả lời kia")


def faults_of_templates(procedure: Procedure, forms: Collection[str]) -> Iterator[Fault]:
    """Return every letter whose template is not one of the forms."""
    for letter in procedure.letters:
        if letter.template not in forms:
            yield Fault(
                f"{_key(letter)}.template",
                f"không có mẫu “{letter.template}” (.typ và .docx); có: {', '.join(sorted(forms))}",
            )


def _key(letter: LetterRule) -> str:
    return f"letters[{letter.on}]"
