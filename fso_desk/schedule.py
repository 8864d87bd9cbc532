"""Everything that happens by the clock, on one page. Each entry says why that often.

Times are UTC. An entry names a task by its full name, so that this page needs no room to be read.
"""

from typing import Any

from celery.schedules import crontab

ENTRIES: dict[str, dict[str, Any]] = {
    # What a dead worker or broker left untold, and mails that had to wait, wait no longer than this. Two indexed looks when
    # there is nothing; a turn that no worker took in time is dropped, so that turns do not pile up.
    "tell what was left": {"task": "notifications.sweep", "schedule": 5.0, "options": {"expires": 15}},
    # "My day" is made 90 minutes before the first visit; five minutes more or less harm nobody. One indexed look when no visit
    # is near.
    "tell FSOs their day": {"task": "notifications.make_lists", "schedule": 300.0, "options": {"expires": 240}},
    # A P1 that nobody has in hand is called about after ten minutes; a quarter of one more or less wakes nobody too late. One
    # indexed look when there is none.
    "call about P1s that nobody has": {
        "task": "escalation.sweep_alarms",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    # Who changes opening hours waits for the new deadlines; a quarter of a minute is soon enough. One look when nothing changed.
    "work out deadlines again": {"task": "tickets.recalculate", "schedule": 15.0, "options": {"expires": 15}},
    # A clock turns late, a wait is over: nobody minds a quarter of a minute, and the verdicts come from the facts, not from when
    # one looks. One indexed look when nothing is due.
    "look at what time changed": {"task": "tickets.sweep", "schedule": 15.0, "options": {"expires": 15}},
    # Keys are kept seven days; a day more or less harms nobody, so once a night is enough.
    "forget one-time keys": {"task": "history.forget_once_keys", "schedule": crontab(hour=2, minute=10)},
    # Ended sessions open nothing; their rows only take room.
    "forget ended sessions": {"task": "accounts.forget_ended_sessions", "schedule": 24 * 3600.0},
}
