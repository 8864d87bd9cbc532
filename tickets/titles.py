"""A title from what people typed: nobody is asked for one. Pure Python."""

LONGEST = 120


def title_of(what: str) -> str:
    """Return the first line with words, its spaces collapsed, cut at a word within 120 characters."""
    first = next((" ".join(line.split()) for line in what.splitlines() if line.strip()), "")
    if len(first) <= LONGEST:
        return first
    head = first[: LONGEST - 1]
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > LONGEST // 2 else head) + "…"
