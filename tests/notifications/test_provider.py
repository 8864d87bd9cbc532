"""Mail through a provider: a real HTTP server plays one, and answers as it documents."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone
from environ import FileAwareEnv
from pytest_django.fixtures import Settings

from accounts.models import Face, User
from fso_desk.mail import PROVIDERS, mail_settings
from notifications import actions
from notifications.about import About
from notifications.alarm_call import send_alarm
from notifications.models import Delivery, RefusedAddress
from sites.models import Client
from tests.notifications.conftest import tell_all, time_passes
from tickets import actions as tickets
from tickets.models import Ticket, TicketEvent

TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a", "SubmittedAt": "2026-11-25T10:00:00Z"}
INACTIVE = {
    "ErrorCode": 406,
    "Message": "You tried to send to a recipient that has been marked as inactive.\nFound inactive addresses: "
    "emma@hopveld.example.\nInactive recipients are ones that have generated a hard bounce or a spam complaint.",
}
NOT_OURS = {"ErrorCode": 400, "Message": "The 'From' address you supplied is not a Sender Signature on your account."}


class Postmark(ThreadingHTTPServer):
    """A provider on a free port: it keeps what it takes, and answers the next ones as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[dict[str, Any]] = []
        self.tokens: list[str | None] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    server: Postmark

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.tokens.append(self.headers["X-Postmark-Server-Token"])
        status, answer = self.server.answers.pop(0) if self.server.answers else (200, {**TAKEN, "To": said["To"]})
        if status == 200:
            self.server.taken.append(said)
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the terminal of the tests quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[Postmark]:
    server = Postmark()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def provider(server: Postmark, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Postmark:
    """The desk sends through this provider, as its settings say."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("MAIL_PROVIDER", "postmark")
    monkeypatch.setenv("MAIL_PROVIDER_SETTINGS", f"SERVER_TOKEN=secret==, API_URL={server.address}")
    for name, value in mail_settings(FileAwareEnv(), demo=False, desk=settings.DESK_EMAIL).items():
        setattr(settings, name, value)
    for kept in (server.taken, server.tokens, server.answers):
        kept.clear()
    return server


def headers_of(taken: dict[str, Any]) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in taken["Headers"]}


def test_a_mail_goes_through_the_provider_with_its_headers_its_parts_and_the_face(
    provider: Postmark, ticket: Ticket, fso: User, requester: User
) -> None:
    Face.objects.create(user=fso, picture=b"a picture", changed_at=timezone.now())
    tell_all()
    provider.taken.clear()
    tickets.answer(ticket, body="I come by at ten.", actor=fso)

    tell_all()

    (taken,) = provider.taken
    delivery = Delivery.objects.latest("pk")
    assert delivery.state == "sent"
    assert set(provider.tokens) == {"secret=="}
    assert taken["To"] == "Emma Claes <emma@hopveld.example>"
    assert taken["From"] == '"Inès Vercammen (Lumen IT)" <desk@lumen-it.example>'
    assert taken["ReplyTo"] == "desk@lumen-it.example"
    assert taken["Subject"] == f"[{ticket.pk}] Answered: Outlook does not open"
    assert "I come by at ten." in taken["TextBody"]
    assert "I come by at ten." in taken["HtmlBody"]
    assert [(one["ContentID"], one["ContentType"]) for one in taken["Attachments"]] == [("cid:face", "image/webp")]
    headers = headers_of(taken)
    assert headers["Message-ID"] == delivery.message_id
    assert headers["X-PM-KeepID"] == "true"
    assert headers["References"] == headers["In-Reply-To"] == f"<ticket-{ticket.pk}@desk.test>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == "Lumen IT <desk.desk.test>"


def test_an_alarm_as_a_text_message_keeps_its_message_id_too(
    provider: Postmark, ticket: Ticket, desk: User, settings: Settings
) -> None:
    settings.ALARM_URL = "mailto:{phone}@sms.provider.example"
    desk.phone = "+32 475 12 34 56"
    event = TicketEvent(ticket=ticket, kind="p1_called", occurred_at=timezone.now(), details={"round": 1})

    send_alarm(desk, About(event, ticket, ticket.client), key="<an-alarm@desk.test>")

    (taken,) = provider.taken
    assert taken["To"] == "32475123456@sms.provider.example"
    assert headers_of(taken)["Message-ID"] == "<an-alarm@desk.test>"
    assert headers_of(taken)["X-PM-KeepID"] == "true"


def test_a_stop_link_survives(provider: Postmark, ticket: Ticket, fso: User) -> None:
    tell_all()

    (to_fso,) = [one for one in provider.taken if str(fso.email) in one["To"]]

    headers = headers_of(to_fso)
    assert headers["List-Unsubscribe"].startswith("<https://desk.test/news/stop/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_address_that_the_provider_refuses_is_refused_for_good_and_counted(
    provider: Postmark, ticket: Ticket, requester: User
) -> None:
    provider.answers = [(422, INACTIVE)]

    tell_all()

    refused = Delivery.objects.get(person=requester)
    assert refused.state == "refused"
    assert "emma@hopveld.example" in refused.last_error
    assert RefusedAddress.objects.get().address == requester.email
    assert len(provider.taken) > 0, "others arrive"


def test_a_mail_that_the_provider_refuses_is_refused_for_good_but_not_its_address(
    provider: Postmark, ticket: Ticket, requester: User
) -> None:
    provider.answers = [(422, NOT_OURS)]

    tell_all()

    refused = Delivery.objects.get(person=requester)
    assert refused.state == "refused"
    assert "Sender Signature" in refused.last_error
    assert not RefusedAddress.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503, 401])
def test_a_provider_that_is_busy_or_ill_is_asked_again_with_the_same_message_id(
    provider: Postmark, ticket: Ticket, requester: User, status: int
) -> None:
    provider.answers = [(status, {"ErrorCode": 1, "Message": "later"})]
    tell_all()
    waiting = Delivery.objects.get(person=requester)
    assert waiting.state == "waiting"
    assert str(status) in waiting.last_error

    time_passes(waiting.due_at - timezone.now())
    actions.tell_due()

    waiting.refresh_from_db()
    assert waiting.state == "sent"
    assert headers_of(provider.taken[-1])["Message-ID"] == waiting.message_id


def test_a_provider_that_is_away_is_asked_again(
    provider: Postmark, settings: Settings, ticket: Ticket, requester: User
) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:9/"}
    settings.EMAIL_PORT = 9  # another way out than that of the connection that is kept

    tell_all()

    assert Delivery.objects.get(person=requester).state == "waiting"


def test_a_second_mail_goes_over_the_same_line(provider: Postmark, brewery: Client, requester: User, fso: User) -> None:
    for number in range(3):
        tickets.report(tickets.Report(what=f"Line {number}"), client=brewery, actor=requester)

    tell_all()

    assert len(provider.taken) == 6


def test_the_settings_name_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*, demo: bool = False, **environment: str) -> dict[str, Any]:
        for name in ("EMAIL_URL", "MAIL_PROVIDER", "MAIL_PROVIDER_SETTINGS"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return mail_settings(FileAwareEnv(), demo=demo, desk="desk@lumen-it.example")

    smtp, console = "django.core.mail.backends.smtp.EmailBackend", "django.core.mail.backends.console.EmailBackend"
    assert read()["EMAIL_BACKEND"] == console
    assert read(demo=True)["EMAIL_BACKEND"] == "demo.mailbox.KeepingBackend"
    server = read(demo=True, EMAIL_URL="smtp+tls://desk:secret@mail.example.com:587")
    assert (server["EMAIL_BACKEND"], server["EMAIL_HOST"], server["EMAIL_PORT"]) == (smtp, "mail.example.com", 587)
    assert server["EMAIL_USE_TLS"] is True
    assert server["EMAIL_TIMEOUT"] == 10
    mailgun = read(MAIL_PROVIDER="Mailgun", MAIL_PROVIDER_SETTINGS="API_KEY=k, SENDER_DOMAIN=mg.example.com")
    assert mailgun["EMAIL_BACKEND"] == "anymail.backends.mailgun.EmailBackend"
    assert mailgun["ANYMAIL"]["MAILGUN_API_KEY"] == "k"
    assert mailgun["ANYMAIL"]["MAILGUN_SENDER_DOMAIN"] == "mg.example.com"
    assert mailgun["DEFAULT_FROM_EMAIL"] == "desk@lumen-it.example"


@pytest.mark.parametrize("provider_name", PROVIDERS)
def test_every_provider_that_is_named_is_there(provider_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PROVIDER", provider_name)
    found = mail_settings(FileAwareEnv(), demo=False, desk="desk@lumen-it.example")
    module, _dot, name = found["EMAIL_BACKEND"].rpartition(".")

    assert hasattr(__import__(module, fromlist=[name]), name)
