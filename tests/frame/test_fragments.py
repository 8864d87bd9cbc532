import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import User
from tickets.lifecycle import Status, WaitingFor
from tickets.models import SecondLine, Ticket
from visits.models import Visit

ROOT = Path(settings.BASE_DIR)
SYMBOLS = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/fso_desk/icons.svg").read_text()))
NEVER_READ_BY_CLIENTS = re.compile(
    r"\b(ticket|priority|SLA|category|escalat\w*|assign\w*|incident|resolve\w*|FSO|walk-in|site|service desk|VIP)\b",
    re.I,
)
SOON = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
STATES = [(status.value, "") for status in Status if status is not Status.WAITING] + [
    (Status.WAITING.value, waiting_for.value) for waiting_for in WaitingFor
]


def a_ticket(status: str = "open", waiting_for: str = "", **fields: object) -> Ticket:
    """A ticket that is not stored: templates only look at it."""
    ines = User(name="Inès Vercammen", side="firm")
    facts = {"priority": 2, "contact": ines, "judged": "confirmed", "waiting_until": SOON if waiting_for else None}
    return Ticket(pk=1042, title="Half a <label>", status=status, waiting_for=waiting_for, **{**facts, **fields})


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(("status", "waiting_for"), STATES)
def test_every_status_has_an_icon_and_a_word_for_the_firm(status: str, waiting_for: str) -> None:
    html = render_to_string("_status.html", {"ticket": a_ticket(status, waiting_for)})

    assert set(re.findall(r"#([\w-]+)\"", html)) <= SYMBOLS
    assert words(html)


@pytest.mark.parametrize(("status", "waiting_for"), STATES)
def test_every_status_has_a_word_that_clients_may_read(status: str, waiting_for: str) -> None:
    html = render_to_string("_state.html", {"ticket": a_ticket(status, waiting_for)})

    assert words(html)
    assert not NEVER_READ_BY_CLIENTS.search(words(html))


def test_states_name_the_face_and_the_day() -> None:
    visit = Visit(starts_at=SOON, ends_at=SOON)

    assert words(render_to_string("_state.html", {"ticket": a_ticket("open")})) == "Inès has it"
    assert words(render_to_string("_state.html", {"ticket": a_ticket("open", contact=None)})) == "Received"
    assert "3" in words(render_to_string("_state.html", {"ticket": a_ticket("waiting", "ourselves")}))
    planned = a_ticket("waiting", "visit", planned_visit=visit)
    assert words(render_to_string("_state.html", {"ticket": planned})).startswith("Planned for T")


@pytest.mark.parametrize("state", [state for state in SecondLine.values if state])
def test_every_state_of_the_second_line_has_a_chip(state: str) -> None:
    ticket = a_ticket(second_line=state, assignee=User(name="Thibault Martin"))

    assert words(render_to_string("_second_line.html", {"ticket": ticket}))


def test_a_row_has_one_link_which_is_its_title_and_user_text_stays_text() -> None:
    row = SimpleNamespace(
        ticket=a_ticket(),
        url="/tickets/1042/",
        who=["1042", "Joke <b>Van Hove"],
        why="",
        last_word="Joke wrote",
        is_unread=True,
        acts="You act",
        planned="",
        clock=SimpleNamespace(state="late", minutes=25),
        place=1,
        controls=None,
    )

    html = render_to_string("_row.html", {"row": row})

    assert re.findall(r"<a [^>]*>([^<]*)</a>", html) == ["Half a &lt;label&gt;"]
    assert "Joke &lt;b&gt;Van Hove" in html
    assert "25 min late" in words(html)
    assert "P2 &nbsp;High" in words(html)


def test_a_slim_row_says_nothing_of_the_trade() -> None:
    row = SimpleNamespace(ticket=a_ticket(), url="#", who=["1042"], why="Critical", last_word="Inès wrote", place=1)

    assert (
        words(render_to_string("_row.html", {"row": row, "look": "slim"}))
        == "Inès has it Half a &lt;label&gt; Inès wrote"
    )


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ({"state": "left", "minutes": 300}, "5 h left"),
        ({"state": "near", "minutes": 65}, "1 h 05 left"),
        ({"state": "late", "minutes": 25}, "25 min late"),
        ({"state": "paused"}, "Paused"),
        ({"state": "stopped"}, "Stopped"),
    ],
)
def test_a_clock_is_words(clock: dict[str, object], said: str) -> None:
    assert words(render_to_string("_clock.html", {"clock": SimpleNamespace(**clock)})) == said


def test_a_face_without_a_photo_shows_initials_and_asks_no_row() -> None:
    html = render_to_string("_face.html", {"person": User(pk=7, name="Joke Van Hove")})

    assert words(html) == "JH"
    assert 'aria-label="Joke Van Hove"' in html


@pytest.mark.parametrize(("count", "said"), [(0, ""), (1, "1 , 1 unread"), (3, "3 , 3 unread")])
def test_the_bell_says_how_much_is_unread(count: int, said: str) -> None:
    assert words(render_to_string("_news_count.html", {"count": count})) == said


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'\{% (?:icon|sprite) ["\']([\w-]+)', path.read_text())
    }

    assert named
    assert named - SYMBOLS == set()


def test_no_comment_of_a_template_is_printed() -> None:
    open_ended = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        for line in path.read_text().splitlines()
        if line.count("{#") != line.count("#}")
    ]

    assert open_ended == []
