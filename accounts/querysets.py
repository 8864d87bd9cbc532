from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    """People, by what they are."""

    def active(self) -> Self:
        """Return those who may be told and may act."""
        return self.filter(is_active=True)

    def of_firm(self) -> Self:
        """Return the firm's own people (twin of ``User.is_of_firm``)."""
        return self.filter(side="firm")

    def with_role(self, *roles: str) -> Self:
        """Return active people of the firm who hold one of these roles."""
        return self.active().filter(pk__in=self.model.roles_model().objects.filter(role__in=roles).values("user_id"))


class UserManager(BaseUserManager["User"]):
    """Makes people; addresses are stored in lower case, empty addresses as NULL."""

    def get_queryset(self) -> UserQuerySet:
        """Return all people."""
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        """As the queryset's."""
        return self.get_queryset().active()

    def of_firm(self) -> UserQuerySet:
        """As the queryset's."""
        return self.get_queryset().of_firm()

    def with_role(self, *roles: str) -> UserQuerySet:
        """As the queryset's."""
        return self.get_queryset().with_role(*roles)

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> User:
        """Make a person; without a password one can only sign in by mailed code."""
        user = self.model(email=self.model.clean_email(email), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make the first administrator (``manage.py createsuperuser``)."""
        user = self.create_user(email, password, side="firm", is_superuser=True, **fields)
        self.model.roles_model().objects.create(user=user, role="administrator")
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by address, whatever its case."""
        return self.get(email=self.model.clean_email(username))
