"""What several workers do to one outbox."""

from __future__ import annotations

from tests.faults.conftest import Figure
from tests.faults.desk import Desk


def test_two_workers_and_two_sweepers_send_each_mail_once(desk: Desk, figure: Figure) -> None:
    """two workers and two sweepers at once"""
    for _ in range(2):
        desk.clock()
        desk.worker()
    for _ in range(5):
        desk.commit(8, unwoken=True)  # for the sweepers
        desk.ask("sweep", times=4)
        desk.commit(8)
        desk.ask("sweep", times=4)

    took = desk.wait_until_told()

    desk.check_rows()
    desk.check_once()
    figure(f"{len(desk.expected)} mails, 40 sweeps beside them: each arrived once, the last after {took:.1f} s")
