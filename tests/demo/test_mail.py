"""Mail of the demo stays here and can be read in the browser."""

from __future__ import annotations

from datetime import UTC, datetime
from email.mime.image import MIMEImage

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.test import Client as Browser
from django.urls import reverse

from demo.models import KeptMail

pytestmark = [pytest.mark.urls("tests.demo.urls"), pytest.mark.django_db]

BACKEND = "demo.mailbox.KeepingBackend"


def send(subject: str = "Your code", to: str = "Emma Claes <Emma@hopveld.example>", html: str = "") -> KeptMail:
    mail = EmailMultiAlternatives(
        subject, "Your six digits: 123456", to=[to], headers={"From": "Lumen IT <d@x.example>"}
    )
    if html:
        mail.attach_alternative(html, "text/html")
    assert get_connection(BACKEND).send_messages([mail]) == 1
    return KeptMail.objects.latest("pk")


def test_a_mail_is_kept_with_both_parts() -> None:
    kept = send(html="<p>Your six digits: <b>123456</b></p>")

    assert (kept.recipient, kept.sender) == ("emma@hopveld.example", "Lumen IT <d@x.example>")
    assert (kept.subject, kept.text) == ("Your code", "Your six digits: 123456")
    assert "<b>123456</b>" in kept.html


def test_a_mail_to_two_is_kept_for_each() -> None:
    mail = EmailMessage("Both", "words", to=["a@x.example"], cc=["b@x.example"])

    get_connection(BACKEND).send_messages([mail])

    assert sorted(KeptMail.objects.values_list("recipient", flat=True)) == ["a@x.example", "b@x.example"]


def test_the_list_shows_the_newest_first_and_can_be_narrowed_to_one_person() -> None:
    send("First")
    send("Second")
    send("For another", to="bart@hopveld.example")

    page = Browser().get(reverse("demo:mails")).content.decode()
    hers = Browser().get(reverse("demo:mails"), {"to": "EMMA@hopveld.example "}).content.decode()

    assert page.index("For another") < page.index("Second") < page.index("First")
    assert "Second" in hers
    assert "For another" not in hers


def test_a_mail_is_read_as_text_and_its_words_are_never_markup() -> None:
    kept = send(subject="<script>alert(1)</script>")

    page = Browser().get(reverse("demo:mail", args=[kept.pk])).content.decode()

    assert "123456" in page
    assert "<script>alert(1)" not in page


def test_an_image_of_the_mail_is_seen_as_the_reader_sees_it() -> None:
    mail = EmailMultiAlternatives("A face", "words", to=["emma@hopveld.example"])
    mail.attach_alternative('<img src="cid:face">', "text/html")
    image = MIMEImage(b"RIFF", "webp")
    image.add_header("Content-ID", "<face>")
    mail.attach(image)
    get_connection(BACKEND).send_messages([mail])

    answer = Browser().get(reverse("demo:mail_as_sent", args=[KeptMail.objects.get().pk]))

    assert answer.content.decode() == '<img src="data:image/webp;base64,UklGRg==">'


def test_the_html_part_may_style_itself_and_nothing_else() -> None:
    kept = send(html="<p style='color: red'>hello</p><script>alert(1)</script>")

    answer = Browser().get(reverse("demo:mail_as_sent", args=[kept.pk]))

    policy = {
        rule.split(" ", 1)[0]: rule.split(" ")[1:] for rule in answer.headers["Content-Security-Policy"].split("; ")
    }
    assert policy["default-src"] == ["'none'"]
    assert policy["style-src"] == ["'unsafe-inline'"]
    assert policy["form-action"] == policy["frame-ancestors"] == ["'none'"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert "script-src" not in policy
    assert "hello" in answer.content.decode()


def test_every_other_page_of_the_demo_keeps_the_strict_policy() -> None:
    kept = send()

    for path in (reverse("demo:cast"), reverse("demo:mails"), reverse("demo:mail", args=[kept.pk])):
        assert "unsafe-inline" not in Browser().get(path).headers["Content-Security-Policy"]


def test_a_mail_that_never_was_is_not_found() -> None:
    assert Browser().get(reverse("demo:mail", args=[1])).status_code == 404
    assert Browser().get(reverse("demo:mail_as_sent", args=[1])).status_code == 404


def test_moments_are_those_of_the_firm_for_whoever_is_not_signed_in() -> None:
    kept = send()
    KeptMail.objects.filter(pk=kept.pk).update(kept_at=datetime(2020, 1, 2, 11, 30, tzinfo=UTC))

    for path in (reverse("demo:mails"), reverse("demo:mail", args=[kept.pk])):
        assert ">Thu 2 Jan 2020 12:30<" in Browser().get(path).content.decode()
