"""What a mail does not do: grow without end, and say in its foot what its words keep quiet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives

from accounts.models import User
from notifications.models import Delivery, QuietHours
from sites.models import Client
from tests.notifications.conftest import Told, parts, tell_all, to
from tests.notifications.test_together import in_one_transaction, quiet_now
from tickets import actions
from tickets.models import Ticket

LARGEST = 500_000  # bytes; many mail servers refuse at ten million, and people long before
PAST_THE_NIGHT = timedelta(hours=9)


def after_a_night(ticket: Ticket, requester: User, fso: User, told: Told, bodies: list[str]) -> EmailMultiAlternatives:
    """The mail that the FSO finds after quiet hours in which this was written."""
    told()
    quiet_now(fso)
    for body in bodies:
        actions.reply(Ticket.objects.get(pk=ticket.pk), body=body, actor=requester)
        tell_all(timedelta())
    QuietHours.objects.all().delete()  # they are over
    (mail,) = to(fso, told(passes=PAST_THE_NIGHT))
    return mail


def test_a_night_of_long_replies_is_one_mail_of_a_bearable_size(
    ticket: Ticket, requester: User, fso: User, told: Told
) -> None:
    bodies = [f"Word {number}: " + "<&'é" * 4_900 for number in range(30)]

    mail = after_a_night(ticket, requester, fso, told, bodies)

    assert len(mail.message().as_bytes()) < LARGEST
    for part in parts(mail):
        shown = [number for number in range(30) if f"Word {number}:" in part]
        assert shown == [26, 27, 28, 29], "the latest, whole, as much as there is room for"
        assert "26 more stand on the page." in part


def test_a_night_of_short_replies_shows_the_latest_and_counts_the_rest(
    ticket: Ticket, requester: User, fso: User, told: Told
) -> None:
    mail = after_a_night(ticket, requester, fso, told, [f"Word {number}." for number in range(22)])

    for part in parts(mail):
        shown = [number for number in range(22) if f"Word {number}." in part]
        assert shown == list(range(1, 22))
        assert "1 more stands on the page." in part


def test_what_there_is_room_for_is_all_there(ticket: Ticket, requester: User, fso: User, told: Told) -> None:
    mail = after_a_night(ticket, requester, fso, told, [f"Word {number}." for number in range(21)])

    for part in parts(mail):
        assert all(f"Word {number}." in part for number in range(21))
        assert "on the page." not in part


@pytest.mark.parametrize("is_confidential", [True, False])
def test_mail_about_a_confidential_ticket_has_no_link_that_says_what_happened(
    ticket: Ticket, requester: User, fso: User, told: Told, *, is_confidential: bool
) -> None:
    told()
    Ticket.objects.filter(pk=ticket.pk).update(confidential=is_confidential)
    actions.reply(Ticket.objects.get(pk=ticket.pk), body="Still there?", actor=requester)

    (mail,) = to(fso, told())

    assert ("List-Unsubscribe" in mail.extra_headers) is not is_confidential
    for part in parts(mail):
        assert ("/news/stop/" in part) is not is_confidential
        assert "/me/#news" in part


def test_a_list_stops_what_it_says_and_not_what_it_keeps_quiet(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    for is_confidential in (True, False):
        report = actions.Report(what="It leaves us", confidential=is_confidential)
        actions.report(report, client=brewery, actor=requester)
    in_one_transaction()

    (mail,) = to(fso, told())

    assert Delivery.objects.get(person=fso).purpose == Delivery.Purpose.SEVERAL
    assert "List-Unsubscribe" not in mail.extra_headers
    for part in parts(mail):
        assert part.count("/news/stop/") == 1
        assert "Stop these mails" not in part


def test_a_list_of_confidential_tickets_has_no_link_that_says_what_happened(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    for _one in range(2):
        actions.report(actions.Report(what="It leaves us", confidential=True), client=brewery, actor=requester)
    in_one_transaction()

    (mail,) = to(fso, told())

    assert "List-Unsubscribe" not in mail.extra_headers
    for part in parts(mail):
        assert "/news/stop/" not in part
        assert "/me/#news" in part
