"""Offices in the record: what the file brings, what an admin changes, and the note of every change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.office import Agency, Office, OwnField
from domain.places import Place, PlaceKind
from domain.routing import RoutingRule
from domain.words import Role, Urgency
from procedures.offices import shipped_offices
from records.errors import AccountUnknown, LastAdmin, RecordsFault, RoutedAlready
from records.messages.rows import Contact
from records.reading import Reader
from records.rows import Account, Change, Subject
from records.writing import Records
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow

KH = "khanh-hoa"
OFFICE: Office = next(office for office in shipped_offices() if office.authority == KH)


@pytest.fixture
def admin(records: Records) -> Account:
    return add_admin(records, "quantri", None)


def add_admin(records: Records, username: str, authority: str | None) -> Account:
    return records.add_account(
        username=username, role=Role.ADMIN, authority=authority, agency=None, display_name="Admin", password_hash="-"
    )


def by_id(entries: tuple[object, ...]) -> list[object]:
    return sorted(entries, key=lambda entry: entry.id)  # type: ignore[attr-defined]


def test_a_file_is_in_the_record_as_it_says_and_each_entry_noted_once(records: Records, reader: Reader) -> None:
    for _ in range(2):
        records.load_office(OFFICE, at=FRIDAY)
    assert list(reader.agencies(KH)) == by_id(OFFICE.agencies)
    assert list(reader.places(KH)) == by_id(OFFICE.places)
    assert list(reader.routing_rules(KH)) == by_id(OFFICE.routing)
    changes = reader.office_changes(KH, None, 500)
    assert len(changes) == len(OFFICE.agencies) + len(OFFICE.places) + len(OFFICE.routing)
    assert {(change.by_account, change.at, change.before) for change in changes} == {(None, FRIDAY, None)}


def test_a_newer_file_changes_what_no_admin_has_changed(records: Records, reader: Reader, admin: Account) -> None:
    records.load_office(OFFICE, at=FRIDAY)
    change = Change(admin.id, FRIDAY)
    records.keep_agency(Agency("so-gtvt", KH, "Sở Xây dựng"), change)
    records.keep_place(KH, Place("nha-trang", "Nha Trang", PlaceKind.DISTRICT, active=False), change)
    records.keep_routing_rule(KH, RoutingRule("dien", "so-gtvt", "Quyết định 1", field="su-co-dien"), change)
    newer = replace(
        OFFICE,
        agencies=tuple(replace(each, name=f"{each.name} mới") for each in OFFICE.agencies),
        places=tuple(replace(each, name=f"{each.name} mới") for each in OFFICE.places),
        routing=tuple(replace(each, source="Điều mới") for each in OFFICE.routing),
    )
    records.load_office(newer, at=FRIDAY)
    agencies = {each.id: each.name for each in reader.agencies(KH)}
    assert (agencies["so-gtvt"], agencies["so-tnmt"]) == ("Sở Xây dựng", "Sở Tài nguyên và Môi trường mới")
    places = {each.id: (each.name, each.active) for each in reader.places(KH)}
    assert (places["nha-trang"], places["cam-ranh"]) == (("Nha Trang", False), ("Thành phố Cam Ranh mới", True))
    rules = {each.id: (each.agency, each.source) for each in reader.routing_rules(KH)}
    assert (rules["dien"], rules["nuoc"]) == (("so-gtvt", "Quyết định 1"), ("cap-thoat-nuoc", "Điều mới"))


def test_a_rule_that_an_admin_replaced_by_another_does_not_come_back(
    records: Records, reader: Reader, admin: Account
) -> None:
    records.load_office(OFFICE, at=FRIDAY)
    change = Change(admin.id, FRIDAY)
    first = next(rule for rule in OFFICE.routing if rule.id == "dien")
    records.keep_routing_rule(KH, replace(first, active=False), change)
    records.keep_routing_rule(KH, replace(first, id="dien-moi", agency="so-gtvt"), change)
    records.load_office(OFFICE, at=FRIDAY)
    active = [rule.id for rule in reader.routing_rules(KH) if rule.active and rule.field == "su-co-dien"]
    assert active == ["dien-moi"]


def test_a_file_does_not_contest_what_an_admin_routed_first(records: Records, reader: Reader, admin: Account) -> None:
    records.load_office(replace(OFFICE, routing=()), at=FRIDAY)
    own = RoutingRule("cua-toi", "so-gtvt", "Quyết định 1", field="su-co-dien")
    records.keep_routing_rule(KH, own, Change(admin.id, FRIDAY))
    records.load_office(OFFICE, at=FRIDAY)
    assert own in reader.routing_rules(KH)
    assert "dien" not in {rule.id for rule in reader.routing_rules(KH)}


def test_two_active_rules_for_the_same_cases_are_refused(records: Records, admin: Account) -> None:
    records.load_office(OFFICE, at=FRIDAY)
    second = RoutingRule("dien-2", "so-gtvt", "Quyết định 1", field="su-co-dien")
    with pytest.raises(RoutedAlready) as refused:
        records.keep_routing_rule(KH, second, Change(admin.id, FRIDAY))
    assert refused.value.rule == "dien"
    assert records.keep_routing_rule(KH, replace(second, active=False), Change(admin.id, FRIDAY))


def test_a_change_is_noted_with_who_when_from_what_to_what(records: Records, reader: Reader, admin: Account) -> None:
    change = Change(admin.id, FRIDAY)
    field = OwnField("tieng-on", "Tiếng ồn", Urgency.ORDINARY, "Quyết định 7/QĐ-UBND")
    assert records.keep_field(KH, field, change)
    assert not records.keep_field(KH, replace(field, active=False), change)
    assert not records.keep_field(KH, replace(field, active=False), change)
    assert reader.own_fields(KH) == (replace(field, active=False),)
    last, first = reader.office_changes(KH, None, 10)
    assert (first.before, first.after["name"], first.after["active"]) == (None, "Tiếng ồn", True)
    assert (last.before, last.after["active"]) == (first.after, False)
    assert (last.by_account, last.by_username, last.at) == (admin.id, "quantri", FRIDAY)
    assert (last.subject, last.subject_id, last.authority) == (Subject.FIELD, "tieng-on", KH)
    assert reader.office_changes(KH, last.number, 10) == (first,)
    assert reader.office_changes("nơi khác", None, 10) == ()


@pytest.mark.parametrize("statement", ["UPDATE office_changes SET at = now()", "DELETE FROM office_changes"])
def test_the_notes_are_for_ever(records: Records, sql: Sql, statement: str) -> None:
    records.load_office(OFFICE, at=FRIDAY)
    with pytest.raises(Exception, match="append-only"):
        sql(statement)


def changed(records: Records, account: Account, by: Account, **about: object) -> Account:
    kept = {name: getattr(account, name) for name in ("role", "agency", "display_name", "active")}
    kept |= {"contact": Contact(account.email, account.phone)}
    return records.change_account(account.id, **kept | about, change=Change(by.id, FRIDAY))


def test_the_last_admin_of_all_stays(records: Records, admin: Account) -> None:
    of_one = add_admin(records, "quantri.kh", KH)
    for about in ({"active": False}, {"role": Role.AUDITOR}):
        with pytest.raises(LastAdmin):
            changed(records, admin, admin, **about)
    assert not changed(records, of_one, of_one, active=False).active  # the admin of all is left
    add_admin(records, "quantri.2", None)
    assert not changed(records, admin, admin, active=False).active


def test_the_last_admin_of_an_authority_stays_where_nobody_administers_all(records: Records) -> None:
    of_one = add_admin(records, "quantri.kh", KH)
    add_admin(records, "quantri.dn", "da-nang")
    with pytest.raises(LastAdmin):
        changed(records, of_one, of_one, active=False)


def test_an_account_changes_with_a_note_that_holds_no_password(
    records: Records, reader: Reader, admin: Account
) -> None:
    records.load_office(OFFICE, at=FRIDAY)
    account = records.add_account(
        username="canbo",
        role=Role.AGENCY_OFFICER,
        authority=KH,
        agency="so-gtvt",
        display_name="Cán bộ",
        password_hash="a secret hash",
        change=Change(admin.id, FRIDAY),
    )
    moved = changed(records, account, admin, agency="dien-luc", contact=Contact("canbo@vidu.vn"))
    assert reader.account(account.id) == moved
    records.open_session(account.id, "token", FRIDAY.replace(year=2027))
    records.set_password(account.id, "another secret hash", Change(admin.id, FRIDAY))
    assert reader.account_of_session("token", FRIDAY) is None
    assert reader.account_for_sign_in("canbo") == (moved, "another secret hash")
    notes = [change for change in reader.office_changes(KH, None, 500) if change.subject is Subject.ACCOUNT]
    assert "secret" not in str(notes)
    reset, move, new = notes
    assert (reset.after, new.before) == ({"password": "reset"}, None)
    assert (move.before, move.after) == (new.after, new.after | {"agency": "dien-luc", "email": "canbo@vidu.vn"})


def test_a_role_that_does_not_fit_its_place_is_refused(records: Records, admin: Account) -> None:
    with pytest.raises(RecordsFault):
        changed(records, admin, admin, agency="so-gtvt")
    with pytest.raises(AccountUnknown):
        records.set_password("nobody", "hash", Change(admin.id, FRIDAY))
