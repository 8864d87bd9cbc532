"""Somebody new on the telephone: who serves the client adds a name, and nothing more."""

import pytest

from accounts.answers import NotAllowed
from accounts.models import PersonEvent, User
from sites import actions
from sites.models import Client
from sites.queries import people_of


def test_only_who_serves_the_client_adds_somebody_by_name(brewery: Client, fso: User, outsider_fso: User) -> None:
    with pytest.raises(NotAllowed):
        actions.add_person_of_client(brewery, name="Fien", actor=outsider_fso)
    assert not people_of(brewery).filter(name="Fien").exists()

    added = actions.add_person_of_client(brewery, name="Fien", actor=fso)
    assert people_of(brewery).filter(pk=added.pk).exists()
    assert PersonEvent.objects.get(person=added).actor == fso


def test_who_only_serves_the_client_gives_nobody_an_address_to_sign_in_with(
    brewery: Client, fso: User, administrator: User
) -> None:
    with pytest.raises(NotAllowed):
        actions.add_person_of_client(brewery, name="Fien", email="fien@hopveld.example", actor=fso)

    actions.add_person_of_client(brewery, name="Fien", email="fien@hopveld.example", actor=administrator)
    assert User.objects.filter(email="fien@hopveld.example").exists()
