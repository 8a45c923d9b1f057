"""The files of a periodic report: PDF, DOCX and XLSX."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from documents.letters.pdf import pdf
from documents.letters.periodic import PeriodicReportPaper, Section
from documents.tables.periodic import ReportNames, changes_between, tables_of_report
from documents.tables.table import Cell, Table, as_xlsx
from domain.procedure import written_number
from domain.reports.report import CasesExplained, CorrectionBegun, ReportChecked
from language.labels import role_name
from language.report_labels import days_text
from records.reports.rows import ReportFormat, SentEdition, WholeReport
from templates.letters import PERIODIC_REPORT


def files_of(whole: WholeReport, agencies: Mapping[str, str], places: Mapping[str, str]) -> dict[ReportFormat, bytes]:
    """Return the files of the latest edition that was sent."""
    from documents.letters.periodic_docx import periodic_docx  # slow to import, and reports are few

    names = ReportNames(whole.kept.procedure, agencies, places)
    explained = explanations_in(whole)
    tables = tables_of_report(whole.editions[-1], names, explained)
    paper = paper_of(whole, tables, names)
    notes = (paper.title, paper.days, f"Kính gửi: {'; '.join(paper.addressees)}", paper.basis)
    return {
        ReportFormat.PDF: pdf(PERIODIC_REPORT, paper),
        ReportFormat.DOCX: periodic_docx(paper),
        ReportFormat.XLSX: as_xlsx(*(Table(each.name, each.columns, each.rows, notes) for each in tables)),
    }


def explanations_in(whole: WholeReport) -> dict[tuple[str, str | None], str]:
    """Return what agencies explained, the latest words of each."""
    return {
        (event.agency, event.case): event.words.sealed
        for event in (entry.event for entry in whole.entries)
        if isinstance(event, CasesExplained)
    }


def paper_of(whole: WholeReport, tables: tuple[Table, ...], names: ReportNames) -> PeriodicReportPaper:
    """Return the report as a document that its signer stands under."""
    kept, sent = whole.kept, whole.sent[-1]
    report, procedure = kept.report, kept.procedure
    rule, authority = report.rule, procedure.authority
    issuer = rule.issuer or (names.agency(report.agency) if report.agency else authority.centre)
    return PeriodicReportPaper(
        title=rule.name,
        days=days_text(report.period.first, report.period.last),
        superior="",
        issuer=issuer,
        number=written_number(sent.number, sent.symbol),
        addressees=rule.addressees,
        basis=f"Căn cứ: {procedure.legal_basis.act}, {rule.source}. Số liệu do hệ thống lập, không nêu nội dung phản ánh"
        " và danh tính người gửi.",
        dated=authority.local_date(sent.sent_at),
        place=rule.place,
        words=_words_in(whole),
        correction=_correction(whole, sent),
        sections=[_section(table) for table in tables],
        signer_title=role_name(procedure, rule.signed_by),
        signer="",
        recipients=("Như trên;", "Lưu: VT."),
        code=report.code,
    )


def _words_in(whole: WholeReport) -> str:
    checked = [entry.event for entry in whole.entries if isinstance(entry.event, ReportChecked)]
    return checked[-1].words.sealed if checked else ""


def _correction(whole: WholeReport, sent: SentEdition) -> str:
    """Return which edition a corrected one replaces, why, and which counts changed."""
    if len(whole.sent) < 2:
        return ""
    before = whole.sent[-2]
    reasons = [entry.event.reason.sealed for entry in whole.entries if isinstance(entry.event, CorrectionBegun)]
    older, newer = (whole.editions[each.edition - 1].account.total for each in (before, sent))
    changed = [f"{label}: {was} sửa thành {now}" for label, was, now in changes_between(older, newer)]
    lines = (
        f"Bản sửa, thay Báo cáo số {written_number(before.number, before.symbol)}. Lý do: {reasons[-1]}",
        f"Số liệu thay đổi: {'; '.join(changed)}." if changed else "Số liệu tổng hợp không thay đổi.",
    )
    return "\n".join(lines)


def _section(table: Table) -> Section:
    rows = [tuple(row) for row in table.rows]
    numbers = tuple(all(isinstance(row[n], int | float) for row in rows) for n in range(len(table.columns)))
    return Section(table.name, table.columns, [tuple(map(_text, row)) for row in rows], numbers)


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%H:%M %d/%m/%Y}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return str(cell)
