"""The offices that the authorities start with: one TOML file each for agencies, places, routing rules and staff to try it
with; the keys are explained at the top of khanh_hoa.toml. What an admin changes afterwards lies in the record, and no file
overwrites it.
"""

from __future__ import annotations

from procedures.offices.reading import OfficeFault, load_office, read_office
from procedures.offices.shipped import shipped_offices

__all__ = ["OfficeFault", "load_office", "read_office", "shipped_offices"]
