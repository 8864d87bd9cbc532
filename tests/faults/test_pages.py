"""A page never waits for the broker."""

from __future__ import annotations

import statistics

import pytest

from tests.faults.conftest import Figure
from tests.faults.desk import Desk
from tests.faults.length import LENGTH
from tests.faults.servers import Redis

AT_MOST_MORE = 200  # milliseconds


@pytest.mark.parametrize("variant", ["postgresql"], indirect=True)
@pytest.mark.parametrize("fault", ["stopped", "hanging"])
def test_a_change_does_not_wait_for_a_broker_that_is(desk: Desk, redis: Redis, fault: str, figure: Figure) -> None:
    """a change while Redis is stopped or hangs"""
    desk.commit(4)
    normal = _took(desk)
    if fault == "stopped":
        redis.stop()
    else:
        redis.hang()
    try:
        without = _took(desk)
    finally:
        if fault == "stopped":
            redis.start()
        else:
            redis.go_on()

    assert desk.ask("outbox")["facts"] == len(desk.expected)
    if LENGTH.is_timed:
        assert max(without) - statistics.median(normal) <= AT_MOST_MORE
    figure(
        f"{fault}: {statistics.median(without):.0f} ms, slowest {max(without):.0f} ms; with it {statistics.median(normal):.0f} ms"
    )


def _took(desk: Desk) -> list[float]:
    del desk.took[:]
    desk.commit(20)
    return list(desk.took)
