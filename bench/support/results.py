"""Keeps the figures of benches as JSON in docs/benchmarks/. `bench.page` shows them."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import quantiles
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "benchmarks"

Figures = dict[str, Any]


def keep(name: str, figures: Figures) -> Path:
    """Write the figures of the bench `name`. Return the file."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{name}.json"
    file.write_text(json.dumps(_rounded(figures), indent=1, ensure_ascii=False) + "\n")
    return file


def kept(name: str) -> Figures | None:
    """Return the kept figures of the bench `name`, None where none are kept."""
    file = FOLDER / f"{name}.json"
    figures: Figures | None = json.loads(file.read_text()) if file.exists() else None
    return figures


def centiles(values: list[float]) -> Figures:
    """Return the median, the 95th and 99th percentile and the greatest of these values, None of each where there are none."""
    if not values:
        return dict.fromkeys(("p50", "p95", "p99", "most"))
    hundredths = quantiles(values, n=100, method="inclusive") if len(values) > 1 else values * 99
    return {"p50": hundredths[49], "p95": hundredths[94], "p99": hundredths[98], "most": max(values)}


def _rounded(value: Any) -> Any:
    """Leave out digits that say nothing."""
    match value:
        case float():
            return float(f"{value:.4g}")
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
    return value
