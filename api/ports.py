"""What the front needs of the rooms below it, as it calls it. Tests stand in for them here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol

from domain.actors import Actor
from domain.complaint import Complaint
from domain.events import Event
from domain.procedure import Procedure
from domain.visibility import Scope
from records.rows import Account, Agency, CaseRecord, Entry, Filters, Identity, Page, Submission, Taken
from workflows.messages import ActRequest


class Reader(Protocol):
    """What is read of the record. Every call may raise RecordsUnavailable."""

    def case(self, code: str) -> CaseRecord | None: ...

    def entries(self, code: str) -> tuple[Entry, ...]: ...

    def act_entries(self, code: str, act_id: str) -> tuple[Entry, ...]: ...

    def identity(self, code: str) -> Identity | None: ...

    def tracking_hash(self, code: str) -> str | None: ...

    def cases(self, scope: Scope, filters: Filters, cursor: str | None, limit: int) -> Page: ...

    def agencies(self, authority: str) -> tuple[Agency, ...]: ...

    def account_for_sign_in(self, username: str) -> tuple[Account, str] | None: ...

    def account_of_session(self, token_hash: str, now: datetime) -> Account | None: ...

    def is_alive(self) -> None: ...


class Records(Protocol):
    """What the front itself writes: reports that come in, and sessions. Every call may raise RecordsUnavailable."""

    def find_submission(self, idempotency_key: str) -> tuple[str, str] | None: ...

    def allocate_code(self, procedure: Procedure, on: date) -> str: ...

    def take_in(
        self, submission: Submission, complaint: Complaint, *, events: tuple[Event, ...], by: Actor, act_id: str
    ) -> Taken: ...

    def mark_started(self, code: str) -> None: ...

    def unstarted(self, older_than: timedelta, limit: int) -> tuple[str, ...]: ...

    def open_session(self, account_id: str, token_hash: str, expires_at: datetime) -> None: ...

    def revoke_session(self, token_hash: str) -> None: ...


class Gateway(Protocol):
    """The way to the cases' workflows."""

    async def start(self, complaint: Complaint) -> None: ...

    async def act(self, code: str, request: ActRequest) -> None: ...

    async def is_reachable(self) -> bool: ...
