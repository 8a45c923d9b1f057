"""The office that an authority starts with: one TOML file for agencies, places, routing rules and staff to try it with.

The keys are explained at the top of provinces/khanh-hoa/office.toml. What an admin changes afterwards lies in the record, and
no file overwrites it.
"""

from __future__ import annotations

from procedures.offices.reading import load_office, read_office

__all__ = ["load_office", "read_office"]
