from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from escalation import actions
from escalation.models import Escalation
from tickets.models import Category, Ticket

Escalate = Callable[..., Escalation]


@pytest.fixture(autouse=True)
def firm_has_its_chains(default_chains: None) -> None:
    """Every test of escalations begins with them."""


@pytest.fixture
def escalate(ticket: Ticket, mail_category: Category, fso: User) -> Escalate:
    """Return a function that escalates Emma's ticket as its FSO would; each word can be another."""

    def escalated(
        which: Ticket | None = None, *, actor: User = fso, category: Category = mail_category, **other: object
    ) -> Escalation:
        said = {"wrong": "No profile loads", "tried": "A new profile", "needed": "Look at the mail server"}
        return actions.escalate(which or ticket, category=category, actor=actor, **{**said, **other})  # type: ignore[arg-type]

    return escalated


@pytest.fixture
def offered(escalate: Escalate, engineer: User, other_engineer: User) -> Escalation:
    """Emma's ticket, offered to the two engineers of the client."""
    return escalate()
