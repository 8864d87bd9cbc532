"""The desk's rows as a plain project would have them: the few columns that a plain page shows."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Person(AbstractBaseUser):
    """Somebody who signs in, or who asked."""

    email = models.EmailField(max_length=254, null=True, unique=True)  # noqa: DJ001 - as the desk's column is
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"

    objects: ClassVar[BaseUserManager["Person"]] = BaseUserManager()

    class Meta:
        managed = False
        db_table = "accounts_user"

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """A client."""

    name = models.CharField(max_length=120)

    class Meta:
        managed = False
        db_table = "sites_client"

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """A ticket, and where it stands in the queue."""

    number = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=255)
    status = models.CharField(max_length=12)
    priority = models.PositiveSmallIntegerField()
    client = models.ForeignKey(Company, models.DO_NOTHING)
    requester = models.ForeignKey(Person, models.DO_NOTHING)
    opened_at = models.DateTimeField()
    in_queue = models.BooleanField()
    queue_step = models.PositiveSmallIntegerField()
    queue_pull = models.PositiveSmallIntegerField()
    queue_due_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "tickets_ticket"

    def __str__(self) -> str:
        return self.title


class Asked(models.Model):
    """What came through the plain form; ``bench.pages.fill`` makes its table."""

    person = models.ForeignKey(Person, models.DO_NOTHING)
    title = models.CharField(max_length=255)
    body = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "bench_asked"

    def __str__(self) -> str:
        return self.title
