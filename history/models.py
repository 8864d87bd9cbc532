from typing import Any, Never, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

E = TypeVar("E", bound="Event")


class AppendOnly(TypeError):
    """Raised when somebody tries to change or delete a fact."""


class Words(models.Model):
    """A free text that an event points to: erasing blanks the words, the event stays."""

    text = models.TextField(_("text"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("words")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.text


class EventQuerySet(models.QuerySet[E]):
    """Facts can be read and added; nothing else."""

    def update(self, **_kwargs: Any) -> Never:
        raise AppendOnly

    def delete(self) -> Never:
        raise AppendOnly

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> Never:
        raise AppendOnly


class Event(models.Model):
    """A fact: what happened, to what (a foreign key of the subclass), by whom, when.

    ``actor`` is None when the system acted. ``occurred_at`` is when it happened (UTC), ``recorded_at`` when it was
    written: later for what is imported or was saved offline.
    """

    kind = models.CharField(_("kind"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    occurred_at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    details = models.JSONField(_("details"), default=dict)
    words = models.ForeignKey(Words, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("words"))

    objects: Any = EventQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        raise AppendOnly


class OnceKey(models.Model):
    """That a person has sent this form already, and what came of it. Kept seven days."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    key = models.UUIDField(_("key"))
    result = models.BigIntegerField(_("number of what was made"))
    created_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("one-time key")
        verbose_name_plural = _("one-time keys")
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="a_key_is_used_once_per_person"),
        ]
        indexes = [
            # The nightly sweep of keys older than seven days.
            models.Index(fields=["created_at"], name="once_key_age"),
        ]

    def __str__(self) -> str:
        return str(self.key)
