import re
import unicodedata

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What the databases search by stands beside the rows, in ways of their own: PostgreSQL has columns of words that follow the
# text, with an index each; SQLite has tables of FTS5 that take the text from the rows (content=) and are told of each change by
# triggers. The text is folded before it is stored and holds each word once, so both only split it at its spaces.
POSTGRESQL = [
    """
    ALTER TABLE tickets_searchtext
        ADD COLUMN public_words tsvector NOT NULL
            GENERATED ALWAYS AS ((names || ' ' || public)::tsvector) STORED,
        ADD COLUMN every_word tsvector NOT NULL
            GENERATED ALWAYS AS ((names || ' ' || public || ' ' || internal)::tsvector) STORED
    """,
    "CREATE INDEX tickets_search_public ON tickets_searchtext USING gin (public_words)",
    "CREATE INDEX tickets_search_every ON tickets_searchtext USING gin (every_word)",
    "ALTER TABLE tickets_searchname ADD COLUMN name_words tsvector NOT NULL GENERATED ALWAYS AS (words::tsvector) STORED",
    "CREATE INDEX tickets_search_people ON tickets_searchname USING gin (name_words)",
]
SQLITE = [
    """
    CREATE VIRTUAL TABLE tickets_search USING fts5 (
        names, public, internal, content = 'tickets_searchtext', content_rowid = 'ticket_id', tokenize = 'ascii', prefix = '2 3'
    )
    """,
    """
    CREATE TRIGGER tickets_search_added AFTER INSERT ON tickets_searchtext BEGIN
        INSERT INTO tickets_search (rowid, names, public, internal) VALUES (new.ticket_id, new.names, new.public, new.internal);
    END
    """,
    """
    CREATE TRIGGER tickets_search_deleted AFTER DELETE ON tickets_searchtext BEGIN
        INSERT INTO tickets_search (tickets_search, rowid, names, public, internal)
            VALUES ('delete', old.ticket_id, old.names, old.public, old.internal);
    END
    """,
    """
    CREATE TRIGGER tickets_search_changed AFTER UPDATE ON tickets_searchtext BEGIN
        INSERT INTO tickets_search (tickets_search, rowid, names, public, internal)
            VALUES ('delete', old.ticket_id, old.names, old.public, old.internal);
        INSERT INTO tickets_search (rowid, names, public, internal) VALUES (new.ticket_id, new.names, new.public, new.internal);
    END
    """,
    """
    CREATE VIRTUAL TABLE tickets_search_people USING fts5 (
        words, content = 'tickets_searchname', content_rowid = 'person_id', tokenize = 'ascii', prefix = '2 3'
    )
    """,
    """
    CREATE TRIGGER tickets_search_people_added AFTER INSERT ON tickets_searchname BEGIN
        INSERT INTO tickets_search_people (rowid, words) VALUES (new.person_id, new.words);
    END
    """,
    """
    CREATE TRIGGER tickets_search_people_deleted AFTER DELETE ON tickets_searchname BEGIN
        INSERT INTO tickets_search_people (tickets_search_people, rowid, words) VALUES ('delete', old.person_id, old.words);
    END
    """,
    """
    CREATE TRIGGER tickets_search_people_changed AFTER UPDATE ON tickets_searchname BEGIN
        INSERT INTO tickets_search_people (tickets_search_people, rowid, words) VALUES ('delete', old.person_id, old.words);
        INSERT INTO tickets_search_people (rowid, words) VALUES (new.person_id, new.words);
    END
    """,
]
# The triggers go with their tables; on PostgreSQL everything does.
SQLITE_BACK = ["DROP TABLE tickets_search", "DROP TABLE tickets_search_people"]

CHUNK = 500
MOST_KEPT = 100_000
SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
WORD = re.compile(rf"[{SIGNS}]|[^\W_{SIGNS}]+")
LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def make_indexes(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE_BACK:
            schema_editor.execute(statement, params=None)


def fill(apps, schema_editor):
    """Write the words of what there is; those of a handover belong to a higher room: `manage.py rebuild_search` adds them."""
    Ticket, User = apps.get_model("tickets", "Ticket"), apps.get_model("accounts", "User")
    SearchText, SearchName = apps.get_model("tickets", "SearchText"), apps.get_model("tickets", "SearchName")
    for tickets in chunks(Ticket.objects.select_related("requester")):
        said = words_said(apps, [ticket.pk for ticket in tickets])
        SearchText.objects.bulk_create(
            SearchText(
                ticket_id=ticket.pk,
                names=f"{ticket.pk} qxclient{ticket.client_id} "
                + kept([ticket.title, ticket.requester.name, ticket.requester.email or ""], slips=True),
                public=kept([ticket.title, *said[True].get(ticket.pk, [])]),
                internal=kept(said[False].get(ticket.pk, [])),
            )
            for ticket in tickets
        )
    for people in chunks(User.objects.filter(side="client")):
        SearchName.objects.bulk_create(
            SearchName(person_id=person.pk, words=kept([person.name, person.email or ""], slips=True))
            for person in people
        )


def words_said(apps, numbers):
    said = {True: {}, False: {}}
    for message in apps.get_model("tickets", "Message").objects.filter(ticket__in=numbers):
        said[message.is_public].setdefault(message.ticket_id, []).append(message.body)
    for affected in apps.get_model("tickets", "Affected").objects.filter(ticket__in=numbers):
        said[True].setdefault(affected.ticket_id, []).append(affected.name)
    facts = apps.get_model("tickets", "TicketEvent").objects.filter(ticket__in=numbers, words__isnull=False)
    for fact in facts.select_related("words"):
        is_public = fact.kind == "reopened" or (fact.kind == "resolved" and fact.details["is_public"] is True)
        said[is_public].setdefault(fact.ticket_id, []).append(fact.words.text)
    return said


def chunks(rows):
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield found
        last = found[-1].pk


def kept(texts, *, slips=False):
    """As in ``tickets.search_words`` when this was written: each word once, ``slips``: also without one of its letters."""
    words = dict.fromkeys(word[:40] for text in texts for word in WORD.findall(fold(text)))
    if slips:
        words |= dict.fromkeys(
            "§" + word[:at] + word[at + 1 :] for word in words if misspelt(word) for at in range(len(word))
        )
    whole = " ".join(words)
    return whole if len(whole) <= MOST_KEPT else whole[:MOST_KEPT].rpartition(" ")[0]


def misspelt(word):
    return 4 <= len(word) <= 20 and not word.isdigit()


def fold(text):
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(sign for sign in plain if unicodedata.category(sign) not in {"Mn", "Me", "Cf"}).translate(LETTERS)


class Migration(migrations.Migration):
    """What tickets and people are searched by, written for those that are there."""

    dependencies = [
        ("tickets", "0005_recalculation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
                ("names", models.TextField(verbose_name="number, title and names")),
                ("public", models.TextField(verbose_name="words that the client reads")),
                ("internal", models.TextField(verbose_name="words among ourselves")),
            ],
            options={"verbose_name": "searched ticket", "verbose_name_plural": "searched tickets"},
        ),
        migrations.CreateModel(
            name="SearchName",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("words", models.TextField(verbose_name="name and address")),
            ],
            options={"verbose_name": "searched person", "verbose_name_plural": "searched people"},
        ),
        migrations.RunPython(make_indexes, drop_indexes),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
