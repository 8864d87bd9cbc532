"""How long to wait before a mail is tried again, and how often it is tried. Pure Python."""

from datetime import timedelta
from random import Random, SystemRandom
from typing import Final

FIRST: Final = timedelta(seconds=20)
LONGEST: Final = timedelta(hours=4)
GIVE_UP_AFTER: Final = timedelta(hours=24)  # since the mail was made due for the first time
CLAIM: Final = timedelta(minutes=2)  # longer than a slow server can take; a dead worker's mail is due again after it
MOST_REFUSALS: Final = 3  # in a row; then nothing goes to that address until somebody lets it
SPREAD: Final = 0.3  # of a pause, either way, so that a thousand mails do not knock together

_chance = SystemRandom()


def pause(attempt: int, chance: Random = _chance) -> timedelta:
    """Return how long to wait after this attempt (1 = the first) failed: three times as long each time, at most LONGEST."""
    times: int = 3 ** min(attempt - 1, 10)
    whole = min(FIRST * times, LONGEST)
    return whole * chance.uniform(1 - SPREAD, 1 + SPREAD)
