"""What a worker's death costs."""

from __future__ import annotations

import os
import signal
import time

from tests.faults.conftest import Figure
from tests.faults.desk import SENDING_THREADS, Desk, Process
from tests.faults.length import LENGTH

LONGEST_LIFE = 0.6  # seconds after the changes are committed; sending them takes about as long


def test_a_killed_worker_loses_nothing_and_repeats_only_what_it_could_not_note(desk: Desk, figure: Figure) -> None:
    """the worker is killed (SIGKILL) at random points"""
    desk.clock()
    unnoted: set[tuple[str, int]] = set()
    most = 0
    for life in range(LENGTH.kills):
        worker = desk.worker()
        if life % 2:
            desk.sink.after_next = lambda worker=worker: _kill(worker)
        desk.commit(LENGTH.mails // LENGTH.kills)
        if not life % 2:
            time.sleep(desk.dice.uniform(0, LONGEST_LIFE))
            _kill(worker)
        _wait_for_death(worker)
        left = {(mail, copy) for mail, copies in desk.unnoted().items() for copy in range(1, copies + 1)} - unnoted
        most = max(most, len(left))
        unnoted |= left
    if not LENGTH.waits:
        desk.ask("make_due", claims=True)
    desk.worker()

    took = desk.wait_until_told(seconds=600)

    desk.check_rows()
    desk.check_one_mail_per_change()
    copies = desk.sink.copies()
    again = {(mail, copy) for mail, count in copies.items() for copy in range(1, count)}
    assert again <= unnoted, f"Sent again although it was noted: {again - unnoted}"
    assert most <= SENDING_THREADS
    figure(f"{LENGTH.kills} kills over {len(desk.expected)} mails ({2 * len(desk.expected)} rows): all arrived")
    figure(f"{len(again)} came twice, all killed between 250 and commit, at most {most} per kill")
    figure(f"the last one {took:.0f} s after the last kill")


def _kill(worker: Process) -> None:
    os.killpg(worker.process.pid, signal.SIGKILL)


def _wait_for_death(worker: Process) -> None:
    """Those that die after a 250 may have nothing to send; they die then too."""
    until = time.monotonic() + 5
    while worker.process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    worker.kill()
