"""Regulations and offices as data, one folder a province: reads them strictly, checks, draws and rehearses them."""

from __future__ import annotations

from procedures.faults import Fault, NoForm, NoProcedure, ProvinceFault
from procedures.loading import (
    all_procedures,
    area_of,
    later_offices,
    procedure_in_force,
    procedures_in_force,
    provinces,
    read_versions,
    retention_rules,
    use_provinces,
    versions_of,
)
from procedures.present import use_clock
from procedures.reading import faults_of, load_procedure

__all__ = [
    "Fault",
    "NoForm",
    "NoProcedure",
    "ProvinceFault",
    "all_procedures",
    "area_of",
    "faults_of",
    "later_offices",
    "load_procedure",
    "procedure_in_force",
    "procedures_in_force",
    "provinces",
    "read_versions",
    "retention_rules",
    "use_clock",
    "use_provinces",
    "versions_of",
]
