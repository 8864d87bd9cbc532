from celery import shared_task

from tickets import actions


@shared_task(name="tickets.recalculate", time_limit=120, soft_time_limit=110)
def recalculate() -> None:
    """Work out deadlines again where opening hours changed: woken by the clock."""
    actions.recalculate_due()


@shared_task(name="tickets.sweep", time_limit=120, soft_time_limit=110)
def sweep() -> None:
    """Look at the tickets about which time alone changed something: woken by the clock."""
    actions.sweep()
