"""An archive of map tiles is looked at when the front starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pmtiles.tile import TileType

from attachments.map_archive import MapArchive, NoMapArchive
from tests.support.maps.archives import land_everywhere


def test_an_archive_of_vector_tiles_is_taken_and_its_version_changes_with_it(tmp_path: Path) -> None:
    archive = MapArchive.at(land_everywhere(tmp_path / "tinh.pmtiles"))
    before = archive.version()
    os.utime(archive.path, ns=(1, 1))
    assert archive.version() not in ("", before)
    archive.path.unlink()
    assert archive.version() == ""


def test_what_is_no_such_archive_is_refused_with_a_sentence(tmp_path: Path) -> None:
    empty, words = tmp_path / "rong.pmtiles", tmp_path / "chu.pmtiles"
    empty.touch()
    words.write_text("không phải kho")
    pictures = land_everywhere(tmp_path / "anh.pmtiles", TileType.PNG)
    for path, said in (
        (tmp_path / "khong-co.pmtiles", "không đọc được tệp"),
        (tmp_path, "không đọc được tệp"),
        (empty, "không phải kho ô bản đồ PMTiles"),
        (words, "không phải kho ô bản đồ PMTiles"),
        (pictures, "không chứa ô bản đồ véc-tơ"),
    ):
        with pytest.raises(NoMapArchive, match=said):
            MapArchive.at(path)
