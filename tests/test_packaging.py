"""The distribution is an application with packages of plain names, so no dependency may bring one of them."""

from __future__ import annotations

import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PYPROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
OURS = [*PYPROJECT["tool"]["importlinter"]["root_packages"], *PYPROJECT["tool"]["setuptools"]["py-modules"]]


@pytest.mark.parametrize("name", OURS)
def test_no_dependency_brings_a_package_of_our_name(name: str) -> None:
    assert set(packages_distributions().get(name, ())) <= {"hientruong"}


def test_nobody_uploads_it_by_mistake() -> None:
    assert "Private :: Do Not Upload" in PYPROJECT["project"]["classifiers"]
