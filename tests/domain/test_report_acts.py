"""The acts on a periodic report: who may do what when, what is refused, and what time brings about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.actors import Actor, Told
from domain.acts.base import Sealed
from domain.reports.acts import (
    Check,
    CorrectReport,
    Explain,
    ReportAct,
    ReportRefusal,
    ReturnReport,
    SendReport,
    SignOff,
    acts_open_to,
    decide_report,
    made,
    refuse_making,
    refuse_request,
)
from domain.reports.alarms import next_ring, rung_by
from domain.reports.dates import ReportDates
from domain.reports.notices import notices_of_report
from domain.reports.periods import period_named, period_requested
from domain.reports.report import PeriodicReport, ReportStatus, apply_events
from domain.words import Role
from procedures import all_procedures
from tests.support.calendars.offices import local

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WORDS = Sealed("Mưa bão kéo dài")
OPERATOR, LEADER = Actor(Role.CENTRE_OPERATOR), Actor(Role.CENTRE_LEADER)
XD, GT, YT = (Actor(Role.AGENCY_OFFICER, agency=agency) for agency in ("so-xay-dung", "so-gtvt", "so-y-te"))
MADE = local("2026-11-16 07:00")
LATE = {"so-gtvt": ("BD-2026-000002",), "so-xay-dung": ("BD-2026-000001", "BD-2026-000003")}
DATES = ReportDates(
    made_at=MADE,
    due=local("2026-11-19 17:00"),
    remind_at=local("2026-11-18 17:00"),
    rungs=(local("2026-11-19 17:00"), local("2026-11-23 17:00")),
    explain_by=local("2026-11-18 17:00"),
    remind_to_explain_at=local("2026-11-17 17:00"),
)


def report(province: str = "binh-dinh", series: str = "department-month", period: str = "2026-11", agency=None):
    rule = all_procedures()[province].report(series)
    assert rule
    blank = PeriodicReport(
        code="BD-department-month-2026-11",
        authority=province,
        rule=rule,
        period=period_named(rule, period),
        agency=agency,
        late=LATE,
    )
    return apply_events(blank, made(blank, MADE))


def after(start: PeriodicReport, *done: tuple[Actor, ReportAct]) -> PeriodicReport:
    for by, act in done:
        verdict = decide_report(start, act, by, MADE)
        assert not isinstance(verdict, ReportRefusal), verdict
        start = apply_events(start, verdict)
    return start


CHECKED = ((OPERATOR, Check(words=WORDS)),)
SIGNED = (*CHECKED, (LEADER, SignOff()))
SENT = (*SIGNED, (OPERATOR, SendReport()))


def test_a_report_goes_from_hand_to_hand_until_it_is_sent() -> None:
    one = after(report(), (XD, Explain(words=WORDS)), *SENT)
    assert (one.status, one.edition, one.is_sent) == (ReportStatus.SENT, 1, True)


def test_agencies_are_asked_to_explain_and_owe_it_until_each_case_is_explained() -> None:
    one = report()
    assert one.owing == ("so-gtvt", "so-xay-dung")
    one = after(one, (XD, Explain(words=WORDS, case="BD-2026-000001")))
    assert one.unexplained("so-xay-dung") == ("BD-2026-000003",)
    one = after(one, (XD, Explain(words=WORDS, case="BD-2026-000003")), (GT, Explain(words=WORDS)))
    assert one.owing == ()


@pytest.mark.parametrize(
    ("done", "by", "act", "why", "about"),
    [
        ((), LEADER, SignOff(), "not_checked", ""),
        ((), LEADER, ReturnReport(reason=WORDS), "not_checked", ""),
        ((), OPERATOR, SendReport(), "not_signed", ""),
        (CHECKED, OPERATOR, SendReport(), "not_signed", ""),
        (CHECKED, OPERATOR, SignOff(), "wrong_role", ""),
        (CHECKED, LEADER, ReturnReport(reason=Sealed(" ")), "words_missing", ""),
        (SIGNED, OPERATOR, Check(), "already_signed", ""),
        (SIGNED, LEADER, SignOff(), "already_signed", ""),
        (SIGNED, XD, Explain(words=WORDS), "already_signed", ""),
        (SENT, OPERATOR, Check(), "already_sent", ""),
        (SENT, LEADER, SignOff(), "already_sent", ""),
        (SENT, OPERATOR, SendReport(), "already_sent", ""),
        (SENT, XD, Explain(words=WORDS), "already_sent", ""),
        (SENT, LEADER, CorrectReport(reason=Sealed("")), "words_missing", ""),
        (SENT, OPERATOR, CorrectReport(reason=WORDS), "wrong_role", ""),
        ((), LEADER, CorrectReport(reason=WORDS), "not_sent", ""),
        ((*SENT, (LEADER, CorrectReport(reason=WORDS))), OPERATOR, Check(), "being_made", ""),
        ((), YT, Explain(words=WORDS), "nothing_late", "so-y-te"),
        ((), XD, Explain(words=WORDS, case="BD-2026-000002"), "not_late", "BD-2026-000002"),
        ((), XD, Explain(words=Sealed("\u200b")), "words_missing", ""),
        ((), OPERATOR, Explain(words=WORDS), "wrong_role", ""),
        ((), XD, Check(), "wrong_role", ""),
    ],
)
def test_what_is_refused(done, by: Actor, act: ReportAct, why: str, about: str) -> None:
    assert decide_report(after(report(), *done), act, by, MADE) == ReportRefusal(why, about)  # type: ignore[arg-type]


def test_the_explanation_of_another_agency_is_refused_on_an_agencys_own_report() -> None:
    own = report("khanh-hoa", "agency-half-year", "2026-H1", agency="so-gtvt")
    assert own.owing == ("so-gtvt",)
    other = Actor(Role.AGENCY_LEADER, agency="so-xay-dung")
    assert decide_report(own, Explain(words=WORDS), other, MADE) == ReportRefusal("wrong_agency")  # type: ignore[arg-type]
    assert acts_open_to(own, Actor(Role.AGENCY_LEADER, agency="so-gtvt")) == ("explain", "check")


def test_who_may_do_what_is_told_in_advance() -> None:
    assert acts_open_to(report(), OPERATOR) == ("check",)
    assert acts_open_to(after(report(), *CHECKED), LEADER) == ("check", "sign", "return")
    assert acts_open_to(after(report(), *SIGNED), LEADER) == ("return", "send")
    assert acts_open_to(after(report(), *SENT), LEADER) == ("correct",)
    assert acts_open_to(report(), YT) == ()


def test_no_report_is_made_before_its_period_has_ended() -> None:
    one = report()
    last = local("2026-11-15 00:00")
    assert refuse_making(one.period, last, ZONE) is None
    refusal = refuse_making(one.period, last - timedelta(seconds=1), ZONE)
    assert refusal == ReportRefusal("period_not_ended", "2026-11-14")  # type: ignore[arg-type]


def test_what_a_request_may_not_ask_for() -> None:
    rule = all_procedures()["binh-dinh"].report("on-request")
    assert rule
    period, now = period_requested(date(2026, 11, 1), date(2026, 11, 10)), local("2026-11-11 08:00")

    def refused(by: Actor = LEADER, wanted_by: date = date(2026, 11, 12), at=now, of=rule) -> str | None:
        refusal = refuse_request(of, period, wanted_by, by, at, ZONE)
        return refusal.kind if refusal else None

    assert refused() is None
    assert refused(Actor(Role.AUTHORITY_LEADER)) is None
    assert refused(XD) == "wrong_role"
    assert refused(wanted_by=date(2026, 11, 10)) == "day_past"
    assert refused(at=local("2026-11-10 08:00")) == "period_not_ended"


def test_a_report_made_in_cycles_is_asked_for_on_one_whole_period_by_those_whose_report_it_is() -> None:
    """So a centre that begins with the system, or imports its backlog, may have the reports of the time before."""
    month, own = report().rule, all_procedures()["khanh-hoa"].report("agency-half-year")
    assert own
    wanted, now = date(2026, 11, 20), local("2026-11-16 08:00")

    def refused(rule, first: str, last: str, by: Actor = LEADER, at=now):
        days = period_requested(date.fromisoformat(first), date.fromisoformat(last))
        return refuse_request(rule, days, wanted, by, at, ZONE)

    assert refused(month, "2025-02-15", "2025-03-14") is None
    assert refused(month, "2025-03-01", "2025-03-14") == ReportRefusal("not_its_period", "2025-02-15/2025-03-14")  # type: ignore[arg-type]
    assert refused(month, "2026-11-15", "2026-12-14") == ReportRefusal("period_not_ended", "2026-12-14")  # type: ignore[arg-type]
    assert refused(own, "2025-12-15", "2026-06-14", GT) is None
    for nobody in (LEADER, Actor(Role.AUTHORITY_LEADER)):
        assert refused(own, "2025-12-15", "2026-06-14", nobody) == ReportRefusal("wrong_role")  # type: ignore[arg-type]


def test_time_reminds_of_explanations_and_of_the_report_then_climbs_the_ladder() -> None:
    one = report()
    rung = []
    while (at := next_ring(one, DATES)) is not None:
        events = rung_by(one, DATES, at)
        rung.append((at, [event.kind for event in events]))
        one = apply_events(one, events)
    assert rung == [
        (local("2026-11-17 17:00"), ["explanation_reminded"]),
        (local("2026-11-18 17:00"), ["explanation_missed", "report_reminded"]),
        (local("2026-11-19 17:00"), ["report_overdue"]),
        (local("2026-11-23 17:00"), ["report_overdue"]),
    ]


def test_nothing_rings_once_the_report_was_sent_nor_for_a_corrected_edition() -> None:
    sent = after(report(), *SENT)
    assert next_ring(sent, DATES) is None
    correcting = after(sent, (LEADER, CorrectReport(reason=WORDS)))
    corrected = apply_events(correcting, made(correcting, MADE + timedelta(days=30)))
    assert (corrected.edition, corrected.status, corrected.asked) == (2, ReportStatus.PREPARED, sent.asked)
    assert next_ring(corrected, DATES) is None


def test_a_corrected_edition_asks_only_the_agencies_that_were_not_asked() -> None:
    correcting = after(report(), *SENT, (LEADER, CorrectReport(reason=WORDS)))
    more = replace(correcting, late={**LATE, "so-y-te": ("BD-2026-000009",)})
    assert [getattr(event, "agency", "") for event in made(more, MADE)] == ["", "so-y-te"]


def test_who_is_told_of_what() -> None:
    one = report()
    asked = next(event for event in made(replace(one, asked=frozenset()), MADE) if event.kind == "explanation_asked")
    officers = [Told(Role.AGENCY_OFFICER, "so-gtvt"), Told(Role.AGENCY_LEADER, "so-gtvt")]
    assert notices_of_report(one, asked) == tuple((told, by) for told in officers for by in ("portal", "email"))
    [sent] = decide_report(after(one, *SIGNED), SendReport(), OPERATOR, MADE)  # type: ignore[misc]
    assert {told for told, _ in notices_of_report(one, sent)} == {Told(Role.AUTHORITY_LEADER)}
    overdue = rung_by(one, DATES, local("2026-11-23 17:00"))[-1]
    assert {told for told, _ in notices_of_report(one, overdue)} == {Told(Role.AUTHORITY_LEADER)}
