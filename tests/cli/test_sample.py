"""The sample cases: their words fit the provinces, and filled into a record they stand in every state, none in the future."""

from __future__ import annotations

import tomllib

import pytest
from sqlalchemy import Engine, text

from api.web.front import Keys
from attachments.store import open_store
from cli.sample.filling import Parts, fill
from procedures import provinces
from records.record import Record
from records.reports.rows import ReportsSought
from settings import derived_keys
from tests.support.records.town import local

NOW = local("2026-11-20 14:00")


@pytest.mark.parametrize("id_", provinces().by_id)
def test_each_sample_report_names_a_field_and_a_place_of_its_province(id_: str) -> None:
    province = provinces().by_id[id_]
    reports = tomllib.loads((province.folder / "sample" / "reports.toml").read_text())["reports"]
    assert province.office is not None
    fields, places = {each.id for each in province.versions[-1].fields}, {each.id for each in province.office.places}
    assert len(reports) == 24
    assert {each["field"] for each in reports} <= fields
    assert {each["place"] for each in reports} <= places
    assert len({each["content"] for each in reports}) == len(reports)


@pytest.mark.slow
def test_the_sample_of_a_province_shows_every_state_and_nothing_of_the_future(engine: Engine) -> None:
    record, office = Record(engine), provinces().by_id["khanh-hoa"].office
    assert office is not None
    record.offices.load(office, at=NOW)
    count = fill(
        Parts(record, open_store("memory:///"), Keys.of(derived_keys(b"sample")), NOW), frozenset({"khanh-hoa"})
    )
    with engine.begin() as connection:
        statuses = set(connection.scalars(text("SELECT status FROM cases")))
        latest = connection.scalar(text("SELECT max(at) FROM events"))
        rungs = connection.scalar(text("SELECT max(rung) FROM cases WHERE overdue"))
        pictures = connection.scalar(text("SELECT count(DISTINCT code) FROM attachments"))
        leaving = connection.scalar(
            text("SELECT count(*) FROM notices WHERE status = 'queued' AND channel <> 'portal'")
        )
    assert count == pictures == 24
    assert {"submitted", "processing", "closed", "refused", "withdrawn", "returned", "awaiting_supplement"} <= statuses
    assert latest <= NOW
    assert rungs > 0
    assert leaving == 0


@pytest.mark.slow
def test_the_sample_reports_of_a_province_stand_in_every_state_and_leave_by_no_mail(engine: Engine) -> None:
    record, office = Record(engine), provinces().by_id["binh-dinh"].office
    assert office is not None
    record.offices.load(office, at=NOW)
    parts = Parts(record, open_store("memory:///"), Keys.of(derived_keys(b"sample")), NOW)
    fill(parts, frozenset({"binh-dinh"}))
    kept = record.reports.listed(ReportsSought("binh-dinh"), limit=200)
    assert {each.report.status for each in kept} == {"prepared", "checked", "signed", "sent"}
    assert {each.report.edition for each in kept} == {1, 2}
    whole = {each.report.code: record.reports.whole(each.report.code) for each in kept}
    states = set()
    for code, one in whole.items():
        assert one is not None
        report, kinds = one.kept.report, {entry.event.kind for entry in one.entries}
        assert max(entry.event.at for entry in one.entries) <= NOW, code
        assert len(one.files) == 3 * len(one.sent), code
        states |= {
            "waits for explanations" if report.owing and not report.is_sent else "",
            "overdue" if not report.is_sent and one.kept.due_at < NOW else "",
            "climbed" if "report_overdue" in kinds and not report.is_sent else "",
            "explained" if "cases_explained" in kinds else "",
        }
    assert states == {"waits for explanations", "overdue", "climbed", "explained", ""}
    sent = sorted((each.number, each.sent_at.date()) for one in whole.values() if one for each in one.sent)
    assert [day for _, day in sent] == sorted(day for _, day in sent)
    with engine.begin() as connection:
        leaving = connection.scalar(
            text(
                "SELECT count(*) FROM notices WHERE periodic_report IS NOT NULL AND status = 'queued' AND channel <> 'portal'"
            )
        )
    assert leaving == 0
