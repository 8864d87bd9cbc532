"""The outbox: what is to be told (Pending), to whom and how (Notification), and the mails that go out (Delivery).

`due_at` is the next moment at which something must happen with a row. Who works on a row first moves that moment into
the future by a conditional UPDATE (the claim): a worker that dies leaves a row that is due again when its claim ends.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.querysets import DeliveryQuerySet, NotificationQuerySet, PendingQuerySet
from tickets.models import Ticket


class Pending(models.Model):
    """That a fact was recorded, and nobody has been told yet. Written in the transaction of the fact itself."""

    event_table = models.CharField(_("table of the event"), max_length=60)
    event_number = models.BigIntegerField(_("number of the event"))
    created_at = models.DateTimeField(_("made at"))
    due_at = models.DateTimeField(_("next moment"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = PendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pending event")
        verbose_name_plural = _("pending events")
        constraints = [
            models.UniqueConstraint(fields=["event_table", "event_number"], name="an_event_is_told_once"),
        ]
        indexes = [
            # The sweeper: what is due now? Rows that are done cost it nothing.
            models.Index(fields=["due_at", "id"], condition=Q(done_at__isnull=True), name="pending_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event_table} {self.event_number}"


class Delivery(models.Model):
    """One mail to one person. Its message id never changes, so that a mail sent twice is recognised as one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused for good")
        GIVEN_UP = "given_up", _("given up")
        WITHDRAWN = "withdrawn", _("no longer allowed")

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    ticket = models.ForeignKey(
        Ticket, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("ticket")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(_("made at"))
    due_at = models.DateTimeField(_("next moment"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    address = models.CharField(_("sent to"), max_length=254, blank=True)
    message_id = models.CharField(_("message id"), max_length=200, unique=True)
    last_error = models.TextField(_("what the server said last"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="a_mail_waits_or_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "refused", "given_up", "withdrawn"]),
                name="a_mail_is_in_a_known_state",
            ),
        ]
        indexes = [
            # The sweeper: which mails are due now? Sent ones cost it nothing.
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="delivery_due"),
        ]

    def __str__(self) -> str:
        return self.message_id


class Notification(models.Model):
    """That one person is told of one fact through one channel: the row is unique, so it happens once."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        IN_APP = "in_app", _("in the product")

    event_table = models.CharField(_("table of the event"), max_length=60)
    event_number = models.BigIntegerField(_("number of the event"))
    kind = models.CharField(_("kind"), max_length=40)
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    channel = models.CharField(_("channel"), max_length=6, choices=Channel)
    ticket = models.ForeignKey(
        Ticket, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("ticket")
    )
    delivery = models.ForeignKey(
        Delivery, models.CASCADE, null=True, blank=True, related_name="notifications", verbose_name=_("mail")
    )
    made_at = models.DateTimeField(_("made at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["event_table", "event_number", "person", "channel"],
                name="a_person_is_told_once_per_event_and_channel",
            ),
            models.CheckConstraint(
                condition=Q(channel="mail", delivery__isnull=False) | Q(channel="in_app", delivery__isnull=True),
                name="a_mailed_notification_has_its_mail",
            ),
        ]
        indexes = [
            # The bell on every page: how much has this person not read?
            models.Index(
                fields=["person", "ticket"], condition=Q(channel="in_app", read_at__isnull=True), name="news_unread"
            ),
            # The list of news, newest first.
            models.Index(fields=["person", "-made_at", "-id"], condition=Q(channel="in_app"), name="news_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id} {self.channel}"
