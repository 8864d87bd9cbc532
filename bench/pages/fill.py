"""Fills a database with so many tickets, by copying a few that the product's own actions made; run as a process of its own.

    DATABASE_URL=... python -m bench.pages.fill 1000000

A copy has other people, another client, other texts and other moments, and everything else of the ticket it was copied from: statuses,
clocks and facts fit together as the product left them. Two of a hundred are open, those among the last four. Free words of
facts (how it was solved) are shared by the copies, minutes worked are not copied.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - models only after that
from django.db import connection, models  # noqa: E402

from bench.pages import firm  # noqa: E402
from bench.pages.texts import texts  # noqa: E402
from tickets.models import Message, SearchText, Ticket, TicketEvent  # noqa: E402
from tickets.search_words import kept, kept_with_slips, words_with_slips  # noqa: E402

TABLES: tuple[type[models.Model], ...] = (Ticket, Message, TicketEvent, SearchText)
MOST_MESSAGES, MOST_FACTS = 16, 32  # of one ticket: so far apart are the keys of copies
SPAN = "3 years"  # the oldest copy
CHUNK = 250_000

HELPERS = """
CREATE TABLE bench_asked (
    id bigserial PRIMARY KEY, person_id bigint NOT NULL REFERENCES accounts_user, title varchar(255) NOT NULL, body text NOT NULL,
    asked_at timestamptz NOT NULL
);
CREATE UNLOGGED TABLE bench_text (n int PRIMARY KEY, title text, body text, title_words text, body_words text);
CREATE UNLOGGED TABLE bench_model (is_open bool, n int, number bigint);
CREATE UNLOGGED TABLE bench_name (person bigint PRIMARY KEY, words text);
CREATE UNLOGGED TABLE bench_member AS
    SELECT (row_number() OVER (ORDER BY client_id, person_id) - 1)::int AS n, m.client_id, m.person_id,
        (SELECT min(id) FROM sites_site s WHERE s.client_id = m.client_id) AS site_id,
        (SELECT min(person_id) FROM sites_assignment a WHERE a.client_id = m.client_id) AS fso_id
    FROM sites_membership m;
CREATE UNLOGGED TABLE bench_said AS
    SELECT ticket_id, id, (row_number() OVER (PARTITION BY ticket_id ORDER BY id) - 1)::int AS k FROM tickets_message;
CREATE UNLOGGED TABLE bench_fact AS
    SELECT ticket_id, id, (row_number() OVER (PARTITION BY ticket_id ORDER BY id) - 1)::int AS k FROM tickets_ticketevent;
"""

# The dice: primes far from each other, so that client, text and kind of ticket do not go together.
PLAN = """
CREATE UNLOGGED TABLE bench_copy AS
WITH numbered AS (
    SELECT n, first + n AS number, n >= total * 0.96 AND mod(n, 2) = 0 AS is_open
    FROM (SELECT %(total)s::bigint AS total, %(first)s::bigint AS first) AS asked, generate_series(0, %(last)s::bigint) AS n
)
SELECT o.number, o.n, m.number AS model, p.client_id, p.person_id, p.site_id, p.fso_id, mod(o.n * 7919, %(texts)s)::int AS text,
    CASE WHEN o.is_open THEN make_interval(secs => mod(o.n * 31, 7200) + mod(o.n, 1000) / 1000.0)
    ELSE (interval %(span)s * (1 - o.n::float / %(total)s)) + make_interval(secs => mod(o.n, 1000) / 1000.0) END AS shift
FROM numbered o
JOIN bench_member p ON p.n = mod(o.n / 2 * 104729 + o.n * 13, %(members)s)
JOIN bench_model m ON m.is_open = o.is_open AND m.n = mod(o.n / 2 * 6151, CASE WHEN o.is_open THEN %(open)s ELSE %(ended)s END)
"""


def main() -> None:
    total = int(sys.argv[1])
    call_command("migrate", verbosity=0)
    made = firm.build()
    _prepare(made)
    first = (Ticket.objects.order_by("-pk").values_list("pk", flat=True)[0]) + 1
    with _without_indexes(), connection.cursor() as cursor:
        members = _one(cursor, "SELECT count(*) FROM bench_member")
        asked = {
            "total": total, "first": first, "span": SPAN, "last": total - 1 - len(made.open) - len(made.ended), "texts": len(texts()),
            "members": members, "open": len(made.open), "ended": len(made.ended),
        }  # fmt: skip
        cursor.execute(PLAN, asked)
        cursor.execute("CREATE UNIQUE INDEX ON bench_copy (number); ANALYZE bench_copy")
        for begin in range(first, first + total, CHUNK):
            for statement in (_tickets(), _messages(), _facts(), _words()):
                cursor.execute(statement, [begin, begin + CHUNK])
    _finish()


def _prepare(made: firm.Models) -> None:
    with connection.cursor() as cursor:
        cursor.execute(HELPERS)
        for number, text in enumerate(texts()):
            words = [kept_with_slips([text.title]), kept([text.body])]
            cursor.execute(
                "INSERT INTO bench_text VALUES (%s, %s, %s, %s, %s)", [number, text.title, text.body, *words]
            )
        for is_open, numbers in ((True, made.open), (False, made.ended)):
            for place, number in enumerate(numbers):
                cursor.execute("INSERT INTO bench_model VALUES (%s, %s, %s)", [is_open, place, number])
        cursor.execute(
            "SELECT m.person_id, u.name, u.email FROM bench_member m JOIN accounts_user u ON u.id = m.person_id"
        )
        for person, name, email in cursor.fetchall():
            words = " ".join(words_with_slips(f"{name} {email}"))
            cursor.execute("INSERT INTO bench_name VALUES (%s, %s)", [person, words])
        cursor.execute("ANALYZE")


def _tickets() -> str:
    firm_people = ("contact_id", "assignee_id")
    other = {
        "number": "c.number", "client_id": "c.client_id", "site_id": "c.site_id", "requester_id": "c.person_id", "title": "t.title",
        "last_word_by_id": "CASE WHEN o.last_word_by_id = o.requester_id THEN c.person_id WHEN o.last_word_by_id IS NOT NULL THEN c.fso_id END",
        **{name: f"CASE WHEN o.{name} IS NOT NULL THEN c.fso_id END" for name in firm_people},
    }  # fmt: skip
    return f"""{_insert(Ticket, other)}
        FROM bench_copy c JOIN tickets_ticket o ON o.number = c.model JOIN bench_text t ON t.n = c.text
        WHERE c.number >= %s AND c.number < %s ORDER BY c.number"""


def _messages() -> str:
    other = {
        "id": f"c.number * {MOST_MESSAGES} + s.k", "ticket_id": "c.number", "body": "t.body",
        "author_id": "CASE WHEN o.author_id = m.requester_id THEN c.person_id ELSE c.fso_id END",
    }  # fmt: skip
    return f"""{_insert(Message, other)}
        FROM bench_copy c JOIN tickets_message o ON o.ticket_id = c.model JOIN bench_said s ON s.id = o.id
        JOIN tickets_ticket m ON m.number = c.model
        JOIN bench_text t ON t.n = mod(c.text + s.k * 131, (SELECT count(*) FROM bench_text))
        WHERE c.number >= %s AND c.number < %s ORDER BY c.number, s.k"""


def _facts() -> str:
    with_message = f"jsonb_set(o.details, '{{message}}', to_jsonb(c.number * {MOST_MESSAGES} + s.k))"
    to_fso = "jsonb_set(o.details, '{to}', to_jsonb(c.fso_id))"
    other = {
        "id": f"c.number * {MOST_FACTS} + f.k", "ticket_id": "c.number",
        "actor_id": "CASE WHEN o.actor_id = m.requester_id THEN c.person_id WHEN o.actor_id = m.contact_id THEN c.fso_id ELSE o.actor_id END",
        "details": f"CASE WHEN s.k IS NOT NULL THEN {with_message} WHEN o.kind = 'assigned' THEN {to_fso} ELSE o.details END",
    }  # fmt: skip
    return f"""{_insert(TicketEvent, other)}
        FROM bench_copy c JOIN tickets_ticketevent o ON o.ticket_id = c.model JOIN bench_fact f ON f.id = o.id
        JOIN tickets_ticket m ON m.number = c.model
        LEFT JOIN bench_said s ON s.id = (o.details ->> 'message')::bigint
        WHERE c.number >= %s AND c.number < %s ORDER BY c.number, f.k"""


def _words() -> str:
    """What each is searched by: as ``tickets.search_text`` writes it, but that a word may stand there twice."""
    return """INSERT INTO tickets_searchtext (ticket_id, names, public, internal)
        SELECT c.number, c.number || ' qxclient' || c.client_id || ' ' || t.title_words || ' ' || n.words,
            string_agg(b.body_words, ' ') FILTER (WHERE o.is_public), coalesce(string_agg(b.body_words, ' ') FILTER (WHERE NOT o.is_public), '')
        FROM bench_copy c JOIN bench_text t ON t.n = c.text JOIN bench_name n ON n.person = c.person_id
        JOIN bench_said s ON s.ticket_id = c.model JOIN tickets_message o ON o.id = s.id
        JOIN bench_text b ON b.n = mod(c.text + s.k * 131, (SELECT count(*) FROM bench_text))
        WHERE c.number >= %s AND c.number < %s GROUP BY c.number, c.client_id, t.title_words, n.words ORDER BY c.number"""


def _insert(model: type[models.Model], other: dict[str, str]) -> str:
    """INSERT ... SELECT of all columns: these, and of the row that is copied (o) the rest, its moments earlier by the shift."""
    columns = {field.column: field for field in model._meta.concrete_fields}
    values = [other.get(name) or _value(name, field) for name, field in columns.items()]
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(values)}"


def _value(name: str, field: Any) -> str:
    if not isinstance(field, models.DateTimeField):
        return f'o."{name}"'
    return (
        f'CASE WHEN o."{name}" < \'9000-01-01\' THEN o."{name}" - c.shift ELSE o."{name}" END'  # 9999 stands for never
    )


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Let rows come without foreign keys being asked, and write the indexes afterwards, each at once."""
    tables = [model._meta.db_table for model in TABLES]
    kept_by_constraint = "SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i WHERE indrelid = ANY(%s::regclass[])"
            f" AND NOT EXISTS ({kept_by_constraint})",
            [tables],
        )
        indexes: Collection[tuple[str, str]] = cursor.fetchall()
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '128MB'")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = origin")


def _finish() -> None:
    """Let new rows come after the copies, and the planner know what there is."""
    with connection.cursor() as cursor:
        for model in TABLES[:3]:
            key = model._meta.pk
            assert key is not None
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), max({key.column})) FROM {table}", [table, key.column]
            )
        cursor.execute(
            "DROP TABLE bench_text, bench_name, bench_model, bench_copy, bench_member, bench_said, bench_fact"
        )
        cursor.execute("VACUUM (ANALYZE, FREEZE)")


def _one(cursor: Any, statement: str) -> int:
    cursor.execute(statement)
    return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
