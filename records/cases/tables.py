"""The tables of cases: how each came in, what was reported and by whom, its events, and the case as it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Computed, Index, Text, literal_column, text
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION, TSVECTOR
from sqlalchemy.sql.expression import ColumnElement
from sqlmodel import Field, SQLModel

from records.columns import (
    Instant,
    bytes_column,
    flag_column,
    instant_column,
    json_column,
    now_column,
    text_column,
)

NEVER = "'infinity'::timestamptz"
"""The due date that lists assume for a case without one, so that it comes last."""

DUE_OR_NEVER = f"coalesce(due, {NEVER})"

IS_HANDLED = "status NOT IN ('published', 'withheld', 'closed', 'refused', 'withdrawn', 'merged', 'deleted')"
"""`Status.is_handled`, as figures and lists count what is open. The case's workflow runs on after the answer."""

IS_OPEN = "status NOT IN ('closed', 'refused', 'withdrawn', 'merged', 'deleted')"
"""The case has not ended."""

IS_LATE_UNRECORDED = f"rings_at <= :at AND NOT overdue AND {DUE_OR_NEVER} <= :at AND due_in_law <= :at"
"""A limit that makes an office late has ended by the clock, and no event of that is recorded. The next alarm of such a case is
past too, as no alarm of a running limit lies after its end: so an index finds these few, and none while every alarm rings. The
first due date of all follows from the other, and is what the indexes hold."""

IS_BOUNCED = "(snapshot ->> 'bounced') = 'true'"
"""The case was returned so often that only a leader may dispatch it."""

IS_UNASSIGNED = f"lead IS NOT NULL AND officer IS NULL AND {IS_OPEN}"
"""A lead agency has the case, but none of its officers does."""

OVER_SINCE_SQL = (
    f"CASE WHEN NOT ({IS_OPEN}) THEN (SELECT max(moment.value::timestamptz) "  # noqa: S608 - constants
    "FROM jsonb_each_text(cases.snapshot -> 'moments') AS moment) END"
)
"""`domain.endings.over_since` in SQL."""

OVER_SINCE: ColumnElement[datetime | None] = literal_column(OVER_SINCE_SQL, Instant())

IS_KEPT = "name <> '' OR address <> '' OR phone <> '' OR email IS NOT NULL"
"""The identity of a reporter is there: it was not erased, and staff did not file what a camera showed."""

_OF_LEAD = (
    "accounts.active AND NOT accounts.machine AND accounts.authority = cases.authority AND accounts.agency = cases.lead"
)

IS_UNOWNED = (
    f"lead IS NOT NULL AND {IS_OPEN} AND (NOT EXISTS (SELECT FROM accounts WHERE {_OF_LEAD}) OR "  # noqa: S608 - constants
    f"(officer IS NOT NULL AND NOT EXISTS (SELECT FROM accounts WHERE accounts.id = cases.officer AND {_OF_LEAD})))"
)
"""Nobody works in the lead agency, or the case is the work of an account that no longer works there."""


def _by_due(name: str, *within: str, where: str | None = None) -> Index:
    """Return an index in the order of the staff's lists, within these columns."""
    return Index(name, *within, text(DUE_OR_NEVER), "code", postgresql_where=text(where) if where else None)


def _of_public(name: str, *within: str) -> Index:
    """Return an index in the order of the public lists, within these columns."""
    return Index(name, *within, "received_at", "code", postgresql_where=text("public"))


def _on_the_map(name: str, *by: str, covers: tuple[str, ...]) -> Index:
    """Return an index of the public map. It holds all that a map selects by and shows of many cases, so that no row is read."""
    held, where = [*covers, "field", "status", "place"], text("public AND latitude IS NOT NULL")
    return Index(name, *by, postgresql_include=held, postgresql_where=where)


class CodeNumber(SQLModel, table=True):
    """The last number given to a case, for each prefix and year."""

    __tablename__: ClassVar[str] = "code_numbers"

    prefix: str = text_column(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = Field()


class Submission(SQLModel, table=True):
    """The filing of a case, one row for each idempotency key. Of the tracking key only a hash is stored. `report_hash` is what
    the chain of the case's events begins with."""

    __tablename__: ClassVar[str] = "submissions"

    code: str = text_column(primary_key=True)
    idempotency_key: str = text_column(unique=True)
    body_hash: str = text_column()
    tracking_hash: str = text_column()
    report_hash: bytes | None = bytes_column(default=None)


class Case(SQLModel, table=True):
    """A case as it stands: the snapshot folded from its events, and the columns that lists need, derived from the snapshot.
    `head` is the hash of its last event."""

    __tablename__: ClassVar[str] = "cases"
    __table_args__ = (
        Index("cases_of_authority", "authority", text(DUE_OR_NEVER), "code"),
        Index("cases_of_lead", "authority", "lead", text(DUE_OR_NEVER), "code"),
        Index("cases_of_co_ordinating", "co_ordinating", postgresql_using="gin"),
        Index("cases_not_started", "taken_at", postgresql_where=text("started_at IS NULL")),
        Index("cases_ringing", "rings_at", postgresql_where=text("rings_at IS NOT NULL")),
        Index("cases_open", "code", postgresql_where=text(IS_OPEN)),
        Index("cases_open_latest", "authority", "received_at", postgresql_where=text(IS_OPEN)),
        Index("cases_open_of_field", "authority", "field", "received_at", postgresql_where=text(IS_OPEN)),
        Index("cases_merged_into", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
        Index("cases_continues", "continues", postgresql_where=text("continues IS NOT NULL")),
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
        _by_due("cases_bounced", "authority", where=IS_BOUNCED),
        _of_public("cases_public"),
        _of_public("cases_public_of_authority", "authority"),
        _of_public("cases_public_of_field", "authority", "field"),
        _of_public("cases_public_of_place", "authority", "place"),
        _of_public("cases_public_of_status", "authority", "status"),
        _on_the_map(
            "cases_public_newest_on_the_map", "authority", "received_at", "code", covers=("latitude", "longitude")
        ),
        _on_the_map("cases_public_on_the_map", "latitude", "longitude", covers=("received_at", "code", "authority")),
        Index("cases_public_changed", "public_changed_at", "code", postgresql_where=text("public")),
        Index(
            "cases_public_changed_of_authority",
            "authority",
            "public_changed_at",
            "code",
            postgresql_where=text("public"),
        ),
    )

    code: str = text_column(primary_key=True, foreign_key="submissions.code")
    procedure_digest: str = text_column(foreign_key="procedures.digest")
    number: int = Field()
    snapshot: dict[str, Any] = json_column()
    authority: str = text_column()
    status: str = text_column()
    field: str | None = text_column(default=None)
    urgency: str = text_column()
    lead: str | None = text_column(default=None)
    co_ordinating: list[str] = Field(sa_type=ARRAY(Text))
    officer: str | None = text_column(default=None)
    merged_into: str | None = text_column(default=None, foreign_key="cases.code")
    continues: str | None = text_column(default=None, foreign_key="cases.code")
    test: bool = Field()
    place: str | None = text_column(default=None)
    latitude: float | None = Field(default=None, sa_type=DOUBLE_PRECISION)
    longitude: float | None = Field(default=None, sa_type=DOUBLE_PRECISION)
    public: bool = flag_column(default=False)
    public_changed_at: datetime | None = instant_column(default=None)
    received_at: datetime = instant_column()
    due: datetime | None = instant_column(default=None)
    due_limit: str | None = text_column(default=None)
    due_in_law: datetime | None = instant_column(default=None)
    rung: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    overdue: bool = Field()
    paused: bool = Field()
    rings_at: datetime | None = instant_column(default=None)
    head: bytes | None = bytes_column(default=None)
    excerpt: str = text_column()
    taken_at: datetime = now_column()
    started_at: datetime | None = instant_column(default=None)


_SEARCHED = (
    "to_tsvector('simple', folded(content || ' ' || place || ' ' || code) || ' ' || as_said(content || ' ' || place))"
)
"""The text of a report that words are sought in, as the search index holds it."""


class Report(SQLModel, table=True):
    """The content of a report. It is apart from the case, so that few changes of the case touch the search index: those alone
    that change the labels in `within`, which `records.cases.labels` tells."""

    __tablename__: ClassVar[str] = "reports"
    __table_args__ = (
        Index(
            "reports_search",
            "search",
            "within",
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 512},
        ),
        Index("reports_on_the_map", "latitude", "longitude", "code", postgresql_where=text("latitude IS NOT NULL")),
    )

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    content: str = text_column()
    place: str = text_column()
    occurred_at: str = text_column()
    place_id: str | None = text_column(default=None)
    latitude: float | None = Field(default=None, sa_type=DOUBLE_PRECISION)
    longitude: float | None = Field(default=None, sa_type=DOUBLE_PRECISION)
    within: list[str] = Field(sa_type=ARRAY(Text))
    search: str = Field(
        default=None,
        sa_type=TSVECTOR,
        sa_column_args=(Computed(_SEARCHED, persisted=True),),
    )


class MaskedReport(SQLModel, table=True):
    """A report as the public reads it, with words masked. The row with the highest number counts. A trigger refuses every
    change."""

    __tablename__: ClassVar[str] = "masked_reports"
    __table_args__ = (Index("masked_reports_latest", "at"),)

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    number: int = Field(primary_key=True)
    words: list[str] = json_column()
    content: str = text_column()
    place: str = text_column()
    occurred_at: str = text_column()
    excerpt: str = text_column()
    search: str = Field(default=None, sa_type=TSVECTOR, sa_column_args=(Computed(_SEARCHED, persisted=True),))
    by_account: str = text_column(foreign_key="accounts.id")
    at: datetime = instant_column()


class Reporter(SQLModel, table=True):
    """The identity of the reporter, and whether they want to be told by e-mail and by SMS. No other table holds it, except the
    letters that are addressed to the reporter."""

    __tablename__: ClassVar[str] = "reporters"
    __table_args__ = (
        Index("reporters_by_name", text("to_tsvector('simple'::regconfig, folded(name))"), postgresql_using="gin"),
        Index("reporters_by_phone", "phone", postgresql_where=text("phone <> ''")),
        Index("reporters_kept", "code", postgresql_where=text(IS_KEPT)),
    )

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    name: str = text_column()
    address: str = text_column()
    phone: str = text_column()
    email: str | None = text_column(default=None)
    told_by_email: bool = flag_column(default=True)
    told_by_sms: bool = flag_column(default=True)


class Event(SQLModel, table=True):
    """An event of a case. A trigger refuses every change. `hash` chains it to the one before (`records.hashes`)."""

    __tablename__: ClassVar[str] = "events"
    __table_args__ = (
        Index("events_of_act", "code", "act_id", "number", unique=True),
        # Rows are written in this order, so a summary of their ranges is small and enough.
        Index("events_recorded", "recorded_at", postgresql_using="brin"),
        Index(
            "events_kept_from_public",
            text("(body ->> 'ground')"),
            "code",
            postgresql_where=text("kind IN ('restricted', 'withheld')"),
        ),
        Index("events_unchained", "code", postgresql_where=text("hash IS NULL")),
    )

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    number: int = Field(primary_key=True)
    act_id: str = text_column()
    act_digest: str | None = text_column(default=None)
    by_role: str | None = text_column(default=None)
    by_authority: str | None = text_column(default=None)
    by_agency: str | None = text_column(default=None)
    by_account: str | None = text_column(default=None)
    by_on_behalf_of: str | None = text_column(default=None)
    by_report: str | None = text_column(default=None)
    kind: str = text_column()
    at: datetime = instant_column()
    body: dict[str, Any] = json_column()
    recorded_at: datetime = now_column()
    hash: bytes | None = bytes_column(default=None)


class ToGather(SQLModel, table=True):
    """A report that was merged into the case `main`, or taken out of it, before that case has learned of it."""

    __tablename__: ClassVar[str] = "to_gather"

    main: str = text_column(primary_key=True, foreign_key="cases.code")
    report: str = text_column(primary_key=True, foreign_key="cases.code")


class CatchUpMark(SQLModel, table=True):
    """The one row that says up to which recorded event the workflows were asked whether they know it."""

    __tablename__: ClassVar[str] = "catch_up_mark"
    __table_args__ = (CheckConstraint("id = 1", name="catch_up_mark_is_one"),)

    id: int = Field(default=1, primary_key=True)
    recorded_at: datetime = instant_column()
    code: str = text_column()
