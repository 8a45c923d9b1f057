"""The offices that ship with the program."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from pathlib import Path

from domain.office import Office
from procedures import Fault, all_procedures
from procedures.offices.reading import OfficeFault, load_office


@lru_cache(maxsize=1)
def shipped_offices() -> tuple[Office, ...]:
    """The office of every authority that has a file, by authority.

    Raises:
        OfficeFault: a file has a fault, or two files have the same authority or give one username to two people.
    """
    folder = Path(__file__).parent
    offices = [load_office(path, all_procedures()) for path in sorted(folder.glob("*.toml"))]
    authorities = [office.authority for office in offices]
    usernames = [post.username for post in chain.from_iterable(office.staff for office in offices)]
    faults = [
        *(Fault("authority", f"hai tệp cùng là của “{each}”") for each in _doubled(authorities)),
        *(Fault(f"staff[{each}]", "tên đăng nhập này đã có ở địa phương khác") for each in _doubled(usernames)),
    ]
    if faults:
        raise OfficeFault(str(folder), tuple(faults))
    return tuple(sorted(offices, key=lambda office: office.authority))


def _doubled(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
