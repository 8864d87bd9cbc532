import pytest
from django.utils import timezone

from accounts.models import User
from history import kinds
from history.models import AppendOnly, Words
from history.recording import event_recorded, record
from tickets import actions
from tickets.models import Ticket, TicketEvent


def test_a_fact_cannot_be_changed_or_deleted(ticket: Ticket) -> None:
    event = TicketEvent.objects.get(ticket=ticket)

    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        TicketEvent.objects.filter(ticket=ticket).update(kind="assigned")
    with pytest.raises(AppendOnly):
        TicketEvent.objects.filter(ticket=ticket).delete()
    with pytest.raises(AppendOnly):
        TicketEvent.objects.bulk_update([event], ["kind"])

    assert TicketEvent.objects.get(ticket=ticket).kind == "reported"


@pytest.mark.parametrize(
    ("kind", "details", "words"),
    [
        ("assigned", {"from": None}, ""),
        ("assigned", {"from": None, "to": 1, "why": "x"}, ""),
        ("started", {}, "words that this kind does not carry"),
    ],
)
def test_a_fact_that_does_not_say_what_its_kind_requires_is_refused(
    ticket: Ticket, kind: str, details: dict[str, object], words: str
) -> None:
    event = TicketEvent(ticket=ticket, kind=kind, occurred_at=timezone.now(), details=details)

    with pytest.raises(kinds.MissingFacts):
        record(event, words=words)

    assert TicketEvent.objects.filter(ticket=ticket).count() == 1


def test_an_unknown_kind_is_refused(ticket: Ticket) -> None:
    with pytest.raises(kinds.UnknownKind):
        record(TicketEvent(ticket=ticket, kind="unheard_of", occurred_at=timezone.now()))


def test_who_listens_hears_of_a_fact_once(ticket: Ticket, fso: User) -> None:
    heard: list[str] = []

    def listen(event: TicketEvent, **_kwargs: object) -> None:
        heard.append(event.kind)

    event_recorded.connect(listen, sender=TicketEvent)
    try:
        record(TicketEvent(ticket=ticket, kind="started", actor=fso, occurred_at=timezone.now()))
    finally:
        event_recorded.disconnect(listen, sender=TicketEvent)

    assert heard == ["started"]


def test_one_code_has_one_meaning() -> None:
    with pytest.raises(ValueError, match="started"):
        kinds.register(kinds.Kind("started", "something else"))


def test_who_listens_can_still_undo_the_fact_with_its_words_and_its_change(ticket: Ticket, fso: User) -> None:
    """Told after the transaction, the listener would come too late: what it refuses would stand."""

    def refuse(event: TicketEvent, **_kwargs: object) -> None:
        raise RuntimeError(event.kind)

    before = Ticket.objects.get(pk=ticket.pk), TicketEvent.objects.count(), Words.objects.count()
    event_recorded.connect(refuse, sender=TicketEvent)
    try:
        with pytest.raises(RuntimeError):
            actions.resolve(ticket, how="A new profile", minutes=5, actor=fso)
    finally:
        event_recorded.disconnect(refuse, sender=TicketEvent)

    assert (Ticket.objects.get(pk=ticket.pk), TicketEvent.objects.count(), Words.objects.count()) == before
    ticket.refresh_from_db()
    assert (ticket.status, ticket.solution) == (before[0].status, None)
