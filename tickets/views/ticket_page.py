"""The page of a ticket as the firm's people see it, and how a change on it is answered."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.answers import WrongMoment
from accounts.doorway import person_of
from accounts.models import User
from tickets.deadlines import paused
from tickets.forms import staff
from tickets.models import SecondLine, Ticket
from tickets.permissions import answers_for_firm
from tickets.queries import assignable, categories, last_solutions, ticket_for
from tickets.rows import clock_of, place_of
from tickets.timeline import affected_of, last_by_others, timeline_of
from tickets.views.fragments import wants_part
from visits.queries import coming_visits

PANELS = ("resolve", "reopen", "assign", "categorize", "override_priority", "cancel", "wait", "speak")
SHOWN = ("answer", "start", "resolve")  # verbs whose buttons keep their place when they cannot act
MOST_VISITS = 10
TEMPLATE = "tickets/show.html"


def ticket_page(
    request: HttpRequest,
    ticket: Ticket,
    *,
    panel: str = "",
    form: forms.Form | None = None,
    write: forms.Form | None = None,
    refusal: WrongMoment | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a ticket. panel: which form stands open below the actions; form, write: forms that came back as typed."""
    shown = _shown(ticket, person_of(request), panel=panel, form=form, write=write)
    if refusal is not None:
        shown["refusal"] = " ".join(refusal.messages)
        shown["what_changed"] = last_by_others(shown["entries"], person_of(request)) if _is_stale(refusal) else ""
    part = "#panel" if request.method == "GET" else "#ticket"
    return render(request, TEMPLATE + part if wants_part(request) else TEMPLATE, shown, status=status)


def wrong(request: HttpRequest, ticket: Ticket, **came_back: Any) -> HttpResponse:
    """Show the form again with its errors: 422."""
    return ticket_page(request, ticket, status=422, **came_back)


def refused(request: HttpRequest, number: int, refusal: WrongMoment, **came_back: Any) -> HttpResponse:
    """Show what is so now, why it was refused, and what was typed: 409. Sent again, the form has seen it."""
    ticket = ticket_for(person_of(request), number)
    for form in (came_back.get("form"), came_back.get("write")):
        if form is not None and "version" in form.fields:
            form.data = {**form.data.dict(), "version": str(ticket.version)}
    return ticket_page(request, ticket, refusal=refusal, status=409, **came_back)


def changed(request: HttpRequest, ticket: Ticket, said: str, *, undo: str = "") -> HttpResponse:
    """Answer after a change: the ticket's region for htmx, else lead back to its page."""
    if not wants_part(request):
        messages.success(request, said)
        return redirect("tickets:show", number=ticket.pk)
    shown = _shown(ticket_for(person_of(request), ticket.pk), person_of(request))
    shown |= {"said": said, "undo_url": reverse(undo, args=[ticket.pk]) if undo else ""}
    return render(request, f"{TEMPLATE}#ticket", shown)


def panel_of(code: str) -> str:
    """Return the panel that the address asks for ("" = none). Raises BadRequest for an unknown one."""
    if code and code not in PANELS:
        raise BadRequest("do")
    return code


def _shown(
    ticket: Ticket,
    user: User,
    *,
    panel: str = "",
    form: forms.Form | None = None,
    write: forms.Form | None = None,
) -> dict[str, Any]:
    may = answers_for_firm(user, ticket)
    why_not = [str(may[verb].reason) for verb in SHOWN if not may[verb]]
    is_with_others = ticket.second_line in (SecondLine.OFFERED, SecondLine.PICKED_UP)
    has_it = ticket.second_line == SecondLine.PICKED_UP and ticket.assignee_id == user.pk
    if is_with_others and not has_it:
        why_not.append(_("It is escalated already. Withdraw that first to choose another way."))
    return {
        "ticket": ticket,
        "may": may,
        "may_escalate": may["assign"] and ticket.is_open and not is_with_others,
        "has_it": has_it,
        "why_not": list(dict.fromkeys(why_not)),
        "entries": timeline_of(ticket, reader=user),
        "affected": affected_of(ticket),
        "clock": clock_of(ticket, timezone.now()),
        "paused": paused(ticket, timezone.now()),
        "place": place_of(ticket),
        "reads": get_language_info(ticket.requester.language)["name_translated"],
        "write": write or staff.Write(draft=f"ticket-{ticket.pk}", version=ticket.version),
        "panel": panel,
        "form": form or (_empty(panel, ticket, user) if panel and may[panel] else None),
    }


def _empty(panel: str, ticket: Ticket, user: User) -> forms.Form:
    seen = {"version": ticket.version}
    if panel == "wait":
        return wait_form(ticket, initial=seen)
    if panel == "assign":
        return staff.Assign(initial={**seen, "to": ticket.assignee_id}, colleagues=list(assignable(ticket)))
    if panel == "categorize":
        return staff.Categorize(initial={**seen, "category": ticket.category_id}, categories=list(categories()))
    if panel == "override_priority":
        return staff.OverridePriority(initial={**seen, "priority": ticket.priority})
    if panel == "resolve":
        return staff.Resolve(solutions=last_solutions(ticket, reader=user))
    return {"reopen": staff.Reopen, "speak": staff.Speak, "cancel": staff.Cancel}[panel]()


def wait_form(ticket: Ticket, *sent: Any, **told: Any) -> staff.Wait:
    """Return the form of a wait, with the visits that come to this ticket's place."""
    visits = list(coming_visits(ticket.site)[:MOST_VISITS]) if ticket.site else []
    return staff.Wait(*sent, visits=visits, zone=ticket.zone, **told)


def _is_stale(refusal: WrongMoment) -> bool:
    return getattr(refusal, "code", None) == "stale"
