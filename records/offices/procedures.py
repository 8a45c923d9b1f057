"""Stores each procedure once. Each process reads each of them once."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from domain.complaint import Complaint
from domain.procedure import Procedure
from domain.texts.known import REGULATIONS
from records.codec import Json, complaint_from_json, procedure_from_json, procedure_to_json
from records.offices import tables


class ProcedureStore:
    """Stores procedures, and reads them and their cases through a cache. The procedure of a digest never changes."""

    def __init__(self) -> None:
        self._read: dict[str, Procedure] = {}
        self._digests: dict[int, tuple[Procedure, str]] = {}
        # By `id()`, because digesting a regulation for every report costs too much. Holding the procedure keeps its id its own.
        self._json: dict[int, tuple[Procedure, str, Json]] = {}
        self._committed: set[str] = set()

    def keep(self, session: Session, procedure: Procedure) -> str:
        """Store the procedure where it is not stored yet. Return its digest."""
        digest, body = self._written(procedure)
        if digest in self._committed:
            return digest
        if session.get(tables.Procedure, digest) is None:
            row = {"digest": digest, "id": procedure.id, "body": body}
            session.execute(insert(tables.Procedure).values(row).on_conflict_do_nothing())
        else:
            # Remember only what was found committed: what this transaction adds may yet be rolled back.
            self._committed.add(digest)
        return digest

    def digest_of(self, procedure: Procedure) -> str:
        """Return the digest under which the procedure is stored, or would be stored now.

        A later version of the program may write a stored procedure differently. It still has the digest that it was stored
        under.
        """
        if id(procedure) in self._digests:
            return self._digests[id(procedure)][1]
        return self._written(procedure)[0]

    def _written(self, procedure: Procedure) -> tuple[str, Json]:
        if id(procedure) not in self._json:
            self._json[id(procedure)] = (procedure, *procedure_to_json(procedure))
        _, digest, body = self._json[id(procedure)]
        return digest, body

    def complaint(self, session: Session, digest: str, snapshot: Json) -> Complaint:
        """Return a case from its snapshot and the digest of its procedure."""
        return complaint_from_json(snapshot, self.procedure(session, digest))

    def procedure(self, session: Session, digest: str) -> Procedure:
        """Return the procedure with this digest. It must be in the database, with those that its cases were under before."""
        if digest not in self._read:
            row = session.exec(select(tables.Procedure).where(col(tables.Procedure.digest) == digest)).one()
            if before := row.body.get("follows"):
                self.procedure(session, before)
            return self.remember(digest, row.body)
        return self._read[digest]

    def remember(self, digest: str, body: Json) -> Procedure:
        """Return the procedure of this digest from its stored JSON, read once."""
        if digest not in self._read:
            procedure = self._read[digest] = procedure_from_json(body)
            self._digests[id(procedure)] = (procedure, digest)
            REGULATIONS.learn({digest: procedure})
        return self._read[digest]
