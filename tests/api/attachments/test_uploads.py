"""Photos and videos of a case over HTTP: who adds them, who sees them and how, over a real record."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from PIL import Image
from sqlalchemy import Engine

from attachments.store import open_store
from records.engine import connect
from tests.support.attachments.pictures import COMMENT, MAKER, photo, video
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    """One record for all these cases."""
    engine = connect(shared_database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def real_desk(engine: Engine) -> RealDesk:
    """The front over it, its people signed in."""
    return RealDesk(engine)


def different(number: int) -> bytes:
    """A photo unlike those of other numbers."""
    return photo("PNG", width=40 + number, height=30)


def adds(desk: RealDesk, code: str, who: str, *files: bytes, name: str = "IMG_0001.jpg") -> Response:
    sent = [("files", (name, content, "image/jpeg")) for content in files]
    return desk.client.post(f"/api/v1/complaints/{code}/attachments", files=sent, headers=desk.headers(who, code))


def added(desk: RealDesk, code: str, who: str, *files: bytes) -> list[dict[str, Any]]:
    answer = adds(desk, code, who, *files)
    assert answer.status_code == 201, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def seen(desk: RealDesk, code: str, who: str) -> list[dict[str, Any]]:
    answer = desk.sees(code, who, "/attachments")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def fetched(desk: RealDesk, code: str, who: str, one: dict[str, Any], rest: str = "", **headers: str) -> Response:
    return desk.client.get(one["address"] + rest, headers=desk.headers(who, code) | headers)


def covers(desk: RealDesk, code: str, who: str, one: dict[str, Any], *areas: Sequence[float]) -> Response:
    said = {"areas": [dict(zip(("x", "y", "width", "height"), area, strict=True)) for area in areas]}
    return desk.client.post(f"{one['address']}/black-out", json=said, headers=desk.headers(who, code))


def colour(content: bytes, x: float, y: float) -> str:
    with Image.open(BytesIO(content)) as image:
        pixel = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    red, green, blue = (value > 128 for value in pixel)
    return {(False, False, False): "black", (True, False, False): "red", (True, True, True): "white"}[red, green, blue]


def test_a_reporter_adds_photos_and_everybody_whose_the_case_is_sees_them_clean(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    first, second = added(real_desk, code, "reporter", photo(), photo("WEBP", orientation=6))
    assert (first["kind_label"], first["stage"], first["width"], first["height"]) == ("Ảnh", "report", 400, 300)
    assert (second["width"], second["height"]) == (300, 400)
    assert [each["id"] for each in seen(real_desk, code, "operator")] == [first["id"], second["id"]]
    answer = fetched(real_desk, code, "operator", first)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.content) == first["size"]
    assert not any(told in answer.content for told in (COMMENT, MAKER.encode(), b"Exif"))
    assert len(fetched(real_desk, code, "reporter", first, "/thumbnail").content) > 500


def test_whom_the_case_is_not_finds_nothing(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", photo())
    for who in ("nobody", "officer", "other_officer"):
        for rest in ("", "/thumbnail"):
            assert fetched(real_desk, code, who, one, rest).status_code == 404
        assert real_desk.sees(code, who, "/attachments").status_code == 404
        assert adds(real_desk, code, who, photo()).status_code == 404
        assert covers(real_desk, code, who, one, (0, 0, 1, 1)).status_code == 404
    other = real_desk.filed()
    strange = one["address"].replace(code, other)
    assert real_desk.client.get(strange, headers=real_desk.headers("operator")).status_code == 404


def test_the_same_file_sent_again_is_kept_once(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", photo())
    again = added(real_desk, code, "reporter", photo(), photo("PNG"), photo())
    assert [each["id"] for each in again].count(one["id"]) == 1
    assert len(seen(real_desk, code, "reporter")) == 2


def test_a_report_takes_five_photos_and_a_video_and_what_is_asked_for_later_counts_with_them(
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
def test_too_many_files_at_once_are_a_sentence_and_none_is_kept(real_desk: RealDesk, number: int) -> None:
    code = real_desk.filed()
    answer = adds(real_desk, code, "reporter", *map(different, range(number)))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "files", "message": "Nhiều tệp quá; hãy gửi tối đa 5 ảnh và 1 video.", "place": "body"}
    ]
    assert seen(real_desk, code, "reporter") == []


def test_a_bad_file_is_a_sentence_beside_the_field_and_the_good_ones_wait_with_it(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    answer = adds(real_desk, code, "reporter", photo(), photo()[:3000], b"<script>alert(1)</script>")
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["field"] == "files"
    assert "Tệp thứ 3" in error["message"]
    [error] = adds(real_desk, code, "reporter", photo(), photo()[:3000]).json()["errors"]
    assert error["message"].startswith("Tệp thứ 2: Ảnh này hỏng")
    assert seen(real_desk, code, "reporter") == []


def test_no_files_and_no_form_are_sentences(real_desk: RealDesk) -> None:
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


def test_more_than_is_ever_taken_is_refused_before_it_is_read(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    headers = real_desk.headers("reporter", code) | {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(200 * 1024 * 1024),
    }
    answer = real_desk.client.post(f"/api/v1/complaints/{code}/attachments", content=b"--x", headers=headers)
    assert answer.status_code == 413
    assert "150 MB" in answer.json()["detail"]


def test_a_large_body_is_taken_nowhere_else(real_desk: RealDesk) -> None:
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


def test_photos_of_a_result_are_the_offices_own_until_it_is_given(real_desk: RealDesk) -> None:
    code = real_desk.walked("accept")
    added(real_desk, code, "reporter", different(1))
    [result] = added(real_desk, code, "officer", photo())
    real_desk.acts(code, "submit_result", "officer")
    assert [each["stage"] for each in seen(real_desk, code, "reporter")] == ["report"]
    assert fetched(real_desk, code, "reporter", result).status_code == 404
    real_desk.acts(code, "approve", "leader")
    real_desk.acts(code, "publish", "leader")
    assert [each["stage"] for each in seen(real_desk, code, "reporter")] == ["report", "result"]
    assert [each["stage"] for each in seen(real_desk, code, "nobody")] == ["report", "result"]
    assert [each["by"] for each in seen(real_desk, code, "nobody")] == [None, None]
    assert fetched(real_desk, code, "nobody", result).status_code == 200


def test_where_the_result_names_its_images_those_alone_are_given(real_desk: RealDesk) -> None:
    code = real_desk.walked("accept")
    mistaken, meant = added(real_desk, code, "officer", different(1), different(2))
    [sent] = added(real_desk, code, "reporter", different(3))
    real_desk.acts(code, "submit_result", "officer", images=[mistaken["id"]])
    real_desk.acts(code, "send_back", "leader")
    answer = real_desk.acts(code, "submit_result", "officer", images=[sent["id"]])
    assert [error["field"] for error in answer.json()["errors"]] == ["images"]
    assert real_desk.acts(code, "submit_result", "officer", images=[meant["id"]]).status_code == 200
    real_desk.acts(code, "approve", "leader")
    real_desk.acts(code, "publish", "leader")
    for who in ("nobody", "reporter"):
        assert {each["id"] for each in seen(real_desk, code, who)} == {sent["id"], meant["id"]}
        assert fetched(real_desk, code, who, mistaken).status_code == 404
    assert len(seen(real_desk, code, "operator")) == 3


@pytest.mark.parametrize("ground", ["state_secret"])
def test_of_a_withheld_case_the_public_sees_nothing_and_the_reporter_everything(
    real_desk: RealDesk, ground: str
) -> None:
    code = real_desk.walked("accept")
    [sent] = added(real_desk, code, "reporter", different(1))
    [result] = added(real_desk, code, "officer", photo())
    real_desk.acts(code, "submit_result", "officer")
    real_desk.acts(code, "approve", "leader")
    assert real_desk.acts(code, "withhold", "leader", ground=ground).status_code == 200
    for one in (sent, result):
        assert fetched(real_desk, code, "nobody", one).status_code == 404
        assert fetched(real_desk, code, "reporter", one).status_code == 200


def test_nothing_is_added_to_a_case_that_has_ended_and_what_was_added_stays(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", photo())
    assert real_desk.acts(code, "withdraw", "reporter").status_code == 200
    answer = adds(real_desk, code, "reporter", photo("PNG"))
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/case-closed")
    assert fetched(real_desk, code, "reporter", one).status_code == 200
    assert fetched(real_desk, code, "operator", one).status_code == 200


def test_what_the_centre_blacks_out_the_public_and_whoever_need_not_know_see_black(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish")
    [one] = added(real_desk, code, "reporter", photo())
    whole = fetched(real_desk, code, "nobody", one)
    assert colour(whole.content, 0.25, 0.25) == "red"
    answer = covers(real_desk, code, "operator", one, (0.2, 0.2, 0.1, 0.1))
    assert (answer.status_code, answer.json()["blacked_out"]) == (200, True)
    assert answer.json()["areas"] == [{"x": 0.2, "y": 0.2, "width": 0.1, "height": 0.1}]
    for who in ("nobody", "officer", "kh_auditor"):
        for rest in ("", "/thumbnail"):
            assert colour(fetched(real_desk, code, who, one, rest).content, 0.25, 0.25) == "black", (who, rest)
    for who in ("reporter", "operator"):
        assert colour(fetched(real_desk, code, who, one).content, 0.25, 0.25) == "red", who
    assert colour(fetched(real_desk, code, "operator", one, "?blacked_out=true").content, 0.25, 0.25) == "black"
    fresh = fetched(real_desk, code, "nobody", one, **{"If-None-Match": whole.headers["etag"]})
    assert fresh.status_code == 200, "a browser that kept the whole photo is told that it changed"
    assert fetched(real_desk, code, "nobody", one, **{"If-None-Match": fresh.headers["etag"]}).status_code == 304


def test_blacking_out_again_starts_from_the_whole_photo(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish")
    [one] = added(real_desk, code, "reporter", photo())
    covers(real_desk, code, "operator", one, (0.2, 0.2, 0.1, 0.1))
    assert covers(real_desk, code, "operator", one, (0.6, 0.6, 0.1, 0.1)).status_code == 200
    content = fetched(real_desk, code, "nobody", one).content
    assert (colour(content, 0.25, 0.25), colour(content, 0.65, 0.65)) == ("red", "black")


def test_a_photo_or_video_is_hidden_whole_where_no_area_is_named(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish")
    picture, film = added(real_desk, code, "reporter", photo(), video())
    in_part = covers(real_desk, code, "operator", film, (0, 0, 0.5, 0.5))
    assert (in_part.status_code, in_part.json()["errors"][0]["field"]) == (422, "areas")
    for one in (picture, film):
        assert covers(real_desk, code, "operator", one).status_code == 200
        assert fetched(real_desk, code, "nobody", one).status_code == 404
        assert fetched(real_desk, code, "nobody", one, "/thumbnail").status_code == 404
        assert fetched(real_desk, code, "reporter", one).status_code == 200
    assert seen(real_desk, code, "nobody") == []


def test_who_does_not_edit_for_publication_blacks_nothing_out(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish")
    [one] = added(real_desk, code, "reporter", photo())
    for who, status in (
        ("reporter", 403),
        ("officer", 403),
        ("kh_auditor", 403),
        ("nobody", 401),
        ("other_officer", 403),
    ):
        assert covers(real_desk, code, who, one, (0, 0, 1, 1)).status_code == status, who
    assert colour(fetched(real_desk, code, "nobody", one).content, 0.25, 0.25) == "red"


@pytest.mark.parametrize("area", [(1, 0, 1, 1), (0, 0, 0, 1), (-0.1, 0, 1, 1), (0, 0, 2, 1), ("x", 0, 1, 1)])
def test_an_area_outside_the_photo_is_a_sentence(real_desk: RealDesk, area: tuple[float, ...]) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", photo())
    answer = covers(real_desk, code, "operator", one, area)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("areas.0.")


def test_a_video_is_played_in_parts(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    [film] = added(real_desk, code, "reporter", video())
    assert (film["kind_label"], film["seconds"]) == ("Video", pytest.approx(2, abs=0.2))
    whole = fetched(real_desk, code, "reporter", film)
    assert (whole.headers["content-type"], whole.headers["accept-ranges"]) == ("video/mp4", "bytes")
    size = film["size"]
    for asked, part in {
        "bytes=0-99": (0, 100),
        "bytes=100-": (100, size),
        "bytes=-50": (size - 50, size),
        f"bytes=0-{size * 2}": (0, size),
    }.items():
        answer = fetched(real_desk, code, "reporter", film, Range=asked)
        assert answer.status_code == 206
        assert answer.content == whole.content[slice(*part)]
        assert answer.headers["content-range"] == f"bytes {part[0]}-{part[1] - 1}/{size}"
    assert fetched(real_desk, code, "reporter", film, Range=f"bytes={size}-").status_code == 416
    assert fetched(real_desk, code, "reporter", film, Range="bytes=5-1").status_code in (200, 416)
    assert fetched(real_desk, code, "reporter", film, Range="pages=1-2").content == whole.content
    assert fetched(real_desk, code, "reporter", film, "/thumbnail").headers["content-type"] == "image/jpeg"


def test_nobody_guesses_where_a_photo_lies(real_desk: RealDesk, engine: Engine) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", photo())
    assert uuid.UUID(one["id"]).version == 4
    with engine.connect() as connection:
        wanted = "SELECT name, thumbnail, sha256 FROM attachments WHERE id = %s"
        kept = connection.exec_driver_sql(wanted, (one["id"],)).one()
    assert kept.sha256 == hashlib.sha256(photo()).hexdigest()
    for name in (kept.name, kept.thumbnail):
        assert code not in name
        assert kept.sha256[:16] not in name
        assert len(name) == 65
    assert kept.name not in str(fetched(real_desk, code, "reporter", one).headers)


def test_an_unknown_id_and_what_is_no_id_are_sentences(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    assert real_desk.sees(code, "operator", f"/attachments/{uuid.uuid4()}").status_code == 404
    assert real_desk.sees(code, "operator", "/attachments/../../etc/passwd").status_code == 404
    assert real_desk.sees(code, "operator", "/attachments/none").status_code == 422


def test_nothing_of_a_photo_is_changed_or_deleted_in_the_record(real_desk: RealDesk, engine: Engine) -> None:
    code = real_desk.walked("publish")
    [one] = added(real_desk, code, "reporter", photo())
    covers(real_desk, code, "operator", one, (0, 0, 1, 1))
    for statement in (
        "DELETE FROM attachments",
        "UPDATE attachments SET code = code",
        "DELETE FROM attachments_blacked_out",
        "UPDATE attachments_blacked_out SET number = 7",
    ):
        with engine.connect() as connection, pytest.raises(Exception, match="append-only"):
            connection.exec_driver_sql(statement)


def test_a_photo_sent_while_another_is_is_counted_with_it(real_desk: RealDesk) -> None:
    """Two requests that both see four photos must not make six."""
    from concurrent.futures import ThreadPoolExecutor

    code = real_desk.filed()
    added(real_desk, code, "reporter", *map(different, range(4)))
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(lambda number: adds(real_desk, code, "reporter", different(number)), range(10, 14)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(seen(real_desk, code, "reporter")) == 5


def test_while_the_store_is_away_a_sentence_says_so_and_the_same_file_is_taken_after(
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
