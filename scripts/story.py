"""Every page of the story, and who looks at it: what `make look` drives Chromium over. Needs the demo firm in the database."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import reverse

from accounts.models import User
from escalation.models import Escalation
from escalation.models import Standing as EscalationStanding
from notifications.stop_links import stop_url
from sites.models import Client
from tickets.lifecycle import Status
from tickets.models import SecondLine, Ticket


@dataclass(frozen=True)
class Page:
    """One page. ``who``: the address of who looks at it, "" before sign-in. ``status``: what it answers.

    is_ours: whether its markup is ours to mend; set-up pages are Django's own and only pictured.
    """

    name: str
    who: str
    path: str
    status: int = 200
    is_ours: bool = True


EMMA, BART, JOKE = (f"{name}@hopveld.example" for name in ("emma", "bart", "joke"))
INES, THIBAULT, SOFIE, MARLEEN, YANNICK, KATRIEN = (
    f"{name}@lumen-it.example" for name in ("ines", "thibault", "sofie", "marleen", "yannick", "katrien")
)


def pages() -> list[Page]:
    """Return the pages in the order of the story."""
    return [*_before_sign_in(), *_of_clients(), *_of_fso(), *_of_second_line(), *_of_the_others()]


def _before_sign_in() -> list[Page]:
    return [
        Page("sign-in", "", reverse("account_login")),
        Page("sign-in-password", "", reverse("account_password")),
        Page("sign-in-reset", "", reverse("account_reset_password")),
        Page("call-back", "", reverse("tickets:ask_call_back")),
        Page("stop", "", _stop_link(EMMA, "finished")),
        Page("stop-locked", "", _stop_link(INES, "offers")),
        Page("demo-cast", "", reverse("demo:cast")),
        Page("demo-mail", "", reverse("demo:mails")),
    ]


def _of_clients() -> list[Page]:
    mine = Ticket.objects.filter(requester__email=EMMA)
    down = Ticket.objects.get(requester__email=JOKE, status=Status.NEW, priority=1)
    return [
        Page("home", EMMA, reverse("home")),
        Page("home-request", EMMA, f"{reverse('home')}?type=request"),
        Page("home-question", EMMA, f"{reverse('home')}?type=question"),
        Page("requests", EMMA, reverse("tickets:list")),
        _ticket("request-solved", EMMA, mine.filter(status=Status.RESOLVED).latest("resolved_at")),
        _ticket("request-in-work", EMMA, mine.filter(status=Status.IN_PROGRESS).latest("number")),
        _ticket("request-finished", EMMA, mine.filter(status=Status.CLOSED).latest("number")),
        Page("request-not-hers", EMMA, reverse("tickets:show", args=[1]), status=404),
        Page("news-client", EMMA, reverse("notifications:list")),
        Page("me-client", EMMA, reverse("accounts:me")),
        Page("choices-client", EMMA, reverse("notifications:choose")),
        Page("sent-critical", JOKE, reverse("tickets:sent", args=[down.pk])),
        _ticket("request-critical", JOKE, down),
        Page("home-contact", BART, reverse("home")),
        Page("requests-contact", BART, reverse("tickets:list")),
        _ticket("request-of-colleague", BART, mine.filter(status=Status.IN_PROGRESS).latest("number")),
    ]


def _of_fso() -> list[Page]:
    hers = Ticket.objects.filter(contact__email=INES).open()
    in_work = hers.filter(status=Status.IN_PROGRESS, second_line="", confidential=False).latest("number")
    hopveld = Client.objects.get(name="Brouwerij Hopveld")
    return [
        Page("queue", INES, reverse("tickets:queue")),
        Page("queue-clients", INES, f"{reverse('tickets:queue')}?view=clients"),
        Page("queue-with-engineers", INES, f"{reverse('tickets:queue')}?view=with-engineers"),
        Page("queue-solved", INES, f"{reverse('tickets:queue')}?view=solved"),
        Page("tickets", INES, reverse("tickets:list")),
        Page("search", INES, f"{reverse('tickets:search')}?q=hopveld"),
        Page("search-nothing", INES, f"{reverse('tickets:search')}?q=zzzz"),
        _ticket("ticket-critical", INES, hers.get(priority=1)),
        _ticket("ticket-in-work", INES, in_work),
        _ticket("ticket-handed-back", INES, hers.filter(second_line=SecondLine.HANDED_BACK).latest("number")),
        _ticket("ticket-with-engineer", INES, hers.filter(second_line=SecondLine.PICKED_UP).latest("number")),
        Page("ticket-wait", INES, f"{reverse('tickets:show', args=[in_work.pk])}?do=wait"),
        Page("clock", INES, reverse("tickets:clock", args=[in_work.pk])),
        Page("earlier", INES, reverse("tickets:earlier", args=[in_work.pk])),
        Page("escalate", INES, reverse("escalation:escalate", args=[in_work.pk])),
        Page("alarm", INES, reverse("escalation:alarm", args=[hers.get(priority=1).pk])),
        Page("record", INES, reverse("tickets:record")),
        Page("news-firm", INES, reverse("notifications:list")),
        Page("clients", INES, reverse("sites:list")),
        Page("client", INES, reverse("sites:show", args=[hopveld.pk])),
        Page("opening", INES, reverse("sites:opening", args=[hopveld.pk])),
        Page("me-firm", INES, reverse("accounts:me")),
        Page("choices-firm", INES, reverse("notifications:choose")),
        Page("second-factor", INES, reverse("mfa_index")),
    ]


def _of_second_line() -> list[Page]:
    held = Escalation.objects.filter(status=EscalationStanding.PICKED_UP, picked_up_by__email=THIBAULT).latest("pk")
    offered = Escalation.objects.filter(status=EscalationStanding.OFFERED, offers__person__email=SOFIE).latest("pk")
    return [
        Page("escalations-held", THIBAULT, reverse("escalation:list")),
        _ticket("ticket-held", THIBAULT, held.ticket),
        Page("escalations-offered", SOFIE, reverse("escalation:list")),
        _ticket("ticket-offered", SOFIE, offered.ticket),
        Page("panel", SOFIE, reverse("escalation:panel", args=[offered.ticket_id])),
    ]


def _of_the_others() -> list[Page]:
    hopveld = Client.objects.get(name="Brouwerij Hopveld")
    return [
        Page("queue-unassigned", MARLEEN, f"{reverse('tickets:queue')}?view=unassigned"),
        Page("queue-not-it", MARLEEN, f"{reverse('tickets:queue')}?view=not-it"),
        Page("queue-call-back", MARLEEN, f"{reverse('tickets:queue')}?view=call-back"),
        Page("portfolio", YANNICK, reverse("reports:portfolio")),
        Page("reports", YANNICK, reverse("reports:list")),
        Page("report", YANNICK, reverse("reports:show", args=[hopveld.pk])),
        Page("outbox", MARLEEN, reverse("notifications:outbox")),
        Page(
            "opening-hours",
            KATRIEN,
            reverse("sites:set_opening_hours", args=[hopveld.pk, hopveld.sites.earliest("pk").pk]),
        ),
        Page("service-window", KATRIEN, reverse("sites:set_service_window")),
        Page("outbox-addresses", KATRIEN, f"{reverse('notifications:outbox')}?view=addresses"),
        Page("outbox-mails", KATRIEN, reverse("notifications:mails")),
        Page("outbox-mail", KATRIEN, reverse("notifications:mail", args=["client", "answered"])),
        Page("set-up", KATRIEN, reverse("admin:index"), is_ours=False),
        Page("set-up-clients", KATRIEN, reverse("admin:sites_client_changelist"), is_ours=False),
    ]


def _stop_link(address: str, topic: str) -> str:
    return urlsplit(stop_url(User.objects.get(email=address), topic)).path


def _ticket(name: str, who: str, ticket: Ticket) -> Page:
    return Page(name, who, reverse("tickets:show", args=[ticket.pk]))
