"""Files as a whole: whatever is in them, they are a procedure or faulty, and nothing worse."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from procedures import ProvinceFault, load_procedure
from procedures.reading import procedure_from
from tests.support.procedures.files import KHANH_HOA, changed, faults_of, within
from tests.support.procedures.provinces import song_huong_text

PROCESS, ACCEPT = "[limits.process]", "[limits.accept]"


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*path, key)
        yield from _places(each, (*path, key))


@pytest.mark.parametrize("odd", ["", 1, {}, [[]], date(2026, 1, 1)], ids=repr)
def test_whatever_one_value_becomes_the_file_is_a_procedure_or_faulty_and_nothing_worse(odd):
    document = tomllib.loads(KHANH_HOA.read_text("utf-8"))
    for path in tuple(_places(document)):
        holder: Any = document
        for part in path[:-1]:
            holder = holder[part]
        right, holder[path[-1]] = holder[path[-1]], odd
        with suppress(ProvinceFault):
            procedure_from(document, file="tinh-moi.toml")
        holder[path[-1]] = right


@pytest.mark.parametrize("odd", ["", 1, {}, [[]]], ids=repr)
def test_so_whatever_one_value_becomes_that_only_some_regulations_have(odd):
    known = {path[-1] for path in _places(tomllib.loads(KHANH_HOA.read_text("utf-8")))}
    document = tomllib.loads(song_huong_text())
    for path in tuple(path for path in _places(document) if path[-1] not in known):
        holder: Any = document
        for part in path[:-1]:
            holder = holder[part]
        right, holder[path[-1]] = holder[path[-1]], odd
        with suppress(ProvinceFault):
            procedure_from(document, file="tinh-moi.toml")
        holder[path[-1]] = right


def test_faults_of_several_keys_are_told_together():
    text = changed(within(PROCESS, '"5 wd"', '"0 wd"'), within(ACCEPT, '"Điều 7 khoản 3"', '"không rõ"'))
    assert {key for key, _ in faults_of(text)} >= {"limits.process.amount", "limits.accept.source"}


def test_the_shipped_file_has_no_fault():
    assert faults_of(KHANH_HOA.read_text("utf-8")) == []


def test_an_amount_of_our_own_needs_no_article():
    assert faults_of(changed(within(ACCEPT, 'source = "Điều 7 khoản 3"', 'source = "chúng tôi"\nours = true'))) == []


def test_a_clock_time_limit_may_climb_in_working_time_after_clock_time():
    assert faults_of(changed(('after = "2 h"', 'after = "0.5 wd"'))) == []


def test_a_regulation_may_know_one_course_only():
    instant: tuple[str, ...] = (
        "[limits.verify_instant]",
        "[limits.dispatch_instant]",
        "[limits.accept_instant]",
        "[[ladders.instant]]",
    )
    instant += ('[[notices]]\non = "dispatched"\nurgency = "instant"',)
    instant += ("[limits.fix_temporarily]", "[acts.fix_temporarily]", "[limits.dispatch_again_instant]")
    paragraphs = changed(*[(', urgency = "instant" }', " }")] * 5).split("\n\n")
    assert faults_of("\n\n".join(each for each in paragraphs if not each.startswith(instant))) == []


def test_a_file_that_is_not_there_is_a_fault_and_no_traceback(tmp_path):
    with pytest.raises(ProvinceFault, match="không có tệp này"):
        load_procedure(tmp_path / "khong-co.toml")


def test_a_folder_and_a_file_in_another_encoding_are_faults(tmp_path):
    with pytest.raises(ProvinceFault, match="không đọc được tệp"):
        load_procedure(tmp_path)
    (tmp_path / "tcvn.toml").write_bytes('name = "Khánh Hòa"'.encode("cp1258", errors="replace") + b"\xff")
    with pytest.raises(ProvinceFault, match="không viết bằng UTF-8"):
        load_procedure(tmp_path / "tcvn.toml")
