from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import F

from tickets.migrations._numbers import numbers_still_begin_at_1001


def look_at_all_that_is_open(apps, schema_editor):
    """The first sweep works out what time changes about each; what turned long ago is recorded as of then, and told to nobody."""
    unsolved = apps.get_model("tickets", "Ticket").objects.filter(status__in=["new", "open", "in_progress", "waiting"])
    unsolved.update(clock_turns_at=F("opened_at"), moves_at=datetime.now(UTC))


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_from_when_it_is_late")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="clock_turns_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="clock turns at"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="is_warned",
            field=models.BooleanField(default=False, verbose_name="three quarters of a target are used"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="moves_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="to be looked at again"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("moves_at__isnull", False)), fields=["moves_at"], name="ticket_moves_at"
            ),
        ),
        migrations.RunPython(look_at_all_that_is_open, migrations.RunPython.noop, elidable=True),
        numbers_still_begin_at_1001,
    ]
