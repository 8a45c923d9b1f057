"""The person who acts, and the signature by which the front vouches for that person."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass

from domain.words import Role


@dataclass(frozen=True)
class Actor:
    """A role held in one authority's procedure; `account` is an account's id and never a reporter's identity.

    `on_behalf_of` is the account of an absent leader, whose role and agency these then are. `report` is the code of the merged
    report whose reporter acts on the case that the report was merged into; None for the case's own reporter.
    """

    role: Role
    authority: str | None = None
    agency: str | None = None
    account: str | None = None
    on_behalf_of: str | None = None
    report: str | None = None


REPORTER = Actor(Role.REPORTER)


@dataclass(frozen=True)
class Told:
    """A recipient: a role, within one agency where the role belongs to an agency."""

    role: Role
    agency: str | None = None

    def is_of_office(self, other: Told) -> bool:
        """Tell whether both work in one office: under the same leader, and in the same agency."""
        return (self.role.leader, self.agency) == (other.role.leader, other.agency)


def sign(key: bytes, *, code: str, act_id: str, act: str, actor: Actor) -> str:
    """Return the front's signature over the person, the act and the case: hexadecimal HMAC-SHA256. `act` is the act's digest.

    The parts are signed as JSON, so that no two different lists of parts give the same signed text.
    """
    parts = (code, act_id, act, actor.role, actor.authority, actor.agency, actor.account)
    further = (
        (actor.on_behalf_of, actor.report) if actor.report else (actor.on_behalf_of,) if actor.on_behalf_of else ()
    )
    said = json.dumps((*parts, *further))
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def is_signed(key: bytes, signature: str, *, code: str, act_id: str, act: str, actor: Actor) -> bool:
    """Tell whether `signature` is the front's signature over exactly these parts."""
    own = sign(key, code=code, act_id=act_id, act=act, actor=actor)
    return hmac.compare_digest(own.encode(), signature.encode(errors="replace"))
