"""Who acts, and the front's signature that says so."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass

from domain.words import Role


@dataclass(frozen=True)
class Actor:
    """A role held in one authority's procedure; `account` is an account's id and never a reporter's identity.

    `on_behalf_of` is the account of the leader who is away and whose role and agency these are.
    """

    role: Role
    authority: str | None = None
    agency: str | None = None
    account: str | None = None
    on_behalf_of: str | None = None


REPORTER = Actor(Role.REPORTER)


@dataclass(frozen=True)
class Told:
    """Somebody who is told: a role, within one agency where the role is an agency's."""

    role: Role
    agency: str | None = None


def sign(key: bytes, *, code: str, act_id: str, act: str, actor: Actor) -> str:
    """The front's signature over who does what to which case, `act` being the act's digest: hexadecimal HMAC-SHA256.

    What is said is signed as JSON, so that no wording of one part can pass for two.
    """
    parts = (code, act_id, act, actor.role, actor.authority, actor.agency, actor.account)
    said = json.dumps((*parts, actor.on_behalf_of) if actor.on_behalf_of else parts)
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def is_signed(key: bytes, signature: str, *, code: str, act_id: str, act: str, actor: Actor) -> bool:
    """Whether `signature` is the front's own over exactly this."""
    own = sign(key, code=code, act_id=act_id, act=act, actor=actor)
    return hmac.compare_digest(own.encode(), signature.encode(errors="replace"))
