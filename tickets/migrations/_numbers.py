"""For migrations after which SQLite makes the table of tickets anew: a field that may not be empty, a constraint."""

from django.db import migrations

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


numbers_still_begin_at_1001 = migrations.RunPython(still_begin_at_1001, migrations.RunPython.noop)
