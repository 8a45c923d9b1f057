"""Renders every message that a shipped procedure can send: nothing undefined, correct Vietnamese, short enough."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime, timedelta
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from documents.messages.texts import LONGEST_SHORT, MOST_LISTED, TEMPLATES, Text, Texts, length, shortened
from domain import events as happened
from domain.actors import Told
from domain.acts import Sealed
from domain.complaint import Complaint, Limit
from domain.events import Event
from domain.messages import MessageChannel, Occasion, Reader, StandingIn
from domain.notices import OF_THE_COURSE
from domain.procedure import NoticeRule, Procedure
from domain.time.amounts import Amount
from domain.time.schedule import Schedule
from domain.visibility import Audience
from domain.words import Role, Status, Urgency
from language.labels import local_time
from language.vietnamese import unwelcome
from procedures import all_procedures
from procedures.checks.course import urgencies

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
AGENCIES = {"so-gtvt": "Sở Giao thông vận tải", "dien-luc": "Công ty Điện lực Khánh Hòa"}
SITE = "https://pakn.vidu.vn"
TEXTS = Texts(SITE)
WORDS = "Đề nghị cho biết số nhà gần nhất.\n\nXin cảm ơn & chúc <b>khỏe</b>!"
KINDS: dict[str, type[Any]] = {each.kind: each for each in get_args(Event)}


def in_course(procedure: Procedure, urgency: Urgency) -> Complaint:
    """Return a case of the procedure in which every possible limit runs."""
    limits = tuple(
        Limit(rule.id, NOW, rule.amount, Schedule(NOW + timedelta(hours=3), NOW + timedelta(hours=4), ()))
        for rule in procedure.limits
        if urgency in rule.applies_to
    )
    field = next((each for each in procedure.fields if each.urgency is urgency), procedure.fields[0])
    return Complaint(
        code=f"{procedure.authority.code_prefix}-2026-000001",
        procedure=procedure,
        status=Status.PROCESSING,
        field=field.id,
        urgency=urgency,
        lead="so-gtvt",
        co_ordinating=("dien-luc",),
        limits=limits,
    )


def event_of(kind: str, complaint: Complaint, limit: str | None = None) -> Event:
    """Return an event of this kind with every field filled."""
    procedure = complaint.procedure
    known = {
        "at": NOW,
        "channel": procedure.channels[0].id,
        "field": complaint.field,
        "lead": "so-gtvt",
        "agency": "so-gtvt",
        "co_ordinating": ("dien-luc",),
        "ground": _ground(procedure, kind),
        "duplicate_of": "KH-2026-000002",
        "rating": procedure.ratings[0].id if procedure.ratings else "",
        "limit": limit or complaint.limits[0].id,
        "due": NOW + timedelta(hours=4),
        "rung": 2,
        "source": "Điều 16 khoản 3",
        "told": (Told(Role.AGENCY_OFFICER, "so-gtvt"),),
    }
    cls = KINDS[kind]
    hints = get_type_hints(cls)
    given = {
        each.name: known.get(each.name, _some(hints[each.name]))
        for each in fields(cls)
        if each.name != "kind" and (each.name in known or hints[each.name] is Sealed or each.default is MISSING)
    }
    event: Event = cls(**given)
    return event


def _ground(procedure: Procedure, kind: str) -> str:
    grounds = procedure.withhold_grounds if kind == "withheld" else procedure.refusal_grounds
    return grounds[0].id if grounds else ""


def _some(kind: Any) -> Any:
    if isinstance(kind, UnionType) or get_origin(kind) is not None:
        return _some(get_args(kind)[0]) if get_origin(kind) is not tuple else ()
    match kind:
        case _ if kind is Sealed:
            return Sealed(WORDS)
        case _ if kind is Amount:
            return Amount.parse("1 wd")
        case _ if kind is datetime:
            return NOW
        case _ if kind is bool:
            return False
        case _ if hasattr(kind, "__members__"):
            return next(iter(kind))
        case _:
            return date(2026, 12, 1) if kind is date else kind(0) if kind is int else kind("0")


_HAD_IT = (Role.AGENCY_OFFICER, Role.FOCAL_POINT)
_TOLD_OF = {"bounced": (Role.CENTRE_LEADER,), "recalled": _HAD_IT, "handed_back": _HAD_IT}
"""The roles that an event can name as told, where it cannot name them all."""


def told_by(procedure: Procedure, rule: NoticeRule) -> Iterator[Told]:
    """Yield every recipient of the rule."""
    for recipient in rule.to:
        if recipient != "told":
            role = Role(recipient)
            yield Told(role, "so-gtvt" if role.of_agency else None)
            continue
        for role in _TOLD_OF.get(rule.on, Role):
            if role not in (Role.AUDITOR, Role.ADMIN):
                yield Told(role, "so-gtvt" if role.of_agency else None)


def sendable() -> Iterator[Any]:
    for procedure in all_procedures().values():
        of_course = (NoticeRule(kind, (Role.REPORTER,), ("portal",), source="") for kind in OF_THE_COURSE)
        for rule in (*procedure.notices, *of_course):
            for urgency in [rule.urgency] if rule.urgency else urgencies(procedure):
                complaint = in_course(procedure, urgency)
                limits = [limit.id for limit in complaint.limits] if rule.on in ("reminded", "escalated") else [None]
                for limit in limits:
                    for told in told_by(procedure, rule):
                        name = f"{procedure.id}-{rule.on}-{urgency}-{told.role}" + (f"-{limit}" if limit else "")
                        yield pytest.param(complaint, event_of(rule.on, complaint, limit), Reader(told), id=name)


def written(occasion: Occasion, reader: Reader, channel: MessageChannel = MessageChannel.EMAIL) -> Text:
    return TEXTS.text(occasion, reader, channel, AGENCIES)


def has_own_template(kind: str, reader: Reader) -> bool:
    audience = Audience.REPORTER if reader.told.role is Role.REPORTER else Audience.STAFF
    return (TEMPLATES / audience / f"{kind}.j2").exists()


def is_well_written(text: str) -> bool:
    clean = unicodedata.is_normalized("NFC", text) and unwelcome(text, lines=True) is None
    return clean and not re.search(r"None|\{|\}|Undefined|  |[ ][,.;:]|\(\)|\.\.", text)


@pytest.mark.parametrize(("complaint", "event", "reader"), list(sendable()))
def test_everything_a_shipped_procedure_sends_is_written_by_every_channel(
    complaint: Complaint, event: Event, reader: Reader
) -> None:
    assert has_own_template(event.kind, reader), f"write a template for {event.kind}: only `_other.j2` fits it"
    for own_code in {None, "KH-2026-000009" if reader.told.role is Role.REPORTER else None}:
        for channel in MessageChannel:
            text = written(Occasion(complaint, event, WORDS), replace(reader, own_code=own_code), channel)
            assert all(map(is_well_written, (text.subject, text.short, *text.paragraphs))), text
            assert (own_code or complaint.code) in text.subject
            assert (own_code or complaint.code) in text.short
            assert own_code is None or complaint.code not in text.subject + text.short, "a stranger's code"
            assert length(text.short) <= LONGEST_SHORT
            assert not text.short.endswith("…"), "the short text was cut"
            assert "\n" not in text.subject + text.short
            assert all(text.paragraphs)
            assert any(SITE in each for each in text.paragraphs)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [Role.REPORTER, Role.AGENCY_LEADER])
def test_any_event_at_all_can_be_told_of(kind: str, role: Role) -> None:
    complaint = in_course(all_procedures()["khanh-hoa"], Urgency.ORDINARY)
    text = written(Occasion(complaint, event_of(kind, complaint)), Reader(Told(role)))
    assert all(map(is_well_written, (text.subject, text.short, *text.paragraphs))), text


def khanh_hoa(kind: str, role: Role, **changes: Any) -> Text:
    complaint = replace(in_course(all_procedures()["khanh-hoa"], Urgency.ORDINARY), **changes)
    return written(Occasion(complaint, event_of(kind, complaint, "process"), WORDS), Reader(Told(role, "so-gtvt")))


def test_an_escalation_says_which_limit_since_when_and_whose_turn_it_is() -> None:
    text = "\n".join(khanh_hoa("escalated", Role.CENTRE_LEADER).paragraphs)
    assert "Hạn xử lý là 14:00 thứ Sáu 20/11/2026: 5 ngày làm việc, tính từ 10:00 thứ Sáu 20/11/2026" in text
    assert "theo Điều 7 khoản 3" in text
    assert "Đang chờ: cán bộ chuyên môn Sở Giao thông vận tải." in text
    assert "bậc 2 theo Điều 16 khoản 3" in text


def test_the_reporter_reads_the_words_that_were_written_for_the_reporter() -> None:
    assert "Đề nghị cho biết số nhà gần nhất." in khanh_hoa("supplement_asked", Role.REPORTER).paragraphs[2]


@pytest.mark.parametrize("kind", ["supplemented", "rated", "withdrawn"])
def test_words_of_a_reporter_are_not_sent(kind: str) -> None:
    assert "số nhà" not in str(khanh_hoa(kind, Role.CENTRE_OPERATOR))


@pytest.mark.parametrize("kind", ["returned", "sent_back"])
def test_words_between_offices_do_not_reach_the_reporter(kind: str) -> None:
    assert "số nhà" not in str(khanh_hoa(kind, Role.REPORTER))
    assert "số nhà" in str(khanh_hoa(kind, Role.CENTRE_OPERATOR))


@pytest.mark.parametrize(("reason", "told"), [("", "không ghi ý kiến kèm theo"), ("Bong ra", "xem trên hệ thống")])
def test_a_case_that_was_reopened_without_a_word_does_not_send_people_to_read_one(reason: str, told: str) -> None:
    complaint = in_course(all_procedures()["buon-ma-thuot"], Urgency.ORDINARY)
    occasion = Occasion(complaint, happened.Reopened(at=NOW, reason=Sealed(reason)))
    text = TEXTS.text(occasion, Reader(Told(Role.AGENCY_OFFICER, "so-gtvt")), MessageChannel.EMAIL, AGENCIES)
    assert told in "\n".join(text.paragraphs)
    assert "Bong ra" not in "\n".join(text.paragraphs)


WITHHELD = [
    ("khanh-hoa", "reporter_asked", MessageChannel.EMAIL, None, True),
    ("khanh-hoa", "reporter_asked", MessageChannel.PORTAL, None, True),
    ("khanh-hoa", "state_secret", MessageChannel.EMAIL, None, False),
    ("khanh-hoa", "state_secret", MessageChannel.PORTAL, None, False),
    ("khanh-hoa", "authority_rule", MessageChannel.EMAIL, None, False),
    ("khanh-hoa", "authority_rule", MessageChannel.PORTAL, None, True),
    ("khanh-hoa", "reporter_asked", MessageChannel.PORTAL, "KH-2026-000009", True),
    ("khanh-hoa", "state_secret", MessageChannel.EMAIL, "KH-2026-000009", False),
    ("buon-ma-thuot", "reputation", MessageChannel.EMAIL, None, True),
    ("buon-ma-thuot", "reputation", MessageChannel.EMAIL, "BMT-2026-000009", True),
]


@pytest.mark.parametrize(
    ("province", "kind", "role", "status"),
    [
        ("khanh-hoa", "dispatched", Role.AGENCY_OFFICER, Status.DISPATCHED),
        ("khanh-hoa", "result_submitted", Role.AGENCY_LEADER, Status.AWAITING_APPROVAL),
        ("khanh-hoa", "sent_back", Role.AGENCY_OFFICER, Status.PROCESSING),
        ("khanh-hoa", "asked", Role.AGENCY_OFFICER, Status.PUBLISHED),
        ("buon-ma-thuot", "forwarded", Role.AGENCY_OFFICER, Status.PROCESSING),
        ("buon-ma-thuot", "reopened", Role.AGENCY_OFFICER, Status.PROCESSING),
    ],
)
def test_an_agency_that_co_ordinates_is_not_told_that_the_leading_ones_work_and_limits_are_its_own(
    province: str, kind: str, role: Role, status: Status
) -> None:
    complaint = replace(in_course(all_procedures()[province], Urgency.ORDINARY), status=status)
    occasion = Occasion(complaint, event_of(kind, complaint))

    def told(agency: str) -> str:
        text = TEXTS.text(occasion, Reader(Told(role, agency)), MessageChannel.EMAIL, AGENCIES)
        return "\n".join((text.subject, *text.paragraphs, text.short))

    def to_do(said: str) -> str:
        return next(line for line in said.splitlines() if line.startswith("Việc cần làm"))

    led, helped = told("so-gtvt"), told("dien-luc")
    assert to_do(helped) in (
        "Việc cần làm: phối hợp với cơ quan chủ trì (Sở Giao thông vận tải).",
        "Việc cần làm: theo dõi.",
    )
    assert to_do(helped) != to_do(led)
    own = {line for line in led.splitlines() if line.startswith("Hạn ")} - {
        line for line in led.splitlines() if line.startswith("Hạn của cả hồ sơ")
    }
    assert own
    assert not own & set(helped.splitlines())


@pytest.mark.parametrize(
    ("province", "role"), [("buon-ma-thuot", Role.CENTRE_OPERATOR), ("lai-chau", Role.AUTHORITY_LEADER)]
)
def test_where_nobody_approves_a_result_none_waits_for_approval(province: str, role: Role) -> None:
    complaint = replace(in_course(all_procedures()[province], Urgency.ORDINARY), status=Status.RESOLVED)
    occasion = Occasion(complaint, event_of("result_submitted", complaint))
    text = TEXTS.text(occasion, Reader(Told(role)), MessageChannel.EMAIL, AGENCIES)
    assert "phê duyệt" not in "\n".join((text.subject, *text.paragraphs, text.short))


@pytest.mark.parametrize(("province", "ground", "channel", "own_code", "told"), WITHHELD)
def test_a_withheld_result_is_sent_only_to_where_nobody_else_reads_it(
    province: str, ground: str, channel: MessageChannel, own_code: str | None, *, told: bool
) -> None:
    event = happened.Withheld(at=NOW, ground=ground)
    complaint = event.change(in_course(all_procedures()[province], Urgency.ORDINARY))
    text = written(Occasion(complaint, event, "Đã xử phạt."), Reader(Told(Role.REPORTER), own_code), channel)
    assert ("Đã xử phạt." in str(text)) is told
    assert ("pháp luật về bảo vệ bí mật" in str(text)) is (ground == "state_secret")


def test_a_case_withheld_after_its_result_is_not_announced_as_in_progress() -> None:
    complaint = in_course(all_procedures()["buon-ma-thuot"], Urgency.ORDINARY)
    restricted, reporter = event_of("restricted", complaint), Reader(Told(Role.REPORTER))
    early = written(Occasion(complaint, restricted), reporter)
    assert early.subject == f"Phản ánh {complaint.code} được tiếp nhận, không công khai"
    late = written(Occasion(replace(complaint, moments={"published": NOW}), restricted), reporter)
    assert late.subject == f"Phản ánh {complaint.code} không còn công khai"
    assert not any("sẽ" in each for each in (*late.paragraphs, late.short))
    assert all(map(is_well_written, (late.subject, late.short, *late.paragraphs)))


_NOT_OURS = ", hoặc trả lại kèm lý do nếu không đúng thẩm quyền"
DISPATCHED = [
    ("khanh-hoa", "dispatched", Role.AGENCY_OFFICER, "chờ bạn tiếp nhận", f"tiếp nhận{_NOT_OURS}."),
    ("khanh-hoa", "dispatched", Role.AGENCY_LEADER, "chờ cơ quan tiếp nhận", f"tiếp nhận{_NOT_OURS}."),
    (
        "buon-ma-thuot",
        "with_focal_point",
        Role.FOCAL_POINT,
        "chờ đầu mối xử lý hoặc chuyển",
        "trực tiếp xử lý, hoặc phân loại và chuyển cơ quan, đơn vị chức năng.",
    ),
    ("lai-chau", "processing", Role.AGENCY_OFFICER, "chờ bạn xử lý", f"xử lý và báo kết quả{_NOT_OURS}."),
    (
        "lai-chau",
        "processing",
        Role.AUTHORITY_LEADER,
        "đã giao cho Sở Giao thông vận tải",
        "theo dõi, chỉ đạo thêm nếu cần.",
    ),
    (
        "dien-bien",
        "processing",
        Role.AGENCY_OFFICER,
        "chờ bạn xử lý",
        f"xử lý và báo kết quả{_NOT_OURS}; nội dung chưa đúng, chưa rõ thì trả lời và hướng dẫn gửi lại.",
    ),
]


@pytest.mark.parametrize(("province", "status", "role", "turn", "to_do"), DISPATCHED)
def test_the_recipient_of_a_case_reads_the_acts_that_the_regulation_allows(
    province: str, status: str, role: Role, turn: str, to_do: str
) -> None:
    procedure = all_procedures()[province]
    lead = None if role is Role.FOCAL_POINT else "so-gtvt"
    complaint = replace(in_course(procedure, Urgency.ORDINARY), status=Status(status), lead=lead)
    told = Told(role, "so-gtvt" if role.of_agency else None)
    text = written(Occasion(complaint, event_of("dispatched", complaint), WORDS), Reader(told))
    assert text.subject == f"Hồ sơ {complaint.code} {turn}"
    assert f" {turn}. Hạn " in text.short
    assert f"Việc cần làm: {to_do}" in text.paragraphs


def test_the_focal_point_reads_the_limits_that_no_agency_has_to_keep_yet() -> None:
    complaint = in_course(all_procedures()["buon-ma-thuot"], Urgency.ORDINARY)
    reader = Reader(Told(Role.FOCAL_POINT))
    for lead, theirs in ((None, True), ("so-gtvt", False)):
        case = replace(complaint, status=Status.WITH_FOCAL_POINT, lead=lead)
        text = written(Occasion(case, event_of("dispatched", case), WORDS), reader)
        assert any(each.startswith("Hạn xử lý, phản hồi kết quả") for each in text.paragraphs) == theirs


def test_a_delegate_reads_for_which_leader_and_until_when() -> None:
    complaint = in_course(all_procedures()["khanh-hoa"], Urgency.ORDINARY)
    occasion = Occasion(complaint, event_of("result_submitted", complaint), WORDS)
    leader = Told(Role.AGENCY_LEADER, "so-gtvt")
    text = written(occasion, Reader(leader, standing_in=StandingIn("Trần Văn Bình", NOW)))
    assert (
        f"Bạn nhận tin này thay Trần Văn Bình, người ủy quyền cho bạn đến {local_time(NOW, 'Asia/Ho_Chi_Minh')}."
        in text.paragraphs
    )
    assert text.short.startswith(f"(Thay Trần Văn Bình) PAKN {complaint.code}")
    assert all(map(is_well_written, (text.subject, text.short, *text.paragraphs)))
    assert "thay" not in "".join(written(occasion, Reader(leader)).paragraphs).lower()


def test_words_of_people_are_text_in_an_email_and_never_markup() -> None:
    text = khanh_hoa("published", Role.REPORTER)
    html = TEXTS.html(text)
    assert "<b>" not in html
    assert "chúc &lt;b&gt;khỏe&lt;/b&gt;!" in html
    assert "Xin cảm ơn & chúc <b>khỏe</b>!" in TEXTS.plain(text)


def test_a_text_too_long_for_a_telephone_is_cut_at_a_word() -> None:
    long = "đường " * 40
    cut = shortened(long.strip())
    assert length(cut) <= LONGEST_SHORT
    assert cut.endswith("đường…")
    assert length("😀") == 2


def test_a_limit_that_stands_still_has_no_due_in_a_message() -> None:
    text = khanh_hoa("supplemented", Role.CENTRE_OPERATOR, paused_since=NOW)
    assert "đang tạm dừng" in str(text)


def test_the_recipients_of_a_ladder_are_among_those_tested() -> None:
    rule = NoticeRule(on="escalated", to=("told",), channels=("portal",), source="")
    roles = {told.role for told in told_by(all_procedures()["khanh-hoa"], rule)}
    assert roles >= {Role.REPORTER, Role.CENTRE_OPERATOR, Role.AGENCY_OFFICER, Role.AUTHORITY_LEADER}


@pytest.mark.parametrize(("after", "said"), [(-1, "sắp đến hạn"), (0, "đã qua hạn")])
def test_a_reminder_that_comes_when_the_limit_is_over_says_so(after: int, said: str) -> None:
    """An import finds limits that were over long ago."""
    complaint = in_course(all_procedures()["khanh-hoa"], Urgency.ORDINARY)
    event: Any = event_of("reminded", complaint, "process")
    reminded = Occasion(complaint, replace(event, at=event.due + timedelta(minutes=after)))
    text = TEXTS.text(reminded, Reader(Told(Role.AGENCY_OFFICER, "so-gtvt")), MessageChannel.EMAIL, AGENCIES)
    assert text.subject.startswith(f"Nhắc: hồ sơ {complaint.code} {said} ")
    assert said in text.short


@pytest.mark.parametrize("many", [2, MOST_LISTED + 7])
def test_alarms_that_rang_late_together_are_listed_in_one_message(many: int) -> None:
    complaint = in_course(all_procedures()["khanh-hoa"], Urgency.ORDINARY)
    cases = [replace(complaint, code=f"KH-2026-{number:06}") for number in range(1, many + 1)]
    kinds = ("limit_passed", "escalated", "reminded")
    told = [Occasion(each, event_of(kinds[n % 3], each, "process")) for n, each in enumerate(cases)]
    text = TEXTS.digest(told, Reader(Told(Role.AGENCY_LEADER, "so-gtvt")), AGENCIES)
    said = "\n".join(text.paragraphs)
    assert all(map(is_well_written, (text.subject, text.short, *text.paragraphs))), text
    assert text.subject.startswith(f"{many} mốc hạn được báo muộn")
    assert said.count("- Hồ sơ KH-2026-") == min(many, MOST_LISTED)
    assert ("Và 7 mốc khác" in said) == (many > MOST_LISTED)
    assert TEXTS.html(text).count("<li ") == min(many, MOST_LISTED + 1)
    assert length(text.short) <= LONGEST_SHORT


@pytest.mark.parametrize(
    ("channel", "ends_with_it"),
    [(MessageChannel.SMS, True), (MessageChannel.PUSH, False), (MessageChannel.EMAIL, False)],
)
def test_an_sms_to_a_reporter_ends_with_the_private_link(channel: MessageChannel, ends_with_it: bool) -> None:
    link = f"{SITE}/theo-doi/KH-2026-000001/ABCD-EFGH"
    complaint = in_course(all_procedures()["khanh-hoa"], Urgency.ORDINARY)
    occasion = Occasion(complaint, event_of("dispatched", complaint))
    text = TEXTS.text(occasion, Reader(Told(Role.REPORTER)), channel, AGENCIES, link=link)
    assert text.short.endswith(f" {link}") is ends_with_it
    assert length(text.short.removesuffix(f" {link}")) <= LONGEST_SHORT
    assert any(link in paragraph for paragraph in text.paragraphs)
