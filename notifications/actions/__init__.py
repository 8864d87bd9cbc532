"""What the outbox does: remember a fact, make rows for those who are told, send mails, note what was read and what failed."""

from notifications.actions.choosing import choose, hear_always, keep_quiet, stop
from notifications.actions.reading import read_about, read_all
from notifications.actions.refusing import resume_mail
from notifications.actions.remembering import remember
from notifications.actions.signs import note_life
from notifications.actions.telling import tell, tell_due

__all__ = [
    "choose",
    "hear_always",
    "keep_quiet",
    "note_life",
    "read_about",
    "read_all",
    "remember",
    "resume_mail",
    "stop",
    "tell",
    "tell_due",
]
