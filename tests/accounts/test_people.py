from __future__ import annotations

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Field
from django.test import Client as Browser
from knox.models import AuthToken
from PIL import Image

from accounts import actions
from accounts.admin import PersonForm
from accounts.forms.me import ProfileForm
from accounts.models import Face, PersonEvent, Role, User
from sites.models import Client
from tests.budgets import queries_of
from tests.cast import person_of_firm
from tests.conftest import SignIn
from tickets.models import Ticket


def kinds_of(person: User) -> list[str]:
    return list(PersonEvent.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def photo(size: tuple[int, int] = (600, 400), kind: str = "JPEG") -> bytes:
    stored = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    Image.effect_noise(size, 90).convert("RGB").save(stored, kind, exif=exif)
    return stored.getvalue()


def test_every_change_to_a_person_is_one_event_and_twice_is_once(administrator: User, fso: User) -> None:
    for _ in range(2):
        actions.set_roles(fso, roles=[Role.FSO, Role.DESK], actor=administrator)
        actions.demand_second_factor(fso, demanded=True, actor=administrator)
        actions.change_phone(fso, phone="+32 470 00 00 00", actor=fso)
        actions.deactivate(fso, actor=administrator)
    for _ in range(2):
        actions.reactivate(fso, actor=administrator)
    assert kinds_of(fso) == [
        "roles_changed", "second_factor_demanded", "profile_changed", "person_deactivated", "person_reactivated",
    ]  # fmt: skip


def test_only_administrators_set_up_people(fso: User, colleague: User, desk: User) -> None:
    with pytest.raises(actions.NotAllowed):
        actions.deactivate(colleague, actor=fso)
    with pytest.raises(actions.NotAllowed):
        actions.set_roles(fso, roles=[Role.ADMINISTRATOR], actor=fso)
    with pytest.raises(actions.NotAllowed):
        actions.change_phone(colleague, phone="1", actor=desk)
    with pytest.raises(actions.NotAllowed):
        actions.add_person(name="X", email=None, side="firm", actor=fso)


def test_the_last_administrator_stays(administrator: User) -> None:
    with pytest.raises(actions.WrongMoment):
        actions.deactivate(administrator, actor=administrator)
    with pytest.raises(actions.WrongMoment):
        actions.set_roles(administrator, roles=[Role.FSO], actor=administrator)
    other = person_of_firm("Second", "second@lumen-it.example", "administrator")
    assert not actions.deactivate(administrator, actor=other).is_active


def test_a_taken_address_is_refused_without_saying_whose(
    administrator: User, outsider_requester: User, brewery: Client
) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.add_person(name="X", email="LUC@dewinter.example", side="client", actor=administrator)
    assert refused.value.message_dict == {
        "email": ["This address cannot be used here. Choose another one, or ask the firm."]
    }


def test_deactivation_counts_at_the_next_request_in_every_door(
    fso: User, ticket: Ticket, administrator: User, sign_in: SignIn
) -> None:
    browser = sign_in(fso)
    _row, token = AuthToken.objects.create(user=fso)
    assert browser.get("/me/").status_code == 200

    actions.deactivate(fso, actor=administrator)

    assert browser.get("/me/").status_code == 302
    assert not AuthToken.objects.filter(user=fso).exists()
    answer = Browser(headers={"authorization": f"Token {token}"}).get(f"/api/v1/tickets/{ticket.pk}/")
    assert answer.status_code in {401, 404}
    actions.reactivate(fso, actor=administrator)
    assert browser.get("/me/").status_code == 302, "an old session must not come back to life"


def test_sign_out_everywhere_ends_all_sessions_and_tokens(fso: User, sign_in: SignIn) -> None:
    here, there = sign_in(fso), sign_in(fso)
    AuthToken.objects.create(user=fso)

    answer = here.post("/me/sign-out-everywhere/")

    assert answer.status_code == 302
    assert [browser.get("/me/").status_code for browser in (here, there)] == [302, 302]
    assert not AuthToken.objects.exists()


def test_another_address_ends_the_sessions_under_the_old_one(fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    actions.correct_person(
        fso, actor=None, name=fso.name, email="new@lumen-it.example", language="en", time_zone=fso.time_zone, phone=""
    )
    assert browser.get("/me/").status_code == 302
    old = Browser().post(
        "/sign-in/password/", {"login": "ines@lumen-it.example", "password": "correct horse battery staple"}
    )
    assert old.status_code == 422


def test_a_role_that_is_taken_away_counts_at_the_next_request(
    administrator: User, desk: User, brewery: Client, sign_in: SignIn
) -> None:
    browser = sign_in(desk)
    assert browser.get(f"/clients/{brewery.pk}/").status_code == 200
    actions.set_roles(desk, roles=[Role.ENGINEER], actor=administrator)
    assert browser.get(f"/clients/{brewery.pk}/").status_code == 404


def test_one_changes_ones_own_account(requester: User, sign_in: SignIn) -> None:
    browser = sign_in(requester)
    told = {"name": "Emma C.", "phone": "+32 2 1", "language": "nl", "time_zone": "Europe/Paris"}
    assert browser.post("/me/", told).status_code == 302
    requester.refresh_from_db()
    assert (requester.name, requester.phone, requester.language, requester.time_zone) == tuple(told.values())
    assert "Emma C." in browser.get("/me/").content.decode()


@pytest.mark.parametrize(("field", "value"), [("time_zone", "Mars/Base"), ("language", "tlh"), ("name", "")])
def test_what_cannot_be_stored_comes_back_with_what_was_typed(
    field: str, value: str, requester: User, sign_in: SignIn
) -> None:
    told = {"name": "Kept name", "phone": "", "language": "en", "time_zone": "Europe/Brussels", field: value}
    answer = sign_in(requester).post("/me/", told)
    assert answer.status_code == 422
    assert (told["name"] or "Europe/Brussels") in answer.content.decode()
    requester.refresh_from_db()
    assert requester.name == "Emma Claes"


def test_only_own_fields_are_taken_from_the_form(requester: User, sign_in: SignIn) -> None:
    told = {"name": "Emma", "phone": "", "language": "en", "time_zone": "Europe/Brussels"}
    sign_in(requester).post(
        "/me/", {**told, "side": "firm", "is_superuser": "on", "email": "x@y.example", "held": "administrator"}
    )
    requester.refresh_from_db()
    assert (requester.side, requester.is_superuser, requester.email) == ("client", False, "emma@hopveld.example")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_becomes_small_square_and_says_nothing_about_the_device(kind: str, fso: User) -> None:
    upload = photo(kind=kind) if kind != "GIF" else photo(kind="PNG")
    actions.change_face(fso, upload=upload, actor=fso)
    stored = bytes(Face.objects.get(user=fso).picture)
    assert len(stored) <= 20_000
    assert b"SecretPhone" not in stored
    picture = Image.open(io.BytesIO(stored))
    assert (picture.size, picture.format) == ((96, 96), "WEBP")
    assert not picture.getexif()


@pytest.mark.parametrize(
    "upload", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff" + b"0" * 99]
)
def test_what_is_no_picture_is_refused(upload: bytes, fso: User) -> None:
    with pytest.raises(ValidationError):
        actions.change_face(fso, upload=upload, actor=fso)
    assert not Face.objects.exists()


def test_a_picture_with_too_many_pixels_is_refused(fso: User) -> None:
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    with pytest.raises(ValidationError):
        actions.change_face(fso, upload=bomb.getvalue(), actor=fso)


class Unread(SimpleUploadedFile):
    """An upload whose reading would be seen."""

    def read(self, *_args: object, **_kwargs: object) -> bytes:
        raise AssertionError("read before its size was asked")


@pytest.mark.parametrize("field", [ProfileForm.base_fields["photo"], PersonForm.base_fields["photo"]])
def test_an_upload_that_is_too_large_is_refused_unread(field: Field) -> None:
    upload = Unread("face.jpg", b"x")
    upload.size = 10 * 1024 * 1024 + 1

    with pytest.raises(ValidationError, match="at most 10 MB"):
        field.clean(upload)


def test_a_photo_can_be_sent_from_the_account_page(fso: User, sign_in: SignIn) -> None:
    told = {"name": fso.name, "phone": "", "language": "en", "time_zone": "Europe/Brussels"}
    browser = sign_in(fso)
    sent = browser.post("/me/", {**told, "photo": SimpleUploadedFile("me.jpg", photo())})
    assert sent.status_code == 302
    answer = browser.get(f"/people/{fso.pk}/photo/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "private, max-age=3600"


def test_faces_are_seen_by_those_whom_they_serve(
    fso: User,
    outsider_fso: User,
    requester: User,
    outsider_requester: User,
    desk: User,
    ticket: Ticket,
    sign_in: SignIn,
) -> None:
    for person in (fso, outsider_fso, requester):
        actions.change_face(person, upload=photo(), actor=None)

    def sees(viewer: User, person: User) -> bool:
        return sign_in(viewer).get(f"/people/{person.pk}/photo/").status_code == 200

    assert sees(desk, fso)
    assert sees(fso, outsider_fso)
    assert sees(requester, fso)
    assert not sees(outsider_requester, fso)
    assert not sees(requester, outsider_fso)
    assert not sees(outsider_requester, requester)
    assert not sees(desk, requester)
    unseen, never = [sign_in(requester).get(f"/people/{pk}/photo/") for pk in (outsider_fso.pk, 999_999)]
    assert (unseen.status_code, unseen.content) == (never.status_code, never.content)
    assert Browser().get(f"/people/{fso.pk}/photo/").status_code == 302


def test_a_time_zone_is_chosen_those_of_europe_first(requester: User, sign_in: SignIn) -> None:
    page = sign_in(requester).get("/me/").content.decode()

    offered = re.findall(r'<option value="([A-Z][^"]*)"( selected)?', page.split('name="time_zone"')[1])
    names = [name for name, _selected in offered]
    assert [name for name, is_chosen in offered if is_chosen] == ["Europe/Brussels"]
    assert {"America/New_York", "Asia/Tokyo", "UTC"} < set(names)
    last_near = max(number for number, name in enumerate(names) if name.startswith("Europe/"))
    assert all(name.startswith("Europe/") for name in names[: last_near + 1])


def test_the_switch_in_the_foot_changes_ones_own_language(requester: User, sign_in: SignIn) -> None:
    browser = sign_in(requester)
    assert 'action="/language/"' in browser.get("/").content.decode()

    for _ in range(2):
        assert browser.post("/language/", {"language": "nl", "next": "/"}).headers["Location"] == "/"

    requester.refresh_from_db()
    assert requester.language == "nl"
    assert kinds_of(requester) == ["profile_changed"]
    assert '<html lang="nl"' in browser.get("/").content.decode()


@pytest.mark.parametrize("sent", [{"language": "tlh"}, {"language": ""}, {}])
def test_a_language_we_do_not_speak_changes_nothing(sent: dict[str, str], requester: User, sign_in: SignIn) -> None:
    browser = sign_in(requester)

    assert browser.post("/language/", sent).status_code == 302
    assert browser.get("/language/", {"language": "nl"}).status_code == 302

    requester.refresh_from_db()
    assert requester.language == "en"


def test_ones_own_photo_stands_in_the_top_bar_without_another_query(fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    without = queries_of(browser, "/me/")
    assert f"/people/{fso.pk}/photo/" not in browser.get("/me/").content.decode()

    actions.change_face(fso, upload=photo(), actor=fso)

    assert f'src="/people/{fso.pk}/photo/' in browser.get("/me/").content.decode()
    with_photo = queries_of(browser, "/me/")
    assert len(with_photo) == len(without)
    assert not any("picture" in one for one in with_photo)
