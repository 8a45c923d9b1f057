"""Procedures in the database: each kept once, read once by each process."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from domain.complaint import Complaint
from domain.procedure import Procedure
from records.codec import Json, complaint_from_json, procedure_from_json, procedure_to_json
from records.offices import tables


class ProcedureStore:
    """Reads cases back under the procedure that each was filed under. What a digest stands for never changes."""

    def __init__(self) -> None:
        self._read: dict[str, Procedure] = {}
        # By identity, each held so that its identity stays its own: a regulation is large to digest for every report.
        self._json: dict[int, tuple[Procedure, str, Json]] = {}
        self._there: set[str] = set()

    def keep(self, session: Session, procedure: Procedure) -> str:
        """The digest of the procedure, which is in the database from now on."""
        if id(procedure) not in self._json:
            self._json[id(procedure)] = (procedure, *procedure_to_json(procedure))
        _, digest, body = self._json[id(procedure)]
        if digest in self._there:
            return digest
        if session.get(tables.Procedure, digest) is None:
            row = {"digest": digest, "id": procedure.id, "body": body}
            session.execute(insert(tables.Procedure).values(row).on_conflict_do_nothing())
        else:
            # Found, so committed; what is only just being added may yet be rolled back.
            self._there.add(digest)
        return digest

    def complaint(self, session: Session, digest: str, snapshot: Json) -> Complaint:
        """A case from its snapshot."""
        return complaint_from_json(snapshot, self.procedure(session, digest))

    def procedure(self, session: Session, digest: str) -> Procedure:
        """The procedure of this digest, which must be in the database."""
        if digest not in self._read:
            row = session.exec(select(tables.Procedure).where(col(tables.Procedure.digest) == digest)).one()
            self._read[digest] = procedure_from_json(row.body)
        return self._read[digest]
