"""End to end: letters over PostgreSQL, Temporal and worker processes that are killed."""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine
from temporalio.client import Client

from domain.actors import Actor
from domain.acts import Accept, Approve, Publish, Sealed, SubmitResult
from domain.complaint import Complaint
from domain.offices.office import Agency
from domain.words import Role
from records.cases.rows import Identity
from records.engine import connect
from records.letters.repository import Letters
from records.letters.rows import LetterFormat, LetterKey, LetterLine, LetterStatus
from records.record import Record
from stack.temporal import run_temporal
from tests.support.in_thread import in_thread
from tests.support.letters import docx_text, pdf_text
from tests.support.records.desk import CENTRE, OFFICER, Desk, dispatch, submission
from tests.support.records.furnishing import add_agency
from tests.support.stack.processes import eventually
from workflows.connection import connect as connect_temporal
from workflows.contract import letter_id
from workflows.letter_relay import LetterRelay

pytestmark = pytest.mark.slow

NAME, RESULT = "Trần Văn Độc Nhất", "Đã vá ổ gà trước chợ Đầm."
_numbers = count(1)


@pytest.fixture(scope="module")
def temporal() -> Iterator[str]:
    with in_thread(run_temporal) as address:
        yield address


@dataclass
class Bureau:
    """The record with a person who signs, and the workers that make its letters."""

    desk: Desk
    letters: Letters
    leader: Actor
    environment: dict[str, str]
    log: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def work(self) -> None:
        """Start one more worker and wait until it is ready."""
        before = self.log.read_text().count('"worker ready"') if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.workers.append(
                subprocess.Popen(
                    [sys.executable, "-P", "-m", "worker"], stdout=log, stderr=log, env=os.environ | self.environment
                )
            )
        eventually(lambda: self.log.read_text().count('"worker ready"') > before)

    def kill(self) -> None:
        """Kill every worker with SIGKILL."""
        for worker in self.workers:
            worker.kill()
            worker.wait()

    def publish(self) -> Complaint:
        """Publish the result of a case whose reporter has a name that occurs nowhere else."""
        identity = Identity(NAME, "Hẻm Không Ai Biết", "0987654321", None)
        complaint = self.desk.act(self.desk.take_in(submission(identity=identity)), dispatch(), CENTRE)
        complaint = self.desk.act(complaint, Accept(), OFFICER)
        complaint = self.desk.act(complaint, SubmitResult(result=Sealed(RESULT)), OFFICER)
        return self.desk.act(self.desk.act(complaint, Approve(), self.leader), Publish(), self.leader)

    def letter(self, complaint: Complaint) -> LetterLine:
        (line,) = self.desk.record.letters.of_case(complaint)
        return line

    def is_made(self, complaint: Complaint) -> bool:
        return self.letter(complaint).status is LetterStatus.RENDERED

    def file(self, complaint: Complaint, form: LetterFormat) -> bytes:
        made = self.desk.record.letters.content(LetterKey(complaint.code, self.letter(complaint).event_number), form)
        assert made is not None
        return made

    def history(self, complaint: Complaint) -> str:
        """Return all that Temporal knows of the making of the letter."""

        async def fetch() -> str:
            client = await self.client()
            handle = client.get_workflow_handle(letter_id(complaint.code, self.letter(complaint).event_number))
            return (await handle.fetch_history()).to_json()

        return asyncio.run(fetch())

    async def client(self) -> Client:
        return await connect_temporal(self.environment["TEMPORAL_ADDRESS"], "default", [b"k" * 32])


@pytest.fixture
def bureau(database_url: str, temporal: str, tmp_path: Path) -> Iterator[Bureau]:
    engine: Engine = connect(database_url)
    record = Record(engine)
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải"))
    account = record.accounts.add(
        username="lanhdao",
        role=Role.AGENCY_LEADER,
        authority="khanh-hoa",
        agency="so-gtvt",
        display_name="Lê Thị Ký",
        password_hash="-",
    )
    leader = Actor(Role.AGENCY_LEADER, "khanh-hoa", "so-gtvt", account.id)
    environment = {
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": temporal,
        "HIENTRUONG_SECRET": secrets.token_hex(),
        "HIENTRUONG_TASK_QUEUE": f"letters-{next(_numbers)}",
    }
    desk = Desk(record)
    bureau = Bureau(desk, Record(engine).letters, leader, environment, tmp_path / "worker.log")
    yield bureau
    bureau.kill()
    engine.dispose()


def test_a_publication_becomes_a_letter_with_number_date_place_and_signer(bureau: Bureau) -> None:
    bureau.work()
    complaint = bureau.publish()
    eventually(lambda: bureau.is_made(complaint))
    for said in (
        pdf_text(bureau.file(complaint, LetterFormat.PDF)),
        docx_text(bureau.file(complaint, LetterFormat.DOCX)),
    ):
        for part in ("Số: 01/PAKN", "Khánh Hòa, ngày 20 tháng 11 năm 2026", NAME, RESULT, "Lê Thị Ký"):
            assert part in said
        assert "sở giao thông vận tải" in said.casefold()
    hashes = {each.format: each.sha256 for each in bureau.letter(complaint).files}
    assert hashes == {
        form: hashlib.sha256(bureau.file(complaint, form)).hexdigest() for form in (LetterFormat.PDF, LetterFormat.DOCX)
    }


def test_neither_history_nor_log_contains_the_addressee_or_the_letters_hash(bureau: Bureau) -> None:
    bureau.work()
    complaint = bureau.publish()
    eventually(lambda: bureau.is_made(complaint))
    hashes = [each.sha256 for each in bureau.letter(complaint).files]
    for known in (bureau.history(complaint), bureau.log.read_text()):
        assert not any(secret in known for secret in (NAME, "Độc Nhất", RESULT, *hashes))


def test_a_worker_killed_between_making_and_keeping_leaves_one_letter_and_one_number(
    bureau: Bureau, database_url: str
) -> None:
    address = database_url.replace("+psycopg", "")
    bureau.work()
    with psycopg.connect(address) as closed, psycopg.connect(address, autocommit=True) as watching:
        closed.execute("LOCK TABLE letter_files IN ACCESS EXCLUSIVE MODE")
        complaint = bureau.publish()
        held = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'letter_files'::regclass"
        eventually(lambda: watching.execute(held).fetchone() == (1,))
        bureau.kill()
        closed.rollback()
    assert not bureau.is_made(complaint)
    bureau.work()
    eventually(lambda: bureau.is_made(complaint))
    second = bureau.publish()
    eventually(lambda: bureau.is_made(second))
    assert [bureau.letter(each).number for each in (complaint, second)] == [1, 2]
    assert len(bureau.letter(complaint).files) == 2


def test_a_letter_sent_while_no_worker_ran_is_made_when_one_starts(bureau: Bureau) -> None:
    waiting = [bureau.publish() for _ in range(5)]
    bureau.work()
    eventually(lambda: all(map(bureau.is_made, waiting)))
    assert [bureau.letter(each).number for each in waiting] == [1, 2, 3, 4, 5]


def test_handing_a_letter_over_again_changes_nothing(bureau: Bureau) -> None:
    bureau.work()
    complaint = bureau.publish()
    eventually(lambda: bureau.is_made(complaint))
    before = bureau.letter(complaint)

    class Forgetful:
        """A record that has not noted yet that a letter was handed over."""

        def waiting(self, limit: int) -> tuple[LetterKey, ...]:
            return (LetterKey(complaint.code, before.event_number),)

        def handed_over(self, letter: LetterKey) -> None:
            bureau.letters.handed_over(letter)

    async def relay() -> bool:
        queue = f"{bureau.environment['HIENTRUONG_TASK_QUEUE']}-letters"
        return await LetterRelay(Forgetful(), await bureau.client(), queue).relay()

    assert asyncio.run(relay()) is False
    eventually(lambda: "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED" in bureau.history(complaint))
    assert bureau.letter(complaint) == before
