"""Tests that each letter has one number, no number is lost, and a letter is rendered once and never changed."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from activities.lettering import letter_of
from domain import acts
from domain.actors import Actor
from domain.acts import Sealed
from domain.complaint import Complaint
from domain.offices.office import Agency
from domain.words import Role
from records.cases.rows import Identity
from records.errors import RecordsFault
from records.letters.repository import Letters
from records.letters.rows import LetterFormat, LetterKey, LetterStatus
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, IDENTITY, Desk, decided, dispatch, submission
from tests.support.records.furnishing import add_agency

pytestmark = pytest.mark.slow

MADE = {LetterFormat.PDF: b"%PDF made", LetterFormat.DOCX: b"PK made"}


@pytest.fixture
def letters(engine: Engine) -> Letters:
    return Record(engine).letters


@pytest.fixture
def leader(record: Record) -> Actor:
    for agency in ("so-gtvt", "ubnd-nha-trang"):
        add_agency(record, Agency(agency, "khanh-hoa", {"so-gtvt": "Sở Giao thông vận tải"}.get(agency, "UBND TP")))
    account = record.accounts.add(
        username="lanhdao",
        role=Role.AGENCY_LEADER,
        authority="khanh-hoa",
        agency="so-gtvt",
        display_name="Trần Văn Bình",
        password_hash="-",
    )
    return Actor(Role.AGENCY_LEADER, "khanh-hoa", "so-gtvt", account.id)


def submitted(desk: Desk, lead: str = "so-gtvt", at: datetime = FRIDAY, identity: Identity = IDENTITY) -> Complaint:
    officer = Actor(Role.AGENCY_OFFICER, "khanh-hoa", lead, "officer")
    complaint = desk.take_in(submission(identity=identity), at=at)
    complaint = desk.act(complaint, dispatch(lead), CENTRE, at)
    complaint = desk.act(complaint, acts.Accept(), officer, at)
    return desk.act(complaint, acts.SubmitResult(result=Sealed("Đã trải nhựa lại.\nBảo hành một năm.")), officer, at)


def approved(desk: Desk, by: Actor, at: datetime = FRIDAY) -> Complaint:
    return desk.act(submitted(desk, by.agency or "", at), acts.Approve(), by, at)


def published(desk: Desk, by: Actor, at: datetime = FRIDAY) -> Complaint:
    return desk.act(approved(desk, by, at), acts.Publish(), by, at)


def key_of(desk: Desk, complaint: Complaint) -> LetterKey:
    entries = desk.record.cases.entries(complaint.code)
    (number,) = (entry.number for entry in entries if entry.event.kind in ("published", "withheld"))
    return LetterKey(complaint.code, number)


def test_a_publication_queues_one_letter_with_the_first_number_of_the_agency_that_approved_and_its_year(
    desk: Desk, letters: Letters, leader: Actor
) -> None:
    before = approved(desk, leader)
    assert letters.waiting(10) == ()
    complaint = desk.act(before, acts.Publish(), CENTRE)
    key = key_of(desk, complaint)
    assert letters.waiting(10) == (key,)
    (line,) = desk.record.letters.of_case(complaint)
    assert (line.event_number, line.number, line.agency) == (key.event_number, 1, "so-gtvt")
    assert (line.status, line.files, line.rule.template) == (LetterStatus.TO_RENDER, (), "result")


def test_a_letter_is_made_of_what_the_record_holds(desk: Desk, letters: Letters, leader: Actor) -> None:
    complaint = published(desk, leader)
    facts = letters.facts(key_of(desk, complaint))
    assert facts is not None
    assert (facts.addressee, facts.words) == (IDENTITY.name, "Đã trải nhựa lại.\nBảo hành một năm.")
    assert (facts.signer_role, facts.signer, facts.agency_name) == (
        Role.AGENCY_LEADER,
        "Trần Văn Bình",
        "Sở Giao thông vận tải",
    )
    assert not any(said in repr(facts) for said in (IDENTITY.name, "trải nhựa", "Trần Văn Bình"))


def test_a_letter_is_signed_by_the_leader_who_approved_though_the_centre_sends_it_out(
    desk: Desk, letters: Letters, leader: Actor
) -> None:
    complaint = desk.act(approved(desk, leader), acts.Withhold(ground="authority_rule"), CENTRE)
    facts = letters.facts(key_of(desk, complaint))
    assert facts is not None
    assert (facts.signer, facts.agency_name) == ("Trần Văn Bình", "Sở Giao thông vận tải")
    (line,) = desk.record.letters.of_case(complaint)
    assert line.hands == {leader.account, CENTRE.account}


def test_a_letter_s_number_ends_with_the_symbol_that_its_agency_had_then(
    desk: Desk, record: Record, letters: Letters, leader: Actor
) -> None:
    plain = published(desk, leader)
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải", symbol="SGTVT"))
    complaint = published(desk, leader)
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải", symbol="SXD"))
    [line], [before] = desk.record.letters.of_case(complaint), desk.record.letters.of_case(plain)
    assert ((before.number, before.symbol), (line.number, line.symbol)) == ((1, "PAKN"), (2, "PAKN-SGTVT"))
    facts = letters.facts(key_of(desk, complaint))
    assert facts is not None
    assert letter_of(facts).number == "02/PAKN-SGTVT"


def test_a_state_secret_has_no_letter_and_takes_no_number(desk: Desk, letters: Letters, leader: Actor) -> None:
    desk.act(approved(desk, leader), acts.Withhold(ground="state_secret"), CENTRE)
    assert letters.waiting(10) == ()
    assert desk.record.letters.of_case(published(desk, leader))[0].number == 1


def test_a_letter_gives_the_result_that_was_published_and_not_a_later_one(
    desk: Desk, letters: Letters, leader: Actor, sql: Sql
) -> None:
    complaint = published(desk, leader)
    key = key_of(desk, complaint)
    sql(
        "INSERT INTO events (code, number, act_id, kind, at, body) SELECT code, number + 100, 'later', kind, at,"
        " jsonb_set(body, '{result,sealed}', '\"Kết quả khác\"') FROM events"
        " WHERE code = :code AND kind = 'result_submitted'",
        code=complaint.code,
    )
    facts = letters.facts(key)
    assert facts is not None
    assert facts.words.startswith("Đã trải nhựa lại.")


def test_a_retried_publication_is_one_letter_and_one_number(
    desk: Desk, record: Record, letters: Letters, leader: Actor
) -> None:
    complaint = approved(desk, leader)
    events = decided(complaint, acts.Publish(), leader)
    for _ in range(3):
        desk.append(complaint, events, leader, act_id="publish-1")
    assert len(letters.waiting(10)) == 1
    assert desk.record.letters.of_case(published(desk, leader))[0].number == 2


def test_what_is_rolled_back_has_taken_no_number(desk: Desk, record: Record, leader: Actor, sql: Sql) -> None:
    complaint = approved(desk, leader)
    sql("ALTER TABLE letters ADD CONSTRAINT never CHECK (number > 1000)")
    with pytest.raises(RecordsFault):
        desk.act(complaint, acts.Publish(), leader)
    sql("ALTER TABLE letters DROP CONSTRAINT never")
    assert desk.record.letters.of_case(desk.act(complaint, acts.Publish(), leader))[0].number == 1


def test_letters_sent_at_once_have_numbers_without_gap_or_double(desk: Desk, leader: Actor) -> None:
    waiting = [approved(desk, leader) for _ in range(12)]
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda each: desk.act(each, acts.Publish(), leader), waiting))
    assert sorted(desk.record.letters.of_case(each)[0].number for each in done) == list(range(1, 13))


def test_each_agency_and_each_year_of_the_place_counts_from_one(desk: Desk, leader: Actor) -> None:
    other = Actor(Role.AGENCY_LEADER, "khanh-hoa", "ubnd-nha-trang", leader.account)
    assert desk.record.letters.of_case(published(desk, leader))[0].number == 1
    assert desk.record.letters.of_case(published(desk, other))[0].number == 1
    new_year = datetime(2026, 12, 31, 17, 5, tzinfo=UTC)  # 00:05 on 1 January in Khánh Hòa
    assert desk.record.letters.of_case(published(desk, leader, new_year - timedelta(hours=1)))[0].number == 2
    assert desk.record.letters.of_case(published(desk, leader, new_year))[0].number == 1


def test_a_letter_whose_workflow_was_lost_is_handed_over_again(
    desk: Desk, letters: Letters, leader: Actor, record: Record, sql: Sql
) -> None:
    key = key_of(desk, published(desk, leader))
    letters.handed_over(key)
    assert letters.waiting(10) == ()
    assert record.reconciliation.hand_over_again() == 1
    assert letters.waiting(10) == (key,)
    sql("UPDATE letters SET handed_over_at = now() - interval '3 h'")
    assert letters.waiting(10) == (key,)
    letters.keep(key, MADE)
    assert letters.waiting(10) == ()
    assert record.reconciliation.hand_over_again() == 0


def test_a_letter_is_kept_with_its_hash_and_the_first_one_made_is_the_letter(
    desk: Desk, letters: Letters, leader: Actor
) -> None:
    complaint = published(desk, leader)
    key = key_of(desk, complaint)
    letters.handed_over(key)
    letters.keep(key, MADE)
    letters.keep(key, {LetterFormat.PDF: b"made again"})
    letters.failed(key, "TooLate")
    letters.handed_over(key)
    (line,) = desk.record.letters.of_case(complaint)
    assert line.status is LetterStatus.RENDERED
    assert [(each.format, each.size, each.sha256) for each in line.files] == [
        (form, len(made), hashlib.sha256(made).hexdigest()) for form, made in MADE.items()
    ]
    assert {form: desk.record.letters.content(key, form) for form in LetterFormat} == MADE
    assert letters.waiting(10) == ()
    assert letters.facts(key) is None


def test_a_letter_that_failed_can_still_be_made(desk: Desk, letters: Letters, leader: Actor) -> None:
    complaint = published(desk, leader)
    key = key_of(desk, complaint)
    letters.failed(key, "TypstError")
    assert desk.record.letters.of_case(complaint)[0].status is LetterStatus.FAILED
    assert letters.facts(key) is not None
    letters.keep(key, MADE)
    assert desk.record.letters.of_case(complaint)[0].status is LetterStatus.RENDERED


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letter_files SET content = 'x'",
        "DELETE FROM letter_files",
        "TRUNCATE letter_files",
        "DELETE FROM letters",
        "UPDATE letters SET status = 'to_render', rendered_at = NULL",
        "UPDATE letters SET handed_over_at = NULL",
        "UPDATE letters SET number = 7",
        "UPDATE letters SET signed_event = 1",
    ],
)
def test_a_letter_that_is_made_cannot_be_changed_by_anybody(
    desk: Desk, letters: Letters, leader: Actor, sql: Sql, statement: str
) -> None:
    letters.keep(key_of(desk, published(desk, leader)), MADE)
    with pytest.raises(Exception, match="append-only"):
        sql(statement)


def test_a_number_once_given_is_the_letters_own_even_before_it_is_made(desk: Desk, leader: Actor, sql: Sql) -> None:
    published(desk, leader)
    with pytest.raises(Exception, match="append-only"):
        sql("UPDATE letters SET number = 7")


def test_the_database_itself_compares_hash_and_content(desk: Desk, leader: Actor, sql: Sql) -> None:
    key = key_of(desk, published(desk, leader))
    with pytest.raises(Exception, match="letter_files_check"):
        sql(
            "INSERT INTO letter_files (code, event_number, report, format, sha256, content)"
            " VALUES (:code, :event_number, :code, 'pdf', repeat('0', 64), 'x')",
            code=key.code,
            event_number=key.event_number,
        )


def test_a_letter_that_nobody_knows_is_made_of_nothing(letters: Letters) -> None:
    assert letters.facts(LetterKey("KH-2026-999999", 1)) is None
    letters.keep(LetterKey("KH-2026-999999", 1), MADE)
    letters.failed(LetterKey("KH-2026-999999", 1), "Fault")
