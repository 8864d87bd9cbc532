"""The containers start what `make run` and the build start, and nothing without secrets."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from honcho.environ import parse_procfile

from tests.architecture.source import ROOT

COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return loaded


def processes(name: str) -> dict[str, str]:
    return dict(parse_procfile((ROOT / name).read_text()).processes)


def test_the_file_follows_the_compose_specification() -> None:
    tool = Path(sys.executable).parent / "check-jsonschema"

    done = subprocess.run(
        [tool, "--builtin-schema", "vendor.compose-spec", COMPOSE], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_web_worker_and_beat_run_the_commands_of_the_procfile(compose: dict[str, Any]) -> None:
    commands = {name: compose["services"][name]["command"] for name in ("web", "worker", "beat")}

    assert commands == processes("Procfile")


def test_a_local_desk_runs_the_same_with_beat_inside_the_worker() -> None:
    whole, local = processes("Procfile"), processes("Procfile.local")

    assert local == {"web": whole["web"], "worker": whole["worker"] + " --beat"}


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    text = COMPOSE.read_text()
    secrets = {"SECRET_KEY", "FIELD_KEY", "POSTGRES_PASSWORD", "BASE_URL"}

    mentions = re.findall(r"\$\{([A-Z_]+)(:?[-?])?", text)

    assert secrets <= {name for name, _ in mentions}
    assert {how for name, how in mentions if name in secrets} == {":?"}
    assert all(
        compose["services"][name]["environment"].keys() >= {"SECRET_KEY", "FIELD_KEY"}
        for name in ("web", "worker", "beat")
    )


def test_every_way_of_mail_and_of_alarms_can_be_set_and_none_has_a_value_of_its_own(compose: dict[str, Any]) -> None:
    ways = ("EMAIL_URL", "MAIL_PROVIDER", "MAIL_PROVIDER_SETTINGS", "ALARM_URL", "ALARM_SECRET")

    for name in ("web", "worker", "beat"):
        environment = compose["services"][name]["environment"]
        assert {way: environment.get(way) for way in ways} == {way: f"${{{way}:-}}" for way in ways}


def test_images_are_pinned_and_what_others_wait_for_says_when_it_is_healthy(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert all(re.search(r":\d+\.\d+", service["image"]) for service in services.values())
    assert all("healthcheck" in services[name] for name in ("postgres", "redis", "web"))
    assert {"postgres", "redis"} <= services["worker"]["depends_on"].keys()


def test_the_desk_is_published_to_its_own_machine_only(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
