"""A client's spring: one quarter of tickets made through the actions, each at its own moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from accounts.models import User
from sites.models import Client
from tickets import actions
from tickets.models import Category, Channel, Impact, Ticket, Urgency

Opened = Callable[..., Ticket]


def moment(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A UTC instant of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def opened(brewery: Client, requester: User, fso: User) -> Opened:
    """Return a function that opens a ticket of the brewery at this moment."""

    def open_one(
        at: datetime,
        *,
        what: str = "Outlook does not open",
        channel: str = Channel.PORTAL,
        category: Category | None = None,
        **told: object,
    ) -> Ticket:
        answers: dict[str, object] = {"impact": Impact.PERSON, "urgency": Urgency.DIFFICULT, **told}
        report = actions.Report(what=what, category=category, **answers)  # type: ignore[arg-type]
        if channel == Channel.PORTAL:
            return actions.report(report, client=brewery, actor=requester, at=at)
        return actions.record(report, client=brewery, requester=requester, actor=fso, channel=channel, at=at)

    return open_one
