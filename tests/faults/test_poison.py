"""What a row costs of which nobody can be told."""

from __future__ import annotations

from tests.faults import office
from tests.faults.conftest import Figure
from tests.faults.desk import Desk
from tests.faults.servers import wait_until


def test_a_poisoned_row_is_set_aside_and_the_line_behind_it_flows(desk: Desk, figure: Figure) -> None:
    """a poisoned row: a fact that holds nonsense, a template that raises"""
    lost = office.requester_address(0)
    desk.clock()
    desk.worker()
    fact = desk.ask("break_fact")["event"]
    desk.ask("break_zone", address=lost)
    made = desk.commit(8)
    behind = {(one.mark, one.address) for one in made if one.address != lost}

    took = wait_until(lambda: behind <= desk.sink.arrived(), "the line behind flows")
    desk.wait_out_until(lambda: not any(desk.ask("outbox").values()), "everything is sent or set aside")

    (aside,) = desk.ask("set_aside")
    assert aside["event"] == fact
    assert aside["last_error"].startswith("TypeError")
    (row,) = [row for row in desk.ask("rows") if row["email"] == lost and row["channel"] == "mail"]
    assert row["state"] == "set_aside"
    assert row["last_error"].startswith("ZoneInfoNotFoundError")
    desk.check_once()
    figure(
        f"7 mails behind it arrived within {took:.1f} s; one fact and one mail set aside, with the reason, after 3 tries"
    )


def test_a_person_who_is_deleted_before_she_is_told_holds_up_nobody(desk: Desk, figure: Figure) -> None:
    """a person is deleted between the event and the telling"""
    desk.clock()
    desk.worker()
    desk.sink.full = {office.LEAVES_AFTER}
    desk.ask("report_critical")
    wait_until(lambda: desk.sink.refused["451"] >= 1, "the mail server puts off one mail")
    desk.ask("delete_person", address=office.LEAVES_AFTER)
    desk.commit(4)

    desk.wait_out()

    addresses = {one.address for one in desk.sink.kept}
    assert office.STAYS in addresses
    assert not {office.LEAVES_BEFORE, office.LEAVES_AFTER} & addresses
    assert desk.ask("set_aside") == []
    desk.check_rows()
    desk.check_once()
    figure("one before the rows were made, one while his mail waited: nobody writes to them, all others were told")
