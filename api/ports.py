"""What the front needs of the rooms below it, as it calls it. Tests stand in for them here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from domain.actors import Actor
from domain.complaint import Complaint
from domain.decisions import CalendarBook, Decision
from domain.events import Event
from domain.office import Agency, OwnField
from domain.places import Box, Place
from domain.procedure import Procedure
from domain.routing import RoutingRule
from domain.visibility import Scope
from domain.words import Role
from records.letter_rows import LetterFormat, LetterKey, LetterLine
from records.message_rows import NO_CONTACT, Addressee, Contact, MessageFilters, MessageLine, MessagePage, ShownPage
from records.rows import (
    Account,
    CaseRecord,
    Change,
    Entry,
    Filters,
    Identity,
    Likely,
    OfficeChange,
    Page,
    Submission,
    Taken,
)
from workflows.messages import ActRequest, ChangeProgress


class Reader(Protocol):
    """What is read of the record. Every call may raise RecordsUnavailable."""

    def case(self, code: str) -> CaseRecord | None: ...

    def entries(self, code: str) -> tuple[Entry, ...]: ...

    def act_entries(self, code: str, act_id: str) -> tuple[Entry, ...]: ...

    def identity(self, code: str) -> Identity | None: ...

    def tracking_hash(self, code: str) -> str | None: ...

    def cases(self, scope: Scope, filters: Filters, cursor: str | None, limit: int) -> Page: ...

    def calendar(self) -> CalendarBook: ...

    def open_complaints(self, after: str, limit: int) -> tuple[Complaint, ...]: ...

    def agencies(self, authority: str) -> tuple[Agency, ...]: ...

    def places(self, authority: str) -> tuple[Place, ...]: ...

    def routing_rules(self, authority: str) -> tuple[RoutingRule, ...]: ...

    def own_fields(self, authority: str) -> tuple[OwnField, ...]: ...

    def accounts(self, authority: str | None) -> tuple[Account, ...]: ...

    def account(self, account_id: str) -> Account | None: ...

    def display_names(self, account_ids: frozenset[str]) -> dict[str, str]: ...

    def near(self, code: str, authority: str, field: str | None, box: Box) -> tuple[Likely, ...]: ...

    def latest(self, code: str, authority: str, field: str | None) -> tuple[Likely, ...]: ...

    def office_changes(self, authority: str | None, before: int | None, limit: int) -> tuple[OfficeChange, ...]: ...

    def account_for_sign_in(self, username: str) -> tuple[Account, str] | None: ...

    def account_of_session(self, token_hash: str, now: datetime) -> Account | None: ...

    def letters(self, complaint: Complaint) -> tuple[LetterLine, ...]: ...

    def letter_content(self, letter: LetterKey, form: LetterFormat) -> bytes | None: ...

    def is_alive(self) -> None: ...


class Records(Protocol):
    """What the front itself writes: reports, the calendar, offices, staff, sessions. Every call may raise RecordsUnavailable."""

    def find_submission(self, idempotency_key: str) -> tuple[str, str] | None: ...

    def allocate_code(self, procedure: Procedure, on: date) -> str: ...

    def take_in(
        self, submission: Submission, complaint: Complaint, *, events: tuple[Event, ...], by: Actor, act_id: str
    ) -> Taken: ...

    def mark_started(self, code: str) -> None: ...

    def unstarted(self, older_than: timedelta, limit: int) -> tuple[str, ...]: ...

    def add_decisions(
        self, act: str, decisions: tuple[Decision, ...], *, source: str, by_account: str, at: datetime
    ) -> int: ...

    def withdraw_decisions(self, act: str, *, by_account: str, at: datetime) -> int: ...

    def mark_told(self, revision: int) -> None: ...

    def untold(self) -> tuple[int, ...]: ...

    def open_session(self, account_id: str, token_hash: str, expires_at: datetime) -> None: ...

    def revoke_session(self, token_hash: str) -> None: ...

    def keep_agency(self, agency: Agency, change: Change) -> bool: ...

    def keep_place(self, authority: str, place: Place, change: Change) -> bool: ...

    def keep_field(self, authority: str, field: OwnField, change: Change) -> bool: ...

    def keep_routing_rule(self, authority: str, rule: RoutingRule, change: Change) -> bool: ...

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
        change: Change | None = None,
    ) -> Account: ...

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
    ) -> Account: ...

    def set_password(self, account_id: str, password_hash: str, change: Change) -> Account: ...


class Mailbox(Protocol):
    """Notices to read and messages to see to. Every call may raise RecordsUnavailable."""

    def shown_to(self, whom: Addressee, *, unread: bool, cursor: str | None, limit: int) -> ShownPage: ...

    def mark_read(self, message: UUID, whom: Addressee, at: datetime) -> None: ...

    def page(self, authority: str | None, filters: MessageFilters, cursor: str | None, limit: int) -> MessagePage: ...

    def of_case(self, code: str) -> dict[int, tuple[MessageLine, ...]]: ...

    def try_again(self, message: UUID, authority: str | None) -> None: ...

    def register_device(self, token: str, platform: str, whom: Addressee) -> UUID: ...

    def unregister_device(self, device: UUID, whom: Addressee) -> None: ...


class Gateway(Protocol):
    """The way to the cases' workflows."""

    async def start(self, complaint: Complaint) -> None: ...

    async def act(self, code: str, request: ActRequest) -> None: ...

    async def tell_calendar_change(self, revision: int) -> None: ...

    async def calendar_change(self, revision: int) -> ChangeProgress | None: ...

    async def is_reachable(self) -> bool: ...
