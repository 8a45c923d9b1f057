"""Every figure of open cases equals the list that it links to, whatever state a case is in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.pages.statistics.staff import list_of
from domain import acts
from domain.time.months import Month
from domain.words import Role, Status
from records.cases import tables
from records.figures.rows import Span
from tests.support.fronts.desk import NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker
from tests.support.records.town import WORDS, Town, result

pytestmark = pytest.mark.slow

SPAN = Span("khanh-hoa", "Asia/Ho_Chi_Minh", Month(2026, 3), Month(2026, 4))


def _answered(town: Town, field: str, agency: str) -> Any:
    case = town.files("khanh-hoa", "2026-03-02 08:00", field)
    case.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=agency))
    case.does("2026-03-02 09:00", f"agency_officer of {agency}", acts.Accept())
    case.does("2026-03-03 09:00", f"agency_officer of {agency}", result("2026-03-03"))
    case.does("2026-03-03 10:00", f"agency_leader of {agency}", acts.Approve())
    return case.does("2026-03-03 10:00", f"agency_leader of {agency}", acts.Publish())


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """Cases in every kind of state: answered and not yet rated, closed, refused, withdrawn, waiting, overdue, co-ordinated."""
    town = Town(real_desk.record)
    _answered(town, "giao-thong", TRANSPORT)
    _answered(town, "moi-truong", NHA_TRANG).does("2026-03-04 09:00", "reporter", acts.Rate(rating="satisfied"))
    refusal = acts.Refuse(ground="fails_requirements", reason=WORDS)
    town.files("khanh-hoa", "2026-03-03 08:00", "giao-thong").does("2026-03-03 09:00", "centre_operator", refusal)
    town.files("khanh-hoa", "2026-03-03 08:00", "giao-thong").does("2026-03-03 09:00", "reporter", acts.Withdraw())
    town.files("khanh-hoa", "2026-03-03 08:00", "giao-thong").does(
        "2026-03-03 09:00", "centre_operator", acts.AskSupplement(wanted=WORDS)
    )
    late = town.files("khanh-hoa", "2026-03-02 08:00", "moi-truong")
    late.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT,)))
    late.waits("2026-03-05 08:00")
    held = town.files("khanh-hoa", "2026-03-02 08:00", "giao-thong", secret=True)
    held.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    held.does("2026-03-02 09:00", f"agency_officer of {TRANSPORT}", acts.Accept())
    return real_desk


def _counted(desk: RealDesk, who: str, address: str) -> int:
    query = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
    assert query.pop("xem") == "dang-mo"
    return len(desk.gets("/complaints", who, open="true", limit=200, **query).json()["items"])


def test_every_figure_of_open_cases_is_the_length_of_its_list(desk: RealDesk) -> None:
    compared = 0
    for who in ("operator", "auditor", "leader", "other_leader"):
        asked = {"authority": "khanh-hoa"} if who == "auditor" else {}
        own = {"leader": NHA_TRANG, "other_leader": TRANSPORT}.get(who)
        found = desk.gets("/statistics", who, first="2026-03", last="2026-04", **asked).json()
        span = Span(SPAN.authority, SPAN.time_zone, SPAN.first, SPAN.last, agency=own)
        figures = {list_of(span): found["open"], list_of(span, overdue=True): found["overdue"]}
        for each in found["agencies"]:
            if each["agency"]:
                lead = each["agency"]["id"]
                figures[list_of(span, lead=lead)] = each["open"]
                figures[list_of(span, lead=lead, overdue=True)] = each["overdue"]
        for each in found["load"]:
            if each["agency"] and each["officer"]:
                whose = {"lead": each["agency"]["id"], "officer": each["officer"]["id"]}
                figures[list_of(span, **whose)] = each["open"]
        for address, figure in figures.items():
            assert _counted(desk, who, address) == figure, (who, address)
        compared += len(figures)
        if own is None:
            assert (found["open"], found["overdue"]) == (3, 2)
            public = desk.client.get("/api/v1/public/figures?procedure=khanh-hoa&first=2026-03&last=2026-04").json()
            assert (public["open"], public["overdue"]) == (found["open"], found["overdue"])
    assert compared > 12


def test_the_page_links_each_figure_to_its_list(desk: RealDesk) -> None:
    walker = Walker(desk)
    walker.signs_in("operator")
    shown = walker.opens("/can-bo/thong-ke?first=2026-03&last=2026-04").text.replace("&amp;", "&")
    links = re.findall(r'<a href="(/can-bo\?xem=dang-mo[^"]*)">(\d+)</a>', shown)
    assert len(links) >= 6
    for address, figure in links:
        listed = walker.opens(address).text
        codes = set(re.findall(r"KH-2026-\d{6}", listed))
        assert len(codes) == int(figure), address


def test_the_tab_counts_as_the_figures_do_and_shows_trials_when_asked(real_desk: RealDesk) -> None:
    """Trials are of Điện Biên alone: its technicians send them."""
    town = Town(real_desk.record)
    filed = {town.files("dien-bien", "2026-04-01 08:00", "khac").code for _ in range(2)}
    trial = {town.files("dien-bien", "2026-04-01 08:00", "khac", test=True).code}
    real_desk.employs("looker", Role.AUDITOR, "dien-bien", None)
    real_desk.employs("tester", Role.TECHNICIAN, "dien-bien", None)
    looker, tester = Walker(real_desk), Walker(real_desk)
    looker.signs_in("looker")
    tester.signs_in("tester")
    assert real_desk.gets("/statistics", "looker", first="2026-03", last="2026-04").json()["open"] == len(filed)
    assert _codes(looker, "/can-bo?xem=dang-mo") == filed
    assert _codes(looker, "/can-bo?xem=dang-mo&test=true") == trial
    assert _codes(looker, "/can-bo?xem=tat-ca") == filed | trial
    assert _codes(tester, "/can-bo?xem=dang-mo") == trial  # who sees trials alone sees them in every view
    assert _open_at_the_api(real_desk, test="false") == filed
    assert _open_at_the_api(real_desk) == filed | trial


def _codes(walker: Walker, address: str) -> set[str]:
    return set(re.findall(r"/can-bo/ho-so/([A-Z]+-2026-\d{6})", walker.opens(address).text))


def _open_at_the_api(desk: RealDesk, **asked: str) -> set[str]:
    return {each["code"] for each in desk.gets("/complaints", "looker", open="true", **asked).json()["items"]}


def test_the_tabs_are_as_long_as_the_figures_say(desk: RealDesk) -> None:
    walker = Walker(desk)
    walker.signs_in("operator")
    found = desk.gets("/statistics", "operator", first="2026-03", last="2026-04").json()
    assert len(_codes(walker, "/can-bo?xem=dang-mo")) == found["open"] == 3
    assert len(_codes(walker, "/can-bo?xem=qua-han")) == found["overdue"] == 2


def test_what_hangs_on_an_agency_is_what_has_not_ended_and_is_called_so(desk: RealDesk) -> None:
    not_ended = [status.value for status in Status if not status.is_final]
    for agency, expected in ((NHA_TRANG, 1), (TRANSPORT, 2)):
        shown = desk.gets(f"/admin/khanh-hoa/agencies/{agency}/dependents", "admin").json()
        asked = {"lead": agency, "status": not_ended, "limit": 200}
        listed = desk.gets("/complaints", "operator", **asked).json()["items"]
        assert shown["led"] == len(listed) == expected
        assert f"{expected} hồ sơ chưa kết thúc do cơ quan này chủ trì" in shown["text"]
        assert "đang mở" not in shown["text"]


def test_sql_and_core_mean_the_same_by_open() -> None:
    named = set(re.findall(r"'(\w+)'", tables.IS_HANDLED))
    assert named == {status.value for status in Status if not status.is_handled}
