"""Adding attachments over HTTP: who may, how many, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from attachments.store import open_store
from tests.support.attachments.pictures import photo, recording, video
from tests.support.fronts.real_desk import RealDesk
from tests.support.fronts.uploads import added, adds, covers, different, fetched, seen

pytestmark = pytest.mark.slow


def test_the_same_file_sent_again_is_stored_once(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", photo())
    again = added(real_desk, code, "reporter", photo(), photo("PNG"), photo())
    assert [each["id"] for each in again].count(one["id"]) == 1
    assert len(seen(real_desk, code, "reporter")) == 2


def test_a_recording_is_heard_by_everybody_who_sees_the_case(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", recording())
    assert (one["kind_label"], one["thumbnail"], one["width"], one["seconds"]) == ("Ghi âm", None, None, 2.0)
    answer = fetched(real_desk, code, "operator", one, Range="bytes=0-9")
    assert (answer.status_code, answer.headers["content-type"]) == (206, "audio/mp4")
    assert fetched(real_desk, code, "operator", one, "/thumbnail").status_code == 404
    hidden = covers(real_desk, code, "operator", one, (0, 0, 1, 1))
    assert "Chỉ ảnh che được từng phần" in hidden.json()["errors"][0]["message"]
    assert covers(real_desk, code, "operator", one).status_code == 200


def test_a_report_may_have_five_photos_and_a_video_supplements_included(
    real_desk: RealDesk,
) -> None:
    code = real_desk.filed()
    added(real_desk, code, "reporter", *(different(number) for number in range(4)), video())
    assert real_desk.acts(code, "ask_supplement", "operator").status_code == 200
    [asked_for] = added(real_desk, code, "reporter", different(4))
    assert asked_for["stage_label"] == "Người gửi bổ sung"
    for one_more in (different(5), video(seconds=1)):
        answer = adds(real_desk, code, "reporter", one_more)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/attachments-full")
        assert "tối đa" in answer.json()["detail"]
    assert len(seen(real_desk, code, "reporter")) == 6


@pytest.mark.parametrize("number", [6, 7])
def test_too_many_files_at_once_are_refused_in_a_sentence_and_none_is_stored(real_desk: RealDesk, number: int) -> None:
    code = real_desk.filed()
    answer = adds(real_desk, code, "reporter", *map(different, range(number)))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "files", "message": "Nhiều ảnh quá; hãy gửi tối đa 5 ảnh.", "place": "body"}
    ]
    assert seen(real_desk, code, "reporter") == []


def test_a_bad_file_is_refused_in_a_sentence_and_the_good_files_are_not_stored_either(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    answer = adds(real_desk, code, "reporter", photo(), photo()[:3000], b"<script>alert(1)</script>")
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["field"] == "files"
    assert "Tệp thứ 3" in error["message"]
    [error] = adds(real_desk, code, "reporter", photo(), photo()[:3000]).json()["errors"]
    assert error["message"].startswith("Tệp thứ 2: Ảnh này hỏng")
    assert seen(real_desk, code, "reporter") == []


def test_a_request_without_files_or_form_is_refused_in_a_sentence(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    address, headers = f"/api/v1/complaints/{code}/attachments", real_desk.headers("reporter", code)
    requests: tuple[dict[str, Any], ...] = (
        {"json": {"files": []}},
        {"data": {"files": "no file"}},
        {"content": b"--x\r\nbroken", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"", "headers": {"Content-Type": "multipart/form-data"}},
    )
    for sent in requests:
        answer = real_desk.client.post(address, **sent | {"headers": headers | sent.get("headers", {})})
        assert answer.status_code in (400, 422), answer.text
        assert answer.json()["detail"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    headers = real_desk.headers("reporter", code) | {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(200 * 1024 * 1024),
    }
    answer = real_desk.client.post(f"/api/v1/complaints/{code}/attachments", content=b"--x", headers=headers)
    assert answer.status_code == 413
    assert "150 MB" in answer.json()["detail"]


def test_no_other_route_accepts_a_large_body(real_desk: RealDesk) -> None:
    answer = real_desk.client.post("/api/v1/complaints", files={"files": ("a.jpg", bytes(100_000), "image/jpeg")})
    assert answer.status_code == 413
    assert "64 KB" in answer.json()["detail"]


def test_the_agency_that_handles_a_case_adds_photos_of_the_result_while_it_does(real_desk: RealDesk) -> None:
    code = real_desk.walked("dispatch")
    early = adds(real_desk, code, "officer", photo())
    assert (early.status_code, early.json()["type"]) == (409, "/problems/wrong-status")
    real_desk.acts(code, "accept", "officer")
    [result] = added(real_desk, code, "officer", photo())
    assert (result["stage"], result["by"]["name"]) == ("result", "Officer")
    for who, status in (
        ("operator", 403),
        ("leader", 403),
        ("kh_auditor", 403),
        ("other_officer", 404),
        ("nobody", 404),
    ):
        assert adds(real_desk, code, who, photo("PNG")).status_code == status, who


def test_a_case_that_has_ended_takes_no_files_and_keeps_those_it_has(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", photo())
    assert real_desk.acts(code, "withdraw", "reporter").status_code == 200
    answer = adds(real_desk, code, "reporter", photo("PNG"))
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/case-closed")
    assert fetched(real_desk, code, "reporter", one).status_code == 200
    assert fetched(real_desk, code, "operator", one).status_code == 200


def test_photos_sent_at_the_same_time_count_together(real_desk: RealDesk) -> None:
    """Two requests that both see four photos must not make six."""
    from concurrent.futures import ThreadPoolExecutor

    code = real_desk.filed()
    added(real_desk, code, "reporter", *map(different, range(4)))
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(lambda number: adds(real_desk, code, "reporter", different(number)), range(10, 14)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(seen(real_desk, code, "reporter")) == 5


@pytest.mark.fault("the disk of photos or data is full")
def test_while_the_store_is_down_a_sentence_says_so_and_the_same_file_is_accepted_afterwards(
    real_desk: RealDesk, tmp_path: Path
) -> None:
    code = real_desk.filed()
    address, headers = f"/api/v1/complaints/{code}/attachments", real_desk.headers("reporter", code)
    files = {"files": ("IMG_0001.jpg", photo(), "image/jpeg")}
    folder = tmp_path / "kept"
    front = TestClient(real_desk.opens(store=open_store(folder.as_uri())))
    folder.rmdir()
    folder.write_text("a file where the folder was")
    away = front.post(address, files=files, headers=headers)
    assert (away.status_code, away.json()["type"]) == (503, "/problems/store-unavailable")
    assert away.headers["retry-after"]
    assert seen(real_desk, code, "reporter") == []
    folder.unlink()
    folder.mkdir()
    assert front.post(address, files=files, headers=headers).status_code == 201
