"""Small rooms with names, no drawers."""

import tomllib

from tests.architecture.source import ROOMS, ROOT, functions, is_in_layer, product_files, python_files, where

DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "core",
    "lib",
    "extras",
    "shared",
    "services",
    "managers",
}

LAYERS = {
    "urls", "apps", "views", "api", "admin", "management", "receivers", "templatetags", "tasks", "forms", "actions",
    "permissions", "queries", "filters", "events", "models", "querysets",
}  # fmt: skip

NEITHER_LAYER_NOR_PURE = {
    "accounts.adapters": "what the sign-in library asks us; settings name it",
    "accounts.backend": "who is signed in, with what every page shows of him; settings name it",
    "accounts.code_process": "the library's sign-in by code, for somebody new as well",
    "accounts.doorway": "who a page is for, and who asks; also the set-up pages and the API ask it",
    "accounts.limits": "counts what a person does too often, in the cache",
    "accounts.middleware": "what every request of a signed-in person passes",
    "accounts.sessions": "how long a sign-in lasts: reads and writes the session",
    "accounts.set_up": "the site and the base classes of all set-up pages",
    "accounts.set_up_config": "Django's admin with our site; settings name it",
    "accounts.sign_in_urls": "addresses under names that the library looks up, so without a namespace",
    "sites.faces": "a rule that the room of people asks for",
    "sites.sign_in": "the adapter in use: sign-in where it depends on clients",
    "tickets.policies": "loads what is promised",
    "tickets.faces": "a rule that the room of people asks for",
    "accounts.answers": "refusals are Django's own exceptions, so that the web layer knows them",
    "accounts.moments": "moments in the reader's language and zone: words from the catalogue",
    "history.kinds": "the registry holds translated sentences",
    "history.once": "writes the keys of requests that were already done",
    "notifications.alarm_call": "hands an alarm to who calls people",
    "notifications.about": "loads a recorded fact with what it is about",
    "notifications.audience": "the groups of people of that table, and its conditions",
    "notifications.channels": "hands a mail to the server",
    "notifications.composing": "puts the words of a mail together from what was loaded",
    "notifications.examples": "invented people, for the previews of mails",
    "notifications.foot": "why somebody gets a mail, and how it is stopped, in words",
    "notifications.habits": "loads how people want to hear",
    "notifications.health": "how the telling is doing: figures for the page and for who watches the desk",
    "notifications.in_time": "calls over HTTP, and is over in time",
    "notifications.letters": "the envelope of a mail",
    "notifications.messages": "renders mails",
    "notifications.outbox": "what did not arrive, as who looks after it may read it: rows with their words",
    "notifications.my_day": "loads the day of an FSO, and writes the mail that tells it",
    "notifications.passages": "reads the words that a mail carries",
    "notifications.sentences": "what happened, in a sentence for its reader",
    "notifications.stop_links": "signs what a link in a mail may do, and loads whom it is for",
    "notifications.topics": "the kinds of news, with their words",
    "notifications.recipients": "the table of who is told",
    "escalation.handover_words": "words that the search of the room of tickets asks for",
    "history.recording": "the one function that writes facts, and the one signal",
    "tickets.callers": "who may be calling: rows for one page, found through the doorways",
    "tickets.clock_story": "tells how a clock came to say what it says, in sentences for the reader",
    "tickets.deadlines": "works deadlines out from the facts, for who stores and who checks them",
    "tickets.lives": "loads what happened to a ticket, as its clocks read it",
    "tickets.keyset": "reads its window from the address: a malformed one is Django's BadRequest",
    "tickets.reasons": "sentences for the reader, from the pure order",
    "tickets.rows": "what a row of a list shows, from the pure clock and the reasons",
    "tickets.search": "finds tickets, people and clients through the doorways of their rooms",
    "tickets.search_postgresql": "the one search in the words of one database",
    "tickets.search_sqlite": "the one search in the words of the other database",
    "tickets.search_text": "writes what is searched, for receivers, the command and erasure",
    "tickets.seen": "what a page showed, read from its address, beside what is stored, with sentences for the reader",
    "tickets.tabs": "which tickets stand under which heading of the queue, with its words",
    "tickets.timeline": "sentences for the reader, from the facts",
}


def test_no_module_is_longer_than_400_lines() -> None:
    long = {where(path): count for path in product_files() if (count := len(path.read_text().splitlines())) > 400}

    assert not long, f"Split these by noun: {long}"


def test_no_function_is_longer_than_60_lines_and_no_view_than_40() -> None:
    long = [
        where(path, function) + f" {function.name}"
        for path in product_files()
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > (40 if is_in_layer(path, "views") else 60)
    ]

    assert not long, f"Each of these does more than its name says: {long}"


def test_no_module_is_a_drawer() -> None:
    drawers = [
        where(path)
        for path in python_files("fso_desk", "demo", "tests", "scripts", *ROOMS)
        if DRAWERS & {path.stem, *path.relative_to(ROOT).parent.parts}
    ]

    assert not drawers, f"Name these after what they hold: {drawers}"


def test_every_module_of_a_room_is_a_layer_or_pure_or_explained() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    pure = next(
        set(contract["source_modules"]) for contract in contracts if contract["name"] == "Calculations are pure"
    )
    modules = {
        f"{room}.{path.stem}"
        for room in ROOMS
        for path in (ROOT / room).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem not in {"__init__", "migrations"}
    }

    unknown = (
        {module for module in modules if module.split(".")[1] not in LAYERS} - pure - NEITHER_LAYER_NOR_PURE.keys()
    )

    assert not unknown, (
        f"Add these to the contract 'Calculations are pure' in pyproject.toml, or explain them here: {unknown}"
    )
    assert NEITHER_LAYER_NOR_PURE.keys() <= modules, "An explained module is gone: take its line out"
