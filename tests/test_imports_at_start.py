"""Tests that worker and front start without the libraries that few requests need, so that they start soon and stay small."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

OF_LETTERS = {"docx", "docxtpl", "lxml", "pyhanko", "aiohttp"}
"""Libraries that make DOCX letters and sign PDF letters."""


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        pytest.param("worker", OF_LETTERS | {"openpyxl", "webauthn", "zxcvbn", "segno"}, id="worker"),
        pytest.param("api.app", OF_LETTERS | {"openpyxl", "webauthn", "zxcvbn"}, id="front"),
    ],
)
def test_a_process_starts_without_the_libraries_that_few_requests_need(module: str, forbidden: set[str]) -> None:
    imports = f"import json, sys, {module}; print(json.dumps(list(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", imports], capture_output=True, text=True, check=True)
    assert not forbidden.intersection(json.loads(ran.stdout.splitlines()[-1]))
