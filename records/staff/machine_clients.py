"""Keeps machine clients: programs that act for an agency or file for a channel, with their secrets and tokens."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from domain.offices.machine_clients import MARK, MachineRefusal, MachineScope, role_for
from records.engine import read, transaction
from records.errors import AccountUnknown, LastSecret, TooManySecrets
from records.names import name_account
from records.offices.changes import hold, note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.account_rows import account_of
from records.staff.rows import ClientSecret, MachineClient, MachineToken, NewMachine
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine

MOST_SECRETS = 2
"""The secrets of one client that hold at once: the old one and the new one, while a program changes over."""

_NO_PASSWORD = "-"  # noqa: S105 - no password has this hash
_client, _secret, _token, _account = tables.MachineClient, tables.MachineSecret, tables.MachineToken, tables.Account


class MachineClients:
    """The machine clients. Every method may raise RecordsUnavailable, and UnstorableText where it takes a text.

    Every change by an admin is one transaction and is noted with its author.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_authority(self, authority: str | None) -> tuple[MachineClient, ...]:
        """Return the machine clients of an authority, sorted by name. None returns all."""
        with read(self._engine) as session:
            return _found(session, () if authority is None else (col(_account.authority) == storable(authority),))

    def find(self, client_id: str) -> MachineClient | None:
        """Return one machine client, None for an unknown id."""
        with read(self._engine) as session:
            return next(iter(_found(session, (col(_client.account) == storable(client_id),))), None)

    def with_secret(self, client_id: str, secret_hash: str) -> tuple[MachineClient, UUID | None] | None:
        """Return a machine client, and its secret with this hash, None for one that does not hold. None for an unknown client."""
        client = self.find(client_id)
        if client is None:
            return None
        holding = select(_secret.id).where(
            col(_secret.client) == client.id,
            col(_secret.secret_hash) == secret_hash,
            col(_secret.dropped_at).is_(None),
        )
        with read(self._engine) as session:
            return client, session.exec(holding).one_or_none()

    def of_token(self, token_hash: str, now: datetime) -> MachineToken | None:
        """Return whose token this is, None for one that is unknown, has expired, or came by a secret that was dropped."""
        with read(self._engine) as session:
            wanted = (
                select(_token.scopes, _secret.client)
                .join(_secret, col(_secret.id) == col(_token.secret))
                .where(
                    col(_token.token_hash) == storable(token_hash),
                    col(_token.expires_at) > now,
                    col(_secret.dropped_at).is_(None),
                )
            )
            row = session.exec(wanted).one_or_none()
            if row is None:
                return None
            scopes, client_id = row
            [client] = _found(session, (col(_client.account) == client_id,))
            account = session.get(_account, client_id)
            return MachineToken(client, account_of(account), _scopes(scopes)) if account else None

    def register(self, new: NewMachine, secret_hash: str, change: ChangedBy) -> MachineClient:
        """Add a machine client with the account in whose name it acts, and its first secret."""
        client_id, authority = uuid.uuid4().hex, storable(new.authority)
        name = storable(new.name) + MARK
        account = {
            "id": client_id,
            "username": f"may-{client_id[:12]}",
            "role": role_for(new.agency).value,
            "authority": authority,
            "agency": new.agency,
            "display_name": name,
            "password_hash": _NO_PASSWORD,
            "machine": True,
            "used_at": change.at,
        }
        client = {
            "account": client_id,
            "purpose": storable(new.purpose),
            "scopes": sorted(new.scopes),
            "networks": list(new.networks),
            "registered_at": change.at,
            "expires_at": new.expires_at,
        }
        noted = {name: client[name] for name in ("purpose", "scopes", "networks")} | {
            "name": name,
            "agency": new.agency,
            "expires_at": new.expires_at.isoformat(),
        }
        with transaction(self._engine) as session:
            hold(session)
            session.execute(insert(_account).values(account))
            name_account(session, client_id, name, change.at)
            session.execute(insert(_client).values(client))
            _add_secret(session, client_id, secret_hash, change.at)
            note(session, Subject.MACHINE_CLIENT, authority, client_id, None, noted, change)
            [registered] = _found(session, (col(_client.account) == client_id,))
            return registered

    def add_secret(self, client: MachineClient, secret_hash: str, change: ChangedBy) -> None:
        """Give a machine client one more secret. The one before holds until it is dropped.

        Raises:
            TooManySecrets: two hold already.
        """
        with transaction(self._engine) as session:
            hold(session)
            if len(_secrets(session, [client.id]).get(client.id, ())) >= MOST_SECRETS:
                raise TooManySecrets(f"{client.id} has {MOST_SECRETS} secrets")
            _add_secret(session, client.id, secret_hash, change.at)
            _note(session, client, {"secret": "added"}, change)

    def drop_secret(self, client: MachineClient, secret_id: UUID, change: ChangedBy) -> bool:
        """Drop a secret of a machine client, with the tokens that came by it. Return False where it has no such secret.

        Raises:
            LastSecret: no other secret holds.
        """
        with transaction(self._engine) as session:
            hold(session)
            held = {each.id for each in _secrets(session, [client.id]).get(client.id, ())}
            if secret_id not in held:
                return False
            if len(held) == 1:
                raise LastSecret(f"{client.id} has one secret")
            dropped = update(_secret).where(col(_secret.id) == secret_id).values(dropped_at=change.at)
            session.execute(dropped)
            _note(session, client, {"secret": "dropped"}, change)
            return True

    def revoke(self, client: MachineClient, change: ChangedBy) -> None:
        """Revoke a machine client at once and permanently. Do nothing where it was revoked before."""
        with transaction(self._engine) as session:
            hold(session)
            open_one = (col(_client.account) == client.id, col(_client.revoked_at).is_(None))
            revoked = session.execute(
                update(_client).where(*open_one).values(revoked_at=change.at).returning(col(_client.account))
            )
            if revoked.one_or_none() is None:
                return
            session.execute(update(_account).where(col(_account.id) == client.id).values(active=False))
            _note(session, client, {"revoked": True}, change)

    def open_token(
        self, token_hash: str, secret_id: UUID, scopes: Iterable[MachineScope], expires_at: datetime
    ) -> None:
        """Keep a token that was given out for a secret."""
        row = {
            "token_hash": token_hash,
            "secret": secret_id,
            "scopes": sorted(scopes),
            "expires_at": expires_at,
        }
        with transaction(self._engine) as session:
            session.execute(insert(_token).values(row))

    def note_use(self, client_id: str, at: datetime) -> None:
        """Count a use of a machine client."""
        counted = {"uses": _client.uses + 1, "last_used_at": at}
        with transaction(self._engine) as session:
            session.execute(update(_client).where(col(_client.account) == client_id).values(counted))

    def note_refusal(self, client_id: str, why: MachineRefusal, at: datetime) -> None:
        """Count a use of a machine client that was refused."""
        counted = {"refusals": _client.refusals + 1, "last_refused_at": at, "last_refusal": why.value}
        with transaction(self._engine) as session:
            session.execute(update(_client).where(col(_client.account) == client_id).values(counted))

    def forget_expired(self, at: datetime) -> None:
        """Delete the tokens that expired by `at`."""
        with transaction(self._engine) as session:
            session.execute(delete(_token).where(col(_token.expires_at) <= at))


def _found(session: Session, which: Sequence[Any]) -> tuple[MachineClient, ...]:
    wanted = (
        select(_client, _account)
        .join(_account, col(_account.id) == col(_client.account))
        .where(*which)
        .order_by(col(_account.authority), col(_account.display_name), col(_account.id))
    )
    rows = session.exec(wanted).all()
    secrets = _secrets(session, [client.account for client, _ in rows])
    return tuple(_machine(client, account, secrets.get(client.account, ())) for client, account in rows)


def _machine(client: tables.MachineClient, account: tables.Account, secrets: tuple[ClientSecret, ...]) -> MachineClient:
    if account.authority is None:
        raise AccountUnknown(f"the machine client {client.account} has no authority")
    return MachineClient(
        id=client.account,
        name=account.display_name,
        authority=account.authority,
        agency=account.agency,
        purpose=client.purpose,
        scopes=_scopes(client.scopes),
        networks=tuple(client.networks),
        registered_at=client.registered_at,
        expires_at=client.expires_at,
        revoked_at=client.revoked_at,
        secrets=secrets,
        uses=client.uses,
        last_used_at=client.last_used_at,
        refusals=client.refusals,
        last_refused_at=client.last_refused_at,
        last_refusal=client.last_refusal,
    )


def _scopes(written: Iterable[str]) -> frozenset[MachineScope]:
    """Return the scopes that this release knows. A scope of a later one permits nothing here."""
    known = {each.value for each in MachineScope}
    return frozenset(MachineScope(each) for each in written if each in known)


def _secrets(session: Session, clients: Sequence[str]) -> dict[str, tuple[ClientSecret, ...]]:
    """Return the secrets that hold, by client, the oldest first."""
    wanted = select(_secret).where(col(_secret.client).in_(clients), col(_secret.dropped_at).is_(None))
    found: dict[str, tuple[ClientSecret, ...]] = {}
    for row in session.exec(wanted.order_by(col(_secret.made_at), col(_secret.id))):
        found[row.client] = (*found.get(row.client, ()), ClientSecret(row.id, row.made_at))
    return found


def _add_secret(session: Session, client_id: str, secret_hash: str, at: datetime) -> None:
    session.execute(insert(_secret).values(client=client_id, secret_hash=secret_hash, made_at=at))


def _note(session: Session, client: MachineClient, after: dict[str, Any], change: ChangedBy) -> None:
    note(session, Subject.MACHINE_CLIENT, client.authority, client.id, {}, after, change)
