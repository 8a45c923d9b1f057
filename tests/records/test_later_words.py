"""A list that people only look at shows a word that a later release added; the release before must not fail on it."""

from __future__ import annotations

import ast
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

import records
from api.cases.differences.views import difference_view
from api.office.views.changes import change_view
from api.staff.looks.views import look_view
from domain.reconciling import Choice, FindingKind
from records.later_words import word_in
from records.offices.rows import OfficeChange, Subject
from records.reconciliation.rows import Difference, KnownFinding
from records.staff.rows import Look, LookedAt
from tests.support.fronts.desk import MONDAY_8

LATER = "a_word_of_tomorrow"
ROOMS = Path(records.__path__[0])
LISTED = {
    "AttachmentKind", "AuditWay", "ChangeKind", "Choice", "DeviationKind", "Fault", "FindingKind", "HandoverState",
    "Interrupted", "LetterStatus", "LookedAt", "MessageStatus", "RequestKind", "RequestStep", "Subject",
}  # fmt: skip
"""The words that people look at in lists. Others decide what somebody may do or how a case goes on, and are read strictly."""


def test_a_word_of_a_later_release_stands_for_itself_and_equals_no_other() -> None:
    later = word_in(LookedAt, LATER)
    assert (str(later), later.value, isinstance(later, LookedAt)) == (LATER, LATER, True)
    assert later not in list(LookedAt)
    assert word_in(LookedAt, "identity") is LookedAt.IDENTITY
    with pytest.raises(ValueError, match=LATER):
        LookedAt(LATER)


def test_lists_show_it() -> None:
    look = Look(1, MONDAY_8, "1", "trungtam", "Lê An", word_in(LookedAt, LATER), None, None, 1)
    change = OfficeChange(1, MONDAY_8, "khanh-hoa", "1", "quantri", word_in(Subject, LATER), "a", None, {})
    difference = Difference("KH-2026-000001", word_in(FindingKind, LATER), 1, 2)
    choice = word_in(Choice, LATER)
    finding = KnownFinding(uuid.UUID(int=1), difference, "khanh-hoa", MONDAY_8, MONDAY_8, MONDAY_8, choice=choice)
    looked, changed, differs = look_view(look), change_view(change), difference_view(finding)
    for view in (looked, changed, differs):
        assert LATER in view.model_dump_json()
    assert (looked.looked_at_label, differs.choices) == (f"loại mới ({LATER})", [])


def words_read(module: Path) -> Iterator[tuple[str, str]]:
    """Yield the module and the name of each kind of listed words that it reads from a row strictly."""
    for node in ast.walk(ast.parse(module.read_text())):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Attribute() | ast.Name() | ast.Subscript()], keywords=[]):
                if name in LISTED:
                    yield str(module.relative_to(ROOMS)), name


def test_no_list_fails_on_one() -> None:
    strictly = {found for module in ROOMS.rglob("*.py") for found in words_read(module)}
    assert strictly == set()
