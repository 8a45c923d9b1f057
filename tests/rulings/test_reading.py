"""A faulty ruling is refused with the file, the key and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.office.rehearsal.running import run
from procedures.situations import SituationFault, expectations, read_situation
from tests.support.rulings.judging import judge

GOOD = """
title = "Hồ sơ"
procedure = "khanh-hoa"
source = "Điều 6"

[filed]
at = "2026-11-16 09:00"
field = "moi-truong"

[[then]]
at = "2026-11-16 10:00"
who = "centre_operator"
does = "dispatch"
lead = "ubnd-nha-trang"
expect = { status = "dispatched" }
"""

FAULTS = [
    ('title = "Hồ sơ"', "title = 5", "title: phải là chữ trong ngoặc kép"),
    ('source = "Điều 6"', "", "source: thiếu khóa này"),
    ('source = "Điều 6"', 'source = "Điều 6"\nnote = "x"', "note: không có khóa này ở đây"),
    ("khanh-hoa", "khanh-hoà", "procedure: không có quy trình “khanh-hoà” có hiệu lực ngày 16/11/2026"),
    ("2026-11-16 09:00", "16/11/2026", "filed.at: '16/11/2026' không phải ngày giờ địa phương"),
    ("2026-11-16 10:00", "2026-11-16 08:00", "then[1].at: sớm hơn mục ngay trên"),
    ('"centre_operator"', '"centre"', "then[1].who: 'centre' không phải một trong: reporter"),
    ('"centre_operator"', '"agency_officer"', "then[1].who: agency_officer của cơ quan nào?"),
    ('"centre_operator"', '"centre_operator of ioc"', "then[1].who: centre_operator không thuộc một cơ quan xử lý nào"),
    ('"dispatch"', '"send"', "then[1].does: không có thao tác 'send'; có: accept"),
    ('lead = "ubnd-nha-trang"', "lead = 3", "then[1].lead: 3 không dùng được ở đây"),
    ('lead = "ubnd-nha-trang"', 'lead = "a"\nto = "b"', "then[1].to: không có khóa này ở đây; có: lead"),
    ('does = "dispatch"', "", "then[1].who: mục này không có does"),
    ('{ status = "dispatched" }', '{ status = "sent" }', "then[1].expect.status: 'sent' không phải một trong"),
    ('status = "dispatched"', "limit.accept.due = 1", "then[1].expect.limit: không có khóa này ở đây; có: status"),
    ('status = "dispatched"', "limits.take.due = 1", "limits.take: quy trình không có thời hạn 'take'; có: case"),
    ('status = "dispatched"', "limits.accept.end = 1", "limits.accept.end: không có khóa này ở đây; có: state"),
    ('status = "dispatched"', 'limits.accept.state = "open"', "limits.accept.state: 'open' không phải một trong"),
    (
        'status = "dispatched"',
        "limits.accept.told.4 = {}",
        "limits.accept.told.4: không có khóa này ở đây; có: 1, 2, 3",
    ),
    ('status = "dispatched"', 'happened = ["sent"]', "expect.happened: không có diễn biến 'sent'"),
    ('status = "dispatched"', 'notices.dispatched = ["sms"]', "notices.dispatched: 'sms' không viết như"),
    ('status = "dispatched"', "case.colour = 1", "expect.case.colour: không có khóa này ở đây; có: agency_limit"),
    ('expect = { status = "dispatched" }', 'refused = "no"', "then[1].refused: 'no' không phải một trong"),
    ('expect = { status = "dispatched" }', "decided.act = 'x'", "then[1].decided.why: thiếu khóa này"),
]


def read(tmp_path: Path, text: str):
    path = tmp_path / "ruling.toml"
    path.write_text(text)
    situation = read_situation(path)
    return situation, expectations(situation)


@pytest.mark.parametrize(("right", "wrong", "said"), FAULTS, ids=[said for *_, said in FAULTS])
def test_a_fault_is_named(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    with pytest.raises(SituationFault) as fault:
        read(tmp_path, GOOD.replace(right, wrong, 1))
    assert str(fault.value).startswith("ruling.toml: ")
    assert said in str(fault.value)


BROKEN = [
    ('status = "dispatched"', 'status = "processing"', "processing", "dispatched"),
    ('status = "dispatched"', "running = []", "[]", "[accept, case]"),
    ('status = "dispatched"', 'limits.accept.due = "2026-11-16 15:44"', "15:44 thứ Hai 16/11/2026", "15:45 thứ Hai"),
    ('status = "dispatched"', 'limits.process.state = "running"', "running", "not opened"),
    (
        'status = "dispatched"',
        'notices.dispatched = ["sms to reporter"]',
        "sms to reporter",
        "portal to agency_officer",
    ),
    ('status = "dispatched"', 'happened = ["dispatched", "verified"]', "[dispatched, verified]", "[filed, "),
    (
        'status = "dispatched"',
        'never = ["limit_closed verify_and_dispatch"]',
        "[]",
        "limit_closed verify_and_dispatch met",
    ),
    ('status = "dispatched"', 'limits.accept.told.1 = { at = "2026-11-16 15:45", who = [] }', "who: []", "nothing"),
    ('status = "dispatched"', 'case.lead = "so-gtvt"', "so-gtvt", "ubnd-nha-trang"),
    ('status = "dispatched"', 'case.rating = "satisfied"', "satisfied", "nothing"),
    ('status = "dispatched"', 'case.paused_since = "2026-11-16 09:30"', "09:30 thứ Hai 16/11/2026", "nothing"),
    ('status = "dispatched"', "public = true", "true", "false"),
    ('status = "dispatched"', 'identity_seen_by = ["auditor"]', "[auditor]", "[centre_leader, "),
    ('expect = { status = "dispatched" }', 'refused = "wrong_status"', "wrong_status", "nothing"),
    ('"centre_operator"', '"reporter"', "nothing", "wrong_role"),
]


@pytest.mark.parametrize(("right", "wrong", "expected", "was"), BROKEN, ids=[wrong for _, wrong, *_ in BROKEN])
def test_a_ruling_that_does_not_hold_says_what_was_and_what_happened(
    tmp_path: Path, right: str, wrong: str, expected: str, was: str
) -> None:
    situation, expected_then = read(tmp_path, GOOD.replace(right, wrong, 1))
    with pytest.raises(pytest.fail.Exception) as broken:
        judge(situation, expected_then, run(situation, code="CASE"))
    said = str(broken.value)
    assert "then[1], 10:00 thứ Hai 16/11/2026" in said
    assert expected in said.partition("expected  ")[2].partition("\n")[0]
    assert was in said.partition("was       ")[2].partition("\n")[0]
    assert "What happened:\n09:00 thứ Hai 16/11/2026  filed: file\n" in said
