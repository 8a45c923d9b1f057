"""The compose file for production keeps its promises: one door, no rights, nothing written but where it must be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from settings import Settings, StackSettings
from tests.stack.test_settings_docs import variables_of

HOME = Path(__file__).parents[2]
FILE = HOME / "docker-compose.temporal.yml"
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>[A-Z_]+)(?:(?P<sign>:-|:\?)(?P<word>[^}]*))?\}")
ONE_SHOTS = {"temporal-schema": "on-failure:5", "prepare": "on-failure:5", "backup": "no"}
WRITES_ITS_OWN_PROGRAM = {"temporal-ui"}
KNOWN = set(variables_of(Settings)) | set(variables_of(StackSettings))
PROFILES = {"one", "data", "temporal", "app", "edge", "pgbouncer", "backup"}


def filled(text: str, **given: str) -> str:
    """Return the text with variables filled in: those given, or else their defaults."""
    return VARIABLE.sub(
        lambda found: given.get(found["name"], "" if found["sign"] == ":?" else found["word"] or ""), text
    )


COMPOSE: dict[str, Any] = yaml.safe_load(filled(FILE.read_text(), SITE_NAME="pakn.vidu.vn"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
each_service = pytest.mark.parametrize(("name", "service"), SERVICES.items(), ids=list(SERVICES))


def test_a_variable_is_filled_in_as_compose_does_it() -> None:
    assert filled("${A:-b}:${C:?d}:$${E}", C="c") == "b:c:$${E}"
    assert filled("${A:-b}", A="a") == "a"


@each_service
def test_a_part_has_no_rights_and_cannot_win_any(name: str, service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "cap_add" not in service
    assert service.get("user", "") not in {"root", "0", "0:0"}


@each_service
def test_a_part_writes_only_where_it_must(name: str, service: dict[str, Any]) -> None:
    assert service["read_only"] is (name not in WRITES_ITS_OWN_PROGRAM)
    written = [volume for volume in service.get("volumes", []) if not volume.endswith(":ro")]
    assert written == {
        "postgresql": ["postgresql-data:/var/lib/postgresql/data"],
        "front": ["photos:/var/lib/hientruong"],
        "backup": ["photos:/var/lib/hientruong", "backups:/backups"],
    }.get(name, [])


@each_service
def test_a_part_is_watched_or_ends(name: str, service: dict[str, Any]) -> None:
    if name in ONE_SHOTS:
        assert service["restart"] == ONE_SHOTS[name]
        assert service.get("healthcheck", {"disable": True}) == {"disable": True}
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@each_service
def test_a_part_cannot_take_the_whole_machine_and_its_log_ends(name: str, service: dict[str, Any]) -> None:
    assert service["mem_limit"]
    assert service["cpus"]
    assert service["pids_limit"]
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@each_service
def test_nothing_but_the_proxy_is_open_to_the_world(name: str, service: dict[str, Any]) -> None:
    open_ports = [port for port in service.get("ports", []) if not port.startswith("127.0.0.1:")]
    assert open_ports == (["80:8080", "443:8443"] if name == "proxy" else [])


def test_the_proxy_reaches_the_front_alone() -> None:
    assert {name for name, service in SERVICES.items() if "edge" in service["networks"]} == {"proxy", "front"}
    assert SERVICES["proxy"]["networks"] == ["edge"]


def test_the_front_believes_the_proxy_s_network_and_no_other() -> None:
    (subnet,) = COMPOSE["networks"]["edge"]["ipam"]["config"]
    assert SERVICES["front"]["environment"]["HIENTRUONG_TRUSTED_PROXIES"] == subnet["subnet"]


@each_service
def test_a_part_belongs_to_profiles_and_sees_the_secrets_of_its_own_alone(name: str, service: dict[str, Any]) -> None:
    assert set(service["profiles"]) <= PROFILES
    mounted = [volume.split(":")[0] for volume in service.get("volumes", []) if volume.startswith("./secrets/")]
    own = {
        "pgbouncer": "postgresql",
        "temporal-schema": "temporal",
        "worker": "app",
        "front": "app",
        "backup": "app",
    }
    assert mounted == [f"./secrets/{own.get(name, name)}"]


@each_service
def test_an_image_has_a_version(name: str, service: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z/-]+:\d+(\.\d+)+", service["image"])
    assert "auto-setup" not in service["image"]


@each_service
def test_a_part_waits_for_what_it_needs_also_where_that_is_on_another_machine(
    name: str, service: dict[str, Any]
) -> None:
    for needed, how in service.get("depends_on", {}).items():
        assert how["condition"] == ("service_completed_successfully" if needed in ONE_SHOTS else "service_healthy"), (
            f"{name} waits for {needed}"
        )
        both = set(service["profiles"]) - {"pgbouncer", "backup"} <= set(SERVICES[needed]["profiles"])
        assert both or how["required"] is False


@each_service
def test_every_variable_of_ours_is_a_setting(name: str, service: dict[str, Any]) -> None:
    ours = {variable for variable in service.get("environment", {}) if variable.startswith("HIENTRUONG_")}
    assert ours - KNOWN == set()


@each_service
def test_no_password_is_in_the_environment(name: str, service: dict[str, Any]) -> None:
    suspicious = {
        variable: value
        for variable, value in service.get("environment", {}).items()
        if re.search(r"PASSWORD|PWD|SECRET|DATABASE_URL", variable)
        and value
        and not str(value).startswith("/run/secrets")
    }
    assert suspicious == {}


@each_service
def test_every_file_that_is_mounted_is_there(name: str, service: dict[str, Any]) -> None:
    mounted = [volume.split(":")[0] for volume in service.get("volumes", []) if volume.startswith("./deploy/")]
    assert [path for path in mounted if not (HOME / path).is_file()] == []
    built = service.get("build", ".")
    folder = built["context"] if isinstance(built, dict) else built
    assert (HOME / folder / "Dockerfile").is_file()


def test_the_image_is_built_under_the_version_of_the_program() -> None:
    project = re.search(r'^version = "(.+)"$', (HOME / "pyproject.toml").read_text(), re.M)
    assert project
    assert SERVICES["front"]["image"] == f"hientruong:{project[1]}"


def test_worker_and_front_run_the_same_image_with_the_same_settings() -> None:
    front, worker, prepare = (SERVICES[name] for name in ("front", "worker", "prepare"))
    assert front["image"] == worker["image"] == prepare["image"]
    assert prepare["environment"].items() <= front["environment"].items()
    assert prepare["environment"].items() <= worker["environment"].items()


def test_a_front_has_time_to_drain_and_to_finish_before_it_is_killed() -> None:
    front = SERVICES["front"]
    drain = int(front["environment"]["HIENTRUONG_DRAIN_SECONDS"])
    resolver = re.search(r"valid=(\d+)s", (HOME / "deploy" / "nginx" / "nginx.conf").read_text())
    assert resolver
    assert drain > int(resolver[1])
    assert int(front["stop_grace_period"].removesuffix("s")) > drain + Settings.model_fields["finish_seconds"].default


def test_temporal_asks_everybody_for_a_certificate() -> None:
    asked = SERVICES["temporal"]["environment"]
    assert asked["TEMPORAL_TLS_REQUIRE_CLIENT_AUTH"] == "true"
    assert asked["SQL_HOST_VERIFICATION"] == "true"
    assert SERVICES["front"]["environment"]["TEMPORAL_TLS"] == "true"


def test_the_shards_of_temporal_are_many_enough_for_a_province() -> None:
    assert int(SERVICES["temporal"]["environment"]["NUM_HISTORY_SHARDS"]) >= 512


@pytest.mark.parametrize("script", sorted((HOME / "deploy").rglob("*.sh")), ids=lambda script: script.name)
def test_a_script_stops_at_its_first_error(script: Path) -> None:
    assert "\nset -eu\n" in script.read_text()
    assert script.stat().st_mode & 0o111


def test_what_the_secrets_script_makes_is_what_the_parts_read() -> None:
    script = HOME / "deploy" / "make-secrets.sh"
    named = re.compile(r"(?:/run/secrets\}?|\$secrets|@CERTIFICATES@)/([a-z-]+)[_.](?:password|secret|crt|key)")
    files = [FILE, *(path for path in (HOME / "deploy").rglob("*") if path.is_file() and path != script)]
    read = {stem for path in files for stem in named.findall(path.read_text())}
    assert read == {
        *("ca", "hientruong", "postgresql", "temporal", "temporal-ui", "site"),
        *("postgres", "visibility", "owner", "runtime"),
    }
    assert [stem for stem in sorted(read) if stem not in script.read_text()] == []
