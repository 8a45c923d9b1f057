"""The files of a periodic report: PDF, DOCX and XLSX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from documents.letters.docx import docx
from documents.letters.overdue import OverdueLetter, overdue_letter
from documents.letters.pdf import pdf
from documents.letters.periodic import Bar, PeriodicReportPaper, Section
from documents.tables.accounts import AccountNames, overdue_by
from documents.tables.corrections import correction_of
from documents.tables.periodic import LATE_COLUMNS, ReportNames, tables_of_report
from documents.tables.statistics import FigureNames
from documents.tables.table import Cell, Table, as_xlsx
from documents.tables.withheld import COLUMNS as WITHHELD_COLUMNS
from domain.accounts.letters import OverdueLetterRule
from domain.accounts.period import Period
from domain.accounts.shares import shares_of
from domain.offices.places import Place
from domain.procedure import Procedure, written_number
from domain.reports.figures import AnyFigures, WithheldFigures
from domain.reports.report import CasesExplained, ReportChecked
from language.labels import role_name
from language.report_labels import days_text
from records.reports.rows import ReportFormat, WholeReport
from templates.letters import PERIODIC_REPORT, Form

_WIDTHS_OF_CASES = {
    LATE_COLUMNS: (1.65, 1.6, 1.1, 1.2, 1.0, 1.0, 0.9, 2.4),
    WITHHELD_COLUMNS: (1.55, 1.1, 1.1, 1.05, 1.05, 1.1, 1.05, 0.7, 0.7),
}
"""The widths of columns beside one another: a code stays in its cell, and explanations need the most room."""

PREVIEW = "Bản xem trước: chưa có số, chưa gửi."


@dataclass(frozen=True)
class ReportSources:
    """The sources of a report's documents beside the report: names by id, and the letter that is its document where the province
    words one."""

    agencies: Mapping[str, str]
    places: Sequence[Place]
    letter: tuple[OverdueLetterRule, Form] | None = None

    def names(self, procedure: Procedure) -> ReportNames:
        """Return the names for tables."""
        return ReportNames(procedure, self.agencies, {place.id: place.name for place in self.places})


def files_of(whole: WholeReport, sources: ReportSources) -> dict[ReportFormat, bytes]:
    """Return the files of the latest edition that was sent."""
    sent, names = whole.sent[-1], sources.names(whole.kept.procedure)
    correction = correction_of(whole, names)
    head = _Head(written_number(sent.number, sent.symbol), _day_of(whole, sent.sent_at), correction)
    tables = tables_of_report(whole.editions[-1], names, explanations_in(whole))
    paper = _paper_of(whole, head, tables, names)
    notes = (paper.title, paper.days, f"Kính gửi: {'; '.join(paper.addressees)}", paper.basis, *correction)
    files = {ReportFormat.XLSX: as_xlsx(*(Table(each.name, each.columns, each.rows, notes) for each in tables))}
    if letter := _letter_of(whole, head, sources):
        form, words = letter
        return files | {ReportFormat.PDF: pdf(form, words), ReportFormat.DOCX: docx(form, words)}
    from documents.letters.periodic_docx import periodic_docx  # slow to import, and read when the first report is made

    return files | {ReportFormat.PDF: pdf(PERIODIC_REPORT, paper), ReportFormat.DOCX: periodic_docx(paper)}


def preview_of(whole: WholeReport, sources: ReportSources, at: datetime) -> bytes:
    """Return the latest edition as the PDF that would be sent at this moment, without a number, and named a preview."""
    report = whole.kept.report
    symbol = sources.letter[0].symbol if _is_letter(whole, sources) and sources.letter else report.rule.symbol
    names = sources.names(whole.kept.procedure)
    head = _Head(f"        /{symbol}", _day_of(whole, at), (PREVIEW, *correction_of(whole, names)))
    if letter := _letter_of(whole, head, sources):
        return pdf(*letter)
    tables = tables_of_report(whole.editions[-1], names, explanations_in(whole))
    return pdf(PERIODIC_REPORT, _paper_of(whole, head, tables, names))


@dataclass(frozen=True)
class _Head:
    """The head of an edition: its number with the symbol, its day, and words about the edition."""

    number: str
    dated: date
    about_edition: tuple[str, ...]


def _day_of(whole: WholeReport, at: datetime) -> date:
    return whole.kept.procedure.authority.local_date(at)


def _is_letter(whole: WholeReport, sources: ReportSources) -> bool:
    return sources.letter is not None and sources.letter[0].series == whole.kept.report.rule.id


def _letter_of(whole: WholeReport, head: _Head, sources: ReportSources) -> tuple[Form, OverdueLetter] | None:
    """Return the letter that the report is, with its form; None where it is no letter."""
    figures = whole.editions[-1]
    if sources.letter is None or not _is_letter(whole, sources) or isinstance(figures, WithheldFigures):
        return None
    (rule, form), report, procedure = sources.letter, whole.kept.report, whole.kept.procedure
    names = AccountNames(FigureNames(procedure, sources.agencies), tuple(sources.places))
    letter = overdue_letter(
        rule,
        issuer=procedure.authority.centre,
        number=head.number,
        dated=head.dated,
        code=report.code,
        period=Period(report.period.first, report.period.last),
        table=overdue_by(shares_of(figures.account.by_place), names, "district"),
        name=names.place,
        body=_words_in(whole),
        replaces=" ".join(head.about_edition) or None,
    )
    return form, letter


def explanations_in(whole: WholeReport) -> dict[tuple[str, str | None], str]:
    """Return what agencies explained, the latest words of each."""
    return {
        (event.agency, event.case): event.words.sealed
        for event in (entry.event for entry in whole.entries)
        if isinstance(event, CasesExplained)
    }


def _paper_of(whole: WholeReport, head: _Head, tables: tuple[Table, ...], names: ReportNames) -> PeriodicReportPaper:
    """Return the report as a document that its signer stands under."""
    kept = whole.kept
    report, procedure = kept.report, kept.procedure
    rule, authority = report.rule, procedure.authority
    issuer = rule.issuer or (names.agency(report.agency) if report.agency else authority.centre)
    return PeriodicReportPaper(
        title=rule.name,
        days=days_text(report.period.first, report.period.last),
        superior="",
        issuer=issuer,
        number=head.number,
        addressees=rule.addressees,
        basis=f"Căn cứ: {procedure.legal_basis.act}, {rule.source}. Số liệu do hệ thống lập, không nêu nội dung phản ánh"
        " và danh tính người gửi.",
        dated=head.dated,
        place=rule.place,
        words=_words_in(whole),
        correction="\n".join(head.about_edition),
        sections=[_section(table) for table in tables],
        signer_title=role_name(procedure, rule.signed_by),
        signer="",
        recipients=("Như trên;", "Lưu: VT."),
        code=report.code,
        bars=bars_of(whole.editions[-1], names),
    )


def bars_of(figures: AnyFigures, names: ReportNames) -> list[Bar]:
    """Return a bar for each lead agency: what it resolved in time and late, and what is open in time and overdue."""
    if isinstance(figures, WithheldFigures):
        return []
    return [
        Bar(names.agency(group.id), (flow.in_time, flow.late, flow.open_in_time, flow.overdue))
        for group in figures.account.by_lead
        for flow in (group.flow,)
    ]


def _words_in(whole: WholeReport) -> str:
    checked = [entry.event for entry in whole.entries if isinstance(entry.event, ReportChecked)]
    return checked[-1].words.sealed if checked else ""


def _section(table: Table) -> Section:
    rows = [tuple(row) for row in table.rows]
    numbers = tuple(all(map(_is_number, (row[n] for row in rows))) for n in range(len(table.columns)))
    widths = _WIDTHS_OF_CASES.get(tuple(table.columns)) or _widths(numbers)
    return Section(table.name, table.columns, [tuple(map(_text, row)) for row in rows], numbers, widths)


def _widths(numbers: tuple[bool, ...]) -> tuple[float, ...]:
    """Return the widths of columns: names before numbers have the most room."""
    first = 3.5 if all(numbers[1:]) else 2.2
    return (first, *(1.0 if number else 1.8 for number in numbers[1:]))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.endswith("%"))


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
