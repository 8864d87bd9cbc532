"""The outbox: what is to be told (Pending), to whom and how (Notification), and what goes out (Delivery); and what people
choose to hear, which addresses refuse, and when the processes that tell were last seen.

`due_at` is the next moment at which something must happen with a row. Who sends a delivery first moves that moment into
the future by a conditional UPDATE (the claim): a worker that dies leaves a row that is due again when its claim ends.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import PersonEvent, User
from notifications.querysets import FAILED, LEFT, DeliveryQuerySet, NotificationQuerySet, PendingQuerySet
from tickets.models import Ticket


class Pending(models.Model):
    """That a fact was recorded, and nobody has been told yet. Written in the transaction of the fact itself.

    The facts of one transaction share a batch and are told together. A fact whose recipients cannot be worked out is set
    aside, with the reason, for an administrator; those behind it go on.
    """

    event_table = models.CharField(_("table of the event"), max_length=60)
    event_number = models.BigIntegerField(_("number of the event"))
    batch = models.UUIDField(_("transaction"))
    created_at = models.DateTimeField(_("made at"))
    due_at = models.DateTimeField(_("next moment"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    set_aside_at = models.DateTimeField(_("set aside at"), null=True, blank=True)
    last_error = models.TextField(_("what went wrong last"), blank=True)
    last_tended = models.ForeignKey(
        PersonEvent,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,  # asked from here only
        related_name="+",
        verbose_name=_("what somebody last did with it"),
    )

    objects = PendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pending event")
        verbose_name_plural = _("pending events")
        constraints = [
            models.UniqueConstraint(fields=["event_table", "event_number"], name="an_event_is_told_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(set_aside_at__isnull=True), name="what_is_told_is_not_set_aside"
            ),
        ]
        indexes = [
            # The sweeper: what is due now? Rows that are done cost it nothing.
            models.Index(
                fields=["due_at", "id"],
                condition=Q(done_at__isnull=True, set_aside_at__isnull=True),
                name="pending_due",
            ),
            # The worker that was woken for one transaction.
            models.Index(
                fields=["batch"], condition=Q(done_at__isnull=True, set_aside_at__isnull=True), name="pending_batch"
            ),
            # The administrator's page.
            models.Index(fields=["set_aside_at"], condition=Q(set_aside_at__isnull=False), name="pending_set_aside"),
        ]

    def __str__(self) -> str:
        return f"{self.event_table} {self.event_number}"


class Delivery(models.Model):
    """One mail (or alarm) to one person. Its message id never changes: a mail that was sent twice is recognised as one."""

    class Purpose(models.TextChoices):
        NEWS = "news", _("news")
        SEVERAL = "several", _("several tickets at once")
        MORNING_LIST = "morning_list", _("morning list")
        MY_DAY = "my_day", _("my day")
        ALARM = "alarm", _("alarm")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        READ = "read", _("read before it left")
        REFUSED = "refused", _("refused for good")
        GIVEN_UP = "given_up", _("given up")
        WITHDRAWN = "withdrawn", _("no longer allowed or true")
        SET_ASIDE = "set_aside", _("could not be written")
        DISMISSED = "dismissed", _("dismissed by hand")

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    ticket = models.ForeignKey(
        Ticket, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("ticket")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.NEWS)
    day = models.DateField(_("day of the list"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(_("made at"))
    due_at = models.DateTimeField(_("next moment"))
    # News of changes of the same ticket that follows before this moment waits for it, and goes together.
    window_until = models.DateTimeField(_("what follows waits until"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    first_tried_at = models.DateTimeField(_("first tried at"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    write_failures = models.PositiveIntegerField(_("times that it could not be written"), default=0)
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
                condition=Q(
                    state__in=[
                        "waiting",
                        "sent",
                        "read",
                        "refused",
                        "given_up",
                        "withdrawn",
                        "set_aside",
                        "dismissed",
                    ]
                ),
                name="a_mail_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["news", "several", "alarm"], day__isnull=True)
                | Q(purpose__in=["morning_list", "my_day"], day__isnull=False),
                name="a_list_is_of_a_day",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "day"], condition=Q(day__isnull=False), name="a_list_comes_once_a_day"
            ),
        ]
        indexes = [
            # The sweeper: which mails are due now? Sent ones cost it nothing.
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="delivery_due"),
            # What waits for this person about this ticket, which more news can join?
            models.Index(fields=["person", "ticket"], condition=Q(state="waiting"), name="delivery_waiting"),
            # Was a change of this ticket told to this person a moment ago?
            models.Index(
                fields=["person", "ticket", "window_until"],
                condition=Q(window_until__isnull=False),
                name="delivery_window",
            ),
            # The administrator's page: what did not arrive, newest first; one person's, too.
            models.Index(fields=["-ended_at", "-id"], condition=FAILED, name="delivery_failed"),
            models.Index(fields=["person", "-made_at", "-id"], name="delivery_of_person"),
            # The administrator's page: how much left within a day? Older ones cost it nothing.
            models.Index(fields=["ended_at", "state"], condition=LEFT, name="delivery_left"),
        ]

    def __str__(self) -> str:
        return self.message_id


class Notification(models.Model):
    """That one person is told of one fact through one channel: the row is unique, so it happens once."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        IN_APP = "in_app", _("in the product")
        ALARM = "alarm", _("alarm")

    event_table = models.CharField(_("table of the event"), max_length=60)
    event_number = models.BigIntegerField(_("number of the event"))
    kind = models.CharField(_("kind"), max_length=40)
    topic = models.CharField(_("kind of news"), max_length=20)
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
                condition=Q(channel__in=["mail", "alarm"], delivery__isnull=False)
                | Q(channel="in_app", delivery__isnull=True),
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


class Preference(models.Model):
    """How a person wants to hear one kind of news; without a row it is as the topic says."""

    class Choice(models.TextChoices):
        AT_ONCE = "at_once", _("by mail, at once")
        MORNING = "morning", _("by mail, in the morning list")
        IN_APP = "in_app", _("only here")

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    topic = models.CharField(_("kind of news"), max_length=20)
    choice = models.CharField(_("how"), max_length=8, choices=Choice)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("choice of news")
        verbose_name_plural = _("choices of news")
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="a_person_chooses_once_per_kind_of_news"),
            models.CheckConstraint(
                condition=Q(choice__in=["at_once", "morning", "in_app"]), name="a_choice_is_one_we_know"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic} {self.choice}"


class QuietHours(models.Model):
    """Between these hours of the person's own zone mails wait; from the evening into the morning is one span too."""

    person = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [
            models.CheckConstraint(condition=~Q(starts=F("ends")), name="quiet_hours_are_a_span"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts:%H:%M}-{self.ends:%H:%M}"


class RefusedAddress(models.Model):
    """An address that a mail server refused for good, and how often in a row; three times stop all mail to it."""

    address = models.CharField(_("address"), max_length=254, unique=True)
    refusals = models.PositiveIntegerField(_("refusals in a row"))
    words = models.TextField(_("what the server said last"))
    refused_at = models.DateTimeField(_("refused at"))
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)

    class Meta:
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        constraints = [
            models.CheckConstraint(condition=Q(address=Lower("address")), name="a_refused_address_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.address


class SignOfLife(models.Model):
    """When a process that tells was last seen: each worker by its name, the clock that wakes them."""

    class Kind(models.TextChoices):
        WORKER = "worker", _("worker")
        CLOCK = "clock", _("clock")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("what"), max_length=6, choices=Kind)
    seen_at = models.DateTimeField(_("last seen at"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["worker", "clock"]), name="a_sign_of_life_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name
