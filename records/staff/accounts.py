"""Reads and changes the accounts of staff."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from domain.actors import Actor
from domain.offices.delegations import Delegation, can_stand_in
from domain.offices.names import NameHistory
from domain.offices.unused import LastUse, unused
from domain.words import Role
from records.engine import driver, read, transaction
from records.errors import AccountUnknown, IdentityTaken, LastAdmin, UsernameTaken
from records.messages.rows import NO_CONTACT, Contact
from records.names import account_names, name_account
from records.offices.changes import hold, note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.account_rows import account_of
from records.staff.duties import end_delegations
from records.staff.rows import Account
from records.texts import storable, storable_row
from records.versions import require_seen, version_of

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


_UNNOTED = frozenset({"id", "authority", "provisional", "used_at", "locked_at", "machine"})
_IS_PERSON = col(tables.Account.machine).is_(False)
_NAMES = "SELECT id, display_name FROM accounts WHERE id = ANY(%s)"


@dataclass(frozen=True)
class NewAccount:
    """An account that is to be added. Its hash and how to reach the person stay out of `repr`, and so out of logs."""

    username: str
    role: Role
    authority: str | None
    agency: str | None
    display_name: str
    password_hash: str = field(repr=False)
    contact: Contact = NO_CONTACT
    provider_identity: str | None = None


class Accounts:
    """The accounts of staff. Every method may raise RecordsUnavailable, and UnstorableText where it takes a text.

    Every change is one transaction and is noted with its author.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_authority(self, authority: str | None) -> tuple[Account, ...]:
        """Return the people of an authority, sorted by username. None returns all, with or without an authority."""
        wanted = select(tables.Account).where(_IS_PERSON).order_by(col(tables.Account.username))
        if authority is not None:
            wanted = wanted.where(col(tables.Account.authority) == storable(authority))
        with read(self._engine) as session:
            return tuple(map(account_of, session.exec(wanted)))

    def of_agency(self, authority: str, agency: str) -> tuple[Account, ...]:
        """Return the people of one agency, sorted by username."""
        account = tables.Account
        wanted = select(account).where(
            _IS_PERSON, col(account.authority) == storable(authority), col(account.agency) == storable(agency)
        )
        with read(self._engine) as session:
            return tuple(map(account_of, session.exec(wanted.order_by(col(account.username)))))

    def find(self, account_id: str) -> Account | None:
        """Return one account, None for an unknown id."""
        with read(self._engine) as session:
            row = session.get(tables.Account, storable(account_id))
            return account_of(row) if row else None

    def display_names(self, account_ids: frozenset[str]) -> dict[str, str]:
        """Return the display names of these accounts by id, active or not. Unknown ids are left out."""
        with read(self._engine) as session:
            return dict(driver(session).execute(_NAMES, (sorted(account_ids),)).fetchall())

    def names(self, account_ids: frozenset[str]) -> dict[str, NameHistory]:
        """Return the display names of these accounts over time, by id. Unknown ids are left out."""
        with read(self._engine) as session:
            return account_names(session, account_ids)

    def for_sign_in(self, username: str) -> tuple[Account, str] | None:
        """Return the active account with this username and its password hash, None where there is none."""
        wanted = select(tables.Account).where(
            _IS_PERSON, col(tables.Account.username) == storable(username), col(tables.Account.active)
        )
        with transaction(self._engine) as session:
            row = session.exec(wanted).one_or_none()
            return (account_of(row), row.password_hash) if row else None

    def of_provider(self, identity: str) -> Account | None:
        """Return the active account with this identity at the provider, in any case of letters. None where there is none."""
        wanted = select(tables.Account).where(
            func.lower(tables.Account.provider_identity) == func.lower(storable(identity)), col(tables.Account.active)
        )
        with transaction(self._engine) as session:
            row = session.exec(wanted).one_or_none()
            return account_of(row) if row else None

    def add(
        self,
        *,
        username: str,
        role: Role,
        authority: str | None,
        agency: str | None,
        display_name: str,
        password_hash: str,
        contact: Contact = NO_CONTACT,
        provider_identity: str | None = None,
        provisional: bool = False,
        change: ChangedBy | None = None,
    ) -> Account:
        """Add an account, and note the change where `change` is given. The account's agency must be in the record.

        `contact` is where messages to the account go. Its devices are ignored; a device registers itself.

        Raises:
            UsernameTaken: another account has the username.
            IdentityTaken: another account has the identity at the provider.
            RecordsFault: role, authority and agency do not fit together.
        """
        new = NewAccount(username, role, authority, agency, display_name, password_hash, contact, provider_identity)
        with transaction(self._engine) as session:
            hold(session)
            return _added(session, new, change, provisional=provisional)

    def add_all(self, new: Sequence[NewAccount], change: ChangedBy) -> tuple[Account, ...]:
        """Add accounts with provisional passwords in one transaction, in their order. Raises as `add` does."""
        with transaction(self._engine) as session:
            hold(session)
            return tuple(_added(session, each, change, provisional=True) for each in new)

    def change(
        self,
        account_id: str,
        *,
        role: Role,
        agency: str | None,
        display_name: str,
        contact: Contact,
        active: bool,
        change: ChangedBy,
        provider_identity: str | None = None,
        require: Callable[[Account, tuple[Account, ...]], None] | None = None,
    ) -> Account:
        """Change an account. Its username and authority stay. Making it inactive ends its sessions at once, and delegations end
        of which it can no longer be a part.

        `require` gets the account as it will be and the other accounts of its authority, and may raise to prevent the change.

        Raises:
            AccountUnknown: there is no such account.
            LastAdmin: no admin would be left for what this one administers.
            IdentityTaken: another account has the identity at the provider.
            ChangedMeanwhile: the account is not as the author of the change saw it.
            RecordsFault: role, authority and agency do not fit together.
        """
        with transaction(self._engine) as session:
            hold(session)
            before = account_of(_row(session, account_id))
            require_seen(_plain(before), change.seen)
            after = storable_row(
                replace(
                    before,
                    role=role,
                    agency=agency,
                    display_name=display_name,
                    email=contact.email,
                    phone=contact.phone,
                    active=active,
                    provider_identity=provider_identity,
                )
            )
            if after == before:
                return before
            if _administers(before) and not _administers(after):
                _require_another_admin(session, before, change)
            if require is not None:
                require(after, _others_of_authority(session, after))
            _require_own_identity(session, after)
            values = vars(after) | {"role": role.value}
            session.execute(update(tables.Account).where(col(tables.Account.id) == account_id).values(values))
            if after.display_name != before.display_name:
                name_account(session, account_id, after.display_name, change.at)
            if before.active and not active:
                end_sessions(session, account_id)
            session.expire_all()
            end_delegations(session, account_id, change, partial(_can_still_stand_in, session))
            _note(session, after, _plain(before), _plain(after), change)
            return after

    def with_hashes(self, usernames: Collection[str]) -> tuple[tuple[Account, str], ...]:
        """Return the accounts with these usernames, active or not, each with its password hash. Unknown ones are left out."""
        wanted = select(tables.Account).where(col(tables.Account.username).in_(map(storable, usernames)))
        with read(self._engine) as session:
            return tuple((account_of(row), row.password_hash) for row in session.exec(wanted))

    def switch(self, account_ids: Collection[str], change: ChangedBy, *, on: bool) -> None:
        """Make accounts active or inactive all at once, even if no admin is left. Sessions and delegations end as in `change`."""
        with transaction(self._engine) as session:
            hold(session)
            for account_id in sorted(account_ids):
                before = account_of(_row(session, account_id))
                if before.active is on:
                    continue
                row = col(tables.Account.id) == account_id
                session.execute(update(tables.Account).where(row).values(active=on))
                if not on:
                    end_sessions(session, account_id)
                session.expire_all()
                end_delegations(session, account_id, change, partial(_can_still_stand_in, session))
                _note(session, before, {"active": before.active}, {"active": on}, change)

    def lock_unused(self, longest: timedelta, at: datetime) -> tuple[str, ...]:
        """Lock the accounts that nobody used for so long, on record, and end their sessions. Return their usernames."""
        table = tables.Account
        working = select(table).where(_IS_PERSON, col(table.active), col(table.locked_at).is_(None))
        with transaction(self._engine) as session:
            hold(session)
            accounts = {row.id: account_of(row) for row in session.exec(working)}
            uses = (
                LastUse(each.id, each.authority, each.role is Role.ADMIN, each.used_at or at)
                for each in accounts.values()
            )
            locked = [accounts[each] for each in unused(uses, at, longest)]
            for account in locked:
                session.execute(update(table).where(col(table.id) == account.id).values(locked_at=at))
                end_sessions(session, account.id)
                why = {"locked": True, "reason": "unused", "days": longest.days}
                _note(session, account, {"locked": False}, why, ChangedBy(None, at))
            return tuple(each.username for each in locked)

    def unlock(self, account_id: str, change: ChangedBy) -> None:
        """Unlock an account, as if it had just been used. Do nothing where it is not locked.

        Raises:
            AccountUnknown: there is no such account.
        """
        with transaction(self._engine) as session:
            hold(session)
            account = account_of(_row(session, account_id))
            if account.locked_at is None:
                return
            changed = update(tables.Account).where(col(tables.Account.id) == account_id)
            session.execute(changed.values(locked_at=None, used_at=change.at))
            _note(session, account, {"locked": True}, {"locked": False}, change)

    def set_password(
        self, account_id: str, password_hash: str, change: ChangedBy, *, provisional: bool = False
    ) -> Account:
        """Set an account's password hash and end its sessions at once. A `provisional` one has to be changed by its owner.

        Raises:
            AccountUnknown: there is no such account.
        """
        with transaction(self._engine) as session:
            hold(session)
            account = account_of(_row(session, account_id))
            changed = update(tables.Account).where(col(tables.Account.id) == account_id)
            session.execute(changed.values(password_hash=password_hash, provisional=provisional))
            end_sessions(session, account_id)
            _note(session, account, {}, {"password": "reset"}, change)
            return account


def _added(session: Session, new: NewAccount, change: ChangedBy | None, *, provisional: bool) -> Account:
    """Add an account in this transaction."""
    account = storable_row(
        Account(
            uuid.uuid4().hex,
            new.username,
            new.role,
            new.authority,
            new.agency,
            new.display_name,
            new.contact.email,
            new.contact.phone,
            provider_identity=new.provider_identity,
            provisional=provisional,
        )
    )
    _require_own_identity(session, account)
    row = vars(account) | {"role": new.role.value, "password_hash": new.password_hash}
    row["used_at"] = change.at if change else func.now()
    added = upsert(tables.Account).values(**row).on_conflict_do_nothing(index_elements=["username"])
    if session.execute(added.returning(col(tables.Account.id))).one_or_none() is None:
        raise UsernameTaken(f"there is an account {account.username!r} already")
    name_account(session, account.id, account.display_name, change.at if change else None)
    if change is not None:
        _note(session, account, None, _plain(account), change)
    return account


def account_version(account: Account) -> str:
    """Return the version of what an admin may change of an account."""
    return version_of(_plain(account))


def _row(session: Session, account_id: str) -> tables.Account:
    row = session.get(tables.Account, storable(account_id), with_for_update=True)
    if row is None:
        raise AccountUnknown(f"no account {account_id}")
    return row


def _require_own_identity(session: Session, account: Account) -> None:
    if account.provider_identity is None:
        return
    table = tables.Account
    others = select(table.username).where(
        func.lower(table.provider_identity) == func.lower(account.provider_identity), col(table.id) != account.id
    )
    if (other := session.exec(others).first()) is not None:
        raise IdentityTaken(f"{other} is known to the provider by this identity")


def _others_of_authority(session: Session, account: Account) -> tuple[Account, ...]:
    table = tables.Account
    others = select(table).where(_IS_PERSON, col(table.authority) == account.authority, col(table.id) != account.id)
    return tuple(map(account_of, session.exec(others)))


def _can_still_stand_in(session: Session, delegation: Delegation) -> bool:
    """Return whether both accounts work here and the one may still act for the other."""
    leader, delegate = (
        session.get_one(tables.Account, each) for each in (delegation.from_account, delegation.to_account)
    )
    may = can_stand_in(_actor(delegate), _actor(leader))
    return leader.active and delegate.active and may


def _actor(row: tables.Account) -> Actor:
    return Actor(Role(row.role), authority=row.authority, agency=row.agency, account=row.id)


def _administers(account: Account) -> bool:
    return account.active and account.role is Role.ADMIN


def _require_another_admin(session: Session, admin: Account, change: ChangedBy) -> None:
    """Raise LastAdmin unless another active admin can replace this one: of its authority or of the whole system. An admin of
    the whole system needs another one of the whole system. Who steps down by themselves needs another one of their own place:
    an admin of the whole system who is to go on without one decides that."""
    table = tables.Account
    others = select(table.authority).where(
        col(table.id) != admin.id,
        col(table.active),
        col(table.locked_at).is_(None),
        col(table.role) == Role.ADMIN.value,
    )
    replacing = {admin.authority} if change.by_account == admin.id else {admin.authority, None}
    if not replacing & set(session.exec(others)):
        raise LastAdmin(f"{admin.username} is the last admin")


def _plain(account: Account) -> dict[str, Any]:
    return {name: value for name, value in vars(account).items() if name not in _UNNOTED}


def _note(
    session: Session, account: Account, before: Mapping[str, Any] | None, after: Mapping[str, Any], change: ChangedBy
) -> None:
    note(session, Subject.ACCOUNT, account.authority, account.id, before, after, change)


def end_sessions(session: Session, account_id: str, only: UUID | None = None) -> int:
    """End an account's sessions, or only one of them, in this transaction. Return how many ended."""
    table = tables.StaffSession
    open_ones = [col(table.account_id) == account_id, col(table.revoked_at).is_(None)]
    if only is not None:
        open_ones.append(col(table.id) == only)
    ended = session.execute(update(table).where(*open_ones).values(revoked_at=func.now()).returning(col(table.id)))
    return len(ended.all())
