from datetime import UTC, datetime

from django.db import migrations, models

from tickets.migrations._numbers import numbers_still_begin_at_1001


def look_at_all_that_is_solved(apps, schema_editor):
    """The first sweep counts the silence, from then on: who was never told until when to speak has the whole time."""
    apps.get_model("tickets", "Ticket").objects.filter(status="resolved").update(moves_at=datetime.now(UTC))


class Migration(migrations.Migration):
    dependencies = [("tickets", "0009_every_wait_has_an_end")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="closes_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closes by itself at"),
        ),
        migrations.RunPython(look_at_all_that_is_solved, migrations.RunPython.noop, elidable=True),
        numbers_still_begin_at_1001,  # for the one before, which makes the table anew
    ]
