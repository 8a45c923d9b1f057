"""Everything that is asked of the record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlmodel import col, func, select

from domain.actors import Told
from domain.complaint import Complaint
from domain.decisions import CalendarBook
from domain.notices import Notice
from domain.visibility import Scope
from domain.words import Role
from records import tables
from records.calendar.books import KeptBooks
from records.cases import ledger, lists, results
from records.cases.likely import LikelyReader
from records.cases.public_lists import PublicReader
from records.engine import transaction
from records.figures.figures import FigureReader
from records.letters import letters
from records.letters.rows import LetterFormat, LetterKey, LetterLine
from records.offices.kept import KeptOffices
from records.offices.procedures import KeptProcedures
from records.offices.reading import OfficeReader
from records.rows import Account, CaseRecord, Entry, Filters, Page, Report
from records.staff.accounts import account_of
from records.staff.looks import LookReader
from records.staff.sessions import SessionReader
from records.staff.standing_in import StandingInReader
from records.staff.tries import TriesReader
from records.summaries.summaries import SummaryReader
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Reader(
    FigureReader,
    OfficeReader,
    LikelyReader,
    PublicReader,
    StandingInReader,
    TriesReader,
    LookReader,
    SessionReader,
    SummaryReader,
):
    """The reading side. Every method may raise RecordsUnavailable; what takes a text may raise UnstorableText."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._procedures = KeptProcedures()
        self._books = KeptBooks()
        self._offices = KeptOffices()

    def is_alive(self) -> None:
        """Returns when the database answers; raises RecordsUnavailable when it does not."""
        with transaction(self._engine) as session:
            session.execute(text("SELECT 1"))

    # Cases

    def case(self, code: str) -> CaseRecord | None:
        """A case as it stands, None for a code that is not known."""
        case = tables.Case
        wanted = (
            select(case, tables.Report, results.latest(), results.given())
            .join(tables.Report, col(tables.Report.code) == col(case.code))
            .where(col(case.code) == storable(code))
        )
        with transaction(self._engine) as session:
            found = session.exec(wanted).one_or_none()
            if found is None:
                return None
            row, report, result, given = found
            return CaseRecord(
                code=row.code,
                complaint=self._procedures.complaint(session, row.procedure_digest, row.snapshot),
                report=Report(
                    content=report.content,
                    place=report.place,
                    occurred_at=report.occurred_at,
                    place_id=report.place_id,
                    latitude=report.latitude,
                    longitude=report.longitude,
                ),
                received_at=row.received_at,
                started=row.started_at is not None,
                result=result,
                given=given,
            )

    def complaint(self, code: str) -> Complaint | None:
        """A case's course as it stands, without its report; None for a code that is not known."""
        with transaction(self._engine) as session:
            row = session.get(tables.Case, storable(code))
            return self._procedures.complaint(session, row.procedure_digest, row.snapshot) if row else None

    def cases(self, scope: Scope, filters: Filters, cursor: str | None, limit: int) -> Page:
        """A page of the cases within the scope that pass the filters, the nearest due first and those without due last.

        The pages that follow one another give each case once, unless its due date moves meanwhile.

        Raises:
            BadCursor: `cursor` is not the `next` of a page.
        """
        with transaction(self._engine) as session:
            return lists.page(session, scope, filters, cursor, limit)

    def count_cases(self, scope: Scope, filters: Filters, most: int) -> int:
        """How many cases within the scope pass the filters; `most` stands for so many or more."""
        with transaction(self._engine) as session:
            return lists.count(session, scope, filters, most)

    def entries(self, code: str) -> tuple[Entry, ...]:
        """All that has happened to a case, in order; nothing for a code that is not known."""
        with transaction(self._engine) as session:
            return ledger.entries(session, storable(code))

    def act_entries(self, code: str, act_id: str) -> tuple[Entry, ...]:
        """What one act brought about, in order; nothing when it was not recorded."""
        with transaction(self._engine) as session:
            return ledger.entries(session, storable(code), act_id=storable(act_id))

    def open_codes(self, after: str, limit: int) -> tuple[str, ...]:
        """The codes of cases to which something may still happen, by code, from the one after `after` on."""
        wanted = select(tables.Case.code).where(text(tables.IS_OPEN), col(tables.Case.code) > storable(after))
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted.order_by(col(tables.Case.code)).limit(limit)))

    def open_complaints(self, after: str, limit: int) -> tuple[Complaint, ...]:
        """The same cases as they stand."""
        wanted = select(tables.Case).where(text(tables.IS_OPEN), col(tables.Case.code) > storable(after))
        with transaction(self._engine) as session:
            return tuple(
                self._procedures.complaint(session, row.procedure_digest, row.snapshot)
                for row in session.exec(wanted.order_by(col(tables.Case.code)).limit(limit))
            )

    def count_open(self) -> int:
        """How many cases there are to which something may still happen."""
        with transaction(self._engine) as session:
            return session.exec(select(func.count()).select_from(tables.Case).where(text(tables.IS_OPEN))).one()

    # The calendar

    def calendar(self) -> CalendarBook:
        """Every edition of the calendar.

        Raises:
            CalendarMissing: the record was never seeded.
        """
        with transaction(self._engine) as session:
            return self._books.read(session)

    # Letters

    def letters(self, complaint: Complaint) -> tuple[LetterLine, ...]:
        """The letters of a case, in the order of the events that called for them."""
        with transaction(self._engine) as session:
            return letters.lines(session, complaint.procedure, storable(complaint.code))

    def letter_content(self, letter: LetterKey, form: LetterFormat) -> bytes | None:
        """A letter as it was made; None for none. It names its addressee: whether the asker may know is for the caller
        to have settled.
        """
        with transaction(self._engine) as session:
            return letters.content(session, letter, form)

    # Notices

    def queued_notices(self, code: str) -> tuple[tuple[int, Notice, str], ...]:
        """The notices of a case: the number of the event that each tells of, the notice, its status."""
        wanted = select(tables.Notice).where(col(tables.Notice.code) == storable(code)).order_by(col(tables.Notice.id))
        with transaction(self._engine) as session:
            return tuple(
                (row.event_number, Notice(Told(Role(row.role), row.agency), row.channel), row.status)
                for row in session.exec(wanted)
                if row.event_number is not None
            )

    # The reporter

    def tracking_hash(self, code: str) -> str | None:
        """The hash of the key with which the reporter tracks the case."""
        with transaction(self._engine) as session:
            row = session.get(tables.Submission, storable(code))
            return row.tracking_hash if row else None

    # Staff

    def account_for_sign_in(self, username: str) -> tuple[Account, str] | None:
        """The account with this username and the hash of its password, as long as it is active."""
        wanted = select(tables.Account).where(
            col(tables.Account.username) == storable(username), col(tables.Account.active)
        )
        with transaction(self._engine) as session:
            row = session.exec(wanted).one_or_none()
            return (account_of(row), row.password_hash) if row else None

    def account_of_provider(self, identity: str) -> Account | None:
        """The account that the provider knows by this identity, as long as it is active."""
        wanted = select(tables.Account).where(
            col(tables.Account.provider_identity) == storable(identity), col(tables.Account.active)
        )
        with transaction(self._engine) as session:
            row = session.exec(wanted).one_or_none()
            return account_of(row) if row else None

    def account_of_session(self, token_hash: str, now: datetime) -> Account | None:
        """Whose session this is, None when it is unknown, revoked, or has expired by `now`."""
        wanted = (
            select(tables.Account)
            .join(tables.SignIn, col(tables.SignIn.account_id) == col(tables.Account.id))
            .where(
                col(tables.SignIn.token_hash) == storable(token_hash),
                col(tables.SignIn.revoked_at).is_(None),
                col(tables.SignIn.expires_at) > now,
                col(tables.Account.active),
            )
        )
        with transaction(self._engine) as session:
            row = session.exec(wanted).one_or_none()
            return account_of(row) if row else None
