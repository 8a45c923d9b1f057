"""An archive of map tiles in the PMTiles format (version 3), from which browsers read the bytes that they need."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"PMTiles\x03"
_TILE_TYPE = 99  # the byte of the header that tells what the tiles are
_VECTOR = 1


class NoMapArchive(ValueError):
    """The file is not there, or it is no archive that our pages can draw."""


@dataclass(frozen=True)
class MapArchive:
    """A file that may be replaced by a newer one while the front runs."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> MapArchive:
        """Look at the file.

        Raises:
            NoMapArchive: it cannot be read, is no PMTiles archive, or holds no vector tiles.
        """
        try:
            with path.open("rb") as file:
                header = file.read(_TILE_TYPE + 1)
        except OSError as error:
            raise NoMapArchive(f"không đọc được tệp {path}") from error
        if not header.startswith(_MAGIC):
            raise NoMapArchive(f"tệp {path} không phải kho ô bản đồ PMTiles bản 3")
        if header[_TILE_TYPE:] != bytes([_VECTOR]):
            raise NoMapArchive(f"kho {path} không chứa ô bản đồ véc-tơ (MVT)")
        return cls(path)

    def version(self) -> str:
        """Return what changes with the file, empty while it is not there."""
        try:
            known = self.path.stat()
        except OSError:
            return ""
        return f"{known.st_mtime_ns:x}-{known.st_size:x}"
