"""What a difficult mail server costs."""

from __future__ import annotations

from tests.faults import office
from tests.faults.conftest import Figure
from tests.faults.desk import Desk
from tests.faults.servers import wait_until
from tests.faults.sink import Mood


def test_a_busy_mail_server_gets_everything_later(desk: Desk, figure: Figure) -> None:
    """the mail server answers 451 for a while"""
    desk.clock()
    desk.worker()
    desk.sink.mood = Mood.BUSY
    desk.commit(8)
    wait_until(lambda: desk.sink.refused["451"] >= 8, "the server has refused each mail once")
    desk.sink.mood = Mood.TAKES

    took = desk.wait_out()

    desk.check_rows()
    desk.check_once()
    figure(f"8 mails, {desk.sink.refused['451']} times 451: all arrived {took:.0f} s after it was well, none twice")


def test_a_mail_server_that_hangs_gets_everything_later(desk: Desk, figure: Figure) -> None:
    """the mail server takes connections and never answers"""
    desk.clock()
    desk.worker()
    desk.sink.mood = Mood.HANGS
    desk.commit(4)
    wait_until(lambda: desk.sink.refused["hung"] >= 2, "the server has kept two senders waiting")
    desk.sink.mood = Mood.TAKES

    took = desk.wait_out()

    desk.check_rows()
    desk.check_once()
    figure(f"4 mails, {desk.sink.refused['hung']} left hanging: all arrived {took:.0f} s after it was well, none twice")


def test_a_mail_server_that_hangs_up_after_the_mail_gets_it_again_as_the_same_mail(desk: Desk, figure: Figure) -> None:
    """the mail server drops the connection after DATA"""
    desk.clock()
    desk.worker()
    desk.sink.mood = Mood.DROPS
    desk.commit(6)
    wait_until(lambda: len(desk.sink.copies()) >= 6, "the server has hung up on each mail once")
    desk.sink.mood = Mood.TAKES
    dropped = desk.sink.refused["dropped"]

    took = desk.wait_out()

    desk.check_rows()
    desk.check_one_mail_per_change()
    again = sum(copies - 1 for copies in desk.sink.copies().values())
    assert again <= dropped
    figure(f"6 mails, {dropped} times dropped: all noted as sent {took:.0f} s after it was well")
    figure(f"{again} copies more than mails, each with the Message-ID of the first")


def test_one_refused_address_holds_up_nobody_else(desk: Desk, figure: Figure) -> None:
    """the mail server answers 550 for one recipient"""
    refused = office.requester_address(1)
    desk.sink.unknown = {refused}
    desk.clock()
    desk.worker()
    made = desk.commit(12)

    def all_but_one_are_told() -> bool:
        others = {(one.mark, one.address) for one in made if one.address != refused}
        return others <= desk.sink.arrived() and not any(desk.ask("outbox").values())

    took = wait_until(all_but_one_are_told, "all the others are told")

    desk.check_rows(refused=[refused])
    desk.check_once()
    (row,) = [row for row in desk.ask("rows") if row["email"] == refused and row["channel"] == "mail"]
    assert (row["state"], row["attempts"]) == ("refused", 1)
    assert row["last_error"].startswith("550 ")
    assert desk.sink.refused["550"] == 1
    figure(f"12 mails: 1 refused for good after one try, 11 arrived within {took:.1f} s")
