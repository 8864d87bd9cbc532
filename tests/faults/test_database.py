"""What a restart of the database costs."""

from __future__ import annotations

import threading

import pytest

from tests.faults.conftest import Figure
from tests.faults.desk import SENDING_THREADS, Desk
from tests.faults.servers import PostgreSQL


@pytest.mark.parametrize("variant", ["postgresql"], indirect=True)
@pytest.mark.parametrize("manner", ["stop", "crash"])
def test_a_restart_of_postgresql_in_the_middle_loses_nothing(
    desk: Desk, postgresql: PostgreSQL, manner: str, figure: Figure
) -> None:
    """PostgreSQL is restarted in the middle"""
    desk.clock()
    desk.worker()
    sending = threading.Event()
    desk.sink.after_next = sending.set
    desk.commit(30)
    assert sending.wait(60)

    getattr(postgresql, manner)()
    before = len(desk.sink.kept)
    postgresql.start()
    desk.commit(6)

    took = desk.wait_out(claims=True)
    desk.check_rows()
    desk.check_one_mail_per_change()
    again = sum(copies - 1 for copies in desk.sink.copies().values())
    assert again <= SENDING_THREADS
    figure(f"{manner} after {before} of 30 mails: all 36 told {took:.0f} s after it was back, {again} twice")
