"""An authority that joins another one changes nothing of its own from that day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.offices.reorganisation import Reorganisation
from records.record import Record


def joins_of(record: Record, authority: str) -> Iterator[Reorganisation]:
    """Yield the plans that stand and by which this authority joins another one."""
    plans = record.reorganisations.of_authority(authority)
    return (each for each in plans if each.authority == authority and each.stands and each.joins)


def joins_before(record: Record, authority: str, day: date) -> Reorganisation | None:
    """Return the plan by which an authority joins another one before a day, None where it goes on up to then."""
    return next((each for each in joins_of(record, authority) if each.day < day), None)


def joined_already(plan: Reorganisation) -> str:
    """Say why a change on a later day cannot be entered."""
    return f"Từ {plan.day:%d/%m/%Y} địa phương này nhập vào “{plan.joins}”; hãy nhập thay đổi sau ngày ấy ở đó."
