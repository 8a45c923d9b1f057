"""Tries 1 July 2025 as a whole: Bình Định goes into Gia Lai with 300 open cases, while days off are decided and a worker dies."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, text

from api.background.sweeping import sweep
from api.cases.parts import ActingParts
from api.staff.reorganisations.entering import successions_of
from api.web.front import Clock, Keys
from calendars import Decision, Effect
from calendars.filling import scheduled
from domain import acts
from domain.accounts.period import Period
from domain.actors import Actor
from domain.acts.base import Sealed
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event, LimitRescheduled, RescheduleCause, Succeeded, TextChanged
from domain.offices.reorganisation import Ending, Reorganisation
from domain.refusals import Refusal
from domain.words import Role, Status
from procedures import all_procedures, provinces, use_provinces
from procedures.loading import SHIPPED
from records.cases.rows import NewEvents
from records.cases.tables import IS_UNOWNED
from records.figures.accounts import Asked
from records.offices.rows import ChangedBy
from records.record import Record
from settings import derived_keys
from tests.support.faulty_stack import SECRET, FaultyStack
from tests.support.records.town import ZONE, Town
from workflows.contract import change_id
from workflows.gateway import Gateway

pytestmark = pytest.mark.slow

OLD, NEW = "binh-dinh", "gia-lai"
CASES = 300
ENDED, HEIR = "so-gtvt", "so-xay-dung"
AGENCIES = (ENDED, HEIR, "so-tnmt")
WORDS = Sealed("Đã kiểm tra, xử lý xong")
ACT = "Nghị quyết 202/2025/QH15 của Quốc hội"
DAYS_OFF = "31/CĐ-TTg"
PATIENCE = 300

Step = tuple[Role, acts.Act]


def steps(agency: str, today: date) -> dict[Status, tuple[Step, ...]]:
    """Return the acts that lead a case of this agency to each status in which it is open."""
    dispatch = (Role.CENTRE_OPERATOR, acts.Dispatch(lead=agency, field="giao-thong-van-tai"))
    accept = (Role.AGENCY_OFFICER, acts.Accept())
    result = acts.SubmitResult(result=WORDS, handled_on=today, no_images=True, why_no_images=WORDS)
    submitted = (dispatch, accept, (Role.AGENCY_OFFICER, result))
    approved = (*submitted, (Role.AGENCY_LEADER, acts.Approve()))
    return {
        Status.SUBMITTED: (),
        Status.AWAITING_SUPPLEMENT: ((Role.CENTRE_OPERATOR, acts.AskSupplement(wanted=WORDS)),),
        Status.VERIFIED: ((Role.CENTRE_OPERATOR, acts.Verify()),),
        Status.DISPATCHED: (dispatch,),
        Status.RETURNED: (dispatch, (Role.AGENCY_OFFICER, acts.Return(reason=WORDS))),
        Status.PROCESSING: (dispatch, accept),
        Status.AWAITING_DIRECTION: (dispatch, (Role.CENTRE_LEADER, acts.AskDirection(reason=WORDS))),
        Status.AWAITING_APPROVAL: submitted,
        Status.APPROVED: approved,
        Status.PUBLISHED: (*approved, (Role.CENTRE_OPERATOR, acts.Publish())),
        Status.WITHHELD: (*approved, (Role.CENTRE_LEADER, acts.Withhold(ground="state_secret"))),
    }


@dataclass
class Parts:
    """The parts that the sweeper works with."""

    record: Record
    gateway: Gateway
    keys: Keys
    clock: Clock


@dataclass
class Province:
    """Bình Định in the record: its office, its people and its cases."""

    record: Record
    people: dict[tuple[Role, str | None], str] = field(default_factory=dict)

    def moves_in(self) -> None:
        office = provinces().by_id[OLD].office
        assert office is not None
        self.record.offices.load(office, at=self.record.now())
        posts = [(role, None) for role in (Role.CENTRE_OPERATOR, Role.CENTRE_LEADER, Role.AUTHORITY_LEADER, Role.ADMIN)]
        posts += [(role, agency) for agency in AGENCIES for role in (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)]  # type: ignore[misc]
        for role, agency in posts:
            account = self.record.accounts.add(
                username=uuid.uuid4().hex, role=role, authority=OLD, agency=agency, display_name=role, password_hash=""
            )
            self.people[role, agency] = account.id

    def fills(self) -> dict[str, Status]:
        """File the cases and lead each to a status. Return the status of each."""
        now = self.record.now()
        town, at = Town(self.record), now - timedelta(minutes=30)
        today = at.astimezone(ZONE).date()
        found: dict[str, Status] = {}
        wanted = cycle((agency, status) for status in steps(HEIR, today) for agency in AGENCIES)
        for agency, status in islice(wanted, CASES):
            case = town.files(OLD, f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}", "giao-thong-van-tai")
            complaint = case.complaint
            for number, (role, act) in enumerate(steps(agency, today)[status], 1):
                complaint = self._done(complaint, case.at + timedelta(minutes=number), role, agency, act)
            found[case.code] = status
        return found

    def _done(self, complaint: Complaint, at: datetime, role: Role, agency: str, act: acts.Act) -> Complaint:
        own = agency if role.of_agency else None
        by = Actor(role, OLD, own, self.people[role, own])
        events = decide(complaint, act, by=by, at=at)
        assert not isinstance(events, Refusal), events
        new = NewEvents(code=complaint.code, base=complaint.number, act_id=uuid.uuid4().hex, by=by, events=events)
        return apply_all(complaint, self.record.cases.append(new, scheduled).events)

    def reorganises(self, day: date) -> Reorganisation:
        """Enter that the province joins Gia Lai on a day, and that one of its agencies ends with it."""
        admin = self.people[Role.ADMIN, None]
        decision, _, decided_by = ACT.partition(" của ")
        now = self.record.now()
        ends = (Ending(ENDED, HEIR),)
        plan = Reorganisation(
            uuid.uuid4().hex, OLD, day, decision, decided_by, NEW, ends, entered_by=admin, entered_at=now
        )
        return self.record.reorganisations.enter(plan, successions_of(plan), ChangedBy(admin, now))


@pytest.fixture
def gia_lai(tmp_path: Path) -> Iterator[Path]:
    """The folder of Gia Lai, whose text takes over the open cases of Bình Định and gives them eight days."""
    old, folder = SHIPPED / OLD, tmp_path / NEW
    (folder / "letters").mkdir(parents=True)
    for form in (old / "letters").iterdir():
        (folder / "letters" / form.name).write_bytes(form.read_bytes())
    written = (old / "procedure.toml").read_text("utf-8")
    written = written.replace(f'id = "{OLD}"', f'id = "{NEW}"', 1).replace("tỉnh Bình Định", "tỉnh Gia Lai")
    written = re.sub(r'code_prefix = ".*"', 'code_prefix = "GL"', written, count=1)
    head, limit, rest = written.partition("[limits.process]")
    rest = re.sub(r'(?m)^amount = ".*"', 'amount = "8 wd"', rest, count=1)
    clause = f'\n[[transitions]]\nof = "{OLD}"\nopen_cases = "new_text"\nsource = "Điều 20 khoản 2"\n'
    (folder / "procedure.toml").write_text(head + limit + rest + clause, "utf-8")
    use_provinces([folder])
    yield folder
    use_provinces(())


async def test_no_case_is_lost_moved_without_an_act_or_told_twice(
    faulty: FaultyStack, engine: Engine, gia_lai: Path
) -> None:
    record = faulty.record
    province = Province(record)
    await asyncio.to_thread(province.moves_in)
    statuses = await asyncio.to_thread(province.fills)
    assert set(statuses.values()) == statuses_in_which_a_case_is_open()
    faulty.env["PROVINCES"] = str(gia_lai)
    parts = cast("ActingParts", Parts(record, faulty.gateway, Keys.of(derived_keys(SECRET.encode())), record.now))
    async with faulty.worker():
        report = await faulty.reconciles()
        assert len(report.started) == CASES
        today = record.now().astimezone(ZONE).date()
        plan = await asyncio.to_thread(province.reorganises, today)
        admin = province.people[Role.ADMIN, None]
        off = [Decision(today + timedelta(days=ahead), Effect.OFF, DAYS_OFF, "Nghỉ tránh bão") for ahead in range(1, 5)]
        working = tuple(each for each in off if each.day.weekday() < 5)
        record.calendar.add(DAYS_OFF, working, source="Công điện", by_account=admin, at=record.now())
        sweeping = asyncio.create_task(_sweep(parts, plan.id))
        await faulty.soon(lambda: _moved(engine) > CASES // 6)
    # The worker was killed in the middle; another one takes over.
    assert _moved(engine) < CASES
    async with faulty.worker():
        await asyncio.wait_for(sweeping, PATIENCE)
        [revision] = {each.revision for each in record.calendar.book().editions if each.act == DAYS_OFF}
        await _until_told(faulty, revision)
    done = record.reorganisations.find(plan.id)
    assert (done.total, done.carried_out_at is not None) == (CASES, True)
    counted = Counter[str]()
    for code, status in statuses.items():
        complaint = record.cases.complaint(code)
        assert complaint is not None
        assert (complaint.procedure.id, complaint.code[:2]) == (NEW, "BD")
        assert complaint.status in (status, Status.SUBMITTED), code
        assert ENDED not in (complaint.lead, *complaint.co_ordinating)
        counted.update(_by_act(faulty, code))
    assert counted["text_changed"] == CASES
    assert counted["succeeded"] > 0
    assert counted["moved by the text"] > 0
    assert counted["moved by the calendar"] > 0
    while await asyncio.to_thread(record.outbox.address, 1000):
        pass
    with engine.connect() as connection:
        told: Counter[str] = Counter(dict(connection.execute(text(_TOLD)).all()))
        left_behind = connection.execute(text(_LEFT_WITH_THE_OLD), {"old": OLD}).all()
        unowned = connection.execute(text(f"SELECT code FROM cases WHERE {IS_UNOWNED}")).scalars().all()  # noqa: S608
        twice = connection.execute(text(_TOLD_TWICE)).all()
    assert (list(unowned), list(twice), list(left_behind)) == ([], [], [])
    # The reporter of each case hears of the text, and so do the people who work on it.
    assert told["text_changed"] > CASES
    assert told["succeeded"] >= counted["succeeded"]
    asked = Asked(NEW, ZONE.key, Period(today - timedelta(days=1), today))
    assert record.account_books.total(asked).received == CASES


# Of one event, and of one official act, each person gets one message by each channel.
_TOLD_TWICE = """
SELECT notices.code, kind, account, reporter_of, messages.channel, body ->> 'decided_by', body ->> 'limit'
FROM messages JOIN notices ON notices.id = messages.notice
JOIN events ON events.code = notices.code AND events.number = notices.event_number
WHERE kind IN ('text_changed', 'succeeded', 'limit_rescheduled')
GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING count(*) > 1
"""
_TOLD = """
SELECT kind, count(*) FROM messages JOIN notices ON notices.id = messages.notice
JOIN events ON events.code = notices.code AND events.number = notices.event_number
WHERE num_nonnulls(account, reporter_of) = 1 GROUP BY kind
"""
_LEFT_WITH_THE_OLD = """
SELECT code FROM cases WHERE authority = :old UNION ALL SELECT id FROM accounts WHERE authority = :old
UNION ALL SELECT code FROM outcomes WHERE authority = :old
"""


def statuses_in_which_a_case_is_open() -> set[Status]:
    """Return the statuses that a case of Bình Định can be in until it has ended."""
    acts_known = all_procedures()[OLD].acts
    known = {status for rule in acts_known for status in (*rule.when, rule.to) if status is not None}
    return {each for each in known if not each.is_final} - {Status.UNFILED}


def _moved(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM events WHERE kind = 'text_changed'")).scalar_one())


async def _sweep(parts: ActingParts, plan_id: str) -> None:
    """Sweep until the plan is carried out, as the worker does every few seconds."""
    while (await asyncio.to_thread(parts.record.reorganisations.find, plan_id)).carried_out_at is None:
        await sweep(parts, timedelta(0))
        await asyncio.sleep(0.2)


async def _until_told(faulty: FaultyStack, revision: int) -> None:
    """Wait until each open case has heard of the days off."""
    handle = faulty.client.get_workflow_handle(change_id(revision))
    await asyncio.wait_for(handle.result(), PATIENCE)


def _by_act(faulty: FaultyStack, code: str) -> Counter[str]:
    """Count what happened to a case by official acts. Each move of a limit must name one."""
    found = Counter[str]()
    for event in faulty.events(code):
        found.update(_counted(event))
    assert found["text_changed"] == 1, code
    return found


def _counted(event: Event) -> list[str]:
    match event:
        case TextChanged() | Succeeded():
            assert event.decided_by == ACT
            return [event.kind]
        case LimitRescheduled(cause=RescheduleCause.TEXT):
            assert event.decided_by == ACT
            return ["moved by the text"]
        case LimitRescheduled(cause=RescheduleCause.DECISION):
            assert event.decided_by == DAYS_OFF
            return ["moved by the calendar"]
        case LimitRescheduled():
            raise AssertionError(f"a limit moved without an act: {event}")
        case _:
            return []
