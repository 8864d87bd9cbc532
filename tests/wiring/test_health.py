"""The two pages for whoever watches the processes."""

from pathlib import Path

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from fso_desk import startup


def test_alive_answers_without_the_database(client: Browser) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_is_yes_when_every_part_works(client: Browser) -> None:
    startup.make_var_folders()

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": True, "migrations": True, "cache": True, "broker": True}


@pytest.mark.django_db
def test_ready_names_the_part_that_does_not_work_and_nothing_more(
    client: Browser, settings: Settings, tmp_path: Path
) -> None:
    settings.ON_REDIS = False
    settings.VAR_DIR = tmp_path / "gone"

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["broker"] is False
    assert str(tmp_path) not in answer.content.decode()


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_pages_refuse_to_be_posted_to(address: str, client: Browser) -> None:
    assert client.post(address).status_code == 405


def test_folders_are_for_the_desk_alone(settings: Settings, tmp_path: Path) -> None:
    settings.ON_REDIS = False
    settings.VAR_DIR = tmp_path / "var"
    settings.STATIC_ROOT = tmp_path / "var" / "static"

    startup.make_var_folders()

    made = [path for path in (tmp_path / "var").rglob("*") if path.is_dir()]
    assert len(made) >= 6
    assert {path.stat().st_mode & 0o077 for path in made} == {0}
