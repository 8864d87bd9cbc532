"""How PostgreSQL is asked for words: columns of words (tsvector), each with an index, made by the migration."""

from django.db.models.expressions import RawSQL

from tickets.search_words import Asked, Term


def tickets(wanted: Asked, *, with_internal: bool) -> RawSQL:
    """Return the numbers of the tickets that hold these words."""
    if with_internal:
        return RawSQL("SELECT ticket_id FROM tickets_searchtext WHERE every_word @@ %s::tsquery", [_query(wanted)])
    return RawSQL("SELECT ticket_id FROM tickets_searchtext WHERE public_words @@ %s::tsquery", [_query(wanted)])


def people(wanted: Asked) -> RawSQL:
    """Return the keys of the people whose name and address hold these words."""
    return RawSQL("SELECT person_id FROM tickets_searchname WHERE name_words @@ %s::tsquery", [_query(wanted)])


def _query(wanted: Asked) -> str:
    return " & ".join(f"({' | '.join(map(_term, group))})" for group in wanted)


def _term(term: Term) -> str:
    # Words are letters and digits (tickets.search_words): nothing in them could end the quotes.
    return f"'{term.word}':*" if term.begins else f"'{term.word}'"
