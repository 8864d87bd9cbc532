from django.db import migrations, models
from django.db.models import F, Max, Q

LAST_UNUSED = 1000


def mark_overrides(apps, schema_editor):
    apps.get_model("tickets", "Ticket").objects.exclude(priority=F("calculated_priority")).update(
        priority_is_overridden=True
    )


def keep_counting(apps, schema_editor):
    """SQLite builds the table anew for a column and a constraint, and forgets where the numbers stood."""
    connection = schema_editor.connection
    if connection.vendor != "sqlite":
        return
    last = apps.get_model("tickets", "Ticket").objects.aggregate(last=Max("number"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'tickets_ticket'")
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('tickets_ticket', %s)", [max(last, LAST_UNUSED)]
        )


class Migration(migrations.Migration):
    """That a priority was set by hand is known, also where a later calculation meets it."""

    dependencies = [("tickets", "0002_numbers_begin_at_1001")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="priority_is_overridden",
            field=models.BooleanField(default=False, verbose_name="priority set by hand"),
        ),
        migrations.RunPython(mark_overrides, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=Q(priority_is_overridden=True) | Q(priority=F("calculated_priority")),
                name="a_priority_is_calculated_or_set_by_hand",
            ),
        ),
        migrations.RunPython(keep_counting, keep_counting),
    ]
