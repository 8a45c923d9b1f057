"""Begins periodic reports, appends what happens to them, and reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, func, or_, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from domain.actors import Actor
from domain.procedure import Procedure
from domain.reports.dates import ReportDates
from domain.reports.figures import AnyFigures
from domain.reports.key import ReportKey
from domain.reports.notices import notices_of_report
from domain.reports.periods import ReportPeriod
from domain.reports.report import PeriodicReport, ReportEvent, ReportSent, ReportStatus, apply_events
from domain.words import Role
from records.engine import transaction
from records.messages import tables as message_tables
from records.offices.lineage import of_lineage
from records.offices.procedures import ProcedureStore
from records.reports import tables
from records.reports.codec import event_from_json, event_to_json, figures_from_json, figures_to_json
from records.reports.rows import (
    Decide,
    KeptReport,
    NewReport,
    ReportEntry,
    ReportFileKept,
    ReportFormat,
    ReportsSought,
    SentEdition,
    WholeReport,
)
from records.texts import storable

_report, _event, _edition, _sent, _file = (
    tables.PeriodicReport,
    tables.ReportEvent,
    tables.ReportEdition,
    tables.SentReport,
    tables.ReportFile,
)

# The same numbers as those of letters, so that an office gives each number once a year.
_NUMBER = text(
    """
    INSERT INTO letter_numbers (authority, agency, year, last) VALUES (:authority, :agency, :year, 1)
    ON CONFLICT (authority, agency, year) DO UPDATE SET last = letter_numbers.last + 1
    RETURNING last
    """
)


class Reports:
    """Periodic reports. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    # What happens

    def begin(self, new: NewReport, events: tuple[ReportEvent, ...], by: Actor | None, act_id: str) -> bool:
        """Store a report that does not exist yet, with its first events. Return whether it is new."""
        report = new.report
        with transaction(self._engine) as session:
            digest = self._procedures.keep(session, new.procedure)
            row = {
                "code": report.code,
                "authority": report.authority,
                "series": report.rule.id,
                "period": report.period.id,
                "agency": report.agency or "",
                "first_day": report.period.first,
                "last_day": report.period.last,
                "procedure_digest": digest,
                "wanted_by": new.wanted_by,
                "requested_at": new.requested_at,
                "status": ReportStatus.MAKING,
                "edition": 0,
                "number": 0,
                "due_at": new.dates.due,
                "explain_by": new.dates.explain_by,
            }
            kept = insert(_report).values(row).on_conflict_do_nothing().returning(col(_report.code))
            if session.execute(kept).one_or_none() is None:
                return False
            self._append(session, report, events, by, act_id)
            return True

    def keep_edition(self, code: str, figures: AnyFigures, made_at: datetime, decide: Decide, act_id: str) -> None:
        """Store the next edition of a report with its figures, and the events that `decide` draws from the report with its
        late cases. An edition that exists stays as it is."""
        with transaction(self._engine) as session:
            report = self._held(session, code)
            if self._is_done(session, code, act_id):
                return
            report = report.with_late(figures.late)
            row = {
                "report": code,
                "edition": report.edition + 1,
                "made_at": made_at,
                "figures": figures_to_json(figures),
            }
            session.execute(insert(_edition).values(row))
            self._append(session, report, decide(report), None, act_id)

    def change(self, code: str, decide: Decide, by: Actor | None, act_id: str) -> PeriodicReport:
        """Append the events that `decide` draws from the report as it stands, once for each act id. Return the report after
        them. What `decide` raises is passed on, and nothing is stored.

        Raises:
            LookupError: there is no such report.
        """
        with transaction(self._engine) as session:
            report = self._held(session, code)
            if self._is_done(session, code, act_id):
                return report
            return self._append(session, report, decide(report), by, act_id)

    def set_dates(self, code: str, dates: ReportDates) -> None:
        """Store when a report is due by the calendar of today."""
        values = {"due_at": dates.due, "explain_by": dates.explain_by}
        with transaction(self._engine) as session:
            session.execute(update(_report).where(col(_report.code) == code).values(values))

    def keep_files(self, code: str, edition: int, files: Mapping[ReportFormat, bytes]) -> None:
        """Store the files of an edition that was sent. Files that exist stay as they are."""
        rows = [
            {
                "report": code,
                "edition": edition,
                "format": form.value,
                "sha256": hashlib.sha256(content).hexdigest(),
                "content": content,
            }
            for form, content in files.items()
        ]
        with transaction(self._engine) as session:
            session.execute(insert(_file).values(rows).on_conflict_do_nothing())

    # Reading

    def last_day(self, authority: str, series: str, agency: str | None) -> date | None:
        """Return the last day of the latest period of a series whose report was made by itself; None without one. A report that
        somebody asked for on an earlier period has the periods in between not made."""
        wanted = select(func.max(_report.last_day)).where(
            col(_report.authority) == authority,
            col(_report.series) == series,
            col(_report.agency) == (agency or ""),
            col(_report.requested_at).is_(None),
        )
        with transaction(self._engine) as session:
            return session.exec(wanted).one()

    def unsent_keys(self) -> tuple[ReportKey, ...]:
        """Return the reports that are still to be sent."""
        with transaction(self._engine) as session:
            unsent = select(_report).where(col(_report.status) != ReportStatus.SENT).order_by(col(_report.code))
            return tuple(
                ReportKey(
                    row.code, row.authority, row.series, row.period, row.first_day, row.last_day, row.agency or None
                )
                for row in session.exec(unsent)
            )

    def listed(self, sought: ReportsSought, *, limit: int, offset: int = 0) -> tuple[KeptReport, ...]:
        """Return the reports that are sought, those on the latest days first. Those that were sent are without their late
        cases."""
        wanted = select(_report).order_by(col(_report.last_day).desc(), col(_report.code)).limit(limit).offset(offset)
        if sought.authority is not None:
            wanted = wanted.where(of_lineage(_report.authority, sought.authority))
        if sought.series is not None:
            wanted = wanted.where(col(_report.series) == storable(sought.series))
        if sought.unsent:
            wanted = wanted.where(col(_report.status) != ReportStatus.SENT)
        if sought.agency is not None:
            agency = storable(sought.agency)
            asked = select(_event.report).where(
                col(_event.kind) == "explanation_asked", col(_event.body)["agency"].astext == agency
            )
            wanted = wanted.where(or_(col(_report.agency) == agency, col(_report.code).in_(asked)))
        with transaction(self._engine) as session:
            return tuple(
                self._listed(session, row) if row.status == ReportStatus.SENT else self._kept(session, row)
                for row in session.exec(wanted).all()
            )

    def find(self, code: str) -> KeptReport | None:
        """Return the report with this code, None where there is none."""
        with transaction(self._engine) as session:
            row = session.get(_report, storable(code))
            return self._kept(session, row) if row else None

    def whole(self, code: str) -> WholeReport | None:
        """Return a report with all that happened to it, None where there is none."""
        with transaction(self._engine) as session:
            row = session.get(_report, storable(code))
            if row is None:
                return None
            editions = session.exec(
                select(_edition.figures).where(col(_edition.report) == row.code).order_by(col(_edition.edition))
            ).all()
            sent = session.exec(select(_sent).where(col(_sent.report) == row.code).order_by(col(_sent.edition)))
            files = session.exec(
                select(_file.edition, _file.format, _file.sha256, func.length(col(_file.content)))
                .where(col(_file.report) == row.code)
                .order_by(col(_file.edition), col(_file.format).desc())
            )
            return WholeReport(
                kept=self._kept(session, row),
                entries=_entries(session, row.code),
                editions=tuple(map(figures_from_json, editions)),
                sent=tuple(SentEdition(each.edition, each.number, each.symbol, each.sent_at) for each in sent),
                files=tuple(
                    ReportFileKept(edition, ReportFormat(form), sha256, size) for edition, form, sha256, size in files
                ),
            )

    def content(self, code: str, edition: int, form: ReportFormat) -> bytes | None:
        """Return one file of an edition, None where there is none."""
        with transaction(self._engine) as session:
            row = session.get(_file, (storable(code), edition, form.value))
            return row.content if row else None

    # Parts of these

    def _held(self, session: Session, code: str) -> PeriodicReport:
        """Return a report, locked, so that of two acts at once the second sees what the first did."""
        row = session.exec(select(_report).where(col(_report.code) == code).with_for_update()).one_or_none()
        if row is None:
            raise LookupError(f"there is no report {code}")
        return self._kept(session, row).report

    def _is_done(self, session: Session, code: str, act_id: str) -> bool:
        done = select(_event.number).where(col(_event.report) == code, col(_event.act_id) == act_id).limit(1)
        return session.exec(done).one_or_none() is not None

    def _append(
        self, session: Session, report: PeriodicReport, events: tuple[ReportEvent, ...], by: Actor | None, act_id: str
    ) -> PeriodicReport:
        for event in events:
            report = apply_events(report, (event,))
            session.execute(insert(_event).values(_event_row(report, event, by, act_id)))
            if notices := [
                _notice_row(report, told.role, told.agency, channel)
                for told, channel in notices_of_report(report, event)
            ]:
                session.execute(insert(message_tables.Notice).values(notices).on_conflict_do_nothing())
            if isinstance(event, ReportSent):
                self._number(session, report, event)
        values = {"status": report.status, "edition": report.edition, "number": report.number}
        session.execute(update(_report).where(col(_report.code) == report.code).values(values))
        return report

    def _number(self, session: Session, report: PeriodicReport, event: ReportSent) -> None:
        """Give the edition that is sent the next number of its office and year."""
        row = session.get_one(_report, report.code)
        procedure = self._procedures.procedure(session, row.procedure_digest)
        office: dict[str, Any] = {"authority": report.authority, "agency": report.agency or ""}
        office["year"] = procedure.authority.local_date(event.at).year
        number = session.execute(_NUMBER, office).scalar_one()
        own = session.scalar(select(func.agency_symbol_at(report.authority, report.agency or "", func.now())))
        symbol = "-".join(filter(None, (report.rule.symbol, own)))
        sent = {
            "report": report.code,
            "edition": event.edition,
            "number": number,
            "symbol": symbol,
            "name": report.rule.name,
            "addressees": "; ".join(report.rule.addressees),
            "sent_at": event.at,
        }
        session.execute(insert(_sent).values(office | sent))

    def _kept(self, session: Session, row: tables.PeriodicReport) -> KeptReport:
        """Return a report with all that its acts depend on."""
        procedure = self._procedures.procedure(session, row.procedure_digest)
        report = blank_of(row, procedure)
        latest = select(_edition.figures).where(col(_edition.report) == row.code)
        latest = latest.order_by(col(_edition.edition).desc()).limit(1)
        if (kept := session.exec(latest).one_or_none()) is not None:
            report = report.with_late(figures_from_json(kept).late)
        report = apply_events(report, (entry.event for entry in _entries(session, row.code)))
        return KeptReport(report, procedure, row.due_at, row.explain_by, row.requested_at)

    def _listed(self, session: Session, row: tables.PeriodicReport) -> KeptReport:
        """Return a report that was sent as a list shows it, without its late cases."""
        procedure = self._procedures.procedure(session, row.procedure_digest)
        report = replace(
            blank_of(row, procedure), status=ReportStatus(row.status), edition=row.edition, number=row.number
        )
        return KeptReport(report, procedure, row.due_at, row.explain_by, row.requested_at)


def blank_of(row: tables.PeriodicReport, procedure: Procedure) -> PeriodicReport:
    """Return the report of a row as it was before anything happened to it."""
    rule = procedure.report(row.series)
    if rule is None:
        raise LookupError(f"{procedure.id} orders no report {row.series}")
    return PeriodicReport(
        code=row.code,
        authority=row.authority,
        rule=rule,
        period=ReportPeriod(row.period, row.first_day, row.last_day),
        agency=row.agency or None,
    )


def _entries(session: Session, code: str) -> tuple[ReportEntry, ...]:
    rows = session.exec(select(_event).where(col(_event.report) == code).order_by(col(_event.number)))
    return tuple(ReportEntry(row.number, row.act_id, event_from_json(row.body), _actor(row)) for row in rows)


def _actor(row: tables.ReportEvent) -> Actor | None:
    if row.by_role is None:
        return None
    return Actor(Role(row.by_role), agency=row.by_agency, account=row.by_account, on_behalf_of=row.by_on_behalf_of)


def _event_row(report: PeriodicReport, event: ReportEvent, by: Actor | None, act_id: str) -> dict[str, Any]:
    return {
        "report": report.code,
        "number": report.number,
        "act_id": act_id,
        "kind": event.kind,
        "at": event.at,
        "body": event_to_json(event),
        "by_role": by.role.value if by else None,
        "by_agency": by.agency if by else None,
        "by_account": by.account if by else None,
        "by_on_behalf_of": by.on_behalf_of if by else None,
    }


def _notice_row(report: PeriodicReport, role: Role, agency: str | None, channel: str) -> dict[str, Any]:
    return {
        "periodic_report": report.code,
        "periodic_report_event": report.number,
        "role": role.value,
        "agency": agency,
        "channel": channel,
        "status": "queued",
    }
