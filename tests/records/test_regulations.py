"""Tests that the worker gets every regulation that a case was filed under, by the digest under which the record holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from domain.complaint import Complaint
from domain.texts.known import REGULATIONS, UnknownRegulation
from known_regulations import UnreadableRegulations, learn_missed_regulations, learn_regulations
from records.codec import procedure_to_json
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, KHANH_HOA, Desk, dispatch
from workflows.contract import CaseStart

pytestmark = pytest.mark.slow

AMENDED = replace(KHANH_HOA, valid_from=KHANH_HOA.valid_from + timedelta(days=1))


def test_every_regulation_in_the_record_is_known_by_its_digest(record: Record) -> None:
    record.intake.keep_procedure(AMENDED)
    learn_regulations(record.regulations)
    assert REGULATIONS.of(procedure_to_json(AMENDED)[0]) == AMENDED


def test_a_shipped_regulation_is_known_before_a_case_is_filed_under_it(record: Record) -> None:
    learn_regulations(record.regulations)
    assert REGULATIONS.of(record.regulations.digest_of(KHANH_HOA)) == KHANH_HOA


def test_a_stored_regulation_keeps_its_digest_though_it_would_be_written_differently_today(
    desk: Desk, engine: Engine, sql: Sql
) -> None:
    code = desk.take_in().code
    sql("INSERT INTO procedures (digest, id, body) SELECT 'of-an-older-version', id, body FROM procedures")
    sql("UPDATE cases SET procedure_digest = 'of-an-older-version'")
    record = Record(engine)
    complaint = record.cases.complaint(code)
    assert complaint
    assert record.regulations.digest_of(complaint.procedure) == "of-an-older-version"


def test_a_regulation_that_cannot_be_read_stops_the_worker_where_open_cases_are_under_it(
    desk: Desk, engine: Engine, sql: Sql
) -> None:
    desk.act(desk.take_in(), dispatch(), CENTRE)
    sql("UPDATE procedures SET body = body - 'acts'")
    with pytest.raises(UnreadableRegulations, match=r"khanh-hoa, mã [0-9a-f]{12}, 1 hồ sơ đang mở"):
        learn_regulations(Record(engine).regulations)


def test_a_regulation_that_cannot_be_read_stops_nobody_where_no_open_case_is_under_it(record: Record, sql: Sql) -> None:
    record.intake.keep_procedure(AMENDED)
    sql("UPDATE procedures SET body = '{}'")
    learn_regulations(record.regulations)


async def test_a_regulation_that_a_newer_front_filed_under_is_learnt_when_a_case_names_it(record: Record) -> None:
    newer = replace(KHANH_HOA, valid_from=KHANH_HOA.valid_from + timedelta(days=2))
    digest = procedure_to_json(newer)[0]
    with pytest.raises(UnknownRegulation):
        REGULATIONS.of(digest)
    record.intake.keep_procedure(newer)
    await learn_missed_regulations(record.regulations)
    start = CaseStart.of(Complaint("KH-2026-000001", newer), digest)
    assert start.complaint(REGULATIONS.of(digest)) == Complaint("KH-2026-000001", newer)
    assert digest not in REGULATIONS.missed
