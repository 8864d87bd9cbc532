"""Lists: "my day" before the first visit, the morning list, and what several tickets look like in one mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import RoleHeld, User
from notifications import actions
from notifications.models import Delivery, Notification, Pending, Preference, QuietHours, RefusedAddress
from sites import actions as sites
from sites.models import Assignment, Client, Function, Membership, Site, Standing
from tests.cast import LONG_AGO, serves
from tests.notifications.conftest import Told, parts, to
from tickets import actions as tickets
from tickets.models import Impact, Ticket, Urgency
from visits.models import Visit

THURSDAY = date(2026, 11, 26)
Clock = time_machine.Traveller


def at(hour: int, minute: int = 0, day: date = THURSDAY) -> datetime:
    """Return this time of a winter day in Brussels."""
    return datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=1)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """It is half past seven on a Thursday in Brussels, and stays so until it is told otherwise."""
    with time_machine.travel(at(7, 30), tick=False) as travelled:
        yield travelled


def visit(site: Site, fso: User, starts_at: datetime, hours: float = 2) -> Visit:
    return Visit.objects.create(site=site, fso=fso, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))


def one_to(person: User, mails: list[EmailMultiAlternatives]) -> EmailMultiAlternatives:
    (mail,) = to(person, mails)
    return mail


def the_day(person: User, told: Told) -> EmailMultiAlternatives:
    """Make the list that is due now, send it, return it."""
    assert actions.make_lists() == 1
    return one_to(person, told(timedelta()))


def report(client: Client, requester: User, what: str, **more: object) -> Ticket:
    return tickets.report(tickets.Report(what=what, **more), client=client, actor=requester)  # type: ignore[arg-type]


def nothing_waits() -> None:
    """What was told while the test was set up is not what it looks at."""
    Pending.objects.get_queryset().delete()


# ---- my day ----


def test_an_fso_reads_her_day_ninety_minutes_before_the_first_visit(
    clock: Clock, brewery: Client, brewery_site: Site, garage: Client, fso: User, requester: User, told: Told
) -> None:
    serves(fso, garage, Function.STAND_IN)
    person = Membership.objects.get(person=requester)
    Membership.objects.filter(pk=person.pk).update(standing=Standing.CONTACT)
    User.objects.get_queryset().filter(pk=requester.pk).update(phone="+32 470 11 22 33")
    ticket = report(brewery, requester, "Outlook does not open", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)
    nothing_waits()
    visit(brewery_site, fso, at(9))
    visit(Site.objects.get(client=garage), fso, at(13))

    mail = the_day(fso, told)

    assert mail.subject == "Your day: 2 visits, the first at 09:00"
    for part in parts(mail):
        assert "2 visits on Thursday 26 November, the first at 09:00." in part
        assert part.index("Brouwerij Hopveld, Aalst") < part.index("Garage Dewinter, Vilvoorde")
        assert "Stationsstraat 1" in part
        assert "Emma Claes, +32 470 11 22 33" in part
        assert "1 open ticket" in part
        assert f"[{ticket.pk}] Outlook does not open" in part
        assert f"https://desk.test/tickets/{ticket.pk}/" in part
        assert "Nothing is open here." in part
    assert "09:00–11:00 Brouwerij Hopveld, Aalst" in mail.body
    assert "Stop these mails" in mail.body
    row = Delivery.objects.get(purpose="my_day")
    assert (row.day, row.state) == (THURSDAY, "sent")


@pytest.mark.parametrize(
    ("now", "made"), [(at(7, 29), 0), (at(7, 30), 1), (at(8, 59), 1), (at(9), 0), (at(10), 0), (at(11, 30), 0)]
)
def test_it_is_made_within_ninety_minutes_before_the_first_visit_and_not_before_the_second(
    clock: Clock, brewery_site: Site, fso: User, now: datetime, made: int
) -> None:
    visit(brewery_site, fso, at(9))
    visit(brewery_site, fso, at(13))
    clock.move_to(now)

    assert actions.make_lists() == made


def test_a_visit_of_yesterday_evening_is_not_of_this_day(clock: Clock, brewery_site: Site, fso: User) -> None:
    visit(brewery_site, fso, at(22, day=THURSDAY - timedelta(days=1)))
    visit(brewery_site, fso, at(9))

    assert actions.make_lists() == 1


def test_the_day_is_that_of_the_persons_own_zone(clock: Clock, brewery_site: Site, fso: User) -> None:
    User.objects.get_queryset().filter(pk=fso.pk).update(time_zone="Pacific/Auckland")
    visit(brewery_site, fso, at(12))  # the 27th has begun there
    clock.move_to(at(11))

    assert actions.make_lists() == 1
    assert Delivery.objects.get().day == THURSDAY + timedelta(days=1)


def test_twice_is_once_and_a_day_without_visits_sends_none(
    clock: Clock, brewery_site: Site, fso: User, stand_in: User, told: Told
) -> None:
    visit(brewery_site, fso, at(9))

    assert [actions.make_lists(), actions.make_lists()] == [1, 0]
    assert len(told(timedelta())) == 1
    clock.move_to(at(7, 40))
    assert actions.make_lists() == 0
    assert told(timedelta()) == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(brewery_site: Site, fso: User) -> None:
    visit(brewery_site, fso, at(9))
    together, answers = Barrier(4), []

    def make() -> None:
        together.wait()
        answers.append(actions.make_lists(at=at(7, 30)))
        connection.close()

    threads = [Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 4
    assert Delivery.objects.filter(purpose="my_day", person=fso).count() == 1


def no_longer_an_fso(fso: User) -> None:
    RoleHeld.objects.filter(user=fso).delete()


def gone(fso: User) -> None:
    User.objects.get_queryset().filter(pk=fso.pk).update(is_active=False)


def serves_nobody(fso: User) -> None:
    Assignment.objects.filter(person=fso).update(ends_at=at(7))


def chose_otherwise(fso: User) -> None:
    Preference.objects.create(person=fso, topic="my_day", choice="in_app", changed_at=timezone.now())


def takes_no_mail(fso: User) -> None:
    RefusedAddress.objects.create(
        address=str(fso.email), refusals=3, words="550", refused_at=timezone.now(), stopped_at=timezone.now()
    )


@pytest.mark.parametrize("why", [no_longer_an_fso, gone, serves_nobody, chose_otherwise, takes_no_mail])
def test_who_is_not_to_get_it_gets_none(
    clock: Clock, brewery_site: Site, fso: User, why: Callable[[User], None]
) -> None:
    visit(brewery_site, fso, at(9))
    why(fso)

    assert actions.make_lists() == 0


@pytest.mark.parametrize("why", [no_longer_an_fso, gone, serves_nobody])
def test_who_is_not_to_get_it_any_more_when_it_leaves_gets_none(
    clock: Clock, brewery_site: Site, fso: User, told: Told, why: Callable[[User], None]
) -> None:
    visit(brewery_site, fso, at(9))
    assert actions.make_lists() == 1
    why(fso)

    assert told(timedelta()) == []
    assert Delivery.objects.get().state == "withdrawn"


def test_it_tells_what_is_so_when_it_leaves(
    clock: Clock, brewery_site: Site, brewery: Client, fso: User, requester: User, told: Told
) -> None:
    solved = report(brewery, requester, "Solved in the meantime")
    cancelled = visit(brewery_site, fso, at(9))
    visit(brewery_site, fso, at(15))
    assert actions.make_lists() == 1
    cancelled.delete()
    tickets.resolve(solved, how="A cable", minutes=5, actor=fso)
    nothing_waits()

    mail = one_to(fso, told(timedelta()))

    assert mail.subject == "Your day: 1 visit at 15:00"
    assert "Solved in the meantime" not in "".join(parts(mail))


def test_a_day_whose_visits_were_all_cancelled_is_not_told(
    clock: Clock, brewery_site: Site, fso: User, told: Told
) -> None:
    cancelled = visit(brewery_site, fso, at(9))
    assert actions.make_lists() == 1
    cancelled.delete()

    assert told(timedelta()) == []
    assert Delivery.objects.get().state == "withdrawn"


def test_a_day_that_is_over_is_not_told(clock: Clock, brewery_site: Site, fso: User, told: Told) -> None:
    visit(brewery_site, fso, at(9))
    assert actions.make_lists() == 1
    clock.move_to(at(7, 30, day=THURSDAY + timedelta(days=1)))

    assert told(timedelta()) == []
    assert Delivery.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    ("until", "leaves"), [(time(7), at(7, 30)), (time(8, 45), at(8, 45)), (time(9), at(8, 30)), (time(10), at(8, 30))]
)
def test_quiet_hours_hold_it_unless_they_reach_into_the_first_visit(
    clock: Clock, brewery_site: Site, fso: User, until: time, leaves: datetime
) -> None:
    QuietHours.objects.create(person=fso, starts=time(22), ends=until, changed_at=timezone.now())
    visit(brewery_site, fso, at(9))

    actions.make_lists()

    assert Delivery.objects.get().due_at == leaves


def test_a_confidential_ticket_is_a_number_and_nothing_else(
    clock: Clock, brewery: Client, brewery_site: Site, fso: User, requester: User, told: Told
) -> None:
    secret = report(brewery, requester, "CANARY leaves us", confidential=True)
    nothing_waits()
    visit(brewery_site, fso, at(9))

    mail = the_day(fso, told)

    for part in parts(mail):
        assert f"[{secret.pk}] A confidential ticket" in part
        assert "CANARY" not in part


def test_tickets_that_she_may_not_see_are_not_counted(
    clock: Clock, brewery: Client, brewery_site: Site, fso: User, stand_in: User, requester: User, told: Told
) -> None:
    secret = report(brewery, requester, "CANARY leaves us", confidential=True)
    Ticket.objects.filter(pk=secret.pk).update(contact=fso, assignee=None)
    report(brewery, requester, "Slow")
    nothing_waits()
    visit(brewery_site, stand_in, at(9))

    mail = the_day(stand_in, told)

    assert "1 open ticket" in mail.body
    assert str(secret.pk) not in mail.body


def test_p1s_stand_on_top_and_what_needs_no_visit_below(
    clock: Clock,
    brewery: Client,
    brewery_site: Site,
    garage: Client,
    fso: User,
    requester: User,
    outsider_requester: User,
    told: Told,
) -> None:
    serves(fso, garage, Function.FSO)
    elsewhere = report(garage, outsider_requester, "The list of orders")
    critical = report(garage, outsider_requester, "All is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    here = report(brewery, requester, "No sound")
    nothing_waits()
    visit(brewery_site, fso, at(9))

    mail = the_day(fso, told)

    for part in parts(mail):
        places = [part.index(one) for one in ("Standing still", "All is down", "No sound", "Needs no visit")]
        assert places == sorted(places)
        assert part.rindex("The list of orders") > places[-1]
        assert "P1 Critical, Garage Dewinter" in part
        for ticket in (elsewhere, critical, here):
            assert f"/tickets/{ticket.pk}/" in part


def test_p1s_of_clients_that_she_does_not_serve_are_not_in_it(
    clock: Clock, brewery_site: Site, fso: User, garage: Client, outsider_requester: User, told: Told
) -> None:
    RoleHeld.objects.create(user=fso, role="desk")  # sees every ticket
    report(garage, outsider_requester, "All is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    nothing_waits()
    visit(brewery_site, fso, at(9))

    assert "All is down" not in the_day(fso, told).body


def test_of_many_tickets_the_first_ten_of_the_queue_are_told_and_two_visits_tell_none_twice(
    clock: Clock, brewery: Client, brewery_site: Site, fso: User, requester: User, told: Told
) -> None:
    made = [report(brewery, requester, f"Line {number:02}") for number in range(13)]
    urgent = report(brewery, requester, "Cannot work", impact=Impact.TEAM, urgency=Urgency.STOPPED)
    nothing_waits()
    visit(brewery_site, fso, at(9))
    visit(brewery_site, fso, at(15))

    text = the_day(fso, told).body

    assert text.count("/tickets/") == 10
    assert "14 open tickets" in text
    assert "and 4 more" in text
    assert text.index(f"[{urgent.pk}]") < text.index(f"[{made[0].pk}]")
    assert f"[{made[12].pk}]" not in text
    assert text.count("Nothing is open here.") == 1


def test_its_cost_does_not_grow_with_the_tickets(
    clock: Clock, brewery: Client, brewery_site: Site, fso: User, requester: User, told: Told
) -> None:
    visit(brewery_site, fso, at(9))
    actions.make_lists()

    def cost(tickets_more: int) -> int:
        for number in range(tickets_more):
            report(brewery, requester, f"Line {number}")
        nothing_waits()
        Delivery.objects.update(state="waiting", ended_at=None, due_at=at(7, 30), attempts=0)
        with CaptureQueriesContext(connection) as made:
            assert len(told(timedelta())) == 1
        return len(made)

    assert cost(2) == cost(20)


@pytest.mark.usefixtures("clock")
def test_looking_for_days_that_begin_costs_one_indexed_look_when_none_does(brewery_site: Site, fso: User) -> None:
    visits = [
        Visit(site=brewery_site, fso=fso, starts_at=start, ends_at=start + timedelta(hours=1))
        for start in (LONG_AGO + timedelta(hours=3 * number) for number in range(5000))
    ]
    Visit.objects.bulk_create(visits)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    with CaptureQueriesContext(connection) as made:
        assert actions.make_lists() == 0

    (query,) = made.captured_queries
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(explain + query["sql"])
        plan = str(cursor.fetchall())
    assert "visit_starts_soon" in plan, plan


# ---- the morning list ----


@pytest.fixture
def in_the_morning(fso: User) -> User:
    """The FSO hears of new tickets in the morning."""
    Preference.objects.create(person=fso, topic="new", choice="morning", changed_at=timezone.now())
    return fso


A_NIGHT = timedelta(days=4)  # the next working morning is within it


def test_a_morning_list_whose_news_were_all_read_sends_nothing(
    ticket: Ticket, in_the_morning: User, told: Told
) -> None:
    assert to(in_the_morning, told()) == []
    actions.read_about(ticket.pk, actor=in_the_morning)

    assert told(A_NIGHT) == []
    assert Delivery.objects.get(purpose="morning_list").state == "read"


def test_a_morning_list_of_what_one_may_not_see_any_more_sends_nothing(
    ticket: Ticket, in_the_morning: User, told: Told
) -> None:
    told()
    Assignment.objects.filter(person=in_the_morning).update(ends_at=timezone.now())
    Ticket.objects.filter(pk=ticket.pk).update(contact=None)

    assert told(A_NIGHT) == []
    assert Delivery.objects.get(purpose="morning_list").state == "withdrawn"


def test_a_morning_list_tells_what_is_left_of_it(
    ticket: Ticket, brewery: Client, requester: User, in_the_morning: User, told: Told
) -> None:
    secret = report(brewery, requester, "CANARY leaves us", confidential=True)
    left = report(brewery, requester, "No sound")
    told()
    actions.read_about(ticket.pk, actor=in_the_morning)

    mail = one_to(in_the_morning, told(A_NIGHT))

    assert mail.subject == "Your morning list: 2 tickets"
    for part in parts(mail):
        assert f"[{left.pk}] No sound" in part
        assert f"[{secret.pk}] A confidential ticket" in part
        assert "Outlook" not in part
        assert "CANARY" not in part
    assert "P4" not in mail.body.split(f"[{secret.pk}]")[1].split(f"/tickets/{secret.pk}/")[0]
    assert Notification.objects.filter(delivery__purpose="morning_list").count() == 3


# ---- several tickets at once ----


def in_one_transaction() -> None:
    """All that was recorded so far was recorded by one act."""
    first = Pending.objects.order_by("pk").first()
    assert first is not None
    Pending.objects.get_queryset().update(batch=first.batch)


def test_many_tickets_of_one_client_name_it_and_the_list_ends_somewhere(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    made = [report(brewery, requester, f"Line {number}") for number in range(42)]
    in_one_transaction()

    mails = told()

    to_fso, to_her = one_to(fso, mails), one_to(requester, mails)
    assert to_fso.subject == "42 new tickets from Brouwerij Hopveld"
    assert to_her.subject == "We received your 42 requests"
    for mail, more in ((to_fso, "https://desk.test/news/"), (to_her, "https://desk.test/tickets/")):
        for part in parts(mail):
            assert sum(f"/tickets/{ticket.pk}/" in part for ticket in made) == 30
            assert "and 12 more" in part
            assert more in part
    assert "Priority" not in to_her.body
    assert "P4" not in to_her.body
    assert "P4 Low" in to_fso.body


def test_several_of_her_requests_carry_the_words_she_waits_for_and_not_her_own_acts(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    asked, solved = report(brewery, requester, "No sound"), report(brewery, requester, "No light")
    tickets.answer(asked, body="Is the cable in?", actor=fso)
    tickets.resolve(solved, how="A new lamp.", minutes=5, where="on_site", is_public=True, actor=fso)
    in_one_transaction()

    mail = one_to(requester, told(timedelta(minutes=6)))

    for part in parts(mail):
        assert "Is the cable in?" in part
        assert "A new lamp." in part
        assert "Emma Claes" not in part.replace("Emma Claes <", "")
        assert f"/tickets/{solved.pk}/#solved" in part
        assert f"/tickets/{solved.pk}/#not-solved" in part
        assert f"/tickets/{asked.pk}/#solved" not in part


def test_tickets_of_several_clients_name_each_its_own(
    brewery: Client, requester: User, garage: Client, outsider_requester: User, fso: User, told: Told
) -> None:
    serves(fso, garage, Function.FSO)
    report(brewery, requester, "No sound")
    report(garage, outsider_requester, "No light")
    in_one_transaction()

    mail = one_to(fso, told())

    assert mail.subject == "2 new tickets"
    assert "Brouwerij Hopveld" in mail.body
    assert "Garage Dewinter" in mail.body


def test_a_confidential_ticket_among_them_does_not_tell_its_client(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    secret = report(brewery, requester, "CANARY leaves us", confidential=True)
    other = report(brewery, requester, "CANARY-2 too", confidential=True)
    in_one_transaction()

    mail = one_to(fso, told())

    assert mail.subject == "2 new tickets"
    for part in (*parts(mail), str(mail.message())):
        assert "Hopveld" not in part
        assert "CANARY" not in part
    assert f"[{secret.pk}] A confidential ticket" in mail.body
    assert f"[{other.pk}] A confidential ticket" in mail.body


def test_of_several_one_that_is_left_is_told_as_one(brewery: Client, requester: User, fso: User, told: Told) -> None:
    QuietHours.objects.create(person=fso, starts=time(0), ends=time(23, 59), changed_at=timezone.now())
    read, left = report(brewery, requester, "No sound"), report(brewery, requester, "No light")
    in_one_transaction()
    told()
    actions.read_about(read.pk, actor=fso)
    QuietHours.objects.all().delete()

    mail = one_to(fso, told(timedelta(days=2)))

    assert mail.subject == f"[{left.pk}] New: No light"


def test_facts_about_no_ticket_say_what_they_are_about(
    brewery: Client, garage: Client, fso: User, administrator: User, told: Told
) -> None:
    Preference.objects.create(person=fso, topic="work", choice="at_once", changed_at=timezone.now())
    for client in (brewery, garage):
        sites.assign_person(client, person=fso, function=Function.STAND_IN, actor=administrator)
    in_one_transaction()

    mail = one_to(fso, told())

    assert mail.subject == "2 pieces of news"
    for part in parts(mail):
        assert "Brouwerij Hopveld" in part
        assert "Garage Dewinter" in part
        assert f"/clients/{garage.pk}/" in part
        assert "confidential" not in part
