"""The compose file for production agrees with what the program expects."""

from __future__ import annotations

from pathlib import Path

from cli.up.parts import kinds_of_search_attributes

COMPOSE = Path(__file__).parents[2] / "docker-compose.temporal.yml"


def test_the_compose_file_makes_every_search_attribute_of_the_registry_and_no_other():
    (line,) = [line for line in COMPOSE.read_text().splitlines() if "for attribute in" in line]
    made = dict(word.split("=") for word in line.partition(" in ")[2].removesuffix("; do").split())
    assert made == kinds_of_search_attributes()
