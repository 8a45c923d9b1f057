"""Tests what an act must hold to be allowed, one ruling each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain import acts
from domain.acts import Sealed
from domain.refusals import RefusalKind
from domain.words import Status
from tests.support.domain.driving import DAY, Case, case_in
from tests.support.domain.people import (
    EXTEND,
    FILE,
    FIX,
    HOLDS,
    INVOLVE,
    LIGHTING,
    NHA_TRANG,
    SET_PART_DAY,
    SUBMIT,
    TRANSPORT,
    VERIFY,
    WORDS,
    file,
)

REPORT: dict[str, Any] = {"channel": "portal", "field": "giao-thong", "secret": False, "holds": HOLDS}

RULINGS = [
    ("a channel Điều 4 does not name", "unfiled", acts.File(**REPORT | {"channel": "fax"}), "unknown_channel", "fax"),
    ("a field nobody set", "unfiled", acts.File(**REPORT | {"field": "hàng không"}), "unknown_field", "hàng không"),
    ("no place, no phone", "unfiled", acts.File(**REPORT | {"holds": ("content", "occurred_at", "name", "address")}),
     "report_incomplete", "place,phone"),
    ("asked for nothing", "submitted", acts.AskSupplement(wanted=Sealed(" \n")), "words_missing", ""),
    ("supplemented with nothing", "awaiting_supplement", acts.Supplement(text=Sealed("")), "words_missing", ""),
    ("refused on no ground of Điều 12", "submitted", acts.Refuse(ground="too_hard", reason=WORDS),
     "unknown_ground", "too_hard"),
    ("refused without the reason of Điều 12", "submitted", acts.Refuse(ground="out_of_scope", reason=Sealed("")),
     "words_missing", ""),
    ("a duplicate of nothing", "submitted", acts.Refuse(ground="duplicate", reason=WORDS), "original_missing", "duplicate"),
    ("a duplicate of blanks", "submitted", acts.Refuse(ground="duplicate", reason=WORDS, duplicate_of=" "),
     "original_missing", "duplicate"),
    ("a duplicate of itself", "submitted", acts.Refuse(ground="duplicate", reason=WORDS, duplicate_of="KH-2026-000001"),
     "duplicate_of_itself", "KH-2026-000001"),
    ("verified into an unknown field", "submitted", acts.Verify(field="nope"), "unknown_field", "nope"),
    ("dispatched into an unknown field", "verified", acts.Dispatch(lead=NHA_TRANG, field="nope"), "unknown_field", "nope"),
    ("the lead co-ordinates with itself", "verified", acts.Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT, NHA_TRANG)),
     "lead_also_co_ordinates", NHA_TRANG),
    ("returned without the reason of Điều 7", "dispatched", acts.Return(reason=Sealed("")), "words_missing", ""),
    ("a day for a part that nobody has to do", "processing", SET_PART_DAY, "several_agencies_only", "set_part_day"),
    ("extended though a single agency has it", "processing", EXTEND, "several_agencies_only", "extend"),
    ("a temporary fix of what is not instant", "processing", FIX, "nothing_to_fix", ""),
    ("a delay explained before there is one", "processing", acts.ExplainDelay(reason=WORDS), "not_overdue", ""),
    ("an empty result", "processing", acts.SubmitResult(result=Sealed("\t")), "words_missing", ""),
    ("a result of invisible letters", "processing", acts.SubmitResult(result=Sealed("\u200b\u2060\ufeff\x00")),
     "words_missing", ""),
    ("sent back without a reason", "awaiting_approval", acts.SendBack(reason=Sealed("")), "words_missing", ""),
    ("withheld on no ground of Điều 9", "approved", acts.Withhold(ground="shame"), "unknown_ground", "shame"),
    ("withheld for a reporter who did not ask", "approved", acts.Withhold(ground="reporter_asked"),
     "secrecy_not_requested", ""),
    ("a fourth rating", "published", acts.Rate(rating="furious"), "unknown_rating", "furious"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "act", "kind", "about"), [row[1:] for row in RULINGS], ids=[row[0] for row in RULINGS]
)
def test_an_act_without_what_it_needs_is_refused(status: str, act: acts.Act, kind: str, about: str) -> None:
    refusal = case_in(Status(status)).refuses(act)
    assert (refusal.kind, refusal.about) == (kind, about)


def test_a_report_needs_no_field_to_be_filed_or_verified_but_needs_one_to_be_dispatched() -> None:
    case = Case(file(field=None), VERIFY)
    assert case.refuses(acts.Dispatch(lead=NHA_TRANG)).kind is RefusalKind.FIELD_MISSING
    assert case.does(acts.Dispatch(lead=NHA_TRANG, field="y-te")).complaint.field == "y-te"


def test_a_case_is_not_extended_without_a_reason() -> None:
    case = case_in(Status.PROCESSING).does(INVOLVE)
    assert case.refuses(acts.Extend(reason=Sealed(""))).kind is RefusalKind.WORDS_MISSING


def test_a_case_is_extended_once() -> None:
    case = case_in(Status.PROCESSING).does(INVOLVE).does(EXTEND)
    assert case.refuses(EXTEND).kind is RefusalKind.ALREADY_EXTENDED


def test_a_case_is_extended_before_its_processing_limit_passes() -> None:
    case = case_in(Status.PROCESSING).does(INVOLVE).waits(5 * DAY)
    assert case.refuses(EXTEND).kind is RefusalKind.EXTENSION_TOO_LATE


def test_a_missed_temporary_fix_does_not_forbid_an_extension() -> None:
    case = case_in(Status.PROCESSING, field=LIGHTING).does(INVOLVE).waits(2 * DAY)
    assert [limit.id for limit in case.complaint.overdue_limits] == ["fix_temporarily"]
    assert case.does(EXTEND).complaint.extended


def test_a_trouble_is_fixed_temporarily_once() -> None:
    case = case_in(Status.PROCESSING, field=LIGHTING).does(FIX)
    assert case.refuses(FIX).kind is RefusalKind.NOTHING_TO_FIX


def test_a_result_the_reporter_wants_secret_is_not_published() -> None:
    case = Case(file(secret=True), VERIFY, acts.Dispatch(lead=NHA_TRANG), acts.Accept(), SUBMIT, acts.Approve())
    assert case.refuses(acts.Publish()).kind is RefusalKind.SECRECY_REQUESTED


def test_what_was_withheld_once_is_not_published_when_it_is_handled_again() -> None:
    case = case_in(Status.WITHHELD)
    case.complaint = replace(case.complaint, status=Status.APPROVED)
    assert case.refuses(acts.Publish()).kind is RefusalKind.RESTRICTED


def test_a_report_is_filed_once() -> None:
    assert Case(FILE).refuses(FILE).kind is RefusalKind.WRONG_STATUS
