"""What a clock that jumps costs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from tests.faults.conftest import Figure, skip_or_fail
from tests.faults.desk import SENDING_THREADS, Desk
from tests.faults.servers import wait_until

SLEEP_BY_SELECT: Final = """
import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds) and None
"""


def test_a_clock_that_jumps_an_hour_ahead_and_back_loses_and_repeats_nothing(desk: Desk, figure: Figure) -> None:
    """the worker's clock jumps an hour ahead and back"""
    shift = desk.folder / "clock"
    shift.write_text("+0")
    desk.environment |= _moved_by(shift)
    desk.clock()
    desk.worker()
    desk.commit(4)
    desk.wait_until_told()

    shift.write_text("+3600")
    desk.commit(6)
    ahead = desk.wait_until_told()
    desk.commit(4, unwoken=True)
    ahead_swept = desk.wait_until_told()
    time.sleep(6)  # a sweep or two
    shift.write_text("+0")
    desk.commit(6)
    back = desk.wait_until_told()
    desk.commit(4, unwoken=True)
    back_swept = desk.wait_until_told()

    desk.check_rows()
    desk.check_once()
    figure(f"24 mails, each once; ahead: after {ahead:.1f} s, swept after {ahead_swept:.1f} s")
    figure(f"back: after {back:.1f} s, swept after {back_swept:.1f} s")


def test_a_clock_that_jumps_while_mails_are_on_their_way_repeats_none(desk: Desk, figure: Figure) -> None:
    """the worker's clock jumps an hour ahead and back while mails are on their way"""
    shift = desk.folder / "clock"
    shift.write_text("+0")
    desk.environment |= _moved_by(shift)
    desk.clock()
    desk.worker()
    desk.sink.slow = 3

    desk.commit(SENDING_THREADS - 1)  # one thread is left for the sweeper
    wait_until(lambda: desk.sink.hearing == SENDING_THREADS - 1, "all are on their way")
    shift.write_text("+3600")
    desk.ask("sweep", times=2)
    desk.wait_until_told()
    desk.commit(SENDING_THREADS - 1)
    wait_until(lambda: desk.sink.hearing > 0, "one is on its way")
    shift.write_text("+0")
    desk.ask("sweep", times=2)
    desk.wait_until_told()

    desk.check_rows()
    desk.check_once()
    figure(f"{len(desk.expected)} mails, on their way when it jumped: each arrived once")


def _moved_by(shift: Path) -> dict[str, str]:
    """What moves the clock of a process by the seconds in this file, while it runs; its monotonic clock stands by the truth.

    libfaketime 0.9.10 moves the end of Python's time.sleep, which is a moment of the monotonic clock, all the same: it
    would end at once, or raise. So these processes sleep by select().
    """
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not libraries:
        skip_or_fail("This machine has no libfaketime")
    (shift.parent / "sitecustomize.py").write_text(SLEEP_BY_SELECT)
    return {
        "PYTHONPATH": str(shift.parent),
        "LD_PRELOAD": str(libraries[0]),
        "FAKETIME_TIMESTAMP_FILE": str(shift),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
