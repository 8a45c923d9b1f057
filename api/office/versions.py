"""The versions of what admins edit, as ETag and If-Match carry them: a change made from an older state is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Header, Response

from domain.offices.answers import AnswerTemplate
from domain.offices.office import Agency, OwnField
from domain.offices.places import Place
from domain.offices.routing import RoutingRule
from records.offices.repository import Offices, version_of_entry


def _seen(
    if_match: Annotated[
        str | None,
        Header(
            description="`version` của mục như đã đọc; người khác đã đổi từ lúc ấy thì không ghi (412).", max_length=80
        ),
    ] = None,
) -> str | None:
    return None if if_match in (None, "*") else if_match.strip().removeprefix("W/").strip('"')


SeenDep = Annotated[str | None, Depends(_seen)]
"""The version that the caller saw, None where they did not say."""


def name_version(response: Response, version: str) -> None:
    """Say in the answer's ETag which version it shows."""
    response.headers["ETag"] = f'"{version}"'


def version_in(offices: Offices, authority: str, kind: str, entry_id: str) -> str:
    """Return the version of an entry of this kind."""
    kept: dict[str, Iterable[Agency | Place | OwnField | RoutingRule | AnswerTemplate]] = {
        "agencies": offices.agencies(authority),
        "places": offices.places(authority),
        "fields": offices.own_fields(authority),
        "routing-rules": offices.routing_rules(authority),
        "answers": offices.answers(authority),
    }
    return version_of_entry(next((each for each in kept[kind] if each.id == entry_id), None))
