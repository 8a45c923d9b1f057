"""The distribution is an application: its top-level names are its own, and it is never uploaded."""

from __future__ import annotations

import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

HOME = Path(__file__).parents[1]


def our_names() -> set[str]:
    """Return the names of the top-level modules, packages and data folders of this repository."""
    packages = {path.parent.name for path in HOME.glob("*/__init__.py")}
    return packages | {path.stem for path in HOME.glob("*.py")} | {"provinces"}


def test_no_dependency_brings_a_package_of_one_of_our_names() -> None:
    names, brought = our_names(), packages_distributions()
    assert {"domain", "api", "records", "worker", "tests"} <= names
    assert {name: brought[name] for name in names & brought.keys() if set(brought[name]) != {"hientruong"}} == {}


def test_the_distribution_is_marked_as_one_that_no_index_takes() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())["project"]
    assert "Private :: Do Not Upload" in project["classifiers"]
