"""The tables of staff: accounts and sessions, delegations and handovers, looks at private data, and attempts."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Identity, Index, text
from sqlmodel import Field, SQLModel

from records.columns import (
    bytes_column,
    flag_column,
    generated_id_column,
    instant_column,
    json_column,
    now_column,
    text_column,
)


class Account(SQLModel, table=True):
    """A member of staff who can sign in."""

    __tablename__: ClassVar[str] = "accounts"
    __table_args__ = (
        ForeignKeyConstraint(["authority", "agency"], ["agencies.authority", "agencies.id"]),
        Index("accounts_provider_identity", text("lower(provider_identity)"), unique=True),
    )

    id: str = text_column(primary_key=True)
    username: str = text_column(unique=True)
    role: str = text_column()
    authority: str | None = text_column(default=None)
    agency: str | None = text_column(default=None)
    display_name: str = text_column()
    password_hash: str = text_column()
    email: str | None = text_column(default=None)
    phone: str | None = text_column(default=None)
    active: bool = flag_column(default=True)
    provider_identity: str | None = text_column(default=None)
    provisional: bool = flag_column(default=False)
    used_at: datetime = now_column()
    locked_at: datetime | None = instant_column(default=None)
    machine: bool = flag_column(default=False)


class Morning(SQLModel, table=True):
    """An account that wants to read each working morning how it stands. `told_on` is the last day on which it was told."""

    __tablename__: ClassVar[str] = "mornings"

    account: str = text_column(primary_key=True, foreign_key="accounts.id")
    told_on: date | None = Field(default=None)


class AccountName(SQLModel, table=True):
    """A display name of an account and the instant from which it holds."""

    __tablename__: ClassVar[str] = "account_names"

    account: str = text_column(primary_key=True, foreign_key="accounts.id")
    since: datetime = instant_column(primary_key=True)
    name: str = text_column()


class StaffSession(SQLModel, table=True):
    """A session of an account, identified by the hash of its token."""

    __tablename__: ClassVar[str] = "sessions"
    __table_args__ = (Index("sessions_of_account", "account_id"), Index("sessions_expired", "expires_at"))

    token_hash: str = text_column(primary_key=True)
    account_id: str = text_column(foreign_key="accounts.id")
    opened_at: datetime = now_column()
    expires_at: datetime = instant_column()
    revoked_at: datetime | None = instant_column(default=None)
    id: uuid.UUID = Field(default=None, nullable=False, sa_column_kwargs={"server_default": text("gen_random_uuid()")})
    agent: str = text_column(default="", sa_column_kwargs={"server_default": text("''")})
    owes: str | None = text_column(default=None)
    used_at: datetime = now_column()
    confirmed_at: datetime | None = instant_column(default=None)


class Authenticator(SQLModel, table=True):
    """The authenticator app of an account: its secret, sealed, and the step of the last code that was taken."""

    __tablename__: ClassVar[str] = "authenticators"

    account_id: str = text_column(primary_key=True, foreign_key="accounts.id")
    sealed: bytes = bytes_column()
    last_step: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    begun_at: datetime = instant_column()
    enrolled_at: datetime | None = instant_column(default=None)


class RecoveryCode(SQLModel, table=True):
    """A recovery code of an account that was not used yet, as a keyed hash."""

    __tablename__: ClassVar[str] = "recovery_codes"

    account_id: str = text_column(primary_key=True, foreign_key="accounts.id")
    code_hash: str = text_column(primary_key=True)


class Passkey(SQLModel, table=True):
    """A passkey of an account: its public key, and how often its device says that it was used."""

    __tablename__: ClassVar[str] = "passkeys"
    __table_args__ = (Index("passkeys_of_account", "account_id", "added_at"),)

    credential_id: bytes = bytes_column(primary_key=True)
    id: uuid.UUID = Field(
        default=None, nullable=False, unique=True, sa_column_kwargs={"server_default": text("gen_random_uuid()")}
    )
    account_id: str = text_column(foreign_key="accounts.id")
    public_key: bytes = bytes_column()
    sign_count: int = Field(sa_type=BigInteger)
    name: str = text_column()
    added_at: datetime = instant_column()
    used_at: datetime | None = instant_column(default=None)


class MachineClient(SQLModel, table=True):
    """A machine client: the account of a program, with what it may do, from where and until when, and how it was used."""

    __tablename__: ClassVar[str] = "machine_clients"

    account: str = text_column(primary_key=True, foreign_key="accounts.id")
    purpose: str = text_column()
    scopes: list[str] = json_column()
    networks: list[str] = json_column(sa_column_kwargs={"server_default": text("'[]'")})
    registered_at: datetime = instant_column()
    expires_at: datetime = instant_column()
    revoked_at: datetime | None = instant_column(default=None)
    uses: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    last_used_at: datetime | None = instant_column(default=None)
    refusals: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    last_refused_at: datetime | None = instant_column(default=None)
    last_refusal: str | None = text_column(default=None)


class MachineSecret(SQLModel, table=True):
    """A secret of a machine client, as a hash."""

    __tablename__: ClassVar[str] = "machine_secrets"
    __table_args__ = (Index("machine_secrets_of_client", "client"),)

    id: uuid.UUID = generated_id_column()
    client: str = text_column(foreign_key="machine_clients.account")
    secret_hash: str = text_column(unique=True)
    made_at: datetime = instant_column()
    dropped_at: datetime | None = instant_column(default=None)


class MachineToken(SQLModel, table=True):
    """A token that was given out for a secret, identified by its hash."""

    __tablename__: ClassVar[str] = "machine_tokens"
    __table_args__ = (Index("machine_tokens_expired", "expires_at"),)

    token_hash: str = text_column(primary_key=True)
    secret: uuid.UUID = Field(foreign_key="machine_secrets.id")
    scopes: list[str] = json_column()
    expires_at: datetime = instant_column()


class Tries(SQLModel, table=True):
    """The used part of one allowance of attempts, identified by a keyed hash. `spent_until` is when all is given back."""

    __tablename__: ClassVar[str] = "tries"
    __table_args__ = (Index("tries_spent", "spent_until"),)

    key: str = text_column(primary_key=True)
    spent_until: datetime = instant_column()


class Delegation(SQLModel, table=True):
    """The account that acts with an absent leader's role, and the time for which it does."""

    __tablename__: ClassVar[str] = "delegations"
    __table_args__ = (
        Index("delegations_to", "to_account", "ends_at"),
        Index("delegations_from", "from_account", "ends_at"),
        Index("delegations_of_authority", "authority", "starts_at"),
    )

    id: str = text_column(primary_key=True)
    authority: str = text_column()
    from_account: str = text_column(foreign_key="accounts.id")
    to_account: str = text_column(foreign_key="accounts.id")
    starts_at: datetime = instant_column()
    ends_at: datetime = instant_column()
    reason: str = text_column()
    by_account: str = text_column(foreign_key="accounts.id")
    revoked_at: datetime | None = instant_column(default=None)


class Handover(SQLModel, table=True):
    """A handover of one officer's open cases to another, or back to their agency. The actor's columns are as in `events`."""

    __tablename__: ClassVar[str] = "handovers"
    __table_args__ = (Index("handovers_of_authority", "authority", "at"),)

    id: str = text_column(primary_key=True)
    authority: str = text_column()
    agency: str = text_column()
    from_account: str = text_column(foreign_key="accounts.id")
    to_account: str | None = text_column(default=None, foreign_key="accounts.id")
    reason: str = text_column()
    by_role: str = text_column()
    by_account: str = text_column(foreign_key="accounts.id")
    by_on_behalf_of: str | None = text_column(default=None, foreign_key="accounts.id")
    at: datetime = instant_column()


class HandoverCase(SQLModel, table=True):
    """A case of a handover: waiting, handed over, or left with its officer for the reason `why`."""

    __tablename__: ClassVar[str] = "handover_cases"
    __table_args__ = (Index("handover_cases_waiting", "handover", "code", postgresql_where=text("state = 'waiting'")),)

    handover: str = text_column(primary_key=True, foreign_key="handovers.id")
    code: str = text_column(primary_key=True, foreign_key="cases.code")
    state: str = text_column()
    why: str = text_column(default="")


class Look(SQLModel, table=True):
    """A look at private data. A trigger refuses every change of the row. `pieces` counts what was shown."""

    __tablename__: ClassVar[str] = "looks"
    __table_args__ = (Index("looks_of_case", "code", "id"), Index("looks_of_account", "account", "id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    at: datetime = now_column()
    account: str = text_column(foreign_key="accounts.id")
    looked_at: str = text_column()
    code: str | None = text_column(default=None, foreign_key="cases.code")
    pieces: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
