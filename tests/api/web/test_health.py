"""Tests whether the front is alive and ready, and how it describes the procedures and itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from api.web.health import TOLERATED_LAG, TOLERATED_SILENCE, in_words
from attachments.scanning import Scanner
from domain.pairing import Pairing
from records.letters.rows import EndingCertificate
from tests.support.attachments.virus_scanner import listening
from tests.support.fronts.desk import KH, Desk


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_it_lives_whatever_is_down(desk: Desk, prefix: str) -> None:
    desk.record.away = desk.gateway.away = True
    assert desk.client.get(f"{prefix}/health").json() == {"status": "alive"}


def _ready(desk: Desk, prefix: str = "") -> tuple[int, dict[str, Any]]:
    answer = desk.client.get(f"{prefix}/ready")
    return answer.status_code, answer.json()


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_it_is_ready_and_nothing_is_degraded_while_all_is_well(desk: Desk, prefix: str) -> None:
    status, said = _ready(desk, prefix)
    assert (status, said["ready"], said["degraded"]) == (200, True, [])
    assert {part["state"] for part in said["parts"].values()} == {"up"}
    assert said["alarm_lag_seconds"] == 0


def _record_is_away(desk: Desk) -> None:
    desk.record.away = True


def _record_is_read_only(desk: Desk) -> None:
    desk.record.health.read_only = True


@pytest.mark.parametrize("broken", [_record_is_away, _record_is_read_only])
def test_a_front_that_cannot_write_the_record_is_not_ready(desk: Desk, broken: Callable[[Desk], None]) -> None:
    broken(desk)
    status, said = _ready(desk)
    assert (status, said["ready"]) == (503, False)
    assert said["parts"]["record"]["state"] == "down"
    assert "PostgreSQL" in said["parts"]["record"]["sentence"]


@pytest.mark.parametrize(
    ("pairing", "status", "state"),
    [
        (Pairing.EMPTY, 200, "up"),
        (Pairing.TEMPORAL_OLDER, 200, "degraded"),
        (Pairing.RECORD_OLDER, 503, "down"),
        (Pairing.FOREIGN, 503, "down"),
    ],
)
def test_a_record_and_a_temporal_that_do_not_belong_together_are_named(
    desk: Desk, pairing: Pairing, status: int, state: str
) -> None:
    desk.app.state.front.pairing.now = pairing
    answered, said = _ready(desk)
    assert (answered, said["ready"], said["parts"]["pairing"]["state"]) == (status, status == 200, state)
    assert ("hientruong reconcile" in (said["parts"]["pairing"]["sentence"] or "")) == (state != "up")


@pytest.mark.parametrize("pairing", [Pairing.RECORD_OLDER, Pairing.FOREIGN])
def test_until_both_sides_are_compared_nothing_is_filed_and_nobody_acts(desk: Desk, pairing: Pairing) -> None:
    code, front = desk.filed(), desk.app.state.front
    front.pairing.now = pairing
    for refused in (
        desk.sends(key="first"),
        desk.acts(code, "dispatch", "operator", lead="ubnd-nha-trang"),
    ):
        assert (refused.status_code, refused.json()["type"]) == (503, "/problems/not-paired")
    front.pairing.now = Pairing.TOGETHER
    assert desk.sends(key="first").status_code == 201
    assert desk.acts(code, "dispatch", "operator", lead="ubnd-nha-trang").status_code == 200


def _temporal_is_away(desk: Desk) -> None:
    desk.gateway.away = True


def _no_worker_ever_ran(desk: Desk) -> None:
    desk.record.health.silence = None


def _the_worker_is_silent(desk: Desk) -> None:
    desk.record.health.silence = TOLERATED_SILENCE + timedelta(seconds=1)


def _the_worker_listens_elsewhere(desk: Desk) -> None:
    desk.gateway.without_worker = True


def _an_alarm_is_late(desk: Desk) -> None:
    desk.record.health.lag = timedelta(minutes=75)


def _the_disk_is_full(desk: Desk) -> None:
    desk.has(data_dir=Path("/proc"))  # a file system without free space


def _the_virus_scanner_is_away(desk: Desk) -> None:
    desk.has(scanner=Scanner("unix:///nowhere/clamd.ctl"))


def _a_certificate_ends_soon(desk: Desk) -> None:
    desk.record.certificates_ = [EndingCertificate("khanh-hoa.so-gtvt", datetime(2026, 12, 20, 3, tzinfo=UTC), False)]


def _a_certificate_has_ended(desk: Desk) -> None:
    desk.record.certificates_ = [EndingCertificate("khanh-hoa", datetime(2026, 12, 20, 3, tzinfo=UTC), True)]


@pytest.mark.parametrize(
    ("broken", "part", "state", "words"),
    [
        (_temporal_is_away, "temporal", "down", "Temporal không trả lời"),
        (_no_worker_ever_ran, "worker", "down", "Chưa có tiến trình worker"),
        (_the_worker_is_silent, "worker", "down", "46 giây trước"),
        (_the_worker_listens_elsewhere, "worker", "down", "không nhận việc từ Temporal"),
        (_an_alarm_is_late, "alarms", "degraded", "1 giờ trước mà chưa được báo. Hạn vẫn tính"),
        (_the_disk_is_full, "disk", "degraded", "0 MB trống"),
        (_the_virus_scanner_is_away, "scanner", "down", "không tệp nào được nhận"),
        (
            _a_certificate_ends_soon,
            "certificates",
            "degraded",
            "khanh-hoa.so-gtvt hết hiệu lực ngày 20/12/2026; sau đó",
        ),
        (_a_certificate_has_ended, "certificates", "degraded", "hết hiệu lực từ ngày 20/12/2026, nên văn bản"),
    ],
)
def test_what_every_front_lacks_degrades_the_system_and_takes_no_front_away(
    desk: Desk, broken: Callable[[Desk], None], part: str, state: str, words: str
) -> None:
    broken(desk)
    status, said = _ready(desk)
    assert (status, said["ready"], said["degraded"]) == (200, True, [part])
    assert said["parts"][part]["state"] == state
    assert words in said["parts"][part]["sentence"]


def test_a_virus_scanner_that_answers_is_a_part_that_is_up(desk: Desk) -> None:
    with TemporaryDirectory(dir="/tmp") as folder, listening(Path(folder)) as daemon:
        desk.has(scanner=Scanner(daemon.address))
        status, said = _ready(desk)
    assert (status, said["degraded"], said["parts"]["scanner"]["state"]) == (200, [], "up")


@pytest.mark.parametrize(
    ("lag", "degraded"), [(timedelta(), []), (TOLERATED_LAG, []), (TOLERATED_LAG + timedelta(seconds=1), ["alarms"])]
)
def test_an_alarm_may_be_a_little_late_on_a_busy_day(desk: Desk, lag: timedelta, degraded: list[str]) -> None:
    desk.record.health.lag = lag
    _, said = _ready(desk)
    assert (said["degraded"], said["alarm_lag_seconds"]) == (degraded, lag.total_seconds())


@pytest.mark.parametrize(
    ("long", "words"),
    [
        (timedelta(seconds=46), "46 giây"),
        (timedelta(minutes=59, seconds=59), "59 phút"),
        (timedelta(hours=47), "47 giờ"),
        (timedelta(hours=48), "2 ngày"),
    ],
)
def test_an_amount_of_time_is_said_in_its_largest_unit(long: timedelta, words: str) -> None:
    assert in_words(long) == words


def test_the_procedures_in_force_are_listed_with_their_acts(desk: Desk) -> None:
    listed = desk.gets("/procedures").json()["items"]
    khanh_hoa = next(one for one in listed if one["id"] == KH)
    assert khanh_hoa["legal_basis"]["act"] == "18/2022/QĐ-UBND"


def test_a_procedure_says_all_that_a_form_needs(desk: Desk) -> None:
    procedure = desk.gets(f"/procedures/{KH}").json()
    assert [rating["name"] for rating in procedure["ratings"]] == ["Rất hài lòng", "Hài lòng", "Không hài lòng"]
    assert {field["urgency"] for field in procedure["fields_of_work"]} == {"ordinary", "instant"}
    assert all(one["article"] for part in ("acts", "limits", "channels", "requirements") for one in procedure[part])
    accept = next(act for act in procedure["acts"] if act["act"] == "accept")
    assert (accept["by_labels"], accept["when_labels"]) == (["cán bộ chuyên môn"], ["Chờ cơ quan xử lý tiếp nhận"])
    process = next(limit for limit in procedure["limits"] if limit["id"] == "process")
    assert (process["amount_text"], process["extended_text"]) == ("5 ngày làm việc", "10 ngày làm việc")


def test_an_unknown_procedure_is_not_found(desk: Desk) -> None:
    assert desk.gets("/procedures/atlantis").json()["type"] == "/problems/unknown-procedure"


FAULTS_OF_STANDARDS = {
    ("post /api/v1/oauth/token", status): ("application/json", "TokenErrorView") for status in ("400", "401")
}
"""The answers whose form another standard says, RFC 6749."""


def _operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{way} {path}", one) for path, ways in schema["paths"].items() for way, one in ways.items()]


def test_the_schema_documents_every_answer(desk: Desk) -> None:
    schema = desk.client.get("/openapi.json").json()
    for name, operation in _operations(schema):
        assert operation["summary"], name
        for status, answer in operation["responses"].items():
            if int(status) >= 400 and not name.endswith("/ready"):
                media = answer["content"]
                kind, body = FAULTS_OF_STANDARDS.get((name, status), ("application/problem+json", "ProblemBody"))
                assert media == {kind: {"schema": {"$ref": f"#/components/schemas/{body}"}}}, name
        if "{code}" in name:
            assert {"404", "503"} <= set(operation["responses"]), name
        if "requestBody" in operation:
            wrong_field = "400" if (name, "400") in FAULTS_OF_STANDARDS else "422"
            assert {"400", "413", wrong_field} <= set(operation["responses"]), name
    assert "HTTPValidationError" not in schema["components"]["schemas"]


def test_the_schema_has_no_loose_ends(desk: Desk) -> None:
    schema = desk.client.get("/openapi.json")
    names = set(re.findall(r'"#/components/schemas/(\w+)"', schema.text))
    assert names <= set(schema.json()["components"]["schemas"])
    assert set(schema.json()["components"]["securitySchemes"]) == {"staff", "reporter"}


def test_what_anybody_may_do_asks_for_no_sign_in(desk: Desk) -> None:
    paths = desk.client.get("/openapi.json").json()["paths"]
    assert {} in paths["/api/v1/complaints"]["post"]["security"]
    assert {} not in paths["/api/v1/complaints"]["get"]["security"]


def test_the_examples_of_acts_are_acts(desk: Desk) -> None:
    schema = desk.client.get("/openapi.json").json()
    examples = schema["paths"]["/api/v1/complaints/{code}/acts"]["post"]["requestBody"]["content"]["application/json"]
    assert examples["examples"]
    for name, example in examples["examples"].items():
        code = desk.filed()
        answer = desk.client.post(
            f"/api/v1/complaints/{code}/acts", json=example["value"], headers=desk.headers("operator")
        )
        assert answer.status_code in (200, 403, 409) or "duplicate_of" in answer.text, (name, answer.text)
