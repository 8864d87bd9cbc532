from functools import cache, cached_property
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserManager
from history.models import Event


class Side(models.TextChoices):
    """A person is of the firm or of clients, never both."""

    FIRM = "firm", _("the firm")
    CLIENT = "client", _("a client")


class Role(models.TextChoices):
    """What a person of the firm does; one may hold several."""

    FSO = "fso", _("FSO")
    DESK = "desk", _("service desk")
    ENGINEER = "engineer", _("system engineer")
    ICT_MANAGER = "ict_manager", _("Shared ICT Manager")
    ADMINISTRATOR = "administrator", _("administrator")


class Language(models.TextChoices):
    """Languages that people read and write in."""

    EN = "en", "English"
    FR = "fr", "Français"
    NL = "nl", "Nederlands"


@cache
def known_zones() -> frozenset[str]:
    """The names of all IANA zones of this machine."""
    # Asking walks through a folder of six hundred files.
    return frozenset(available_timezones())


def refuse_unknown_zone(name: str) -> None:
    """Raise ValidationError, at the field ``time_zone``, unless this is the name of an IANA zone."""
    if name not in known_zones():
        raise ValidationError({"time_zone": _("Write a time zone such as Europe/Brussels.")})


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Somebody known by name alone has no address (NULL) and cannot sign in."""

    email = models.EmailField(_("e-mail address"), max_length=254, null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=120)
    side = models.CharField(_("belongs to"), max_length=6, choices=Side)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Brussels")
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    keyboard_shortcuts = models.BooleanField(_("single letters act on tickets"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_team_lead = models.BooleanField(_("team lead"), default=False)
    must_use_second_factor = models.BooleanField(_("must use a second factor"), default=False)
    # Part of every session's seal: raising it ends all sessions of this person at their next request.
    sessions_ended = models.PositiveIntegerField(_("times that all sessions were ended"), default=0, editable=False)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=True) | (models.Q(email=Lower("email")) & ~models.Q(email="")),
                name="an_address_is_lower_case_or_null",
                violation_error_message=_("Write the address in small letters."),
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=["firm", "client"]), name="a_person_is_of_the_firm_or_of_clients"
            ),
            models.CheckConstraint(
                condition=models.Q(side="firm") | models.Q(is_superuser=False, is_team_lead=False),
                name="only_people_of_the_firm_lead_or_set_up",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def clean_email(email: str | None) -> str | None:
        """Return the address as stored: trimmed, lower case, None for none."""
        return (email or "").strip().lower() or None

    @staticmethod
    def roles_model() -> "type[RoleHeld]":
        """Return the model of the rows that say who holds which role."""
        return RoleHeld

    def clean(self) -> None:
        """Store the address as the constraint wants it, the name on one line. Raises ValidationError for a time zone that
        does not exist."""
        self.email = self.clean_email(self.email)
        self.name = " ".join(self.name.split())  # names stand in headers of mails and in lists
        refuse_unknown_zone(self.time_zone)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return the seal of this person's sessions: a new password or "sign out everywhere" breaks it."""
        sealed = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("accounts.User.session", sealed, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """Return the name; Django's own pages ask for it by this word."""
        return self.name

    def get_short_name(self) -> str:
        """Return the first name: how colleagues and clients call a person."""
        return self.first_name

    @property
    def first_name(self) -> str:
        """The first word of the name, as in "Inès is on it"."""
        return first_name_of(self.name)

    @property
    def initials(self) -> str:
        """At most two letters, shown where there is no photo."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()

    @property
    def is_of_firm(self) -> bool:
        """Whether this is one of the firm's own people."""
        return self.side == Side.FIRM

    @property
    def can_sign_in(self) -> bool:
        """Whether this person has an address and is active."""
        return self.is_active and self.email is not None

    @property
    def is_staff(self) -> bool:
        """Whether the set-up pages (Django's admin) open for this person: administrators only."""
        return self.is_active and self.is_of_firm and (self.is_superuser or Role.ADMINISTRATOR in self.role_codes)

    @cached_property
    def role_codes(self) -> frozenset[str]:
        """Codes of the roles held, e.g. ``{"fso", "desk"}``; one query per request."""
        return frozenset(self.roles.values_list("role", flat=True)) if self.is_of_firm else frozenset()

    def has_role(self, *roles: str) -> bool:
        """Whether this active person of the firm holds one of these roles."""
        return self.is_active and not self.role_codes.isdisjoint(roles)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Administrators may use every set-up page; nobody else any."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """As has_perm."""
        return self.is_staff


class RoleHeld(models.Model):
    """That a person of the firm holds a role."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=16, choices=Role)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="a_role_is_held_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="a_role_is_one_we_know"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Face(models.Model):
    """A person's photo: 96 px square, WebP, at most 20 kB; in the database so that web machines hold no files."""

    user = models.OneToOneField(User, models.CASCADE, related_name="face", verbose_name=_("person"))
    picture = models.BinaryField(_("picture"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return str(self.user)


def first_name_of(name: str) -> str:
    """Return the first word of a person's name."""
    return name.split(" ", 1)[0]


class PersonEvent(Event):
    """What happened to a person: added, role given, deactivated."""

    person = models.ForeignKey(User, models.PROTECT, related_name="events", verbose_name=_("person"))

    class Meta:
        verbose_name = _("person event")
        verbose_name_plural = _("person events")
        indexes = [
            # The person's own history, newest first.
            models.Index(fields=["person", "-occurred_at", "-id"], name="person_event_history"),
        ]
