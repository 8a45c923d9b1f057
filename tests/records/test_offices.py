"""Tests offices in the record: what the file loads, what an admin changes, and the note of every change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.offices.office import Agency, Office, OwnField
from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.words import Role, Urgency
from procedures import provinces
from records.errors import AccountUnknown, LastAdmin, RecordsFault, RoutedAlready
from records.messages.rows import Contact
from records.offices.rows import ChangedBy, Subject
from records.record import Record
from records.staff.rows import Account
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow

KH = "khanh-hoa"
OFFICE: Office = next(office for office in provinces().offices if office.authority == KH)


@pytest.fixture
def admin(record: Record) -> Account:
    return add_admin(record, "quantri", None)


def add_admin(record: Record, username: str, authority: str | None) -> Account:
    return record.accounts.add(
        username=username, role=Role.ADMIN, authority=authority, agency=None, display_name="Admin", password_hash="-"
    )


def by_id(entries: tuple[object, ...]) -> list[object]:
    return sorted(entries, key=lambda entry: entry.id)  # type: ignore[attr-defined]


def test_a_file_is_in_the_record_as_it_says_and_each_entry_noted_once(record: Record) -> None:
    for _ in range(2):
        record.offices.load(OFFICE, at=FRIDAY)
    assert list(record.offices.agencies(KH)) == by_id(OFFICE.agencies)
    assert list(record.offices.places(KH)) == by_id(OFFICE.places)
    assert list(record.offices.routing_rules(KH)) == by_id(OFFICE.routing)
    changes = record.offices.changes(KH, None, 500)
    assert len(changes) == len(OFFICE.agencies) + len(OFFICE.places) + len(OFFICE.routing)
    assert {(change.by_account, change.at, change.before) for change in changes} == {(None, FRIDAY, None)}


def test_a_newer_file_changes_what_no_admin_has_changed(record: Record, admin: Account) -> None:
    record.offices.load(OFFICE, at=FRIDAY)
    change = ChangedBy(admin.id, FRIDAY)
    record.offices.keep_agency(Agency("so-gtvt", KH, "Sở Xây dựng"), change)
    record.offices.keep_place(KH, Place("nha-trang", "Nha Trang", PlaceKind.DISTRICT, active=False), change)
    record.offices.keep_routing_rule(KH, RoutingRule("dien", "so-gtvt", "Quyết định 1", field="su-co-dien"), change)
    newer = replace(
        OFFICE,
        agencies=tuple(replace(each, name=f"{each.name} mới") for each in OFFICE.agencies),
        places=tuple(replace(each, name=f"{each.name} mới") for each in OFFICE.places),
        routing=tuple(replace(each, source="Điều mới") for each in OFFICE.routing),
    )
    record.offices.load(newer, at=FRIDAY)
    agencies = {each.id: each.name for each in record.offices.agencies(KH)}
    assert (agencies["so-gtvt"], agencies["so-tnmt"]) == ("Sở Xây dựng", "Sở Tài nguyên và Môi trường mới")
    places = {each.id: (each.name, each.active) for each in record.offices.places(KH)}
    assert (places["nha-trang"], places["cam-ranh"]) == (("Nha Trang", False), ("Thành phố Cam Ranh mới", True))
    rules = {each.id: (each.agency, each.source) for each in record.offices.routing_rules(KH)}
    assert (rules["dien"], rules["nuoc"]) == (("so-gtvt", "Quyết định 1"), ("cap-thoat-nuoc", "Điều mới"))


def test_a_rule_that_an_admin_replaced_by_another_does_not_come_back(record: Record, admin: Account) -> None:
    record.offices.load(OFFICE, at=FRIDAY)
    change = ChangedBy(admin.id, FRIDAY)
    first = next(rule for rule in OFFICE.routing if rule.id == "dien")
    record.offices.keep_routing_rule(KH, replace(first, active=False), change)
    record.offices.keep_routing_rule(KH, replace(first, id="dien-moi", agency="so-gtvt"), change)
    record.offices.load(OFFICE, at=FRIDAY)
    active = [rule.id for rule in record.offices.routing_rules(KH) if rule.active and rule.field == "su-co-dien"]
    assert active == ["dien-moi"]


def test_a_file_does_not_contest_what_an_admin_routed_first(record: Record, admin: Account) -> None:
    record.offices.load(replace(OFFICE, routing=()), at=FRIDAY)
    own = RoutingRule("cua-toi", "so-gtvt", "Quyết định 1", field="su-co-dien")
    record.offices.keep_routing_rule(KH, own, ChangedBy(admin.id, FRIDAY))
    record.offices.load(OFFICE, at=FRIDAY)
    assert own in record.offices.routing_rules(KH)
    assert "dien" not in {rule.id for rule in record.offices.routing_rules(KH)}


def test_two_active_rules_for_the_same_cases_are_refused(record: Record, admin: Account) -> None:
    record.offices.load(OFFICE, at=FRIDAY)
    second = RoutingRule("dien-2", "so-gtvt", "Quyết định 1", field="su-co-dien")
    with pytest.raises(RoutedAlready) as refused:
        record.offices.keep_routing_rule(KH, second, ChangedBy(admin.id, FRIDAY))
    assert refused.value.rule == "dien"
    assert record.offices.keep_routing_rule(KH, replace(second, active=False), ChangedBy(admin.id, FRIDAY))


def test_a_change_is_noted_with_who_when_from_what_to_what(record: Record, admin: Account) -> None:
    change = ChangedBy(admin.id, FRIDAY)
    field = OwnField("tieng-on", "Tiếng ồn", Urgency.ORDINARY, "Quyết định 7/QĐ-UBND")
    assert record.offices.keep_field(KH, field, change)
    assert not record.offices.keep_field(KH, replace(field, active=False), change)
    assert not record.offices.keep_field(KH, replace(field, active=False), change)
    assert record.offices.own_fields(KH) == (replace(field, active=False),)
    last, first = record.offices.changes(KH, None, 10)
    assert (first.before, first.after["name"], first.after["active"]) == (None, "Tiếng ồn", True)
    assert (last.before, last.after["active"]) == (first.after, False)
    assert (last.by_account, last.by_username, last.at) == (admin.id, "quantri", FRIDAY)
    assert (last.subject, last.subject_id, last.authority) == (Subject.FIELD, "tieng-on", KH)
    assert record.offices.changes(KH, last.number, 10) == (first,)
    assert record.offices.changes("nơi khác", None, 10) == ()


@pytest.mark.parametrize("statement", ["UPDATE office_changes SET at = now()", "DELETE FROM office_changes"])
def test_the_notes_are_for_ever(record: Record, sql: Sql, statement: str) -> None:
    record.offices.load(OFFICE, at=FRIDAY)
    with pytest.raises(Exception, match="append-only"):
        sql(statement)


def changed(record: Record, account: Account, by: Account, **about: object) -> Account:
    kept = {name: getattr(account, name) for name in ("role", "agency", "display_name", "active")}
    kept |= {"contact": Contact(account.email, account.phone)}
    return record.accounts.change(account.id, **kept | about, change=ChangedBy(by.id, FRIDAY))


def test_the_last_admin_of_all_stays(record: Record, admin: Account) -> None:
    of_one = add_admin(record, "quantri.kh", KH)
    for about in ({"active": False}, {"role": Role.AUDITOR}):
        with pytest.raises(LastAdmin):
            changed(record, admin, admin, **about)
    with pytest.raises(LastAdmin):
        changed(record, of_one, of_one, active=False)
    assert not changed(record, of_one, admin, active=False).active  # the admin of the whole system is left, and decides
    add_admin(record, "quantri.2", None)
    assert not changed(record, admin, admin, active=False).active


def test_the_last_admin_of_an_authority_stays_where_nobody_administers_all(record: Record) -> None:
    of_one = add_admin(record, "quantri.kh", KH)
    add_admin(record, "quantri.dn", "da-nang")
    with pytest.raises(LastAdmin):
        changed(record, of_one, of_one, active=False)


def test_an_account_changes_with_a_note_that_holds_no_password(record: Record, admin: Account) -> None:
    record.offices.load(OFFICE, at=FRIDAY)
    account = record.accounts.add(
        username="canbo",
        role=Role.AGENCY_OFFICER,
        authority=KH,
        agency="so-gtvt",
        display_name="Cán bộ",
        password_hash="a secret hash",
        change=ChangedBy(admin.id, FRIDAY),
    )
    moved = changed(record, account, admin, agency="dien-luc", contact=Contact("canbo@vidu.vn"))
    assert record.accounts.find(account.id) == moved
    record.sessions.open(account.id, "token", FRIDAY.replace(year=2027))
    record.accounts.set_password(account.id, "another secret hash", ChangedBy(admin.id, FRIDAY))
    assert record.sessions.signed_in("token", FRIDAY) is None
    assert record.accounts.for_sign_in("canbo") == (moved, "another secret hash")
    notes = [change for change in record.offices.changes(KH, None, 500) if change.subject is Subject.ACCOUNT]
    assert "secret" not in str(notes)
    reset, move, new = notes
    assert (reset.after, new.before) == ({"password": "reset"}, None)
    assert (move.before, move.after) == (new.after, new.after | {"agency": "dien-luc", "email": "canbo@vidu.vn"})


def test_a_role_that_does_not_fit_its_place_is_refused(record: Record, admin: Account) -> None:
    with pytest.raises(RecordsFault):
        changed(record, admin, admin, agency="so-gtvt")
    with pytest.raises(AccountUnknown):
        record.accounts.set_password("nobody", "hash", ChangedBy(admin.id, FRIDAY))
