"""Tests what becomes of each table that names an authority when that one joins another: nothing is left without an owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel

from domain import acts
from domain.acts.base import Sealed
from domain.offices.office import Agency
from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.words import Role
from procedures import use_provinces
from records.backlog.tables import Import
from records.calendar.tables import CalendarDecision, CalendarRevision
from records.figures.tables import PastOutcome, PastStep
from records.offices.rows import ChangedBy
from records.offices.tables import AnswerTemplate, AnswerUse, OwnField, Succession
from records.papers.tables import IncomingNumber, IncomingPaper, OutgoingPaper
from records.personal_data.tables import DataRequest
from records.reports.former import Summary
from records.reports.tables import PeriodicReport, ReportEdition, SentReport
from records.staff.tables import Delegation, Handover
from tests.api.staff.test_reorganisations import HUONG, NEW, begun, carried_out, files, joined, two_days_ago, worked_on
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow


class Becomes(StrEnum):
    """The ways in which a join treats the rows of a table."""

    MOVES = "moves"  # no row names the old authority any more
    COPIED = "copied"  # the old one keeps its rows for what is past; the heir has them as well
    STAYS = "stays"  # of its time, numbered, sent or decided; the heir's people find it there
    COUNTED = "counted"  # sums of other tables, which triggers and jobs keep


RULINGS = {
    "accounts": Becomes.MOVES,
    "agencies": Becomes.COPIED,
    "agency_names": Becomes.COPIED,
    "answer_templates": Becomes.COPIED,
    "answer_uses": Becomes.STAYS,
    "answers": Becomes.MOVES,
    "calendar_decisions": Becomes.STAYS,
    "calendar_revisions": Becomes.STAYS,
    "cases": Becomes.MOVES,
    "day_sums": Becomes.COUNTED,
    "delegations": Becomes.MOVES,
    "handovers": Becomes.MOVES,
    "imports": Becomes.MOVES,
    "incoming_numbers": Becomes.STAYS,
    "incoming_papers": Becomes.STAYS,
    "letter_numbers": Becomes.STAYS,
    "letters": Becomes.STAYS,
    "month_times": Becomes.COUNTED,
    "office_changes": Becomes.STAYS,
    "outcome_changes": Becomes.COUNTED,
    "outcomes": Becomes.MOVES,
    "outgoing_papers": Becomes.STAYS,
    "own_fields": Becomes.COPIED,
    "past_outcomes": Becomes.MOVES,
    "past_steps": Becomes.MOVES,
    "periodic_reports": Becomes.STAYS,
    "periodic_reports_sent": Becomes.STAYS,
    "personal_data_requests": Becomes.MOVES,
    "places": Becomes.COPIED,
    "ratings": Becomes.MOVES,
    "reorganisations": Becomes.STAYS,
    "returns": Becomes.MOVES,
    "routing_rules": Becomes.COPIED,
    "step_changes": Becomes.COUNTED,
    "steps": Becomes.MOVES,
    "successions": Becomes.STAYS,
    "summaries": Becomes.STAYS,
}


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """A desk whose clock is the database's, by which the day of a plan comes."""
    real_desk.now = datetime.now(UTC)
    return real_desk


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    use_provinces(())


def with_an_authority() -> set[str]:
    return {name for name, table in SQLModel.metadata.tables.items() if "authority" in table.columns}


def test_each_table_that_names_an_authority_has_a_ruling() -> None:
    assert with_an_authority() == set(RULINGS)


def test_a_join_leaves_nothing_without_an_owner(desk: RealDesk, engine: Engine, tmp_path: Path) -> None:
    joined(tmp_path, two_days_ago(desk), "new_text")
    desk.employs("huong_leader", Role.CENTRE_LEADER, HUONG)
    opens(desk)
    desk.employs("huong_officer", Role.AGENCY_OFFICER, HUONG, "so-xay-dung")
    lived_with(desk, engine)
    begun(desk, NEW)
    before = counted(engine, HUONG)
    lacking = {table for table, ruling in RULINGS.items() if ruling is not Becomes.COUNTED and not before[table]}
    assert not lacking, "the test tries nothing on these"
    carried_out(desk)
    left, heirs = counted(engine, HUONG), counted(engine, NEW)
    for table, ruling in RULINGS.items():
        match ruling:
            case Becomes.MOVES:
                assert (left[table], heirs[table]) == (0, before[table]), table
            case Becomes.COPIED:
                assert left[table] == before[table], table
                assert heirs[table] >= before[table] if table != "routing_rules" else heirs[table] > 0, table
            case Becomes.STAYS:
                assert left[table] == before[table] + (table == "office_changes"), table  # the delegation that ended
    with engine.connect() as connection:
        stopped = connection.execute(text("SELECT stopped, content FROM imports")).one()
        revoked = connection.execute(text("SELECT revoked_at FROM delegations")).scalar_one()
    assert stopped == ("Địa phương của tệp đã nhập vào địa phương khác.", None)
    assert revoked is not None


def opens(desk: RealDesk) -> None:
    """Give the authority an agency, a place and a rule for it."""
    desk.record.offices.keep_all(
        HUONG,
        ChangedBy(None, desk.now - timedelta(days=30)),
        agencies=[Agency("so-xay-dung", HUONG, "Sở Xây dựng"), Agency("so-cu", HUONG, "Sở Cũ")],
        places=[Place("xa-cu", "Xã Cũ", PlaceKind.WARD)],
        rules=[RoutingRule("r1", "so-xay-dung", "Điều 5", place="xa-cu")],
    )


def counted(engine: Engine, authority: str) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table: connection.execute(
                text(f"SELECT count(*) FROM {table} WHERE authority = :authority"),  # noqa: S608 - a table's name
                {"authority": authority},
            ).scalar_one()
            for table in RULINGS
        }


def lived_with(desk: RealDesk, engine: Engine) -> None:
    """Let the authority have something in every table."""
    leader, officer = desk.accounts["huong_leader"].id, desk.accounts["huong_officer"].id
    cases = worked_on(desk)
    at, today = desk.now - timedelta(days=3), desk.now.date()
    rated = files(desk, days_ago=9)
    town = desk.now - timedelta(days=8)

    def on(minutes: int) -> str:
        return f"{(town + timedelta(minutes=minutes + 420)):%Y-%m-%d %H:%M}"

    words = Sealed("Đã xử lý xong")
    rated.does(on(1), "centre_operator", acts.Dispatch(lead="so-xay-dung", field="khac"))
    rated.does(on(4), "agency_officer of so-xay-dung", acts.Accept())
    result = acts.SubmitResult(result=words, handled_on=town.date(), no_images=True, why_no_images=words)
    rated.does(on(5), "agency_officer of so-xay-dung", result)
    rated.does(on(6), "agency_leader of so-xay-dung", acts.Approve())
    rated.does(on(7), "centre_operator", acts.Publish())
    returned = files(desk, days_ago=9)
    returned.does(on(1), "centre_operator", acts.Dispatch(lead="so-xay-dung", field="khac"))
    returned.does(on(2), "agency_officer of so-xay-dung", acts.Return(reason=words))
    with Session(engine) as session:
        [(digest,)] = session.execute(
            text("SELECT procedure_digest FROM cases WHERE code = :code"), {"code": rated.code}
        ).all()
        [(revision,)] = session.execute(text("SELECT max(revision) + 1 FROM calendar_revisions")).all()
        [(closed,)] = session.execute(text("SELECT max(number) FROM answers")).all()
        session.execute(
            text(
                "INSERT INTO ratings (code, number, report, authority, rating, rated_at)"
                " VALUES (:code, :number, :code, :authority, 'satisfied', :at)"
            ),
            {"code": rated.code, "number": closed, "authority": HUONG, "at": at},
        )
        numbered: dict[str, Any] = {"authority": HUONG, "agency": "", "year": 2026, "number": 1, "by_account": leader}
        report: dict[str, Any] = {"authority": HUONG, "agency": "", "first_day": today, "last_day": today}
        decided = CalendarDecision(
            added_in=revision, act="12/QĐ-UBND", authority=HUONG, day=date(2026, 5, 4), body=_decided(date(2026, 5, 4))
        )
        outcome: dict[str, Any] = {"authority": HUONG, "status": "submitted", "withheld": False, "received_at": at}
        rows: list[list[SQLModel]] = [
            [AnswerTemplate(authority=HUONG, id="t", name="Mẫu", act="refuse", text="Không thuộc thẩm quyền")],
            [AnswerUse(authority=HUONG, template="t", used=1)],
            [OwnField(authority=HUONG, id="le-hoi", name="Lễ hội", urgency="ordinary", source="Điều 3")],
            [
                Succession(
                    id="s",
                    authority=HUONG,
                    agency="so-cu",
                    day=today,
                    decision="QĐ",
                    decided_by="UBND",
                    heir="so-xay-dung",
                    by_part=[],
                    entered_by=leader,
                    entered_at=at,
                    withdrawn_at=at,
                )
            ],
            [
                CalendarRevision(
                    revision=revision, since=at, change="add", act="12/QĐ-UBND", source="x", authority=HUONG
                )
            ],
            [decided],
            [
                Delegation(
                    id="d",
                    authority=HUONG,
                    from_account=leader,
                    to_account=officer,
                    starts_at=at,
                    ends_at=desk.now + timedelta(days=9),
                    reason="x",
                    by_account=leader,
                ),
                Handover(
                    id="h",
                    authority=HUONG,
                    agency="so-xay-dung",
                    from_account=officer,
                    reason="x",
                    by_role="admin",
                    by_account=leader,
                    at=at,
                ),
                Import(
                    id="i",
                    authority=HUONG,
                    source="x",
                    digest="x",
                    content=b"x",
                    preview={},
                    total=1,
                    by_account=leader,
                    started_at=at,
                    taken_at=desk.now,
                ),
                DataRequest(
                    idempotency_key="r",
                    authority=HUONG,
                    kind="see",
                    received_at=at,
                    answer_due=desk.now + timedelta(days=9),
                    carry_out_due=desk.now + timedelta(days=9),
                ),
                IncomingNumber(authority=HUONG, agency="", year=2026, last=1),
                IncomingPaper(
                    idempotency_key="p", received_on=today, sender="x", paper_number="1", about="x", **numbered
                ),
                OutgoingPaper(
                    idempotency_key="o",
                    symbol="CV",
                    sent_on=today,
                    recipient="x",
                    kind="CV",
                    about="x",
                    **numbered | {"number": 900},
                ),
                Summary(
                    code="S",
                    authority=HUONG,
                    summary="x",
                    month=date(2026, 5, 1),
                    procedure_digest=digest,
                    made_at=at,
                    counts={},
                ),
                PeriodicReport(
                    code="P",
                    series="x",
                    period="x",
                    procedure_digest=digest,
                    status="sent",
                    edition=1,
                    number=0,
                    due_at=at,
                    **report,
                ),
                PastOutcome(code=rated.code, since=at, until=at + timedelta(hours=1), **outcome),
                PastStep(
                    code=rated.code, limit_id="x", counted_from=at, since=at, until=at, authority=HUONG, missed=False
                ),
            ],
            [ReportEdition(report="P", edition=1, made_at=at, figures={})],
            [
                SentReport(
                    report="P",
                    edition=1,
                    symbol="BC",
                    name="x",
                    addressees="x",
                    sent_at=at,
                    authority=HUONG,
                    agency="",
                    year=2026,
                    number=901,
                )
            ],
        ]
        for together in rows:
            session.add_all(together)
            session.flush()
        session.execute(
            text(
                "INSERT INTO letter_numbers (authority, agency, year, last) VALUES (:authority, '', 2026, 5)"
                " ON CONFLICT (authority, agency, year) DO NOTHING"
            ),
            {"authority": HUONG},
        )
        session.execute(
            text(
                "INSERT INTO letters (code, event_number, report, template, authority, agency, year, number, status)"
                " VALUES (:code, 1, :code, 'x', :authority, '', 2026, 903, 'to_render')"
            ),
            {"code": cases["processing"].code, "authority": HUONG},
        )
        session.commit()


def _decided(day: date) -> dict[str, Any]:
    return {
        "day": day.isoformat(), "effect": "off", "act": "12/QĐ-UBND", "why": "x", "authority": HUONG,
        "decided": True,
    }  # fmt: skip


def test_a_case_that_went_over_keeps_its_officer(desk: RealDesk, tmp_path: Path) -> None:
    joined(tmp_path, two_days_ago(desk), "new_text")
    opens(desk)
    desk.employs("huong_officer", Role.AGENCY_OFFICER, HUONG, "so-xay-dung")
    one = worked_on(desk)["dispatched"]
    assert desk.acts(one.code, "accept", "huong_officer").status_code == 200
    begun(desk, NEW)
    plan = desk.record.reorganisations.unfinished()[0]
    desk.record.reorganisations.begin(plan, desk.now)
    assert desk.record.handovers.left_behind(desk.now + timedelta(hours=1)) == ()
    carried_out(desk)
    after = desk.record.cases.complaint(one.code)
    assert after is not None
    assert (after.procedure.id, after.officer) == (NEW, desk.accounts["huong_officer"].id)
