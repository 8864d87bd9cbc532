from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import actions as people
from accounts.models import Face, User
from sites import actions, queries
from sites.models import Assignment, Client, ClientEvent, Function, Membership, Site, Standing
from tests.conftest import SignIn
from tickets import actions as tickets
from tickets.models import Ticket, TicketEvent


def kinds_of(client: Client) -> list[str]:
    return list(ClientEvent.objects.filter(client=client).order_by("pk").values_list("kind", flat=True))


def test_a_client_is_set_up_step_by_step_each_with_its_event(administrator: User, engineer: User) -> None:
    client = actions.add_client(name="Bakkerij Zoet", language="nl", actor=administrator)
    assert not client.is_open()
    actions.add_mail_domain(client, domain="@Zoet.example.", actor=administrator)
    site = actions.add_site(client, name="Gent", actor=administrator)
    person = actions.add_person_of_client(
        client, name="Piet", email="Piet@zoet.example", site=site, actor=administrator
    )
    actions.assign_person(client, person=engineer, function=Function.ENGINEER, actor=administrator)
    client = actions.open_client(client, opens_at=timezone.now(), actor=administrator)

    assert client.is_open()
    assert (person.language, person.email) == ("nl", "piet@zoet.example")
    assert kinds_of(client) == [
        "client_added", "mail_domain_added", "site_added", "member_added", "assignment_started", "client_opened",
    ]  # fmt: skip
    assert {event.actor for event in ClientEvent.objects.filter(client=client)} == {administrator}


def test_a_name_alone_is_enough_and_cannot_sign_in(administrator: User, brewery: Client) -> None:
    person = actions.add_person_of_client(brewery, name="Willy of the warehouse", actor=administrator)
    assert person.email is None
    assert not person.can_sign_in


@pytest.mark.parametrize("domain", ["gmail.com", "Telenet.be", "@skynet.be", "x.outlook.com", "nodot", "a@b.be", ""])
def test_a_public_provider_is_no_clients_mail_domain(domain: str, administrator: User, brewery: Client) -> None:
    with pytest.raises(ValidationError):
        actions.add_mail_domain(brewery, domain=domain, actor=administrator)


def test_a_mail_domain_belongs_to_one_client(administrator: User, brewery: Client, garage: Client) -> None:
    with pytest.raises(ValidationError):
        actions.add_mail_domain(garage, domain="hopveld.example", actor=administrator)


def test_an_assignment_needs_the_role_and_a_site_of_the_client(
    administrator: User, engineer: User, brewery: Client, garage: Client
) -> None:
    with pytest.raises(ValidationError):
        actions.assign_person(brewery, person=engineer, function=Function.FSO, actor=administrator)
    foreign = Site.objects.get(client=garage)
    with pytest.raises(ValidationError):
        actions.assign_person(brewery, person=engineer, function=Function.ENGINEER, site=foreign, actor=administrator)


def test_only_administrators_set_up_clients(fso: User, contact: User, brewery: Client) -> None:
    for actor in (fso, contact):
        with pytest.raises(actions.NotAllowed):
            actions.add_client(name="X", actor=actor)
        with pytest.raises(actions.NotAllowed):
            actions.assign_person(brewery, person=fso, function=Function.FSO, actor=actor)
        with pytest.raises(actions.NotAllowed):
            actions.end_membership(Membership.objects.get(person=contact), actor=actor)


def test_an_ended_assignment_counts_at_the_next_request_and_hands_the_work_over(
    ticket: Ticket, fso: User, stand_in: User, administrator: User, brewery: Client, sign_in: SignIn
) -> None:
    tickets.start(ticket, actor=fso)
    browser = sign_in(fso)
    assert browser.get(f"/clients/{brewery.pk}/").status_code == 200

    actions.end_assignment(Assignment.objects.get(person=fso), actor=administrator)

    assert browser.get(f"/clients/{brewery.pk}/").status_code == 404
    assert not Ticket.objects.visible_to(fso).exists()
    ticket.refresh_from_db()
    assert (ticket.contact, ticket.assignee) == (stand_in, stand_in)
    last = TicketEvent.objects.filter(ticket=ticket).order_by("-pk")[:2]
    handed = {"from": fso.pk, "to": stand_in.pk}
    assert [(event.kind, event.actor, event.details) for event in last] == [
        ("assigned", administrator, handed),
        ("contact_changed", administrator, handed),
    ]


def test_who_serves_the_client_in_another_way_keeps_the_work(
    ticket: Ticket, fso: User, stand_in: User, administrator: User, brewery: Client
) -> None:
    first = Assignment.objects.get(person=fso)
    actions.assign_person(brewery, person=fso, function=Function.STAND_IN, actor=administrator)
    actions.end_assignment(first, actor=administrator)
    ticket.refresh_from_db()
    assert ticket.contact == fso


def test_an_engineer_who_leaves_gives_his_work_back_to_the_face(
    ticket: Ticket, fso: User, engineer: User, administrator: User
) -> None:
    tickets.assign(ticket, to=engineer, actor=fso)
    actions.end_assignment(Assignment.objects.get(person=engineer), actor=administrator)
    ticket.refresh_from_db()
    assert (ticket.contact, ticket.assignee) == (fso, fso)


def test_a_deactivated_person_hands_everything_over_and_without_successor_it_is_unassigned(
    ticket: Ticket, fso: User, administrator: User
) -> None:
    people.deactivate(fso, actor=administrator)
    ticket.refresh_from_db()
    assert (ticket.contact, ticket.assignee) == (None, None)


def test_with_a_role_go_the_assignments_that_need_it_and_the_work(
    ticket: Ticket, fso: User, stand_in: User, administrator: User, brewery: Client, brewery_site: Site
) -> None:
    tickets.start(ticket, actor=fso)
    later = actions.assign_person(
        brewery,
        person=fso,
        function=Function.STAND_IN,
        starts_at=timezone.now() + timedelta(days=3),
        actor=administrator,
    )

    people.set_roles(fso, roles=["engineer"], actor=administrator)

    assert not Assignment.objects.running(timezone.now() + timedelta(days=4)).filter(person=fso).exists()
    later.refresh_from_db()
    assert later.ends_at == later.starts_at
    assert queries.face_of(brewery, brewery_site) == stand_in
    assert list(queries.serving(brewery)) == [stand_in]
    ticket.refresh_from_db()
    assert (ticket.contact, ticket.assignee) == (stand_in, stand_in)
    assert kinds_of(brewery)[-2:] == ["assignment_ended", "assignment_ended"]


def test_a_role_that_no_assignment_needs_leaves_them(fso: User, administrator: User, brewery: Client) -> None:
    people.set_roles(fso, roles=["fso", "engineer"], actor=administrator)
    people.set_roles(fso, roles=["fso"], actor=administrator)

    assert list(queries.serving(brewery)) == [fso]


def test_who_was_of_the_desk_hands_over_what_he_no_longer_sees(
    ticket: Ticket, fso: User, desk: User, administrator: User
) -> None:
    tickets.assign(ticket, to=desk, actor=fso)

    people.set_roles(desk, roles=["engineer"], actor=administrator)

    ticket.refresh_from_db()
    assert ticket.assignee == fso


def test_finished_tickets_keep_whom_they_had(ticket: Ticket, fso: User, requester: User, stand_in: User) -> None:
    tickets.resolve(ticket, how="Done.", minutes=5, actor=fso)
    tickets.confirm(ticket, actor=requester)
    people.deactivate(fso, actor=None)
    ticket.refresh_from_db()
    assert ticket.contact == fso


def test_who_has_left_sees_nothing_at_the_next_request(requester: User, ticket: Ticket, sign_in: SignIn) -> None:
    browser = sign_in(requester)
    assert browser.get("/me/").status_code == 200
    row = actions.end_membership(Membership.objects.get(person=requester), actor=None)
    again = actions.end_membership(row, actor=None)
    assert again.ends_at == row.ends_at
    assert browser.get("/me/").status_code == 302
    assert not Ticket.objects.visible_to(requester).exists()


def test_a_stand_in_for_a_period_sees_the_client_in_that_period_only(
    brewery: Client, outsider_fso: User, administrator: User, ticket: Ticket
) -> None:
    now = timezone.now()
    actions.assign_person(
        brewery,
        person=outsider_fso,
        function=Function.STAND_IN,
        starts_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=2),
        actor=administrator,
    )
    seen = [
        Ticket.objects.visible_to(outsider_fso, now + timedelta(days=day)).filter(pk=ticket.pk).exists()
        for day in (0, 1, 2)
    ]
    assert seen == [False, True, False]


def test_a_contact_who_becomes_requester_sees_his_own_only(contact: User, ticket: Ticket) -> None:
    assert Ticket.objects.visible_to(contact).exists()
    actions.change_membership(
        Membership.objects.get(person=contact), site=None, standing=Standing.REQUESTER, actor=None
    )
    assert not Ticket.objects.visible_to(contact).exists()


def test_the_card_of_a_client_shows_who_works_there_and_who_serves_it(
    brewery: Client, requester: User, fso: User, engineer: User, sign_in: SignIn
) -> None:
    page = sign_in(fso).get(f"/clients/{brewery.pk}/").content.decode()
    for words in ("Brouwerij Hopveld", "Aalst", "Emma Claes", "Thibault Martin", "system engineer"):
        assert words in page
    assert "Brouwerij Hopveld" in sign_in(fso).get("/clients/").content.decode()


def test_clients_people_have_no_client_pages(contact: User, brewery: Client, sign_in: SignIn) -> None:
    for path in ("/clients/", f"/clients/{brewery.pk}/"):
        assert sign_in(contact).get(path).status_code == 404
    assert not Face.objects.exists()
