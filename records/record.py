"""The record of one database, with a part for each subject."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, text

from records.attachments.repository import Attachments
from records.auditing.export_keys import ExportKeys
from records.auditing.past import PastAudits
from records.auditing.repository import Audits
from records.backlog.repository import Imports
from records.calendar.books import CalendarCache
from records.calendar.repository import Calendar
from records.cases.intake import Intake
from records.cases.likely import LikelyCases
from records.cases.masks import Masks
from records.cases.public_lists import PublicCases
from records.cases.quiet import QuietCases
from records.cases.repository import Cases
from records.engine import reading, transaction
from records.figures.accounts import AccountBooks
from records.figures.repository import Figures
from records.figures.sums import Sums
from records.health.clock import DatabaseClock
from records.health.repository import Health
from records.health.standing import Standing
from records.letters.certificates import Certificates
from records.letters.repository import Letters
from records.messages.mailbox import Mailbox
from records.messages.outbox import Outbox
from records.offices.cache import offices_read_once
from records.offices.dependents import Dependents
from records.offices.procedures import ProcedureStore
from records.offices.regulations import StoredRegulations
from records.offices.repository import Offices
from records.papers.repository import Papers
from records.personal_data.erasures import Erasures
from records.personal_data.identities import Identities
from records.personal_data.requests import DataRequests
from records.reconciliation.repository import Reconciliation
from records.reports.repository import Reports
from records.reports.withheld import WithheldCourses
from records.roots.repository import Roots
from records.staff.accounts import Accounts
from records.staff.delegations import Delegations
from records.staff.duties import Duties
from records.staff.handovers import Handovers
from records.staff.looks import Looks
from records.staff.machine_clients import MachineClients
from records.staff.mornings import Mornings
from records.staff.passkeys import Passkeys
from records.staff.reorganisations import ReorganisationStore
from records.staff.second_factors import SecondFactors
from records.staff.sessions import Sessions
from records.staff.successions import SuccessionStore
from records.staff.tries import Tries


class Record:
    """The parts of one database. Pass on only the part that is needed: `record.cases`, `record.offices`, …

    The parts share the caches of the calendar and of the procedures, so each process reads those once.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        procedures, calendar = ProcedureStore(), CalendarCache()
        self.cases = Cases(engine, procedures, calendar)
        self.quiet = QuietCases(engine)
        self.reconciliation = Reconciliation(engine, procedures)
        self.intake = Intake(engine, procedures)
        self.imports = Imports(engine)
        self.likely = LikelyCases(engine)
        self.masks = Masks(engine)
        self.public = PublicCases(engine)
        self.attachments = Attachments(engine)
        self.audits = Audits(engine, procedures)
        self.past_audits = PastAudits(engine)
        self.export_keys = ExportKeys(engine)
        self.roots = Roots(engine)
        self.calendar = Calendar(engine, calendar)
        self.offices = Offices(engine)
        self.dependents = Dependents(engine)
        self.successions = SuccessionStore(engine)
        self.reorganisations = ReorganisationStore(engine)
        self.regulations = StoredRegulations(engine, procedures)
        self.accounts = Accounts(engine)
        self.sessions = Sessions(engine)
        self.passkeys = Passkeys(engine)
        self.second_factors = SecondFactors(engine)
        self.machines = MachineClients(engine)
        self.delegations = Delegations(engine)
        self.duties = Duties(engine)
        self.mornings = Mornings(engine)
        self.handovers = Handovers(engine)
        self.looks = Looks(engine)
        self.erasures = Erasures(engine)
        self.identities = Identities(engine)
        self.data_requests = DataRequests(engine)
        self.tries = Tries(engine)
        self.mailbox = Mailbox(engine, procedures)
        self.outbox = Outbox(engine, procedures)
        self.letters = Letters(engine, procedures)
        self.certificates = Certificates(engine)
        self.papers = Papers(engine, procedures)
        self.reports = Reports(engine, procedures)
        self.withheld_courses = WithheldCourses(engine, procedures)
        self.figures = Figures(engine)
        self.sums = Sums(engine)
        self.account_books = AccountBooks(engine, procedures)
        self.health = Health(engine)
        self.standing = Standing(engine)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read what the block reads in one transaction, each office once. Wait for nothing but the database within it.

        Raises:
            RecordsUnavailable: the database cannot answer now.
        """
        with reading(self._engine), offices_read_once():
            yield

    def now(self) -> datetime:
        """Return the present instant by the database's clock, aware, in UTC.

        Raises:
            RecordsUnavailable: the database cannot answer now.
        """
        clock = DatabaseClock(self._engine)
        clock.measure()
        return clock()

    def is_alive(self) -> None:
        """Return when the database answers.

        Raises:
            RecordsUnavailable: it does not answer.
        """
        with transaction(self._engine) as session:
            session.execute(text("SELECT 1"))
