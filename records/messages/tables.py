"""The tables of notices, of the messages they become, and of the devices that show push messages."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from records.columns import (
    flag_column,
    generated_id_column,
    instant_column,
    now_column,
    text_column,
)

ON_PORTAL = "messages.channel = 'portal'"

IS_UNREAD = f"{ON_PORTAL} AND messages.read_at IS NULL"
"""The message is a notice on the portal that its addressee has not read."""

IS_CARRIED = "messages.digest IS NOT NULL AND messages.digest <> messages.id"
"""The message goes within another one."""


class Notice(SQLModel, table=True):
    """A notice to a role by one channel. It is queued together with the event or report that it is about, and is
    `addressed` once its messages are written. `late` says that it tells of an alarm that rang late. `reports` names the reports
    whose reporters alone get it. `in_place_of` is the notice to a role that nobody held."""

    __tablename__: ClassVar[str] = "notices"
    __table_args__ = (
        ForeignKeyConstraint(["code", "event_number"], ["events.code", "events.number"]),
        # The agency '' stands for none here, because PostgreSQL treats two NULLs as different.
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
        Index(
            "notices_of_periodic_report_once",
            "periodic_report",
            "periodic_report_event",
            "role",
            text("coalesce(agency, '')"),
            "channel",
            unique=True,
            postgresql_where=text("periodic_report IS NOT NULL"),
        ),
        ForeignKeyConstraint(
            ["periodic_report", "periodic_report_event"],
            ["periodic_report_events.report", "periodic_report_events.number"],
        ),
        Index("notices_queued", "id", postgresql_where=text("status = 'queued'")),
        Index("notices_late", "queued_at", postgresql_where=text("late")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    code: str | None = text_column(default=None)
    event_number: int | None = Field(default=None)
    # Of the former monthly reports: no release reads or writes it any more (records/reports/former.py).
    summary: str | None = text_column(default=None, foreign_key="summaries.code")
    periodic_report: str | None = text_column(default=None)
    periodic_report_event: int | None = Field(default=None)
    role: str = text_column()
    agency: str | None = text_column(default=None)
    channel: str = text_column()
    reports: list[str] | None = Field(default=None, sa_type=ARRAY(Text))
    status: str = text_column()
    queued_at: datetime = now_column()
    in_place_of: int | None = Field(default=None, sa_type=BigInteger, foreign_key="notices.id")
    late: bool = flag_column(default=False)


class Message(SQLModel, table=True):
    """A notice to one addressee: a member of staff, or the reporter of a case. Without an addressee, nobody held the role.
    `digest` is the message that carries this one and others to the same person, itself perhaps."""

    __tablename__: ClassVar[str] = "messages"
    __table_args__ = (
        Index(
            "messages_once_by_channel",
            "notice",
            text("coalesce(account, '')"),
            text("coalesce(reporter_of, '')"),
            "channel",
            unique=True,
        ),
        Index("messages_of_account", "account", "queued_at", "id", postgresql_where=text(ON_PORTAL)),
        Index("messages_of_reporter", "reporter_of", "queued_at", "id", postgresql_where=text(ON_PORTAL)),
        Index("messages_unread", "account", "queued_at", "id", postgresql_where=text(IS_UNREAD)),
        Index(
            "messages_outgoing",
            "queued_at",
            "id",
            postgresql_where=text("status IN ('queued', 'delivering', 'failed')"),
        ),
        Index("messages_of_digest", "digest", postgresql_where=text("digest IS NOT NULL")),
        Index("messages_listed", "queued_at", "id", postgresql_where=text("channel <> 'portal' OR status <> 'shown'")),
    )

    id: uuid.UUID = generated_id_column()
    notice: int = Field(sa_type=BigInteger, foreign_key="notices.id")
    account: str | None = text_column(default=None, foreign_key="accounts.id")
    delegation: str | None = text_column(default=None, foreign_key="delegations.id")
    reporter_of: str | None = text_column(default=None, foreign_key="cases.code")
    channel: str = text_column()
    status: str = text_column()
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    last_error: str | None = text_column(default=None)
    provider_id: str | None = text_column(default=None)
    queued_at: datetime = now_column()
    handed_over_at: datetime | None = instant_column(default=None)
    tried_at: datetime | None = instant_column(default=None)
    next_try_at: datetime | None = instant_column(default=None)
    sent_at: datetime | None = instant_column(default=None)
    read_at: datetime | None = instant_column(default=None)
    digest: uuid.UUID | None = Field(default=None, foreign_key="messages.id")


class Device(SQLModel, table=True):
    """A device that shows push messages to a member of staff or to the reporter of a case."""

    __tablename__: ClassVar[str] = "devices"
    __table_args__ = (
        Index("devices_once", "token", text("coalesce(reporter_of, '')"), unique=True),
        Index("devices_of_account", "account", postgresql_where=text("account IS NOT NULL")),
        Index("devices_of_reporter", "reporter_of", postgresql_where=text("reporter_of IS NOT NULL")),
    )

    id: uuid.UUID = generated_id_column()
    token: str = text_column()
    platform: str = text_column()
    account: str | None = text_column(default=None, foreign_key="accounts.id")
    reporter_of: str | None = text_column(default=None, foreign_key="cases.code")
    registered_at: datetime = now_column()
