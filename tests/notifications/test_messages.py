"""What a mail looks like: its headers, its two parts, its language, and what it never says."""

from __future__ import annotations

import re
from datetime import time, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client as Browser
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import Face, User
from escalation import actions as escalating
from escalation.models import Chain, Level, Step
from notifications import messages
from notifications.about import about, table_of
from notifications.actions.refusing import note_refusal
from notifications.letters import one_line
from notifications.models import Delivery, Preference, QuietHours
from notifications.topics import BY_CODE
from sites.models import Client, Site
from tests.conftest import SignIn
from tests.notifications.conftest import Told, parts, to
from tests.processes import words_in
from tickets import actions
from tickets.models import Category, Impact, QuestionKind, Ticket, Urgency
from visits.models import Visit


def as_sent(mail: EmailMultiAlternatives) -> EmailMessage:
    """Return the mail as its reader's program parses it."""
    read = BytesParser(policy=policy.default).parsebytes(mail.message().as_bytes())
    assert isinstance(read, EmailMessage)
    return read


def test_an_answer_comes_from_the_colleague_at_the_address_of_the_desk(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    actions.answer(ticket, body="I come by at ten.\nSee you.", actor=fso)

    (mail,) = told()
    read = as_sent(mail)

    assert read["From"] == '"Inès Vercammen (Lumen IT)" <desk@lumen-it.example>'
    assert read["To"] == "Emma Claes <emma@hopveld.example>"
    assert read["Reply-To"] == "desk@lumen-it.example"
    assert read["Subject"] == f"[{ticket.pk}] Answered: Outlook does not open"
    assert read["Auto-Submitted"] == "auto-generated"
    for words in (words_in(read), words_in(read, "html").replace("<br>", "\n")):
        assert "I come by at ten.\nSee you." in words
        assert f"https://desk.test/tickets/{ticket.pk}/" in words
        assert "Answer on the page" in words


def test_mails_about_one_ticket_stand_together_and_each_has_its_own_lasting_id(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    mails = [as_sent(mail) for mail in told()]
    actions.answer(ticket, body="One", actor=fso)
    mails += [as_sent(mail) for mail in told()]

    assert len(mails) == 3
    assert {mail["References"] for mail in mails} == {f"<ticket-{ticket.pk}@desk.test>"}
    ids = [mail["Message-ID"] for mail in mails]
    assert len(set(ids)) == 3
    assert set(ids) == set(Delivery.objects.values_list("message_id", flat=True))


def test_a_solved_mail_asks_whether_it_is_and_its_links_only_open_the_page(
    ticket: Ticket, fso: User, told: Told, sign_in: SignIn, requester: User
) -> None:
    told()
    actions.resolve(ticket, how="A new profile.", minutes=5, actor=fso)

    (mail,) = to(requester, told())

    for part in parts(mail):
        assert "It is solved" in part
        assert "Not solved" in part
        assert "A new profile." in part
    page = f"https://desk.test/tickets/{ticket.pk}/"
    assert mail.body.count(page) == 2
    assert sign_in(requester).get(f"/tickets/{ticket.pk}/").status_code == 200
    ticket.refresh_from_db()
    assert ticket.status == "resolved"


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_a_mail_speaks_the_language_of_its_reader(
    ticket: Ticket, fso: User, requester: User, told: Told, language: str
) -> None:
    told()
    requester.language = language
    requester.save()
    with translation.override("fr" if language != "fr" else "nl"):
        actions.answer(ticket, body="Hello", actor=fso)
        (mail,) = told()

    with translation.override(language):
        said = gettext("Answered: %(title)s") % {"title": "Outlook does not open"}
        assert gettext("Answer on the page") in mail.body
    assert mail.subject == f"[{ticket.pk}] {said}"
    assert f'<html lang="{language}">' in parts(mail)[1]


def test_who_asked_reads_until_when_she_hears_from_us_and_her_own_words(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    ticket = actions.report(actions.Report(what="The printer hums all day"), client=brewery, actor=requester)

    (mail,) = to(requester, told())

    assert ticket.respond_due_at is not None
    for part in parts(mail):
        assert "We received your request. You hear from " in part
        assert "The printer hums all day" in part
        assert "looks at it" not in part


def test_a_p1_says_where_whom_to_call_and_until_when(brewery: Client, requester: User, fso: User, told: Told) -> None:
    User.objects.get_queryset().filter(pk=requester.pk).update(phone="+32 470 11 22 33")
    worst = actions.Report(what="Nothing works", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    actions.report(worst, client=brewery, actor=requester)

    text, html = parts(to(fso, told())[0])

    for part in (text, html):
        assert "P1 Critical, Brouwerij Hopveld" in part
        assert "+32 470 11 22 33" in part
        assert "Due " in part
    assert 'href="tel:+32470112233"' in html


def test_mail_about_a_confidential_ticket_says_that_there_is_news_and_nothing_else(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    secret = actions.Report(what="CANARY-LEAVER leaves us", confidential=True)
    ticket = actions.report(secret, client=brewery, actor=requester)
    actions.answer(ticket, body="CANARY-ANSWER", actor=fso)
    actions.reply(ticket, body="CANARY-REPLY", actor=requester)
    actions.resolve(ticket, how="CANARY-SOLUTION", minutes=5, actor=fso)

    mails = told()

    assert {mail.subject for mail in to(requester, mails)} == {
        f"[{ticket.pk}] We received your request",
        f"[{ticket.pk}] News of your request",
    }
    assert {mail.subject for mail in to(fso, mails)} == {f"[{ticket.pk}] News of a confidential ticket"}
    assert len(mails) == 5
    for mail in mails:
        raw = str(as_sent(mail)) + "".join(parts(mail))
        assert "CANARY" not in raw
        assert "Vercammen" not in str(as_sent(mail)["From"])


def test_the_face_of_who_writes_is_inside_the_mail(ticket: Ticket, fso: User, requester: User, told: Told) -> None:
    Face.objects.create(user=fso, picture=b"a picture", changed_at=timezone.now())
    told()
    actions.answer(ticket, body="Hello", actor=fso)

    read = as_sent(told()[0])

    assert 'src="cid:face"' in words_in(read, "html")
    assert "Hello" in words_in(read)
    (image,) = [part for part in read.walk() if part.get_content_maintype() == "image"]
    assert (image["Content-ID"], image.get_payload(decode=True)) == ("<face>", b"a picture")


def test_links_never_come_from_the_request(requester: User, fso: User, sign_in: SignIn, told: Told) -> None:
    answer = sign_in(requester).post(
        "/tickets/report/",
        {"type": "incident", "what": "No sound", "impact": "3", "urgency": "2"},
        headers={"x-forwarded-host": "evil.test", "host": "localhost"},
    )
    assert answer.status_code in (200, 302)

    mails = told()

    assert len(mails) == 2
    for mail in mails:
        assert "https://desk.test/tickets/" in "".join(parts(mail))
        assert "evil.test" not in str(as_sent(mail))
        assert "localhost" not in str(as_sent(mail))


def test_who_receives_an_offer_reads_the_handover_and_who_gets_it_back_what_is_to_be_done(
    ticket: Ticket, fso: User, engineer: User, other_engineer: User, mail_category: Category, told: Told
) -> None:
    told()
    _chain()
    escalation = escalating.escalate(
        ticket, category=mail_category, wrong="No profile loads", tried="A new one", needed="The server", actor=fso
    )

    offers = told()

    assert {one.to[0] for one in offers} == {one.to[0] for one in to(engineer, offers) + to(other_engineer, offers)}
    assert len(offers) == 2
    for words in ("No profile loads", "A new one", "The server"):
        assert all(words in part for offer in offers for part in parts(offer))

    escalating.pick_up(escalation, actor=engineer)
    assert not told()
    escalating.hand_back(escalation, done="Rebuilt the index", needed_on_site="Restart her laptop", actor=engineer)
    (back,) = told()

    assert to(fso, [back])
    assert back.subject == f"[{ticket.pk}] Handed back: Outlook does not open"
    assert "Rebuilt the index" in back.body
    assert "Restart her laptop" in parts(back)[1]


def test_what_is_among_ourselves_reaches_no_byte_for_people_of_the_client(
    ticket: Ticket,
    brewery: Client,
    requester: User,
    contact: User,
    fso: User,
    engineer: User,
    mail_category: Category,
    told: Told,
    sign_in: SignIn,
) -> None:
    _chain()
    actions.note(ticket, body="CANARY-NOTE", actor=fso)
    actions.override_priority(ticket, priority=2, reason="CANARY-PRIORITY", actor=fso)
    escalation = escalating.escalate(
        ticket, category=mail_category, wrong="CANARY-WRONG", tried="CANARY-TRIED", needed="CANARY-NEEDED", actor=fso
    )
    mails = told()
    escalating.pick_up(escalation, actor=engineer)
    actions.note(ticket, body="CANARY-NOTE-2", actor=engineer)
    escalating.hand_back(escalation, done="CANARY-DONE", needed_on_site="CANARY-SITE", actor=engineer)
    actions.resolve(ticket, how="CANARY-SOLUTION", minutes=5, is_public=False, actor=fso)
    stopped = actions.report(actions.Report(what="Another"), client=brewery, actor=requester)
    actions.cancel(stopped, reason="CANARY-CANCEL", actor=fso)
    mails += told()

    theirs = to(requester, mails) + to(contact, mails)
    assert len(theirs) == 4, "received twice, solved, stopped"
    for mail in theirs:
        assert "CANARY" not in str(as_sent(mail)) + "".join(parts(mail))
        assert "Thibault" not in str(as_sent(mail)) + "".join(parts(mail))
    for person in (requester, contact):
        news = sign_in(person).get("/news/").content.decode()
        assert "CANARY" not in news
        assert "Thibault" not in news
    assert any("CANARY-NEEDED" in str(mail.body) for mail in to(engineer, mails))


def test_no_word_that_clients_never_read_is_in_a_mail_to_them(
    requester: User, brewery: Client, fso: User, told: Told
) -> None:
    told_fact = actions.Report(what="It is gone", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    ticket = actions.report(told_fact, client=brewery, actor=requester)
    actions.answer(ticket, body="Hello", actor=fso)
    actions.resolve(ticket, how="Done", minutes=5, actor=fso)
    stopped = actions.record(told_fact, client=brewery, requester=requester, actor=fso, channel="phone")
    actions.cancel(stopped, reason="No", actor=fso)

    mails = to(requester, told())

    assert len(mails) == 5
    for mail in mails:
        text = mail.body.replace(f"/tickets/{ticket.pk}", "").replace(f"/tickets/{stopped.pk}", "").lower()
        for word in (
            "ticket",
            "priority",
            "category",
            "escalat",
            "assign",
            "incident",
            "resolve",
            "fso",
            "service desk",
        ):
            assert word not in text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Printer\r\nBcc: evil@evil.test", "Printer Bcc: evil@evil.test"),
        ("Printer\u2028Bcc: x\x85y", "Printer Bcc: x y"),
        ("=?utf-8?q?x=0D=0ABcc:_e?=", "= ?utf-8?q?x=0D=0ABcc:_e?="),
        ("gnp\u202eexe", "gnpexe"),
        ("👨\u200d👩 ok", "👨\u200d👩 ok"),
        ("x" * 30, "x" * 19 + "…"),
    ],
)
def test_a_header_is_one_line(text: str, line: str) -> None:
    assert one_line(text, 20 if text.startswith("xxx") else 200) == line


def _chain() -> None:
    chain, made = Chain.objects.get_or_create(client=None, kind_of_question=QuestionKind.TECHNICAL)
    if made:
        Step.objects.create(chain=chain, position=1, level=Level.ENGINEERS)


def stop_link(mail: EmailMultiAlternatives) -> str:
    """Return where one press in the reader's mail program stops such mails ("" = nowhere)."""
    read = as_sent(mail)
    link = str(read["List-Unsubscribe"] or "").strip(" <>")
    assert (read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") == bool(link)
    assert all(("Stop these mails" in part) == bool(link) for part in parts(mail))
    assert all(not link or link in part for part in parts(mail))
    return link


def test_mail_that_is_not_about_ones_own_open_request_carries_a_stop_link(
    critical_ticket: Ticket, colleague: User, contact: User, fso: User, told: Told
) -> None:
    mails = told()

    (received,), (whole_company,), (p1,) = to(colleague, mails), to(contact, mails), to(fso, mails)
    assert stop_link(received) == ""
    assert stop_link(whole_company).startswith("https://desk.test/news/stop/")
    assert "contact person of Brouwerij Hopveld" in whole_company.body
    assert "The server is down" in whole_company.body
    assert stop_link(p1) == ""
    assert all("Somebody must act at once." in part for part in parts(p1))
    for mail in mails:
        assert all("https://desk.test/me/#news" in part for part in parts(mail))


def test_a_press_on_the_stop_link_stops_these_mails(
    ticket: Ticket, brewery: Client, requester: User, fso: User, told: Told, sign_in: SignIn
) -> None:
    (new,) = to(fso, told())
    path = stop_link(new).removeprefix("https://desk.test")
    stranger = Browser()

    assert stranger.get(path).status_code == 200
    actions.report(actions.Report(what="No sound"), client=brewery, actor=requester)
    assert len(to(fso, told())) == 1, "looking at the page changes nothing"
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200

    actions.report(actions.Report(what="No light"), client=brewery, actor=requester)
    assert to(fso, told()) == []


def test_what_always_comes_says_why_and_what_came_with_it_can_be_stopped(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    Preference.objects.create(person=requester, topic="progress", choice="at_once", changed_at=timezone.now())
    QuietHours.objects.create(person=requester, starts=time(0), ends=time(23, 59), changed_at=timezone.now())
    actions.start(ticket, actor=fso)
    actions.answer(ticket, body="The first word.", actor=fso)
    actions.answer(ticket, body="The second word.", actor=fso)
    told()
    QuietHours.objects.all().delete()

    (mail,) = to(requester, told(timedelta(days=2)))

    assert stop_link(mail) == ""
    for part in parts(mail):
        said = [part.index(words) for words in ("The second word.", "Also:", "started on it", "The first word.")]
        assert said == sorted(said)
        assert "Somebody may need your answer to go on." in part
        assert "No more mails that say who works on your request, and when" in part
        assert part.count("https://desk.test/news/stop/") == 1


@pytest.mark.parametrize(
    ("told_of", "leads"),
    [
        ([("answered", "answers"), ("closed", "finished")], "answered"),
        ([("started", "progress"), ("closed", "finished")], "closed"),
        ([("reported", "company"), ("started", "progress")], "company_critical"),
        ([("started", "progress"), ("reported", "company")], "company_critical"),
        ([("answered", "answers"), ("resolved", "solved")], "resolved"),
        ([("resolved", "solved"), ("started", "progress")], "resolved"),
    ],
)
def test_words_of_a_person_and_what_one_must_act_on_lead_a_mail_else_the_latest_fact(
    told_of: list[tuple[str, str]], leads: str, critical_ticket: Ticket, fso: User, contact: User
) -> None:
    actions.start(critical_ticket, actor=fso)
    actions.answer(critical_ticket, body="We look at it.", actor=fso)
    actions.resolve(critical_ticket, how="A new disk.", minutes=5, actor=fso)
    actions.confirm(critical_ticket, actor=None)
    rows = {event.kind: event for event in critical_ticket.events.all()}
    facts = [about(table_of(rows[kind]), rows[kind].pk) for kind, _topic in told_of]
    told = [messages.Told(fact, BY_CODE[topic]) for fact, (_kind, topic) in zip(facts, told_of, strict=True) if fact]

    letter = messages.write(Delivery(purpose="news", message_id="<one@desk.test>"), told, reader=contact)

    assert letter is not None
    assert letter.trio == f"mail/client/{leads}"
    assert "Also:" in letter.body


def test_people_of_the_client_read_who_comes_next_and_colleagues_do_not(
    ticket: Ticket, brewery_site: Site, fso: User, requester: User, told: Told
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(site=brewery_site)
    for days in (-1, 3, 9):
        starts = timezone.now() + timedelta(days=days)
        Visit.objects.create(site=brewery_site, fso=fso, starts_at=starts, ends_at=starts + timedelta(hours=30))
    when = timezone.localtime(timezone.now() + timedelta(days=3), ZoneInfo("Europe/Brussels"))

    mails = told()

    (to_her,), (to_fso,) = to(requester, mails), to(fso, mails)
    for part in parts(to_her):
        assert part.count("Inès comes ") == 1
        assert f"Inès comes {when:%A} {when.day} {when:%B}" in part
    assert "comes" not in to_fso.body
    actions.cancel(ticket, reason="Twice", actor=fso)
    (stopped,) = to(requester, told())
    assert "comes" not in stopped.body


def test_who_mends_addresses_reads_what_the_server_said(requester: User, desk: User, told: Told) -> None:
    note_refusal(requester, "550 <b>no such user</b>", at=timezone.now())

    (mail,) = to(desk, told())

    text, html = parts(mail)
    assert mail.subject == "Mail to somebody does not arrive"
    assert "Emma Claes (emma@hopveld.example)" in text
    assert "550 <b>no such user</b>" in text
    assert "550 &lt;b&gt;no such user&lt;/b&gt;" in html
    assert "https://desk.test/outbox/" in text


def test_nothing_in_a_mail_is_loaded_from_anywhere(ticket: Ticket, fso: User, told: Told) -> None:
    Face.objects.create(user=fso, picture=b"a picture", changed_at=timezone.now())
    actions.answer(ticket, body="Look: https://evil.test/x.png", actor=fso)

    for mail in told():
        html = parts(mail)[1]
        assert "@media (prefers-color-scheme: dark)" in html
        assert set(re.findall(r'(?:src|background)="([^"]*)"', html)) <= {"cid:face"}
        assert not re.search(r"url\(|@import|<script|<link", html)
        assert "Reply-To" in as_sent(mail)
