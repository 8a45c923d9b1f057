"""Tries the faults on the real stack and prints the table: `python -m tests.faults`, with options of pytest."""

from __future__ import annotations

import sys

import pytest

from tests.faults.listing import marked_files

if __name__ == "__main__":
    sys.exit(pytest.main(["-p", "tests.faults.table", "-m", "fault", "-q", *sys.argv[1:], *map(str, marked_files())]))
