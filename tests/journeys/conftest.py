from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.cache import cache

from accounts.models import User
from sites.models import Client
from tests.escalation.conftest import firm_has_its_chains  # noqa: F401 - fixture: whole stories begin with the firm's chains
from tickets.models import Category


@dataclass(frozen=True)
class Firm:
    """The cast of the whole story, and the client that it is about."""

    client: Client
    emma: User
    joke: User
    bart: User
    ines: User
    dario: User
    marleen: User
    thibault: User
    sofie: User
    yannick: User

    @property
    def serving(self) -> set[str]:
        """The addresses of everyone who serves the client, the desk included."""
        people = (self.ines, self.dario, self.marleen, self.thibault, self.sofie, self.yannick)
        return {str(person.email) for person in people}


@pytest.fixture
def firm(
    request: pytest.FixtureRequest, transactional_db: None,
    mail_category: Category, server_category: Category, renewal_category: Category, not_it_category: Category,
) -> Firm:  # fmt: skip
    """Everybody of the story, each able to sign in."""
    cast = {
        "client": "brewery", "emma": "requester", "joke": "colleague", "bart": "contact", "ines": "fso",
        "dario": "stand_in", "marleen": "desk", "thibault": "engineer", "sofie": "other_engineer",
        "yannick": "ict_manager",
    }  # fmt: skip
    return Firm(**{name: request.getfixturevalue(part) for name, part in cast.items()})


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Every story counts its tries to sign in from nought."""
    cache.clear()
