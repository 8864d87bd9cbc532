from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from history.models import Event
from sites.models import Client, Site, Span
from tickets.querysets import ProblemQuerySet

PUBLIC_LANGUAGES: Final = ("en", "fr", "nl")


class Problem(models.Model):
    """What many people have, or have again: tickets hang on it, and it is announced in words of its own.

    ``client`` None: it is of no client alone. What it is and what to do meanwhile is for people of the firm; people of
    clients read the public words, and nothing else of it. Changed only by ``tickets.actions``.
    """

    class State(models.TextChoices):
        SEEN = "seen", _("seen")
        KNOWN = "known", _("known")
        BEING_SOLVED = "being_solved", _("being solved")
        GONE = "gone", _("gone")

    number = models.BigAutoField(_("number"), primary_key=True)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("client")
    )
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site"))
    what = models.CharField(_("what it is"), max_length=255)
    workaround = models.TextField(_("what to do meanwhile"), blank=True)
    public_en = models.TextField(_("public words in English"), blank=True)
    public_fr = models.TextField(_("public words in French"), blank=True)
    public_nl = models.TextField(_("public words in Dutch"), blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.SEEN)
    next_word_at = models.DateTimeField(_("next word at"), null=True, blank=True)
    noted_at = models.DateTimeField(_("noted at"))
    gone_at = models.DateTimeField(_("gone at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("known problem")
        verbose_name_plural = _("known problems")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["seen", "known", "being_solved", "gone"]), name="a_problem_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state="gone", gone_at__isnull=False) | (~Q(state="gone") & Q(gone_at__isnull=True)),
                name="gone_at_is_set_if_and_only_if_gone",
            ),
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(client__isnull=False), name="a_place_of_a_problem_is_of_its_client"
            ),
        ]
        indexes = [
            # The list of what is not gone, and what is offered on a ticket of this client.
            models.Index(fields=["client"], condition=~Q(state="gone"), name="problem_of_client"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.what}"

    @property
    def is_gone(self) -> bool:
        """Whether nobody has it any more."""
        return self.state == self.State.GONE

    @property
    def words(self) -> dict[str, str]:
        """The public words by language, "" where there are none in it."""
        return {"en": self.public_en, "fr": self.public_fr, "nl": self.public_nl}

    @property
    def public_words(self) -> str:
        """The public words in the reader's language, else in the firm's, else in any ("" = none)."""
        return in_language_of_reader(self.words)

    def is_word_overdue(self, at: datetime | None = None) -> bool:
        """Whether the next word was promised for an instant that has passed."""
        return self.next_word_at is not None and self.next_word_at <= (at or timezone.now())


class Announcement(Span):
    """That people of this client (None = of every one), or of one of its places, read the public words of a problem."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="announcements", verbose_name=_("known problem"))
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("client")
    )
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site"))

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            # Three of one kind: for SQL an empty client, or an empty place, is like no other.
            models.UniqueConstraint(
                fields=["problem"],
                condition=Q(ends_at__isnull=True, client__isnull=True),
                name="a_problem_is_announced_once_to_all",
            ),
            models.UniqueConstraint(
                fields=["problem", "client"],
                condition=Q(ends_at__isnull=True, site__isnull=True),
                name="a_problem_is_announced_once_per_client",
            ),
            models.UniqueConstraint(
                fields=["problem", "site"],
                condition=Q(ends_at__isnull=True),
                name="a_problem_is_announced_once_per_place",
            ),
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(client__isnull=False), name="an_announced_place_is_of_its_client"
            ),
        ]
        indexes = [
            # The start page of clients' people: what is announced to them now? What is over costs nothing.
            models.Index(fields=["client"], condition=Q(ends_at__isnull=True), name="announced_to_client"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} / {self.client_id} / {self.site_id}"


class ProblemPerson(models.Model):
    """That a person of a client has said "this is mine too": news of the problem is told to him."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="people", verbose_name=_("known problem"))
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", verbose_name=_("client"))
    joined_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("person with a known problem")
        verbose_name_plural = _("people with a known problem")
        constraints = [
            models.UniqueConstraint(fields=["problem", "person"], name="a_problem_is_mine_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} / {self.problem_id}"


class ProblemEvent(Event):
    """What happened to a known problem: its history, and what is told to who has it too."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="events", verbose_name=_("known problem"))

    class Meta:
        verbose_name = _("event of a known problem")
        verbose_name_plural = _("events of known problems")
        indexes = [
            # The history of one problem.
            models.Index(fields=["problem", "occurred_at", "id"], name="problem_event_history"),
        ]


def in_language_of_reader(words: Mapping[str, str]) -> str:
    """Return these words (by language) in the active language, else in the firm's, else in any; "" when there are none."""
    wanted = [(translation.get_language() or "")[:2], settings.LANGUAGE_CODE[:2], *PUBLIC_LANGUAGES]
    return next((words[code] for code in wanted if words.get(code)), "")
