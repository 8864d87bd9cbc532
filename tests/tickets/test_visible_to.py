"""The doorway: who sees which ticket."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from sites.models import Assignment, Client, Membership, Site
from tests.cast import serves
from tickets import actions
from tickets.models import Reader, Ticket


def sees(person: User, ticket: Ticket) -> bool:
    # The person is read anew, as at the beginning of a request.
    return Ticket.objects.visible_to(User.objects.get(pk=person.pk)).filter(pk=ticket.pk).exists()


@pytest.fixture
def private_ticket(brewery: Client, requester: User, fso: User) -> Ticket:
    told = actions.Report(what="Somebody leaves at the end of the month", urgency=3, confidential=True)
    return actions.report(told, client=brewery, actor=requester)


@pytest.mark.parametrize(
    ("who", "plain", "private"),
    [
        ("requester", True, True),
        ("colleague", False, False),
        ("contact", True, False),
        ("fso", True, True),  # the contact of both tickets
        ("stand_in", True, False),
        ("engineer", True, False),
        ("ict_manager", True, False),
        ("desk", True, True),
        ("administrator", True, False),
        ("outsider_requester", False, False),
        ("outsider_contact", False, False),
        ("outsider_fso", False, False),
        ("outsider_engineer", False, False),
        ("outsider_manager", False, False),
    ],
)
def test_who_sees_a_ticket_and_a_confidential_one(
    request: pytest.FixtureRequest, ticket: Ticket, private_ticket: Ticket, who: str, plain: bool, private: bool
) -> None:
    person: User = request.getfixturevalue(who)

    assert sees(person, ticket) is plain
    assert sees(person, private_ticket) is private


def test_an_ended_assignment_ends_sight_though_one_is_still_contact_of_the_ticket(ticket: Ticket, fso: User) -> None:
    Assignment.objects.filter(person=fso).update(ends_at=timezone.now())

    assert ticket.contact_id == fso.pk
    assert not sees(fso, ticket)


def test_a_person_who_moved_to_another_client_sees_nothing_of_the_old_one(
    ticket: Ticket, requester: User, garage: Client
) -> None:
    Membership.objects.filter(person=requester).update(ends_at=timezone.now())
    Membership.objects.create(person=requester, client=garage)

    assert not sees(requester, ticket)


def test_a_deactivated_person_sees_nothing(ticket: Ticket, desk: User) -> None:
    User.objects.filter(pk=desk.pk).update(is_active=False)

    assert not sees(desk, ticket)


def test_two_half_matching_assignments_do_not_make_a_whole_one(
    ticket: Ticket, outsider_fso: User, brewery: Client
) -> None:
    over = serves(outsider_fso, brewery, "fso")
    Assignment.objects.filter(pk=over.pk).update(ends_at=timezone.now() - timedelta(days=1))

    assert not sees(outsider_fso, ticket)


def test_a_site_in_the_assignment_decides_who_is_the_face_and_not_what_one_sees(
    ticket: Ticket, outsider_fso: User, brewery: Client
) -> None:
    serves(outsider_fso, brewery, "fso", Site.objects.create(client=brewery, name="Ninove"))

    assert sees(outsider_fso, ticket)


def test_who_was_let_in_reads_until_reading_is_stopped(ticket: Ticket, outsider_engineer: User) -> None:
    actions.let_read(ticket, [outsider_engineer], why=Reader.Why.OFFER)
    actions.let_read(ticket, [outsider_engineer], why=Reader.Why.OFFER)
    assert sees(outsider_engineer, ticket)
    assert Reader.objects.count() == 1

    actions.stop_reading(ticket, why=Reader.Why.OFFER)
    assert not sees(outsider_engineer, ticket)


def test_nobody_is_attached_across_clients(
    brewery: Client, garage: Client, fso: User, requester: User, outsider_requester: User
) -> None:
    elsewhere = Site.objects.get(client=garage)
    with pytest.raises(actions.NotAllowed):
        actions.report(actions.Report(what="x", urgency=3, site=elsewhere), client=brewery, actor=requester)
    with pytest.raises(actions.NotAllowed):
        actions.report(actions.Report(what="x", urgency=3), client=garage, actor=requester)
    with pytest.raises(actions.NotAllowed):
        actions.record(
            actions.Report(what="x"), client=brewery, requester=outsider_requester, actor=fso, channel="phone"
        )

    assert not Ticket.objects.exists()
