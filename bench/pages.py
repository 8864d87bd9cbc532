"""The two pages that are compared, on a desk with many open tickets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client as Browser
from django.urls import path
from django.utils import timezone

from accounts.models import User
from fso_desk.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django asks the root for them
from fso_desk.urls import urlpatterns as desk
from sites.models import Function
from tests.cast import make_client, person_of_client, person_of_firm, serves
from tickets.models import Ticket
from tickets.queue_order import Facts, place

FLOOR, QUEUE = "/plain/", "/queue/?view=clients"
PLAIN = """<!doctype html><html lang="en"><title>Tickets</title><table>{% for one in tickets %}<tr>
<td>{{ one.pk }}</td><td><a href="/tickets/{{ one.pk }}/">{{ one.title }}</a></td><td>{{ one.client.name }}</td>
<td>{{ one.requester.name }}</td><td>{{ one.queue_due_at }}</td></tr>{% endfor %}</table></html>"""


@login_required
def plain(request: HttpRequest) -> HttpResponse:
    """Show the same rows, and nothing else."""
    rows = Ticket.objects.filter(in_queue=True).select_related("client", "requester").order_by(
        "queue_step", "queue_pull", "queue_due_at", "opened_at", "number"
    )[:25]  # fmt: skip
    template = engines["django"].from_string(PLAIN)
    return HttpResponse(template.render({"tickets": rows}, request))


urlpatterns = [path("plain/", plain), *desk]


def pages_of_a_desk(tickets: int) -> Callable[[str], None]:
    """Fill a new desk; return a function that opens one of its pages as an FSO, and fails if that is no page."""
    settings.ROOT_URLCONF = "bench.pages"
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    _fill(tickets)
    browser = Browser()
    browser.force_login(User.objects.get(email="ines@lumen-it.example"))

    def open_page(address: str) -> None:
        answer = browser.get(address)
        if answer.status_code != 200 or answer.content.count(b"/tickets/") < 25:
            raise RuntimeError(f"{address} shows no list: {answer.status_code}")

    return open_page


def _fill(count: int) -> None:
    ines, now = person_of_firm("Inès Vercammen", "ines@lumen-it.example", "fso"), timezone.now()
    brewery = make_client("Brouwerij Hopveld", "hopveld.example", "Aalst")
    serves(ines, brewery, Function.FSO)
    emma = person_of_client("Emma Claes", "emma@hopveld.example", brewery)
    rows = []
    for number in range(count):
        priority = number % 4 + 2
        opened, due = now - timedelta(minutes=number), now + timedelta(hours=priority, minutes=number)
        where = place(Facts("open", priority, False, False, False, due, due))
        rows.append(
            Ticket(
                client=brewery, site=brewery.sites.get(), requester=emma, contact=ines, assignee=ines, title=f"Ticket {number}", type="incident", channel="portal", judged="asked",
                status="open", priority=priority, calculated_priority=priority, impact=3, urgency=2, opened_at=opened,
                respond_due_at=due, resolve_due_at=due, in_queue=True, queue_step=where.step, queue_pull=where.pull,
                queue_due_at=where.due_at, last_word_at=opened, last_word_by=emma,
                updated_at=now,
            )
        )  # fmt: skip
    Ticket.objects.bulk_create(rows, batch_size=500)
