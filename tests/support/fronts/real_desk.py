"""The front over a real record: what a test says and does over HTTP. Only the workflows are in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from api.app import create_app
from api.web.front import fingerprint
from attachments.store import open_store
from calendars.filling import scheduled
from domain.acts import digest
from domain.complaint import Complaint
from domain.decide import decide
from domain.offices.office import Agency
from domain.refusals import Refusal
from domain.words import Role
from records.cases.rows import NewEvents
from records.record import Record
from records.staff.rows import Account
from tests.support.fronts import desk
from tests.support.fronts.apps import front, front_over
from tests.support.records.furnishing import add_agency
from workflows.contract import ActRequest, ChangeProgress
from workflows.errors import ActNotRecorded, ActRefused, CaseNotRunning, WorkflowsUnavailable

KH = desk.KH
_MORE_STAFF: dict[str, tuple[Role, str | None, str | None]] = {
    "kh_admin": (Role.ADMIN, KH, None),
    "kh_auditor": (Role.AUDITOR, KH, None),
    "dn_admin": (Role.ADMIN, "da-nang", None),
}
STAFF = {name: post for name, post in desk.STAFF_POSTS.items() if name != "stranger"} | _MORE_STAFF


@dataclass
class RecordingGateway:
    """Runs the core on the case in the record and appends the events, as workflow and worker do.

    With `away` set, Temporal does not answer. The record refuses the acts of `unrecorded` cases without end.
    """

    record: Record
    clock: Callable[[], datetime]
    away: bool = False
    breaks_after: int | None = None
    started: list[str] = field(default_factory=list)
    once_more: set[str] = field(default_factory=set)
    unrecorded: set[str] = field(default_factory=set)
    requests: list[ActRequest] = field(default_factory=list)

    async def start(self, complaint: Complaint) -> None:
        self._answer()

    async def start_in_place(self, complaint: Complaint) -> None:
        self._answer()

    async def run_once_more(self, complaint: Complaint) -> None:
        self._answer()
        self.started.append(complaint.code)
        self.once_more.add(complaint.code)

    async def act(self, code: str, request: ActRequest) -> None:
        self._answer()
        self.requests.append(request)
        if code in self.unrecorded:
            raise ActNotRecorded
        complaint = self.record.cases.complaint(code)
        if complaint is None or (complaint.status.is_final and code not in self.once_more):
            raise CaseNotRunning
        self.once_more.discard(code)
        if self.record.cases.act_entries(code, request.act_id):
            return
        events = decide(complaint, request.act, by=request.by, at=self.clock())
        if isinstance(events, Refusal):
            raise ActRefused(events)
        new = NewEvents(
            code=code,
            base=complaint.number,
            act_id=request.act_id,
            by=request.by,
            events=events,
            act_digest=digest(request.act),
        )
        self.record.cases.append(new, scheduled)

    async def tell_calendar_change(self, revision: int) -> None:
        self._answer()

    async def calendar_change(self, revision: int) -> ChangeProgress | None:
        self._answer()
        return None

    async def is_reachable(self) -> bool:
        return not self.away

    async def has_worker(self) -> bool:
        return not self.away

    def _answer(self) -> None:
        if self.breaks_after is not None:
            self.away, self.breaks_after = self.breaks_after <= 0, self.breaks_after - 1
        if self.away:
            raise WorkflowsUnavailable


class RealDesk(desk.Desk):
    """A desk on a database with the shipped offices, everybody signed in as `token-<name>`.

    The people move in, unless the database is a copy of one where they did.
    """

    record: Record  # type: ignore[assignment]  # the real one

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        super().__init__()

    def __post_init__(self) -> None:
        self.record = Record(self.engine)
        self.accounts = {account.username: account for account in self.record.accounts.of_authority(None)}
        self.store = open_store("memory:///")
        if not self.accounts:
            add_agency(self.record, Agency("so-da-nang", "da-nang", "Sở của địa phương khác"))
            for username, (role, authority, agency) in STAFF.items():
                self.employs(username, role, authority, agency)
        self.recording = RecordingGateway(self.record, self.clock)
        self.app = front_over(self.record, self.recording, self.clock, store=self.store)
        self.client = TestClient(self.app, raise_server_exceptions=True)

    def opens(self, **more: Any) -> Any:
        """Return another front over the same record, as another process would be, with these parts changed."""
        return create_app(front(self.record, self.recording, self.clock, **({"store": self.store} | more)))

    def employs(self, username: str, role: Role, authority: str | None, agency: str | None = None) -> Account:
        """Add a member of staff, signed in."""
        account = self.record.accounts.add(
            username=username,
            role=role,
            authority=authority,
            agency=agency,
            display_name=username.title(),
            password_hash=desk.PASSWORD_HASH,
        )
        self.record.sessions.open(
            account.id, fingerprint(f"token-{username}"), self.now + timedelta(days=3650), at=self.now
        )
        self.accounts[username] = account
        return account

    def puts(self, path: str, who: str, **body: Any) -> Response:
        """Send a PUT request."""
        return self.client.put(f"/api/v1{path}", json=body, headers=self.headers(who))

    def stops(self, path: str, who: str, **body: Any) -> Response:
        """Stop using an entry of an office, after seeing what hangs on it."""
        seen = self.gets(f"{path}/dependents", who)
        seal = seen.json()["seal"] if seen.status_code == 200 else ""
        return self.puts(path, who, **body | {"active": False, "confirmed": seal})

    def deletes(self, path: str, who: str) -> Response:
        """Send a DELETE request."""
        return self.client.delete(f"/api/v1{path}", headers=self.headers(who))

    def posts(self, path: str, who: str, **body: Any) -> Response:
        """Send a POST request."""
        return self.client.post(f"/api/v1{path}", json=body, headers=self.headers(who))
