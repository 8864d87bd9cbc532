"""Pages of the tests of the frame: each shows one thing, beside all real ones."""

from django import forms
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone, translation

from accounts.answers import Denied
from fso_desk import urls as desk

PAGE = """{% extends base %}{% block title %}Ask{% endblock %}{% block content %}<h1>Ask</h1>
<form method="post">{% include "_errors.html" %}{% for field in form %}{{ field.as_field_group }}{% endfor %}</form>{% endblock %}"""

WORK = """{% extends "base_staff.html" %}{% block title %}Work{% endblock %}{% block content %}<h1>Work</h1>
<form id="answer" method="post" action="/frame/work/" hx-post="/frame/work/" hx-target="#answer" hx-swap="outerHTML" hx-disabled-elt="find button">
  {% csrf_token %}{% include "_errors.html" %}
  <div class="field"><label for="said">Your answer</label><textarea class="input" id="said" name="said" data-draft="1042">{{ typed }}</textarea></div>
  <label for="title">Title</label><input class="input" id="title" name="title" type="text">
  <button class="button go-on">Send</button></form>
<div class="cluster">
  <button class="button" hx-get="/frame/show/1/" hx-target="#here">Gone</button>
  <button class="button" hx-get="/frame/break-down/" hx-target="#here" hx-disabled-elt="this">Broken</button>
  <button class="button" hx-get="/frame/refuse/" hx-target="#here">Refused</button>
  <button class="button" id="away" hx-get="/frame/part/" hx-target="#here" hx-swap="innerHTML">Other questions</button>
</div>
<div id="here" data-keep-typed><h2>Untouched</h2><label for="kept">Kept</label><input class="input" id="kept" name="kept" type="text"><button class="button" hx-get="/frame/part/" hx-target="#here">Swap me</button></div>
<ol class="rows" id="rows"><li class="row"><a class="row-title" href="#one">One</a></li></ol>
{% include "_more.html" with rows_id="rows" more_url="/frame/more/" %}
<form method="post" action="/language/" data-sign-out>{% csrf_token %}<input type="hidden" name="language" value="en"><input type="hidden" name="next" value="/frame/page/"><button class="button">Sign out</button></form>
{% endblock %}"""


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


class Answer(forms.Form):
    said = forms.CharField(error_messages={"required": "Write your answer"})
    title = forms.CharField(error_messages={"required": "Write a title"})


def work(request: HttpRequest) -> HttpResponse:
    form = Answer(request.POST) if request.method == "POST" else Answer()
    if form.is_valid():
        return redirect("/frame/page/") if "HX-Request" not in request.headers else HttpResponse("<h2>Sent</h2>")
    shown = {"form": form, "typed": form.data.get("said", "")}
    text = engines["django"].from_string(WORK).render(shown, request)
    if "HX-Request" in request.headers:
        text = text[text.index('<form id="answer"') :]
        text = text[: text.index("</form>") + len("</form>")]
    return HttpResponse(text, status=422 if form.is_bound else 200)


def more(request: HttpRequest) -> HttpResponse:
    rest = engines["django"].from_string(
        '<li class="row"><a class="row-title" href="#two">Two</a></li>{% include "_more.html" with rows_id="rows" oob=True %}'
    )
    return HttpResponse(rest.render({}, request))


def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse()


def part(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        '<h2>New questions</h2><label for="kept">Kept</label><input class="input" id="kept" name="kept" type="text">'
    )


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
    path("frame/work/", work),
    path("frame/part/", part),
    path("frame/more/", more),
    path("frame/sign-out/", sign_out),
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
handler404, handler429, handler500 = desk.handler404, desk.handler429, desk.handler500


def rooms(**names: dict[str, str]) -> list[object]:
    """Addresses of rooms that may not be there yet: app name -> {url name: path}."""
    return [
        path("", include(([path(address, nothing, name=name) for name, address in those.items()], app)))
        for app, those in names.items()
    ]
