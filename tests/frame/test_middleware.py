import io
import json
from typing import Any, cast

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory

from accounts.models import User
from fso_desk.middleware import CleanTextMiddleware, Utf8Request
from tests.conftest import SignIn

pytestmark = pytest.mark.urls("tests.frame.urls")


@pytest.mark.parametrize(
    "address",
    [
        "/frame/echo/?q=a%00b",
        "/frame/echo/?a%00=b",
        "/frame/echo/%00",
    ],
)
def test_a_nul_in_an_address_is_refused(client: Browser, address: str) -> None:
    assert client.get("/frame/echo/?q=ab").status_code == 200

    assert client.get(address).status_code == 400


def test_a_nul_in_a_form_is_refused(client: Browser) -> None:
    assert client.post("/frame/take/", {"what": "ab"}).status_code == 200

    assert client.post("/frame/take/", {"what": "a\x00b"}).status_code == 400
    assert client.post("/frame/take/", "what=a%00b", "application/x-www-form-urlencoded").status_code == 400


def test_a_nul_in_a_cookie_is_refused_before_the_session_is_looked_up(client: Browser) -> None:
    assert client.get("/frame/echo/", headers={"cookie": 'sessionid="a"'}).status_code == 200

    assert client.get("/frame/echo/", headers={"cookie": 'sessionid="\\000"'}).status_code == 400


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (r'{"what": "plain"}', 200),
        (r'{"what": "\ud83d\ude00 a pair is one sign"}', 200),
        (r'{"what": "\\u0000 written out is text"}', 200),
        (r'{"what": "\u0000"}', 400),
        (r'{"what": ["deep", {"er": "\uD800"}]}', 400),
        (r'{"\udfff": 1}', 400),
    ],
)
def test_json_holds_only_text(client: Browser, text: str, status: int) -> None:
    assert client.post("/frame/take/", text, "application/json").status_code == status


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("charset", ["rot13", "hex", "undefined", "utf-16", "idna", "no such thing"])
def test_another_encoding_than_utf8_is_refused(rf: RequestFactory, kind: str, charset: str) -> None:
    passed_on = CleanTextMiddleware(lambda request: HttpResponse(request.GET["q"]))
    for method in ("GET", "POST"):
        for said, is_taken in ((charset, False), ("UTF-8", True)):
            sent = rf.generic(method, "/?q=%ff", b"--x--", kind).environ
            request = Utf8Request({**sent, "CONTENT_TYPE": f"{kind}; charset={said}"})
            if is_taken:
                assert cast(HttpResponse, passed_on(request)).content == "\ufffd".encode()
            else:
                with pytest.raises(BadRequest):
                    passed_on(request)


def test_a_body_that_no_form_sends_is_not_read(client: Browser) -> None:
    class Body(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("it was read")

    more: dict[str, Any] = {"CONTENT_LENGTH": 2**30, "wsgi.input": Body()}
    assert client.generic("POST", "/frame/take/", b"", "multipart/form-data; boundary=x", **more).status_code == 400


def test_a_number_that_no_row_can_have_never_was(client: Browser) -> None:
    largest, larger = client.get(f"/frame/show/{2**63 - 1}/"), client.get(f"/frame/show/{2**63}/")

    assert (largest.status_code, larger.status_code) == (404, 404)
    assert larger.content == largest.content


def test_a_signed_in_person_reads_their_own_language_and_zone(sign_in: SignIn, colleague: User) -> None:
    colleague.time_zone = "Europe/Lisbon"
    colleague.save(update_fields=["time_zone"])

    answer = sign_in(colleague).get("/frame/echo/", headers={"accept-language": "fr"})

    assert answer.json() == {"language": "nl", "zone": "Europe/Lisbon", "q": None}
    assert answer.headers["Content-Language"] == "nl"


def test_language_and_zone_end_with_the_request(sign_in: SignIn, colleague: User, client: Browser) -> None:
    sign_in(colleague).get("/frame/echo/")

    assert client.get("/frame/echo/").json() == {"language": "en", "zone": "UTC", "q": None}


def test_before_sign_in_the_browser_and_then_the_choice_decide(client: Browser) -> None:
    assert client.get("/frame/echo/", headers={"accept-language": "fr-BE,fr;q=0.9"}).json()["language"] == "fr"

    client.post("/language/", {"language": "nl", "next": "/frame/echo/"})

    assert client.get("/frame/echo/", headers={"accept-language": "fr"}).json()["language"] == "nl"


def test_the_language_is_not_switched_by_a_link(client: Browser) -> None:
    client.get("/language/", {"language": "nl"})

    assert client.get("/frame/echo/").json()["language"] == "en"


def test_the_language_switch_leads_nowhere_else(client: Browser) -> None:
    answer = client.post("/language/", {"language": "nl", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_no_cache_keeps_an_answer_and_fragments_differ_from_pages(sign_in: SignIn, requester: User) -> None:
    answer = sign_in(requester).get("/frame/page/")

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "HX-Request" in answer.headers["Vary"]


def test_a_view_may_let_the_browser_keep_its_answer(sign_in: SignIn, requester: User) -> None:
    assert sign_in(requester).get("/frame/face/").headers["Cache-Control"] == "private, max-age=3600"


def test_a_fragment_after_the_session_ended_reloads_the_page(client: Browser) -> None:
    page = client.get("/frame/only-signed-in/")
    fragment = client.get("/frame/only-signed-in/", headers={"hx-request": "true"})

    assert page.status_code == 302
    assert fragment.status_code == 401
    assert fragment.headers["HX-Refresh"] == "true"
    assert fragment.content == b""


def test_text_in_every_language_passes(client: Browser) -> None:
    said = "Noémie heeft één 😀 ‎vraag\n"

    assert client.get("/frame/echo/", {"q": said}).json()["q"] == said
    assert client.post("/frame/take/", json.dumps({"what": said}), "application/json").status_code == 200


def test_a_zone_that_this_machine_does_not_know_locks_nobody_out(sign_in: SignIn, requester: User) -> None:
    requester.time_zone = "Atlantis/Capital"
    requester.save(update_fields=["time_zone"])

    assert sign_in(requester).get("/frame/echo/").json()["zone"] == "Europe/Brussels"


def test_sign_out_makes_the_browser_forget(sign_in: SignIn, requester: User) -> None:
    browser = sign_in(requester)

    assert "Clear-Site-Data" not in browser.get("/frame/echo/").headers
    assert browser.post("/frame/sign-out/").headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in browser.post("/frame/sign-out/").headers
