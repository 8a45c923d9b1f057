"""Reads the regulations that cases were filed under, for the workflows of these cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Engine, func, text
from sqlmodel import col, select

from domain.procedure import Procedure
from domain.texts.known import REGULATIONS
from domain.texts.taking_over import taken_over
from records.cases import tables as case_tables
from records.engine import transaction
from records.offices import tables
from records.offices.procedures import ProcedureStore


@dataclass(frozen=True)
class Unreadable:
    """A stored regulation that this version of the program cannot read, and the number of open cases under it."""

    digest: str
    id: str
    open_cases: int


class StoredRegulations:
    """The regulations in the record. Every method that reads may raise RecordsUnavailable."""

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures
        self._taken_over: dict[tuple[str, int], tuple[Procedure, tuple[str, Procedure] | None]] = {}

    def digest_of(self, procedure: Procedure) -> str:
        """Return the digest under which the record holds a procedure. It reads nothing."""
        return self._procedures.digest_of(procedure)

    def taken_over(self, old: Procedure, new: Procedure) -> tuple[str, Procedure] | None:
        """Return the text that the open cases under `old` follow from the day of `new`, with the digest under which it is stored.
        None where they stay under `old`."""
        digest = self._procedures.digest_of(old)
        key = (digest, id(new))
        if key not in self._taken_over or self._taken_over[key][0] is not new:
            text = taken_over(old, digest, new)
            self._taken_over[key] = (new, (self._kept(text), text) if text else None)
        return self._taken_over[key][1]

    def _kept(self, procedure: Procedure) -> str:
        with transaction(self._engine) as session:
            digest = self._procedures.keep(session, procedure)
        REGULATIONS.learn({digest: procedure})
        return digest

    def read(self) -> tuple[Mapping[str, Procedure], tuple[Unreadable, ...]]:
        """Return every stored procedure by its digest, and those that cannot be read."""
        known, unreadable = {}, []
        with transaction(self._engine) as session:
            for row in session.exec(select(tables.Procedure)):
                try:
                    known[row.digest] = self._procedures.remember(row.digest, row.body)
                except ValidationError:
                    case = case_tables.Case
                    under = select(func.count()).where(
                        col(case.procedure_digest) == row.digest, text(case_tables.IS_OPEN)
                    )
                    unreadable.append(Unreadable(row.digest, row.id, session.exec(under).one()))
        return known, tuple(unreadable)
