"""The set-up pages, through HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import PersonEvent, Role, User
from sites.models import Assignment, Client, ClientEvent, Function, MailDomain, Membership, Site
from tests.conftest import SignIn
from tickets.models import Category, Ticket


@pytest.fixture
def setting_up(administrator: User, sign_in: SignIn) -> Browser:
    return sign_in(administrator)


INLINES = {
    "mail_domains-TOTAL_FORMS": "1",
    "mail_domains-INITIAL_FORMS": "0",
    "mail_domains-0-domain": "",
    "sites-TOTAL_FORMS": "1",
    "sites-INITIAL_FORMS": "0",
    "sites-0-name": "",
    "sites-0-time_zone": "Europe/Brussels",
    "sites-0-country": "BE",
}
CLIENT = {
    "name": "Bakkerij Zoet",
    "service_model": "no_it",
    "time_zone": "Europe/Brussels",
    "language": "nl",
    "opens_at_0": "2026-01-01",
    "opens_at_1": "08:00",
}


def save(browser: Browser, path: str, told: Mapping[str, object]) -> None:
    answer = browser.post(path, told)
    assert answer.status_code == 302, re.findall(r"errorlist.*?</ul>", answer.content.decode(), re.S)


def test_the_whole_set_up_is_done_on_these_pages(setting_up: Browser, administrator: User) -> None:
    save(
        setting_up,
        "/setup/accounts/user/add/",
        {
            "name": "Nele",
            "email": "Nele@Lumen-it.example",
            "language": "nl",
            "time_zone": "Europe/Brussels",
            "held": ["fso", "desk"],
        },
    )
    nele = User.objects.get(email="nele@lumen-it.example")
    assert nele.role_codes == {Role.FSO, Role.DESK}

    save(
        setting_up,
        "/setup/sites/client/add/",
        {**CLIENT, **INLINES, "mail_domains-0-domain": "zoet.example", "sites-0-name": "Gent"},
    )
    client = Client.objects.get(name="Bakkerij Zoet")
    assert client.is_open()
    assert MailDomain.objects.get().client == client
    site = Site.objects.get(client=client, name="Gent")

    told = {
        "client": str(client.pk),
        "name": "Piet",
        "email": "piet@zoet.example",
        "standing": "contact",
        "site": str(site.pk),
    }
    save(setting_up, "/setup/sites/membership/add/", told)
    assert Membership.objects.get(client=client).person.name == "Piet"

    told = {
        "client": str(client.pk),
        "person": str(nele.pk),
        "function": "fso",
        "starts_at_0": "2026-01-01",
        "starts_at_1": "00:00",
    }
    save(setting_up, "/setup/sites/assignment/add/", told)
    row = Assignment.objects.get(client=client)
    assert row.function == Function.FSO

    save(setting_up, f"/setup/sites/assignment/{row.pk}/change/", {"has_ended": "on"})
    row.refresh_from_db()
    assert row.ends_at is not None

    save(setting_up, "/setup/tickets/category/add/", {"name_en": "Mail", "question_kind": "technical"})
    assert Category.objects.get().name_en == "Mail"

    assert set(ClientEvent.objects.filter(client=client).values_list("kind", "actor")) == {
        (kind, administrator.pk)
        for kind in (
            "client_added", "client_opened", "mail_domain_added", "site_added", "member_added", "assignment_started",
            "assignment_ended",
        )
    }  # fmt: skip
    assert set(PersonEvent.objects.values_list("kind", "actor")) == {("person_added", administrator.pk)}


def test_a_person_is_corrected_and_deactivated_there(setting_up: Browser, fso: User, administrator: User) -> None:
    told: dict[str, object] = {
        "name": "Inès V.",
        "email": "ines@lumen-it.example",
        "language": "fr",
        "time_zone": "Europe/Brussels",
        "held": ["fso"],
    }
    save(setting_up, f"/setup/accounts/user/{fso.pk}/change/", {**told, "must_use_second_factor": "on"})
    fso.refresh_from_db()
    assert (fso.name, fso.is_active, fso.must_use_second_factor) == ("Inès V.", False, True)
    kinds = PersonEvent.objects.filter(person=fso, actor=administrator).values_list("kind", flat=True)
    assert set(kinds) == {"person_corrected", "person_deactivated", "second_factor_demanded"}


def test_somebody_has_left_there(setting_up: Browser, requester: User) -> None:
    row = Membership.objects.get(person=requester)
    save(setting_up, f"/setup/sites/membership/{row.pk}/change/", {"standing": "requester", "has_left": "on"})
    row.refresh_from_db()
    assert row.ends_at is not None


@pytest.mark.parametrize(
    ("path", "told", "sentence"),
    [
        (
            "/setup/sites/client/add/",
            {**CLIENT, **INLINES, "mail_domains-0-domain": "gmail.com"},
            "Anybody can have an address",
        ),
        (
            "/setup/accounts/user/add/",
            {"name": "X", "email": "LUC@dewinter.example", "language": "en", "time_zone": "Europe/Brussels"},
            "This address cannot be used here.",
        ),
        (
            "/setup/accounts/user/add/",
            {"name": "X", "language": "en", "time_zone": "Mars/Base"},
            "Write a time zone such as",
        ),
        ("/setup/sites/membership/add/", {"standing": "requester"}, "Give the name of somebody new"),
        ("/setup/tickets/category/add/", {"question_kind": "technical"}, "Write a name in at least one language."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    path: str, told: dict[str, str], sentence: str, setting_up: Browser, outsider_requester: User
) -> None:
    answer = setting_up.post(path, told)
    assert answer.status_code == 200
    assert sentence in answer.content.decode().replace("&#x27;", "'")


def test_the_last_administrator_cannot_be_taken_away_there(setting_up: Browser, administrator: User) -> None:
    told = {
        "name": "K",
        "email": "katrien@lumen-it.example",
        "language": "en",
        "time_zone": "Europe/Brussels",
        "held": ["fso"],
    }
    answer = setting_up.post(f"/setup/accounts/user/{administrator.pk}/change/", told)
    assert "This is the last administrator." in answer.content.decode()
    assert administrator.__class__.objects.get(pk=administrator.pk).is_staff


def test_only_set_up_tables_are_there_and_nothing_is_deleted(
    setting_up: Browser, fso: User, brewery: Client, ticket: Ticket
) -> None:
    tables = {model._meta.label for model in admin.site._registry}
    assert tables >= {"accounts.User", "sites.Client", "sites.Membership", "sites.Assignment", "tickets.Category"}
    for label in tables:
        assert label.split(".")[1] not in {
            "Ticket", "Message", "Escalation", "TimeEntry", "AuthToken", "Authenticator", "EmailAddress", "Session",
        }, label  # fmt: skip
    for row in (fso, brewery, Membership.objects.first(), Assignment.objects.first()):
        meta = row._meta  # type: ignore[union-attr]
        path = reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[row.pk])  # type: ignore[union-attr]
        assert setting_up.post(path, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=fso.pk).exists()


def test_every_page_of_set_up_opens_and_has_nothing_that_the_policy_forbids(
    setting_up: Browser, fso: User, requester: User
) -> None:
    paths = ["/setup/", f"/setup/accounts/user/{fso.pk}/change/", f"/setup/accounts/user/{requester.pk}/change/"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
    for path in paths:
        answer = setting_up.get(path)
        assert answer.status_code in ({200, 403} if path.endswith("/add/") else {200}), path
        page = answer.content.decode()
        assert not re.search(r'\sstyle="|\son\w+="|<style|<script(?![^>]*(src=|application/json))', page), path


@pytest.mark.parametrize(
    "path", ["/setup/", "/setup/accounts/user/", "/setup/sites/client/add/", "/setup/jsi18n/", "/setup/nothing/"]
)
def test_set_up_is_for_administrators_and_for_others_it_never_was(
    path: str, fso: User, desk: User, contact: User, sign_in: SignIn
) -> None:
    for person in (fso, desk, contact):
        assert sign_in(person).get(path).status_code == 404
    answer = Browser().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=/setup/")


def test_a_file_that_is_no_picture_is_refused_at_the_field(setting_up: Browser, fso: User) -> None:
    told = {"name": fso.name, "email": fso.email, "language": "en", "time_zone": "Europe/Brussels", "held": ["fso"]}
    sent = {**told, "is_active": "on", "photo": SimpleUploadedFile("face.png", b"no picture")}

    answer = setting_up.post(f"/setup/accounts/user/{fso.pk}/change/", sent)

    assert answer.status_code == 200
    assert "We cannot read this picture." in answer.content.decode()
    assert not PersonEvent.objects.filter(person=fso).exists()


def test_nobody_is_put_at_a_place_of_another_client(setting_up: Browser, requester: User, garage: Client) -> None:
    row, elsewhere = Membership.objects.get(person=requester), Site.objects.get(client=garage)

    answer = setting_up.post(
        f"/setup/sites/membership/{row.pk}/change/", {"standing": "requester", "site": str(elsewhere.pk)}
    )

    assert answer.status_code == 200
    assert "Choose a site of this client." in answer.content.decode()
    row.refresh_from_db()
    assert row.site is None


def test_a_choice_among_places_says_of_whom_each_is(setting_up: Browser, brewery_site: Site, garage: Client) -> None:
    for name in ("assignment", "membership"):
        page = setting_up.get(reverse(f"admin:sites_{name}_add")).content.decode()
        assert "Brouwerij Hopveld, Aalst" in page, name
        assert "Garage Dewinter, Vilvoorde" in page, name


def test_the_lists_say_who_serves_and_works_where_from_when_until_when(
    setting_up: Browser, fso: User, requester: User
) -> None:
    for name, said in [
        ("assignment", ["client", "person", "function", "site", "starts_at", "ends_at"]),
        ("membership", ["client", "person", "standing", "site", "starts_at", "ends_at"]),
    ]:
        page = setting_up.get(reverse(f"admin:sites_{name}_changelist")).content.decode()
        shown = re.findall(r'class="field-([a-z_]+)', page)
        assert shown[: len(said)] == said
        assert "Brouwerij Hopveld" in page
