"""`hientruong audit` names what was changed behind the program's back, and says so by its exit code."""

from __future__ import annotations

import json

import psycopg
import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from cli import main
from records.auditing.rows import AuditWay
from records.record import Record
from tests.support.cli import NOWHERE, type_in
from tests.support.records.desk import CENTRE, Desk, dispatch


def typed(database_url: str, *arguments: str) -> Result:
    env = NOWHERE | {"DATABASE_URL": database_url, "HIENTRUONG_STORE_URL": "memory:///"}
    return CliRunner().invoke(main, ["audit", *arguments, "--without-temporal"], env=env)


@pytest.mark.slow
def test_a_change_is_named_by_case_and_event_in_a_sentence_and_in_json(engine: Engine, database_url: str) -> None:
    desk = Desk(Record(engine))
    complaint, other = desk.act(desk.take_in(), dispatch(), CENTRE), desk.take_in()
    clean = typed(database_url, "--all")
    assert (clean.exit_code, clean.stderr) == (0, "")
    assert "Đã kiểm chứng 2 hồ sơ" in clean.stdout
    assert "không có sai lệch" in clean.stdout
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE events DISABLE TRIGGER unchanged")
        owner.execute(
            """UPDATE events SET body = jsonb_set(body, '{note,sealed}', '"Thôi"') WHERE kind = 'dispatched'"""
        )
    number = next(each.number for each in desk.record.cases.entries(complaint.code) if each.event.kind == "dispatched")
    found = typed(database_url, complaint.code)
    assert found.exit_code == 1
    said = f"{complaint.code}: diễn biến số {number} (Phân phối xử lý) bị sửa sau khi ghi"
    assert said in found.stdout, found.stdout
    assert "Chốt chặn sửa, xóa events.unchanged" in found.stdout
    told = json.loads(typed(database_url, "--all", "--json").stdout)
    assert (told["cases"], [(each["code"], each["number"]) for each in told["deviations"]]) == (
        2,
        [(None, None), (complaint.code, number)],
    )
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE events ENABLE TRIGGER unchanged")
    assert typed(database_url, other.code).exit_code == 0
    kept = desk.record.past_audits.page(None, None, 10)
    assert [(each.audit.code, each.audit.cases, each.found) for each in kept] == [
        (other.code, 1, 0),
        (None, 2, 2),
        (complaint.code, 1, 2),
        (None, 2, 0),
    ]
    assert {(each.by, each.audit.way, each.audit.histories) for each in kept} == {(None, AuditWay.COMMAND, None)}
    assert "@" in kept[0].audit.machine
    assert (complaint.code, number) in {(each.code, each.number) for each in kept[1].audit.deviations}


@pytest.mark.slow
def test_where_nothing_can_be_written_an_audit_still_tells_what_it_found(engine: Engine, database_url: str) -> None:
    code = Desk(Record(engine)).take_in().code
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE past_audits ADD CHECK (false)")
    told = typed(database_url, code)
    assert (told.exit_code, "không có sai lệch" in told.stdout) == (0, True)
    assert "Không ghi được lần kiểm chứng này vào danh sách" in told.stderr


@pytest.mark.slow
def test_a_case_that_there_is_not_is_one_sentence(database_url: str) -> None:
    refused = typed(database_url, "KH-2026-000009")
    assert (refused.exit_code, refused.stdout, refused.stderr) == (1, "", "Không có hồ sơ KH-2026-000009.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ((), 2, "--all để kiểm chứng mọi hồ sơ"),
        (("KH-2026-000001", "--all"), 2, "--all để kiểm chứng mọi hồ sơ"),
        (("--all",), 1, "Không có hệ thống nào đang chạy trong /nowhere"),
    ],
)
def test_what_cannot_be_audited_is_one_sentence(arguments: tuple[str, ...], code: int, sentence: str) -> None:
    refused = type_in("audit", *arguments)
    assert (refused.exit_code, refused.stdout) == (code, "")
    assert sentence in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
