"""The container's image holds all that the program reads while it runs, and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.support.image import ROOT, Ignored, image_files

DOCKERFILE = (ROOT / "Dockerfile").read_text()
LOCKED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<rest>(?:[^\n]*\\\n)+[^\n]*)", re.M)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MAKE_ANEW = "make the lock of the image anew: the last `uv pip compile` line of the Makefile, without --upgrade"


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return the version and the hashes of each package of a lock."""
    text = (ROOT / "requirements" / name).read_text()
    return {
        each["name"]: (each["version"], frozenset(re.findall(r"sha256:[0-9a-f]{64}", each["rest"])))
        for each in LOCKED.finditer(text)
    }


def names_of(requirements: list[str]) -> Iterator[str]:
    for requirement in requirements:
        yield re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


@pytest.fixture(scope="module")
def files() -> set[str]:
    return image_files()


def test_the_image_s_lock_has_the_versions_and_hashes_that_the_tests_run_with() -> None:
    everything, image = locked("main.lock"), locked("runtime.lock")
    assert len(image) > 50
    assert {name: each for name, each in image.items() if everything.get(name) != each} == {}, MAKE_ANEW
    assert all(hashes for _, hashes in image.values())


def test_the_image_s_lock_has_what_the_program_needs_and_neither_tests_nor_servers() -> None:
    image = set(locked("runtime.lock"))
    assert set(names_of(PROJECT["project"]["dependencies"])) - image == set(), MAKE_ANEW
    groups = PROJECT["dependency-groups"]
    assert image & set(names_of(groups["embedded"])) == set()
    assert image & {"pytest", "mypy", "ruff", "hypothesis"} == set()


def test_every_file_of_our_packages_is_in_the_image(files: set[str]) -> None:
    packages = {each.rstrip("*") for each in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]}
    modules = {f"{each}.py" for each in PROJECT["tool"]["setuptools"]["py-modules"]}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in packages
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(wanted) > 500
    assert (wanted | modules) - files == set()


@pytest.mark.parametrize("folder", ["tests", "bench", "docs", ".ci", "deploy"])
def test_no_file_that_only_developers_and_operators_read_is_in_the_image(files: set[str], folder: str) -> None:
    assert [path for path in files if path.startswith(f"{folder}/")] == []


def test_no_compiled_and_no_hidden_file_is_in_the_image(files: set[str]) -> None:
    assert [path for path in files if "__pycache__" in path or "/." in f"/{path}"] == []


def test_every_source_that_the_dockerfile_copies_is_there(files: set[str]) -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) \S+$", DOCKERFILE, re.M)
    assert copied == ["requirements/runtime.lock", "."]
    assert "requirements/runtime.lock" in files


def test_no_stage_of_the_image_ends_as_root() -> None:
    stages = DOCKERFILE.split("\nFROM ")[1:]
    last_users = [re.findall(r"^USER (\S+)$", stage, re.M)[-1:] for stage in stages]
    assert last_users == [[], ["10001:10001"], ["10001:10001"], []]
    assert stages[-1].strip() == "app"


@pytest.mark.parametrize(
    ("path", "enters"),
    [
        ("a/b.py", True),
        ("a/c/d.txt", True),
        ("a/__pycache__/b.pyc", False),
        ("a/b.pyc", False),
        ("other/b.py", False),
        ("ab.py", False),
        ("a.py", False),
    ],
)
def test_the_last_line_that_matches_decides(path: str, enters: bool) -> None:
    assert Ignored("*\n!a\n**/__pycache__\n**/*.py[cod]\n").lets_in(path) is enters
