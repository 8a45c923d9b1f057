"""The form in which a text takes over the open cases of another one."""

from __future__ import annotations

from dataclasses import replace

from domain.procedure import LetterRule, Procedure
from domain.texts.transitions import OpenCases

_NO_GROUND = ("",)
"""Grounds that fit nothing, so that a letter of the former text is never made anew."""


def taken_over(old: Procedure, digest: str, new: Procedure) -> Procedure | None:
    """Return the text that the open cases under `old`, whose digest is given, follow from the day of `new`. None where they stay
    under the text that they have: `new` says so, or says nothing of them.

    Under another authority, cases that follow the old text follow it as a text of that authority: its rules stay, and the
    authority, the centre and the place of the letters are those of the day.
    """
    clause = new.transition(old.id)
    if clause is None:
        return None
    if clause.open_cases is OpenCases.NEW_TEXT:
        return _under_new(old, digest, new)
    return _under_old(old, digest, new) if new.id != old.id else None


def _under_new(old: Procedure, digest: str, new: Procedure) -> Procedure:
    """Return the new text with the limits of the old one that it lacks, as names of what ended, and with letters that were
    queued under the old one."""
    limits = {rule.id for rule in new.limits}
    former = [rule for rule in (*old.limits, *old.former_limits) if rule.id not in limits]
    return replace(
        new,
        follows=digest,
        former_limits=tuple({rule.id: replace(rule, ladder=None) for rule in former}.values()),
        letters=(*new.letters, *_queued(old, new)),
    )


def _under_old(old: Procedure, digest: str, new: Procedure) -> Procedure:
    """Return the old text as one of the authority that takes the cases over."""
    place = new.letters[0].place if new.letters else None
    letters = tuple(replace(rule, place=place) if place else rule for rule in old.letters)
    return replace(
        old,
        id=new.id,
        authority=replace(new.authority, code_prefix=old.authority.code_prefix),
        letters=letters,
        role_names=new.role_names,
        follows=digest,
    )


def _queued(old: Procedure, new: Procedure) -> tuple[LetterRule, ...]:
    """Return the letters of the old text that may still be made: they were numbered before its cases went over."""
    made = {(rule.on, rule.template) for rule in new.letters}
    left = (rule for rule in old.letters if (rule.on, rule.template) not in made)
    return tuple(replace(rule, grounds=_NO_GROUND) for rule in left)
