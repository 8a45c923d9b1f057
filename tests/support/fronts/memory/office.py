"""Offices, staff and the calendar in memory, with tries and looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from domain.allowances import Allowance
from domain.complaint import Complaint
from domain.messages import ToldBy
from domain.offices.answers import AnswerTemplate
from domain.offices.names import NameHistory
from domain.offices.office import Agency, OwnField
from domain.offices.places import Place
from domain.offices.reorganisation import Reorganisation
from domain.offices.routing import RoutingRule
from domain.offices.succession import Succession, Successions
from domain.time.decisions import EVERYWHERE, CalendarBook, ChangeKind, Decision, Reach
from records.cases.rows import Identity
from records.errors import ActInForce, ActNotInForce
from records.letters.rows import EndingCertificate, LetterFormat, LetterKey, LetterLine
from records.personal_data.rows import Erasure
from records.staff.rows import Account, LeftBehind, Look, LookedAt, Owed, SignedIn
from tests.support.fronts.memory.part import Part

_EVER = datetime(2020, 1, 1, tzinfo=UTC)


class MemoryCalendar(Part):
    def add(self, act: str, decisions: tuple[Decision, ...], *, source: str, by_account: str, at: datetime) -> int:
        self._kept.answer()
        reach = decisions[0].reach
        kept = {each for each in self._kept.book.decisions if (each.act, each.reach) == (act, reach)}
        if kept and kept != set(decisions):
            raise ActInForce
        if not kept:
            self._kept.change((*self._kept.book.decisions, *decisions), ChangeKind.ADD, act, at, reach)
        return max(each.revision for each in self._kept.book.editions if (each.act, each.reach) == (act, reach))

    def withdraw(self, act: str, reach: Reach = EVERYWHERE, *, by_account: str, at: datetime) -> int:
        self._kept.answer()
        left = tuple(each for each in self._kept.book.decisions if (each.act, each.reach) != (act, reach))
        if len(left) != len(self._kept.book.decisions):
            self._kept.change(left, ChangeKind.WITHDRAW, act, at, reach)
        done = [
            each.revision
            for each in self._kept.book.editions
            if (each.change, each.act, each.reach) == (ChangeKind.WITHDRAW, act, reach)
        ]
        if not done:
            raise ActNotInForce
        return max(done)

    def mark_told(self, revision: int) -> None:
        self._kept.answer()
        self._kept.untold_ = [each for each in self._kept.untold_ if each != revision]

    def untold(self) -> tuple[int, ...]:
        self._kept.answer()
        return tuple(self._kept.untold_)

    def remembered(self) -> CalendarBook:
        return self.book()

    def book(self) -> CalendarBook:
        self._kept.answer()
        return self._kept.book


class MemoryOffices(Part):
    def agencies(self, authority: str) -> tuple[Agency, ...]:
        self._kept.answer()
        return tuple(agency for agency in self._kept.agencies_ if agency.authority == authority)

    def agency_names(self, authority: str) -> dict[str, NameHistory]:
        return {each.id: ((_EVER, each.name),) for each in self.agencies(authority)}

    def places(self, authority: str) -> tuple[Place, ...]:
        self._kept.answer()
        return self._kept.places_

    def routing_rules(self, authority: str) -> tuple[RoutingRule, ...]:
        self._kept.answer()
        return self._kept.rules_

    def succeeded(self, authority: str) -> Successions:
        self._kept.answer()
        return Successions((), date.min)

    def joined(self, authority: str) -> tuple[str, ...]:
        return ()

    def going_over(self, authority: str) -> Reorganisation | None:
        return None

    def answers(self, authority: str) -> tuple[AnswerTemplate, ...]:
        self._kept.answer()
        return ()

    def own_fields(self, authority: str) -> tuple[OwnField, ...]:
        self._kept.answer()
        return ()


class MemoryAccounts(Part):
    def find(self, account_id: str) -> Account | None:
        self._kept.answer()
        return next((account for account, _ in self._kept.accounts_.values() if account.id == account_id), None)

    def of_authority(self, authority: str | None) -> tuple[Account, ...]:
        self._kept.answer()
        return tuple(one for one, _ in self._kept.accounts_.values() if authority in (None, one.authority))

    def of_agency(self, authority: str, agency: str) -> tuple[Account, ...]:
        return tuple(one for one in self.of_authority(authority) if one.agency == agency)

    def display_names(self, account_ids: frozenset[str]) -> dict[str, str]:
        self._kept.answer()
        found = (self.find(account_id) for account_id in account_ids)
        return {account.id: account.display_name for account in found if account}

    def names(self, account_ids: frozenset[str]) -> dict[str, NameHistory]:
        return {id_: ((_EVER, name),) for id_, name in self.display_names(account_ids).items()}

    def for_sign_in(self, username: str) -> tuple[Account, str] | None:
        self._kept.answer()
        return self._kept.accounts_.get(username)


class MemoryDuties(Part):
    def staffed(self, authority: str) -> frozenset[str]:
        self._kept.answer()
        people = [account for account, _ in self._kept.accounts_.values() if account.active]
        return frozenset(one.agency for one in people if one.agency and one.authority == authority)


class MemorySessions(Part):
    def open(
        self,
        account_id: str,
        token_hash: str,
        expires_at: datetime,
        agent: str = "",
        owes: Owed | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        self._kept.answer()
        self._kept.sessions_[token_hash] = (account_id, expires_at)
        if owes is not None:
            self._kept.owes_[token_hash] = owes
        if at is not None:
            self._kept.used_[token_hash] = self._kept.confirmed_[token_hash] = at

    def settle(self, token_hash: str) -> None:
        self._kept.owes_.pop(token_hash, None)

    def confirm(self, token_hash: str, at: datetime) -> None:
        self._kept.answer()
        self._kept.confirmed_[token_hash] = at

    def note_use(self, token_hash: str, at: datetime) -> None:
        self._kept.answer()
        self._kept.used_[token_hash] = at

    def revoke(self, token_hash: str) -> None:
        self._kept.answer()
        self._kept.sessions_.pop(token_hash, None)

    def signed_in(self, token_hash: str, now: datetime, used_since: datetime = _EVER) -> SignedIn | None:
        self._kept.answer()
        account_id, expires_at = self._kept.sessions_.get(token_hash, ("", now))
        accounts = {account.id: account for account, _ in self._kept.accounts_.values()}
        leaders = self._kept.stood_in_for_.get(account_id, ())
        used_at = self._kept.used_.get(token_hash, now)
        holds = expires_at > now and used_at > used_since
        confirmed_at = self._kept.confirmed_.get(token_hash)
        owes = self._kept.owes_.get(token_hash)
        return SignedIn(accounts[account_id], leaders, owes, used_at, confirmed_at) if holds else None


class MemoryHandovers(Part):
    def left_behind(self, before: datetime) -> tuple[LeftBehind, ...]:
        self._kept.answer()
        return ()

    def unfinished(self, limit: int) -> tuple[str, ...]:
        self._kept.answer()
        return ()


class NothingSucceeded:
    """Stands in for `records.staff.successions.SuccessionStore`."""

    def unfinished(self) -> tuple[Succession, ...]:
        return ()


class NothingReorganised:
    """Stands in for `records.staff.reorganisations.ReorganisationStore`."""

    def unfinished(self) -> tuple[Reorganisation, ...]:
        return ()


class MemoryLooks(Part):
    def note(self, account: str, looked_at: LookedAt, code: str | None, pieces: int = 1) -> None:
        self._kept.answer()
        self._kept.looks_.append((account, looked_at, code, pieces))

    def identity(self, code: str, *, seen_by: str | None, though_restricted: bool = False) -> Identity | None:
        self._kept.answer()
        if seen_by is not None:
            self.note(seen_by, LookedAt.IDENTITY, code)
        return self._kept.submissions[code].identity

    def page(
        self, authority: str | None, *, code: str | None, account: str | None, before: int | None, limit: int
    ) -> tuple[Look, ...]:
        return ()


class MemoryCertificates(Part):
    def ending(self, within: timedelta) -> tuple[EndingCertificate, ...]:
        self._kept.answer()
        return tuple(self._kept.certificates_)


class MemoryErasures(Part):
    def of(self, code: str) -> Erasure | None:
        return self._kept.erasures_.get(code)


class NothingRestricted:
    """Stands in for `records.personal_data.identities.Identities`."""

    def restricted_since(self, code: str) -> datetime | None:
        return None

    def told_by(self, code: str) -> ToldBy:
        return ToldBy.EVERYTHING


class MemoryTries(Part):
    def wait(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        self._kept.answer()
        return max(allowance.wait(self._kept.tries_.get(key), at) for key, allowance in tries.items())

    def spend(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        wait = self.wait(tries, at)
        if not wait:
            self._kept.tries_ |= {
                key: max(self._kept.tries_.get(key, at), at) + allowance.share for key, allowance in tries.items()
            }
        return wait

    def give_back(self, tries: Mapping[str, Allowance], at: datetime) -> None:
        self._kept.answer()
        self._kept.tries_ |= {key: self._kept.tries_[key] - allowance.share for key, allowance in tries.items()}


class MemoryLetters(Part):
    def of_case(self, complaint: Complaint) -> tuple[LetterLine, ...]:
        self._kept.answer()
        return tuple(self._kept.letters_.get(complaint.code, ()))

    def content(self, letter: LetterKey, form: LetterFormat) -> bytes | None:
        self._kept.answer()
        return self._kept.letter_files.get((letter, form))
