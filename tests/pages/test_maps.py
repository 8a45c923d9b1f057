"""The ground of maps, as they read it: provinces, wards by squares, an archive of tiles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from attachments.map_archive import MapArchive
from domain.offices.places import VIET_NAM
from procedures.wards.reading import present_wards
from tests.support.fronts.desk import KH, Desk
from tests.support.maps.archives import land_everywhere
from tests.support.pages.walker import Walker


def test_every_ward_of_today_lies_in_one_square_and_every_province_has_a_middle(walker: Walker) -> None:
    provinces = walker.opens("/ban-do/xa-phuong").json()
    assert len(provinces) == 34
    assert all(VIET_NAM.holds(latitude, longitude) for _, latitude, longitude in provinces)
    found = [
        ward
        for south in range(int(VIET_NAM.south), int(VIET_NAM.north))
        for west in range(int(VIET_NAM.west), int(VIET_NAM.east))
        for ward in walker.opens(f"/ban-do/xa-phuong/{south}/{west}").json()
    ]
    assert sorted(code for code, *_ in found) == sorted(ward.code for ward in present_wards())
    assert all(size > 0 for *_, size in found)


def test_a_square_without_wards_is_empty_and_one_that_is_nowhere_is_refused(walker: Walker) -> None:
    answer = walker.opens("/ban-do/xa-phuong/0/0")
    assert answer.json() == []
    assert answer.headers["cache-control"] == "public, max-age=604800"
    assert walker.opens("/ban-do/xa-phuong/90/0").status_code == 422


def test_a_front_without_an_archive_has_none_and_its_maps_show_names(walker: Walker) -> None:
    assert walker.opens("/ban-do/nen.pmtiles").status_code == 404
    page = walker.opens(f"/cong-khai/{KH}/ban-do").text
    assert 'data-wards="/ban-do/xa-phuong"' in page
    assert "data-archive" not in page


def test_an_archive_is_served_by_parts_under_an_address_that_changes_with_it(
    desk: Desk, walker: Walker, tmp_path: Path
) -> None:
    archive = MapArchive.at(land_everywhere(tmp_path / "tinh.pmtiles"))
    desk.has(site=replace(desk.app.state.front.site, map_archive=archive))
    address = f"/ban-do/nen.pmtiles?v={archive.version()}"
    for page in (f"/cong-khai/{KH}/ban-do", f"/gui/{KH}"):
        assert f'data-archive="{address}"' in walker.opens(page).text
    part = walker.client.get(address, headers={"Range": "bytes=0-6"})
    assert part.status_code == 206
    assert part.content == b"PMTiles"
    assert part.headers["content-range"] == f"bytes 0-6/{archive.path.stat().st_size}"
    assert walker.opens(address).content == archive.path.read_bytes()
    archive.path.unlink()
    assert walker.opens(address).status_code == 404
    assert "data-archive" not in walker.opens(f"/cong-khai/{KH}/ban-do").text
