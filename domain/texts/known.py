"""The regulations that this process knows, each by its digest.

A case's workflow names its regulation by the digest, and so does the event by which a case goes over to another one. A digest
always stands for one value, so looking it up depends on nothing but the digest. A workflow task reads nothing: the worker
learns every regulation before its first task, and in the background each that is filed under later. Whatever reads a case from
the record learns its regulation, and those that it followed before.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.procedure import Procedure


class UnknownRegulation(LookupError):
    """No regulation of this digest is known to the worker yet. The workflow task is tried again."""


class Regulations:
    """Regulations by digest. `missed` are the digests that workflows asked for in vain."""

    def __init__(self) -> None:
        self._known: dict[str, Procedure] = {}
        self.missed: set[str] = set()

    def learn(self, regulations: Mapping[str, Procedure]) -> None:
        """Add regulations. The regulation of a digest never changes, and the one known first is kept."""
        self._known = {**regulations, **self._known}
        self.missed -= self._known.keys()

    def of(self, digest: str) -> Procedure:
        """Return the regulation of a digest. Raise UnknownRegulation, and remember it as missed, where none is known."""
        try:
            return self._known[digest]
        except KeyError:
            self.missed.add(digest)
            raise UnknownRegulation(f"the worker does not know the regulation {digest}") from None


REGULATIONS = Regulations()
"""The regulations of this process. Temporal creates workflows without our help, so there is nothing to pass them through."""


def earlier_authorities(procedure: Procedure) -> tuple[str, ...]:
    """Return the authorities that a case was with before, the latest first, whose present regulation is this.

    Raises:
        UnknownRegulation: as `filed_under`.
    """
    found: dict[str, None] = {}
    here = procedure
    while here.follows:
        here = REGULATIONS.of(here.follows)
        found[here.id] = None
    return tuple(each for each in found if each != procedure.id)


def filed_under(procedure: Procedure) -> Procedure:
    """Return the regulation that a case was filed under, whose present one is this: itself, unless the case went over to it.

    Raises:
        UnknownRegulation: this process has not read one of those before it.
    """
    while procedure.follows:
        procedure = REGULATIONS.of(procedure.follows)
    return procedure
