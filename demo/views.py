"""The pages of the demo: the cast with one-click sign-in, and the mail that was kept. They stand before sign-in."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions
from demo import queries

ZONE = "Europe/Brussels"  # who reads here may not be signed in
# Mail programs know no style sheets, so mails bring their style along. A link opens a window of its own.
POLICY_OF_MAIL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
BACKEND = "accounts.backend.SignedInBackend"


@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """Show who is who."""
    return render(request, "demo/cast.html", {"leading": queries.leading_parts(), "groups": queries.groups()})


@require_POST
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on as this person, whoever was signed in before."""
    person = queries.person_of_cast(pk)
    login(request, person, backend=BACKEND)
    sessions.begin(request, person)
    return redirect("home")


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Show the kept mails, the newest first."""
    to = request.GET.get("to", "")
    return render(request, "demo/mails.html", {"mails": queries.mails(to), "to": to, "zone": ZONE})


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail as text."""
    return render(request, "demo/mail.html", {"mail": queries.mail(pk), "zone": ZONE})


@require_safe
def mail_as_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the HTML part as the reader's mail program does: nothing of it runs, nothing is loaded."""
    return HttpResponse(queries.mail(pk).html, headers={"Content-Security-Policy": POLICY_OF_MAIL})
