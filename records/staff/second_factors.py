"""Keeps the second factors of accounts. What is secret comes here sealed or hashed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from records.engine import read, transaction
from records.offices.changes import note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.accounts import end_sessions
from records.staff.rows import Account, Authenticator

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

_APP = tables.Authenticator
_CODE = tables.RecoveryCode
_KEY = tables.Passkey


class SecondFactors:
    """The second factors of accounts. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_enrolled(self, account_id: str) -> bool:
        """Return whether signing in with this account needs more than a password."""
        app = select(_APP.account_id).where(col(_APP.account_id) == account_id, col(_APP.enrolled_at).is_not(None))
        key = select(_KEY.account_id).where(col(_KEY.account_id) == account_id)
        with read(self._engine) as session:
            return session.exec(app).first() is not None or session.exec(key).first() is not None

    def authenticator(self, account_id: str) -> Authenticator | None:
        """Return the authenticator app of an account, enrolled or begun. None where it has none."""
        with read(self._engine) as session:
            row = session.get(_APP, account_id)
            if row is None:
                return None
            left = session.exec(select(func.count()).where(col(_CODE.account_id) == account_id)).one()
            return Authenticator(row.sealed, row.enrolled_at, left)

    def begin(self, account_id: str, sealed: bytes, at: datetime) -> None:
        """Keep a secret that is not in use yet, in place of an earlier one. One that is in use stays."""
        row = {"sealed": sealed, "begun_at": at}
        new = upsert(_APP).values(account_id=account_id, **row)
        kept = new.on_conflict_do_update(index_elements=["account_id"], set_=row, where=col(_APP.enrolled_at).is_(None))
        with transaction(self._engine) as session:
            session.execute(kept)

    def enrol(self, account: Account, step: int, code_hashes: Collection[str], change: ChangedBy) -> bool:
        """Put the secret that was begun to use, with the step of its first code and these recovery codes. Return whether it was
        there and not in use."""
        with transaction(self._engine) as session:
            begun = (col(_APP.account_id) == account.id, col(_APP.enrolled_at).is_(None))
            values = {"enrolled_at": change.at, "last_step": step}
            if not session.execute(update(_APP).where(*begun).values(values).returning(col(_APP.account_id))).all():
                return False
            _replace_codes(session, account.id, code_hashes)
            _note(session, account, "enrolled", change)
            return True

    def take_step(self, account_id: str, step: int) -> bool:
        """Take the code of this step. Return whether neither it nor a later one was taken before."""
        later = (col(_APP.account_id) == account_id, col(_APP.last_step) < step, col(_APP.enrolled_at).is_not(None))
        with transaction(self._engine) as session:
            taken = update(_APP).where(*later).values(last_step=step).returning(col(_APP.account_id))
            return bool(session.execute(taken).all())

    def take_recovery_code(self, account: Account, code_hash: str, change: ChangedBy) -> bool:
        """Use up a recovery code, on record. Return whether it was there."""
        held = (col(_CODE.account_id) == account.id, col(_CODE.code_hash) == code_hash)
        with transaction(self._engine) as session:
            if not session.execute(delete(_CODE).where(*held).returning(col(_CODE.account_id))).all():
                return False
            _note(session, account, "recovery_code_used", change)
            return True

    def renew_codes(self, account: Account, code_hashes: Collection[str], change: ChangedBy) -> None:
        """Replace all recovery codes of an account."""
        with transaction(self._engine) as session:
            _replace_codes(session, account.id, code_hashes)
            _note(session, account, "recovery_codes_renewed", change)

    def remove(self, account: Account, change: ChangedBy) -> None:
        """Take the authenticator app off an account, on record, where its owner does it. Where another person does it, take its
        passkeys off as well and end its sessions. Do nothing where there is nothing to take off."""
        with transaction(self._engine) as session:
            gone = delete(_APP).where(col(_APP.account_id) == account.id).returning(col(_APP.enrolled_at))
            was = session.execute(gone).all()
            _replace_codes(session, account.id, ())
            keys: list[object] = []
            if change.by_account != account.id:
                lost = delete(_KEY).where(col(_KEY.account_id) == account.id).returning(col(_KEY.id))
                keys.extend(session.execute(lost).all())
            if not keys and not any(enrolled_at for (enrolled_at,) in was):
                return
            if change.by_account != account.id:
                end_sessions(session, account.id)
            _note(session, account, "removed", change)


def _replace_codes(session: Session, account_id: str, code_hashes: Collection[str]) -> None:
    session.execute(delete(_CODE).where(col(_CODE.account_id) == account_id))
    if code_hashes:
        session.execute(insert(_CODE), [{"account_id": account_id, "code_hash": each} for each in code_hashes])


def _note(session: Session, account: Account, what: str, change: ChangedBy) -> None:
    note(session, Subject.ACCOUNT, account.authority, account.id, {}, {"second_factor": what}, change)
