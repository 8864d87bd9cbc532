"""The settings refuse what would be unsafe, in a sentence with the way out."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.architecture.source import ROOT

Manage = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def manage(tmp_path: Path, static_root: Path) -> Manage:
    """Run manage.py with the environment of a real desk, changed as told; None takes a name out."""

    def run(*arguments: str, **changes: str | None) -> "subprocess.CompletedProcess[str]":
        environment: dict[str, str | None] = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(tmp_path),
            "STATIC_ROOT": str(static_root),
            "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
            "FIELD_KEY": Fernet.generate_key().decode(),
            "BASE_URL": "https://desk.example.com",
            "EMAIL_URL": "smtp+tls://desk:secret@mail.example.com:587",
            **changes,
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={name: value for name, value in environment.items() if value is not None},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_real_desk_passes_every_check_for_deployment(manage: Manage) -> None:
    done = manage("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"FIELD_KEY": None}, "FIELD_KEY is not set"),
        ({"EMAIL_URL": None}, "Neither EMAIL_URL nor MAIL_PROVIDER is set"),
        ({"EMAIL_URL": "", "MAIL_PROVIDER": ""}, "Neither EMAIL_URL nor MAIL_PROVIDER is set"),
        ({"FIELD_KEY": "short"}, "FIELD_KEY cannot encrypt"),
        ({"BASE_URL": "http://desk.example.com"}, "people are sent to https"),
        ({"BASE_URL": "https://desk.example.com/desk"}, "not the address of a desk"),
        ({"ALLOWED_HOSTS": ".example.com"}, "lets strangers choose the name"),
        ({"ALLOWED_HOSTS": "other.example.com"}, "is not in ALLOWED_HOSTS"),
        ({"TRUSTED_PROXY": "proxy"}, "not an IP address"),
        ({"STATIC_ROOT": None}, "no style sheets"),
        ({"DEMO": "1"}, "anybody could sign in as anybody"),
        ({"DEMO": "1", "BASE_URL": "http://127.0.0.1:8000", "BIND": "0.0.0.0"}, "anybody could sign in as anybody"),  # noqa: S104
        (
            {"DEMO": "1", "BASE_URL": "http://127.0.0.1:8000", "ALLOWED_HOSTS": "127.0.0.1,desk.lan"},
            "could be reached as desk.lan",
        ),
        ({"ALARM_URL": "mailto:alarm@sms.example"}, "without the number to call"),
        ({"ALARM_URL": "http://alarm.example/call", "ALARM_SECRET": "long and random"}, "neither mailto: nor https"),
        ({"ALARM_URL": "https://alarm.example/call"}, "ALARM_SECRET is not set"),
        (
            {"MAIL_PROVIDER": "pigeon"},
            "'pigeon', which is no provider of mail that the desk knows. Choose one of brevo,",
        ),
        ({"MAIL_PROVIDER": "postmark"}, "MAIL_PROVIDER_SETTINGS lacks what postmark asks for"),
        ({"MAIL_PROVIDER": "mailgun", "MAIL_PROVIDER_SETTINGS": "SENDER_DOMAIN=x"}, "lacks what mailgun asks for"),
    ],
)
def test_an_unsafe_desk_serves_nobody_and_says_why(
    changes: dict[str, str | None], sentence: str, manage: Manage
) -> None:
    started = manage("-c", "import fso_desk.wsgi", **changes)

    assert started.returncode != 0
    assert sentence in started.stderr


def test_a_real_desk_is_served(manage: Manage) -> None:
    done = manage("-c", "import fso_desk.wsgi")

    assert done.returncode == 0, done.stderr


def test_a_desk_whose_mail_leaves_through_a_provider_is_served(manage: Manage) -> None:
    way = {"EMAIL_URL": "", "MAIL_PROVIDER": "postmark", "MAIL_PROVIDER_SETTINGS": "SERVER_TOKEN=secret"}
    done = manage("-c", "import fso_desk.wsgi", **way)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("address", ["mailto:{phone}@sms.example", "https://alarm.example/call"])
def test_a_desk_with_an_alarm_is_served(address: str, manage: Manage) -> None:
    done = manage("-c", "import fso_desk.wsgi", ALARM_URL=address, ALARM_SECRET="long and random")

    assert done.returncode == 0, done.stderr


def test_a_demo_on_loopback_is_served(manage: Manage) -> None:
    done = manage("-c", "import fso_desk.wsgi", DEMO="1", BASE_URL="http://127.0.0.1:8000")

    assert done.returncode == 0, done.stderr


def test_a_secret_may_stand_in_a_file(manage: Manage, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from-the-file-" * 5 + "\n")
    show = "from fso_desk import settings; print(settings.SECRET_KEY)"

    done = manage("-c", show, SECRET_KEY=None, SECRET_KEY_FILE=str(secret))

    assert done.stdout.strip() == "from-the-file-" * 5


def test_a_local_command_needs_nothing_from_the_environment(manage: Manage) -> None:
    done = manage("manage.py", "check", SECRET_KEY=None, FIELD_KEY=None, BASE_URL=None)

    assert done.returncode == 0, done.stderr
