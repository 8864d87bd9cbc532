"""A call or a walk-in is written down by the desk or the FSO."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.answers import NotAllowed
from accounts.doorway import of_firm, person_of
from accounts.models import Role, User
from sites.models import Client
from sites.queries import client_of_address, sites_of
from tickets import actions, callers, problems
from tickets.forms.recording import Record
from tickets.keyset import whole
from tickets.models import CallBack, Channel, Problem
from tickets.queries import categories
from tickets.views.fragments import wants_part


@require_http_methods(["GET", "HEAD", "POST"])
@of_firm
def record(request: HttpRequest) -> HttpResponse:
    """Show the form; "Find" only looks for the caller; "Keep" and "Solved now" record."""
    user = person_of(request)
    clients = _clients_of(user)
    call_back = _call_back_of(request, user)
    if request.method != "POST":
        return _page(request, _form(user, clients, call_back, initial=_first_words(user, clients, call_back)))
    if request.POST.get("do") not in ("keep", "solved"):
        return _page(request, _form(user, clients, call_back, initial=request.POST.dict()))
    form = _form(user, clients, call_back, sent=request)
    if not form.is_valid():
        # Sent twice: the caller who was new is known by now, so that the form would ask who it is.
        made = callers.already_recorded(user, form.cleaned_data.get("once"))
        return redirect("tickets:show", number=made) if made else _page(request, form, status=422)
    try:
        ticket = actions.record_call(
            form.told,
            client=form.cleaned_data["client"],
            caller=form.caller,
            channel=form.cleaned_data["channel"],
            solved=form.solved,
            problem=form.cleaned_data["problem"],
            call_back=call_back,
            actor=user,
            once=form.cleaned_data["once"],
        )
    except actions.WrongMoment as refusal:
        form.add_error(None, refusal)
        return _page(request, form, status=409)
    said = _("%(number)d is solved.") if form.solved else _("Kept as %(number)d.")
    messages.success(request, said % {"number": ticket.pk})
    return redirect("tickets:show", number=ticket.pk)


@require_safe
@of_firm
def people(request: HttpRequest) -> HttpResponse:
    """Answer who of one client may be calling, while the name is typed."""
    if request.GET.keys() - {"client", "q"}:
        raise BadRequest("parameters")
    user = person_of(request)
    client = _chosen(_clients_of(user), request.GET.get("client", ""))
    heard = request.GET.get("q", "")[:200]
    known = callers.known_callers(client, heard, reader=user) if client else []
    shown = {
        "known": known,
        "heard": heard.strip(),
        "client_chosen": client is not None,
        "chosen_person": "",
        "announced": wants_part(request),
    }
    return render(request, "tickets/_callers.html", shown)


@require_safe
@of_firm
def known(request: HttpRequest) -> HttpResponse:
    """Answer which known problems of one client sound like what is typed."""
    if request.GET.keys() - {"client", "what", "problem"}:
        raise BadRequest("parameters")
    user = person_of(request)
    client = _chosen(_clients_of(user), request.GET.get("client", ""))
    _known, alike = _problems_for(user, client, request.GET)
    takes = {
        "alike": alike,
        "chosen_problem": request.GET.get("problem", ""),
        "announced": wants_part(request),
    }
    return render(request, "tickets/_recorded_problem.html", takes)


def _clients_of(user: User) -> list[Client]:
    clients = callers.clients_to_record_for(user)
    if not clients:
        raise NotAllowed(_("Only those who serve a client record for its people."))
    return clients


def _call_back_of(request: HttpRequest, user: User) -> CallBack | None:
    key = (request.POST or request.GET).get("call_back", "")
    if not key:
        return None
    if request.method == "POST":
        return callers.call_back_taken(user, whole(key))
    found = callers.call_back_for(user, whole(key))
    if found is None:
        raise Http404
    return found


def _chosen(clients: list[Client], key: str) -> Client | None:
    if not key:
        return None
    for client in clients:
        if client.pk == whole(key):
            return client
    raise Http404


def _first_words(user: User, clients: list[Client], call_back: CallBack | None) -> dict[str, Any]:
    channel = Channel.WALK_IN if user.has_role(Role.FSO) else Channel.PHONE
    words: dict[str, Any] = {"channel": channel.value}
    if len(clients) == 1:
        words["client"] = str(clients[0].pk)
    if call_back is not None:
        words |= {"q": call_back.name, "phone": call_back.phone, "what": call_back.words.text}
        words["channel"] = Channel.PHONE.value
        named = client_of_address(call_back.work_address)
        if named in clients:
            words["client"] = str(named.pk)
    return words


def _form(
    user: User,
    clients: list[Client],
    call_back: CallBack | None,
    *,
    initial: dict[str, Any] | None = None,
    sent: HttpRequest | None = None,
) -> Record:
    typed: Any = sent.POST if sent else initial or {}
    client = _chosen(clients, str(typed.get("client", "")))
    known, alike = _problems_for(user, client, typed)
    narrowed: dict[str, Any] = {
        "problems": known,
        "alike": alike,
        "clients": clients,
        "sites": list(sites_of(client)) if client else [],
        "categories": list(categories()),
        "known": callers.known_callers(client, str(typed.get("q", "")), reader=user) if client else [],
        "call_back": call_back,
    }
    if sent is None:
        return Record(initial=initial, **narrowed)
    return Record(sent.POST, solved_now=sent.POST.get("do") == "solved", **narrowed)


def _problems_for(user: User, client: Client | None, typed: Mapping[str, Any]) -> tuple[list[Problem], list[Problem]]:
    """What this client may have again, and what of it is offered: what stands chosen, then what sounds like the words."""
    known = problems.known_problems(client, reader=user) if client else []
    alike = problems.like_what_is_typed(str(typed.get("what", "")), known)[: problems.MOST_OFFERED]
    chosen = [one for one in known if str(one.pk) == str(typed.get("problem", "")) and one not in alike]
    return known, [*chosen, *alike]


def _page(request: HttpRequest, form: Record, *, status: int = 200) -> HttpResponse:
    template = "tickets/record.html#record" if wants_part(request) else "tickets/record.html"
    shown = {
        "form": form,
        "heard": str(form["q"].value() or "").strip(),
        "hears_walk_ins": form.call_back is None and person_of(request).has_role(Role.FSO),
    }
    return render(request, template, shown, status=status)
