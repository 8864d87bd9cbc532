"""How PostgreSQL is asked for words: columns of words (tsvector), each with an index, made by the migration."""

from django.db.models.expressions import RawSQL

from tickets.search_words import Asked, Term


def tickets(wanted: Asked, *, with_internal: bool, newest_first: bool) -> RawSQL:
    """Return the numbers of the tickets that hold these words.

    newest_first: the database may also walk through the tickets, the newest first, until enough of them fit; that is best for
    common words, and only for who sees nearly all tickets. Else the index is asked first: without the fence ("OFFSET 0") the
    planner, which thinks any word fairly common, walks through all tickets for a word that few of the visible ones hold.
    """
    query = [_query(wanted)]
    if with_internal and newest_first:
        return RawSQL("SELECT ticket_id FROM tickets_searchtext WHERE every_word @@ %s::tsquery", query)
    if with_internal:
        return RawSQL(
            "SELECT ticket_id FROM (SELECT ticket_id FROM tickets_searchtext WHERE every_word @@ %s::tsquery OFFSET 0) AS hits",
            query,
        )
    return RawSQL(
        "SELECT ticket_id FROM (SELECT ticket_id FROM tickets_searchtext WHERE public_words @@ %s::tsquery OFFSET 0) AS hits",
        query,
    )


def people(wanted: Asked) -> RawSQL:
    """Return the keys of the people whose name and address hold these words."""
    return RawSQL("SELECT person_id FROM tickets_searchname WHERE name_words @@ %s::tsquery", [_query(wanted)])


def _query(wanted: Asked) -> str:
    return " & ".join(f"({' | '.join(map(_term, group))})" for group in wanted)


def _term(term: Term) -> str:
    # Words are letters and digits (tickets.search_words): nothing in them could end the quotes.
    return f"'{term.word}':*" if term.begins else f"'{term.word}'"
