"""Search: what is found, by whom, and that nothing else can be told from an answer. Runs on either database."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import actions as people
from accounts.models import User
from escalation import actions as escalations
from escalation.models import Escalation
from sites import actions as sites
from sites.models import Client
from tests import real_texts
from tests.budgets import within_budget
from tickets import actions, search_text
from tickets.filters import TicketFilter
from tickets.models import Category, Message, SearchName, SearchText, Ticket
from tickets.search import best_tickets, search

SignIn = Callable[[User], Browser]


@pytest.fixture
def write(brewery: Client, requester: User, fso: User) -> Callable[..., Ticket]:
    """Report something in Emma's words."""

    def reported(what: str, **more: Any) -> Ticket:
        told = actions.Report(what=what, **more)
        return actions.report(told, client=brewery, actor=requester)

    return reported


@pytest.fixture
def printer(write: Callable[..., Ticket]) -> Ticket:
    return write("The label printer prints half a label")


@pytest.fixture
def elsewhere(garage: Client, outsider_requester: User) -> Ticket:
    """A printer of another client."""
    return actions.report(actions.Report(what="Printer on fire"), client=garage, actor=outsider_requester)


def found(user: User, words: str) -> set[int]:
    return set(search(user, words).values_list("pk", flat=True))


# ---- what is found ----


@pytest.mark.parametrize(
    "words",
    ["printer", "PRINTER", "label half", "half a label", "prin", "label pri", "pritner", "prnter", "printeer", "prunter", "labl printer",
     "the printer's label", "'printer'", "print*", "emma printer", "Claes", "emma@hopveld.example", "hopveld", "Brouwerij", "hopvled", "emma brouw"],
)  # fmt: skip
def test_a_ticket_is_found_by_its_words_names_and_near_spellings(printer: Ticket, fso: User, words: str) -> None:
    assert found(fso, words) == {printer.pk}


@pytest.mark.parametrize(
    "words",
    ["scanner", "printer scanner", "rinter ab", "inter", "p r", "lab half", "NEAR(printer label)", "printer OR scanner", "printer NOT label",
     "qqq printer", "1042x"],
)  # fmt: skip
def test_other_words_do_not_find_it(printer: Ticket, fso: User, words: str) -> None:
    assert found(fso, words) == set()


@pytest.mark.parametrize("words", ["", " ", "?", "'", '"', "***", "()", "-- ;", "😀", "\u200f", "\u0301"])
def test_a_text_without_a_word_finds_nothing(printer: Ticket, fso: User, words: str) -> None:
    assert found(fso, words) == set()


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Mon résumé a disparu", "resume"), ("Mon resume a disparu", "RÉSUMÉ"), ("Mon r\u0065\u0301sume\u0301", "résumé"), ("Die Straße", "strasse"),
     ("Œuvre en cours", "oeuvre"), ("Bestellingen café", "cafe"), ("打印机坏了", "打印机"), ("打印机坏了", "坏了"), ("Принтер не работает", "принтер"),
     ("Ångström", "angstrom"), ("soft\u00adware", "software"), ("ﬁle server", "file"), ("İstanbul", "istanbul"), ("label_printer", "printer")],
)  # fmt: skip
def test_case_accents_and_scripts_do_not_matter(
    write: Callable[..., Ticket], fso: User, written: str, typed: str
) -> None:
    ticket = write(written)

    assert found(fso, typed) == {ticket.pk}


def test_only_what_holds_every_word_as_it_was_typed_counts_before_near_spellings(
    write: Callable[..., Ticket], printer: Ticket, fso: User
) -> None:
    exact = write("The pritner, as the label says")

    assert found(fso, "pritner") == {exact.pk}


def test_best_is_the_ticket_of_that_number_then_words_in_the_title_then_the_newest(
    write: Callable[..., Ticket], printer: Ticket, fso: User
) -> None:
    older = write("Printer again")
    newer = write("Printer")
    mentions = write(f"Scanner\nsince {printer.pk} the printer scans")

    assert list(best_tickets(fso, "printer", timezone.now()).rows) == [newer.pk, older.pk, printer.pk, mentions.pk]
    assert list(best_tickets(fso, str(printer.pk), timezone.now()).rows) == [printer.pk, mentions.pk]


def test_at_most_ten_are_the_best_and_it_is_known_whether_there_are_others(
    write: Callable[..., Ticket], fso: User
) -> None:
    made = [write("Mouse") for _ in range(11)]

    best = best_tickets(fso, "mouse", timezone.now())

    assert list(best.rows) == [one.pk for one in reversed(made[1:])]
    assert not best.are_all
    assert best_tickets(fso, f"mouse {made[0].pk}", timezone.now()).are_all


# ---- the words follow the ticket ----


def test_each_action_that_brings_words_brings_them_into_the_search(
    printer: Ticket, requester: User, fso: User, engineer: User, default_chains: None, mail_category: Category
) -> None:
    assert found(fso, "toner") == set()
    actions.reply(printer, body="The toner is new", actor=requester)
    actions.answer(printer, body="Bring the cartridge", actor=fso)
    actions.note(printer, body="Her drawer sticks", actor=fso)
    actions.override_priority(printer, priority=2, reason="Bottling stops", actor=fso)
    escalation = escalations.escalate(
        printer, category=mail_category, wrong="Spooler", tried="Reboot", needed="Firmware", actor=fso
    )
    escalations.pick_up(escalation, actor=engineer)
    escalations.hand_back(Escalation.objects.get(), done="Flashed", needed_on_site="Powercycle", actor=engineer)
    actions.resolve(printer, how="Aligned", minutes=5, actor=fso)
    actions.reopen(printer, reason="Smudges", actor=requester)
    actions.cancel(printer, reason="Obsolete", actor=fso)

    said = ["toner", "cartridge", "aligned", "smudges"]
    among_ourselves = ["drawer", "bottling", "spooler", "reboot", "firmware", "flashed", "powercycle", "obsolete"]
    assert [word for word in said + among_ourselves if found(fso, word) != {printer.pk}] == []
    assert [word for word in said if found(requester, word) != {printer.pk}] == []
    assert [word for word in among_ourselves if found(requester, word)] == []


def test_for_whom_it_is_counts_and_a_solution_only_for_who_reads_it(
    write: Callable[..., Ticket], requester: User, fso: User
) -> None:
    ticket = write("Chair", for_whom="Godelieve")
    actions.resolve(ticket, how="Sabotage", minutes=5, is_public=False, actor=fso)

    assert found(requester, "godelieve") == {ticket.pk}
    assert (found(fso, "sabotage"), found(requester, "sabotage")) == ({ticket.pk}, set())


def test_a_new_name_counts_at_once_for_all_that_was_asked(
    printer: Ticket, brewery: Client, requester: User, fso: User, administrator: User
) -> None:
    actions.resolve(printer, how="Done", minutes=5, actor=fso)
    people.change_profile(
        requester, actor=requester, name="Emma Zwaenepoel", language="en", time_zone="Europe/Brussels", phone=""
    )
    sites.change_client(
        brewery, actor=administrator, name="Maltery", service_model=brewery.service_model, time_zone=brewery.time_zone,
        language=brewery.language, documentation_url="",
    )  # fmt: skip

    assert found(fso, "zwaenepoel") == found(fso, "maltery") == {printer.pk}
    assert found(fso, "claes") == found(fso, "brouwerij") == set()


def test_the_command_writes_everything_anew(
    printer: Ticket, requester: User, fso: User, capsys: pytest.CaptureFixture[str]
) -> None:
    before = SearchText.objects.values().get()
    SearchText.objects.all().delete()
    SearchName.objects.all().delete()
    assert found(fso, "printer") == set()

    call_command("rebuild_search")
    call_command("rebuild_search")

    assert found(fso, "printer") == {printer.pk}
    assert SearchText.objects.values().get() == before
    assert SearchName.objects.get(pk=requester.pk).words.startswith("emma claes ")
    assert "rows are searched" in capsys.readouterr().out


def test_what_was_erased_is_forgotten(printer: Ticket, requester: User, fso: User) -> None:
    actions.reply(printer, body="My salary is Xanadu", actor=requester)
    Message.objects.filter(ticket=printer).update(body="")
    User.objects.get_queryset().filter(pk=requester.pk).update(name="", email=None)

    search_text.erase([printer.pk], people=[requester.pk])

    assert found(fso, "xanadu") == found(fso, "emma") == set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public, names FROM tickets_searchtext UNION ALL SELECT words, '' FROM tickets_searchname"
        )
        kept = str(cursor.fetchall())
        assert "label" in kept
        assert "xanadu" not in kept
        assert "emma" not in kept
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT block FROM tickets_search_data UNION ALL SELECT block FROM tickets_search_people_data"
            )
            assert not any(b"xanadu" in bytes(block) or b"emma" in bytes(block) for (block,) in cursor.fetchall())


def test_a_ticket_with_more_words_than_can_be_kept_is_still_stored(
    write: Callable[..., Ticket], requester: User, fso: User
) -> None:
    ticket = write("Logfile")
    actions.reply(ticket, body=" ".join(f"ж{number}ж" for number in range(60_000)), actor=requester)
    actions.note(ticket, body=" ".join(f"λ{number}λ" for number in range(60_000)), actor=fso)

    assert found(fso, "logfile ж7ж λ7λ") == {ticket.pk}


# ---- nothing of what one may not see ----


def test_everybody_finds_only_what_he_may_see(
    printer: Ticket, elsewhere: Ticket, write: Callable[..., Ticket], requester: User, colleague: User, contact: User,
    fso: User, desk: User, engineer: User, outsider_contact: User, outsider_fso: User, administrator: User,
) -> None:  # fmt: skip
    private = write("Printer for the leaver", confidential=True)

    assert found(requester, "printer") == {printer.pk, private.pk}
    assert found(colleague, "printer") == set()
    assert found(contact, "printer") == {printer.pk}
    assert found(fso, "printer") == {printer.pk, private.pk}  # its contact
    assert found(engineer, "printer") == {printer.pk}
    assert found(administrator, "printer") == {printer.pk, elsewhere.pk}
    assert found(desk, "printer") == {printer.pk, private.pk, elsewhere.pk}
    assert found(outsider_contact, "printer") == found(outsider_fso, "printer") == {elsewhere.pk}
    assert found(fso, str(elsewhere.pk)) == found(fso, "dewinter") == found(fso, "servais") == set()


def test_rights_are_todays(printer: Ticket, fso: User) -> None:
    later = timezone.now() + timedelta(days=1)
    fso.assignments.update(ends_at=timezone.now())
    Ticket.objects.filter(pk=printer.pk).update(contact=None, assignee=None)

    assert not search(fso, "printer", later).exists()


PROBES = ["smuggler", "smugler", "smuggl", "printer smuggler", "printer", "pritner", "xanadu", "label"]


@pytest.mark.parametrize("who", ["requester", "contact", "colleague", "outsider_contact"])
def test_answers_to_client_people_are_the_same_with_and_without_internal_words(
    printer: Ticket, fso: User, elsewhere: Ticket, sign_in: SignIn, request: pytest.FixtureRequest, who: str
) -> None:
    """An exact word in a note neither is found nor keeps a near one in what is public from being found."""
    browser = sign_in(request.getfixturevalue(who))
    without = [_answer(browser, words) for words in PROBES]

    actions.note(printer, body="smuggler pritner smugler xanadu", actor=fso)

    assert [_answer(browser, words) for words in PROBES] == without


@pytest.mark.parametrize("who", ["requester", "contact", "fso", "engineer"])
def test_answers_are_the_same_with_and_without_the_ticket_of_another_client(
    printer: Ticket, outsider_requester: User, garage: Client, sign_in: SignIn, request: pytest.FixtureRequest, who: str
) -> None:
    browser = sign_in(request.getfixturevalue(who))
    probes = [*PROBES, "dewinter", "luc", "servais", str(printer.pk + 1), "Pritner of Dewinter"]
    without = [_answer(browser, words) for words in probes]

    told = actions.Report(what="Pritner smuggler xanadu")
    hidden = actions.report(told, client=garage, actor=outsider_requester)
    search_text.project_people([outsider_requester.pk])

    assert hidden.pk == printer.pk + 1
    assert [_answer(browser, words) for words in probes] == without


def _answer(browser: Browser, words: str) -> tuple[Any, ...]:
    page = browser.get("/search/", {"q": words})
    shown = page.context or {}
    rows = [getattr(row, "ticket", row) for row in shown.get("rows", [])] if page.status_code == 200 else []
    kinds = [(list(shown[kind].rows), shown[kind].are_all) for kind in ("people", "clients") if kind in shown]
    return page.status_code, page.headers.get("Location"), [row.pk for row in rows], shown.get("are_all"), kinds


# ---- whatever is typed ----


@real_texts.needed
@pytest.mark.shared
def test_no_hostile_text_raises_or_takes_long(printer: Ticket, fso: User, requester: User, sign_in: SignIn) -> None:
    browser, slowest = sign_in(fso), (0.0, "")
    for name, text in real_texts.of_attackers():
        clean = text.replace("\x00", "").encode("utf-8", "ignore").decode()
        began = time.perf_counter()
        list(search(fso, text)[:5]), list(search(requester, text)[:5])
        browser.get("/search/", {"q": clean[:20_000]})
        slowest = max(slowest, (time.perf_counter() - began, name))

    assert slowest[0] < 2, slowest


@pytest.mark.parametrize(
    "words",
    ["'", '"', "it's", '"printer', "printer*", "*", "NEAR", "NEAR(a b, 2)", "public:printer", "{internal} : x", "^printer", "a AND", "NOT x",
     "-x", "a + b", "\\", "\x00", "a\x00b", "':*", "a & | !b <-> c", "')::tsquery; DROP TABLE x", "%", "%s", "\ud800", "x" * 10_000,
     "ab " * 10_000, "打" * 10_000, "😀" * 10_000, "ﷺ" * 10_000, "abcdefgh ijklmnop qrstuvwx yzabcdef ghijklmn opqrstuv wxyzabcd efghijkl"],
)  # fmt: skip
def test_no_sign_of_a_search_engine_means_anything(printer: Ticket, fso: User, requester: User, words: str) -> None:
    began = time.perf_counter()

    for user in (fso, requester):
        assert set(search(user, words)) <= {printer}
        best_tickets(user, words, timezone.now())

    assert time.perf_counter() - began < 2


# ---- pages, list and API ----


def test_the_page_shows_the_best_of_each_kind(
    printer: Ticket, brewery: Client, requester: User, elsewhere: Ticket, fso: User, sign_in: SignIn
) -> None:
    search_text.project_people([requester.pk, elsewhere.requester_id])
    browser = sign_in(fso)

    page = browser.get("/search/?q=hopveld")

    assert [row.ticket for row in page.context["rows"]] == [printer]
    assert [one.person for one in page.context["people"].rows] == [requester]
    assert list(page.context["clients"].rows) == [brewery]
    text = page.content.decode()
    assert "Tickets (1)" in text
    assert "People (1)" in text
    assert "Clients (1)" in text
    assert 'href="/tickets/?q=hopveld"' in text
    assert [one.person for one in browser.get("/search/?q=emma clas").context["people"].rows] == [requester]
    assert list(browser.get("/search/?q=hopvel").context["clients"].rows) == [brewery]
    assert list(browser.get("/search/?q=hopvled").context["clients"].rows) == [brewery]


def test_a_count_is_shown_only_where_all_are_shown(write: Callable[..., Ticket], fso: User, sign_in: SignIn) -> None:
    for _ in range(11):
        write("Mouse")

    text = sign_in(fso).get("/search/?q=mouse").content.decode()

    assert '<h2 id="found-tickets">Tickets</h2>' in text


@pytest.mark.parametrize("typed", ["{}", "#{}", "[{}]", " {} "])
@pytest.mark.parametrize("who", ["fso", "requester"])
def test_a_number_leads_straight_to_its_ticket(
    printer: Ticket, sign_in: SignIn, request: pytest.FixtureRequest, typed: str, who: str
) -> None:
    answer = sign_in(request.getfixturevalue(who)).get("/search/", {"q": typed.format(printer.pk)})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tickets/{printer.pk}/")


def test_a_number_while_one_types_is_the_first_hit_and_leads_nowhere(
    printer: Ticket, fso: User, sign_in: SignIn
) -> None:
    answer = sign_in(fso).get("/search/", {"q": str(printer.pk)}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert [row.ticket for row in answer.context["rows"]] == [printer]
    assert "<html" not in answer.content.decode()
    assert "1 found" in answer.content.decode()


@pytest.mark.parametrize("who", ["fso", "requester"])
def test_a_number_one_may_not_see_finds_nothing_like_one_that_never_was(
    elsewhere: Ticket, brewery: Client, sign_in: SignIn, request: pytest.FixtureRequest, who: str
) -> None:
    browser = sign_in(request.getfixturevalue(who))

    hidden, never = (browser.get("/search/", {"q": str(number)}) for number in (elsewhere.pk, 987_654_321))

    assert f"Nothing found for “{elsewhere.pk}”." in hidden.content.decode()
    assert "Nothing found for “987654321”." in never.content.decode()
    assert 'href="/tickets/"' in hidden.content.decode()


def test_client_people_find_their_requests_in_their_own_words(
    printer: Ticket, elsewhere: Ticket, requester: User, sign_in: SignIn
) -> None:
    page = sign_in(requester).get("/search/?q=pritner")

    assert page.context["rows"] == [printer]
    text = page.content.decode()
    assert printer.title in text
    assert "people" not in page.context
    assert not any(word in text for word in ("Garage", "P4", "priority"))


def test_an_empty_search_is_only_a_field(printer: Ticket, fso: User, sign_in: SignIn) -> None:
    page = sign_in(fso).get("/search/")

    assert page.context["rows"] == []
    assert "Nothing found" not in page.content.decode()
    assert 'id="search"' in page.content.decode()


def test_the_page_refuses_what_it_does_not_know_and_takes_long_texts(fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)

    assert browser.get("/search/?x=1").status_code == 400
    assert browser.get("/search/?q=a&q=b").status_code == 400
    assert browser.get("/search/", {"q": "x " * 5000}).status_code == 200
    assert browser.post("/search/").status_code == 405


def test_what_is_typed_stands_on_the_page_as_text(fso: User, sign_in: SignIn) -> None:
    page = sign_in(fso).get("/search/", {"q": '"><script>x</script>'}).content.decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_the_list_finds_the_same(printer: Ticket, elsewhere: Ticket, fso: User, sign_in: SignIn) -> None:
    actions.note(printer, body="Her drawer sticks", actor=fso)
    browser = sign_in(fso)

    for words in ("printer", "pritner", "drawer", "claes lab", str(printer.pk)):
        assert [row.ticket for row in browser.get("/tickets/", {"q": words}).context["rows"]] == [printer], words
        answer = browser.get("/api/v1/tickets/", {"q": words}).json()
        assert [row["number"] for row in answer["rows"]] == [printer.pk], words
    assert browser.get("/tickets/?q=dewinter").context["rows"] == []


def test_a_list_of_nobody_finds_no_internal_word(printer: Ticket, fso: User) -> None:
    actions.note(printer, body="Her drawer sticks", actor=fso)

    assert set(TicketFilter(q="printer").narrow(Ticket.objects.all())) == {printer}
    assert set(TicketFilter(q="drawer").narrow(Ticket.objects.all())) == set()
    assert set(TicketFilter(q="drawer").narrow(Ticket.objects.all(), reader=fso)) == {printer}


@pytest.mark.parametrize(("name", "who", "at_most"), [("tickets:search firm", "fso", 12), ("tickets:search client", "requester", 10)])  # fmt: skip
def test_the_page_keeps_its_budget(
    write: Callable[..., Ticket], brewery: Client, sign_in: SignIn, request: pytest.FixtureRequest, name: str, who: str,
    at_most: int,
) -> None:  # fmt: skip
    def add_rows(count: int) -> None:
        for _ in range(count):
            write("Mouse")
            sites.add_person_of_client(brewery, name="Mouse Keeper", actor=None)

    browser = sign_in(request.getfixturevalue(who))

    within_budget(name, browser, "/search/", add_rows, at_most=at_most, q="mouse")


def test_writing_words_costs_few_queries(printer: Ticket) -> None:
    with CaptureQueriesContext(connection) as made:
        search_text.project([printer.pk])

    assert len(made) == 3
