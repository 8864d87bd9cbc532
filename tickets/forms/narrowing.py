"""The picks above a list: what its filter can ask for. They lead to an address; the filter reads it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.filters import NONE, STATUS_GROUPS, TicketFilter
from tickets.models import Category, Priority, Type

ANY = ("", _("All"))
STATUS_WORDS = {"open": _("Unsolved"), "solved": _("Solved"), "ended": _("Ended")}


class Narrowing(forms.Form):
    """The usual picks, filled with what is asked now."""

    def __init__(
        self,
        asked: TicketFilter,
        *,
        places: Sequence[tuple[int, str, int | None, str | None]],
        categories: Sequence[Category],
        with_status: bool = False,
    ) -> None:
        now: dict[str, Any] = {
            "client": asked.client, "site": asked.site, "type": asked.type, "category": asked.category,
            "priority": asked.priority, "late": "1" if asked.late else "",
            "mine": "1" if asked.mine else "", "unassigned": "1" if asked.unassigned else "", "waiting": "1" if asked.waiting else "",
            "status": asked.status,
        }  # fmt: skip
        super().__init__(initial=now)
        clients = {client: name for client, name, _site, _place in places}
        sites = [(site, place) for client, _name, site, place in places if site and asked.client == client]
        kinds = [*((one.pk, one.name) for one in categories), (NONE, _("none yet"))]
        self._pick("client", _("Client"), clients.items())
        if len(sites) > 1 or asked.site is not None:
            self._pick("site", _("Site"), sites)
        self._pick("type", _("Type"), Type.choices)
        self._pick("category", _("Category"), kinds)
        self._pick("priority", _("Priority"), Priority.choices)
        self._pick("late", _("Late"), [("1", _("Only late ones"))])
        self._pick("mine", _("Mine"), [("1", _("Only mine"))])
        self._pick("unassigned", _("Unassigned"), [("1", _("Only unassigned ones"))])
        if with_status:
            self._pick("waiting", _("Waiting"), [("1", _("Only waiting ones"))])
            self._pick("status", _("Status"), [(code, STATUS_WORDS[code]) for code in STATUS_GROUPS])

        # What a figure of a report asked for stays while one narrows further; the search has its own field.
        self.kept = {name: value for name, value in asked.asked.items() if name not in self.fields and name != "q"}

    def _pick(self, name: str, label: Any, choices: Iterable[tuple[Any, Any]]) -> None:
        offered = [ANY, *choices]
        now = self.initial[name]
        if now is not None and str(now) not in {str(value) for value, _words in offered}:
            # A retired category, a client of the past: what the address asks for stays chosen.
            offered.append((now, _("as asked")))
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=offered)
