"""Tests that a reorganisation is tried, entered ahead, and carried out on its day: each open case goes over once."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.background.sweeping import sweep
from domain import acts
from domain.acts.base import Sealed
from domain.complaint import Complaint
from domain.offices.reorganisation import Reorganisation
from domain.words import Role
from procedures import use_provinces
from records.offices.rows import ChangedBy
from tests.support.fronts.desk import REPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.procedures.provinces import make_song_huong
from tests.support.records.town import ZONE, Case, Town

pytestmark = pytest.mark.slow

HUONG, NEW = "song-huong", "huong-giang"
WORDS = Sealed("Đã xử lý xong")
DECISION = {"decision": "QĐ 30/2027/QĐ-UBND", "decided_by": "UBND tỉnh"}
CLAUSE = '\n[[transitions]]\nof = "song-huong"\nopen_cases = "{says}"\nsource = "Điều 20 khoản 2"\n'


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """A desk whose clock is the database's, by which the day of a plan comes."""
    real_desk.now = datetime.now(UTC)
    return real_desk


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    use_provinces(())


def replaced(folder: Path, day: date, *, process: str = "9 wd") -> None:
    """Let the text of Sông Hương be replaced on a day, by one with another length of processing."""
    province = make_song_huong(folder)
    old = _held(province / "procedure.toml", day)
    new = re.sub(r"(?m)^valid_from = .*$", f"valid_from = {day}", old, count=1)
    new = re.sub(r"(?m)^valid_to = .*$", "", new, count=1)
    new = _processing(new, process)
    (province / "procedure-2.toml").write_text(new + CLAUSE.format(says="new_text"), "utf-8")
    use_provinces([province])


def joined(folder: Path, day: date, says: str) -> None:
    """Let Sông Hương join another authority on a day."""
    province = make_song_huong(folder)
    old = _held(province / "procedure.toml", day)
    other = folder / NEW
    (other / "letters").mkdir(parents=True)
    for form in (province / "letters").iterdir():
        (other / "letters" / form.name).write_bytes(form.read_bytes())
    new = old.replace('id = "song-huong"', f'id = "{NEW}"', 1).replace("tỉnh Sông Hương", "tỉnh Hương Giang")
    new = re.sub(r'code_prefix = ".*"', 'code_prefix = "HG"', new)
    new = re.sub(r"(?m)^valid_to = .*$", "", new, count=1)
    (other / "procedure.toml").write_text(new + CLAUSE.format(says=says), "utf-8")
    use_provinces([province, other])


def _held(path: Path, until: date) -> str:
    """Let the first text hold from long ago up to a day, without a transitional clause."""
    text = re.sub(r"(?m)^valid_to = .*$", f"valid_to = {until}", path.read_text("utf-8"), count=1)
    text = re.sub(r"\n\[\[transitions\]\]\n(?:.+\n)*", "\n", text)
    path.write_text(text, "utf-8")
    return text


def _processing(text: str, amount: str) -> str:
    """Give the limit of processing another length."""
    head, limit, rest = text.partition("[limits.process]")
    assert limit
    return head + limit + re.sub(r'(?m)^amount = ".*"$', f'amount = "{amount}"', rest, count=1)


def files(desk: RealDesk, days_ago: int = 3) -> Case:
    at = (desk.now - timedelta(days=days_ago)).astimezone(ZONE)
    return Town(desk.record).files(HUONG, f"{at:%Y-%m-%d %H:%M}", "khac")


def worked_on(desk: RealDesk) -> dict[str, Case]:
    """Return cases that stand at different steps."""
    cases = {name: files(desk) for name in ("submitted", "dispatched", "processing", "awaiting_approval")}
    for name, case in cases.items():
        if name == "submitted":
            continue
        at = case.at + timedelta(minutes=5)
        case.does(_written(at), "centre_operator", acts.Dispatch(lead="so-xay-dung", field="khac"))
        if name != "dispatched":
            case.does(_written(at + timedelta(minutes=5)), "agency_officer of so-xay-dung", acts.Accept())
        if name == "awaiting_approval":
            on = (at + timedelta(minutes=10)).astimezone(ZONE).date()
            result = acts.SubmitResult(result=WORDS, handled_on=on, no_images=True, why_no_images=WORDS)
            case.does(_written(at + timedelta(minutes=10)), "agency_officer of so-xay-dung", result)
    return cases


def _written(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def begun(desk: RealDesk, into: str, **parts: Any) -> Reorganisation:
    """Let a plan have come two days ago, so that no midnight in any zone matters."""
    plan = Reorganisation(
        uuid.uuid4().hex,
        HUONG,
        two_days_ago(desk),
        DECISION["decision"],
        DECISION["decided_by"],
        into,
        entered_by=desk.accounts["admin"].id,
        entered_at=desk.now,
        **parts,
    )
    return desk.record.reorganisations.enter(plan, (), ChangedBy(desk.accounts["admin"].id, desk.now))


def two_days_ago(desk: RealDesk) -> date:
    return (desk.now - timedelta(days=2)).date()


def carried_out(desk: RealDesk) -> None:
    while asyncio.run(sweep(desk.app.state.front)):
        pass


def case(desk: RealDesk, code: str) -> Complaint:
    found = desk.record.cases.complaint(code)
    assert found is not None
    return found


def _dues(complaint: Complaint) -> set[tuple[str, datetime, datetime | None]]:
    return {
        (each.id, each.counted_from, each.schedule.due if each.schedule else None) for each in complaint.running_limits
    }


def kinds(desk: RealDesk, code: str) -> list[str]:
    return [each["kind"] for each in desk.sees(code, "auditor", "/events").json()["items"]]


def test_each_open_case_goes_over_once_and_says_by_which_act(desk: RealDesk, tmp_path: Path) -> None:
    replaced(tmp_path, two_days_ago(desk))
    cases = worked_on(desk)
    plan = begun(desk, HUONG)
    carried_out(desk)
    carried_out(desk)
    for name, one in cases.items():
        after = case(desk, one.code)
        assert after.status == name
        assert after.procedure.valid_from == plan.day
        assert kinds(desk, one.code).count("text_changed") == 1
    done = desk.record.reorganisations.find(plan.id)
    assert (done.total, done.carried_out_at is not None) == (4, True)
    events = desk.sees(cases["processing"].code, "auditor", "/events").json()["items"]
    moved = [each for each in events if each["kind"] == "limit_rescheduled"]
    assert [each["decided_by"] for each in moved] == ["QĐ 30/2027/QĐ-UBND của UBND tỉnh"]
    [whole] = desk.record.audits.whole([cases["processing"].code])
    assert desk.record.audits.check(whole) == ()


def test_who_acts_first_lets_the_case_go_over(desk: RealDesk, tmp_path: Path) -> None:
    replaced(tmp_path, two_days_ago(desk))
    desk.employs("huong_operator", Role.CENTRE_OPERATOR, HUONG)
    one = files(desk, days_ago=3)
    begun(desk, HUONG)
    assert desk.acts(one.code, "verify", "huong_operator").status_code == 200
    said = kinds(desk, one.code)
    assert said.index("text_changed") < said.index("verified")
    carried_out(desk)
    assert kinds(desk, one.code).count("text_changed") == 1


def test_a_plan_is_tried_case_by_case_confirmed_entered_and_withdrawn(desk: RealDesk, tmp_path: Path) -> None:
    day = (desk.now + timedelta(days=3)).date()
    replaced(tmp_path, day)
    cases = worked_on(desk)
    body = {"day": day.isoformat(), "into": HUONG, **DECISION}
    path = f"/admin/{HUONG}/reorganisations"
    found = desk.posts(f"{path}/preview", "admin", **body)
    assert found.status_code == 200, found.text
    seen = found.json()
    assert (seen["total"], seen["refused"]) == (4, 0)
    named = {each["code"]: each["limits"] for each in seen["cases"]}
    assert cases["processing"].code in named
    assert set(named) == {each.code for each in cases.values()}
    assert {each["effect"] for each in named[cases["submitted"].code]} == {"kept"}
    effects = {each["name"]: each["effect"] for each in named[cases["processing"].code]}
    assert effects.pop("Xử lý") == "moved"
    assert set(effects.values()) == {"kept"}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    headers = desk.headers("admin") | key
    unconfirmed = desk.client.post(f"/api/v1{path}", json=body, headers=headers)
    assert unconfirmed.status_code == 409, unconfirmed.text
    entered = desk.client.post(f"/api/v1{path}", json=body | {"confirmed": seen["seal"]}, headers=headers)
    assert entered.status_code == 201, entered.text
    assert (entered.json()["state"], entered.json()["waiting"]) == ("ahead", 4)
    carried_out(desk)
    assert "text_changed" not in kinds(desk, cases["processing"].code)
    assert desk.deletes(f"{path}/{entered.json()['id']}", "admin").json()["state"] == "withdrawn"
    assert desk.gets(path, "admin").json()["items"][0]["state"] == "withdrawn"


def test_a_plan_with_a_fault_is_refused_beside_its_field(desk: RealDesk, tmp_path: Path) -> None:
    day = (desk.now + timedelta(days=3)).date()
    replaced(tmp_path, day)
    faulty: tuple[tuple[dict[str, Any], str], ...] = (
        ({"into": "nowhere"}, "into"),
        ({"into": None}, "ends"),
        ({"day": "2020-01-01"}, "day"),
        ({"day": (day + timedelta(days=1)).isoformat()}, "day"),  # not the day on which the text begins
        ({"into": None, "renames": [{"agency": "nobody", "name": "Sở"}]}, "renames.0.agency"),
        ({"into": None, "ends": [{"agency": "x", "heir": "x"}]}, "ends.0.agency"),
    )
    for changes, field in faulty:
        body = {"day": day.isoformat(), "into": HUONG, **DECISION} | changes
        answer = desk.posts(f"/admin/{HUONG}/reorganisations/preview", "admin", **body)
        assert answer.status_code == 422, answer.text
        assert field in {each["field"] for each in answer.json()["errors"]}, changes


@pytest.mark.parametrize("says", ["old_text", "new_text"])
def test_an_authority_joins_another_with_its_people_agencies_and_all_cases(
    desk: RealDesk, tmp_path: Path, says: str
) -> None:
    joined(tmp_path, two_days_ago(desk), says)
    desk.employs("huong_leader", Role.CENTRE_LEADER, HUONG)
    cases = worked_on(desk)
    gone = files(desk, days_ago=9).does(_written(desk.now - timedelta(days=8)), "reporter", acts.Withdraw())
    for one in cases.values():
        one.waits(desk.now)
    dues = {one.code: _dues(case(desk, one.code)) for one in cases.values()}
    begun(desk, NEW)
    carried_out(desk)
    for one in (*cases.values(), gone):
        after = case(desk, one.code)
        assert after.procedure.id == NEW
        assert after.procedure.authority.name == "Ủy ban nhân dân tỉnh Hương Giang"
        assert kinds(desk, one.code).count("text_changed") == 1
        assert after.code.startswith("SH-")
    if says == "old_text":
        assert {code: _dues(case(desk, code)) for code in dues} == dues
    person = desk.record.accounts.find(desk.accounts["huong_leader"].id)
    assert person is not None
    assert person.authority == NEW
    old = desk.client.get(f"/cong-khai/{HUONG}?text=rac", follow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (308, f"/cong-khai/{NEW}?text=rac")
    refused = desk.sends(REPORT | {"procedure": HUONG})
    assert refused.status_code == 422
    assert NEW in refused.text
