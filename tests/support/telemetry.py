"""The dashboard and the alert rules of docs/observability/, and the metrics that they use."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "observability"
RULES, RULES_TEST, DASHBOARD = FOLDER / "rules.yml", FOLDER / "rules_test.yml", FOLDER / "dashboard.json"
_NAME = re.compile(r"\b(?:hientruong|temporal|process)_[a-z_]+[a-z]\b")


def dashboard() -> dict[str, Any]:
    """Return the dashboard."""
    read: dict[str, Any] = json.loads(DASHBOARD.read_text("utf-8"))
    return read


def queries() -> list[str]:
    """Return every query of the dashboard's panels."""
    return [target["expr"] for panel in dashboard()["panels"] for target in panel.get("targets", ())]


def names_used() -> set[str]:
    """Return the names of all metrics in the dashboard and the rules."""
    return set(_NAME.findall("\n".join(queries()) + RULES.read_text("utf-8")))
