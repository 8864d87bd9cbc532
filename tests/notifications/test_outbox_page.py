"""What did not arrive: who reads what of it, and what comes of trying again and dismissing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.answers import NotAllowed, WrongMoment
from accounts.models import PersonEvent, User
from history.kinds import kind_of
from notifications import actions, events
from notifications.models import Delivery, Notification, Pending, RefusedAddress, SignOfLife
from notifications.pauses import CLAIM, MOST_REFUSALS
from notifications.topics import BY_CODE
from sites.models import Client
from tests.budgets import queries_of, within_budget
from tests.cast import person_of_client
from tests.conftest import SignIn
from tests.notifications.conftest import Told, to
from tests.notifications.outbox_rows import ended_mails, fact_set_aside, refused_mail, stopped_address
from tickets import actions as tickets
from tickets.models import Ticket

OUTBOX = "/outbox/"
TRY, DISMISS, RESUME = "/outbox/try-again/", "/outbox/dismiss/", "/outbox/resume/"


def page(browser: Browser, **asked: object) -> str:
    answer = browser.get(OUTBOX, {name: str(value) for name, value in asked.items()})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def state_of(mail: Delivery) -> str:
    return Delivery.objects.get(pk=mail.pk).state


# ---- what stands there, and for whom ----


def test_it_says_whom_a_mail_was_for_what_it_was_about_and_what_the_server_said(
    ticket: Ticket, requester: User, desk: User, told: Told, settings: Settings, sign_in: SignIn
) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.Refusing"
    told()

    shown = page(sign_in(desk))

    assert "Emma Claes" in shown
    assert "emma@hopveld.example" in shown
    assert f'Received · <a href="/tickets/{ticket.pk}/">{ticket.pk} Outlook does not open</a>' in shown
    assert "<q>550 5.1.1 No such user</q>" in shown
    assert "refused for good" in shown


def test_words_of_a_hostile_server_are_one_line_of_plain_text(
    ticket: Ticket, requester: User, desk: User, sign_in: SignIn
) -> None:
    refused_mail(requester, ticket, last_error="550 <script>alert(1)</script>\r\n\u202eyletelpmoc")

    shown = page(sign_in(desk))

    assert "<q>550 &lt;script&gt;alert(1)&lt;/script&gt; yletelpmoc</q>" in shown


def test_of_a_confidential_ticket_the_desk_reads_the_number_and_an_administrator_nothing(
    ticket: Ticket, requester: User, desk: User, administrator: User, sign_in: SignIn
) -> None:
    refused_mail(requester, ticket)
    plain = page(sign_in(administrator))
    assert "Answer · " in plain
    assert "Outlook does not open" in plain

    Ticket.objects.filter(pk=ticket.pk).update(confidential=True)
    of_desk, of_administrator = page(sign_in(desk)), page(sign_in(administrator))

    assert f"{ticket.pk}</a>" in of_desk
    assert "Answer" not in of_desk
    assert "A ticket" in of_administrator
    assert f"/tickets/{ticket.pk}/" not in of_administrator
    for shown in (of_desk, of_administrator):
        assert "Emma Claes" in shown
        assert "Outlook" not in shown


@pytest.mark.parametrize("view", ["set_aside", "facts"])
def test_what_our_own_exceptions_quote_of_a_confidential_ticket_is_not_shown(
    view: str, ticket: Ticket, requester: User, desk: User, administrator: User, sign_in: SignIn
) -> None:
    words = "TemplateError: <Ticket: Outlook does not open>"
    event = ticket.events.first()
    assert event
    refused_mail(requester, ticket, state="set_aside", last_error=words)
    Pending.objects.filter(event_number=event.pk).delete()
    fact_set_aside(event.pk, "tickets.ticketevent", words)
    assert "<q>TemplateError</q>" in page(sign_in(administrator), view=view)

    Ticket.objects.filter(pk=ticket.pk).update(confidential=True)

    for person in (desk, administrator):
        shown = page(sign_in(person), view=view)
        assert "<q>TemplateError</q>" in shown
        assert "Outlook" not in shown


@pytest.mark.parametrize(
    ("said", "shown_words"),
    [
        ("550 5.7.1 Message 'CANARY' rejected", "550 5.7.1"),
        ("554 CANARY", "554"),
        ("ValueError: cannot write 'CANARY'", "ValueError"),
        ("KeyError in notifications/passages.py, line 67", "KeyError in notifications/passages.py, line 67"),
        ("Postmark API response 422 (no): CANARY", "API response 422"),
        ("CANARY: rejected 550", ""),
    ],
)
@pytest.mark.parametrize(
    "fields", [{"purpose": "news"}, {"purpose": "several"}, {"state": "waiting", "ended_at": None}]
)
def test_who_may_not_read_a_ticket_reads_the_code_alone(
    said: str,
    shown_words: str,
    fields: dict[str, Any],
    ticket: Ticket,
    requester: User,
    administrator: User,
    sign_in: SignIn,
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(confidential=True)
    is_list = fields.get("purpose") == "several"
    refused_mail(requester, None if is_list else ticket, last_error=said, **fields)

    shown = page(sign_in(administrator), view="failing" if "state" in fields else "")

    assert "CANARY" not in shown
    assert f"<q>{shown_words}</q>" in shown if shown_words else "<q>" not in shown
    assert ("several tickets at once" in shown.lower()) is is_list


def test_tried_again_a_mail_no_longer_says_what_went_wrong_before(
    ticket: Ticket, requester: User, desk: User, sign_in: SignIn
) -> None:
    mail = refused_mail(requester, ticket, state="set_aside", last_error="ValueError: CANARY")

    assert sign_in(desk).post(TRY, {"one": mail.pk}).status_code == 302

    assert Delivery.objects.get(pk=mail.pk).last_error == ""
    assert "CANARY" not in page(sign_in(desk), view="failing")


def test_no_two_kinds_of_news_have_the_same_name() -> None:
    assert len({str(topic.name) for topic in BY_CODE.values()}) == len(BY_CODE)


def test_for_everybody_else_there_is_no_outbox(
    ticket: Ticket, requester: User, contact: User, fso: User, engineer: User, ict_manager: User, sign_in: SignIn
) -> None:
    mail = refused_mail(requester, ticket)

    for person in (requester, contact, fso, engineer, ict_manager):
        browser = sign_in(person)
        assert browser.get(OUTBOX).status_code == 404
        for address in (TRY, DISMISS, RESUME):
            assert browser.post(address, {"one": mail.pk}).status_code == 404
    assert state_of(mail) == "refused"


def test_rights_are_asked_in_the_action(ticket: Ticket, requester: User, fso: User, desk: User) -> None:
    mail, fact = refused_mail(requester, ticket), fact_set_aside()

    for act, row in (
        (actions.try_again, mail),
        (actions.dismiss, mail),
        (actions.try_fact_again, fact),
        (actions.dismiss_fact, fact),
    ):
        with pytest.raises(NotAllowed):
            act(row, actor=fso)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.tend([mail], actions.try_again, actor=fso)

    assert actions.tend([mail], actions.try_again, actor=desk).count == 1


def test_that_everything_arrived_is_said_only_while_the_telling_works(
    ticket: Ticket, requester: User, desk: User, sign_in: SignIn
) -> None:
    Pending.objects.all().update(done_at=timezone.now())
    now, browser = timezone.now(), sign_in(desk)
    for name, kind in (("celery@one", "worker"), ("beat", "clock")):
        SignOfLife.objects.create(name=name, kind=kind, seen_at=now)
    assert "Everything arrived." in page(browser)
    assert "Nothing here." in page(browser, view="refused")

    def says_only_that_nothing_failed() -> bool:
        shown = page(browser)
        return "Nothing failed so far." in shown and "Everything arrived." not in shown and 'class="empty"' not in shown

    for kind in ("worker", "clock"):
        silent = SignOfLife.objects.filter(kind=kind)
        silent.update(seen_at=now - timedelta(seconds=90))
        assert says_only_that_nothing_failed(), kind
        silent.update(seen_at=now)
    assert "Everything arrived." in page(browser)

    waiting = ended_mails(1, requester, ticket, state="waiting", ended_at=None, last_error="")[0]
    Delivery.objects.filter(pk=waiting.pk).update(due_at=now - timedelta(minutes=6))
    assert says_only_that_nothing_failed()


# ---- how the telling is doing ----


def test_a_silent_worker_or_clock_is_said_in_a_sentence(desk: User, sign_in: SignIn) -> None:
    now, browser = timezone.now(), sign_in(desk)
    assert "No worker has been seen yet: nobody is told anything until one runs." in page(browser)

    SignOfLife.objects.create(name="celery@one", kind="worker", seen_at=now - timedelta(seconds=5))
    SignOfLife.objects.create(name="celery@two", kind="worker", seen_at=now - timedelta(hours=3))
    SignOfLife.objects.create(name="celery@gone", kind="worker", seen_at=now - timedelta(days=3))
    SignOfLife.objects.create(name="beat", kind="clock", seen_at=now - timedelta(seconds=5))
    shown = page(browser)
    assert "nobody is told anything" not in shown
    assert "The clock" not in shown
    assert re.search(r"Worker celery@one</dt>\s*<dd>works", shown)
    assert re.search(r"Worker celery@two</dt>\s*<dd[^>]*>not seen since", shown)
    assert "celery@gone" not in shown

    SignOfLife.objects.filter(name="beat").update(seen_at=now - timedelta(seconds=90))
    assert "The clock has not been seen since" in page(browser)
    SignOfLife.objects.filter(name="celery@one").update(seen_at=now - timedelta(seconds=90))
    assert "No worker has been seen since" in page(browser)


def test_the_age_of_what_waits_is_red_after_five_minutes(
    ticket: Ticket, requester: User, desk: User, sign_in: SignIn
) -> None:
    Pending.objects.all().update(done_at=timezone.now())
    browser = sign_in(desk)
    assert "nothing waits" in page(browser)
    waiting = ended_mails(1, requester, ticket, state="waiting", ended_at=None)[0]

    Delivery.objects.filter(pk=waiting.pk).update(due_at=timezone.now() - timedelta(seconds=4))
    assert re.search(r'<dd><span class="clock">[4-9] s</span></dd>', page(browser))

    Delivery.objects.filter(pk=waiting.pk).update(due_at=timezone.now() - timedelta(minutes=6, seconds=5))
    assert re.search(r'<span class="clock late">.*6 min</span>', page(browser))
    SignOfLife.objects.create(name="celery@one", kind="worker", seen_at=timezone.now())
    assert "The oldest has waited for 6 min instead of seconds" in page(browser)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("", "No alarm is set up"),
        ("mailto:{phone}@sms.example", "Alarms leave as text messages"),
        ("https://alarm.example/secret-path", "Alarms leave as signed calls"),
    ],
)
def test_it_says_whether_an_alarm_is_set_up_and_never_where_it_goes(
    setting: str, words: str, desk: User, settings: Settings, sign_in: SignIn
) -> None:
    settings.ALARM_URL = setting

    shown = page(sign_in(desk))

    assert words in shown
    assert "alarm.example" not in shown


# ---- narrowed, and further rows ----


def test_one_view_per_state_and_one_person_at_a_time(
    ticket: Ticket, requester: User, colleague: User, desk: User, sign_in: SignIn
) -> None:
    refused_mail(requester, ticket)
    refused_mail(colleague, ticket, state="given_up", last_error="451 Later")
    browser = sign_in(desk)

    def shown_in(**asked: object) -> set[str]:
        return set(re.findall(r'id="mail-\d+">.*?<span>(Emma|Joke)', page(browser, **asked), re.DOTALL))

    assert shown_in() == {"Emma", "Joke"}
    assert shown_in(view="refused") == {"Emma"}
    assert shown_in(view="given_up") == {"Joke"}
    assert shown_in(person=colleague.pk) == {"Joke"}
    assert shown_in(view="refused", person=colleague.pk) == set()
    assert shown_in(view="failing") == set()


@pytest.mark.parametrize(
    "address",
    [
        "?view=sent",
        "?view=refused&view=given_up",
        "?person=x",
        "?person=424242",
        "?person=99999999999999999999",
        "?order=person",
        "?after=x",
        "?after=1",
        "?rows=0",
        "?rows=101",
    ],
)
def test_an_address_that_no_page_of_ours_gives_is_refused(address: str, desk: User, sign_in: SignIn) -> None:
    assert sign_in(desk).get(f"{OUTBOX}{address}").status_code == 400


@pytest.mark.parametrize("fields", [{"row": "x"}, {"one": "-1"}, {"row": ["1"] * 101}, {"one": "1", "view": "sent"}])
def test_a_form_that_no_page_of_ours_sends_is_refused(fields: dict[str, object], desk: User, sign_in: SignIn) -> None:
    assert sign_in(desk).post(TRY, fields).status_code == 400


@pytest.mark.parametrize("view", ["", "failing"])
def test_further_rows_come_in_order_each_once(
    view: str, ticket: Ticket, requester: User, desk: User, sign_in: SignIn
) -> None:
    fields = {"state": "waiting", "ended_at": None} if view else {}
    rows = ended_mails(30, requester, ticket, **fields)
    wanted = [row.pk for row in (reversed(rows) if view else rows)]
    browser = sign_in(desk)

    first = page(browser, view=view, rows=20)
    more = re.search(r'hx-get="([^"]+)"', first[first.index("outbox-rows-more") :])
    assert more
    rest = browser.get(more.group(1).replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()

    found = [int(number) for number in re.findall(r'id="mail-(\d+)"', first + rest)]
    assert found == wanted
    assert "<h1" not in rest


def test_nothing_is_written_by_reading(ticket: Ticket, requester: User, desk: User, sign_in: SignIn) -> None:
    refused_mail(requester, ticket)
    browser = sign_in(desk)

    for address in (TRY, DISMISS, RESUME):
        assert browser.get(address).status_code == 405
    assert browser.post(OUTBOX).status_code == 405


# ---- tried again ----


def test_what_is_tried_again_arrives_with_the_message_id_that_it_had(
    ticket: Ticket, requester: User, desk: User, told: Told, settings: Settings, sign_in: SignIn
) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.Refusing"
    told()
    mail = Delivery.objects.get(person=requester)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    answer = sign_in(desk).post(TRY, {"one": mail.pk}, follow=True)
    (sent,) = to(requester, told(passes=timedelta()))

    assert "It goes out again within seconds." in answer.content.decode()
    assert sent.extra_headers["Message-ID"] == mail.message_id
    assert state_of(mail) == "sent"
    assert not RefusedAddress.objects.exists(), "it arrives: what was refused before is forgotten"
    assert not to(requester, told(passes=timedelta()))
    event = PersonEvent.objects.get(kind="mail_tried_again")
    assert (event.person, event.actor, event.details) == (requester, desk, {"mail": mail.pk})


def test_a_mail_that_could_not_leave_for_a_day_has_another_day(
    ticket: Ticket, fso: User, desk: User, told: Told, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.Refusing"
    told()
    long_ago = timezone.now() - timedelta(hours=25)
    mail = Delivery.objects.get(person=fso)
    Delivery.objects.filter(pk=mail.pk).update(
        state="given_up", ended_at=timezone.now(), first_tried_at=long_ago, claimed_at=long_ago
    )

    actions.try_again(mail, actor=desk)
    told(passes=timedelta())

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == ("waiting", 2, "451 4.3.0 Try again later")
    assert mail.due_at > timezone.now()


def test_what_waits_after_a_failure_can_be_tried_now(
    ticket: Ticket, fso: User, desk: User, told: Told, settings: Settings, sign_in: SignIn
) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.Refusing"
    told()
    mail = Delivery.objects.get(person=fso)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Delivery.objects.filter(pk=mail.pk).update(due_at=timezone.now() + timedelta(hours=3))

    early = sign_in(desk).post(TRY, {"one": mail.pk, "view": "failing"})
    assert early.status_code == 409
    assert "It was tried a moment ago." in early.content.decode()

    Delivery.objects.filter(pk=mail.pk).update(claimed_at=timezone.now() - CLAIM)
    assert sign_in(desk).post(TRY, {"one": mail.pk, "view": "failing"}).status_code == 302
    assert to(fso, told(passes=timedelta()))


def test_nobody_takes_a_mail_from_the_worker_that_has_it(ticket: Ticket, requester: User, desk: User) -> None:
    assert timedelta(minutes=2) == CLAIM, "the sentence says two minutes"
    now = timezone.now()
    mail = refused_mail(
        requester, ticket, state="waiting", ended_at=None, claimed_at=now - timedelta(seconds=119), due_at=now + CLAIM
    )

    for act in (actions.try_again, actions.dismiss):
        with pytest.raises(WrongMoment, match="a moment ago"):
            act(mail, actor=desk, at=now)


def test_what_waits_on_purpose_is_left_alone(ticket: Ticket, requester: User, desk: User) -> None:
    tomorrow = timezone.now() + timedelta(hours=8)
    mail = refused_mail(requester, ticket, state="waiting", ended_at=None, claimed_at=None, due_at=tomorrow)

    for act in (actions.try_again, actions.dismiss):
        with pytest.raises(WrongMoment, match="not been tried yet"):
            act(mail, actor=desk)
    assert Delivery.objects.get(pk=mail.pk).due_at == tomorrow


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("sent", "This mail has left."),
        ("read", "It was read in the product before it left."),
        ("withdrawn", "no longer allowed, or no longer true"),
    ],
)
def test_what_needs_no_second_mail_is_refused_with_the_reason(
    state: str, reason: str, ticket: Ticket, requester: User, desk: User, sign_in: SignIn
) -> None:
    mail = refused_mail(requester, ticket, state=state)

    for address in (TRY, DISMISS):
        answer = sign_in(desk).post(address, {"one": mail.pk})
        assert answer.status_code == 409
        assert reason in answer.content.decode()
    assert state_of(mail) == state
    assert not PersonEvent.objects.filter(kind__in=["mail_tried_again", "mail_dismissed"]).exists()


def test_twice_by_one_person_is_once(ticket: Ticket, requester: User, desk: User) -> None:
    tried, dismissed = refused_mail(requester, ticket), refused_mail(requester, ticket)

    for _ in range(2):
        actions.try_again(tried, actor=desk)
        actions.dismiss(dismissed, actor=desk)

    assert (state_of(tried), state_of(dismissed)) == ("waiting", "dismissed")
    assert PersonEvent.objects.filter(kind="mail_tried_again").count() == 1
    assert PersonEvent.objects.filter(kind="mail_dismissed").count() == 1


def test_who_comes_second_reads_who_was_first_and_what_he_did(
    ticket: Ticket, requester: User, desk: User, administrator: User, sign_in: SignIn
) -> None:
    tried, dismissed = refused_mail(requester, ticket), refused_mail(requester, ticket)
    actions.try_again(tried, actor=administrator)
    actions.dismiss(dismissed, actor=administrator)
    browser = sign_in(desk)

    for address in (TRY, DISMISS):
        for mail, words in ((tried, "already tried this again."), (dismissed, "already dismissed this.")):
            answer = browser.post(address, {"one": mail.pk})
            assert answer.status_code == 409
            assert f"Katrien Aerts has {words}" in answer.content.decode()
    assert PersonEvent.objects.filter(kind__in=["mail_tried_again", "mail_dismissed"]).count() == 2


def test_mail_to_a_stopped_address_goes_out_only_once_the_address_does(
    ticket: Ticket, requester: User, desk: User, told: Told, sign_in: SignIn
) -> None:
    told()
    mail, address = refused_mail(requester, ticket), stopped_address(requester)
    browser = sign_in(desk)
    assert "Mail to this address is stopped." in page(browser)
    assert browser.post(TRY, {"one": mail.pk}).status_code == 409
    shown = page(browser, view="addresses")
    assert "550 Mailbox gone" in shown
    assert "Let mail go out again" in shown

    answer = browser.post(RESUME, {"one": address.pk}, follow=True)

    assert "Mail to emma@hopveld.example goes out again." in answer.content.decode()
    assert browser.post(RESUME, {"one": address.pk}).status_code == 404, "it is gone from the list"
    assert PersonEvent.objects.filter(kind="mail_resumed", actor=desk).count() == 1
    assert browser.post(TRY, {"one": mail.pk}).status_code == 302


def test_an_address_that_refused_once_is_listed_and_not_stopped(requester: User, desk: User, sign_in: SignIn) -> None:
    RefusedAddress.objects.create(
        address=str(requester.email), refusals=1, words="550 Full", refused_at=timezone.now(), stopped_at=None
    )

    shown = page(sign_in(desk), view="addresses")

    assert "refused 1 time of 3" in shown
    assert "Let mail go out again" not in shown


def test_the_history_says_as_many_times_as_stop_an_address() -> None:
    assert MOST_REFUSALS == 3, "the sentence says three times"
    assert "three times in a row" in str(kind_of(events.MAIL_STOPPED).sentence)


def test_an_address_that_nobody_has_any_more_has_no_button(requester: User, desk: User, sign_in: SignIn) -> None:
    address = stopped_address(requester)
    User.objects.get_queryset().filter(pk=requester.pk).update(email="emma.new@hopveld.example")
    browser = sign_in(desk)

    shown = page(browser, view="addresses")

    assert "Nobody has this address any more." in shown
    assert "Let mail go out again" not in shown
    assert browser.post(RESUME, {"one": address.pk}).status_code == 404


# ---- several at once ----


def test_what_is_ticked_is_done_and_what_cannot_be_is_told_with_the_reason(
    ticket: Ticket, requester: User, colleague: User, desk: User, sign_in: SignIn
) -> None:
    good = [refused_mail(requester, ticket), refused_mail(requester, ticket)]
    left, not_ticked = refused_mail(requester, ticket, state="sent"), refused_mail(colleague, ticket)

    answer = sign_in(desk).post(TRY, {"row": [mail.pk for mail in (*good, left)]}, follow=True).content.decode()

    assert "2 go out again within seconds." in answer
    assert "This mail has left." in answer
    assert [state_of(mail) for mail in (*good, left, not_ticked)] == ["waiting", "waiting", "sent", "refused"]


def test_all_of_a_list_are_those_that_it_shows(
    ticket: Ticket, requester: User, colleague: User, desk: User, sign_in: SignIn
) -> None:
    ended_mails(30, requester, ticket)
    others = [refused_mail(colleague, ticket), refused_mail(requester, ticket, state="given_up")]
    asked = {"all": "1", "view": "refused", "person": requester.pk}

    answer = sign_in(desk).post(DISMISS, asked, follow=True)

    assert "30 are dismissed." in answer.content.decode()
    assert answer.request["QUERY_STRING"] == f"view=refused&person={requester.pk}"
    assert Delivery.objects.filter(state="dismissed").count() == 30
    assert [state_of(mail) for mail in others] == ["refused", "given_up"]


def test_who_ticks_nothing_is_told_to(ticket: Ticket, requester: User, desk: User, sign_in: SignIn) -> None:
    mail = refused_mail(requester, ticket)

    answer = sign_in(desk).post(TRY)

    assert answer.status_code == 422
    assert "Tick what you mean." in answer.content.decode()
    assert state_of(mail) == "refused"


def test_a_row_that_never_was_is_not_found(desk: User, sign_in: SignIn) -> None:
    for address in (TRY, DISMISS, RESUME):
        assert sign_in(desk).post(address, {"one": "424242"}).status_code == 404
    assert sign_in(desk).post(RESUME).status_code == 404


# ---- facts of which nobody could be told ----


def test_a_fact_that_was_set_aside_is_told_once_it_can_be(
    ticket: Ticket, requester: User, desk: User, told: Told, sign_in: SignIn
) -> None:
    tickets.answer(ticket, body="Hello", actor=desk)
    now = timezone.now()
    fact = Pending.objects.latest("pk")
    Pending.objects.exclude(pk=fact.pk).update(done_at=now)
    Pending.objects.filter(pk=fact.pk).update(set_aside_at=now, attempts=3, last_error="KeyError: 'x'")
    browser = sign_in(desk)
    assert "KeyError" in page(browser, view="facts")
    assert not told()

    answer = browser.post(TRY, {"one": fact.pk, "view": "facts"})

    assert answer.status_code == 302
    assert to(requester, told())
    event = PersonEvent.objects.get(kind="fact_tried_again")
    assert (event.person, event.actor) == (desk, desk)
    assert event.details == {"table": fact.event_table, "number": fact.event_number}
    assert "Nothing here." in page(browser, view="facts")


def test_a_fact_that_was_dismissed_is_told_to_nobody(
    desk: User, administrator: User, told: Told, sign_in: SignIn
) -> None:
    fact = fact_set_aside()
    assert "tickets.nosuchtable 1" in page(sign_in(desk), view="facts")

    for _ in range(2):
        actions.dismiss_fact(fact, actor=desk)
    second = sign_in(administrator).post(TRY, {"one": fact.pk, "view": "facts"})

    assert second.status_code == 409
    assert "Marleen Peeters has already dismissed this." in second.content.decode()
    assert PersonEvent.objects.filter(kind="fact_dismissed").count() == 1
    fact.refresh_from_db()
    assert fact.done_at
    assert not told()


def test_a_fact_and_a_mail_with_the_same_number_are_not_mixed_up(
    ticket: Ticket, requester: User, desk: User, sign_in: SignIn
) -> None:
    Pending.objects.all().delete()
    mail = refused_mail(requester, ticket)
    browser = sign_in(desk)

    assert browser.post(DISMISS, {"one": mail.pk, "view": "facts"}).status_code == 404
    assert state_of(mail) == "refused"


@pytest.mark.parametrize(("view", "sentence"), [("facts", "2 facts: "), ("", "2 mails: ")])
def test_one_reason_for_several_is_said_once_with_how_many(
    view: str, sentence: str, ticket: Ticket, requester: User, desk: User, administrator: User, sign_in: SignIn
) -> None:
    facts = [fact_set_aside(number) for number in (1, 2)]
    mails = [refused_mail(requester, ticket) for _ in range(2)]
    for fact, mail in zip(facts, mails, strict=True):
        actions.dismiss_fact(fact, actor=desk)
        actions.dismiss(mail, actor=desk)

    rows = [row.pk for row in (facts if view else mails)]
    answer = sign_in(administrator).post(TRY, {"row": rows, "view": view})

    assert answer.status_code == 409
    assert f"{sentence}Marleen Peeters has already dismissed this." in answer.content.decode()


# ---- on the pages of people ----


def test_the_page_of_a_client_says_to_whom_mail_does_not_arrive(
    ticket: Ticket, brewery: Client, requester: User, fso: User, desk: User, sign_in: SignIn
) -> None:
    assert "Mail does not arrive" not in sign_in(fso).get(f"/clients/{brewery.pk}/").content.decode()
    stopped_address(requester, "550 <b>gone\u202e</b>\x1b\r\n")

    of_fso, of_desk = (sign_in(who).get(f"/clients/{brewery.pk}/").content.decode() for who in (fso, desk))

    for shown in (of_fso, of_desk):
        assert "Mail does not arrive: 550 &lt;b&gt;gone&lt;/b&gt; (since today" in shown
    assert "/outbox/?view=addresses" in of_desk
    assert "/outbox/" not in of_fso


def test_the_page_of_a_client_asks_once_for_all_its_people(
    brewery: Client, fso: User, desk: User, sign_in: SignIn
) -> None:
    def add_people(count: int) -> None:
        so_far = User.objects.get_queryset().count()
        for number in range(count):
            person = person_of_client(f"Person {number}", f"p{so_far + number}@hopveld.example", brewery)
            stopped_address(person)

    within_budget("sites:show", sign_in(desk), f"/clients/{brewery.pk}/", add_people)


def test_the_set_up_page_of_a_person_says_that_mail_does_not_arrive(
    requester: User, administrator: User, sign_in: SignIn
) -> None:
    address = f"/setup/accounts/user/{requester.pk}/change/"
    assert "Mail does not arrive" not in sign_in(administrator).get(address).content.decode()
    stopped_address(requester, "550\u202e Mailbox\x1b\r\ngone")

    shown = sign_in(administrator).get(address).content.decode()

    assert "Mail does not arrive: 550 Mailbox gone (since today" in shown
    assert "/outbox/?view=addresses" in shown


def test_one_reads_oneself_that_mail_is_stopped_and_whom_to_ask(
    requester: User, fso: User, desk: User, sign_in: SignIn
) -> None:
    assert "does not arrive" not in sign_in(requester).get("/me/").content.decode()
    for person in (requester, fso, desk):
        stopped_address(person)

    of_requester, of_fso, of_desk = (sign_in(who).get("/me/").content.decode() for who in (requester, fso, desk))

    assert "Mail to emma@hopveld.example does not arrive, so we send none." in of_requester
    assert "Call us, and we mend it: +32 2 555 01 00" in of_requester
    assert "Ask the service desk" in of_fso
    assert "/outbox/?view=addresses" in of_desk
    for shown in (of_requester, of_fso):
        assert "Mailbox gone" not in shown
        assert "/outbox/" not in shown


# ---- what it costs ----


def test_the_page_costs_the_same_however_much_failed_and_however_much_was_sent(
    ticket: Ticket, requester: User, desk: User, sign_in: SignIn
) -> None:
    browser = sign_in(desk)

    def add_mails(count: int) -> None:
        for number in range(count):
            refused_mail(requester, ticket, topic=list(BY_CODE)[number % len(BY_CODE)])

    made = within_budget("notifications:outbox", browser, OUTBOX, add_mails, rows="100")
    ended_mails(20_000, requester, ticket, state="sent")

    assert len(queries_of(browser, OUTBOX, rows="100")) == made


def test_further_views_cost_the_same_however_many_rows_they_have(
    ticket: Ticket, brewery: Client, desk: User, sign_in: SignIn
) -> None:
    browser = sign_in(desk)
    event = ticket.events.latest("pk")

    def add_facts(count: int) -> None:
        Pending.objects.all().delete()
        for number in range(count):
            fact_set_aside(event.pk + number, "tickets.ticketevent")

    def add_addresses(count: int) -> None:
        so_far = User.objects.get_queryset().count()
        for number in range(count):
            stopped_address(person_of_client("One", f"p{so_far + number}@hopveld.example", brewery))

    within_budget("notifications:outbox facts", browser, OUTBOX, add_facts, view="facts", rows="100")
    within_budget("notifications:outbox addresses", browser, OUTBOX, add_addresses, view="addresses", rows="100")


def test_the_news_of_a_mail_that_is_dismissed_stays_in_the_product(
    ticket: Ticket, requester: User, desk: User, told: Told
) -> None:
    tickets.answer(ticket, body="Hello", actor=desk)
    told()
    mail = refused_mail(requester, ticket)

    actions.dismiss(mail, actor=desk)

    assert Notification.objects.filter(person=requester, channel="in_app", read_at=None).exists()
