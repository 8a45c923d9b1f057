"""What changes staff: their accounts. Each call is one transaction; changes of an account are noted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from domain.words import Role
from records.engine import transaction
from records.errors import AccountUnknown, IdentityTaken, LastAdmin, UsernameTaken
from records.messages.rows import NO_CONTACT, Contact
from records.offices.changes import hold, note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.rows import Account
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


class Accounts:
    """The accounts of staff. Every method may raise RecordsUnavailable; what takes a text may raise UnstorableText.

    Each change is one transaction, and is noted with who made it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_authority(self, authority: str | None) -> tuple[Account, ...]:
        """The staff of an authority, or of every one and of none, by username."""
        wanted = select(tables.Account).order_by(col(tables.Account.username))
        if authority is not None:
            wanted = wanted.where(col(tables.Account.authority) == storable(authority))
        with transaction(self._engine) as session:
            return tuple(map(account_of, session.exec(wanted)))

    def of_agency(self, authority: str, agency: str) -> tuple[Account, ...]:
        """The staff of one agency, by username."""
        account = tables.Account
        wanted = select(account).where(
            col(account.authority) == storable(authority), col(account.agency) == storable(agency)
        )
        with transaction(self._engine) as session:
            return tuple(map(account_of, session.exec(wanted.order_by(col(account.username)))))

    def find(self, account_id: str) -> Account | None:
        """One account, None for an id that is not known."""
        with transaction(self._engine) as session:
            row = session.get(tables.Account, storable(account_id))
            return account_of(row) if row else None

    def display_names(self, account_ids: frozenset[str]) -> dict[str, str]:
        """The names of these accounts, those that there are, whether still active or not."""
        account = tables.Account
        wanted = select(account.id, account.display_name).where(col(account.id).in_(sorted(account_ids)))
        with transaction(self._engine) as session:
            return dict(session.exec(wanted).all())

    def for_sign_in(self, username: str) -> tuple[Account, str] | None:
        """The account with this username and the hash of its password, as long as it is active."""
        wanted = select(tables.Account).where(
            col(tables.Account.username) == storable(username), col(tables.Account.active)
        )
        with transaction(self._engine) as session:
            row = session.exec(wanted).one_or_none()
            return (account_of(row), row.password_hash) if row else None

    def of_provider(self, identity: str) -> Account | None:
        """The account that the provider knows by this identity, as long as it is active."""
        wanted = select(tables.Account).where(
            col(tables.Account.provider_identity) == storable(identity), col(tables.Account.active)
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
        change: ChangedBy | None = None,
    ) -> Account:
        """Adds an account, and notes it as a change if it is one. An agency's account needs its agency added first.

        `contact` is where messages to it go; devices are registered from the device itself.

        Raises:
            UsernameTaken: another account has the username.
            IdentityTaken: another account has the provider's identity.
            RecordsFault: the role, authority and agency do not go together.
        """
        account_id, email, phone = uuid.uuid4().hex, contact.email, contact.phone
        account = storable_row(
            Account(
                account_id,
                username,
                role,
                authority,
                agency,
                display_name,
                email,
                phone,
                provider_identity=provider_identity,
            )
        )
        with transaction(self._engine) as session:
            hold(session)
            _require_own_identity(session, account)
            row = vars(account) | {"role": role.value, "password_hash": password_hash}
            added = upsert(tables.Account).values(**row).on_conflict_do_nothing(index_elements=["username"])
            if session.execute(added.returning(col(tables.Account.id))).one_or_none() is None:
                raise UsernameTaken(f"there is an account {account.username!r} already")
            if change is not None:
                _note(session, account, None, _plain(account), change)
        return account

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
    ) -> Account:
        """Changes an account; its username and authority stay. One that is made inactive loses its sessions at once.

        Raises:
            AccountUnknown: no such account.
            LastAdmin: nobody would be left to administer what this admin did.
            IdentityTaken: another account has the provider's identity.
            RecordsFault: the role, authority and agency do not go together.
        """
        with transaction(self._engine) as session:
            hold(session)
            before = account_of(_row(session, account_id))
            after = storable_row(
                Account(
                    before.id,
                    before.username,
                    role,
                    before.authority,
                    agency,
                    display_name,
                    contact.email,
                    contact.phone,
                    active,
                    provider_identity,
                )
            )
            if after == before:
                return before
            if _administers(before) and not _administers(after):
                _require_another_admin(session, before)
            _require_own_identity(session, after)
            values = vars(after) | {"role": role.value}
            session.execute(update(tables.Account).where(col(tables.Account.id) == account_id).values(values))
            if before.active and not active:
                end_sessions(session, account_id)
            _note(session, after, _plain(before), _plain(after), change)
            return after

    def set_password(self, account_id: str, password_hash: str, change: ChangedBy) -> Account:
        """Gives an account another password and ends its sessions at once.

        Raises:
            AccountUnknown: no such account.
        """
        with transaction(self._engine) as session:
            hold(session)
            account = account_of(_row(session, account_id))
            changed = update(tables.Account).where(col(tables.Account.id) == account_id)
            session.execute(changed.values(password_hash=password_hash))
            end_sessions(session, account_id)
            _note(session, account, {}, {"password": "reset"}, change)
            return account


def account_of(row: tables.Account) -> Account:
    """An account as it is given out, without its password."""
    return Account(
        id=row.id,
        username=row.username,
        role=Role(row.role),
        authority=row.authority,
        agency=row.agency,
        display_name=row.display_name,
        email=row.email,
        phone=row.phone,
        active=row.active,
        provider_identity=row.provider_identity,
    )


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
        col(table.provider_identity) == account.provider_identity, col(table.id) != account.id
    )
    if (other := session.exec(others).first()) is not None:
        raise IdentityTaken(f"{other} is known to the provider by this identity")


def _administers(account: Account) -> bool:
    return account.active and account.role is Role.ADMIN


def _require_another_admin(session: Session, admin: Account) -> None:
    """Of its own authority or of the whole system; for the whole system, another one of the whole system."""
    table = tables.Account
    others = select(table.authority).where(
        col(table.id) != admin.id, col(table.active), col(table.role) == Role.ADMIN.value
    )
    if not {admin.authority, None} & set(session.exec(others)):
        raise LastAdmin(f"{admin.username} is the last admin")


def _plain(account: Account) -> dict[str, Any]:
    return {name: value for name, value in vars(account).items() if name not in ("id", "authority")}


def _note(
    session: Session, account: Account, before: Mapping[str, Any] | None, after: Mapping[str, Any], change: ChangedBy
) -> None:
    note(session, Subject.ACCOUNT, account.authority, account.id, before, after, change)


def end_sessions(session: Session, account_id: str, only: UUID | None = None) -> int:
    """Ends an account's sessions in this transaction, or only one of them."""
    table = tables.SignIn
    open_ones = [col(table.account_id) == account_id, col(table.revoked_at).is_(None)]
    if only is not None:
        open_ones.append(col(table.id) == only)
    ended = session.execute(update(table).where(*open_ones).values(revoked_at=func.now()).returning(col(table.id)))
    return len(ended.all())
