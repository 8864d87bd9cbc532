"""A P1 that nobody has in hand on the day of the change gets its alarm too."""

from datetime import timedelta

from django.db import migrations

CRITICAL = 1
AT_WORK = ["new", "open", "in_progress"]


def raise_alarms(apps, schema_editor):
    """Since when it lies there nobody has written down; since its last change it surely does."""
    Alarm, Ticket = apps.get_model("escalation", "Alarm"), apps.get_model("tickets", "Ticket")
    critical = Ticket.objects.filter(priority=CRITICAL, status__in=AT_WORK)
    alone = critical.exclude(status="in_progress", assignee__isnull=False)
    Alarm.objects.bulk_create(
        Alarm(ticket=ticket, since=ticket.updated_at, next_at=ticket.updated_at + timedelta(minutes=10))
        for ticket in alone.only("updated_at")
    )


class Migration(migrations.Migration):
    dependencies = [("escalation", "0003_nobody_has_it_in_hand")]

    operations = [migrations.RunPython(raise_alarms, migrations.RunPython.noop)]
