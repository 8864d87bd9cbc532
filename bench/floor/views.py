"""Three pages, as short as they can be."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bench.floor.models import Asked, Ticket


class Ask(forms.Form):
    title = forms.CharField(max_length=255)
    body = forms.CharField(widget=forms.Textarea)


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Fifty open tickets, in the order of the desk's own index."""
    tickets = Ticket.objects.filter(in_queue=True).select_related("client", "requester")
    tickets = tickets.order_by("queue_step", "queue_pull", "queue_due_at", "opened_at", "number")[:50]
    return render(request, "floor/queue.html", {"tickets": tickets})


@login_required
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One row."""
    ticket = get_object_or_404(Ticket.objects.select_related("client", "requester"), pk=number)
    return render(request, "floor/show.html", {"ticket": ticket})


@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """One INSERT."""
    form = Ask(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    with transaction.atomic():
        Asked.objects.create(person=request.user, **form.cleaned_data)
    return redirect("/queue/")
