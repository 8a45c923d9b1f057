"""The register keeps each request with its steps, apart from the person who asks."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from domain import acts
from domain.actors import REPORTER
from domain.personal_data.requests import (
    Hindrance,
    PersonalDataRequest,
    RequestKind,
    RequestStep,
    answer,
    carry_out,
)
from domain.words import Role
from records.errors import CaseNotEnded, DataRequestUnknown, KeyReused
from records.offices.rows import ChangedBy
from records.personal_data.rows import RegisteredRequest, Requester
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY, Desk

pytestmark = pytest.mark.slow

WHO = Requester("Nguyễn Thị Ánh", "0905 000 001", "Gọi lại số trong hồ sơ", "Xin xóa số điện thoại của tôi.")
STANDING = PersonalDataRequest(RequestKind.ERASE, FRIDAY, FRIDAY + timedelta(days=2), FRIDAY + timedelta(days=20))


@pytest.fixture
def clerk(record: Record) -> str:
    return record.accounts.add(
        username="so.yeu.cau",
        role=Role.CENTRE_OPERATOR,
        authority="khanh-hoa",
        agency=None,
        display_name="Trần Bình",
        password_hash="x",
        change=ChangedBy(None, FRIDAY),
    ).id


def taken_in(record: Record, clerk: str, *, key: str = "k", code: str | None = None) -> RegisteredRequest:
    return record.data_requests.add(STANDING, WHO, authority="khanh-hoa", code=code, by=clerk, key=key)


def test_a_request_is_taken_in_once_however_often_it_is_sent(record: Record, clerk: str) -> None:
    first = taken_in(record, clerk)
    assert taken_in(record, clerk) == first == record.data_requests.find(first.number)
    with pytest.raises(KeyReused):
        record.data_requests.add(STANDING, WHO, authority="hue", code=None, by=clerk, key="k")
    assert [each.step for each in record.data_requests.steps(first.number)] == [RequestStep.RECEIVED]
    assert record.data_requests.find(first.number + 1) is None


def test_who_asks_is_in_one_table_and_each_look_is_on_record(record: Record, desk: Desk, clerk: str, sql: Sql) -> None:
    code = desk.take_in().code
    number = taken_in(record, clerk, code=code).number
    assert WHO.name not in str(sql("SELECT * FROM personal_data_requests"))
    assert WHO.name not in repr(WHO)
    assert record.data_requests.requester(number, seen_by=clerk) == WHO
    assert sql("SELECT looked_at, code, account FROM looks") == [("personal_data_request", code, clerk)]
    with pytest.raises(DataRequestUnknown):
        record.data_requests.requester(number + 1, seen_by=clerk)
    other = taken_in(record, clerk, key="other").number
    record.data_requests.requester(other, seen_by=clerk)
    looks = record.looks.page("khanh-hoa", code=None, account=None, before=None, limit=10)
    assert [(each.looked_at.value, each.code) for each in looks] == [
        ("personal_data_request", None),
        ("personal_data_request", code),
    ]


def test_steps_are_recorded_and_never_changed(record: Record, clerk: str, database_url: str) -> None:
    number = taken_in(record, clerk).number

    def step(kind: RequestStep, change) -> RegisteredRequest | Hindrance:
        return record.data_requests.advance(number, kind, change, at=FRIDAY, by=clerk, words="Đã gọi lại")

    step(RequestStep.ANSWERED, lambda request: answer(request, FRIDAY))
    assert step(RequestStep.ANSWERED, lambda request: answer(request, FRIDAY)) is Hindrance.ANSWERED_BEFORE
    done = step(RequestStep.CARRIED_OUT, lambda request: carry_out(request, FRIDAY))
    assert isinstance(done, RegisteredRequest)
    assert record.data_requests.find(number) == done
    assert [(each.step.value, each.words) for each in record.data_requests.steps(number)] == [
        ("received", ""),
        ("answered", "Đã gọi lại"),
        ("carried_out", "Đã gọi lại"),
    ]
    with psycopg.connect(database_url) as connection, pytest.raises(psycopg.Error, match="append-only"):
        connection.execute("UPDATE personal_data_request_steps SET words = ''")
    assert record.data_requests.listed("khanh-hoa", only_open=True) == ()
    assert record.data_requests.listed(None, only_open=False) == (done,)


def test_carrying_out_an_erasure_erases_who_reported_once_the_case_has_ended(
    record: Record, desk: Desk, clerk: str
) -> None:
    complaint = desk.take_in()
    number = taken_in(record, clerk, code=complaint.code).number

    def carried_out() -> RegisteredRequest | Hindrance:
        return record.data_requests.advance(
            number, RequestStep.CARRIED_OUT, lambda request: carry_out(request, FRIDAY), at=FRIDAY, by=clerk, words="x"
        )

    with pytest.raises(CaseNotEnded):
        carried_out()
    assert record.erasures.of(complaint.code) is None
    assert [each.step for each in record.data_requests.steps(number)] == [RequestStep.RECEIVED]
    desk.act(complaint, acts.Withdraw(), REPORTER)
    assert isinstance(carried_out(), RegisteredRequest)
    erasure, identity = record.erasures.of(complaint.code), record.looks.identity(complaint.code, seen_by=None)
    assert erasure is not None
    assert identity is not None
    assert (erasure.years, erasure.source) == (None, f"Yêu cầu xóa dữ liệu cá nhân số {number}")
    assert (identity.name, identity.phone) == ("", "")
    assert [each for case in record.audits.whole([complaint.code]) for each in record.audits.check(case)] == []


def test_each_limit_that_passes_is_told_once(record: Record, clerk: str) -> None:
    register, number = record.data_requests, taken_in(record, clerk).number
    assert register.next_missed(STANDING.answer_due) is None
    at = STANDING.answer_due + timedelta(seconds=1)
    missed = register.next_missed(at)
    assert missed is not None
    assert (missed.number, missed.step, missed.due) == (number, RequestStep.ANSWERED, STANDING.answer_due)
    assert register.next_missed(at) is None  # another process tells it
    again = register.next_missed(at + timedelta(minutes=3))  # that process died
    assert again == missed
    register.told(missed, at)
    assert register.next_missed(at + timedelta(days=1)) is None
    late = STANDING.carry_out_due + timedelta(seconds=1)
    missed = register.next_missed(late)
    assert missed is not None
    assert missed.step is RequestStep.CARRIED_OUT
    register.told(missed, late)
    assert register.next_missed(late + timedelta(days=1)) is None
