"""The owner of the tables forges the record by SQL, with every guard off: the audit names the case and the event."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from cli import main
from domain import acts
from domain.acts import Sealed
from domain.complaint import Complaint
from records.record import Record
from tests.support.cli import NOWHERE
from tests.support.records.desk import CENTRE, OFFICER, Desk, dispatch

pytestmark = [pytest.mark.slow, pytest.mark.fault("events are forged by SQL")]


@dataclass(frozen=True)
class Forgery:
    """A change by SQL, and what the audit must say of it beside the code of the case."""

    sql: str
    said: str


FORGERIES = {
    "the text of an event": Forgery(
        """UPDATE events SET body = jsonb_set(body, '{result,sealed}', '"Không có ổ gà"') WHERE kind = 'result_submitted'""",
        "diễn biến số {result_submitted} (Trình kết quả xử lý) bị sửa sau khi ghi",
    ),
    "a due date in an event": Forgery(
        """UPDATE events SET body = jsonb_set(body, '{schedule,due}', '"2030-01-01T00:00:00Z"') WHERE number = 2""",
        "diễn biến số 2 (",
    ),
    "a due date in the tables": Forgery(
        "UPDATE cases SET due = due + interval '30 days'", "hạn gần nhất trong bảng là"
    ),
    "the filing date": Forgery(
        "UPDATE cases SET received_at = received_at + interval '5 days'", "ngày gửi trong bảng là"
    ),
    "the instant of the filing": Forgery(
        "UPDATE events SET at = at + interval '5 days' WHERE number = 1", "diễn biến số 1 ghi thời điểm"
    ),
    "a case hidden as closed": Forgery("UPDATE cases SET status = 'closed'", "trạng thái trong bảng là “closed”"),
    "the words of the report": Forgery("UPDATE reports SET content = 'Không có gì'", "nội dung phản ánh bị sửa"),
}  # fmt: skip


@pytest.fixture
def case(engine: Engine) -> Complaint:
    desk = Desk(Record(engine))
    complaint = desk.take_in()
    for act, by in (
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá ổ gà")), OFFICER),
    ):
        complaint = desk.act(complaint, act, by)
    return complaint


def audited(database_url: str) -> tuple[int, str]:
    env = NOWHERE | {"DATABASE_URL": database_url, "HIENTRUONG_STORE_URL": "memory:///"}
    done = CliRunner().invoke(main, ["audit", "--all", "--without-temporal"], env=env)
    return done.exit_code, done.stdout


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_named_by_case_and_event(case: Complaint, engine: Engine, database_url: str, name: str) -> None:
    assert audited(database_url)[0] == 0
    forgery = FORGERIES[name]
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE events DISABLE TRIGGER USER")
        owner.execute(forgery.sql)
        owner.execute("ALTER TABLE events ENABLE TRIGGER USER")
    numbers = {str(each.event.kind): each.number for each in Record(engine).cases.entries(case.code)}
    code, said = audited(database_url)
    assert code == 1
    expected = f"{case.code}: " + forgery.said.format(**numbers)
    assert any(line.startswith(expected) for line in said.splitlines()), said


def test_a_guard_that_is_switched_off_is_named(case: Complaint, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE events DISABLE TRIGGER USER")
    code, said = audited(database_url)
    assert (code, "Chốt chặn sửa, xóa events.append_only" in said) == (1, True)
