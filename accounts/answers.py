"""What a permission function answers: Allowed, or Denied with its reason.

The same answer enforces in the action, disables the button (with the reason beside it) and fills the API's list of
allowed actions.
"""

from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import PermissionDenied, ValidationError


class NotAllowed(PermissionDenied):
    """The person may see this, but may not do that; the message is the translated reason."""


class WrongMoment(ValidationError):
    """The act is allowed in general, but not now: already closed, already taken. The message says what is so."""


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    reason: str = ""

    def __bool__(self) -> Literal[True]:
        return True

    def enforce(self) -> None:
        """Do nothing: it is allowed."""


@dataclass(frozen=True)
class Denied:
    """No, because of ``reason`` (a translated sentence)."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False

    def enforce(self) -> None:
        """Raise NotAllowed with the reason."""
        raise NotAllowed(str(self.reason))


@dataclass(frozen=True)
class NotNow:
    """Not at this moment, because of ``reason`` (a translated sentence)."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False

    def enforce(self) -> None:
        """Raise WrongMoment with the reason."""
        raise WrongMoment(str(self.reason))


Answer = Allowed | Denied | NotNow
