"""Somebody of a client asks for help: thirty seconds, no words of IT."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import PersonEvent, User
from history.recording import event_recorded
from sites.models import Client, Membership, Site
from tests.budgets import within_budget
from tests.cast import LONG_AGO, make_client
from tests.conftest import SignIn
from tickets import actions
from tickets.models import Affected, Impact, Message, Ticket, TicketEvent, Type, Urgency
from visits.models import Visit

REPORT = reverse("tickets:report")
ANSWERS = {"type": "incident", "what": "Outlook does not open", "impact": "3", "urgency": "2"}
# Words of the trade: clients never read them.
NEVER_READ = re.compile(
    r"\b(ticket|priority|SLA|category|escalat\w*|assignee|incident|resolve[ds]?|FSO|walk-in|site|service desk|VIP|agenda)\b",
    re.IGNORECASE,
)


def words_of(page: str) -> str:
    """What a person reads of a page: the text without its markup."""
    body = re.sub(r"<(script|style|template)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def emma(requester: User, sign_in: SignIn, fso: User) -> Browser:
    return sign_in(requester)


def test_emma_sees_the_face_and_the_phone_number_and_reports_in_one_step(
    emma: Browser, requester: User, brewery_site: Site
) -> None:
    home = emma.get("/").content.decode()
    assert "Inès Vercammen helps you" in home
    assert "+32 2 555 01 00" in home
    assert "Send to Inès" in home

    response = emma.post(REPORT, ANSWERS | {"once": str(uuid.uuid4())})

    made = Ticket.objects.get()
    assert response.headers["Location"] == reverse("tickets:sent", args=[made.pk])
    assert (made.requester, made.site, made.impact, made.urgency) == (
        requester, brewery_site, Impact.PERSON, Urgency.DIFFICULT,
    )  # fmt: skip
    assert TicketEvent.objects.get(ticket=made).kind == "reported"


def test_only_me_stands_chosen_and_whether_she_can_work_never_does(emma: Browser) -> None:
    home = emma.get("/").content.decode()

    chosen = re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"[^>]*checked', home)

    assert sorted(chosen) == [("impact", "3"), ("type", "incident")]


def test_an_unanswered_question_comes_back_with_everything_that_was_typed(emma: Browser) -> None:
    answers = {
        "type": "incident", "what": "  Eén regel\r\nen <b>nog</b> één", "impact": "2", "phone": "0470 55 12 30",
        "for_whom": "Noor Wouters", "confidential": "on", "once": str(uuid.uuid4()),
    }  # fmt: skip

    response = emma.post(REPORT, answers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert "Please check this" in page
    assert 'href="#id_urgency_0"' in page
    assert page.count("Choose whether you can still work.") == 2
    assert "  Eén regel\r\nen &lt;b&gt;nog&lt;/b&gt; één" in page
    for kept in ["0470 55 12 30", "Noor Wouters", answers["once"]]:
        assert f'value="{kept}"' in page
    assert re.search(r'name="impact" value="2"[^>]*checked', page)
    assert re.search(r'name="confidential"[^>]*checked', page)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"what": " \r\n\u200b"}, "Write what is going wrong."),
        ({"what": "", "type": "request"}, "Write what you need."),
        ({"what": "", "type": "question"}, "Write what you would like to know."),
        ({"what": "é" * 51_201}, "This is too long. Write at most 100,000 characters."),
        ({"phone": "call me"}, "Write a phone number such as 0470 55 12 30."),
        ({"phone": "0" * 33}, "Write a phone number such as 0470 55 12 30."),
        ({"for_whom": "a" * 121}, "Write a shorter name, at most 120 characters."),
        ({"type": "request", "wanted_on": "2020-01-01"}, "Choose today or a later day."),
        ({"type": "request", "wanted_on": "soon"}, "Choose a day."),
    ],
)
def test_a_wrong_answer_is_told_in_a_sentence(emma: Browser, changed: dict[str, str], sentence: str) -> None:
    response = emma.post(REPORT, ANSWERS | changed)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a\r\n\r\nb\tc ", "é" * 51_200, "مرحبا 🙂 e\u0301", "'; DROP TABLE--"]
)
def test_a_text_comes_out_exactly_as_it_went_in(emma: Browser, text: str) -> None:
    emma.post(REPORT, ANSWERS | {"what": text})

    assert Message.objects.get().body == text


def test_sending_twice_is_sending_once(emma: Browser) -> None:
    once = {"once": str(uuid.uuid4())}

    first, second = emma.post(REPORT, ANSWERS | once), emma.post(REPORT, ANSWERS | once)

    assert first.headers["Location"] == second.headers["Location"]
    assert Ticket.objects.count() == 1


def test_a_key_that_is_none_does_not_stop_a_report(emma: Browser) -> None:
    assert emma.post(REPORT, ANSWERS | {"once": "not a key"}).status_code == 302


def test_a_need_asks_by_when_and_a_question_asks_neither(emma: Browser) -> None:
    by = timezone.localdate() + timedelta(days=3)
    emma.post(REPORT, {"type": "request", "what": "A second screen", "impact": "3", "wanted_on": by.isoformat()})
    emma.post(REPORT, {"type": "question", "what": "How do I share a folder?", "urgency": "1", "impact": "1"})

    need, question = Ticket.objects.order_by("pk")
    assert (need.type, need.wanted_on) == (Type.REQUEST, by)
    assert (question.type, question.impact, question.urgency) == (Type.QUESTION, Impact.PERSON, Urgency.CAN_WAIT)


def test_a_link_may_choose_the_kind(emma: Browser) -> None:
    home = emma.get("/?type=request").content.decode()

    assert re.search(r'name="type" value="request"[^>]*checked', home)
    assert emma.get("/?type=nonsense").status_code == 200


def test_for_a_colleague_a_name_is_enough_and_private_is_private(emma: Browser, contact: User, sign_in: SignIn) -> None:
    assert "Without this tick your IT contact Bart Goossens can read it too." in emma.get("/").content.decode()

    emma.post(REPORT, ANSWERS | {"for_whom": "Noor Wouters", "confidential": "on"})

    made = Ticket.objects.get()
    assert Affected.objects.get(ticket=made).name == "Noor Wouters"
    assert sign_in(contact).get(reverse("tickets:show", args=[made.pk])).status_code == 404


def test_another_phone_number_is_kept_and_an_empty_one_forgets_nothing(emma: Browser, requester: User) -> None:
    emma.post(REPORT, ANSWERS | {"phone": " 0470 55 12 30 "})
    home = emma.get("/").content.decode()
    emma.post(REPORT, ANSWERS | {"phone": ""})

    requester.refresh_from_db()
    assert requester.phone == "0470 55 12 30"
    assert "We call you on 0470 55 12 30. Change" in home


def test_the_place_is_asked_only_where_there_are_several(emma: Browser, brewery: Client, requester: User) -> None:
    assert 'name="where"' not in emma.get("/").content.decode()
    depot = Site.objects.create(client=brewery, name="Depot Lokeren")
    Membership.objects.filter(person=requester).update(site=Site.objects.get(name="Aalst"))

    home = emma.get("/").content.decode()
    emma.post(REPORT, ANSWERS | {"where": f"{brewery.pk}-{depot.pk}"})

    assert "Where: Aalst. Change" in home
    assert Ticket.objects.get().site == depot


def test_a_place_that_nobody_knows_must_be_chosen_and_is_one_of_ours(
    emma: Browser, brewery: Client, garage: Client
) -> None:
    Site.objects.create(client=brewery, name="Depot Lokeren")
    foreign = Site.objects.get(client=garage)

    assert emma.post(REPORT, ANSWERS).status_code == 422
    assert emma.post(REPORT, ANSWERS | {"where": f"{garage.pk}-{foreign.pk}"}).status_code == 422
    assert not Ticket.objects.exists()


def test_who_works_for_two_companies_chooses_which(emma: Browser, brewery: Client, requester: User) -> None:
    other = make_client("Taverne Hopveld", "taverne.example", "Ninove")
    Membership.objects.create(person=requester, client=other, starts_at=LONG_AGO)

    home = emma.get("/").content.decode()
    emma.post(REPORT, ANSWERS | {"where": f"{other.pk}-{Site.objects.get(client=other).pk}"})

    assert "Taverne Hopveld, Ninove" in home
    assert Ticket.objects.get().client == other


def test_who_works_for_nobody_any_more_reads_what_to_do(emma: Browser, requester: User) -> None:
    Membership.objects.filter(person=requester).update(ends_at=timezone.now())

    assert "You cannot ask here yet." in emma.get("/").content.decode()
    assert emma.post(REPORT, ANSWERS).status_code == 422
    assert not Ticket.objects.exists()


def test_she_reads_where_the_face_is_and_when_it_comes_again(emma: Browser, brewery_site: Site, fso: User) -> None:
    now = timezone.now()
    Visit.objects.create(
        site=brewery_site, fso=fso, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    Visit.objects.create(site=brewery_site, fso=fso, starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=3))

    home = words_of(emma.get("/").content.decode())

    assert "Inès is in the building" in home
    assert re.search(r"Until \d\d:\d\d, then ", home)


def test_after_sending_she_reads_until_when_she_hears_from_whom(emma: Browser, ticket: Ticket) -> None:
    sent = words_of(emma.get(reverse("tickets:sent", args=[ticket.pk])).content.decode())

    assert "You hear from Inès before " in sent
    assert "+32 2 555 01 00" in sent
    assert "Is it really everybody?" not in sent


def test_everybody_and_nothing_works_shows_the_number_and_asks_once(
    critical_ticket: Ticket, colleague: User, sign_in: SignIn
) -> None:
    joke = sign_in(colleague)
    User.objects.filter(pk=colleague.pk).update(language="en")
    address = reverse("tickets:sent", args=[critical_ticket.pk])
    sent = words_of(joke.get(address).content.decode())
    assert sent.index("Call +32 2 555 01 00") < sent.index("Is it really everybody?")

    joke.post(reverse("tickets:confirm_reach", args=[critical_ticket.pk]), {"impact": "2"})

    critical_ticket.refresh_from_db()
    assert (critical_ticket.impact, critical_ticket.priority) == (Impact.TEAM, 2)
    assert "Is it really everybody?" not in joke.get(address).content.decode()
    assert TicketEvent.objects.filter(ticket=critical_ticket, kind="reach_confirmed").count() == 1


def test_an_answer_about_the_reach_after_we_looked_leads_to_the_request(
    critical_ticket: Ticket, colleague: User, fso: User, sign_in: SignIn
) -> None:
    actions.start(critical_ticket, actor=fso)

    response = sign_in(colleague).post(reverse("tickets:confirm_reach", args=[critical_ticket.pk]), {"impact": "3"})

    critical_ticket.refresh_from_db()
    assert response.headers["Location"] == reverse("tickets:show", args=[critical_ticket.pk])
    assert critical_ticket.impact == Impact.COMPANY


def test_a_report_is_no_page_of_the_firm_and_nothing_is_changed_by_looking(
    emma: Browser, fso: User, desk: User, sign_in: SignIn
) -> None:
    assert sign_in(fso).post(REPORT, ANSWERS).status_code == 404
    assert emma.get(REPORT).status_code == 405
    assert Browser().post(REPORT, ANSWERS).status_code == 302
    assert not Ticket.objects.exists()


def test_no_word_of_the_trade_stands_on_her_pages(emma: Browser, ticket: Ticket, fso: User) -> None:
    for address in ["/", reverse("tickets:sent", args=[ticket.pk]), reverse("tickets:list")]:
        assert not NEVER_READ.findall(words_of(emma.get(address).content.decode())), address


def test_with_htmx_only_the_form_comes_back_and_success_leads_on(emma: Browser) -> None:
    wrong = emma.post(REPORT, ANSWERS | {"what": ""}, headers={"HX-Request": "true"})
    right = emma.post(REPORT, ANSWERS, headers={"HX-Request": "true"})

    assert wrong.status_code == 422
    assert wrong.content.decode().strip().startswith("<section")
    assert right.headers["HX-Redirect"] == reverse("tickets:sent", args=[Ticket.objects.get().pk])


def test_the_home_page_stays_within_its_budget(emma: Browser, brewery: Client, requester: User) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            told = actions.Report(what=f"Problem {number}", urgency=Urgency.DIFFICULT)
            actions.report(told, client=brewery, actor=requester)

    within_budget("home client", emma, "/", add_rows, at_most=8)


def test_a_report_that_fails_leaves_the_phone_number_as_it_was(emma: Browser, requester: User) -> None:
    def refuse(event: PersonEvent, **_: object) -> None:
        raise actions.WrongMoment("no")

    event_recorded.connect(refuse, sender=PersonEvent)
    try:
        response = emma.post(REPORT, ANSWERS | {"phone": "0470 55 12 30"})
    finally:
        event_recorded.disconnect(refuse, sender=PersonEvent)

    requester.refresh_from_db()
    assert response.status_code == 409
    assert requester.phone != "0470 55 12 30"
    assert not Ticket.objects.exists()


def test_nobody_reports_for_a_company_that_is_no_longer_looked_after(requester: User, brewery: Client) -> None:
    brewery.closed_at = timezone.now()
    brewery.save()

    with pytest.raises(actions.WrongMoment, match="no longer look after"):
        actions.report(actions.Report(what="Outlook does not open"), client=brewery, actor=requester)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(("count", "words"), [(6, None), (7, "1 more request"), (9, "3 more requests")])
def test_her_home_says_how_many_requests_do_not_stand_there(
    count: int, words: str | None, emma: Browser, requester: User, brewery: Client
) -> None:
    for number in range(count):
        actions.report(actions.Report(what=f"Number {number}"), client=brewery, actor=requester)

    page = emma.get("/").content.decode()

    assert page.count('<li class="row slim"') == 6
    assert (words is None) == ("more request" not in page)
    assert words is None or f">{words}<" in page


def test_the_kind_of_question_is_not_called_optional(emma: Browser) -> None:
    page = words_of(emma.get("/").content.decode())

    assert "What is it about?" in page
    assert "What is it about? (optional)" not in page
