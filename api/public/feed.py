"""Public cases as an Atom feed (RFC 4287), the latest change first. A case keeps its id when the site moves."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from starlette.responses import Response

from api.public.views import PublicLineView

MOST_ENTRIES = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""An empty feed was last changed at this instant."""

_ATOM = "http://www.w3.org/2005/Atom"
_TITLE = "Phản ánh, kiến nghị công khai"


class Atom(Response):
    """An Atom feed."""

    media_type = "application/atom+xml"


def changed_at(views: Sequence[PublicLineView]) -> datetime:
    """Return when the feed last changed."""
    return max((view.changed_at for view in views), default=NEVER)


def feed(views: Sequence[PublicLineView], *, address: str, page: str, of: str | None) -> bytes:
    """Return the feed at this address. `page` is the same list for people, `of` the authority if it holds one authority's."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _say(root, "id", address)
    _say(root, "title", f"{_TITLE}: {of}" if of else _TITLE)
    _say(root, "updated", _instant(changed_at(views)))
    _link(root, "self", address, Atom.media_type)
    _link(root, "alternate", page, "text/html")
    for view in views:
        _entry(root, view)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: ElementTree.Element, view: PublicLineView) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _say(entry, "id", uuid.uuid5(uuid.NAMESPACE_URL, f"hientruong:{view.authority.id}:{view.code}").urn)
    _say(entry, "title", " · ".join((view.code, *([view.field.name] if view.field else []), view.status_label)))
    _say(entry, "published", _instant(view.received_at))
    _say(entry, "updated", _instant(view.changed_at))
    _say(ElementTree.SubElement(entry, "author"), "name", view.authority.name)
    if view.field:
        ElementTree.SubElement(entry, "category", {"term": view.field.id, "label": view.field.name})
    _link(entry, "alternate", view.url, "text/html")
    _say(entry, "summary", view.excerpt)


def _say(parent: ElementTree.Element, tag: str, words: str) -> None:
    ElementTree.SubElement(parent, tag).text = words


def _link(parent: ElementTree.Element, relation: str, address: str, media_type: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "type": media_type, "href": address})


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
