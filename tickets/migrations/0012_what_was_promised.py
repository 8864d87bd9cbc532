from datetime import UTC, datetime

from django.db import migrations
from django.db.models import Count

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
USUAL = {1: (30, 240, 60), 2: (60, 480, 240), 3: (240, 960, None), 4: (480, 2400, None), 5: (960, 4800, None)}
FIRST_UNHURRIED = 4
AT_ONCE = 5000


def write_down_what_was_promised(apps, schema_editor):
    """Everybody had the same targets; for clients served around the clock every minute of a P1 counted.

    Of unsolved tickets all is worked out again, for from when a deadline is near, and for the next word. Run twice it does
    nothing more.
    """
    versions, clients = apps.get_model("tickets", "PolicyVersion").objects, apps.get_model("sites", "Client").objects
    tickets = apps.get_model("tickets", "Ticket").objects
    firm = versions.filter(client=None).order_by("pk").first() or _enter(apps, None)
    for client in clients.filter(around_the_clock=True).order_by("pk"):
        own = versions.filter(client=client).order_by("pk").first() or _enter(apps, client)
        tickets.filter(client=client, priority=1).update(counts_every_minute=True)
        _opened_under(tickets.filter(client=client), own)
    _opened_under(tickets, firm)
    _ask_again(apps, tickets)


def _enter(apps, client):
    version = apps.get_model("tickets", "PolicyVersion").objects.create(
        client=client, starts_at=ALWAYS, entered_at=ALWAYS
    )
    target = apps.get_model("tickets", "Target")
    target.objects.bulk_create(
        target(
            version=version,
            priority=priority,
            response_minutes=response,
            resolution_minutes=resolution,
            next_word_minutes=next_word,
            around_the_clock=client is not None and priority == 1,
            pauses_for_visit=priority >= FIRST_UNHURRIED,
        )
        for priority, (response, resolution, next_word) in USUAL.items()
    )
    return version


def _opened_under(tickets, version):
    without = tickets.filter(policy=None).order_by("pk")
    while some := list(without.values_list("pk", flat=True)[:AT_ONCE]):
        tickets.filter(policy=None, pk__gte=some[0], pk__lte=some[-1]).update(policy=version)


def _ask_again(apps, tickets):
    unsolved = tickets.filter(status__in=["new", "open", "in_progress", "waiting"]).order_by("client_id")
    now, recalculation = datetime.now(UTC), apps.get_model("tickets", "Recalculation")
    asked = [
        recalculation(client_id=client, asked_at=now, tickets=count)
        for client, count in unsolved.values_list("client_id").annotate(count=Count("pk"))
    ]
    recalculation.objects.bulk_create(asked, ignore_conflicts=True)  # one that runs looks at them all anyway


def say_it_of_the_client(apps, schema_editor):
    """Going back: whoever has a P1 around the clock in the latest version is served so."""
    target = apps.get_model("tickets", "Target").objects
    for client in apps.get_model("sites", "Client").objects.order_by("pk"):
        latest = (
            target.filter(version__client=client, version__withdrawn_at=None, priority=1)
            .order_by("-version__starts_at", "-version")
            .first()
        )
        if latest is not None and latest.around_the_clock:
            client.around_the_clock = True
            client.save(update_fields=["around_the_clock"])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0011_policies"), ("sites", "0002_opening_hours")]
    run_before = [("sites", "0003_the_service_level_says_what_counts")]  # it takes away what is read here

    operations = [migrations.RunPython(write_down_what_was_promised, say_it_of_the_client)]
