"""Public cases as GeoJSON (RFC 7946): points, or clusters of many points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.responses import Response

from api.public.clustering import Cluster, clusters
from api.public.views import PublicLineView

_ACROSS = 16


class GeoJson(Response):
    """GeoJSON."""

    media_type = "application/geo+json"


def collection(features: list[dict[str, Any]], *, count: int, is_cut: bool) -> dict[str, Any]:
    """Return features as one document. `count` tells how many cases it stands for, `truncated` that there are older ones."""
    return {"type": "FeatureCollection", "features": features, "count": count, "truncated": is_cut}


def points(views: Sequence[PublicLineView]) -> list[dict[str, Any]]:
    """Return each case as a point, with what a map tells of it."""
    return [
        {
            "type": "Feature",
            "id": view.code,
            "geometry": _point(view.latitude, view.longitude),
            "properties": {
                "code": view.code,
                "url": view.url,
                "authority": view.authority.name,
                "field": view.field.name if view.field else None,
                "status": view.status.value,
                "status_label": view.status_label,
                "place": view.place,
                "received_at": view.received_at.isoformat(),
                "received_text": view.received_text,
                "excerpt": view.excerpt,
            },
        }
        for view in views
    ]


def clustered(places: Iterable[tuple[float, float]]) -> list[dict[str, Any]]:
    """Return latitudes and longitudes as few points, each with how many it stands for."""
    return [_cluster(each) for each in clusters(places, across=_ACROSS)]


def _cluster(cluster: Cluster) -> dict[str, Any]:
    box = cluster.box
    return {
        "type": "Feature",
        "bbox": [box.west, box.south, box.east, box.north],
        "geometry": _point(cluster.latitude, cluster.longitude),
        "properties": {"cluster": True, "count": cluster.count},
    }


def _point(latitude: float | None, longitude: float | None) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}
