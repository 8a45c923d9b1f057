"""Every role of every authority at one front over a record in memory, and a case of each authority in any status."""

from __future__ import annotations

from enum import Enum
from typing import Any

from fastapi.testclient import TestClient

from domain.complaint import Complaint, Limit
from domain.offices.office import Agency
from domain.time.amounts import Amount
from domain.time.schedule import Schedule
from domain.words import Role, Status, Urgency
from procedures import all_procedures
from tests.support.fronts.desk import FIELDS, MONDAY_8, WORDS, Desk
from tests.support.permissions.tables import AUTHORITIES, ROLES

OWN, OTHER, THIRD = "co-quan-minh", "co-quan-ban", "co-quan-thu-ba"
"""The agency of the people who belong to an agency, and two more."""

OF_ALL = {"aud.all": Role.AUDITOR, "adm.all": Role.ADMIN}
"""The people who belong to no authority."""


NOBODY = "nobody"


class Whose(Enum):
    """The ways in which a case belongs to a person. The letters are those of `who_sees.txt`."""

    OWN = "o"
    CO_ORDINATED = "c"
    ELSEWHERE = "e"
    OF_ANOTHER_AUTHORITY = "x"


_MISSED = {"khanh-hoa": "process", "dien-bien": "process"}
"""The limit to pass, for regulations with an act about a missed limit."""

_FITTING: dict[str, dict[str, dict[str, Any]]] = {
    "khanh-hoa": {},
    "binh-dinh": {"refuse": {"ground": "not_clear"}},
    "buon-ma-thuot": {
        "refuse": {"ground": "unverified"},
        "restrict": {"ground": "reputation"},
        "withhold": {"ground": "reputation"},
        "dispatch": {"lead": None},
        "submit_result": {"handled_on": "2026-11-23", "no_images": True},
        "hand_back": {"ground": "not_of_city"},
    },
    "lai-chau": {"refuse": {"ground": "out_of_scope"}, "submit_result": {"why_no_images": WORDS}},
    "dien-bien": {"refuse": {"ground": "unclear", "guidance": WORDS}},
}
"""The fields of an act under this regulation that differ from `FIELDS`."""


class Town:
    """The front, its people, and the case of each authority. A person is named by column and authority."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.client = TestClient(self.desk.app, base_url="https://pakn.vidu.vn", follow_redirects=False)
        self.desk.record.agencies_ = tuple(
            Agency(agency, authority, agency) for authority in AUTHORITIES for agency in (OWN, OTHER, THIRD)
        )
        for authority in AUTHORITIES:
            for column, role in ROLES.items():
                if role is not Role.REPORTER:
                    self.desk.employs(f"{column}@{authority}", role, authority, OWN if role.of_agency else None)
        for name, role in OF_ALL.items():
            self.desk.employs(f"{name}@", role, None)
        self.cases = {authority: self.desk.filed() for authority in AUTHORITIES}
        self.others = {authority: self.desk.filed() for authority in AUTHORITIES}
        # Khánh Hòa opens limits with a report that other regulations do not have.
        self._filed = {code: entries[:1] for code, entries in self.desk.record.ledger.items()}
        for authority, code in self.others.items():
            self._put(code, authority, Status.SUBMITTED, lead=None)

    def stands(self, authority: str, column: str, status: Status, whose: Whose = Whose.OWN, **otherwise: Any) -> str:
        """Put the authority's case into this status and relation to the column. Return its code.

        The case has been through the acts that later ones require, and nothing has been done to it since. The operator's came by
        a channel of reporters whom the centre rates for.
        """
        own_lead = None if column == "focal" else OWN
        co_ordinating = (THIRD, OWN) if whose is Whose.CO_ORDINATED else (THIRD,)
        code = self.cases[authority]
        lead = own_lead if whose is Whose.OWN else OTHER
        if column == "operator":
            otherwise = {"channel": _of_callers(authority), **otherwise}
        if column == "technician" and whose is Whose.OWN:
            otherwise.setdefault("authors", {"filed": f"id-technician@{authority}"})
        self._put(code, authority, status, lead=lead, co_ordinating=co_ordinating, **otherwise)
        self.desk.record.tries_.clear()
        return code

    def key_of(self, who: str, code: str) -> tuple[str, str] | None:
        """Return the case that this reporter's tracking key opens, and the key; None for other people."""
        column, _, authority = who.partition("@")
        if column not in ("reporter", "neighbour"):
            return None
        opened = code if column == "reporter" else self.others[authority]
        return opened, self.desk.keys[opened]

    def fields(self, authority: str, act: str) -> dict[str, Any]:
        """Return valid fields for the act."""
        named: dict[str, dict[str, Any]] = {
            "dispatch": {"lead": OWN},
            "forward": {"lead": OWN},
            "involve": {"co_ordinating": [OTHER]},
            "set_part_day": {"agency": THIRD},
            "assign": {"officer": f"id-officer@{authority}"},
            "merge": {"into": self.others[authority]},
        }
        said = FIELDS[act] | named.get(act, {}) | _FITTING[authority].get(act, {})
        return {name: value for name, value in said.items() if value is not None}

    def was_left(self, authority: str) -> tuple[Complaint, int]:
        """Return values that change if anything is done to the case."""
        code = self.cases[authority]
        return self.desk.record.complaints[code], len(self.desk.record.ledger[code])

    def _put(self, code: str, authority: str, status: Status, **otherwise: Any) -> None:
        procedure = all_procedures()[authority]
        self.desk.record.ledger[code] = list(self._filed[code])
        self.desk.gateway.running.add(code)
        usual: dict[str, Any] = {
            "field": procedure.fields[0].id,
            "moments": {"filed": MONDAY_8, "directed": MONDAY_8},
            "urgency": Urgency.INSTANT if authority == "khanh-hoa" else Urgency.ORDINARY,
            "limits": _missed(authority),
        }
        number = len(self._filed[code])
        self.desk.record.complaints[code] = Complaint(code, procedure, status, number, **usual | otherwise)


def _of_callers(authority: str) -> str | None:
    """Return a channel of reporters who cannot do an act themselves, so that the centre does it for them."""
    return next((each.id for each in all_procedures()[authority].channels if each.staff_only), None)


def _missed(authority: str) -> tuple[Limit, ...]:
    ended = Schedule(MONDAY_8, MONDAY_8, ())
    missed = _MISSED.get(authority)
    return (Limit(missed, MONDAY_8, Amount.parse("1 wd"), ended, passed_at=MONDAY_8),) if missed else ()
