"""Small archives of map tiles: the whole world covered by one kind of land."""

from __future__ import annotations

from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

_EXTENT = 4096
_MOVE_TO, _LINE_TO, _CLOSE = 9, 26, 15  # one move, three lines, the end of a ring (Mapbox Vector Tile 2.1)


def land_everywhere(path: Path, tile_type: TileType = TileType.MVT) -> Path:
    """Write an archive with one tile, of zoom 0, whose layer `earth` covers all of it. Pages draw it at every zoom."""
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(0, 0, 0), _tile("earth"))
        writer.finalize(
            {
                "tile_type": tile_type,
                "tile_compression": Compression.NONE,
                "min_zoom": 0,
                "max_zoom": 0,
                "min_lon_e7": -180 * 10**7,
                "min_lat_e7": -85 * 10**7,
                "max_lon_e7": 180 * 10**7,
                "max_lat_e7": 85 * 10**7,
                "center_zoom": 0,
                "center_lon_e7": 0,
                "center_lat_e7": 0,
            },
            {"attribution": "© OpenStreetMap"},
        )
    return path


def _tile(layer: str) -> bytes:
    """Return a vector tile with one layer, in which one polygon covers the tile."""
    ring = [_MOVE_TO, 0, 0, _LINE_TO, _zigzag(_EXTENT), 0, 0, _zigzag(_EXTENT), _zigzag(-_EXTENT), 0, _CLOSE]
    polygon = _number(3, 3) + _bytes(4, b"".join(map(_varint, ring)))
    return _bytes(3, _number(15, 2) + _bytes(1, layer.encode()) + _bytes(2, polygon) + _number(5, _EXTENT))


def _zigzag(number: int) -> int:
    return number * 2 if number >= 0 else -number * 2 - 1


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content
