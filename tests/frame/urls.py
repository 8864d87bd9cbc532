"""Pages of the tests of the frame: each shows one thing, beside all real ones."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone, translation

from accounts.answers import Denied
from fso_desk import urls as desk

PAGE = """{% extends base %}{% block title %}Ask{% endblock %}{% block content %}
<form method="post">{% include "_errors.html" %}{% for field in form %}{{ field.as_field_group }}{% endfor %}</form>{% endblock %}"""


class Ask(forms.Form):
    """One field of each kind."""

    tile_icons = {"impact": {"1": "building"}}
    depends = ("urgency",)
    what = forms.CharField(
        label="What is going wrong?",
        help_text="One sentence is enough.",
        widget=forms.Textarea,
        error_messages={"required": "Write what is going wrong"},
    )
    impact = forms.ChoiceField(
        label="Who is bothered by it?",
        choices=[("3", "Only me"), ("2", "Several of us"), ("1", "Everyone")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who is bothered"},
    )
    urgency = forms.ChoiceField(
        label="Can you still work?", choices=[("1", "No")], widget=forms.RadioSelect, required=False
    )
    phone = forms.CharField(label="Phone", required=False)
    private = forms.BooleanField(label="Private", required=False)


def page(request: HttpRequest) -> HttpResponse:
    form = Ask(request.POST) if request.method == "POST" else Ask()
    base = "base_staff.html" if request.user.is_authenticated and request.user.is_of_firm else "base_portal.html"
    status = 422 if form.is_bound and not form.is_valid() else 200
    text = engines["django"].from_string(PAGE).render({"form": form, "base": base}, request)
    return HttpResponse(text, status=status)


def echo(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        {
            "language": translation.get_language(),
            "zone": timezone.get_current_timezone_name(),
            "q": request.GET.get("q"),
        }
    )


def take(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


def face(request: HttpRequest) -> HttpResponse:
    return HttpResponse("face", headers={"Cache-Control": "private, max-age=3600"})


def show(request: HttpRequest, number: int) -> HttpResponse:
    raise Http404("no such number, or not yours: never said aloud")


def refuse(request: HttpRequest) -> HttpResponse:
    Denied("Thibault already has this. Withdraw first.").enforce()
    return HttpResponse()


def refuse_plainly(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("words of a library")


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the machine")


def only_signed_in(request: HttpRequest) -> HttpResponse:
    return redirect("account_login") if not request.user.is_authenticated else HttpResponse("in")


def nothing(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("frame/page/", page),
    path("frame/echo/", echo),
    path("frame/take/", take),
    path("frame/face/", face),
    path("frame/show/<int:number>/", show),
    path("frame/refuse/", refuse),
    path("frame/refuse-plainly/", refuse_plainly),
    path("frame/break-down/", break_down),
    path("frame/only-signed-in/", only_signed_in),
    *desk.urlpatterns,
]

handler400, handler403 = desk.handler400, desk.handler403
handler404, handler500 = desk.handler404, desk.handler500


def rooms(**names: dict[str, str]) -> list[object]:
    """Addresses of rooms that may not be there yet: app name -> {url name: path}."""
    return [
        path("", include(([path(address, nothing, name=name) for name, address in those.items()], app)))
        for app, those in names.items()
    ]
