"""What the outbox does: remember a fact, make rows for those who are told, send mails, note what was read and what failed."""

from notifications.actions.choosing import choose, hear_always, keep_quiet, settle, stop
from notifications.actions.lists import make_lists
from notifications.actions.reading import read_about, read_all
from notifications.actions.refusing import forget_holder, resume_mail
from notifications.actions.remembering import remember
from notifications.actions.signs import note_life
from notifications.actions.telling import tell, tell_due
from notifications.actions.tending import dismiss, dismiss_address, dismiss_fact, tend, try_again, try_fact_again

__all__ = [
    "choose",
    "dismiss",
    "dismiss_address",
    "dismiss_fact",
    "forget_holder",
    "hear_always",
    "keep_quiet",
    "make_lists",
    "note_life",
    "read_about",
    "read_all",
    "remember",
    "resume_mail",
    "settle",
    "stop",
    "tell",
    "tell_due",
    "tend",
    "try_again",
    "try_fact_again",
]
