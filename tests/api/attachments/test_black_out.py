"""Blacking out photos over HTTP: who may, and who sees the area black."""

from __future__ import annotations

import pytest

from tests.support.attachments.pictures import photo, video
from tests.support.fronts.real_desk import RealDesk
from tests.support.fronts.uploads import added, colour, covers, fetched, seen

pytestmark = pytest.mark.slow


def test_people_without_need_to_know_see_the_area_black_that_the_centre_blacked_out(real_desk: RealDesk) -> None:
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


def test_a_photo_or_video_is_hidden_completely_if_no_area_is_named(real_desk: RealDesk) -> None:
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


def test_only_editors_for_publication_black_out_photos(real_desk: RealDesk) -> None:
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
def test_an_area_outside_the_photo_is_refused_in_a_sentence(real_desk: RealDesk, area: tuple[float, ...]) -> None:
    code = real_desk.filed()
    [one] = added(real_desk, code, "reporter", photo())
    answer = covers(real_desk, code, "operator", one, area)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("areas.0.")
