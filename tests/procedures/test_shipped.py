"""Tests which procedure is in force when, and what tells its versions apart."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import TypeAdapter

from domain.events import ACT_OF_EVENT
from domain.procedure import Procedure
from procedures import NoProcedure, all_procedures, load_procedure, procedure_in_force
from procedures.province import is_in_force
from records.codec import procedure_to_json
from tests.support.procedures.files import A_DAY, KHANH_HOA, changed, khanh_hoa, read, section, within


def test_khanh_hoa_is_in_force_today():
    assert all_procedures()["khanh-hoa"] is khanh_hoa()


def test_a_procedure_is_in_force_from_its_first_day():
    first = khanh_hoa().valid_from
    assert procedure_in_force("khanh-hoa", first) is khanh_hoa()
    with pytest.raises(NoProcedure, match="“khanh-hoa” có hiệu lực ngày 04/10/2022"):
        procedure_in_force("khanh-hoa", first - timedelta(days=1))


def test_a_procedure_ends_on_the_day_the_next_one_begins():
    ended = replace(khanh_hoa(), valid_to=date(2027, 1, 1))
    assert is_in_force(ended, date(2026, 12, 31))
    assert not is_in_force(ended, date(2027, 1, 1))


def test_an_unknown_procedure_is_not_in_force():
    with pytest.raises(NoProcedure):
        procedure_in_force("atlantis", A_DAY)


@pytest.mark.parametrize("procedure", all_procedures().values(), ids=lambda procedure: procedure.id)
def test_a_letter_that_people_of_no_agency_may_sign_has_the_symbol_of_the_centre(procedure: Procedure):
    for letter in procedure.letters:
        signing = procedure.act(ACT_OF_EVENT[letter.signed_on or letter.on])
        assert signing is not None
        assert letter.centre_symbol or all(role.of_agency for role in signing.by), letter.name


def digest(procedure: Procedure) -> str:
    """Return the digest by which the record knows a version."""
    return procedure_to_json(procedure)[0]


def test_the_same_file_has_the_same_digest_however_it_is_laid_out():
    first, second, *others = section("[limits.accept]").splitlines()[1:]
    turned = "\n".join(["[limits.accept]  # ghi chú", *others, second, "", first])
    text = changed((section("[limits.accept]"), turned))
    assert digest(read(text)) == digest(load_procedure(KHANH_HOA))


def test_any_change_of_the_law_changes_the_digest():
    digests = {
        digest(read(changed(change)))
        for change in (
            ("", ""),
            within("[limits.process]", '"5 wd"', '"5.5 wd"'),
            within("[limits.process]", "Điều 7 khoản 3", "Điều 7 khoản 2"),
            ('after = "1 wd"', 'after = "1.5 wd"'),
            ('"13:30-17:00"', '"13:00-17:00"'),
        )
    }
    assert len(digests) == 5


def test_a_procedure_comes_back_from_json_as_it_was():
    adapter = TypeAdapter(Procedure)
    back = adapter.validate_json(adapter.dump_json(khanh_hoa()))
    assert back == khanh_hoa()
    assert digest(back) == digest(khanh_hoa())


def test_the_digest_is_64_hexadecimal_digits():
    assert len(bytes.fromhex(digest(khanh_hoa()))) == 32


def test_nothing_of_the_file_is_lost_on_the_way_to_the_core():
    document = tomllib.loads(KHANH_HOA.read_text("utf-8"))
    assert [rule.id for rule in khanh_hoa().limits] == list(document["limits"])
    assert [rule.act for rule in khanh_hoa().acts] == list(document["acts"])
    assert [rule.on for rule in khanh_hoa().notices] == [notice["on"] for notice in document["notices"]]
    assert {name: len(rungs) for name, rungs in khanh_hoa().ladders.items()} == {
        name: len(rungs) for name, rungs in document["ladders"].items()
    }
