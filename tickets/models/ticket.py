from dataclasses import replace
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from history.models import Words
from sites.models import Client, Site
from sites.opening_hours import Calendar
from tickets import queue_order
from tickets.lifecycle import ENDED_STATUSES, Status, is_open
from tickets.models.category import Category
from tickets.models.choices import (
    IMPACT_OF_OTHERS,
    STATUS_WORDS,
    WAITING_WORDS,
    Channel,
    Impact,
    Judged,
    Priority,
    SecondLine,
    Type,
    Urgency,
)
from tickets.models.policy import PolicyVersion
from tickets.priority import CRITICAL
from tickets.querysets import TicketQuerySet
from visits.models import Visit

SOLVED = [Status.RESOLVED.value, Status.CLOSED.value]
IN_WORK = [Status.NEW.value, Status.OPEN.value, Status.IN_PROGRESS.value]
ENDED = [status.value for status in ENDED_STATUSES]


class Ticket(models.Model):
    """Something that an employee of a client needs help with. Its number is its key, from 1001.

    All instants are UTC. Changed only by ``tickets.actions``.
    """

    number = models.BigAutoField(_("number"), primary_key=True)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", verbose_name=_("client"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site"))
    requester = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("requester"))
    contact = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who stays the face")
    )
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    title = models.CharField(_("title"), max_length=255)
    type = models.CharField(_("type"), max_length=10, choices=Type)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Impact)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency)
    judged = models.CharField(_("how judged"), max_length=10, choices=Judged)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority)
    calculated_priority = models.PositiveSmallIntegerField(_("calculated priority"), choices=Priority)
    priority_is_overridden = models.BooleanField(_("priority set by hand"), default=False)
    confidential = models.BooleanField(_("confidential"), default=False)
    status = models.CharField(_("status"), max_length=12, choices=STATUS_WORDS, default=Status.NEW.value)
    waiting_for = models.CharField(_("waiting for"), max_length=10, choices=WAITING_WORDS, blank=True)
    waiting_until = models.DateTimeField(_("waiting until"), null=True, blank=True)
    waited_for = models.CharField(_("waited for in vain"), max_length=10, choices=WAITING_WORDS, blank=True, default="")
    remind_at = models.DateTimeField(_("client is asked once more at"), null=True, blank=True)
    silences = models.PositiveSmallIntegerField(_("waits that the client did not answer"), default=0)
    is_unanswered = models.BooleanField(_("closed because no answer came"), default=False)
    planned_visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("planned visit")
    )
    wanted_on = models.DateField(_("wanted by"), null=True, blank=True)
    second_line = models.CharField(_("second line"), max_length=12, choices=SecondLine, blank=True, default="")
    hands_asked_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hands asked of")
    )
    solution = models.ForeignKey(
        Words, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("how it was solved")
    )
    solution_is_public = models.BooleanField(_("the requester reads how"), default=True)
    solved_on_the_spot = models.BooleanField(_("solved on the spot"), default=False)
    reopen_count = models.PositiveIntegerField(_("times reopened"), default=0)
    opened_at = models.DateTimeField(_("opened at"))
    responded_at = models.DateTimeField(_("first response at"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes by itself at"), null=True, blank=True)
    policy = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="+", verbose_name=_("service level it was opened under")
    )
    counts_every_minute = models.BooleanField(_("its clocks run around the clock"), default=False)
    respond_due_at = models.DateTimeField(_("response due"), null=True, blank=True)
    resolve_due_at = models.DateTimeField(_("solution due"), null=True, blank=True)
    next_word_due_at = models.DateTimeField(_("next word due"), null=True, blank=True)
    respond_warn_at = models.DateTimeField(_("response nearly due from"), null=True, blank=True)
    resolve_warn_at = models.DateTimeField(_("solution nearly due from"), null=True, blank=True)
    next_word_warn_at = models.DateTimeField(_("next word nearly due from"), null=True, blank=True)
    respond_late_at = models.DateTimeField(_("response late from"), null=True, blank=True)
    resolve_late_at = models.DateTimeField(_("solution late from"), null=True, blank=True)
    next_word_late_at = models.DateTimeField(_("next word late from"), null=True, blank=True)
    last_word_at = models.DateTimeField(_("last word at"), null=True, blank=True)
    last_word_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("last word by")
    )
    last_word_is_public = models.BooleanField(_("last word is public"), default=True)
    in_queue = models.BooleanField(_("in the queue"))
    queue_step = models.PositiveSmallIntegerField(_("step of the order"))
    queue_pull = models.PositiveSmallIntegerField(_("on top within its priority"))
    queue_due_at = models.DateTimeField(_("earliest deadline"))
    queue_late_at = models.DateTimeField(_("late from"))
    clock_turns_at = models.DateTimeField(_("clock turns at"), null=True, blank=True)
    is_paused = models.BooleanField(_("the clock of the solution is paused"), default=False)
    is_pressing = models.BooleanField(_("a running clock has used three quarters"), default=False)
    is_warned = models.BooleanField(_("three quarters of a target are used"), default=False)
    moves_at = models.DateTimeField(_("to be looked at again"), null=True, blank=True)
    external_reference = models.CharField(_("external reference"), max_length=120, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    updated_at = models.DateTimeField(_("changed at"))

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="a_status_is_one_of_the_lifecycle"
            ),
            models.CheckConstraint(
                condition=Q(status__in=SOLVED, resolved_at__isnull=False)
                | (~Q(status__in=SOLVED) & Q(resolved_at__isnull=True)),
                name="resolved_at_is_set_if_and_only_if_solved",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, closed_at__isnull=False)
                | (~Q(status__in=ENDED) & Q(closed_at__isnull=True)),
                name="closed_at_is_set_if_and_only_if_ended",
            ),
            models.CheckConstraint(
                condition=(Q(status=Status.WAITING.value, waiting_until__isnull=False) & ~Q(waiting_for=""))
                | (~Q(status=Status.WAITING.value) & Q(waiting_for="", waiting_until__isnull=True)),
                name="a_wait_says_for_what_and_until_when_or_there_is_none",
            ),
            models.CheckConstraint(
                condition=Q(is_unanswered=False) | Q(status=Status.CLOSED.value),
                name="only_what_is_closed_is_closed_for_want_of_an_answer",
            ),
            models.CheckConstraint(condition=Q(priority__range=(1, 5)), name="priority_is_1_to_5"),
            models.CheckConstraint(
                condition=Q(priority_is_overridden=True) | Q(priority=F("calculated_priority")),
                name="a_priority_is_calculated_or_set_by_hand",
            ),
            models.CheckConstraint(
                condition=Q(impact__range=(1, 3)) & Q(urgency__range=(1, 3)), name="impact_and_urgency_are_1_to_3"
            ),
            models.CheckConstraint(condition=Q(type__in=Type.values), name="a_ticket_has_a_known_type"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="a_ticket_came_through_a_known_door"),
            models.CheckConstraint(
                condition=Q(in_queue=False) | Q(status__in=IN_WORK) | Q(status=Status.WAITING.value, is_pressing=True),
                name="only_work_stands_in_the_queue",
            ),
        ]
        indexes = [
            # The queue, its keyset pages and its first row: /queue/, the API, exports.
            models.Index(*map(F, queue_order.ORDER), condition=Q(in_queue=True), name="ticket_queue_order"),
            # What the sweeper must look at now: only what time alone will change.
            models.Index(fields=["moves_at"], condition=Q(moves_at__isnull=False), name="ticket_moves_at"),
            # Reports and the list of all tickets, per client.
            models.Index(fields=["client", "opened_at"], name="ticket_client_opened"),
            models.Index(fields=["client", "resolved_at"], name="ticket_client_resolved"),
            # "Your requests" on the portal.
            models.Index(fields=["requester", "-number"], name="ticket_of_requester"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether it is unsolved (twin of ``TicketQuerySet.open``)."""
        return is_open(self.status)

    @property
    def is_in_hand(self) -> bool:
        """Whether somebody is working on it."""
        return queue_order.is_in_hand(self.status, self.assignee_id)

    @property
    def is_critical(self) -> bool:
        """Whether it is a P1."""
        return self.priority == CRITICAL

    @property
    def is_hit(self) -> str:
        """How many people are hit, in the words of colleagues."""
        return str(IMPACT_OF_OTHERS[self.impact])

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it is a P1 that only the reporter has called one."""
        return self.is_open and self.is_critical and self.judged != Judged.CONFIRMED

    @property
    def zone(self) -> str:
        """IANA zone in which its deadlines are read: the site's, else the client's."""
        return self.site.time_zone if self.site else self.client.time_zone

    @property
    def calendar(self) -> Calendar:
        """When its place is open, as far as that is known now. No query beside the place itself."""
        return self.site.calendar if self.site else self.client.calendar

    def is_late(self, at: datetime | None = None) -> bool:
        """Whether more than the target of a running clock is used at this instant: never in closed time."""
        return self.is_open and self.queue_late_at <= (at or timezone.now())

    def facts_at(self, at: datetime) -> queue_order.Facts:
        """What decides its place in the queue, once the time that passed until this instant is known."""
        overdue = self.is_open and self.next_word_late_at is not None and self.next_word_late_at <= at
        return replace(self.facts, next_word_is_overdue=overdue)

    @property
    def was_answered_late(self) -> bool:
        """Whether the first answer came when more than its target was used: what is due at closing is in time all night."""
        return self.responded_at is not None and _is_from(self.respond_late_at, self.responded_at)

    @property
    def was_solved_late(self) -> bool:
        """Whether it was solved when more than the target was used."""
        return self.resolved_at is not None and _is_from(self.resolve_late_at, self.resolved_at)

    @property
    def facts(self) -> queue_order.Facts:
        """What decides its place in the queue, but for what passes with time."""
        return queue_order.Facts(
            status=self.status,
            priority=self.priority,
            is_in_hand=self.is_in_hand,
            wants_decision=self.second_line == SecondLine.HANDED_BACK,
            wait_is_over=bool(self.waited_for),
            is_paused=self.is_paused,
            is_pressing=self.is_pressing,
            is_responded=self.responded_at is not None,
            respond_due_at=self.respond_due_at,
            resolve_due_at=self.resolve_due_at,
            respond_late_at=self.respond_late_at,
            resolve_late_at=self.resolve_late_at,
            respond_warn_at=self.respond_warn_at,
            resolve_warn_at=self.resolve_warn_at,
            next_word_due_at=self.next_word_due_at,
            next_word_warn_at=self.next_word_warn_at,
            next_word_late_at=self.next_word_late_at,
        )


def _is_from(late_at: datetime | None, at: datetime) -> bool:
    return late_at is not None and late_at <= at
