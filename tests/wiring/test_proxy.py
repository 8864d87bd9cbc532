"""Nobody chooses the address he is counted under, except through the proxy that we named."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from fso_desk.proxy import TrustedProxyMiddleware

PROXY, VISITOR, STRANGER = "10.0.0.5", "203.0.113.7", "198.51.100.9"


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"1.2.3.4, {VISITOR}", VISITOR),
        (PROXY, "", PROXY),
        (STRANGER, VISITOR, STRANGER),
    ],
)
def test_only_the_named_proxy_is_believed_and_only_its_own_word(
    peer: str, forwarded: str, counted: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXY = [PROXY]
    seen: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    request = RequestFactory().get(
        "/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded, HTTP_X_FORWARDED_HOST="evil.example"
    )
    TrustedProxyMiddleware(answer)(request)

    assert seen[0].META["REMOTE_ADDR"] == counted
    assert not [name for name in seen[0].META if "FORWARDED" in name]
