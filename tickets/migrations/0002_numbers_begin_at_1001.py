from django.db import migrations

LAST_UNUSED = 1000


def begin_at_1001(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('tickets_ticket', 'number'), %s)", [LAST_UNUSED])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'tickets_ticket'")
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('tickets_ticket', %s)", [LAST_UNUSED])


class Migration(migrations.Migration):
    """Ticket numbers are said aloud on the telephone: they all have four digits."""

    dependencies = [("tickets", "0001_initial")]

    operations = [migrations.RunPython(begin_at_1001, migrations.RunPython.noop)]
