from datetime import UTC, datetime, timedelta

from django.db import migrations, models
from django.db.models import Count, F

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def from_the_deadlines(apps, schema_editor):
    """Equal is in time. Of unsolved tickets all is worked out again, for those of a deadline that falls on closing time."""
    second = timedelta(seconds=1)
    tickets = apps.get_model("tickets", "Ticket").objects
    tickets.update(respond_late_at=F("respond_due_at") + second, resolve_late_at=F("resolve_due_at") + second)
    tickets.filter(queue_due_at__lt=NEVER).update(queue_late_at=F("queue_due_at") + second)
    unsolved = tickets.filter(status__in=["new", "open", "in_progress", "waiting"]).order_by("client_id")
    now, recalculation = datetime.now(UTC), apps.get_model("tickets", "Recalculation")
    asked = [
        recalculation(client_id=client, asked_at=now, tickets=count)
        for client, count in unsolved.values_list("client_id").annotate(count=Count("pk"))
    ]
    recalculation.objects.bulk_create(asked, ignore_conflicts=True)  # one that runs looks at them all anyway


LAST_UNUSED = 1000


def still_begin_at_1001(apps, schema_editor):
    """A table that SQLite makes anew forgets where numbers go on while it is empty."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'tickets_ticket'")
        found = cursor.fetchone()
        if found is None or found[0] < LAST_UNUSED:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'tickets_ticket'")
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('tickets_ticket', %s)", [LAST_UNUSED])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0006_what_is_searched")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="respond_late_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="response late from"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="resolve_late_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="solution late from"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="queue_late_at",
            field=models.DateTimeField(default=NEVER, verbose_name="late from"),
            preserve_default=False,
        ),
        migrations.RunPython(from_the_deadlines, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(still_begin_at_1001, migrations.RunPython.noop),
    ]
