"""The ground of the maps: where the front reads it, and what browsers are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from api.pages.common.assets_folder import asset
from api.web.front import Site
from attachments.map_archive import MapArchive

ARCHIVE = "/ban-do/nen.pmtiles"
WARDS = "/ban-do/xa-phuong"


@dataclass(frozen=True)
class Ground:
    """The ground of every map: tiles of another server, or an archive that this front serves. With neither, maps show the
    names of wards and provinces."""

    tiles: str = ""
    archive: MapArchive | None = None

    @classmethod
    def of(cls, site: Site) -> Ground:
        """Take what this front has."""
        return cls(site.map_tiles, site.map_archive)

    @property
    def is_bare(self) -> bool:
        """True if nothing but names lies under the maps."""
        return not self.tiles and not self._version

    @property
    def images_from(self) -> str:
        """The other server that images come from, as a source of a content policy. Empty where there is none."""
        tiles = urlsplit(self.tiles)
        return f"{tiles.scheme}://{tiles.netloc.replace('{s}', '*')}" if self.tiles else ""

    @property
    def _version(self) -> str:
        """The version of the archive, empty where there is none or its file is gone."""
        return self.archive.version() if self.archive else ""

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of a map's element, which `ground.js` reads. The archive's address changes with its content."""
        told = {"data-wards": WARDS, "data-tiles": self.tiles}
        if version := self._version:
            told |= {
                "data-archive": f"{ARCHIVE}?v={version}",
                "data-archive-script": asset("own/vendor/protomaps-leaflet.js"),
            }
        return told
