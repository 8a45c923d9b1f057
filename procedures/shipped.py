"""The procedures that ship with the program, and which of them is in force when."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from domain.procedure import Procedure
from procedures.faults import NoProcedure
from procedures.reading import load_procedure

_PROCEDURE = TypeAdapter(Procedure)


@lru_cache(maxsize=1)
def shipped_procedures() -> tuple[Procedure, ...]:
    """Every version of every procedure in the program's own files, by id and date. Raises ProcedureFault."""
    read = [load_procedure(path) for path in sorted(Path(__file__).parent.glob("*.toml"))]
    return tuple(sorted(read, key=lambda procedure: (procedure.id, procedure.valid_from)))


def all_procedures() -> dict[str, Procedure]:
    """The procedures in force today, each where it applies, by id."""
    return {
        procedure.id: procedure
        for procedure in shipped_procedures()
        if is_in_force(procedure, procedure.authority.local_date(datetime.now(UTC)))
    }


def procedure_in_force(procedure_id: str, on: date) -> Procedure:
    """The version of a procedure in force on a day. Raises NoProcedure."""
    for procedure in shipped_procedures():
        if procedure.id == procedure_id and is_in_force(procedure, on):
            return procedure
    raise NoProcedure(f"không có quy trình “{procedure_id}” có hiệu lực ngày {on:%d/%m/%Y}")


def is_in_force(procedure: Procedure, on: date) -> bool:
    """Whether the procedure is in force on a day. `valid_to` is the first day on which it no longer is."""
    return procedure.valid_from <= on and (procedure.valid_to is None or on < procedure.valid_to)


def digest(procedure: Procedure) -> str:
    """What tells one version of a procedure from another: hexadecimal SHA-256 of its canonical JSON."""
    plain = _PROCEDURE.dump_python(procedure, mode="json")
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
