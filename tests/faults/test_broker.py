"""What a dead broker costs: nothing but a few seconds."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Figure
from tests.faults.desk import Desk
from tests.faults.servers import Redis


def test_what_is_committed_while_the_broker_is_gone_is_told_when_it_is_back(
    desk: Desk, figure: Figure, request: pytest.FixtureRequest
) -> None:
    """the broker is gone, and what it held, while changes are committed"""
    desk.clock()
    desk.worker()
    desk.commit(4)
    desk.wait_until_told()

    broker: Any = request.getfixturevalue("redis") if desk.ground.name == "postgresql" else QueueOnDisk(desk.folder)
    broker.stop()
    desk.commit(10)
    time.sleep(3)  # the worker and the clock find nobody either
    broker.start()

    took = desk.wait_until_told()
    desk.commit(4)
    desk.wait_until_told()
    desk.check_rows()
    desk.check_once()
    figure(f"10 changes without it: all told {took:.1f} s after it was back; nothing restarted by hand")


class QueueOnDisk:
    """The folder of the queue, which somebody deletes; nobody makes it again."""

    def __init__(self, var: Path) -> None:
        self.folder = var / "broker"

    def stop(self) -> None:
        away = self.folder.rename(self.folder.with_name("deleted"))  # at once: the worker may write meanwhile
        shutil.rmtree(away)

    def start(self) -> None:
        """It is the desk that makes its folder."""


def test_a_process_that_dies_before_it_wakes_a_worker_loses_nothing(desk: Desk, figure: Figure) -> None:
    """the process dies between the commit and the waking"""
    desk.clock()
    desk.worker()

    desk.commit(6, unwoken=True)

    took = desk.wait_until_told()
    desk.check_rows()
    desk.check_once()
    figure(f"6 changes: all told after {took:.1f} s")


@pytest.mark.parametrize("variant", ["postgresql"], indirect=True)
def test_a_flushed_queue_loses_nothing(desk: Desk, redis: Redis, figure: Figure) -> None:
    """Redis is emptied (FLUSHALL) again and again while changes are committed"""
    desk.clock()
    desk.worker()
    for _ in range(10):
        desk.commit(3)
        redis.flush()

    took = desk.wait_until_told()
    desk.check_rows()
    desk.check_once()
    figure(f"30 changes, 10 times flushed: all told after {took:.1f} s")
