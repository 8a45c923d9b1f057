"""The tables as the queries see them. The migrations build them, and add what only the database needs to know:
checks, the search column, and the trigger that keeps `events` append-only.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Computed, ForeignKeyConstraint, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION, TSVECTOR
from sqlmodel import Field, SQLModel

from records.columns import flag_column as _flag
from records.columns import instant_column as _instant
from records.columns import json_column as _json
from records.columns import now_column as _now
from records.columns import text_column as _text

NEVER = "'infinity'::timestamptz"
"""Stands for the due date of what has none, so that it comes last in every list."""

DUE_OR_NEVER = f"coalesce(due, {NEVER})"


IS_OPEN = "status NOT IN ('closed', 'refused', 'withdrawn', 'merged', 'deleted')"
"""A case to which something may still happen."""

IS_UNASSIGNED = f"lead IS NOT NULL AND officer IS NULL AND {IS_OPEN}"
"""An agency has the case, and none of its people."""


ON_PORTAL = "messages.channel = 'portal'"

IS_UNREAD = f"{ON_PORTAL} AND messages.read_at IS NULL"
"""A notice on the portal that its addressee has not read."""


def _by_due(name: str, *within: str, where: str | None = None) -> Index:
    """The order of the staff's lists within these columns."""
    return Index(name, *within, text(DUE_OR_NEVER), "code", postgresql_where=text(where) if where else None)


def _of_public(name: str, *within: str) -> Index:
    """The order of the public's lists within these columns."""
    return Index(name, *within, "received_at", "code", postgresql_where=text("public"))


def _made_there() -> Any:
    return Field(default=None, primary_key=True, sa_column_kwargs={"server_default": text("gen_random_uuid()")})


class Procedure(SQLModel, table=True):
    """A regulation as data, kept once however many cases run under it. Never changed: an amended one has another digest."""

    __tablename__: ClassVar[str] = "procedures"

    digest: str = _text(primary_key=True)
    id: str = _text()
    body: dict[str, Any] = _json()
    kept_at: datetime = _now()


class CodeNumber(SQLModel, table=True):
    """The last number given to a case, for each prefix and year."""

    __tablename__: ClassVar[str] = "code_numbers"

    prefix: str = _text(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = Field()


class Submission(SQLModel, table=True):
    """How a case came in: once for each idempotency key. The key to track it by is known as a hash alone."""

    __tablename__: ClassVar[str] = "submissions"

    code: str = _text(primary_key=True)
    idempotency_key: str = _text(unique=True)
    body_hash: str = _text()
    tracking_hash: str = _text()


class Case(SQLModel, table=True):
    """A case as it stands: the snapshot folded from its events, and the columns that lists need, derived from it."""

    __tablename__: ClassVar[str] = "cases"
    __table_args__ = (
        Index("cases_of_authority", "authority", text(DUE_OR_NEVER), "code"),
        Index("cases_of_lead", "authority", "lead", text(DUE_OR_NEVER), "code"),
        Index("cases_of_co_ordinating", "co_ordinating", postgresql_using="gin"),
        Index("cases_not_started", "taken_at", postgresql_where=text("started_at IS NULL")),
        Index("cases_open", "code", postgresql_where=text(IS_OPEN)),
        Index("cases_open_latest", "authority", "received_at", postgresql_where=text(IS_OPEN)),
        Index("cases_open_of_field", "authority", "field", "received_at", postgresql_where=text(IS_OPEN)),
        Index("cases_merged_into", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
        Index("cases_tried", "authority", text(DUE_OR_NEVER), "code", postgresql_where=text("test")),
        _by_due("cases_of_status", "authority", "status"),
        _by_due("cases_of_officer", "officer", where="officer IS NOT NULL"),
        _by_due("cases_open_of_authority", "authority", where=IS_OPEN),
        _by_due("cases_open_of_lead", "authority", "lead", where=IS_OPEN),
        _by_due("cases_open_of_field_by_due", "authority", "field", where=IS_OPEN),
        Index("cases_open_of_co_ordinating", "co_ordinating", postgresql_using="gin", postgresql_where=text(IS_OPEN)),
        _by_due("cases_unassigned", "authority", "lead", where=IS_UNASSIGNED),
        _by_due("cases_overdue", "authority", where="overdue"),
        _by_due("cases_paused", "authority", where="paused"),
        _of_public("cases_public"),
        _of_public("cases_public_of_authority", "authority"),
        _of_public("cases_public_of_field", "authority", "field"),
        _of_public("cases_public_of_place", "authority", "place"),
        _of_public("cases_public_of_status", "authority", "status"),
        Index("cases_public_changed", "public_changed_at", "code", postgresql_where=text("public")),
        Index(
            "cases_public_changed_of_authority",
            "authority",
            "public_changed_at",
            "code",
            postgresql_where=text("public"),
        ),
    )

    code: str = _text(primary_key=True, foreign_key="submissions.code")
    procedure_digest: str = _text(foreign_key="procedures.digest")
    number: int = Field()
    snapshot: dict[str, Any] = _json()
    authority: str = _text()
    status: str = _text()
    field: str | None = _text(default=None)
    urgency: str = _text()
    lead: str | None = _text(default=None)
    co_ordinating: list[str] = Field(sa_type=ARRAY(Text))
    officer: str | None = _text(default=None)
    merged_into: str | None = _text(default=None, foreign_key="cases.code")
    test: bool = Field()
    place: str | None = _text(default=None)
    public: bool = _flag(default=False)
    public_changed_at: datetime | None = _instant(default=None)
    received_at: datetime = _instant()
    due: datetime | None = _instant(default=None)
    due_limit: str | None = _text(default=None)
    rung: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    overdue: bool = Field()
    paused: bool = Field()
    excerpt: str = _text()
    taken_at: datetime = _now()
    started_at: datetime | None = _instant(default=None)


class CalendarRevision(SQLModel, table=True):
    """One change of the calendar: what was done, since when it holds, by which act and whose account. `told_at` is when the
    workflow that tells every open case of it was started."""

    __tablename__: ClassVar[str] = "calendar_revisions"
    __table_args__ = (Index("calendar_revisions_untold", "revision", postgresql_where=text("told_at IS NULL")),)

    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: datetime = _instant()
    change: str = _text()
    act: str = _text()
    source: str = _text()
    by_account: str | None = _text(default=None, foreign_key="accounts.id")
    made_at: datetime = _now()
    told_at: datetime | None = _instant(default=None)


class CalendarDecision(SQLModel, table=True):
    """One day as an act decided it, in force from one revision up to another."""

    __tablename__: ClassVar[str] = "calendar_decisions"
    __table_args__ = (
        Index("calendar_decisions_of_act", "act"),
        Index("calendar_decisions_once", "act", "day", unique=True, postgresql_where=text("withdrawn_in IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    added_in: int = Field(foreign_key="calendar_revisions.revision")
    withdrawn_in: int | None = Field(default=None, foreign_key="calendar_revisions.revision")
    act: str = _text()
    day: date = Field()
    body: dict[str, Any] = _json()


class Report(SQLModel, table=True):
    """What was reported. Apart from the case, so that a case's changes do not touch the search index."""

    __tablename__: ClassVar[str] = "reports"
    __table_args__ = (
        Index("reports_search", "search", postgresql_using="gin"),
        Index("reports_on_the_map", "latitude", "longitude", "code", postgresql_where=text("latitude IS NOT NULL")),
    )

    code: str = _text(primary_key=True, foreign_key="cases.code")
    content: str = _text()
    place: str = _text()
    occurred_at: str = _text()
    place_id: str | None = _text(default=None)
    latitude: float | None = Field(default=None, sa_type=DOUBLE_PRECISION)
    longitude: float | None = Field(default=None, sa_type=DOUBLE_PRECISION)
    search: str = Field(
        default=None,
        sa_type=TSVECTOR,
        sa_column_args=(
            Computed(
                "to_tsvector('simple', folded(content || ' ' || place || ' ' || code))",
                persisted=True,
            ),
        ),
    )


class Reporter(SQLModel, table=True):
    """Who reported. No other table knows, but for the letters that were written to them."""

    __tablename__: ClassVar[str] = "reporters"

    code: str = _text(primary_key=True, foreign_key="cases.code")
    name: str = _text()
    address: str = _text()
    phone: str = _text()
    email: str | None = _text(default=None)


class Event(SQLModel, table=True):
    """What has happened, for ever: a trigger refuses every change."""

    __tablename__: ClassVar[str] = "events"
    __table_args__ = (
        Index("events_of_act", "code", "act_id", "number", unique=True),
        Index(
            "events_kept_from_public",
            text("(body ->> 'ground')"),
            "code",
            postgresql_where=text("kind IN ('restricted', 'withheld')"),
        ),
    )

    code: str = _text(primary_key=True, foreign_key="cases.code")
    number: int = Field(primary_key=True)
    act_id: str = _text()
    act_digest: str | None = _text(default=None)
    by_role: str | None = _text(default=None)
    by_authority: str | None = _text(default=None)
    by_agency: str | None = _text(default=None)
    by_account: str | None = _text(default=None)
    by_on_behalf_of: str | None = _text(default=None)
    kind: str = _text()
    at: datetime = _instant()
    body: dict[str, Any] = _json()
    recorded_at: datetime = _now()


class Notice(SQLModel, table=True):
    """Somebody to be told by a channel, queued together with the event or monthly report it tells of, and addressed when its
    messages stand."""

    __tablename__: ClassVar[str] = "notices"
    __table_args__ = (
        ForeignKeyConstraint(["code", "event_number"], ["events.code", "events.number"]),
        # An agency of '' stands for none here: PostgreSQL counts two NULLs as different.
        Index("notices_once", "code", "event_number", "role", text("coalesce(agency, '')"), "channel", unique=True),
        Index(
            "notices_of_summary_once",
            "summary",
            "role",
            text("coalesce(agency, '')"),
            "channel",
            unique=True,
            postgresql_where=text("summary IS NOT NULL"),
        ),
        Index("notices_queued", "id", postgresql_where=text("status = 'queued'")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    code: str | None = _text(default=None)
    event_number: int | None = Field(default=None)
    summary: str | None = _text(default=None, foreign_key="summaries.code")
    role: str = _text()
    agency: str | None = _text(default=None)
    channel: str = _text()
    status: str = _text()
    queued_at: datetime = _now()


class Message(SQLModel, table=True):
    """One notice to one addressee: a member of staff, the reporter of a case, or nobody where there was nobody to tell."""

    __tablename__: ClassVar[str] = "messages"
    __table_args__ = (
        Index("messages_once", "notice", text("coalesce(account, '')"), text("coalesce(reporter_of, '')"), unique=True),
        Index("messages_of_account", "account", "queued_at", "id", postgresql_where=text(ON_PORTAL)),
        Index("messages_of_reporter", "reporter_of", "queued_at", "id", postgresql_where=text(ON_PORTAL)),
        Index("messages_unread", "account", "queued_at", "id", postgresql_where=text(IS_UNREAD)),
        Index(
            "messages_outgoing",
            "queued_at",
            "id",
            postgresql_where=text("status IN ('queued', 'delivering', 'failed')"),
        ),
        Index("messages_listed", "queued_at", "id", postgresql_where=text("channel <> 'portal' OR status <> 'shown'")),
    )

    id: uuid.UUID = _made_there()
    notice: int = Field(sa_type=BigInteger, foreign_key="notices.id")
    account: str | None = _text(default=None, foreign_key="accounts.id")
    delegation: str | None = _text(default=None, foreign_key="delegations.id")
    reporter_of: str | None = _text(default=None, foreign_key="cases.code")
    channel: str = _text()
    status: str = _text()
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    last_error: str | None = _text(default=None)
    provider_id: str | None = _text(default=None)
    queued_at: datetime = _now()
    handed_over_at: datetime | None = _instant(default=None)
    tried_at: datetime | None = _instant(default=None)
    next_try_at: datetime | None = _instant(default=None)
    sent_at: datetime | None = _instant(default=None)
    read_at: datetime | None = _instant(default=None)


class Device(SQLModel, table=True):
    """A device that shows push messages to a member of staff or to the reporter of a case."""

    __tablename__: ClassVar[str] = "devices"
    __table_args__ = (
        Index("devices_once", "token", text("coalesce(reporter_of, '')"), unique=True),
        Index("devices_of_account", "account", postgresql_where=text("account IS NOT NULL")),
        Index("devices_of_reporter", "reporter_of", postgresql_where=text("reporter_of IS NOT NULL")),
    )

    id: uuid.UUID = _made_there()
    token: str = _text()
    platform: str = _text()
    account: str | None = _text(default=None, foreign_key="accounts.id")
    reporter_of: str | None = _text(default=None, foreign_key="cases.code")
    registered_at: datetime = _now()


class Agency(SQLModel, table=True):
    """An agency, known by its id within one authority. What an admin changed (`by_admin`) no file overwrites."""

    __tablename__: ClassVar[str] = "agencies"

    authority: str = _text(primary_key=True)
    id: str = _text(primary_key=True)
    name: str = _text()
    active: bool = _flag(default=True)
    own_limit: str | None = _text(default=None)
    by_admin: bool = _flag(default=False)


class Account(SQLModel, table=True):
    """A member of staff who can sign in."""

    __tablename__: ClassVar[str] = "accounts"
    __table_args__ = (ForeignKeyConstraint(["authority", "agency"], ["agencies.authority", "agencies.id"]),)

    id: str = _text(primary_key=True)
    username: str = _text(unique=True)
    role: str = _text()
    authority: str | None = _text(default=None)
    agency: str | None = _text(default=None)
    display_name: str = _text()
    password_hash: str = _text()
    email: str | None = _text(default=None)
    phone: str | None = _text(default=None)
    active: bool = _flag(default=True)
    provider_identity: str | None = _text(default=None, unique=True)


class SignIn(SQLModel, table=True):
    """A session of an account, known by its token's hash."""

    __tablename__: ClassVar[str] = "sessions"
    __table_args__ = (Index("sessions_of_account", "account_id"), Index("sessions_expired", "expires_at"))

    token_hash: str = _text(primary_key=True)
    account_id: str = _text(foreign_key="accounts.id")
    opened_at: datetime = _now()
    expires_at: datetime = _instant()
    revoked_at: datetime | None = _instant(default=None)
    id: uuid.UUID = Field(default=None, nullable=False, sa_column_kwargs={"server_default": text("gen_random_uuid()")})
    agent: str = _text(default="", sa_column_kwargs={"server_default": text("''")})


class Tries(SQLModel, table=True):
    """Something that is tried again and again, known by a keyed hash, until all of it is given back."""

    __tablename__: ClassVar[str] = "tries"
    __table_args__ = (Index("tries_spent", "spent_until"),)

    key: str = _text(primary_key=True)
    spent_until: datetime = _instant()
