"""An auditor examines one case on a page: nothing to find in what nobody touched, each change named by its event."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import psycopg
import pytest

from domain.proof.deviations import Deviation, DeviationKind
from records.auditing.rows import AuditWay, FinishedAudit
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker
from workflows.errors import WorkflowsUnavailable

pytestmark = pytest.mark.slow

TOMORROW = datetime(2026, 11, 24, tzinfo=UTC).date()


def auditor_at(desk: RealDesk) -> Walker:
    walker = Walker(desk)
    walker.signs_in("kh_auditor")
    return walker


def test_the_case_page_leads_an_auditor_to_a_page_that_finds_nothing(real_desk: RealDesk) -> None:
    code = real_desk.walked("approve")
    walker = auditor_at(real_desk)
    assert f'href="/can-bo/ho-so/{code}/kiem-chung"' in walker.opens(f"/can-bo/ho-so/{code}").text
    shown = walker.opens(f"/can-bo/ho-so/{code}/kiem-chung").text
    events = real_desk.record.cases.entries(code)
    for words in (
        "Không có sai lệch",
        f"{len(events)} diễn biến, chuỗi không đứt",
        "hồ sơ không có tệp",
        "Temporal không trả lời",
        "Chưa mã gốc nào có hồ sơ này",
    ):
        assert words in shown
    assert shown.count(">liền<") == len(events)
    assert ">đứt<" not in shown


def test_the_daily_root_that_holds_the_case_is_shown_with_when_it_left(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    made = real_desk.record.roots.make(TOMORROW)
    assert made is not None
    real_desk.record.roots.sent(TOMORROW, "kiemtra@vidu.vn", b"250 ok")
    shown = auditor_at(real_desk).opens(f"/can-bo/ho-so/{code}/kiem-chung").text
    for words in (made.hash.hex(), "hồ sơ vẫn như khi được gom", "(1 địa chỉ)"):
        assert words in shown
    assert "kiemtra@vidu.vn" not in shown


def test_a_changed_event_breaks_the_chain_at_its_number_on_the_page_and_in_the_api(
    real_desk: RealDesk, database_url: str
) -> None:
    code = real_desk.walked("accept")
    real_desk.record.roots.make(TOMORROW)
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("DELETE FROM notices")
        owner.execute("ALTER TABLE events DISABLE TRIGGER USER")
        changed = owner.execute(
            "UPDATE events SET body = jsonb_set(body, '{lead}', '\"so-xd\"')"
            " WHERE code = %s AND kind = 'dispatched' RETURNING number",
            (code,),
        ).fetchone()
        owner.execute("DELETE FROM events WHERE code = %s AND kind = 'accepted'", (code,))
        owner.execute("ALTER TABLE events ENABLE TRIGGER USER")
    assert changed is not None
    page = auditor_at(real_desk).opens(f"/can-bo/ho-so/{code}/kiem-chung").text
    assert f"{code}: diễn biến số {changed[0]} (Phân phối xử lý) bị sửa sau khi ghi" in page
    assert "bị thiếu" in page
    told = real_desk.gets(f"/complaints/{code}/audit", "kh_auditor").json()
    assert told["deviations"] == sum(len(part["findings"]) for part in told["parts"]) > 0
    broken = [each["number"] for each in told["events"] if not each["intact"]]
    assert changed[0] in broken
    assert {part["part"] for part in told["parts"] if part["outcome"] == "deviates"} >= {"chain", "standing"}
    assert re.search(r">đứt<", page)


class Silent:
    """Stands in for `workflows.histories.Histories` while Temporal does not answer."""

    async def of(self, code: str) -> None:
        raise WorkflowsUnavailable("away")


def test_while_temporal_is_away_the_record_alone_is_compared(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    real_desk.has(histories=Silent())
    shown = auditor_at(real_desk).opens(f"/can-bo/ho-so/{code}/kiem-chung").text
    assert "Temporal không trả lời nên chưa đối chiếu" in shown
    assert "Không có sai lệch" in shown


def test_an_unknown_case_and_other_people_get_a_sentence(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    walker = auditor_at(real_desk)
    assert walker.opens("/can-bo/ho-so/KH-2026-999999/kiem-chung").status_code == 404
    assert walker.opens("/can-bo/ho-so/x/kiem-chung").status_code == 404
    walker = Walker(real_desk)
    walker.signs_in("operator")
    assert walker.opens(f"/can-bo/ho-so/{code}/kiem-chung").status_code == 403
    assert "kiem-chung" not in walker.opens(f"/can-bo/ho-so/{code}").text


def test_each_audit_stands_in_a_list_that_nobody_changes_and_others_cases_are_left_out(
    real_desk: RealDesk, database_url: str
) -> None:
    code, walker = real_desk.filed(), auditor_at(real_desk)
    assert "Chưa có lần kiểm chứng nào." in walker.opens("/quan-tri/kiem-chung").text
    walker.opens(f"/can-bo/ho-so/{code}/kiem-chung")
    real_desk.gets(f"/complaints/{code}/audit", "kh_auditor")
    found = (
        Deviation(DeviationKind.EVENT_CHANGED, code, 1, about="filed"),
        Deviation(DeviationKind.EVENT_MISSING, "BD-2026-000001", 2),
        Deviation(DeviationKind.GUARD_OFF, about="events.unchanged"),
    )
    of_all = FinishedAudit(real_desk.now, AuditWay.COMMAND, None, "root@may-1", None, 2, 9, 2, found)
    other = FinishedAudit(real_desk.now, AuditWay.COMMAND, None, "root@may-1", "BD-2026-000001", 1, 4, None, ())
    for each in (of_all, other):
        real_desk.record.past_audits.keep(each)
    shown = walker.opens("/quan-tri/kiem-chung").text
    for words in (code, "root@may-1", "mọi hồ sơ", "2 sai lệch", f"{code}: diễn biến số 1", "Kh_Auditor"):
        assert words in shown
    assert "BD-2026-000001" not in shown
    listed = real_desk.gets("/audits", "kh_auditor").json()["items"]
    assert [(each["way"], each["code"], each["found"]) for each in listed] == [
        ("command", None, 2),
        ("program", code, 0),
        ("page", code, 0),
    ]
    table = real_desk.gets("/audits.csv", "kh_auditor").text
    assert (table.count("root@may-1"), "BD-2026-000001" in table) == (2, False)
    everything = real_desk.gets("/audits", "auditor").json()["items"]
    assert [(each["code"], each["found"]) for each in everything[:2]] == [("BD-2026-000001", 0), (None, 3)]
    page = real_desk.gets("/audits", "kh_auditor", limit=1).json()
    assert page["items"] == listed[:1]
    assert real_desk.gets("/audits", "kh_auditor", before=page["next"]).json()["items"] == listed[1:]
    with (
        psycopg.connect(database_url, autocommit=True) as owner,
        pytest.raises(psycopg.errors.IntegrityConstraintViolation),
    ):
        owner.execute("DELETE FROM past_audits")
