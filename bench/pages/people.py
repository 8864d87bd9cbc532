"""Signs in those whose pages are measured, and prints as JSON their sessions and the addresses that they open."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - models only after that
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.base_user import AbstractBaseUser  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.pages import firm  # noqa: E402
from bench.pages.texts import sought  # noqa: E402
from tickets.models import Ticket  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)  # the copy may be older than the code
    desk, fso = (User.objects.get(email=email) for email in (firm.DESK, firm.FSO))
    ticket = (
        Ticket.objects.filter(in_queue=True, contact=fso)
        .annotate(said=Count("messages"))
        .filter(said=4)
        .order_by("-pk")[0]
    )
    words = sought()
    paths = {
        "queue": "/queue/?view=clients&rows=50", "queue-fso": "/queue/?view=clients&rows=50",
        "ticket": f"/tickets/{ticket.pk}/",
        "search": f"/search/?q={words.common}", "search-rare": f"/search/?q={words.rare}", "search-slip": f"/search/?q={words.misspelt}",
    }  # fmt: skip
    plain = AbstractBaseUser._get_session_auth_hash(desk)
    print(
        json.dumps(
            {
                "desk": _session(desk, desk.get_session_auth_hash(), settings.AUTHENTICATION_BACKENDS[0]),
                "fso": _session(fso, fso.get_session_auth_hash(), settings.AUTHENTICATION_BACKENDS[0]),
                "plain": _session(desk, plain, "django.contrib.auth.backends.ModelBackend"),
                "ticket": ticket.pk, "paths": paths, "of_fso": ["queue-fso", "ticket"],
            }
        )
    )  # fmt: skip


def _session(person: User, seal: str, backend: str) -> str:
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), backend, seal
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    main()
