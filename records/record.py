"""The whole record of one database, a part for each subject."""

from __future__ import annotations

from sqlalchemy import Engine, text

from records.attachments.attachments import Attachments
from records.calendar.books import KeptBooks
from records.calendar.calendar import Calendar
from records.cases.cases import Cases
from records.cases.intake import Intake
from records.cases.likely import LikelyCases
from records.cases.public_lists import PublicCases
from records.engine import transaction
from records.figures.figures import Figures
from records.letters.letters import Letters
from records.messages.mailbox import Mailbox
from records.messages.outbox import Outbox
from records.offices.offices import Offices
from records.offices.procedures import KeptProcedures
from records.staff.accounts import Accounts
from records.staff.delegations import Delegations
from records.staff.handovers import Handovers
from records.staff.looks import Looks
from records.staff.sessions import Sessions
from records.staff.tries import Tries
from records.summaries.summaries import Summaries


class Record:
    """Everything that is kept in one database. Take the part you need: `record.cases`, `record.offices`, …

    The parts share what each process reads only once: the editions of the calendar and the procedures.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        procedures, books = KeptProcedures(), KeptBooks()
        self.cases = Cases(engine, procedures, books)
        self.intake = Intake(engine, procedures, books)
        self.likely = LikelyCases(engine)
        self.public = PublicCases(engine)
        self.attachments = Attachments(engine)
        self.calendar = Calendar(engine, books)
        self.offices = Offices(engine)
        self.accounts = Accounts(engine)
        self.sessions = Sessions(engine)
        self.delegations = Delegations(engine)
        self.handovers = Handovers(engine)
        self.looks = Looks(engine)
        self.tries = Tries(engine)
        self.mailbox = Mailbox(engine, procedures)
        self.outbox = Outbox(engine, procedures)
        self.letters = Letters(engine, procedures)
        self.summaries = Summaries(engine, procedures)
        self.figures = Figures(engine)

    def is_alive(self) -> None:
        """Return when the database answers. Raises RecordsUnavailable when it does not."""
        with transaction(self._engine) as session:
            session.execute(text("SELECT 1"))
