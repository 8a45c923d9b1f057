"""Tests agencies, accounts and their sessions, and the demo accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pwdlib import PasswordHash

from domain.offices.office import Agency
from domain.words import Role
from procedures import all_procedures, provinces
from records.errors import IdentityTaken, RecordsFault, UsernameTaken
from records.messages.rows import NO_CONTACT
from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.demo_accounts import DemoAccount, add_demo_accounts, demo_accounts_in, take_away_demo_accounts
from records.staff.rows import Account
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY
from tests.support.records.furnishing import add_agency

pytestmark = pytest.mark.slow

OFFICES = provinces().offices
BY_FILE = ChangedBy(None, FRIDAY)
TRANSPORT = Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải")


def add(record: Record, username: str = "canbo", **about: Any) -> Account:
    given: dict[str, Any] = {
        "username": username,
        "role": Role.CENTRE_OPERATOR,
        "authority": "khanh-hoa",
        "agency": None,
        "display_name": "Cán bộ",
        "password_hash": "argon",
    }
    return record.accounts.add(**given | about)


def test_an_account_is_found_by_its_username_with_its_password_hash(record: Record) -> None:
    add_agency(record, TRANSPORT)
    account = add(record, role=Role.AGENCY_OFFICER, agency="so-gtvt")
    assert record.accounts.for_sign_in("canbo") == (account, "argon")
    assert record.accounts.for_sign_in("ai khác") is None


def test_people_are_known_by_name_by_those_who_ask_for_their_accounts(record: Record) -> None:
    first, second = add(record, display_name="Nguyễn Văn An"), add(record, "khac", display_name="Lê Thị Bình")
    add(record, "nua", display_name="Trần Văn Cường")
    wanted = frozenset({first.id, second.id, "không có"})
    assert record.accounts.display_names(wanted) == {first.id: "Nguyễn Văn An", second.id: "Lê Thị Bình"}
    assert record.accounts.display_names(frozenset()) == {}


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.TECHNICIAN])
def test_a_focal_point_and_a_technician_are_of_an_authority_and_of_no_agency(record: Record, role: Role) -> None:
    assert record.accounts.find(add(record, role=role).id) is not None
    with pytest.raises(RecordsFault):
        add(record, "khac", role=role, authority=None)


def test_a_username_belongs_to_one_account(record: Record) -> None:
    first = add(record)
    with pytest.raises(UsernameTaken):
        add(record, password_hash="another")
    assert record.accounts.for_sign_in("canbo") == (first, "argon")


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
def test_a_role_that_does_not_fit_its_place_is_refused(record: Record, about: dict[str, Any]) -> None:
    add_agency(record, TRANSPORT)
    with pytest.raises(RecordsFault):
        add(record, **about)


def test_agencies_are_listed_by_authority_and_can_be_renamed(record: Record) -> None:
    add_agency(record, Agency("so-gtvt", "da-nang", "Sở Giao thông vận tải Đà Nẵng"))
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "tên cũ"))
    add_agency(record, TRANSPORT)
    add_agency(record, Agency("dien-luc", "khanh-hoa", "Điện lực"))
    assert record.offices.agencies("khanh-hoa") == (Agency("dien-luc", "khanh-hoa", "Điện lực"), TRANSPORT)
    assert record.offices.agencies("nơi khác") == ()


def test_a_session_is_its_accounts_until_it_expires(record: Record) -> None:
    account = add(record)
    record.sessions.open(account.id, "hash-1", FRIDAY)
    assert record.sessions.signed_in("hash-1", FRIDAY - timedelta(seconds=1)).account == account
    assert record.sessions.signed_in("hash-1", FRIDAY) is None
    assert record.sessions.signed_in("hash-2", FRIDAY - timedelta(seconds=1)) is None


def test_a_revoked_session_is_nobodys_and_others_go_on(record: Record) -> None:
    account = add(record)
    for token_hash in ("hash-1", "hash-2"):
        record.sessions.open(account.id, token_hash, FRIDAY)
    record.sessions.revoke("hash-1")
    record.sessions.revoke("hash-1")
    record.sessions.revoke("unknown")
    before = FRIDAY - timedelta(hours=1)
    assert record.sessions.signed_in("hash-1", before) is None
    assert record.sessions.signed_in("hash-2", before).account == account


def test_a_session_opened_again_after_a_lost_answer_is_one_session(record: Record) -> None:
    account = add(record)
    record.sessions.open(account.id, "hash-1", FRIDAY)
    record.sessions.open(account.id, "hash-1", FRIDAY)
    assert record.sessions.signed_in("hash-1", FRIDAY - timedelta(hours=1)).account == account


def test_no_session_opens_for_an_account_that_is_not_there(record: Record) -> None:
    with pytest.raises(RecordsFault, match="sessions_account_id_fkey"):
        record.sessions.open("nobody", "hash-1", FRIDAY)


def test_an_account_that_is_no_longer_active_cannot_sign_in_and_has_no_sessions(record: Record) -> None:
    account = add(record)
    record.sessions.open(account.id, "hash-1", FRIDAY)
    left = record.accounts.change(
        account.id,
        role=account.role,
        agency=None,
        display_name=account.display_name,
        contact=NO_CONTACT,
        active=False,
        change=ChangedBy(None, FRIDAY),
    )
    assert not left.active
    assert record.accounts.for_sign_in("canbo") is None
    assert record.sessions.signed_in("hash-1", FRIDAY - timedelta(hours=1)) is None


def load(record: Record) -> None:
    for office in OFFICES:
        record.offices.load(office, at=FRIDAY)


def test_the_demo_gives_every_role_of_staff_an_account_that_can_sign_in(record: Record) -> None:
    load(record)
    shown = add_demo_accounts(record.accounts, OFFICES, BY_FILE)
    found = [record.accounts.for_sign_in(each.username) for each in shown]
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


def test_the_demo_seeded_again_changes_nothing(record: Record, sql: Sql) -> None:
    load(record)
    first = add_demo_accounts(record.accounts, OFFICES, BY_FILE)
    before = sql("SELECT * FROM accounts ORDER BY id")
    assert add_demo_accounts(record.accounts, OFFICES, BY_FILE) == first
    assert sql("SELECT * FROM accounts ORDER BY id") == before


def test_the_demo_taken_away_signs_nobody_in_and_comes_back_when_it_is_asked_for(record: Record) -> None:
    load(record)
    everyone = add_demo_accounts(record.accounts, OFFICES, BY_FILE)
    [(operator, _)] = record.accounts.with_hashes(["trungtam"])
    record.sessions.open(operator.id, "a token", FRIDAY + timedelta(hours=12))
    assert take_away_demo_accounts(record.accounts, OFFICES, BY_FILE) == len(everyone)
    assert record.accounts.for_sign_in("trungtam") is None
    assert record.sessions.of_account(operator.id, FRIDAY) == ()
    assert not any(account.active for account in demo_accounts_in(record.accounts, OFFICES))
    assert take_away_demo_accounts(record.accounts, OFFICES, BY_FILE) == 0
    add_demo_accounts(record.accounts, OFFICES, BY_FILE)
    assert record.accounts.for_sign_in("trungtam") is not None


def test_a_demo_account_with_a_password_of_its_own_is_somebody_s_and_stays(record: Record) -> None:
    load(record)
    add_demo_accounts(record.accounts, OFFICES, BY_FILE)
    [(operator, _)] = record.accounts.with_hashes(["trungtam"])
    record.accounts.set_password(operator.id, PasswordHash.recommended().hash("một câu của riêng tôi"), BY_FILE)
    take_away_demo_accounts(record.accounts, OFFICES, BY_FILE)
    assert record.accounts.for_sign_in("trungtam") is not None
    assert record.accounts.for_sign_in("quantri") is None


def test_an_identity_at_the_provider_is_the_same_in_any_case_of_letters(record: Record) -> None:
    account = add(record, provider_identity="Binh@SoGTVT.vn")
    assert record.accounts.of_provider("binh@sogtvt.VN") == account
    assert record.accounts.of_provider("an@sogtvt.vn") is None
    with pytest.raises(IdentityTaken):
        add(record, "khac", provider_identity="binh@sogtvt.vn")


def test_an_account_keeps_the_names_that_it_had(record: Record, sql: Sql) -> None:
    account = add(record, display_name="Bà Cũ")
    for days, name in ((1, "Bà Mới"), (2, "Bà Mới Nữa")):
        change = ChangedBy(None, FRIDAY + timedelta(days=days))
        record.accounts.change(
            account.id,
            display_name=name,
            role=account.role,
            agency=None,
            contact=NO_CONTACT,
            active=True,
            change=change,
        )
    history = record.accounts.names(frozenset({account.id}))[account.id]
    assert [name for _, name in history] == ["Bà Cũ", "Bà Mới", "Bà Mới Nữa"]
    for hours, name in (
        (-9999, "Bà Cũ"),
        (23, "Bà Cũ"),
        (24, "Bà Mới"),
        (47, "Bà Mới"),
        (48, "Bà Mới Nữa"),
        (9999, "Bà Mới Nữa"),
    ):
        at = FRIDAY + timedelta(hours=hours)
        assert sql("SELECT account_name_at(:account, :at)", account=account.id, at=at) == [(name,)], hours
