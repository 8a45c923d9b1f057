"""A table says of every address by which staff change something whether it is of weight (`of_weight.txt`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web.identity.weight import OF_WEIGHT
from tests.permissions.test_offices import ANYBODY
from tests.support.fronts.desk import Desk

ROOMS = ("of weight", "part", "without", "for reporters and programs")
TABLE = (Path(__file__).parent / "of_weight.txt").read_text(encoding="utf-8").partition("\n\n")[2]


def addresses() -> dict[str, str]:
    """Return the row that each address of the table stands in."""
    found, room = {}, ""
    for line in TABLE.splitlines():
        if line.startswith("  "):
            found[line.strip()] = room
        else:
            room = line
    return found


def routes(router: Any, prefix: str = "", above: tuple[Any, ...] = ()) -> Iterator[tuple[str, bool]]:
    """Yield every address by which somebody changes something, with whether its route is of weight."""
    for route in router.routes:
        given = (*above, *getattr(route, "dependencies", ()))
        if (included := getattr(route, "original_router", None)) is not None:
            yield from routes(included, prefix + route.include_context.prefix, given)
        elif getattr(route, "methods", None):
            weighs = OF_WEIGHT in given or PAGE_OF_WEIGHT in given
            yield from ((f"{each} {prefix}{route.path}", weighs) for each in route.methods - {"GET", "HEAD", "OPTIONS"})


def test_the_table_says_of_every_address_whether_it_is_of_weight() -> None:
    table = addresses()
    assert set(table.values()) == set(ROOMS)
    known = {address: weighs for address, weighs in routes(Desk().app) if address not in ANYBODY}
    assert sorted(known) == sorted(table)
    assert {address for address, weighs in known.items() if weighs} == {
        address for address, room in table.items() if room == "of weight"
    }
