"""An alarm leaves the desk: against a real web server and a real mail server, polite and otherwise."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from notifications import alarm_call
from notifications.about import About
from notifications.alarm_call import LONGEST_ANSWER, LONGEST_TEXT, send_alarm
from notifications.channels import NotSent
from tests.processes import SmtpSink, words_in
from tickets.models import Ticket, TicketEvent

SECRET = "an invented secret of the firm and its pager"
KEY = "<alarm-1@desk.test>"


class Pager(ThreadingHTTPServer):
    """A receiver that checks the signature as its maker would, and then answers as told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), PagerHandler)
        self.taken: list[dict[str, Any]] = []
        self.forged = 0
        self.other_paths: list[str] = []
        self.status = 204
        self.words = b""
        self.never_ends = False  # goes on writing as long as anybody reads
        self.hangs_for = 0.0  # seconds before it says anything
        self.drips = b""  # what it goes on saying, a sign every tenth of a second: "" = it does not
        self.says_where = False  # repeats the address that it was asked for
        self.written = 0  # bytes of the answer that went out
        self.done = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/alarm"


class PagerHandler(BaseHTTPRequestHandler):
    server: Pager

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp, signature = self.headers["X-Timestamp"], self.headers["X-Signature"]
        wanted = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        is_fresh = abs(time.time() - int(stamp)) < 60
        if not self.path.startswith("/alarm"):
            self.server.other_paths.append(self.path)
        elif not hmac.compare_digest(signature, f"sha256={wanted}") or not is_fresh:
            self.server.forged += 1
        else:
            self.server.taken.append(json.loads(body))
        self.server.done.wait(self.server.hangs_for)
        if self.server.drips:
            self._drip()
        else:
            self._answer()

    def _drip(self) -> None:
        self.wfile.write(self.server.drips)
        try:
            while not self.server.done.wait(0.1):
                self.server.written += self.wfile.write(b"a")
        except OSError:
            self.server.done.set()

    def do_GET(self) -> None:
        self.server.other_paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def _answer(self) -> None:
        self.send_response(self.server.status)
        if self.server.status in (301, 302, 307, 308):
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        try:
            self.wfile.write(self.server.words + (self.path.encode() if self.server.says_where else b""))
            while self.server.never_ends and not self.server.done.is_set():
                self.server.written += self.wfile.write(b"x" * 4096)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Keep the terminal of the tests quiet."""


@pytest.fixture
def pager(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pager]:
    server = Pager()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings.ALARM_URL, settings.ALARM_SECRET = server.address, SECRET
    yield server
    server.done.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def texts(settings: Settings, smtp_sink: SmtpSink) -> SmtpSink:
    """The mail server of a provider of text messages."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    settings.ALARM_URL = "mailto:{phone}@sms.provider.example"
    return smtp_sink


@pytest.fixture
def called(desk: User) -> User:
    desk.phone = "+32 (0)475 12.34.56"
    desk.save()
    return desk


def the_call(ticket: Ticket, *, number: int = 2, **changes: object) -> About:
    """The fact that somebody was called about this ticket, which may differ as told."""
    for name, value in changes.items():
        setattr(ticket, name, value)
    facts = {"round": number, "step": "desk", "people": []}
    event = TicketEvent(ticket=ticket, kind="p1_called", occurred_at=timezone.now(), details=facts)
    return About(event, ticket, ticket.client)


def refusal(person: User, about: About) -> NotSent:
    with pytest.raises(NotSent) as caught:
        send_alarm(person, about, key=KEY)
    assert not caught.value.of_address, "no alarm may stop mail to the person's own address"
    return caught.value


# ---- a signed call ----


def test_the_receiver_can_check_who_calls_and_reads_what_it_is(
    pager: Pager, called: User, critical_ticket: Ticket
) -> None:
    send_alarm(called, the_call(critical_ticket), key=KEY)

    (said,) = pager.taken
    sent_at = datetime.fromisoformat(said.pop("sent_at"))
    assert abs((timezone.now() - sent_at).total_seconds()) < 60
    assert said == {
        "ticket": critical_ticket.pk,
        "client": "Brouwerij Hopveld",
        "title": "The server is down",
        "phone": "+32475123456",
        "round": 2,
        "message_id": KEY,
    }
    assert not pager.forged


def test_a_receiver_with_another_secret_sees_that_it_is_forged(
    pager: Pager, called: User, critical_ticket: Ticket, settings: Settings
) -> None:
    settings.ALARM_SECRET = "another"

    send_alarm(called, the_call(critical_ticket), key=KEY)

    assert (pager.taken, pager.forged) == ([], 1)


def test_of_a_confidential_ticket_neither_title_nor_client_leaves(
    pager: Pager, called: User, critical_ticket: Ticket
) -> None:
    send_alarm(called, the_call(critical_ticket, confidential=True), key=KEY)

    (said,) = pager.taken
    assert set(said) == {"ticket", "round", "phone", "message_id", "sent_at"}
    assert "server" not in json.dumps(said)
    assert "Hopveld" not in json.dumps(said)


def test_several_p1s_are_one_call(pager: Pager, called: User, critical_ticket: Ticket, ticket: Ticket) -> None:
    send_alarm(called, the_call(critical_ticket, number=3), the_call(ticket, number=1, confidential=True), key=KEY)

    (said,) = pager.taken
    assert (said["ticket"], said["round"], said["message_id"]) == (critical_ticket.pk, 3, KEY)
    assert said["also"] == [{"ticket": ticket.pk, "round": 1}]


@pytest.mark.parametrize(
    ("status", "is_permanent"),
    [(400, True), (401, True), (404, True), (410, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_what_the_receiver_says_decides_whether_it_is_tried_again(
    status: int, is_permanent: bool, pager: Pager, called: User, critical_ticket: Ticket
) -> None:
    pager.status, pager.words = status, b"not \x00 now"

    problem = refusal(called, the_call(critical_ticket))

    assert (problem.permanent, problem.words) == (is_permanent, f"{status} not now")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_leads_an_alarm_elsewhere(status: int, pager: Pager, called: User, critical_ticket: Ticket) -> None:
    pager.status = status

    problem = refusal(called, the_call(critical_ticket))

    assert not problem.permanent
    assert not pager.other_paths
    assert len(pager.taken) == 1


def test_a_receiver_that_hangs_holds_nobody_up(
    pager: Pager, called: User, critical_ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert alarm_call.SECONDS == 5
    monkeypatch.setattr(alarm_call, "SECONDS", 0.3)
    pager.hangs_for = 30
    began = time.monotonic()

    problem = refusal(called, the_call(critical_ticket))

    assert not problem.permanent
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "drips",
    [b"HTTP", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 503 No\r\nContent-Length: 9999\r\n\r\n"],
    ids=["its status", "its headers", "its words"],
)
def test_a_receiver_that_drips_holds_nobody_up(
    drips: bytes, pager: Pager, called: User, critical_ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign every tenth of a second is never a silence of the length that ends a call."""
    assert alarm_call.SECONDS_OF_ALL == 15
    monkeypatch.setattr(alarm_call, "SECONDS_OF_ALL", 1)
    pager.drips = drips
    began = time.monotonic()

    if b"200" in drips:  # that it took the alarm is said
        send_alarm(called, the_call(critical_ticket), key=KEY)
    else:
        assert not refusal(called, the_call(critical_ticket)).permanent

    assert 0.9 < time.monotonic() - began < 4
    assert pager.done.wait(5), "nobody hung up"
    assert pager.written > 5


def test_a_receiver_that_drips_before_its_line_is_safe_holds_nobody_up(
    called: User, critical_ticket: Ticket, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The greeting of TLS counts too."""
    monkeypatch.setattr(alarm_call, "SECONDS_OF_ALL", 1)
    gone = threading.Event()

    def greet(server: socket.socket) -> None:
        line, _address = server.accept()
        with line:
            line.sendall(b"\x16\x03\x03\x3f\xff")  # a long greeting follows
            try:
                while not gone.wait(0.1):
                    line.sendall(b"\x02")
            except OSError:
                gone.set()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=greet, args=[server], daemon=True).start()
        settings.ALARM_URL = f"https://127.0.0.1:{server.getsockname()[1]}/alarm"
        settings.ALARM_SECRET = SECRET
        began = time.monotonic()

        assert not refusal(called, the_call(critical_ticket)).permanent

        assert time.monotonic() - began < 4
        assert gone.wait(5), "nobody hung up"


def test_proxies_of_the_machine_hear_of_no_alarm(
    pager: Pager, called: User, critical_ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    send_alarm(called, the_call(critical_ticket), key=KEY)

    assert len(pager.taken) == 1


@pytest.mark.parametrize("is_there", [True, False], ids=["it answers", "nobody is there"])
def test_the_secret_part_of_the_address_is_kept_nowhere(
    is_there: bool, pager: Pager, called: User, critical_ticket: Ticket, settings: Settings
) -> None:
    pager.status, pager.says_where, pager.words = 404, True, b"Cannot POST key QUERY-SECRET at "
    settings.ALARM_URL = f"{pager.address}/PATH-SECRET?key=QUERY-SECRET"
    if not is_there:
        settings.ALARM_URL = settings.ALARM_URL.replace(str(pager.server_address[1]), "1")

    problem = refusal(called, the_call(critical_ticket))

    assert "SECRET" not in problem.words
    assert problem.words == ("404 Cannot POST key ... at ...?..." if is_there else "ConnectionError: 127.0.0.1")


@pytest.mark.parametrize("status", [200, 500])
def test_of_an_answer_without_end_only_the_beginning_is_read(
    status: int, pager: Pager, called: User, critical_ticket: Ticket
) -> None:
    pager.status, pager.never_ends = status, True
    began = time.monotonic()

    if status == 200:
        send_alarm(called, the_call(critical_ticket), key=KEY)
    else:
        assert len(refusal(called, the_call(critical_ticket)).words) <= 1000

    assert time.monotonic() - began < 5
    until = time.monotonic() + 5
    before = -1
    while pager.written != before and time.monotonic() < until:  # it writes until it notices that nobody reads
        before = pager.written
        time.sleep(0.2)
    assert pager.written == before


def test_no_more_is_kept_of_a_long_answer_than_ten_kilobytes(pager: Pager) -> None:
    pager.status, pager.words = 500, b"x" * 10 * LONGEST_ANSWER
    unsigned = {"X-Timestamp": "0", "X-Signature": ""}

    with requests.post(pager.address, headers=unsigned, data=b"{}", stream=True, timeout=5) as answer:
        words = alarm_call._words_of(answer)

    assert len(words) == LONGEST_ANSWER


def test_nobody_there_may_pass(called: User, critical_ticket: Ticket, settings: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.ALARM_URL = f"http://127.0.0.1:{closed.getsockname()[1]}/alarm"
    settings.ALARM_SECRET = SECRET

    assert not refusal(called, the_call(critical_ticket)).permanent


# ---- a text message ----


def test_a_text_message_goes_to_the_providers_address(texts: SmtpSink, called: User, critical_ticket: Ticket) -> None:
    send_alarm(called, the_call(critical_ticket), key=KEY)

    (mail,) = texts.wait_for(1)
    assert texts.envelopes[0][1] == ["32475123456@sms.provider.example"]
    assert mail["Subject"] == f"P1 {critical_ticket.pk} Brouwerij Hopveld"
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (KEY, "auto-generated")
    assert mail.get_content_type() == "text/plain"
    assert words_in(mail).strip() == (
        f"P1 {critical_ticket.pk}, Brouwerij Hopveld: nobody has it in hand. The server is down"
        f" https://desk.test/tickets/{critical_ticket.pk}/"
    )


def test_a_long_title_and_strange_signs_fit_one_text_message(
    texts: SmtpSink, called: User, critical_ticket: Ticket
) -> None:
    critical_ticket.client.name = "Bäckerei – Œuvre & Fils\nBcc: x@y.example " * 3
    about = the_call(critical_ticket, title="“Serveur” en panne – tout est arrêté 🚨 " * 9)

    send_alarm(called, about, key=KEY)

    (mail,) = texts.wait_for(1)
    text = words_in(mail).strip()
    assert len(text) <= LONGEST_TEXT
    assert text.isascii()
    assert str(mail["Subject"]).isascii()
    assert "\n" not in text
    assert mail["Bcc"] is None
    assert text.endswith(f"/tickets/{critical_ticket.pk}/")
    assert "Backerei - OEuvre" in text


def test_of_a_confidential_ticket_a_text_message_says_the_number_only(
    texts: SmtpSink, called: User, critical_ticket: Ticket
) -> None:
    send_alarm(called, the_call(critical_ticket, confidential=True), key=KEY)

    (mail,) = texts.wait_for(1)
    number = critical_ticket.pk
    assert mail["Subject"] == f"P1 {number}"
    assert words_in(mail).strip() == f"P1 {number}: nobody has it in hand. https://desk.test/tickets/{number}/"


def test_several_p1s_are_one_text_message(
    texts: SmtpSink, called: User, critical_ticket: Ticket, ticket: Ticket
) -> None:
    send_alarm(called, the_call(critical_ticket), the_call(ticket, confidential=True), key=KEY)

    (mail,) = texts.wait_for(1)
    both = f"{critical_ticket.pk} Brouwerij Hopveld, {ticket.pk}"
    assert mail["Subject"] == f"P1 {both}"
    assert words_in(mail).strip() == f"2 P1s wait: {both} https://desk.test/queue/"


@pytest.mark.parametrize("base", ["https://desk.test", "https://desk." + "long." * 26 + "test"])
def test_of_many_p1s_a_text_message_names_as_many_as_have_room(
    base: str, texts: SmtpSink, called: User, critical_ticket: Ticket, settings: Settings
) -> None:
    settings.BASE_URL = base
    many = [Ticket(pk=1000 + number, title="Down", client=critical_ticket.client) for number in range(30)]

    send_alarm(called, *[the_call(one) for one in many], key=KEY)

    (mail,) = texts.wait_for(1)
    text = words_in(mail).strip()
    assert text.startswith(
        "30 P1s wait: 1000 Brouwerij Hopveld, 1001 " if base == "https://desk.test" else "30 P1s wait:"
    )
    assert len(text) <= LONGEST_TEXT
    assert "..." in text
    assert len(str(mail["Subject"])) <= 130


def test_a_clients_name_is_nothing_that_a_mail_program_decodes(
    texts: SmtpSink, called: User, critical_ticket: Ticket
) -> None:
    critical_ticket.client.name = "=?utf-8?Q?Evil=0D=0ABcc:_x@evil.example?= \uff1d\uff1futf-8?Q?x?="

    send_alarm(called, the_call(critical_ticket), key=KEY)

    (mail,) = texts.wait_for(1)
    assert "=?" not in str(mail["Subject"])
    assert "= ?utf-8" in str(mail["Subject"])
    assert mail["Bcc"] is None


def test_a_text_message_that_is_refused_says_nothing_about_the_person(
    texts: SmtpSink, called: User, critical_ticket: Ticket
) -> None:
    texts.answers = ["451 later", "550 no such number"]

    assert not refusal(called, the_call(critical_ticket)).permanent
    assert refusal(called, the_call(critical_ticket)).permanent


# ---- whom, and whether at all ----


@pytest.mark.parametrize(
    "phone", ["", "  ", "ask at the desk", "0475 12 34 56 (An)", "12", "+1" * 20, "12345@x.example"]
)
def test_without_a_number_it_cannot_leave(phone: str, texts: SmtpSink, called: User, critical_ticket: Ticket) -> None:
    called.phone = phone

    problem = refusal(called, the_call(critical_ticket))

    assert problem.permanent
    assert problem.words.startswith("no phone number")
    assert not texts.mails


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+32 475 12 34 56", "32475123456"),
        ("0032 475/12.34.56", "32475123456"),
        ("+32 (0)2 555 01 00", "3225550100"),
        ("0475 12 34 56", "0475123456"),
        ("(02) 555-01-00", "025550100"),
    ],
)
def test_a_number_is_dialled_however_it_was_written(
    written: str, dialled: str, texts: SmtpSink, called: User, critical_ticket: Ticket
) -> None:
    called.phone = written

    send_alarm(called, the_call(critical_ticket), key=KEY)

    assert texts.envelopes[-1][1] == [f"{dialled}@sms.provider.example"]


def test_without_the_setting_no_alarm_leaves(called: User, critical_ticket: Ticket, settings: Settings) -> None:
    settings.ALARM_URL = ""

    assert not alarm_call.is_set()
    assert refusal(called, the_call(critical_ticket)).permanent
