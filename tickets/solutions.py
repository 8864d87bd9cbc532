"""When a solution needs a sentence that says how. Pure Python."""

SHORT = 5  # minutes: what is solved so quickly explains itself


def needs_words(minutes: int, *, on_the_spot: bool) -> bool:
    """Whether somebody must say how it was solved: not on the spot, and not when it took five minutes or less."""
    return minutes > SHORT and not on_the_spot
