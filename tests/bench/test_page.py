"""The page of the benches shows the figures that are kept."""

from __future__ import annotations

import json

import pytest

from bench import page
from bench.support import results


def test_the_page_shows_the_figures_that_are_kept() -> None:
    text = page.PAGE.read_text()
    assert page.written(text) == text, "docs/benchmarks.md is out of date: .venv/bin/python -m bench.page"


def test_new_figures_change_their_part_of_the_page_and_nothing_else(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    [file, *_] = sorted(results.FOLDER.glob("*.json"))
    figures = json.loads(file.read_text())
    figures["machine"]["processor"] = "another machine"
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    results.keep(file.stem, figures)
    before = page.PAGE.read_text()
    after = page.written(before)
    differing = [line for old, line in zip(before.splitlines(), after.splitlines(), strict=True) if old != line]
    assert len(differing) == 1
    assert "another machine" in differing[0]


def test_a_page_without_a_place_for_kept_figures_is_a_fault() -> None:
    with pytest.raises(ValueError, match="has no place for"):
        page.written("# Benchmarks\n")
