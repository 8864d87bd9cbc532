"""For who cannot read mail: a request to be called."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tickets import actions
from tickets.forms.portal import AskCallBack


@require_http_methods(["GET", "HEAD", "POST"])
def ask_call_back(request: HttpRequest) -> HttpResponseBase:
    """Take name, work address, phone and a sentence; the answer is the same whoever asks. No mail goes out."""
    if request.method != "POST":
        return _page(request, AskCallBack())
    form = AskCallBack(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not ratelimit.consume(request, action="ask_call_back"):
        form.add_error(None, _("Many requests at once. Try again in a minute, or call us."))
        return _page(request, form, status=429)
    told = form.cleaned_data
    actions.ask_call_back(
        name=told["name"],
        work_address=told["work_address"],
        phone=told["phone"],
        words=told["what"],
        once=told["once"],
    )
    return redirect(f"{request.path}?sent=1")


def _page(request: HttpRequest, form: AskCallBack, status: int = 200) -> HttpResponse:
    takes = {"form": form, "is_sent": request.GET.get("sent") == "1"}
    return render(request, "tickets/call_back.html", takes, status=status)
