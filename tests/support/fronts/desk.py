"""The front over a record in memory, and its people: what a test says and does over HTTP."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from api.web.front import fingerprint
from attachments.store import open_store
from domain.offices.office import Agency
from domain.procedure import Procedure
from domain.words import Role, Status
from records.staff.rows import Account
from tests.support.fronts.apps import HASHER, front_over
from tests.support.fronts.memory.gateway import CoreGateway
from tests.support.fronts.memory.record import MemoryRecord
from tests.support.procedures.wide import WIDE

KH, NHA_TRANG, TRANSPORT, ENVIRONMENT = "khanh-hoa", "ubnd-nha-trang", "so-gtvt", "so-tnmt"
MONDAY_8 = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 08:00 in Nha Trang
PASSWORD = "mật khẩu đúng"

PASSWORD_HASH = HASHER.hash(PASSWORD)
STAFF_POSTS: dict[str, tuple[Role, str | None, str | None]] = {
    "operator": (Role.CENTRE_OPERATOR, KH, None),
    "centre_leader": (Role.CENTRE_LEADER, KH, None),
    "officer": (Role.AGENCY_OFFICER, KH, NHA_TRANG),
    "leader": (Role.AGENCY_LEADER, KH, NHA_TRANG),
    "other_officer": (Role.AGENCY_OFFICER, KH, TRANSPORT),
    "other_leader": (Role.AGENCY_LEADER, KH, TRANSPORT),
    "focal_point": (Role.FOCAL_POINT, KH, None),
    "authority": (Role.AUTHORITY_LEADER, KH, None),
    "technician": (Role.TECHNICIAN, KH, None),
    "auditor": (Role.AUDITOR, None, None),
    "admin": (Role.ADMIN, None, None),
    "stranger": (Role.CENTRE_OPERATOR, "da-nang", None),
}
STAFF = tuple(STAFF_POSTS)
REPORT: dict[str, Any] = {
    "procedure": KH,
    "field": "giao-thong",
    "content": "Ổ gà lớn giữa đường Lê Hồng Phong, xe máy phải tránh rất nguy hiểm",
    "place": "Trước số 45 đường Lê Hồng Phong",
    "occurred_at": "Sáng 20/11, khoảng 7 giờ",
    "reporter": {"name": "Nguyễn Thị Hoa", "address": "12 Trần Phú, Nha Trang", "phone": "0905 123 456"},
    "pledged": True,
}
WORDS = "Đã kiểm tra, xử lý xong"
FIELDS: dict[str, dict[str, Any]] = {
    "ask_supplement": {"wanted": WORDS},
    "supplement": {"text": WORDS},
    "refuse": {"ground": "fails_requirements", "reason": WORDS},
    "verify": {},
    "dispatch": {"lead": NHA_TRANG},
    "accept": {},
    "return": {"reason": WORDS},
    "recall": {"reason": WORDS},
    "hand_back": {"ground": "out_of_scope", "reason": WORDS},
    "extend": {"reason": WORDS},
    "fix_temporarily": {"what": WORDS},
    "explain_delay": {"reason": WORDS},
    "submit_result": {"result": WORDS},
    "approve": {},
    "send_back": {"reason": WORDS},
    "publish": {},
    "withhold": {"ground": "state_secret"},
    "keep_commitment": {"result": WORDS},
    "move_commitment": {"reason": WORDS, "expected": "2026-12-15"},
    "rate": {"rating": "satisfied"},
    "withdraw": {},
    "ask_direction": {"reason": WORDS},
    "direct": {"direction": WORDS},
    "forward": {"lead": NHA_TRANG},
    "take_on": {},
    "reclassify": {"field": "moi-truong", "reason": WORDS},
    "involve": {"co_ordinating": [ENVIRONMENT]},
    "contribute": {"part": WORDS},
    "decline_part": {"reason": WORDS},
    "set_part_day": {"agency": ENVIRONMENT, "expected": "2026-12-15"},
    "assign": {"officer": "id-leader"},
    "record_inspection": {"findings": WORDS},
    "report_progress": {"state": WORDS, "expected": "2026-12-15"},
    "restrict": {"ground": "state_secret"},
    "ask_secrecy": {},
    "share_identity": {"outside": "Công an thành phố", "reason": WORDS},
    "hide": {"ground": "abusive", "reason": WORDS},
    "unhide": {"reason": WORDS},
    "merge": {"into": "KH-2026-000001"},
    "unmerge": {"reason": WORDS},
    "ask": {"question": WORDS},
    "answer": {"answer": WORDS},
    "comment": {"text": WORDS},
    "note": {"text": WORDS},
    "contest": {"reason": WORDS},
    "mark_as_test": {"reason": WORDS},
    "delete_test": {"reason": WORDS},
}
"""The fields that each act needs."""

WALK = (
    ("dispatch", "operator"),
    ("accept", "officer"),
    ("submit_result", "officer"),
    ("approve", "leader"),
    ("publish", "leader"),
    ("rate", "reporter"),
)
"""A straight case, after it was filed."""

AFTER: dict[str, str] = {
    "accept": "dispatch",
    "return": "dispatch",
    "recall": "dispatch",
    "hand_back": "dispatch",
    "extend": "accept",
    "fix_temporarily": "accept",
    "explain_delay": "accept",
    "submit_result": "accept",
    "approve": "submit_result",
    "send_back": "submit_result",
    "publish": "approve",
    "withhold": "approve",
    "rate": "publish",
    "keep_commitment": "publish",
    "move_commitment": "publish",
    "reclassify": "dispatch",
    "involve": "dispatch",
    "contribute": "dispatch",
    "decline_part": "dispatch",
    "set_part_day": "accept",
    "assign": "dispatch",
    "record_inspection": "dispatch",
    "report_progress": "accept",
    "ask": "publish",
    "answer": "publish",
    "contest": "publish",
}
"""The act that must be done last before an act. Acts that need no act before them are left out."""

_STATES: dict[str, dict[str, Any]] = {
    "forward": {"status": Status.WITH_FOCAL_POINT},
    "take_on": {"status": Status.WITH_FOCAL_POINT},
    "mark_as_test": {"authors": {"filed": "id-technician"}},
    "delete_test": {"test": True},
    "keep_commitment": {"committed": date(2026, 12, 1)},
    "move_commitment": {"committed": date(2026, 12, 1)},
}
_HELPED = ("involve", "officer", {"co_ordinating": [TRANSPORT]})
_BEFORE: dict[str, tuple[tuple[Any, ...], ...]] = {
    "extend": (("involve", "officer"),),
    "contribute": (_HELPED,),
    "decline_part": (_HELPED,),
    "set_part_day": (("involve", "officer"),),
    "direct": (("ask_direction", "operator"),),
    "unhide": (("hide", "operator"),),
    "unmerge": (("merge", "operator"),),
    "answer": (("ask", "reporter"),),
}


@dataclass
class Desk:
    """A front and its people. `keys` are the tracking keys of the cases filed here."""

    now: datetime = MONDAY_8
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        agencies = (
            Agency(NHA_TRANG, KH, "UBND thành phố Nha Trang"),
            Agency(TRANSPORT, KH, "Sở Giao thông vận tải"),
            Agency(ENVIRONMENT, KH, "Sở Tài nguyên và Môi trường"),
            Agency("so-da-nang", "da-nang", "Sở của địa phương khác"),
        )
        self.record = MemoryRecord(self.clock, agencies)
        for username, (role, authority, agency) in STAFF_POSTS.items():
            self.employs(username, role, authority, agency)
        self.attachments = self.record.attachments
        self.gateway = CoreGateway(self.record, self.clock)
        self.app = front_over(self.record, self.gateway, self.clock, store=open_store("memory:///"))
        self.client = TestClient(self.app, raise_server_exceptions=True)

    def has(self, **parts: Any) -> None:
        """Replace parts of the front from now on."""
        self.app.state.front = replace(self.app.state.front, **parts)

    def clock(self) -> datetime:
        return self.now

    def employs(self, username: str, role: Role, authority: str | None, agency: str | None = None) -> Account:
        """Add a member of staff, signed in."""
        account = Account(f"id-{username}", username, role, authority, agency, username.title())
        self.record.accounts_[username] = (account, PASSWORD_HASH)
        self.record.sessions_[fingerprint(f"token-{username}")] = (account.id, MONDAY_8 + timedelta(days=3650))
        return account

    def waits(self, long: timedelta) -> None:
        """Let time pass. Alarms that are due ring, hour by hour."""
        until = self.now + long
        while self.now < until:
            self.now = min(self.now + timedelta(hours=1), until)
            for code in self.gateway.running:
                self.gateway.let_time_pass(code)

    def headers(self, who: str, code: str = "") -> dict[str, str]:
        """Return the headers of this person: `nobody`, the `reporter` of the case, or a member of staff."""
        if who == "nobody":
            return {}
        if who == "reporter":
            return {"X-Tracking-Key": self.keys[code]}
        return {"Authorization": f"Bearer token-{who}"}

    def sends(self, report: dict[str, Any] = REPORT, *, key: str | None = None, who: str = "nobody") -> Response:
        """Send a report."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())} | self.headers(who)
        return self.client.post("/api/v1/complaints", content=json.dumps(report), headers=headers)

    def filed(self, **other: Any) -> str:
        """File a report with these changes. Return its code."""
        answer = self.sends(REPORT | other)
        assert answer.status_code == 201, answer.text
        self.keys[answer.json()["code"]] = answer.json()["tracking_key"]
        return str(answer.json()["code"])

    def acts(self, code: str, act: str, who: str, *, act_id: str | None = None, **said: Any) -> Response:
        """Do an act on a case."""
        body = {"act": act, "act_id": act_id or str(uuid.uuid4())} | FIELDS[act] | said
        # json.dumps escapes text that UTF-8 cannot encode, so that tests can send it.
        return self.client.post(
            f"/api/v1/complaints/{code}/acts", content=json.dumps(body), headers=self.headers(who, code)
        )

    def walked(self, until: str, **other: Any) -> str:
        """File a report and do every act of a straight case up to `until`. Return its code."""
        code = self.filed(**other)
        for act, who in WALK:
            answer = self.acts(code, act, who)
            assert answer.status_code == 200, answer.text
            if act == until:
                break
        return code

    def under(self, code: str, procedure: Procedure = WIDE, **otherwise: Any) -> str:
        """Put the case under another regulation or into another state."""
        self.record.complaints[code] = replace(self.record.complaints[code], procedure=procedure, **otherwise)
        return code

    def ready_for(self, act: str) -> str:
        """Return the code of a case under the wide regulation that is ready for the act."""
        if act in ("merge", "unmerge"):
            self.filed()
        field = "su-co-dien" if act == "fix_temporarily" else "giao-thong"
        code = self.walked(AFTER[act], field=field) if act in AFTER else self.filed(field=field)
        self.under(code, **_STATES.get(act, {}))
        for before, who, *said in _BEFORE.get(act, ()):
            assert self.acts(code, before, who, **dict(*said)).status_code == 200
        if act == "explain_delay":
            self.waits(timedelta(days=10))
        return code

    def sees(self, code: str, who: str = "nobody", rest: str = "") -> Response:
        """Get a case, or `rest` below its address."""
        return self.client.get(f"/api/v1/complaints/{code}{rest}", headers=self.headers(who, code))

    def gets(self, path: str, who: str = "nobody", **query: Any) -> Response:
        """Get any other address."""
        return self.client.get(f"/api/v1{path}", headers=self.headers(who), params=query)
