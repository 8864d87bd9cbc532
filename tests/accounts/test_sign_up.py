from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client as Browser

from accounts.models import PersonEvent, User
from sites import actions as sites
from sites.models import Client, ClientEvent, MailDomain, Membership, Standing
from tests.accounts.conftest import code_in_mail


def test_somebody_of_an_open_clients_domain_joins_as_requester(brewery: Client) -> None:
    browser = Browser()
    browser.post("/sign-in/", {"email": "Nora.Janssens@Hopveld.example"})
    assert not User.objects.filter(email="nora.janssens@hopveld.example").exists()

    browser.post("/sign-in/code/", {"code": code_in_mail()})

    person = User.objects.get(email="nora.janssens@hopveld.example")
    row = Membership.objects.get(person=person)
    assert (person.name, person.side) == ("Nora Janssens", "client")
    assert (row.client, row.standing) == (brewery, Standing.REQUESTER)
    assert browser.get("/me/").status_code == 200
    assert list(PersonEvent.objects.values_list("kind", flat=True)) == ["person_added"]
    assert list(ClientEvent.objects.values_list("kind", flat=True)) == ["member_joined"]


@pytest.mark.parametrize(
    "email",
    [
        "info@hopveld.example", "no-reply@hopveld.example", "compta@hopveld.example", "Boekhouding@hopveld.example",
        "hr+jobs@hopveld.example", "sales2@hopveld.example", "somebody@elsewhere.example", "x@sub.hopveld.example",
        "x@hopveld.example.evil.example",
    ],
)  # fmt: skip
def test_nobody_else_joins(email: str, brewery: Client) -> None:
    Browser().post("/sign-in/", {"email": email})
    assert not mail.outbox


def test_a_client_that_is_being_set_up_lets_nobody_join(brewery: Client) -> None:
    sites.open_client(brewery, opens_at=None, actor=None)
    Browser().post("/sign-in/", {"email": "nora@hopveld.example"})
    assert not mail.outbox


def test_a_client_closed_between_code_and_answer_lets_nobody_join(brewery: Client) -> None:
    browser = Browser()
    browser.post("/sign-in/", {"email": "nora@hopveld.example"})
    sites.open_client(brewery, opens_at=None, actor=None)

    browser.post("/sign-in/code/", {"code": code_in_mail()})

    assert not User.objects.exists()


def test_a_public_provider_lets_nobody_join_even_if_its_domain_was_stored(brewery: Client) -> None:
    MailDomain.objects.create(client=brewery, domain="telenet.be")
    Browser().post("/sign-in/", {"email": "nora@telenet.be"})
    assert not mail.outbox


def test_nobody_comes_back_by_himself_after_he_was_deactivated(requester: User) -> None:
    User.objects.filter(pk=requester.pk).update(is_active=False)
    Browser().post("/sign-in/", {"email": requester.email})
    assert not mail.outbox


def test_joining_twice_is_joining_once(brewery: Client) -> None:
    first, second = Browser(), Browser()
    first.post("/sign-in/", {"email": "nora@hopveld.example"})
    one = code_in_mail()
    second.post("/sign-in/", {"email": "nora@hopveld.example"})
    other = code_in_mail()

    first.post("/sign-in/code/", {"code": one})
    second.post("/sign-in/code/", {"code": other})

    assert User.objects.count() == 1
    assert second.get("/me/").status_code == 200
