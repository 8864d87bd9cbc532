"""A page never waits for the broker, and a dead broker never turns a change that was committed into an error."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import office
from tests.faults.conftest import Figure
from tests.faults.desk import Desk
from tests.faults.length import LENGTH
from tests.faults.servers import Redis
from tests.faults.web import Web, gather_static_files

AT_MOST_MORE = 200  # milliseconds
CHANGES = 40

pytestmark = [
    pytest.mark.parametrize("variant", ["postgresql"], indirect=True),
    pytest.mark.parametrize("fault", ["stopped", "hanging"]),
]


@pytest.fixture(scope="module")
def static(fault_folder: Path) -> Path:
    folder = fault_folder / "static"
    folder.mkdir()
    gather_static_files(folder)
    return folder


def test_a_change_does_not_wait_for_the_broker(
    desk: Desk, static: Path, redis: Redis, fault: str, figure: Figure
) -> None:
    """a change is committed over HTTP while Redis is stopped, or hangs"""
    web = Web(desk, static)
    (change, *_) = desk.commit(CHANGES)
    page = f"/tickets/{desk.ask('ticket_of', event=change.event)}/"
    assert web.get(page)[0] == 200
    normal = [_answers(web, page) for _ in range(CHANGES)]
    facts = desk.ask("outbox")["facts"]

    with without(redis, fault):
        took = [_answers(web, page) for _ in range(CHANGES)]

    assert desk.ask("outbox")["facts"] == facts + CHANGES
    if LENGTH.is_timed:
        assert statistics.median(took) - statistics.median(normal) <= AT_MOST_MORE
        assert _nine_of_ten(took) - _nine_of_ten(normal) <= AT_MOST_MORE
    figure(f"{fault}: {statistics.median(took):.0f} ms, nine of ten within {_nine_of_ten(took):.0f} ms")
    figure(f"with Redis {statistics.median(normal):.0f} ms, nine of ten within {_nine_of_ten(normal):.0f} ms")


def test_pages_are_read_without_the_broker(desk: Desk, static: Path, redis: Redis, fault: str, figure: Figure) -> None:
    """pages are read while Redis is stopped, or hangs"""
    web = Web(desk, static)
    web.get("/tickets/")

    with without(redis, fault):
        answers = {"the queue": web.get("/tickets/")}
        web.sign_out()
        answers["the sign-in page"] = web.get("/sign-in/")
        code, _took = web.post("/sign-in/", login=office.FSO)

    figure(f"{fault}: " + ", ".join(f"{what} {status} in {took:.0f} ms" for what, (status, took) in answers.items()))
    figure(f"a sign-in code asked for: {code}")
    assert not {what: status for what, (status, _took) in answers.items() if status >= 400}
    assert code == 503  # nobody counts the tries, so nobody gets in


def _nine_of_ten(took: list[float]) -> float:
    return statistics.quantiles(took, n=10)[-1]


def _answers(web: Web, page: str) -> float:
    status, took = web.post(f"{page}answer/", body="I come by at ten.")
    assert status in {200, 302}
    return took


@contextmanager
def without(redis: Redis, fault: str) -> Iterator[None]:
    """Meanwhile there is no Redis, or one that takes connections and answers nothing."""
    (redis.stop if fault == "stopped" else redis.hang)()
    try:
        yield
    finally:
        (redis.start if fault == "stopped" else redis.go_on)()
