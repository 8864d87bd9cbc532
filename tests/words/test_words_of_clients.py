"""People of clients never read the words of the trade: on no page, in no mail, in no language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polib
import pytest
from django.core import mail
from django.utils import translation

from accounts.models import User
from history.kinds import all_kinds
from sites import actions as clients
from sites.models import Client
from tests.architecture.source import ROOT
from tests.conftest import SignIn
from tests.notifications.conftest import each_action_is_a_transaction, tell_all  # noqa: F401 - a fixture by its name
from tests.words.pages import texts_of
from tests.words.trade import trade_words
from tickets import actions
from tickets.models import Category, Impact, Ticket, Urgency

LANGUAGES = ["en", "fr", "nl"]
ROOTS = [
    "base_portal.html", "base_sign_in.html", "404.html", "403.html", "500.html", "503.html", "tickets/portal.html",
    "tickets/portal_ticket.html", "tickets/requests.html", "tickets/sent.html", "tickets/call_back.html",
    "notifications/stop.html",
]  # fmt: skip
FOLDERS = ["templates/account/", "templates/mail/client/", "tickets/views/portal/", "tickets/forms/portal.py"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trade_word_would_be_found(language: str) -> None:
    said = {"en": "Your ticket is open", "fr": "Votre ticket est ouvert", "nl": "Uw ticket is open"}

    assert trade_words(language, [said[language]]) == [said[language]]
    assert trade_words(language, ["https://desk.test/tickets/1001/", "website", "Insite"]) == []


def requests_in_every_state(client: Client, requester: User, fso: User) -> Iterator[Ticket]:
    """One that everybody has, one solved, one not solved after all, one finished, one stopped, one for colleagues only."""

    def asked(what: str, **more: object) -> Ticket:
        told = actions.Report(what=what, impact=Impact.PERSON, urgency=Urgency.DIFFICULT, **more)  # type: ignore[arg-type]
        return actions.report(told, client=client, actor=requester)

    def solved(what: str) -> Ticket:
        ticket = asked(what)
        actions.start(ticket, actor=fso)
        actions.resolve(ticket, how="A new cable", minutes=5, where="on_site", is_public=True, actor=fso)
        return ticket

    everybody = actions.Report(what="Nothing works", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    yield actions.report(everybody, client=client, actor=requester)
    yield asked("Somebody leaves us", confidential=True)
    answered = asked("The screen is dark")
    actions.answer(answered, body="Is the cable in?", actor=fso)
    yield answered
    yield solved("The mouse is slow")
    again, finished, stopped = solved("The sound is off"), solved("The fan is loud"), asked("Never mind")
    actions.reopen(again, reason="It is off again", actor=requester)
    yield again
    actions.confirm(finished, actor=requester)
    yield finished
    actions.cancel(stopped, reason="Asked twice", actor=fso)
    yield stopped


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_in_any_state_is_told_without_trade_words(
    language: str, brewery: Client, requester: User, fso: User, mail_category: Category, sign_in: SignIn
) -> None:
    User.objects.get_queryset().update(language=language)
    requester.refresh_from_db()
    made = list(requests_in_every_state(brewery, requester, fso))
    browser = sign_in(requester)

    addresses = ["/", "/tickets/", "/news/", *(f"/tickets/{ticket.pk}/" for ticket in made)]
    addresses += [f"/tickets/{ticket.pk}/sent/" for ticket in made]
    texts = [text for address in addresses for text in texts_of(browser.get(address).content.decode())]

    assert len(texts) > 200
    assert trade_words(language, texts) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mail_to_clients_holds_a_trade_word(
    language: str, brewery: Client, requester: User, fso: User, mail_category: Category
) -> None:
    User.objects.get_queryset().update(language=language)
    requester.refresh_from_db()
    list(requests_in_every_state(brewery, requester, fso))
    by_phone = actions.Report(what="By phone")
    actions.record(by_phone, client=brewery, requester=requester, channel="phone", actor=fso)
    clients.add_person_of_client(brewery, name="Nele", email="nele@hopveld.example", language=language, actor=None)
    tell_all()

    to_clients = [sent for sent in mail.outbox if "hopveld.example" in sent.to[0]]
    texts = [line for sent in to_clients for line in [str(sent.subject), *str(sent.body).splitlines()]]
    texts += [text for sent in to_clients for text in texts_of(str(sent.alternatives[0][0]))]  # type: ignore[attr-defined]

    assert len(to_clients) > 8
    assert trade_words(language, texts) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_happened_is_told_to_clients_without_trade_words(language: str) -> None:
    with translation.override(language):
        told = [str(kind.client_sentence) for kind in all_kinds() if kind.client_sentence]

    assert len(told) > 8
    assert trade_words(language, told) == []


def templates_of_clients() -> set[str]:
    """Return every template that a page of clients is made of."""
    found, ahead = set(), list(ROOTS)
    while ahead:
        name = ahead.pop()
        path = ROOT / "templates" / name
        if name not in found and path.exists():
            found.add(name)
            ahead += re.findall(r'(?:include|extends) "([^"#]+)', path.read_text())
    return found


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_sentence_written_for_clients_alone_holds_a_trade_word(language: str) -> None:
    files = {f"templates/{name}" for name in templates_of_clients()}
    of_clients = [
        entry
        for entry in polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
        if any(file in files or file.startswith(tuple(FOLDERS)) for file, _line in entry.occurrences)
    ]
    assert len(of_clients) > 150

    for entry in of_clients:
        assert trade_words("en", [entry.msgid, entry.msgid_plural]) == []
        assert trade_words(language, [entry.msgstr, *entry.msgstr_plural.values()]) == [], entry.msgid
