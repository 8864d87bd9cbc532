"""What the outbox does: remember a fact, make rows for those who are told, send mails, note what was read."""

from notifications.actions.reading import read_about, read_all
from notifications.actions.remembering import remember
from notifications.actions.telling import tell_due

__all__ = ["read_about", "read_all", "remember", "tell_due"]
