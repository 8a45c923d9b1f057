"""End to end: the commands of docs/first-case.md, run in a shell as a reader would."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from domain.words import Status
from language.labels import STATUS
from tests.support.system import Town

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "first-case.md"
HERE = "http://127.0.0.1:8000/api/v1"
STEPS = (
    Status.DISPATCHED,
    Status.PROCESSING,
    Status.AWAITING_APPROVAL,
    Status.APPROVED,
    Status.PUBLISHED,
    Status.CLOSED,
)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the walk uses curl")
def test_the_walk_with_curl_leads_to_the_end_of_a_case(town: Town) -> None:
    [walk] = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert HERE in walk
    walk = walk.replace(HERE, f"http://127.0.0.1:{town.up.ports['port']}/api/v1")
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", walk], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    code, *labels, events = done.stdout.splitlines()
    assert re.fullmatch(r"KH-\d{4}-\d{6}", code)
    assert labels == [STATUS[status] for status in STEPS]
    assert json.loads(events)["items"]
