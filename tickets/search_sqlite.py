"""How SQLite is asked for words: tables of FTS5 beside the rows, made and kept by triggers of the migration."""

from django.db.models.expressions import RawSQL

from tickets.search_words import Asked, Term


def tickets(wanted: Asked, *, with_internal: bool, newest_first: bool) -> RawSQL:
    """Return the numbers of the tickets that hold these words; they come out of the index, ``newest_first`` or not."""
    columns = "{names public internal}" if with_internal else "{names public}"
    query = f"{columns} : ({_query(wanted)})"
    return RawSQL("SELECT rowid FROM tickets_search WHERE tickets_search MATCH %s", [query])


def people(wanted: Asked) -> RawSQL:
    """Return the keys of the people whose name and address hold these words."""
    return RawSQL("SELECT rowid FROM tickets_search_people WHERE tickets_search_people MATCH %s", [_query(wanted)])


def _query(wanted: Asked) -> str:
    return " AND ".join(f"({' OR '.join(map(_term, group))})" for group in wanted)


def _term(term: Term) -> str:
    # Words are letters and digits (tickets.search_words): nothing in them could end the quotes.
    return f'"{term.word}" *' if term.begins else f'"{term.word}"'
