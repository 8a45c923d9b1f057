"""The share of overdue cases by place or agency, as the letter of Điện Biên of April 2024 tells it: with a line for each, also
where there was nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from domain.accounts.account import Group
from domain.offices.places import Place, PlaceKind, surroundings


@dataclass(frozen=True)
class OverdueShare:
    """The cases of one place or agency: all that were resolved or are still open, and of the open the ones past a limit of the
    text. Those that a reporter withdrew or that were merged are none of them, so that the letter's numbers add up.
    `id` is None for cases that have none."""

    id: str | None
    total: int
    resolved: int
    open: int
    overdue: int

    @property
    def share(self) -> float:
        """The overdue part of all, from 0 to 1; 0 where there was nothing."""
        return self._of_all(self.overdue)

    @property
    def resolved_share(self) -> float:
        """The resolved part of all, from 0 to 1; 0 where there was nothing."""
        return self._of_all(self.resolved)

    @property
    def open_share(self) -> float:
        """The open part of all, from 0 to 1; 0 where there was nothing."""
        return self._of_all(self.open)

    def _of_all(self, count: int) -> float:
        return count / self.total if self.total else 0.0


@dataclass(frozen=True)
class OverdueTable:
    """A line for each place or agency, and their sum."""

    lines: tuple[OverdueShare, ...]
    total: OverdueShare


def shares_of(groups: Iterable[Group]) -> tuple[OverdueShare, ...]:
    """Return the groups of an account as shares."""
    return tuple(
        OverdueShare(group.id, flow.resolved + flow.open, flow.resolved, flow.open, flow.overdue)
        for group in groups
        for flow in (group.flow,)
    )


def overdue_table(shares: Iterable[OverdueShare], shown: Sequence[str]) -> OverdueTable:
    """Return a line for each id of `shown`, in its order, then one for each other id that has cases."""
    found = {share.id: share for share in shares}
    others = sorted((each for each in found if each not in shown), key=lambda each: (each is None, each or ""))
    lines = tuple(found.get(each, OverdueShare(each, 0, 0, 0, 0)) for each in (*shown, *others))
    return OverdueTable(lines, _sum(None, found.values()))


def by_district(shares: Iterable[OverdueShare], places: Sequence[Place]) -> tuple[OverdueShare, ...]:
    """Return the shares of places as shares of the districts that they lie in; a place outside every district stays."""
    districts = {each.id for each in places if each.kind is PlaceKind.DISTRICT}
    found: dict[str | None, list[OverdueShare]] = {}
    for share in shares:
        district = next((each for each in surroundings(share.id, places) if each in districts), share.id)
        found.setdefault(district, []).append(share)
    return tuple(_sum(district, lying_in) for district, lying_in in found.items())


def _sum(id_: str | None, shares: Collection[OverdueShare]) -> OverdueShare:
    return OverdueShare(
        id_,
        total=sum(share.total for share in shares),
        resolved=sum(share.resolved for share in shares),
        open=sum(share.open for share in shares),
        overdue=sum(share.overdue for share in shares),
    )
