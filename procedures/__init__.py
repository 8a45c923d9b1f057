"""The regulations as data: one cited and dated TOML file each, and the strict loader that turns one into a Procedure."""

from __future__ import annotations

from procedures.faults import Fault, NoProcedure, ProcedureFault
from procedures.reading import faults_of, load_procedure
from procedures.shipped import all_procedures, digest, procedure_in_force, shipped_procedures

__all__ = [
    "Fault",
    "NoProcedure",
    "ProcedureFault",
    "all_procedures",
    "digest",
    "faults_of",
    "load_procedure",
    "procedure_in_force",
    "shipped_procedures",
]
