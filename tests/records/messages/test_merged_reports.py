"""Merged reporters and new agencies, who join a case after an event, get what they missed at once."""

from __future__ import annotations

import pytest

from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Sealed
from domain.complaint import Complaint
from domain.words import Role
from records.cases.rows import Identity
from records.errors import CaseNotOpen
from records.letters.rows import LetterKey
from records.messages.rows import Addressee
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, OFFICER, Desk, dispatch, submission
from tests.support.records.messages import published

pytestmark = pytest.mark.slow

SECOND = Identity("Trần Thị B", "-", "0905 000 009", "b@example.vn")


def merged_into(desk: Desk, main: Complaint, *, gathered: bool = True) -> tuple[Complaint, Complaint]:
    """Return a second report after it was merged into the case, and the case after it learned of that."""
    second = desk.act(desk.take_in(submission(identity=SECOND)), acts.Merge(into=main.code), CENTRE)
    return second, desk.act(main, acts.Gather(joined=(second.code,)), CENTRE) if gathered else main


def told(mailbox, code: str) -> list[str]:
    shown = mailbox.shown_to(Addressee(reporter_of=code), unread=False, cursor=None, limit=50).notices
    return sorted(f"{each.occasion.event.kind} of {each.code}" for each in shown)


def test_who_is_merged_into_a_published_case_is_told_the_answer_at_once(desk, outbox, mailbox):
    main = published(desk)
    outbox.address(100)
    second, main = merged_into(desk, main)
    outbox.address(100)
    assert told(mailbox, second.code) == [
        f"filed of {second.code}",
        f"merged of {second.code}",
        f"published of {main.code}",
    ]
    assert told(mailbox, main.code) == [f"{kind} of {main.code}" for kind in ("dispatched", "filed", "published")]
    [news] = [
        each
        for each in mailbox.shown_to(Addressee(reporter_of=second.code), unread=False, cursor=None, limit=9).notices
        if each.code == main.code
    ]
    assert news.reader.own_code == second.code


def test_an_answer_that_was_addressed_while_the_report_was_being_merged_is_not_lost(desk, outbox, mailbox):
    main = published(desk)
    second, main = merged_into(desk, main, gathered=False)
    outbox.address(100)
    main = desk.act(main, acts.Gather(joined=(second.code,)), CENTRE)
    outbox.address(100)
    assert told(mailbox, second.code).count(f"published of {main.code}") == 1


def test_only_those_who_asked_are_told_the_answer_to_a_question(desk, outbox, mailbox):
    main = published(desk)
    second, main = merged_into(desk, main)
    main = desk.act(main, acts.Ask(question=Sealed("Bao giờ xong?")), Actor(Role.REPORTER, report=second.code))
    main = desk.act(main, acts.Answer(answer=Sealed("Tháng sau.")), OFFICER)
    outbox.address(100)
    assert f"answered of {main.code}" in told(mailbox, second.code)
    assert f"answered of {main.code}" not in told(mailbox, main.code)


def test_a_comment_of_staff_reaches_every_reporter_and_one_of_a_reporter_no_other(desk, outbox, mailbox):
    second, main = merged_into(desk, desk.act(desk.take_in(), dispatch(), CENTRE))
    main = desk.act(main, acts.Comment(text=Sealed("Chiều nay đến.")), OFFICER)
    outbox.address(100)
    for code in (main.code, second.code):
        assert told(mailbox, code).count(f"commented of {main.code}") == 1
    desk.act(main, acts.Comment(text=Sealed("Cảm ơn.")), REPORTER)
    outbox.address(100)
    for code in (main.code, second.code):
        assert told(mailbox, code).count(f"commented of {main.code}") == 1


def test_an_agency_that_joins_later_is_told_what_still_stands(desk, outbox, mailbox, staff):
    newcomer = staff("dien", Role.AGENCY_OFFICER, "dien-luc")
    main = desk.act(desk.take_in(), dispatch(), CENTRE)
    main = desk.act(main, acts.Accept(), OFFICER)
    main = desk.act(main, acts.Comment(text=Sealed("Cột điện nghiêng.")), REPORTER)
    outbox.address(100)
    desk.act(main, acts.Involve(co_ordinating=("dien-luc",)), OFFICER)
    outbox.address(100)
    shown = mailbox.shown_to(Addressee(account=newcomer.id), unread=False, cursor=None, limit=9).notices
    assert sorted(each.occasion.event.kind for each in shown) == ["commented", "involved"]


def test_each_reporter_of_a_case_has_a_letter_of_the_own(desk: Desk, record: Record, staff):
    staff("sep", Role.AGENCY_LEADER, "so-gtvt")
    early, main = merged_into(desk, desk.take_in())
    main = published(desk, main)
    late, main = merged_into(desk, main)
    found = {}
    for report in (main, early, late):
        [line] = record.letters.of_case(report)
        facts = record.letters.facts(LetterKey(line.code, line.event_number, report.code))
        found[report.code] = (line.code, line.number, facts.addressee, facts.report)
    assert {code: each[2:] for code, each in found.items()} == {
        main.code: ("Nguyễn Thị Ánh", main.code),
        early.code: (SECOND.name, early.code),
        late.code: (SECOND.name, late.code),
    }
    assert {each[0] for each in found.values()} == {main.code}
    assert sorted(each[1] for each in found.values()) == [1, 2, 3]
    assert {key.report for key in record.letters.waiting(9)} == set(found)


def test_chains_are_followed_both_ways_and_the_case_learns_of_both_ends(desk: Desk, record: Record):
    main, middle = desk.take_in(), desk.take_in()
    first = desk.act(desk.take_in(), acts.Merge(into=middle.code), CENTRE)
    middle = desk.act(middle, acts.Merge(into=main.code), CENTRE)
    assert record.cases.main_of(first.code) == main.code
    assert set(record.cases.merged_into(main.code)) == {middle.code, first.code}
    assert record.cases.to_gather(9) == ((main.code, middle.code), (middle.code, first.code))
    record.cases.gathered(main.code, (middle.code,))
    assert record.cases.to_gather(9, main.code) == ()


def test_a_report_leaves_an_open_case_and_none_that_has_ended(desk: Desk, record: Record, sql: Sql):
    out = acts.Unmerge(reason=Sealed("Chỗ khác."))
    second, main = merged_into(desk, desk.take_in())
    record.cases.gathered(main.code, (second.code,))
    alone = desk.act(second, out, CENTRE)
    assert (alone.status, record.cases.main_of(alone.code)) == ("submitted", alone.code)
    assert record.cases.to_gather(9) == ((main.code, second.code),)
    third, main = merged_into(desk, main)
    desk.act(main, acts.Refuse(ground="fails_requirements", reason=Sealed("Không rõ.")), CENTRE)
    with pytest.raises(CaseNotOpen):
        desk.act(third, out, CENTRE)


def test_a_report_does_not_leave_a_case_whose_answer_it_has(desk: Desk, record: Record):
    second, main = merged_into(desk, desk.take_in())
    published(desk, main)
    with pytest.raises(CaseNotOpen):
        desk.act(second, acts.Unmerge(reason=Sealed("Chỗ khác.")), CENTRE)
    assert record.cases.complaint(second.code) == second
    assert len(record.letters.of_case(second)) == 1


def test_photos_of_a_merged_report_are_told_to_the_agency_in_hand_and_to_no_other_reporter(
    desk, outbox, mailbox, staff
):
    officer = staff("mot", Role.AGENCY_OFFICER, "so-gtvt")
    second, main = merged_into(desk, desk.act(desk.take_in(), dispatch(), CENTRE))
    outbox.address(100)
    desk.act(main, acts.Attach(count=2), Actor(Role.REPORTER, report=second.code))
    outbox.address(100)
    shown = mailbox.shown_to(Addressee(account=officer.id), unread=False, cursor=None, limit=9).notices
    assert [each.occasion.event.kind for each in shown].count("attached") == 1
    assert not any("attached" in each for code in (main.code, second.code) for each in told(mailbox, code))
