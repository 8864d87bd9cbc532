"""A call or a walk-in is written down by the desk or the FSO."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from sites.models import Client, Site
from sites.queries import people_of
from tests.cast import person_of_client, person_of_firm
from tickets import actions
from tickets.lifecycle import Status
from tickets.models import CallBack, Judged, Ticket, TicketEvent, TimeEntry

SignIn = Callable[[User], Browser]
ADDRESS = "/tickets/record/"


def written(client: Client, **words: str) -> dict[str, str]:
    return {"client": str(client.pk), "q": "Emma", "channel": "phone", "what": "The screen is black", "type": "incident", "do": "keep"} | words  # fmt: skip


def test_the_fso_records_for_a_known_person_and_unasked_questions_are_assumed(
    brewery: Client, requester: User, fso: User, sign_in: SignIn
) -> None:
    answered = sign_in(fso).post(ADDRESS, written(brewery, person=str(requester.pk)))

    made = Ticket.objects.get()
    assert answered.status_code == 302
    assert answered["Location"] == f"/tickets/{made.pk}/"
    assert (made.requester, made.channel, made.judged) == (requester, "phone", Judged.ASSUMED)
    event = TicketEvent.objects.get(ticket=made)
    assert (event.kind, event.actor) == ("recorded", fso)
    assert event.details == {"priority": made.priority, "requester": requester.pk, "channel": "phone"}


def test_somebody_new_is_known_by_name_and_works_for_that_client(brewery: Client, fso: User, sign_in: SignIn) -> None:
    words = written(brewery, q="Gilles Peeters", phone="0470 11 22 33", channel="walk_in")

    sign_in(fso).post(ADDRESS, words)

    made = Ticket.objects.get()
    assert (made.requester.name, made.requester.phone, made.requester.email) == (
        "Gilles Peeters",
        "0470 11 22 33",
        None,
    )
    assert made.requester in people_of(brewery)


def test_solved_now_is_one_act_with_its_minutes(brewery: Client, requester: User, fso: User, sign_in: SignIn) -> None:
    words = written(brewery, person=str(requester.pk), channel="walk_in", do="solved", minutes="7", how="New cable.")

    sign_in(fso).post(ADDRESS, words)

    made = Ticket.objects.get()
    assert (made.status, made.solved_on_the_spot) == (Status.RESOLVED, True)
    assert made.solution is not None
    assert made.solution.text == "New cable."
    spent = TimeEntry.objects.get(ticket=made)
    assert (spent.minutes, spent.where, spent.person) == (7, "on_site", fso)
    kinds = TicketEvent.objects.filter(ticket=made).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["recorded", "opened", "resolved"]


def test_sending_twice_makes_one_ticket_and_one_person(brewery: Client, fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    once = str(browser.get(ADDRESS).context["form"]["once"].value())
    words = written(brewery, q="Gilles Peeters", once=once, do="solved", minutes="3")

    first, second = browser.post(ADDRESS, words), browser.post(ADDRESS, words)

    assert first["Location"] == second["Location"]
    assert Ticket.objects.count() == 1
    assert User.objects.get_queryset().filter(name="Gilles Peeters").count() == 1
    assert TimeEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"client": ""}, "client"),
        ({"q": "", "person": ""}, "q"),
        ({"what": " "}, "what"),
        ({"channel": "mail"}, "channel"),
        ({"do": "solved", "minutes": "2000"}, "minutes"),
        ({"do": "solved"}, "minutes"),
        ({"person": ""}, "person"),
        ({"person": "999999"}, "person"),
        ({"phone": "nobody"}, "phone"),
    ],
)
def test_what_is_wrong_comes_back_with_all_that_was_typed(
    words: dict[str, str], field: str, brewery: Client, requester: User, fso: User, sign_in: SignIn
) -> None:
    sent = written(brewery, person=str(requester.pk)) | {"what": "The screen is black"} | words

    page = sign_in(fso).post(ADDRESS, sent)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert page.context["form"]["what"].value() == sent["what"]
    assert not Ticket.objects.exists()


def test_find_writes_nothing_and_names_what_is_open(
    ticket: Ticket, brewery: Client, fso: User, sign_in: SignIn
) -> None:
    page = sign_in(fso).post(ADDRESS, written(brewery, do="find"))

    assert page.status_code == 200
    assert f'href="/tickets/{ticket.pk}/"' in page.content.decode()
    assert "The screen is black" in page.content.decode()
    assert Ticket.objects.count() == 1


def test_only_people_of_the_chosen_client_are_suggested(
    brewery: Client, garage: Client, requester: User, fso: User, outsider_fso: User, sign_in: SignIn
) -> None:
    twin = person_of_client("Emma Wouters", "emma@dewinter.example", garage)
    browser = sign_in(fso)

    answered = browser.get(f"{ADDRESS}people/?client={brewery.pk}&q=emma").content.decode()

    assert requester.name in answered
    assert twin.name not in answered
    assert browser.get(f"{ADDRESS}people/?client={garage.pk}&q=emma").status_code == 404
    assert browser.get(f"{ADDRESS}people/?client=999999&q=emma").status_code == 404
    assert browser.get(f"{ADDRESS}people/?client=x").status_code == 400
    assert browser.get(f"{ADDRESS}people/?client={brewery.pk}&page=1").status_code == 400


def test_a_client_that_one_does_not_serve_does_not_exist(
    brewery: Client, garage: Client, fso: User, outsider_requester: User, sign_in: SignIn
) -> None:
    answered = sign_in(fso).post(ADDRESS, written(garage, person=str(outsider_requester.pk), q="Luc"))

    assert answered.status_code == 404
    assert not Ticket.objects.exists()


def test_a_call_back_is_filled_in_and_handled(
    brewery: Client, requester: User, desk: User, fso: User, sign_in: SignIn
) -> None:
    asked = actions.ask_call_back(
        name="Emma Claes", work_address="emma@hopveld.example", phone="0470 55 12 30", words="Outlook does not open"
    )
    browser = sign_in(desk)

    form = browser.get(ADDRESS, {"call_back": asked.pk}).context["form"]
    assert (form["q"].value(), form["what"].value()) == ("Emma Claes", "Outlook does not open")
    browser.post(ADDRESS, written(brewery, q="Emma", person=str(requester.pk), call_back=str(asked.pk)))

    handled = CallBack.objects.get()
    assert (handled.handled_by, handled.ticket) == (desk, Ticket.objects.get())
    assert sign_in(fso).get(ADDRESS, {"call_back": asked.pk}).status_code == 404


def test_of_two_colleagues_who_call_back_one_records_it_and_the_other_keeps_his_words(
    brewery: Client, requester: User, desk: User, sign_in: SignIn
) -> None:
    asked = actions.ask_call_back(name="Emma", work_address="emma@hopveld.example", phone="0470 55 12 30", words="Mail")
    slower = sign_in(person_of_firm("Piet Mertens", "piet@lumen-it.example", "desk"))
    words = written(brewery, person=str(requester.pk), call_back=str(asked.pk))
    assert slower.get(ADDRESS, {"call_back": asked.pk}).status_code == 200

    sign_in(desk).post(ADDRESS, words)
    page = slower.post(ADDRESS, words)

    assert page.status_code == 409
    assert "Somebody else picked this up before you." in page.content.decode()
    assert words["what"] in page.content.decode()
    assert CallBack.objects.get().ticket == Ticket.objects.get()
    assert TicketEvent.objects.count() == 1


def test_the_page_is_not_there_for_clients_and_closed_to_who_does_not_work(
    requester: User, contact: User, administrator: User, sign_in: SignIn
) -> None:
    assert sign_in(requester).get(ADDRESS).status_code == 404
    assert sign_in(contact).post(ADDRESS, {}).status_code == 404
    assert sign_in(administrator).get(ADDRESS).status_code == 403
    assert "/sign-in/" in Browser().get(ADDRESS)["Location"]


def test_a_place_of_the_client_is_kept(
    brewery: Client, brewery_site: Site, requester: User, fso: User, sign_in: SignIn
) -> None:
    sign_in(fso).post(
        ADDRESS, written(brewery, person=str(requester.pk), site=str(brewery_site.pk), impact="1", urgency="1")
    )

    made = Ticket.objects.get()
    assert (made.site, made.priority, made.judged) == (brewery_site, 1, Judged.ASKED)


def test_nobody_records_for_a_client_that_is_closed(brewery: Client, requester: User, fso: User, desk: User) -> None:
    brewery.closed_at = timezone.now()
    brewery.save()
    told = actions.Report(what="The screen is black")

    for actor in (fso, desk):
        with pytest.raises(actions.WrongMoment, match="no longer look after"):
            actions.record(told, client=brewery, requester=requester, actor=actor, channel="phone")
        with pytest.raises(actions.WrongMoment, match="no longer look after"):
            actions.record_call(
                told, client=brewery, caller=actions.Caller(name="Gilles"), actor=actor, channel="phone"
            )
    assert not Ticket.objects.exists()
    assert not people_of(brewery).filter(name="Gilles").exists()


def test_the_page_its_button_and_its_item_say_what_one_records(fso: User, desk: User, sign_in: SignIn) -> None:
    for person, words, item in [(fso, "Record a walk-in or call", "Walk-in"), (desk, "Record a call", "Call")]:
        for address in (ADDRESS, "/queue/"):
            page = sign_in(person).get(address).content.decode()
            assert (words in page, f"<span>{item}</span>" in page) == (True, True), (person, address)
        assert f"<h1>{words}</h1>" in sign_in(person).get(ADDRESS).content.decode()
        presets = sign_in(person).get(ADDRESS).context["form"]["channel"].value()
        assert presets == ("walk_in" if person == fso else "phone")
