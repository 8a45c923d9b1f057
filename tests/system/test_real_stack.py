"""End to end over HTTP: what must hold when processes die."""

from __future__ import annotations

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.letters import docx_text, pdf_text
from tests.support.stack.processes import PATIENCE_SECONDS, eventually
from tests.support.system import REPORT, Town

pytestmark = pytest.mark.slow

OFFICER, LEADER, CENTRE = "canbo.ubnd-nha-trang", "lanhdao.ubnd-nha-trang", "trungtam"


def test_a_case_goes_from_report_to_rating(town: Town):
    case = town.file()
    assert case.does(CENTRE, "dispatch", lead="ubnd-nha-trang")["status"] == "dispatched"
    assert case.does(OFFICER, "accept")["status"] == "processing"
    assert case.does(OFFICER, "submit_result", result="Đã thu gom sạch rác.")["status"] == "awaiting_approval"
    assert case.does(LEADER, "approve")["status"] == "approved"
    assert case.does(LEADER, "publish")["status"] == "published"
    assert case.act(case.key, "rate", rating="very_satisfied").json()["status"] == "closed"
    public = case.seen_by({})
    assert public["result"] == "Đã thu gom sạch rác."
    assert "Nguyễn Thị Hoa" not in str(public)


def test_a_published_result_is_a_letter_that_the_reporter_downloads(town: Town):
    case = town.file()
    case.does(CENTRE, "dispatch", lead="ubnd-nha-trang")
    case.does(OFFICER, "accept")
    case.does(OFFICER, "submit_result", result="Đã thu gom sạch rác.")
    case.does(LEADER, "approve")
    case.does(LEADER, "publish")
    letters = f"/complaints/{case.code}/letters"

    def files(who: dict[str, str]) -> list[dict[str, str]]:
        return town.http.get(letters, headers=who).json()["items"][0]["files"]

    eventually(lambda: files(case.key))
    for file in files(case.key):
        made = town.http.get(f"http://127.0.0.1:{town.up.ports['port']}{file['address']}", headers=case.key)
        assert hashlib.sha256(made.content).hexdigest() == file["sha256"]
        text_of = {"pdf": pdf_text, "docx": docx_text}[file["format"]]
        assert "Kính gửi: Ông/Bà Nguyễn Thị Hoa" in text_of(made.content)
    assert files(town.staff(OFFICER)) == []


def test_a_closed_case_refuses_new_acts_and_repeats_the_answer_of_an_earlier_one(town: Town):
    case, act_id = town.file(), str(uuid.uuid4())
    assert case.act(case.key, "withdraw", act_id).status_code == 200
    assert case.act(case.key, "withdraw", act_id).status_code == 200
    again = case.act(case.key, "withdraw")
    assert again.status_code == 409
    assert again.headers["content-type"] == "application/problem+json"
    assert case.kinds.count("withdrawn") == 1


@pytest.mark.fault("a double click")
def test_the_same_act_sent_twice_at_once_is_done_once(town: Town):
    case, act_id = town.file(), str(uuid.uuid4())
    centre = town.staff(CENTRE)
    with ThreadPoolExecutor(6) as people:
        answers = list(
            people.map(lambda _: case.act(centre, "dispatch", act_id, lead="ubnd-nha-trang").status_code, range(6))
        )
    assert answers == [200] * 6
    assert case.kinds.count("dispatched") == 1


@pytest.mark.fault("the same key with another body")
def test_other_words_under_the_id_of_a_finished_act_are_refused(town: Town):
    case, act_id = town.file(), str(uuid.uuid4())
    centre = town.staff(CENTRE)
    assert case.act(centre, "dispatch", act_id, lead="ubnd-nha-trang").status_code == 200
    assert case.act(centre, "dispatch", act_id, lead="so-gtvt").status_code == 409
    assert case.seen_by(case.key)["lead"]["id"] == "ubnd-nha-trang"


@pytest.mark.fault("a double click")
def test_the_same_report_sent_twice_at_once_is_one_case(town: Town):
    key = str(uuid.uuid4())
    with ThreadPoolExecutor(4) as people:
        codes = set(people.map(lambda _: town.file(key).code, range(4)))
    assert len(codes) == 1


@pytest.mark.fault("a worker is killed with acts in flight")
def test_a_worker_that_is_killed_in_the_middle_of_a_case_loses_nothing(town: Town):
    case = town.file()
    case.does(CENTRE, "dispatch", lead="ubnd-nha-trang")
    act_id = str(uuid.uuid4())
    officer = town.staff(OFFICER)
    with ThreadPoolExecutor(1) as people:
        sent = people.submit(case.act, officer, "accept", act_id)
        town.kill("-m\0worker")
        first = sent.result()
    assert first.status_code in (200, 503)
    eventually(lambda: case.act(officer, "accept", act_id).status_code == 200)
    assert case.kinds.count("accepted") == 1
    assert case.does(OFFICER, "submit_result", result="Xong.")["status"] == "awaiting_approval"


def test_while_the_worker_does_not_answer_a_report_is_taken_and_an_act_says_try_again(town: Town):
    case, act_id = town.file(), str(uuid.uuid4())
    centre = town.staff(CENTRE)
    with town.frozen("-m\0worker"):
        late = case.act(centre, "dispatch", act_id, lead="ubnd-nha-trang")
        assert late.status_code == 503
        assert late.elapsed.total_seconds() < 10
        assert "Retry-After" in late.headers
        assert town.file().status == "submitted"
    eventually(lambda: case.act(centre, "dispatch", act_id, lead="ubnd-nha-trang").status_code == 200)
    assert case.kinds.count("dispatched") == 1


@pytest.mark.fault("Temporal is frozen while citizens send")
def test_while_temporal_is_away_a_report_is_taken_and_its_case_starts_when_it_is_back(town: Town):
    with town.frozen("start-dev"):
        case = town.file()
        assert case.status == "submitted"
        assert case.act(town.staff(CENTRE), "verify").status_code == 503
    eventually(lambda: case.act(town.staff(CENTRE), "dispatch", lead="ubnd-nha-trang").status_code in (200, 409))
    eventually(lambda: case.status == "dispatched")


@pytest.mark.fault("PostgreSQL is killed amid reports")
def test_a_database_that_is_killed_between_acts_comes_back_with_everything(town: Town):
    case = town.file()
    case.does(CENTRE, "dispatch", lead="ubnd-nha-trang")
    before = case.kinds
    town.kill("listen_addresses")
    eventually(lambda: town.http.get("/ready").status_code == 200)
    assert case.kinds == before
    assert case.does(OFFICER, "accept")["status"] == "processing"


@pytest.mark.fault("PostgreSQL is killed amid reports")
def test_an_act_that_enters_while_the_database_is_away_is_done_once_when_it_is_back(town: Town):
    case, act_id = town.file(), str(uuid.uuid4())
    centre = town.staff(CENTRE)
    town.kill("listen_addresses")
    case.act(centre, "dispatch", act_id, lead="ubnd-nha-trang")
    eventually(lambda: case.act(centre, "dispatch", act_id, lead="ubnd-nha-trang").status_code == 200)
    assert case.kinds.count("dispatched") == 1


def test_a_reporters_identity_is_in_no_log_and_nowhere_in_temporals_file(town: Town):
    who = {"name": "Trần Văn Độc Nhất", "address": "Hẻm Không Ai Biết", "phone": "0987 654 321"}
    case = town.file(reporter=who, content="Cột điện nghiêng ở ngã tư có tên Rất Riêng.")
    case.does(CENTRE, "dispatch", lead="ubnd-nha-trang", note="Lời nhắn thật riêng tư.")
    secrets = ("Độc Nhất", "Không Ai Biết", "0987654321", "987654321", "Rất Riêng", "Lời nhắn thật riêng tư")
    kept = [*town.up.data.glob("logs/*"), *town.up.data.glob("temporal.db*")]
    assert kept
    for path in kept:
        content = path.read_bytes()
        for secret in secrets:
            for written in (secret.encode(), secret.encode("unicode_escape"), secret.encode("utf-16-le")):
                assert written not in content, f"{secret} in {path.name}"


def test_stopped_and_started_again_it_goes_on_with_the_cases_in_flight(town: Town):
    case = town.file()
    case.does(CENTRE, "dispatch", lead="ubnd-nha-trang")
    assert town.up.process
    town.up.process.terminate()
    town.up.process.communicate(timeout=PATIENCE_SECONDS)
    town.up.start().until("Ctrl-C")
    assert case.does(OFFICER, "accept")["status"] == "processing"


def test_text_comes_back_as_it_was_written(town: Town):
    words = "<b>Đường</b> ngập & hỏng; '; DROP TABLE events; -- \U0001f6a7 " + "Ổ gà " * 50
    case = town.file(content=words)
    assert case.seen_by(case.key)["report"]["content"] == words.strip()


@pytest.mark.parametrize("content", ["", "\0\0", "a" * 200_000], ids=["empty", "nothing but NUL", "huge"])
def test_text_that_cannot_be_stored_is_refused_in_a_sentence(town: Town, content: str):
    answer = town.http.post("/complaints", json=REPORT | {"content": content}, headers={"Idempotency-Key": "k" * 20})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
