"""What happens to the verdicts of clocks when nobody looks, or who looks dies."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter

from tests.faults.conftest import Figure
from tests.faults.desk import PATIENCE, Desk

TICKETS = 40
KILLS = 4
LONGEST_LOOK = 0.8  # seconds; looking at all of them takes about as long
KINDS = ("response_warned", "response_late", "resolution_warned", "resolution_late")


def test_a_killed_sweeper_and_two_at_once_record_each_turn_once(desk: Desk, figure: Figure) -> None:
    """the sweeper of clocks stands still for a fortnight, is killed (SIGKILL), runs twice at once"""
    numbers = desk.ask("open_long_ago", count=TICKETS)
    seen = []
    for _ in range(KILLS):
        worker = desk.worker()
        desk.ask("look_at_tickets", times=1)
        time.sleep(desk.dice.uniform(0, LONGEST_LOOK))
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait(20)
        seen.append(len(desk.ask("turns_of", numbers=numbers)))
    desk.worker()
    desk.worker()
    desk.ask("look_at_tickets", times=4)

    until = time.monotonic() + PATIENCE
    while len(turns := desk.ask("turns_of", numbers=numbers)) < TICKETS * len(KINDS):
        assert time.monotonic() < until, f"{len(turns)} turns after {PATIENCE} s\n{desk.logs()[-3000:]}"
        time.sleep(0.2)
    desk.ask("look_at_tickets", times=4)
    time.sleep(1)

    turns = desk.ask("turns_of", numbers=numbers)
    assert Counter((number, kind) for number, kind, _at in turns) == {
        (number, kind): 1 for number in numbers for kind in KINDS
    }
    moments = {kind: {at for _number, each, at in turns if each == kind} for kind in KINDS}
    assert {kind: len(at) for kind, at in moments.items()} == dict.fromkeys(KINDS, 1), "all were opened at one instant"
    figure(
        f"{TICKETS} tickets, {KILLS} kills with {', '.join(map(str, seen))} turns recorded: each of {len(turns)} once"
    )
