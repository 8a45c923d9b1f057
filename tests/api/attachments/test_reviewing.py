"""Photos that come after a case was public wait until somebody who publishes has looked at each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response

from tests.support.attachments.pictures import photo
from tests.support.fronts.real_desk import RealDesk
from tests.support.fronts.uploads import added, adds, colour, covers, different, fetched, seen

pytestmark = pytest.mark.slow


def decides(desk: RealDesk, code: str, who: str, one: dict[str, Any], *, shown: bool) -> Response:
    return desk.client.post(f"{one['address']}/review", json={"shown": shown}, headers=desk.headers(who, code))


@pytest.fixture
def late(real_desk: RealDesk) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """A public case, with a photo that was reviewed and one that came after."""
    code = real_desk.walked("approve")
    [reviewed] = added(real_desk, code, "reporter", different(1))
    real_desk.acts(code, "publish", "leader")
    real_desk.now += timedelta(minutes=1)
    [came] = added(real_desk, code, "reporter", photo())
    return code, reviewed, came


def test_a_photo_that_comes_after_publication_is_not_public(
    real_desk: RealDesk, late: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    code, reviewed, came = late
    assert [each["id"] for each in seen(real_desk, code, "nobody")] == [reviewed["id"]]
    for rest in ("", "/thumbnail"):
        assert fetched(real_desk, code, "nobody", came, rest).status_code == 404
        assert fetched(real_desk, code, "operator", came, f"{rest}?blacked_out=true").status_code == 404
    for who in ("reporter", "operator", "officer"):
        assert [each["awaits_review"] for each in seen(real_desk, code, who)] == [False, True], who
        assert fetched(real_desk, code, who, came).status_code == 200, who


def test_whoever_publishes_is_told_once_however_often_the_photo_is_sent(
    real_desk: RealDesk, late: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    code, _, _ = late
    assert adds(real_desk, code, "reporter", photo()).status_code == 201
    events = real_desk.sees(code, "operator", "/events").json()["items"]
    assert [event["kind"] for event in events].count("attached") == 1
    assert events[-1]["article"] == "Điều 9 khoản 1; danh tính chỉ trung tâm cần để liên lạc (Điều 17 khoản 3)"
    assert "attached" not in [event["kind"] for event in real_desk.sees(code, "nobody", "/events").json()["items"]]


def test_each_photo_is_shown_or_kept_back_and_the_later_decision_counts(
    real_desk: RealDesk, late: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    code, _, came = late
    for who in ("nobody", "reporter", "officer", "kh_auditor"):
        assert decides(real_desk, code, who, came, shown=True).status_code in (401, 403, 404), who
    kept_back = decides(real_desk, code, "operator", came, shown=False).json()
    assert (kept_back["kept_back"], kept_back["awaits_review"]) == (True, False)
    assert fetched(real_desk, code, "nobody", came).status_code == 404
    assert decides(real_desk, code, "leader", came, shown=True).json()["kept_back"] is False
    assert fetched(real_desk, code, "nobody", came).status_code == 200
    assert decides(real_desk, code, "operator", came, shown=False).status_code == 200
    assert fetched(real_desk, code, "nobody", came).status_code == 404


def test_a_photo_that_was_covered_in_part_was_looked_at_and_is_public_so(
    real_desk: RealDesk, late: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    code, _, came = late
    assert covers(real_desk, code, "operator", came, (0.2, 0.2, 0.1, 0.1)).json()["awaits_review"] is False
    assert colour(fetched(real_desk, code, "nobody", came).content, 0.25, 0.25) == "black"


def test_while_temporal_is_away_the_photo_is_kept_and_sent_again_it_is_told(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish")
    real_desk.now += timedelta(minutes=1)
    real_desk.recording.away = True
    assert adds(real_desk, code, "reporter", photo()).status_code == 503
    real_desk.recording.away = False
    assert seen(real_desk, code, "nobody") == []
    [one] = added(real_desk, code, "reporter", photo())
    assert one["awaits_review"]
    kinds = [event["kind"] for event in real_desk.sees(code, "operator", "/events").json()["items"]]
    assert kinds.count("attached") == 1


def test_photos_of_a_merged_report_are_told_to_the_people_of_the_case_that_it_is_part_of(real_desk: RealDesk) -> None:
    main, merged = real_desk.walked("accept"), real_desk.filed()
    assert real_desk.acts(merged, "merge", "operator", into=main).status_code == 200
    for _ in range(2):
        assert adds(real_desk, merged, "reporter", photo()).status_code == 201
    [event] = [
        each for each in real_desk.sees(main, "officer", "/events").json()["items"] if each["kind"] == "attached"
    ]
    assert (event["report"], event["label"]) == (merged, "Người gửi thêm tệp")
    assert event["article"] is not None
    seen_by_other = [each["kind"] for each in real_desk.sees(main, "reporter", "/events").json()["items"]]
    assert "attached" not in seen_by_other
