"""Tests the dashboard and the alert rules: they use only metrics that are exported, and each rule rings when it should."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Metric

from records.health.standing import Alarms, Caseload, Comparison, Queue
from telemetry.gauges import RecordGauges
from telemetry.metrics import REGISTRY
from tests.support.telemetry import FOLDER, RULES, RULES_TEST, dashboard, names_used, queries

PAGE = FOLDER.with_suffix(".md")
PROMTOOL = shutil.which("promtool")
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}


class Standing:
    """A record with one of everything."""

    def queues(self) -> list[Queue]:
        return [Queue("letters", 1, 1.0)]

    def alarms(self) -> Alarms:
        return Alarms(1, 1.0)

    def caseloads(self) -> list[Caseload]:
        return [Caseload("khanh-hoa", 1, 1)]

    def comparison(self) -> Comparison:
        return Comparison(1.0, 1.0, 1, {}, 0)


@pytest.fixture(scope="module")
def exported() -> set[str]:
    """The names of all samples that a process may export, those of Temporal's SDK apart."""
    record = CollectorRegistry()
    record.register(RecordGauges(Standing()))
    families: list[Metric] = [*REGISTRY.collect(), *record.collect()]
    return {each.name + suffix for each in families for suffix in SUFFIXES.get(each.type, ())}


def test_dashboard_and_rules_use_only_metrics_that_are_exported(exported: set[str]) -> None:
    ours = {name for name in names_used() if not name.startswith("temporal_")}
    assert len(ours) > 12
    assert ours - exported == set()


def test_the_page_names_every_metric_of_ours_and_no_other(exported: set[str]) -> None:
    bases = {re.sub(r"_(bucket|count|sum)$", "", name) for name in exported if name.startswith("hientruong_")}
    named = set(re.findall(r"hientruong_[a-z_]+[a-z]", PAGE.read_text("utf-8")))
    assert named == bases


def test_the_dashboard_has_a_query_in_each_panel_and_no_panel_upon_another() -> None:
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = [panel["gridPos"] for panel in panels]
    cells = [
        (x, y) for at in places for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24
    assert all(panel["targets"] for panel in panels if panel["type"] != "row")


def test_each_rule_says_what_to_do_and_is_tried_ringing() -> None:
    rules = RULES.read_text("utf-8")
    alerts = re.findall(r"- alert: (\w+)", rules)
    assert len(alerts) == rules.count("action:") == rules.count("summary:") > 10
    ringing = re.findall(r"- alertname: (\w+)\n\s+eval_time: \w+\n\s+exp_alerts:", RULES_TEST.read_text("utf-8"))
    assert set(ringing) == set(alerts)


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
@pytest.mark.parametrize("asked", [("check", "rules", "rules.yml"), ("test", "rules", "rules_test.yml")])
def test_promtool_finds_nothing_wrong_with_the_rules(asked: tuple[str, ...]) -> None:
    _promtool(*asked, folder=FOLDER)


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
def test_promtool_reads_every_query_of_the_dashboard(tmp_path: Path) -> None:
    rules = "".join(f"  - record: query:{number}\n    expr: {query!r}\n" for number, query in enumerate(queries()))
    (tmp_path / "queries.yml").write_text(f"groups:\n- name: dashboard\n  rules:\n{rules}", "utf-8")
    _promtool("check", "rules", "queries.yml", folder=tmp_path)


def _promtool(*asked: str, folder: Path) -> None:
    assert PROMTOOL
    ended = subprocess.run([PROMTOOL, *asked], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
