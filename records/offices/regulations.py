"""Reads the regulations that cases were filed under, for the workflows of these cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Engine, func, text
from sqlmodel import col, select

from domain.procedure import Procedure
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

    def digest_of(self, procedure: Procedure) -> str:
        """Return the digest under which the record holds a procedure. It reads nothing."""
        return self._procedures.digest_of(procedure)

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
