"""Who finds which door in the frame: one list of items per role. A door is shown once its room exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import pgettext_lazy

from accounts.models import Role, User
from sites.models import Standing
from sites.queries import memberships_of


@dataclass(frozen=True)
class Door:
    """A page that the navigation may lead to."""

    url_name: str
    words: Any
    icon: str
    query: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class Item:
    """A door as the template shows it to one person on one page."""

    url: str
    words: Any
    icon: str
    is_main: bool
    is_here: bool
    count_url: str = ""


TODAY = Door("today:show", pgettext_lazy("navigation", "Today"), "today")
QUEUE = Door("tickets:queue", pgettext_lazy("navigation", "Queue"), "queue")
WALK_IN = Door("tickets:record", pgettext_lazy("navigation", "Walk-in"), "walk-in", is_main=True)
CALL = Door("tickets:record", pgettext_lazy("navigation", "Call"), "phone", is_main=True)
VISITS = Door("visits:list", pgettext_lazy("navigation", "Visits"), "calendar")
PLANNING = Door("today:planning", pgettext_lazy("navigation", "Planning"), "people")
OFFERED = Door("escalation:list", pgettext_lazy("navigation", "Offered"), "stairs")
UNASSIGNED = Door("tickets:queue", QUEUE.words, "queue", query="?view=unassigned")
MINE = Door("tickets:queue", pgettext_lazy("navigation", "Mine"), "tool", query="?view=mine")
PORTFOLIO = Door("reports:portfolio", pgettext_lazy("navigation", "Portfolio"), "chart")
REPORTS = Door("reports:list", pgettext_lazy("navigation", "Reports"), "book")
PROBLEMS = Door("tickets:problems", pgettext_lazy("navigation", "Problems"), "people")
CLIENTS = Door("sites:list", pgettext_lazy("navigation", "Clients"), "building")
PEOPLE = Door("accounts:people", pgettext_lazy("navigation", "People"), "person")
CHAINS = Door("escalation:chains", pgettext_lazy("navigation", "Chains"), "stairs")
LEVELS = Door("tickets:service_levels", pgettext_lazy("navigation", "Service levels"), "clock")
CALENDARS = Door("sites:calendars", pgettext_lazy("navigation", "Calendars"), "calendar")
REQUESTS = Door("tickets:list", pgettext_lazy("navigation", "Requests"), "queue")
VISIT_LIST = Door("tickets:visit_list", pgettext_lazy("navigation", "List for the visit"), "plus")
OUTBOX = Door("notifications:outbox", pgettext_lazy("navigation", "Outbox"), "mail")
SET_UP = Door("admin:index", pgettext_lazy("navigation", "Set-up"), "settings")

DOORS: Final[dict[str, tuple[Door, ...]]] = {
    Role.FSO: (TODAY, QUEUE, WALK_IN, VISITS, PROBLEMS, CLIENTS),
    Role.DESK: (CALL, QUEUE, PLANNING, VISITS, PROBLEMS, CLIENTS),
    Role.ENGINEER: (OFFERED, MINE, QUEUE, PROBLEMS, CLIENTS),
    Role.ICT_MANAGER: (PORTFOLIO, REPORTS, PROBLEMS, CLIENTS),
    Role.ADMINISTRATOR: (CLIENTS, PEOPLE, CHAINS, LEVELS, CALENDARS, OUTBOX, SET_UP),
}
CONTACT_DOORS: Final = (REQUESTS, VISITS, VISIT_LIST, PEOPLE)
LANDINGS: Final[dict[str, tuple[Door, ...]]] = {
    Role.FSO: (TODAY, QUEUE),
    Role.DESK: (UNASSIGNED,),
    Role.ENGINEER: (OFFERED, QUEUE),
    Role.ICT_MANAGER: (PORTFOLIO, QUEUE),
    Role.ADMINISTRATOR: (CLIENTS, SET_UP),
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the firm's name and phone, the doors of this person. Computed only where it is shown."""
    return {
        "firm_name": settings.FIRM_NAME,
        "firm_phone": settings.FIRM_PHONE,
        "navigation": SimpleLazyObject(lambda: list(items_of(request))),
        "news_url": address("notifications:list"),
        "news_count_url": address("notifications:count"),
        "account_url": address("accounts:me"),
        "search_url": address("tickets:search"),
        "demo_url": address("demo:cast"),
        "demo_mails_url": address("demo:mails"),
    }


def items_of(request: HttpRequest) -> Iterator[Item]:
    """The items of the signed-in person on this page; none before sign-in and for a requester."""
    user = request.user
    if not user.is_authenticated:
        return
    # Two doors of two roles may lead to one page; the first one is shown.
    doors = {url + door.query: door for door in reversed(doors_of(user)) if (url := address(door.url_name))}
    shown = [(door, url) for url, door in reversed(doors.items())]
    # "Mine" and "Queue" are one page: only the address with its query tells which of them is here.
    here = {url for _door, url in shown if url == request.get_full_path()} or {
        url for door, url in shown if not door.query and _is_under(request.path, url)
    }
    for door, url in shown:
        yield Item(url, door.words, door.icon, door.is_main, is_here=url in here)


def doors_of(user: User) -> list[Door]:
    """The doors of all roles this person holds, each once, in the order of the roles; a client contact's own."""
    if user.is_of_firm:
        doors = [door for role, doors in DOORS.items() if role in user.role_codes for door in doors]
        return list(dict.fromkeys(doors))
    there = [door for door in CONTACT_DOORS if address(door.url_name)]
    # One door alone is no navigation: the start page holds its link.
    return there if len(there) > 1 and is_client_contact(user) else []


def is_client_contact(user: User) -> bool:
    """Whether this person of a client speaks for it."""
    return any(row.standing == Standing.CONTACT for row in memberships_of(user, timezone.now()))


def landing_of(user: User) -> str:
    """The address where this person of the firm begins: the first landing page of a role that exists, else the account."""
    for role, doors in LANDINGS.items():
        for door in doors:
            if role in user.role_codes and (url := address(door.url_name)):
                return url + door.query
    return address("accounts:me")


def address(url_name: str) -> str:
    """The address of a page, or "" while its room does not exist."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _is_under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
