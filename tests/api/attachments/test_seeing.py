"""Tests who sees the attachments of a case over HTTP, and how they are served."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from sqlalchemy import Engine

from tests.support.attachments.pictures import COMMENT, MAKER, photo, video
from tests.support.fronts.real_desk import RealDesk
from tests.support.fronts.uploads import added, adds, covers, different, fetched, seen

pytestmark = pytest.mark.slow


def test_everybody_involved_in_the_case_sees_the_reporters_photos_without_metadata(real_desk: RealDesk) -> None:
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


def test_people_outside_the_case_find_no_photos(real_desk: RealDesk) -> None:
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


def test_photos_of_a_result_are_internal_until_the_result_is_given(real_desk: RealDesk) -> None:
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


def test_only_the_images_that_the_result_names_are_given(real_desk: RealDesk) -> None:
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


@pytest.mark.parametrize(("ground", "answered"), [("authority_rule", 200), ("state_secret", 404)])
def test_the_public_sees_nothing_of_a_withheld_case_and_the_reporter_all_but_the_result_of_a_state_secret(
    real_desk: RealDesk, ground: str, answered: int
) -> None:
    code = real_desk.walked("accept")
    [sent] = added(real_desk, code, "reporter", different(1))
    [result] = added(real_desk, code, "officer", photo())
    real_desk.acts(code, "submit_result", "officer")
    real_desk.acts(code, "approve", "leader")
    assert real_desk.acts(code, "withhold", "leader", ground=ground).status_code == 200
    for one, status in ((sent, 200), (result, answered)):
        assert fetched(real_desk, code, "nobody", one).status_code == 404
        assert fetched(real_desk, code, "reporter", one).status_code == status


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


def test_the_address_of_a_stored_photo_cannot_be_guessed(real_desk: RealDesk, engine: Engine) -> None:
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


def test_an_unknown_or_malformed_id_is_refused_in_a_sentence(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    assert real_desk.sees(code, "operator", f"/attachments/{uuid.uuid4()}").status_code == 404
    assert real_desk.sees(code, "operator", "/attachments/../../etc/passwd").status_code == 404
    assert real_desk.sees(code, "operator", "/attachments/none").status_code == 422


def test_the_record_neither_changes_nor_deletes_a_photo(real_desk: RealDesk, engine: Engine) -> None:
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
