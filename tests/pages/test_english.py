"""People who chose English read errors in English, too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import api
from api.pages.common.languages import Language, act_in, catalogues, said_in
from api.web.problems.refusals import CLOSED_TO_STAFF, MERGED_TO_STAFF
from api.web.problems.refusals import SENTENCES as REFUSALS
from api.web.problems.validation import SENTENCES as OF_FIELDS
from domain.procedure import Named, Procedure
from domain.proof.deviations import Deviation, DeviationKind
from language.deviations import sentence_of
from procedures import all_procedures

FAULTS = {"wrong", "wrong_field", "FieldError", "matching", "Problem"}
FOR_PROGRAMS = re.compile(r"JSON|/api/|/docs|…/|Idempotency|act_id|cursor|\berrors\b|\bareas\b|mã truy cập|Range")
BLANK = re.compile(r"{[^}]*}")


def calls(*names: str) -> Iterator[ast.Call]:
    """Yield the calls of these functions in the front."""
    for path in Path(api.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node


def text(node: ast.expr) -> str:
    """Return a sentence as written, with `{}` for values; empty if it is no sentence."""
    match node:
        case ast.Constant(value=str(said)) if " " in said:
            return said
        case ast.JoinedStr(values=parts):
            said = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            return said if re.search(r"\w", said) else ""
        case _:
            return ""


def of_kinds() -> Iterator[str]:
    """Yield title and sentence of each kind of problem, as pages show them."""
    for kind in calls("Kind"):
        said = [text(each) for each in kind.args[2:]]
        said[1:] = [text(each.value) for each in kind.keywords if each.arg == "on_page"] or said[1:]
        yield from filter(None, said)


def of_faults() -> Iterator[str]:
    """Yield the other errors of a field or a form."""
    for call in calls(*FAULTS):
        yield from filter(None, (text(each) for each in (*call.args, *(each.value for each in call.keywords))))


SAID = {
    "kinds": set(of_kinds()),
    "faults": set(of_faults()),
    "refusals": {CLOSED_TO_STAFF, MERGED_TO_STAFF, *(said for both in REFUSALS.values() for said in both)},
    "fields": set(OF_FIELDS.values()),
}


@pytest.mark.parametrize("told", SAID)
def test_english_lacks_no_sentence_that_tells_what_is_wrong(told: str) -> None:
    known = {BLANK.sub("{}", str(each.id)) for catalogue in catalogues(Language.ENGLISH) for each in catalogue}
    assert SAID[told]
    assert sorted(said for said in SAID[told] if BLANK.sub("{}", said) not in known) == []


def test_no_page_speaks_of_what_only_programs_see() -> None:
    assert [said for said in SAID["kinds"] if FOR_PROGRAMS.search(said)] == []


@pytest.mark.parametrize(
    ("said", "in_english"),
    [
        (
            "Đã nhập sai mật khẩu quá nhiều lần; hãy đợi 90 giây rồi đăng nhập lại. "
            "Nếu quên mật khẩu, hãy nhờ quản trị đặt lại.",
            "Too many wrong passwords; wait 90 seconds and sign in again. "
            "If you forgot yours, ask an admin to reset it.",
        ),
        ("Mục này dài quá; tối đa 500 ký tự.", "This is too long; at most 500 characters."),
        ("Một câu không ai biết.", "Một câu không ai biết."),
    ],
)
def test_a_sentence_with_blanks_is_known_again_when_they_are_filled(said: str, in_english: str) -> None:
    assert said_in(Language.ENGLISH, said) == in_english
    assert said_in(Language.VIETNAMESE, said) == said


@pytest.mark.parametrize("procedure", all_procedures().values(), ids=lambda procedure: procedure.id)
def test_english_has_words_for_whatever_the_regulation_names(procedure: Procedure) -> None:
    grounds: tuple[Named, ...] = (*procedure.refusal_grounds, *procedure.withhold_grounds, *procedure.hide_grounds)
    named = [each.name for each in (*procedure.fields, *procedure.ratings, *grounds)]
    named += [limit.name for limit in procedure.limits]
    assert sorted(name for name in named if said_in(Language.ENGLISH, name) == name) == []
    assert sorted(act.name for act in procedure.acts if act_in(Language.ENGLISH, act.name) == act.name) == []


def test_an_act_is_something_to_do_and_its_event_something_done() -> None:
    assert act_in(Language.ENGLISH, "Phân phối xử lý") == "Dispatch"
    assert said_in(Language.ENGLISH, "Phân phối xử lý") == "Dispatched"
    assert act_in(Language.VIETNAMESE, "Phân phối xử lý") == "Phân phối xử lý"


def test_lengths_of_time_are_written_as_english_writes_them() -> None:
    lengths = {"1 giờ": "1 hour", "0,5 ngày làm việc": "half a working day", "6,5 ngày làm việc": "6.5 working days"}
    assert {said: said_in(Language.ENGLISH, said) for said in lengths} == lengths
    assert [said_in(Language.VIETNAMESE, said) for said in lengths] == list(lengths)


@pytest.mark.parametrize("kind", DeviationKind)
def test_english_has_a_sentence_for_each_deviation(kind: DeviationKind) -> None:
    of_a_case = kind not in (DeviationKind.ROOT, DeviationKind.STAMP, DeviationKind.GUARD_OFF)
    code = "KH-2026-000001" if of_a_case else None
    said = sentence_of(Deviation(kind, code, 4, about="dispatched", found="1", told="2"))
    in_english = said_in(Language.ENGLISH, said)
    assert in_english != said
    assert not any(word in in_english for word in ("diễn biến", "không", "lịch sử"))
