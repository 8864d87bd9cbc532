"""The outbox: what did not arrive, for the service desk and administrators. For everybody else these pages do not exist."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.doorway import View, of_firm, person_of
from notifications import actions, outbox
from notifications.filters import ADDRESSES, FACTS, Chosen, OutboxFilter
from notifications.health import figures
from notifications.permissions import can_tend_outbox
from tickets import keyset
from tickets.views.fragments import wants_part

OF_FORM: Final = frozenset({"row", "one", "all", "csrfmiddlewaretoken"})


def for_tenders(view: View) -> View:
    """Let only those in who look after the outbox (404 for everybody else)."""

    @of_firm
    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponseBase:
        if not can_tend_outbox(person_of(request)):
            raise Http404
        return view(request, **named)

    return guarded


@for_tenders
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """How the telling is doing, and what did not arrive; only further rows when htmx asks for them."""
    return _page(request, OutboxFilter.read(request.GET, others=keyset.PARAMETERS - {"shown"}))


@for_tenders
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Let mails go out once more, or facts be told."""
    return _tend(request, {"mail": actions.try_again, "fact": actions.try_fact_again}, _tried)


@for_tenders
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Note that they need not arrive any more, or forget addresses that nobody has."""
    acts: dict[str, Callable[..., None]] = {
        "mail": actions.dismiss,
        "fact": actions.dismiss_fact,
        "address": actions.dismiss_address,
    }
    return _tend(request, acts, _dismissed)


@for_tenders
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Let mail to one address go out again."""
    one = Chosen.read(request.POST).one
    found = outbox.refused_address(one) if one is not None else None
    if found is None:
        raise Http404
    address, person = found
    if person is None:
        raise Http404
    if actions.resume_mail(person, actor=person_of(request)):
        said = _("Mail to %(address)s goes out again.")
    else:
        said = _("Mail to %(address)s was not stopped. It goes out.")
    messages.success(request, said % {"address": address.address})
    return redirect(reverse("notifications:outbox") + OutboxFilter(view=ADDRESSES).address())


def _tend(request: HttpRequest, acts: Mapping[str, Callable[..., None]], said: Callable[[int], str]) -> HttpResponse:
    """acts: what is done to each kind of row."""
    asked, chosen = OutboxFilter.read(request.POST, others=OF_FORM), Chosen.read(request.POST)
    if asked.kind_of_row not in acts:
        raise BadRequest("view")
    rows = outbox.chosen_rows(asked, chosen)
    if chosen.one is not None and not rows:
        raise Http404
    if not rows:
        return _page(request, asked, refusals=[_("Tick what you mean.")], status=422)
    done = actions.tend(rows, acts[asked.kind_of_row], actor=person_of(request))
    refusals = [_refused(asked, reason, count) for reason, count in done.refusals.items()]
    if not done.count:
        return _page(request, asked, refusals=refusals, status=409)
    messages.success(request, said(done.count))
    for refusal in refusals:
        messages.warning(request, refusal)
    return redirect(reverse("notifications:outbox") + asked.address())


def _tried(count: int) -> str:
    return ngettext("It goes out again within seconds.", "%(count)d go out again within seconds.", count) % {
        "count": count
    }


def _dismissed(count: int) -> str:
    return ngettext("It is dismissed.", "%(count)d are dismissed.", count) % {"count": count}


def _refused(asked: OutboxFilter, reason: str, count: int) -> str:
    if count == 1:
        return reason
    if asked.view == FACTS:
        words = ngettext("%(count)d fact: %(reason)s", "%(count)d facts: %(reason)s", count)
    else:
        words = ngettext("%(count)d mail: %(reason)s", "%(count)d mails: %(reason)s", count)
    return words % {"reason": reason, "count": count}


def _page(
    request: HttpRequest, asked: OutboxFilter, *, refusals: list[str] | None = None, status: int = 200
) -> HttpResponse:
    reader, at = person_of(request), timezone.now()
    window = outbox.window_of(asked, request.GET if request.method != "POST" else QueryDict())
    page = outbox.rows_of(asked, window, reader, at)
    more = asked.address(rows=window.rows, after=page.after) if page.after else ""
    takes = {
        "asked": asked,
        "rows": page.rows,
        "rows_template": f"notifications/_outbox_{asked.kind_of_row}.html",
        "more_url": reverse("notifications:outbox") + more if more else None,
        "more_count": window.rows,
    }
    if wants_part(request) and "after" in request.GET:
        return render(request, "notifications/outbox.html#more", takes)
    now = figures(at)
    takes |= {
        "person": outbox.person_asked_for(asked),
        "figures": now,
        "tabs": outbox.tabs(now, asked),
        "refusals": refusals or [],
    }
    return render(request, "notifications/outbox.html", takes, status=status)
