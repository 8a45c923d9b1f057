"""What changes staff: their accounts. Each call is one transaction; changes of an account are noted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from domain.office import Agency
from domain.words import Role
from records import tables
from records.engine import transaction
from records.errors import AccountUnknown, IdentityTaken, LastAdmin, UsernameTaken
from records.messages.rows import NO_CONTACT, Contact
from records.offices.changes import hold, note
from records.rows import Account, Change, Subject
from records.staff.sessions import revoke_all
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


class StaffRecords:
    """The writing side of staff."""

    _engine: Engine

    def add_agency(self, agency: Agency) -> None:
        """Adds an agency, or gives one that is there its name."""
        agency = storable_row(agency)
        own_limit = str(agency.own_limit) if agency.own_limit else None
        with transaction(self._engine) as session:
            session.execute(
                upsert(tables.Agency)
                .values(**vars(agency) | {"own_limit": own_limit})
                .on_conflict_do_update(index_elements=["authority", "id"], set_={"name": agency.name})
            )

    def add_account(
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
        change: Change | None = None,
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

    def change_account(
        self,
        account_id: str,
        *,
        role: Role,
        agency: str | None,
        display_name: str,
        contact: Contact,
        active: bool,
        change: Change,
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
                revoke_all(session, account_id)
            _note(session, after, _plain(before), _plain(after), change)
            return after

    def set_password(self, account_id: str, password_hash: str, change: Change) -> Account:
        """Gives an account another password and ends its sessions at once.

        Raises:
            AccountUnknown: no such account.
        """
        with transaction(self._engine) as session:
            hold(session)
            account = account_of(_row(session, account_id))
            changed = update(tables.Account).where(col(tables.Account.id) == account_id)
            session.execute(changed.values(password_hash=password_hash))
            revoke_all(session, account_id)
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
    session: Session, account: Account, before: Mapping[str, Any] | None, after: Mapping[str, Any], change: Change
) -> None:
    note(session, Subject.ACCOUNT, account.authority, account.id, before, after, change)
