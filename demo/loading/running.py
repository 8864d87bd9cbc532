"""Many lives side by side, in the order of time."""

import heapq
from collections.abc import Iterable
from datetime import datetime

from demo.loading.life import Steps


def run(lives: Iterable[Steps], *, until: datetime) -> int:
    """Let each step of every life happen at its time, the earliest first, until this instant; return how many."""
    waiting: list[tuple[datetime, int, Steps]] = []
    for order, life in enumerate(lives):
        first = next(life, None)
        if first is not None:
            waiting.append((first, order, life))
    heapq.heapify(waiting)
    done = 0
    while waiting and waiting[0][0] <= until:
        _moment, order, life = waiting[0]
        done += 1
        following = next(life, None)
        if following is None:
            heapq.heappop(waiting)
        else:
            heapq.heapreplace(waiting, (following, order, life))
    return done
