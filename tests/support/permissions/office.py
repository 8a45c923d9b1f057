"""Two offices on a real record with every role in each, and the parts of their addresses."""

from __future__ import annotations

import itertools
import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from domain.words import Role
from records.staff.accounts import account_version
from tests.support.fronts.desk import WORDS
from tests.support.fronts.real_desk import RealDesk
from tests.support.permissions.tables import ROLES, Address
from tests.support.permissions.town import NOBODY, OF_ALL

HERE, ELSEWHERE = "khanh-hoa", "binh-dinh"
_HOST = "https://pakn.vidu.vn"
_VISITOR = "__Host-visitor=trinh-duyet-nay"


@dataclass
class Subject:
    """The parts of an authority that addresses name: an account that nobody uses, a machine client, two agencies, and what was
    begun."""

    authority: str
    agency: str
    another: str
    account: str
    delegation: str = ""
    handover: str = ""
    data_request: str = ""
    machine: str = ""
    nothing: str = str(uuid.UUID(int=0))


class Office:
    """The front, every role of both authorities, and a subject in each."""

    def __init__(self, engine: Engine) -> None:
        self.desk = RealDesk(engine)
        self.client = TestClient(self.desk.app, base_url=_HOST, follow_redirects=False)
        self._numbers = itertools.count(1)
        self.subjects = {authority: self._staffed(authority) for authority in (HERE, ELSEWHERE)}
        for name, role in OF_ALL.items():
            self.desk.employs(f"{name}@", role, None)
        home = self.client.get("/", headers={"Cookie": _VISITOR})
        self._token = re.findall(r'name="csrf" value="([^"]+)"', home.text)[0]
        for subject in self.subjects.values():
            subject.delegation = self._begun(subject, "/api/v1/delegations")
            subject.handover = self._begun(subject, "/api/v1/handovers")
            subject.data_request = self._asked_about_data(subject)
            subject.machine = self._registered(subject)

    def asks(self, address: Address, column: str, authority: str) -> Response:
        """Send this person's request about this authority. The person is of Khánh Hòa or of no authority."""
        subject = self.subjects[authority]
        path = address.path.format(**vars(subject))
        who = f"{column}@" if column in OF_ALL else f"{column}@{HERE}"
        if address.of_api:
            return self._by_api(address.method, path, who, subject)
        cookies = _VISITOR if column == NOBODY else f"{_VISITOR}; __Host-session=token-{who}"
        headers = {"Cookie": cookies, "Origin": _HOST, "Sec-Fetch-Site": "same-origin"}
        if address.method == "GET":
            return self.client.get(path, headers=headers)
        said = self._said(address.path, subject) | {"csrf": self._token, "once": uuid.uuid4().hex}
        return self.client.post(path, data=said, headers=headers)

    def _by_api(self, method: str, path: str, who: str, subject: Subject) -> Response:
        headers = {} if who.startswith(NOBODY) else {"Authorization": f"Bearer token-{who}"}
        if method in ("GET", "DELETE"):
            return self.client.request(method, path, headers=headers)
        headers["Idempotency-Key"] = uuid.uuid4().hex
        return self.client.request(method, path, json=self._said(path, subject), headers=headers)

    def _said(self, path: str, subject: Subject) -> dict[str, Any]:
        """Return the form or body for this address, or nothing where an empty request already shows whether the person
        may."""
        ids = {name: account.id for name, account in self.desk.accounts.items()}
        post = {"role": "agency_officer", "agency": subject.agency, "display_name": "Trần Bình"}
        match path:
            case "/uy-quyen" | "/api/v1/delegations":
                return self._delegation(subject, "+07:00" * path.startswith("/api"))
            case "/quan-tri/ket-noi/them" | "/api/v1/admin/machine-clients":
                return _machine(subject, "scopes" + "[]" * path.endswith("them"))
            case "/uy-quyen/cham-dut":
                return {"delegation": subject.delegation}
            case "/ban-giao" | "/api/v1/handovers":
                return {"from": subject.account, "to": ids[f"officer@{subject.authority}"], "reason": WORDS}
            case "/quan-tri/ke-thua" | "/quan-tri/ke-thua/rut" | "/quan-tri/sap-xep" | "/quan-tri/sap-xep/rut":
                return {"dia-phuong": subject.authority, "succession": "nothing", "plan_id": "nothing"}
            case "/quan-tri/tai-khoan/them" | "/api/v1/admin/accounts":
                return post | {"username": f"nguoi-{next(self._numbers)}", "authority": subject.authority}
            case "/quan-tri/tai-khoan/{account}":
                kept = self.desk.record.accounts.find(subject.account)
                assert kept is not None
                return post | {"active": "true", "version": account_version(kept)}
            case _ if path.endswith(subject.account):
                return post
            case "/tai-khoan/phien" | "/quan-tri/tin":
                return {"session": "nothing", "message": subject.nothing}
            case _:
                return {}

    def _delegation(self, subject: Subject, zone: str) -> dict[str, Any]:
        ids = {name: account.id for name, account in self.desk.accounts.items()}
        begins = self.desk.now + timedelta(days=60)
        return {
            "leader": ids[f"c.leader@{subject.authority}"],
            "delegate": ids[f"operator@{subject.authority}"],
            "starts_at": f"{begins:%Y-%m-%dT%H:%M}{zone}",
            "ends_at": f"{begins + timedelta(days=1):%Y-%m-%dT%H:%M}{zone}",
            "reason": WORDS,
        }

    def _registered(self, subject: Subject) -> str:
        """Register a machine client and return its id."""
        headers = {"Authorization": "Bearer token-adm.all@"}
        said = _machine(subject, "scopes")
        answer = self.client.post("/api/v1/admin/machine-clients", json=said, headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["client_id"])

    def _staffed(self, authority: str) -> Subject:
        agency, another = (each.id for each in self.desk.record.offices.agencies(authority)[:2])
        for column, role in ROLES.items():
            if role is not Role.REPORTER:
                self.desk.employs(f"{column}@{authority}", role, authority, agency if role.of_agency else None)
        account = self.desk.employs(f"nobody.there@{authority}", Role.AGENCY_OFFICER, authority, agency)
        return Subject(authority, agency, another, account.id)

    def _asked_about_data(self, subject: Subject) -> str:
        headers = {"Authorization": f"Bearer token-operator@{subject.authority}", "Idempotency-Key": uuid.uuid4().hex}
        asked = {"kind": "see", "name": WORDS, "contact": WORDS, "checked_by": WORDS, "words": WORDS}
        made = self.client.post("/api/v1/personal-data-requests", json=asked, headers=headers)
        assert made.is_success, made.text
        return str(made.json()["number"])

    def _begun(self, subject: Subject, path: str) -> str:
        made = self._by_api("POST", path, "adm.all@", subject)
        assert made.is_success, made.text
        return str(made.json()["id"])


def _machine(subject: Subject, scopes: str) -> dict[str, Any]:
    """Return what registers a machine client of an authority."""
    said = {"authority": subject.authority, "agency": subject.agency, "name": "Máy", "purpose": WORDS}
    return said | {scopes: ["cases.read"], "expires_on": "2027-06-30"}
