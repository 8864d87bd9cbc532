"""A P1 that nobody has in hand on the day of the change gets its alarm too."""

from datetime import timedelta

from django.db import migrations

CRITICAL = 1
AT_WORK = ["new", "open", "in_progress"]
AT_ONCE = 1000


def raise_alarms(apps, schema_editor):
    """Since when it lies there nobody has written down; since its last change it surely does.

    Run twice it does nothing more: what has an alarm that goes on is left out.
    """
    Alarm, Ticket = apps.get_model("escalation", "Alarm"), apps.get_model("tickets", "Ticket")
    critical = Ticket.objects.filter(priority=CRITICAL, status__in=AT_WORK)
    alone = critical.exclude(status="in_progress", assignee__isnull=False)
    silent = alone.exclude(pk__in=Alarm.objects.filter(ended_at__isnull=True).values("ticket_id")).order_by("pk")
    last = 0
    while some := list(silent.filter(pk__gt=last).values_list("pk", "updated_at")[:AT_ONCE]):
        Alarm.objects.bulk_create(
            Alarm(ticket_id=number, since=changed, next_at=changed + timedelta(minutes=10)) for number, changed in some
        )
        last = some[-1][0]


class Migration(migrations.Migration):
    dependencies = [("escalation", "0003_nobody_has_it_in_hand")]

    operations = [migrations.RunPython(raise_alarms, migrations.RunPython.noop)]
