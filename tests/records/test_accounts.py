"""Agencies, accounts and their sessions, and those that a newcomer is given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pwdlib import PasswordHash

from domain.office import Agency
from domain.words import Role
from procedures import all_procedures
from procedures.offices import shipped_offices
from records.errors import RecordsFault, UsernameTaken
from records.messages.rows import NO_CONTACT
from records.reading import Reader
from records.rows import Account, Change
from records.staff.demo import DemoAccount, seed
from records.writing import Records
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow

OFFICES = shipped_offices()
TRANSPORT = Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải")


def add(records: Records, username: str = "canbo", **about: Any) -> Account:
    given: dict[str, Any] = {
        "username": username,
        "role": Role.CENTRE_OPERATOR,
        "authority": "khanh-hoa",
        "agency": None,
        "display_name": "Cán bộ",
        "password_hash": "argon",
    }
    return records.add_account(**given | about)


def test_an_account_is_found_by_its_username_with_its_password_hash(records: Records, reader: Reader) -> None:
    records.add_agency(TRANSPORT)
    account = add(records, role=Role.AGENCY_OFFICER, agency="so-gtvt")
    assert reader.account_for_sign_in("canbo") == (account, "argon")
    assert reader.account_for_sign_in("ai khác") is None


def test_people_are_known_by_name_by_those_who_ask_for_their_accounts(records: Records, reader: Reader) -> None:
    first, second = add(records, display_name="Nguyễn Văn An"), add(records, "khac", display_name="Lê Thị Bình")
    add(records, "nua", display_name="Trần Văn Cường")
    wanted = frozenset({first.id, second.id, "không có"})
    assert reader.display_names(wanted) == {first.id: "Nguyễn Văn An", second.id: "Lê Thị Bình"}
    assert reader.display_names(frozenset()) == {}


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.TECHNICIAN])
def test_a_focal_point_and_a_technician_are_of_an_authority_and_of_no_agency(
    records: Records, reader: Reader, role: Role
) -> None:
    assert reader.account(add(records, role=role).id) is not None
    with pytest.raises(RecordsFault):
        add(records, "khac", role=role, authority=None)


def test_a_username_belongs_to_one_account(records: Records, reader: Reader) -> None:
    first = add(records)
    with pytest.raises(UsernameTaken):
        add(records, password_hash="another")
    assert reader.account_for_sign_in("canbo") == (first, "argon")


@pytest.mark.parametrize(
    "about",
    [
        {"role": Role.REPORTER},
        {"role": Role.CENTRE_OPERATOR, "authority": None},
        {"role": Role.AGENCY_OFFICER, "agency": None},
        {"role": Role.AUDITOR, "agency": "so-gtvt"},
        {"role": Role.AGENCY_OFFICER, "agency": "no-such-agency"},
        {"role": Role.AGENCY_OFFICER, "authority": "da-nang", "agency": "so-gtvt"},
    ],
    ids=["reporter", "no authority", "no agency", "auditor of an agency", "unknown agency", "another authority's"],
)
def test_a_role_that_does_not_fit_its_place_is_refused(records: Records, about: dict[str, Any]) -> None:
    records.add_agency(TRANSPORT)
    with pytest.raises(RecordsFault):
        add(records, **about)


def test_agencies_are_listed_by_authority_and_can_be_renamed(records: Records, reader: Reader) -> None:
    records.add_agency(Agency("so-gtvt", "da-nang", "Sở Giao thông vận tải Đà Nẵng"))
    records.add_agency(Agency("so-gtvt", "khanh-hoa", "tên cũ"))
    records.add_agency(TRANSPORT)
    records.add_agency(Agency("dien-luc", "khanh-hoa", "Điện lực"))
    assert reader.agencies("khanh-hoa") == (Agency("dien-luc", "khanh-hoa", "Điện lực"), TRANSPORT)
    assert reader.agencies("nơi khác") == ()


def test_a_session_is_its_accounts_until_it_expires(records: Records, reader: Reader) -> None:
    account = add(records)
    records.open_session(account.id, "hash-1", FRIDAY)
    assert reader.account_of_session("hash-1", FRIDAY - timedelta(seconds=1)) == account
    assert reader.account_of_session("hash-1", FRIDAY) is None
    assert reader.account_of_session("hash-2", FRIDAY - timedelta(seconds=1)) is None


def test_a_revoked_session_is_nobodys_and_others_go_on(records: Records, reader: Reader) -> None:
    account = add(records)
    for token_hash in ("hash-1", "hash-2"):
        records.open_session(account.id, token_hash, FRIDAY)
    records.revoke_session("hash-1")
    records.revoke_session("hash-1")
    records.revoke_session("unknown")
    before = FRIDAY - timedelta(hours=1)
    assert reader.account_of_session("hash-1", before) is None
    assert reader.account_of_session("hash-2", before) == account


def test_a_session_opened_again_after_a_lost_answer_is_one_session(records: Records, reader: Reader) -> None:
    account = add(records)
    records.open_session(account.id, "hash-1", FRIDAY)
    records.open_session(account.id, "hash-1", FRIDAY)
    assert reader.account_of_session("hash-1", FRIDAY - timedelta(hours=1)) == account


def test_no_session_opens_for_an_account_that_is_not_there(records: Records) -> None:
    with pytest.raises(RecordsFault, match="sessions_account_id_fkey"):
        records.open_session("nobody", "hash-1", FRIDAY)


def test_an_account_that_is_no_longer_active_cannot_sign_in_and_has_no_sessions(
    records: Records, reader: Reader
) -> None:
    account = add(records)
    records.open_session(account.id, "hash-1", FRIDAY)
    left = records.change_account(
        account.id,
        role=account.role,
        agency=None,
        display_name=account.display_name,
        contact=NO_CONTACT,
        active=False,
        change=Change(None, FRIDAY),
    )
    assert not left.active
    assert reader.account_for_sign_in("canbo") is None
    assert reader.account_of_session("hash-1", FRIDAY - timedelta(hours=1)) is None


def load(records: Records) -> None:
    for office in OFFICES:
        records.load_office(office, at=FRIDAY)


def test_the_demo_gives_every_role_of_staff_an_account_that_can_sign_in(
    database_url: str, records: Records, reader: Reader
) -> None:
    load(records)
    shown = seed(database_url, OFFICES)
    found = [reader.account_for_sign_in(each.username) for each in shown]
    accounts = [account for account, _ in filter(None, found)]
    assert len(accounts) == len(shown) == 2 + sum(len(office.staff) for office in OFFICES)
    concerned = {role for office in OFFICES for rule in all_procedures()[office.authority].acts for role in rule.by}
    watching = {Role.AUTHORITY_LEADER, Role.AUDITOR, Role.ADMIN}
    assert {account.role for account in accounts} == concerned - {Role.REPORTER} | watching
    assert DemoAccount("trungtam", "hientruong", "khanh-hoa", "cán bộ trung tâm", None) in shown
    officer = next(account for account in accounts if account.username == "canbo.so-gtvt")
    assert officer.display_name == "Cán bộ chuyên môn (Sở Giao thông vận tải)"
    assert (officer.authority, officer.agency) == ("khanh-hoa", "so-gtvt")
    [password_hash] = {password_hash for _, password_hash in filter(None, found)}
    assert PasswordHash.recommended().verify("hientruong", password_hash)


def test_the_demo_seeded_again_changes_nothing(database_url: str, records: Records, sql: Sql) -> None:
    load(records)
    first = seed(database_url, OFFICES)
    before = sql("SELECT * FROM accounts ORDER BY id")
    assert seed(database_url, OFFICES) == first
    assert sql("SELECT * FROM accounts ORDER BY id") == before
