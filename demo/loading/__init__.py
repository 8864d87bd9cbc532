"""Fills an empty database with the firm and three months of what happened there, through the actions of every room."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction

from demo.loading.life import Life
from demo.loading.people import set_up
from demo.loading.present import scenes
from demo.loading.running import run
from demo.loading.weeks import beginnings

SEED: Final = 20261124
TICKETS: Final = 500


@transaction.atomic
def load(*, at: datetime, tickets: int = TICKETS, seed: int = SEED) -> int:
    """Tell the story until ``at`` (UTC), all or nothing; the same ``at`` and ``seed`` tell the same. Return the number of steps.

    tickets: about how many. Must find no people and no clients.
    """
    at = at.replace(microsecond=0)
    firm = set_up(at)
    dice = Random(seed)
    lives = [
        Life(beginning, firm, Random(dice.random())).told()
        for beginning in beginnings(firm, tickets, until=at - timedelta(minutes=30), dice=dice)
    ]
    return run([*lives, *scenes(firm, at)], until=at)
